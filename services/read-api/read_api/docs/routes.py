"""GET /v1/openapi.json and /docs."""

import base64
import hashlib
from itertools import groupby
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, render_template

from read_api.answers import conditional
from read_api.contract import contract
from read_api.docs.document import SHARED_ANSWERS, document
from service_defaults.permissions import PUBLIC, permission

docs = Blueprint("docs", __name__, template_folder="templates")

STYLE = (Path(__file__).parent / "templates" / "docs.css").read_text()
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'"


@docs.get("/v1/openapi.json")
@permission(PUBLIC)
@contract()
def get_openapi() -> Response:
    """Get the OpenAPI document."""
    return _tagged(jsonify(document(current_app)))


@docs.get("/docs")
@permission(PUBLIC)
def get_docs() -> Response:
    """The same as a page for people."""
    api = document(current_app)
    page = render_template(
        "docs.html", api=api, features=_by_feature(api), shared_answers=SHARED_ANSWERS, style=STYLE
    )
    response = _tagged(Response(page, content_type="text/html; charset=utf-8"))
    response.headers["Content-Security-Policy"] = _POLICY
    return response


def _by_feature(api: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    operations = [{**item["get"], "path": path} for path, item in api["paths"].items()]
    return [(name, list(each)) for name, each in groupby(operations, key=_feature)]


def _feature(operation: dict[str, Any]) -> str:
    return str(operation["tags"][0])


def _tagged(response: Response) -> Response:
    response.add_etag()
    return conditional(response)

"""GET /v1/openapi.json and /docs."""

import base64
import hashlib
from pathlib import Path

from flask import Blueprint, Response, render_template

from api_contract import contract
from read_api.answers import TAGGED, matched
from read_api.docs.document import FILE, document
from read_api.docs.page import shown
from service_defaults.permissions import PUBLIC, permission

docs = Blueprint("docs", __name__, template_folder="templates")

STYLE = (Path(__file__).parent / "templates" / "docs.css").read_text()
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; frame-ancestors 'none'"


@docs.get("/v1/openapi.json")
@permission(PUBLIC)
@contract({"type": "object", "description": "An OpenAPI 3.1 document."}, TAGGED)
def get_openapi() -> Response:
    """Get the OpenAPI document."""
    response = Response(FILE.read_bytes(), content_type="application/json")
    response.add_etag()
    return matched(response)


@docs.get("/docs")
@permission(PUBLIC)
def get_docs() -> Response:
    """The same as a page for people."""
    page = render_template("docs.html", **shown(document()), style=STYLE)
    response = Response(page, content_type="text/html; charset=utf-8")
    response.add_etag()
    response.headers["Content-Security-Policy"] = _POLICY
    return matched(response)

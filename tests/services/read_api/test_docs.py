"""The page for people shows all of the document, and runs no script."""

from typing import Any

import pytest
from flask import Flask, render_template

from read_api.docs.page import shown

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def api(app: Flask) -> dict[str, Any]:
    document: dict[str, Any] = app.test_client().get("/v1/openapi.json").json
    return document


def test_the_page_shows_every_operation_and_every_shape_and_runs_no_script(
    app: Flask, api: dict[str, Any]
) -> None:
    response = app.test_client().get("/docs")

    page = response.text
    assert response.content_type == "text/html; charset=utf-8"
    for path, item in api["paths"].items():
        for method in METHODS:
            assert (f">{method.upper()}</span>{path}<" in page) == (method in item)
    for name in api["components"]["schemas"]:
        assert f'id="{name}"' in page
    assert "<summary>Example</summary>" in page
    assert "<script" not in page
    assert "Deprecated." not in page
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_page_says_what_is_deprecated(app: Flask, api: dict[str, Any]) -> None:
    api["paths"]["/v1/suggest"]["get"]["deprecated"] = True
    with app.test_request_context():
        assert "Deprecated." in render_template("docs.html", **shown(api), style="")


def test_every_link_on_the_page_leads_somewhere(app: Flask) -> None:
    page = app.test_client().get("/docs").text

    links = {part.partition('"')[0] for part in page.split('href="#')[1:]}
    assert links
    assert [link for link in links if f'id="{link}"' not in page] == []

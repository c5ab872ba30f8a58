from collections.abc import Callable

import pytest
from flask import Flask, Request

from service_defaults.permissions import PUBLIC, Caller, caller, enforce_permissions, permission
from service_defaults.problems import Problem

ANNA = Caller("1", frozenset({"things:write"}), {"name": "Anna"})


def authenticate(request: Request, needed: str) -> Caller:
    if "Authorization" not in request.headers:
        raise Problem(401, "unauthorized", "Who are you?")
    if needed not in ANNA.scopes:
        raise Problem(403, "forbidden", f"You lack {needed}.")
    return ANNA


@pytest.fixture
def guarded(app: Flask, with_defaults: Callable[..., Flask]) -> Flask:
    """An app with a view for everyone, one for Anna and one for nobody."""
    app.add_url_rule("/open", view_func=permission(PUBLIC)(lambda: "open"), endpoint="open")
    app.add_url_rule(
        "/things", view_func=permission("things:write")(lambda: caller().claims["name"]), endpoint="things"
    )
    app.add_url_rule("/vault", view_func=permission("vault")(lambda: "gold"), endpoint="vault")
    with_defaults()
    enforce_permissions(app, authenticate)
    return app


def test_a_public_view_asks_nobody_who_they_are(guarded: Flask) -> None:
    assert guarded.test_client().get("/open").text == "open"


def test_a_view_knows_its_caller(guarded: Flask) -> None:
    assert guarded.test_client().get("/things", headers={"Authorization": "x"}).text == "Anna"


def test_a_view_is_closed_to_whoever_lacks_its_permission(guarded: Flask) -> None:
    client = guarded.test_client()
    assert client.get("/things").status_code == 401
    assert client.get("/vault", headers={"Authorization": "x"}).status_code == 403


def test_an_unknown_address_and_a_wrong_method_need_no_permission(guarded: Flask) -> None:
    client = guarded.test_client()
    assert client.get("/nowhere").status_code == 404
    assert client.post("/things").status_code == 405


def test_health_metrics_and_static_files_are_public(guarded: Flask) -> None:
    client = guarded.test_client()
    assert client.get("/health/live").status_code == 200
    assert client.get("/metrics").status_code == 200
    assert client.get("/static/absent.css").status_code == 404


def test_views_that_declare_no_permission_stop_the_start(app: Flask) -> None:
    app.add_url_rule("/open", view_func=permission(PUBLIC)(lambda: "open"), endpoint="open")
    app.add_url_rule("/one", view_func=lambda: "", endpoint="one")
    app.add_url_rule("/two", view_func=lambda: "", endpoint="two")
    with pytest.raises(LookupError, match=r"These views declare no permission: one, two\."):
        enforce_permissions(app, authenticate)


def test_a_view_that_comes_late_without_a_permission_is_closed(guarded: Flask) -> None:
    guarded.add_url_rule("/late", view_func=lambda: "", endpoint="late")
    assert guarded.test_client().get("/late").status_code == 401

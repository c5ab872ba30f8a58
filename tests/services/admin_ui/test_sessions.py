"""Logging in, staying logged in, logging out."""

import pytest

from admin_ui import create_app
from tests.services.admin_ui.api import Api, Problem
from tests.services.admin_ui.browser import Browser


def test_a_visitor_is_asked_to_log_in_and_then_sees_the_page_asked_for(visitor: Browser) -> None:
    visitor.get("/products?status=draft")
    assert visitor.follow().fault("email") == ""
    visitor.send(email="owner@mstore.localhost", password="a long enough password")
    assert visitor.response.headers["Location"] == "/products?status=draft"


def test_a_wrong_password_keeps_the_e_mail_and_says_so(visitor: Browser) -> None:
    page = visitor.log_in(password="wrong")
    assert visitor.response.status_code == 422
    assert "do not go together" in page.words
    assert page.typed["email"] == "owner@mstore.localhost"
    assert page.typed["password"] == ""


def test_logging_in_while_writes_are_paused_says_so(api: Api, visitor: Browser) -> None:
    api.paused = True
    assert "paused" in visitor.log_in().words
    assert visitor.response.status_code == 503


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:x"],
)
def test_logging_in_never_leads_to_another_site(visitor: Browser, elsewhere: str) -> None:
    visitor.client.get("/login")
    visitor.get("/login")
    visitor.send(next=elsewhere, email="owner@mstore.localhost", password="a long enough password")
    assert visitor.response.headers["Location"] == "/products"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Browser) -> None:
    visitor.log_in()
    cookie = visitor.response.headers["Set-Cookie"]
    assert cookie.startswith("mstore_admin=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_one_time_password_opens_nothing_but_the_choice_of_a_new_one(api: Api, visitor: Browser) -> None:
    api.one_time = True
    visitor.log_in()
    visitor.get("/products")
    page = visitor.follow()
    assert "one-time password" in page.words
    visitor.send(current_password=api.password, new_password="short")
    assert visitor.page.fault("new_password") == "At least 12 characters."
    visitor.send(current_password=api.password, new_password="clay and fire and ash")
    visitor.follow()
    assert visitor.response.status_code == 200
    assert "Products" in visitor.page.words


def test_a_password_typed_while_writes_are_paused_is_asked_for_again(api: Api, browser: Browser) -> None:
    browser.get("/account/password")
    api.paused = True
    page = browser.send(current_password=api.password, new_password="clay and fire and ash")
    assert browser.response.status_code == 503
    assert "Passwords have to be typed again." in page.words
    assert page.typed["new_password"] == ""
    api.paused = False
    browser.send(current_password=api.password, new_password="clay and fire and ash")
    assert api.password == "clay and fire and ash"
    assert browser.response.status_code == 303


def test_a_session_is_renewed_before_its_token_runs_out(api: Api, visitor: Browser) -> None:
    api.lifetime = 30
    visitor.log_in()
    api.lifetime = 600
    visitor.get("/products")
    visitor.get("/products")
    assert visitor.response.status_code == 200
    assert len(api.sent("POST", "/v1/sessions/refresh")) == 1


def test_a_token_refused_by_the_api_is_renewed_once(api: Api, browser: Browser) -> None:
    api.failing_reads = [Problem(401, "unauthorized", "The key has changed.")]
    browser.get("/products")
    assert browser.response.status_code == 200
    assert len(api.sent("POST", "/v1/sessions/refresh")) == 1


def test_a_copy_of_the_page_with_the_old_cookie_does_not_end_the_session(api: Api, visitor: Browser) -> None:
    api.lifetime = 30
    visitor.log_in()
    old = visitor.client.get_cookie("mstore_admin")
    assert old
    visitor.get("/products")
    visitor.client.set_cookie("mstore_admin", old.value)
    visitor.get("/products")
    assert visitor.response.status_code == 200
    assert len(api.refresh_tokens) == 1


def test_a_session_that_is_over_leads_back_to_the_login(api: Api, browser: Browser) -> None:
    api.refresh_tokens.clear()
    api.failing_reads = [Problem(401, "unauthorized", "The session was revoked.")]
    browser.get("/products?q=mug")
    assert browser.response.headers["Location"] == "/login?next=/products?q%3Dmug"
    assert "seen" not in browser.response.headers["Set-Cookie"]


def test_while_a_session_cannot_be_renewed_its_old_token_serves_on(api: Api, visitor: Browser) -> None:
    api.lifetime = 30
    visitor.log_in()
    api.paused = True
    visitor.get("/products")
    assert visitor.response.status_code == 200


def test_logging_out_ends_the_session_on_both_sides(api: Api, browser: Browser) -> None:
    browser.get("/products")
    browser.send("/logout")
    browser.follow()
    assert not api.refresh_tokens
    browser.get("/products")
    assert browser.response.headers["Location"].startswith("/login")


def test_an_account_that_may_only_look_is_shown_no_way_to_change_things(api: Api, visitor: Browser) -> None:
    api.scope = "catalog:read account"
    mug = api.add("Mug")
    visitor.log_in()
    assert "Add a product" not in visitor.get("/products").words
    assert ("fieldset", {"class": "columns", "disabled": ""}) in visitor.get(
        f"/products/{mug['id']}"
    ).elements
    visitor.get("/products/new")
    assert visitor.response.status_code == 403
    assert "not change it" in visitor.page.words


def test_a_short_secret_stops_the_start_and_is_not_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = {"API_URL": "http://api", "SHOP_URL": "http://shop", "COOKIE_SECURE": "true"}
    for name, value in (settings | {"SESSION_SECRET": "a guess"}).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit):
        create_app()
    said = capsys.readouterr().err
    assert "SESSION_SECRET is invalid" in said
    assert "a guess" not in said


@pytest.mark.parametrize(("told", "said"), [("203.0.113.9", "203.0.113.9"), (None, "127.0.0.1")])
def test_every_call_says_for_whom_it_is_made(api: Api, visitor: Browser, told: str | None, said: str) -> None:
    """The address is the one that the gateway wrote, or that of who connects."""
    visitor.client.environ_base.update({"HTTP_X_CLIENT_ADDRESS": told} if told else {})
    visitor.client.environ_base["HTTP_USER_AGENT"] = "A browser"
    visitor.log_in()
    visitor.get("/products")

    for headers in (*api.sent("POST", "/v1/sessions"), *api.sent("GET", "/v1/staff")):
        assert (headers["X-Client-Address"], headers["User-Agent"]) == (said, "A browser")
    assert api.sent("POST", "/v1/sessions")


def test_who_tried_too_often_is_told_to_wait(api: Api, visitor: Browser) -> None:
    api.failing_logins.append(Problem(429, "too-many-attempts", "Too often.", {"Retry-After": "60"}))
    page = visitor.log_in()

    assert visitor.response.status_code == 429
    assert "wrong too often" in page.words


@pytest.mark.parametrize(
    ("code", "typed"), [("123456", "123 456"), ("abcd-efgh-ijkl-mnop", "abcd-efgh-ijkl-mnop")]
)
def test_a_second_factor_is_asked_for_and_leads_to_the_page_asked_for(
    api: Api, visitor: Browser, code: str, typed: str
) -> None:
    api.code = code
    visitor.get("/login?next=/products/new")
    page = visitor.send(email="owner@mstore.localhost", password="a long enough password")
    assert (visitor.response.status_code, "six digits" in page.words) == (403, True)
    assert not visitor.get("/products").forms

    visitor.get("/login?next=/products/new")
    visitor.send(email="owner@mstore.localhost", password="a long enough password")
    wrong = visitor.send(code="000000")
    assert (visitor.response.status_code, "code is wrong" in wrong.words) == (422, True)
    visitor.send(code=typed)

    assert visitor.response.headers["Location"] == "/products/new"
    assert visitor.follow().form("/products")

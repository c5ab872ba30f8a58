"""Passkeys as Chromium makes and uses them, with the authenticator that it has for tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.postgres import Postgres
from tests.services.write_api.people import PASSWORD, first_owner

pytestmark = pytest.mark.browser

ORIGIN = "http://admin.mstore.localhost:8080"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}
CREATE = """async (options) => (await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options)})).toJSON()"""
GET = """async (options) => (await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options)})).toJSON()"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of the admin UI's origin, in a browser with an authenticator built in."""
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
        page.goto(ORIGIN)
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page


def test_a_passkey_is_made_and_logs_in(app: Flask, catalog: Postgres, page: Page) -> None:
    owner = first_owner(app)
    asked = owner.send("POST", "/v1/account/passkeys/options", {"current_password": PASSWORD}).get_json()
    credential: Any = page.evaluate(CREATE, asked["options"])
    body = {"ticket": asked["ticket"], "name": "This browser", "credential": credential}
    added = owner.send("POST", "/v1/account/passkeys", body)
    assert added.status_code == 201, added.text

    ticket = owner.try_to_log_in().get_json()["ticket"]
    step = owner.send("POST", "/v1/sessions/passkey-options", {"ticket": ticket}).get_json()
    shown: Any = page.evaluate(GET, step["options"])
    begun = owner.send("POST", "/v1/sessions/second-factor", {"ticket": ticket, "passkey": shown})

    assert begun.status_code == 201, begun.text
    assert begun.get_json()["account"]["email"] == owner.email

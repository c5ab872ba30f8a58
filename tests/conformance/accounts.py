"""What requests about accounts have to name, for them to be about something that is there."""

import functools
import itertools
import time
from collections.abc import Callable
from typing import Any

import jwt
import pyotp
from schemathesis.generation.case import Case

from tests.authenticator import Authenticator
from tests.conformance.personas import PASSWORD, person
from tests.conformance.shop import Shop

PAGE = "http://admin.mstore.localhost:8080"
numbers = itertools.count(1)


def name_what_is_of_accounts(case: Case, shop: Shop) -> None:
    """Ids, addresses, keys and tokens that are made up are nobody's."""
    fill_in = FILL_IN.get((case.method, case.path))
    if fill_in:
        fill_in(case, shop)


def _new_address() -> str:
    return f"kiln-{next(numbers)}@example.com"


def _account(case: Case, shop: Shop) -> None:
    made = shop.write("/v1/accounts", json={"email": _new_address(), "role": "editor"})
    case.path_parameters["account_id"] = made.json()["account"]["id"]
    if isinstance(case.body, dict) and "email" in case.body:
        case.body["email"] = _new_address()


def _new_account(case: Case, _: Shop) -> None:
    case.body["email"] = _new_address()


def _session(case: Case, shop: Shop) -> None:
    token = shop.log_in()["access_token"]
    case.path_parameters["session_id"] = jwt.decode(token, options={"verify_signature": False})["sid"]


def _password(case: Case, shop: Shop) -> None:
    case.body = {"current_password": shop.password}


def _app(shop: Shop) -> pyotp.TOTP:
    """An app of the owner that is not confirmed yet."""
    begun = shop.write("/v1/account/totp", json={"current_password": shop.password})
    return pyotp.TOTP(begun.json()["secret"])


def _confirmed_app(shop: Shop) -> pyotp.TOTP:
    """One that was confirmed with the code of half a minute ago."""
    app = _app(shop)
    shop.write("/v1/account/totp/confirm", json={"code": app.at(time.time() - 30)})
    return app


def _app_to_confirm(case: Case, shop: Shop) -> None:
    case.body = {"code": _app(shop).now()}


def _with_app(case: Case, shop: Shop) -> None:
    _confirmed_app(shop)
    _password(case, shop)


def _account_with_app(case: Case, shop: Shop) -> None:
    """Somebody else's: nobody helps themselves."""
    token = _editor(shop)
    bears = {"Authorization": f"Bearer {token}"}
    begun = shop.write("/v1/account/totp", json={"current_password": PASSWORD}, headers=bears)
    code = pyotp.TOTP(begun.json()["secret"]).now()
    shop.write("/v1/account/totp/confirm", json={"code": code}, headers=bears)
    case.path_parameters["account_id"] = jwt.decode(token, options={"verify_signature": False})["sub"]


@functools.cache
def _editor(shop: Shop) -> str:
    return person(shop, "editor")


def _second_step(case: Case, shop: Shop) -> None:
    app = _confirmed_app(shop)
    case.body = {"ticket": shop.log_in()["ticket"], "totp": app.now()}


def _passkey_step(case: Case, shop: Shop) -> None:
    _added_passkey(shop)
    case.body = {"ticket": shop.log_in()["ticket"]}


def _wanted_passkey(shop: Shop) -> dict[str, Any]:
    asked = shop.write("/v1/account/passkeys/options", json={"current_password": shop.password}).json()
    return {"ticket": asked["ticket"], "credential": Authenticator(PAGE).create(asked["options"])}


def _added_passkey(shop: Shop) -> str:
    return str(shop.write("/v1/account/passkeys", json={**_wanted_passkey(shop), "name": "x"}).json()["id"])


def _passkey(case: Case, shop: Shop) -> None:
    case.body |= _wanted_passkey(shop)


def _passkey_to_remove(case: Case, shop: Shop) -> None:
    case.path_parameters["passkey_id"] = _added_passkey(shop)
    _password(case, shop)


def _new_key(case: Case, _: Shop) -> None:
    case.body["expires_at"] = "2099-12-31T00:00:00Z"


def _key(shop: Shop) -> dict[str, Any]:
    body = {"name": "The till", "scopes": ["catalog:read"]}
    made: dict[str, Any] = shop.write("/v1/api-keys", json=body).json()
    return made


def _key_to_revoke(case: Case, shop: Shop) -> None:
    case.path_parameters["key_id"] = _key(shop)["id"]


def _key_to_use(case: Case, shop: Shop) -> None:
    case.body = {"api_key": _key(shop)["api_key"]}


FILL_IN: dict[tuple[str, str], Callable[[Case, Shop], None]] = {
    ("POST", "/v1/accounts"): _new_account,
    ("PATCH", "/v1/accounts/{account_id}"): _account,
    ("POST", "/v1/accounts/{account_id}/one-time-password"): _account,
    ("DELETE", "/v1/sessions/{session_id}"): _session,
    ("DELETE", "/v1/accounts/{account_id}/factors"): _account_with_app,
    ("POST", "/v1/sessions/second-factor"): _second_step,
    ("POST", "/v1/sessions/passkey-options"): _passkey_step,
    ("POST", "/v1/account/totp"): _password,
    ("DELETE", "/v1/account/totp"): _with_app,
    ("POST", "/v1/account/totp/confirm"): _app_to_confirm,
    ("POST", "/v1/account/passkeys/options"): _password,
    ("POST", "/v1/account/passkeys"): _passkey,
    ("DELETE", "/v1/account/passkeys/{passkey_id}"): _passkey_to_remove,
    ("POST", "/v1/account/recovery-codes"): _with_app,
    ("POST", "/v1/api-keys"): _new_key,
    ("DELETE", "/v1/api-keys/{key_id}"): _key_to_revoke,
    ("POST", "/v1/tokens"): _key_to_use,
}

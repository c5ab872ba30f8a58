"""The addresses under which somebody adds, uses and removes second factors.

None keeps an answer under an Idempotency-Key: all of them are sent or answer what is secret.
"""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, current_app
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from api_contract.terms import CHALLENGE
from service_defaults.permissions import PUBLIC, permission
from write_api.answers import DONE, SECRET, Answer, answer, no_content
from write_api.bearer import of_a_session
from write_api.bodies import json_body, json_of, load
from write_api.factors import commands
from write_api.factors.login import finish_login, passkey_options
from write_api.factors.relying_party import RelyingParty
from write_api.factors.schemas import (
    CodeSchema,
    FactorAdded,
    OwnPassword,
    PasskeyAdded,
    PasskeyOptions,
    PasskeySchema,
    RecoveryCodes,
    SecondFactorSchema,
    TicketSchema,
    TotpBegun,
)
from write_api.factors.totp import Cipher
from write_api.origin import origin
from write_api.sessions.routes import BEGUN, logged_in
from write_api.sessions.schemas import LoggedIn
from write_api.settings import Settings
from write_api.throttling.terms import TOO_OFTEN
from write_api.transactions import transaction

PASSWORD = json_of(OwnPassword, {"current_password": "a long and secret sentence"})
ADDED = {201: Reply("It was added.")}
LIMITED = {429: TOO_OFTEN}
NONE = {404: Reply("The account has no such factor.", ("not-found",))}
THERE = {409: Reply("The account has it already.", ("factor-exists",))}
TOO_MANY = {409: Reply("The account has as many as it can have.", ("too-many-passkeys",))}
WRONG = Reply("The ticket is over, or what was shown is wrong.", ("unauthorized",), (CHALLENGE,))
CREDENTIAL = {"id": "…", "rawId": "…", "type": "public-key", "response": {}}

blueprint = Blueprint("factors", __name__)


@dataclass(frozen=True)
class Means:
    """What the commands need of the settings."""

    cipher: Cipher
    party: RelyingParty

    @classmethod
    def of(cls, settings: Settings) -> "Means":
        """What these settings say."""
        origins = tuple(settings.passkey_origins.split(","))
        return cls(
            Cipher(settings.factor_key.get_secret_value()), RelyingParty(settings.passkey_domain, origins)
        )


@blueprint.post("/v1/sessions/passkey-options")
@permission(PUBLIC)
@contract(PasskeyOptions, SECRET, json_of(TicketSchema, {"ticket": "0Ld2…"}), also={401: WRONG} | NONE)
@transaction("ask for passkey", repeatable=False)
def post_passkey_options(session: Session) -> Answer:
    """Begin to log in with a passkey.

    With the `ticket` of the first step; the challenge in the answer can be signed once.
    """
    ticket = load(TicketSchema, json_body())["ticket"]
    return _secret(200, {"ticket": ticket, "options": passkey_options(session, _means().party, ticket)})


@blueprint.post("/v1/sessions/second-factor")
@permission(PUBLIC)
@contract(
    LoggedIn,
    SECRET,
    json_of(SecondFactorSchema, {"ticket": "0Ld2…", "totp": "123456"}),
    success=BEGUN,
    also={401: WRONG} | LIMITED,
)
@transaction("log in with second factor", repeatable=False)
def post_second_factor(session: Session) -> Answer:
    """Finish a login.

    With the `ticket` of the first step, and one of `totp`, `recovery_code` and `passkey`.
    """
    shown = load(SecondFactorSchema, json_body())
    ticket, means = shown.pop("ticket"), _means()
    return logged_in(finish_login(session, origin(), means.cipher, means.party, ticket, shown))


@blueprint.post("/v1/account/totp")
@permission("account:manage")
@contract(TotpBegun, SECRET, PASSWORD, success=ADDED, also=THERE | LIMITED)
@transaction("begin totp", repeatable=False)
def post_totp(session: Session) -> Answer:
    """Begin to use an app that shows codes.

    It asks for nothing until a code of it was confirmed; asked again before, there is another secret.
    """
    account_id, password = _confirmed()
    secret, uri = commands.begin_totp(session, origin(), _means().cipher, account_id, password)
    return _secret(201, {"secret": secret, "uri": uri})


@blueprint.post("/v1/account/totp/confirm")
@permission("account:manage")
@contract(FactorAdded, SECRET, json_of(CodeSchema, {"code": "123456"}), also=NONE)
@transaction("confirm totp", repeatable=False)
def post_totp_confirmation(session: Session) -> Answer:
    """Confirm the app with the code that it shows."""
    account_id, _ = of_a_session()
    code = load(CodeSchema, json_body())["code"]
    codes = commands.confirm_totp(session, origin(), _means().cipher, account_id, code)
    return _secret(200, {"recovery_codes": codes})


@blueprint.delete("/v1/account/totp")
@permission("account:manage")
@contract(None, PASSWORD, success=DONE, also=NONE | LIMITED)
@transaction("remove totp", repeatable=False)
def delete_totp(session: Session) -> Answer:
    """Stop using the app."""
    commands.remove_totp(session, origin(), *_confirmed())
    return no_content()


@blueprint.post("/v1/account/passkeys/options")
@permission("account:manage")
@contract(PasskeyOptions, SECRET, PASSWORD, also=TOO_MANY | LIMITED)
@transaction("begin passkey", repeatable=False)
def post_new_passkey_options(session: Session) -> Answer:
    """Begin to add a passkey.

    The challenge in the answer is good for five minutes, and once.
    """
    account_id, password = _confirmed()
    ticket, options = commands.begin_passkey(session, origin(), _means().party, account_id, password)
    return _secret(200, {"ticket": ticket, "options": options})


@blueprint.post("/v1/account/passkeys")
@permission("account:manage")
@contract(
    PasskeyAdded,
    SECRET,
    json_of(PasskeySchema, {"ticket": "0Ld2…", "name": "My phone", "credential": CREDENTIAL}),
    success=ADDED,
    also={401: WRONG} | TOO_MANY,
)
@transaction("add passkey", repeatable=False)
def post_passkey(session: Session) -> Answer:
    """Add a passkey."""
    account_id, _ = of_a_session()
    wanted = load(PasskeySchema, json_body())
    passkey, codes = commands.add_passkey(session, origin(), _means().party, account_id, **wanted)
    return _secret(201, {"id": passkey.id, "name": passkey.name, "recovery_codes": codes})


@blueprint.delete("/v1/account/passkeys/<uuid:passkey_id>")
@permission("account:manage")
@contract(None, PASSWORD, success=DONE, also=NONE | LIMITED)
@transaction("remove passkey", repeatable=False)
def delete_passkey(session: Session, passkey_id: UUID) -> Answer:
    """Remove a passkey."""
    account_id, password = _confirmed()
    commands.remove_passkey(session, origin(), account_id, passkey_id, password)
    return no_content()


@blueprint.post("/v1/account/recovery-codes")
@permission("account:manage")
@contract(RecoveryCodes, SECRET, PASSWORD, also=NONE | LIMITED)
@transaction("renew recovery codes", repeatable=False)
def post_recovery_codes(session: Session) -> Answer:
    """Get ten other recovery codes."""
    codes = commands.renew_recovery_codes(session, origin(), *_confirmed())
    return _secret(200, {"recovery_codes": codes})


def _confirmed() -> tuple[UUID, str]:
    """Who asks, and the password that they show for it."""
    account_id, _ = of_a_session()
    return account_id, load(OwnPassword, json_body())["current_password"]


def _secret(status: int, document: object) -> Answer:
    return answer(status, document, Cache_Control="no-store")


def _means() -> Means:
    found: Means = current_app.extensions["factors"]
    return found

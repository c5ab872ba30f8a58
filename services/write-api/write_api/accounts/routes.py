"""The addresses under which an owner makes and changes accounts.

There is none to delete one: the history of the catalog names who made it. Who leaves is disabled. What shows
a one-time password is kept under no Idempotency-Key.
"""

from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from service_defaults.permissions import permission
from write_api.accounts.commands import change_account, create_account, remove_factors, reset_password
from write_api.accounts.representation import represent_account
from write_api.accounts.schemas import AccountChangeSchema, AccountSchema
from write_api.answers import CREATED, SECRET, TAGGED, Answer, answer, represented
from write_api.bodies import json_body, json_of, load, patch_of
from write_api.origin import origin
from write_api.preconditions import entity_tag, if_match_of, required_if_match
from write_api.sessions.models import Account
from write_api.transactions import transaction

SHOWN = "Account"
WITH_PASSWORD = {
    "type": "object",
    "required": ["account", "one_time_password"],
    "properties": {
        "account": {"$ref": "#/components/schemas/Account"},
        "one_time_password": {"type": "string", "description": "For the next login; shown only now."},
    },
}
NONE = {404: Reply("There is no such account.", ("not-found",))}
TAKEN = {409: Reply("Another account has this address.", ("email-taken",))}
IN_THE_WAY = {409: TAKEN[409] | Reply("Or it is the last owner who can log in.", ("last-owner",))}
OWN = {409: Reply("It is one's own: `/v1/account` asks for the password.", ("own-account",))}
EDITOR = {"email": "kiln@example.com", "name": "Kiln", "role": "editor"}

blueprint = Blueprint("accounts", __name__)


@blueprint.post("/v1/accounts")
@permission("accounts:write")
@contract(WITH_PASSWORD, SECRET, TAGGED, json_of(AccountSchema, EDITOR), success=CREATED, also=TAKEN)
@transaction("create account", repeatable=False)
def post_account(session: Session) -> Answer:
    """Add an account.

    With a one-time password, which is shown in this answer alone: whoever logs in with it chooses another.
    """
    account, password = create_account(session, origin(), **load(AccountSchema, json_body()))
    return _with_password(session, account, password, 201, Location=f"/v1/accounts/{account.id}")


@blueprint.patch("/v1/accounts/<uuid:account_id>")
@permission("accounts:write")
@contract(
    SHOWN,
    TAGGED,
    patch_of(AccountChangeSchema, {"role": "viewer"}, partial=False),
    if_match_of(SHOWN),
    also=NONE | IN_THE_WAY,
)
@transaction("change account")
def patch_account(session: Session, account_id: UUID) -> Answer:
    """Change an account.

    What is not given stays; none of it can be null. Who is disabled is logged out everywhere, and their keys
    stop. The last owner who can log in stays one.
    """
    seen = required_if_match()
    changes = load(AccountChangeSchema, json_body())
    account = change_account(session, origin(), account_id, seen, changes)
    return represented(represent_account(session, account))


@blueprint.post("/v1/accounts/<uuid:account_id>/one-time-password")
@permission("accounts:write")
@contract(WITH_PASSWORD, SECRET, TAGGED, also=NONE | OWN)
@transaction("reset password", repeatable=False)
def post_one_time_password(session: Session, account_id: UUID) -> Answer:
    """Give an account a one-time password.

    All its sessions end. Its second factors stay.
    """
    account, password = reset_password(session, origin(), account_id)
    return _with_password(session, account, password, 200)


@blueprint.delete("/v1/accounts/<uuid:account_id>/factors")
@permission("accounts:write")
@contract(SHOWN, TAGGED, also=OWN | {404: NONE[404] | Reply("Or it has no second factor.", ("not-found",))})
@transaction("remove factors")
def delete_factors(session: Session, account_id: UUID) -> Answer:
    """Remove the second factors of an account.

    For somebody who has lost them, their recovery codes too. Their password still has to be right.
    """
    return represented(represent_account(session, remove_factors(session, origin(), account_id)))


def _with_password(session: Session, account: Account, password: str, status: int, **headers: str) -> Answer:
    shown = represent_account(session, account)
    body = {"account": shown.document, "one_time_password": password}
    tag = entity_tag(shown.number, shown.nonce)
    return answer(status, body, ETag=tag, Cache_Control="no-store", **headers)

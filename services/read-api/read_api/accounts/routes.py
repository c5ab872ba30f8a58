"""GET /v1/accounts and one of them: for owners.

Accounts are no part of the catalog's revisions: no answer is kept by one, and what was just written may take
the replicas a moment to show. Whoever wrote it has it in the write's own answer.
"""

from uuid import UUID

from flask import Blueprint, Response

from api_contract import contract
from read_api.accounts import queries
from read_api.accounts.schemas import Account, Accounts, OwnAccount
from read_api.answers import represent, unkept
from read_api.identity import is_uuid
from read_api.replicas import Snapshot
from read_api.snapshots import in_staff_snapshot, in_untagged_snapshot
from revision_cache.token import Token
from service_defaults.permissions import caller, permission
from service_defaults.problems import Problem

accounts = Blueprint("accounts", __name__)


@accounts.get("/v1/account")
@permission("account:manage")
@contract(OwnAccount, also={404: "There is no such account."})
@in_untagged_snapshot
def get_own_account(snapshot: Snapshot) -> Response:
    """Get your own account.

    With its passkeys, and how many recovery codes are left.
    """
    found = queries.own(snapshot.connection, caller().id) if is_uuid(caller().id) else None
    if found is None:
        raise Problem(404, "not-found", "No account has this id.")
    return unkept(found)


@accounts.get("/v1/accounts")
@permission("accounts:read")
@contract(Accounts)
@in_untagged_snapshot
def list_accounts(snapshot: Snapshot) -> Response:
    """List accounts."""
    return unkept({"items": queries.everyone(snapshot.connection)})


@accounts.get("/v1/accounts/<uuid:account_id>")
@permission("accounts:read")
@contract(Account, also={404: "There is no such account."})
@in_staff_snapshot
def get_account(snapshot: Snapshot, account_id: UUID) -> Response:
    """Get an account.

    Its tag is of its own version, and not of the catalog's revision.
    """
    found = queries.one(snapshot.connection, str(account_id))
    if found is None:
        raise Problem(404, "not-found", "No account has this id.")
    shown, nonce = found
    return represent(shown, Token(shown["version"], nonce))

"""GET /v1/audit: for owners."""

from typing import Any

from flask import Blueprint, Response

from api_contract import contract
from read_api.answers import unkept
from read_api.audit import queries
from read_api.audit.parameters import ListEvents
from read_api.audit.schemas import Audit
from read_api.replicas import Snapshot
from read_api.snapshots import in_untagged_snapshot
from service_defaults.permissions import permission

audit = Blueprint("audit", __name__)


@audit.get("/v1/audit")
@permission("accounts:read")
@contract(Audit, parameters=ListEvents)
@in_untagged_snapshot
def list_events(snapshot: Snapshot, asked: dict[str, Any]) -> Response:
    """List what was done with accounts.

    The newest first: every login and every attempt of one, and every change of accounts, keys and factors.
    """
    items, more = queries.events(snapshot.connection, asked)
    return unkept({"items": items, "next": items[-1]["id"] if more else None})

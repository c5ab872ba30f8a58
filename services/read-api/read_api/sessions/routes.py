"""GET /v1/sessions: one's own, or everyone's."""

from flask import Blueprint, Response

from api_contract import contract
from read_api.accounts.belonging import ListBelongings, list_belongings
from read_api.accounts.views import session
from read_api.replicas import Snapshot
from read_api.sessions.schemas import Sessions
from read_api.snapshots import in_untagged_snapshot
from service_defaults.permissions import permission

sessions = Blueprint("sessions", __name__)


@sessions.get("/v1/sessions")
@permission("account:manage")
@contract(Sessions, parameters=ListBelongings)
@in_untagged_snapshot
def list_sessions(snapshot: Snapshot, asked: dict[str, str]) -> Response:
    """List sessions.

    Where you are logged in; for who may see accounts, where everyone is.
    """
    return list_belongings(snapshot, asked, session)

"""GET /v1/status: which replica answered, and how far each of them is."""

from flask import Blueprint, Response, current_app, jsonify

from api_contract import contract
from read_api.replicas import Snapshot
from read_api.replicas.rotation import Sighting, State
from read_api.snapshots import in_snapshot, replicas
from read_api.status.schemas import Status
from service_defaults.permissions import PUBLIC, permission

status = Blueprint("status", __name__)


@status.get("/v1/status")
@permission(PUBLIC)
@contract(Status)
@in_snapshot
def get_status(snapshot: Snapshot) -> Response:
    """Get how far the replicas are.

    With `Catalog-Min-Revision` it tells where a change is live.
    """
    known = replicas().lookout.known()
    body = {
        "served_by": snapshot.node,
        "revision": snapshot.token.number,
        "token": str(snapshot.token),
        "lag_seconds": known[snapshot.node][0].lag_seconds,
        "replicas": [_node(name, *seen) for name, seen in known.items()],
        "build": current_app.config["BUILD"],
    }
    response = jsonify(body)
    response.headers["Cache-Control"] = "no-store"
    return response


def _node(name: str, sighting: Sighting, state: State) -> dict[str, object]:
    return {
        "name": name,
        "state": state.value,
        "revision": sighting.token.number if sighting.token else None,
        "token": str(sighting.token) if sighting.token else None,
        "lag_seconds": sighting.lag_seconds,
    }

"""GET /v1/tags, for the staff."""

from typing import Any

from flask import Blueprint, Response

from api_contract import contract
from read_api.answers import represent
from read_api.replicas import Snapshot
from read_api.snapshots import in_staff_snapshot
from read_api.tags import queries
from read_api.tags.schemas import ListTags, Tags
from service_defaults.permissions import permission

tags = Blueprint("tags", __name__)


@tags.get("/v1/tags")
@permission("catalog:read")
@contract(Tags, parameters=ListTags)
@in_staff_snapshot
def list_tags(snapshot: Snapshot, asked: dict[str, Any]) -> Response:
    """List tags.

    Every one that a product has, drafts and archived ones included, by name.
    """
    found = queries.tags(snapshot.connection, asked["after"], asked["limit"] + 1)
    items = found[: asked["limit"]]
    following = items[-1]["name"] if len(found) > len(items) else None
    return represent({"items": items, "next": following, "revision": snapshot.token.number}, snapshot.token)

"""GET /v1/revisions, one of them, and those of one product: for the staff.

Who is called otherwise by now has that name in revisions of the past too, and that makes no revision.
"""

from typing import Any

from flask import Blueprint, Response

from api_contract import contract
from read_api.answers import represent
from read_api.history import queries
from read_api.history.parameters import GetRevision, ListRevisions
from read_api.history.schemas import History, Revisions, WholeRevision
from read_api.identity import is_uuid
from read_api.replicas import Snapshot
from read_api.snapshots import in_staff_snapshot
from service_defaults.permissions import permission
from service_defaults.problems import Problem

LARGEST_REVISION = 2**63 - 1

history = Blueprint("history", __name__)


@history.get("/v1/revisions")
@permission("catalog:read")
@contract(Revisions, parameters=ListRevisions)
@in_staff_snapshot
def list_revisions(snapshot: Snapshot, asked: dict[str, Any]) -> Response:
    """List revisions.

    The newest first: who changed the catalog, when and why.
    """
    return _list(snapshot, queries.revisions(snapshot.connection, asked["before"], asked["limit"]))


@history.get("/v1/revisions/<int:number>")
@permission("catalog:read")
@contract(
    WholeRevision,
    parameters=GetRevision,
    also={404: "There is no such revision.", 410: "What it did is no longer kept."},
)
@in_staff_snapshot
def get_revision(snapshot: Snapshot, asked: dict[str, Any], number: int) -> Response:
    """Get a revision.

    With what it did to each thing, field by field.
    """
    entry = _one(snapshot, number)
    after = asked["after"] and tuple(asked["after"].split("/", 1))
    page = queries.edits_of(snapshot.connection, number, after, asked["limit"])
    last = page.items[-1] if page.more else None
    body = {
        **entry,
        "edits": [row["edit"] for row in page.items],
        "next": last and f"{last['entity']}/{last['id']}",
    }
    return represent(body, snapshot.token, shows_more=True)


@history.get("/v1/products/<id_or_slug>/history")
@permission("catalog:read")
@contract(History, parameters=ListRevisions, also={404: "There never was such a product."})
@in_staff_snapshot
def get_product_history(snapshot: Snapshot, asked: dict[str, Any], id_or_slug: str) -> Response:
    """Get the history of a product.

    By its id: of one in the trash too, and of one that was removed from there. Its variants and pictures are
    part of it.
    """
    page = None
    if is_uuid(id_or_slug):
        page = queries.of_product(snapshot.connection, id_or_slug.lower(), asked["before"], asked["limit"])
    if page is None:
        raise Problem(404, "not-found", f"There never was a product with the id '{id_or_slug}'.")
    return _list(snapshot, page)


def _list(snapshot: Snapshot, page: queries.Page) -> Response:
    following = page.items[-1]["revision"] if page.more else None
    body = {"items": page.items, "next": following, "revision": snapshot.token.number}
    return represent(body, snapshot.token, shows_more=True)


def _one(snapshot: Snapshot, number: int) -> queries.Row:
    try:
        entry = queries.one(snapshot.connection, number) if number <= LARGEST_REVISION else None
    except queries.Purged as error:
        raise Problem(410, "gone", f"What revision {number} did is no longer kept.") from error
    if entry is None:
        raise Problem(404, "not-found", f"No revision has the number {number}.")
    return entry

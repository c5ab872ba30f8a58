"""GET /v1/categories and one of them."""

from flask import Blueprint, Response

from api_contract import contract
from read_api.answers import represent
from read_api.categories import queries
from read_api.categories.schemas import Categories, Category
from read_api.replicas import Snapshot
from read_api.snapshots import in_snapshot
from revision_cache.token import Token
from service_defaults.permissions import PUBLIC, permission
from service_defaults.problems import Problem

categories = Blueprint("categories", __name__)


@categories.get("/v1/categories")
@permission(PUBLIC)
@contract(Categories)
@in_snapshot
def list_categories(snapshot: Snapshot) -> Response:
    """List all categories.

    The tree is told by each one's `parent`.
    """
    items = queries.every_category(snapshot.connection)
    return represent(
        {"items": items, "revision": snapshot.token.number}, snapshot.token, modified=snapshot.dated_at
    )


@categories.get("/v1/categories/<id_or_slug>")
@permission(PUBLIC)
@contract(Category, also={404: "There is no such category."})
@in_snapshot
def get_category(snapshot: Snapshot, id_or_slug: str) -> Response:
    """Get one category."""
    found = queries.one_category(snapshot.connection, id_or_slug)
    if found is None:
        raise Problem(404, "not-found", f"No category has the id or slug '{id_or_slug}'.")
    body = dict(found)
    token = Token(body["revision"], body.pop("revision_nonce"))
    return represent(body, token, modified=body.pop("modified"))

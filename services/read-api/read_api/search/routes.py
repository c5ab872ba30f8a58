"""GET /v1/suggest."""

from typing import Any

from flask import Blueprint, Response

from api_contract import contract
from read_api.answers import represent
from read_api.replicas import Snapshot
from read_api.search import queries
from read_api.search.correction import understand
from read_api.search.schemas import Suggest, Suggestions
from read_api.snapshots import in_snapshot
from service_defaults.permissions import PUBLIC, permission

search = Blueprint("search", __name__)

SUGGESTED = {
    "products": queries.products_titled,
    "categories": queries.categories_titled,
    "searches": queries.completed_searches,
}


@search.get("/v1/suggest")
@permission(PUBLIC)
@contract(Suggestions, parameters=Suggest)
@in_snapshot
def suggest(snapshot: Snapshot, asked: dict[str, Any]) -> Response:
    """Suggest products, categories and searches.

    For what has been typed so far: every word may be the beginning of one, or a misspelt one.
    """
    meant = understand(snapshot.connection, asked["q"])
    found = {
        name: look_up(snapshot.connection, meant, asked["limit"]) if meant.words else []
        for name, look_up in SUGGESTED.items()
    }
    body = {**found, "corrected": meant.corrected, "revision": snapshot.token.number}
    return represent(body, snapshot.token)

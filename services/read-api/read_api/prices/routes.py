"""GET /v1/products/{id}/prices."""

from flask import Blueprint, Response

from api_contract import contract
from read_api.answers import represent
from read_api.identity import is_uuid
from read_api.prices.queries import prices_of
from read_api.prices.schemas import Prices
from read_api.replicas import Snapshot
from read_api.snapshots import in_snapshot
from service_defaults.permissions import PUBLIC, permission
from service_defaults.problems import Problem

prices = Blueprint("prices", __name__)


@prices.get("/v1/products/<id_or_slug>/prices")
@permission(PUBLIC)
@contract(Prices, also={404: "There is no such product."})
@in_snapshot
def get_prices(snapshot: Snapshot, id_or_slug: str) -> Response:
    """Get what was charged for a product.

    By its id: for each variant the lowest price of the 30 days before the present one, and the prices since
    history begins. What a product cost while nobody could see it does not count.
    """
    variants = prices_of(snapshot.connection, id_or_slug) if is_uuid(id_or_slug) else []
    if not variants:
        raise Problem(404, "not-found", f"No product has the id '{id_or_slug}'.")
    return represent({"variants": variants, "revision": snapshot.token.number}, snapshot.token)

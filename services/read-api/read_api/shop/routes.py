"""GET /v1/settings."""

from flask import Blueprint, Response

from api_contract import contract
from read_api.answers import represent
from read_api.replicas import Snapshot
from read_api.shop.queries import shop_settings
from read_api.shop.schemas import ShopSettings
from read_api.snapshots import in_snapshot
from service_defaults.permissions import PUBLIC, permission

shop = Blueprint("shop", __name__)


@shop.get("/v1/settings")
@permission(PUBLIC)
@contract(ShopSettings)
@in_snapshot
def get_settings(snapshot: Snapshot) -> Response:
    """Get the shop's settings."""
    values, token = shop_settings(snapshot.connection)
    return represent({**values, "revision": token.number}, token)

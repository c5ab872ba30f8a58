"""GET /v1/api-keys: one's own, or everyone's."""

from flask import Blueprint, Response

from api_contract import contract
from read_api.accounts.belonging import ListBelongings, list_belongings
from read_api.accounts.views import api_key
from read_api.api_keys.schemas import ApiKeys
from read_api.replicas import Snapshot
from read_api.snapshots import in_untagged_snapshot
from service_defaults.permissions import permission

api_keys = Blueprint("api_keys", __name__)


@api_keys.get("/v1/api-keys")
@permission("account:manage")
@contract(ApiKeys, parameters=ListBelongings)
@in_untagged_snapshot
def list_api_keys(snapshot: Snapshot, asked: dict[str, str]) -> Response:
    """List keys.

    Those you made, revoked ones too; for who may see accounts, everyone's.
    """
    return list_belongings(snapshot, asked, api_key)

"""The address under which the shop's settings are written."""

from flask import Blueprint
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from service_defaults.permissions import permission
from write_api.answers import TAGGED, Answer, represented
from write_api.bodies import json_body, patch_of
from write_api.preconditions import if_match_of, required_if_match
from write_api.shop.commands import change_settings
from write_api.shop.schemas import SettingsSchema, settings_fields
from write_api.transactions import transaction

SHOWN = "ShopSettings"
IN_USE = {409: Reply("Products have prices in the currency that is to change.", ("currency-in-use",))}

blueprint = Blueprint("shop", __name__)


@blueprint.patch("/v1/settings")
@permission("catalog:write")
@contract(
    SHOWN,
    TAGGED,
    patch_of(SettingsSchema, {"tagline": "Stoneware from the coast"}, partial=False),
    if_match_of(SHOWN),
    also=IN_USE,
)
@transaction("change settings")
def patch_settings(session: Session) -> Answer:
    """Change the shop's settings.

    Those that are not given stay; none can be null.
    """
    seen = required_if_match()
    return represented(change_settings(session, seen, settings_fields(json_body())))

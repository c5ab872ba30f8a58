"""The address under which the shop's settings are written."""

from flask import Blueprint
from sqlalchemy.orm import Session

from service_defaults.permissions import permission
from write_api.answers import Answer, represented
from write_api.bodies import json_body
from write_api.preconditions import required_if_match
from write_api.shop.commands import change_settings
from write_api.shop.schemas import settings_fields
from write_api.transactions import transaction

blueprint = Blueprint("shop", __name__)


@blueprint.patch("/v1/settings")
@permission("catalog:write")
@transaction("change settings")
def patch(session: Session) -> Answer:
    seen = required_if_match()
    return represented(change_settings(session, seen, settings_fields(json_body())))

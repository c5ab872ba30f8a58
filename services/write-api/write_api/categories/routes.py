"""The addresses under which categories are written."""

from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from service_defaults.permissions import permission
from write_api.answers import Answer, no_content, represented
from write_api.bodies import json_body
from write_api.categories.commands import change_category, create_category, delete_category, replace_category
from write_api.categories.representation import represent_category
from write_api.categories.schemas import category_fields
from write_api.preconditions import required_if_match
from write_api.transactions import transaction

blueprint = Blueprint("categories", __name__)


@blueprint.post("/v1/categories")
@permission("catalog:write")
@transaction("create category")
def post(session: Session) -> Answer:
    category = create_category(session, category_fields(json_body()))
    return represented(represent_category(session, category), 201, Location=f"/v1/categories/{category.id}")


@blueprint.put("/v1/categories/<uuid:category_id>")
@permission("catalog:write")
@transaction("replace category")
def put(session: Session, category_id: UUID) -> Answer:
    seen = required_if_match()
    category = replace_category(session, category_id, seen, category_fields(json_body()))
    return represented(represent_category(session, category))


@blueprint.patch("/v1/categories/<uuid:category_id>")
@permission("catalog:write")
@transaction("change category")
def patch(session: Session, category_id: UUID) -> Answer:
    category = change_category(session, category_id, required_if_match(), json_body())
    return represented(represent_category(session, category))


@blueprint.delete("/v1/categories/<uuid:category_id>")
@permission("catalog:write")
@transaction("delete category")
def delete(session: Session, category_id: UUID) -> Answer:
    delete_category(session, category_id, required_if_match())
    return no_content()

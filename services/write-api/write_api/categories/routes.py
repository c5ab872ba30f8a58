"""The addresses under which categories are written."""

from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from service_defaults.permissions import permission
from write_api.answers import CREATED, DONE, TAGGED, Answer, no_content, represented
from write_api.bodies import json_body, json_of, patch_of
from write_api.categories.commands import change_category, create_category, remove_category, replace_category
from write_api.categories.representation import represent_category
from write_api.categories.schemas import CategorySchema, category_fields
from write_api.preconditions import if_match_of, required_if_match
from write_api.transactions import transaction

SHOWN = "Category"
NONE = {404: Reply("There is no such category.", ("not-found",))}
TAKEN = {409: Reply("Another one has this slug.", ("slug-taken",))}
IN_USE = {409: Reply("It still has products or subcategories.", ("category-not-empty",))}
MUGS = {"title": "Mugs", "slug": "mugs", "description": "For tea, and for more of it."}

blueprint = Blueprint("categories", __name__)


@blueprint.post("/v1/categories")
@permission("catalog:write")
@contract(SHOWN, TAGGED, json_of(CategorySchema, MUGS), success=CREATED, also=TAKEN)
@transaction("create category")
def post_category(session: Session) -> Answer:
    """Add a category.

    All but its title has a default; `parent` is the slug of the one above.
    """
    category = create_category(session, category_fields(json_body()))
    return represented(represent_category(session, category), 201, Location=f"/v1/categories/{category.id}")


@blueprint.put("/v1/categories/<uuid:category_id>")
@permission("catalog:write")
@contract(SHOWN, TAGGED, json_of(CategorySchema, MUGS), if_match_of(SHOWN), also=NONE | TAKEN)
@transaction("replace category")
def put_category(session: Session, category_id: UUID) -> Answer:
    """Replace a category.

    Only slug and position stay where they are not given.
    """
    seen = required_if_match()
    category = replace_category(session, category_id, seen, category_fields(json_body()))
    return represented(represent_category(session, category))


@blueprint.patch("/v1/categories/<uuid:category_id>")
@permission("catalog:write")
@contract(SHOWN, TAGGED, patch_of(CategorySchema, {"title": "Cups"}), if_match_of(SHOWN), also=NONE | TAKEN)
@transaction("change category")
def patch_category(session: Session, category_id: UUID) -> Answer:
    """Change a category."""
    category = change_category(session, category_id, required_if_match(), json_body())
    return represented(represent_category(session, category))


@blueprint.delete("/v1/categories/<uuid:category_id>")
@permission("catalog:write")
@contract(None, if_match_of(SHOWN), success=DONE, also=NONE | IN_USE)
@transaction("delete category")
def delete_category(session: Session, category_id: UUID) -> Answer:
    """Delete an empty category."""
    remove_category(session, category_id, required_if_match())
    return no_content()

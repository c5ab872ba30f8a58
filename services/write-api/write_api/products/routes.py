"""The addresses under which products are written."""

from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from service_defaults.permissions import permission
from write_api.answers import Answer, represented
from write_api.bodies import json_body
from write_api.preconditions import required_if_match
from write_api.products.commands import change_product, create_product, replace_product, trash_product
from write_api.products.representation import represent_product
from write_api.products.schemas import product_fields
from write_api.transactions import transaction

blueprint = Blueprint("products", __name__)


@blueprint.post("/v1/products")
@permission("catalog:write")
@transaction("create product")
def post(session: Session) -> Answer:
    product = create_product(session, product_fields(session, json_body()))
    return represented(represent_product(session, product), 201, Location=f"/v1/products/{product.id}")


@blueprint.put("/v1/products/<uuid:product_id>")
@permission("catalog:write")
@transaction("replace product")
def put(session: Session, product_id: UUID) -> Answer:
    seen = required_if_match()
    product = replace_product(session, product_id, seen, product_fields(session, json_body()))
    return represented(represent_product(session, product))


@blueprint.patch("/v1/products/<uuid:product_id>")
@permission("catalog:write")
@transaction("change product")
def patch(session: Session, product_id: UUID) -> Answer:
    product = change_product(session, product_id, required_if_match(), json_body())
    return represented(represent_product(session, product))


@blueprint.delete("/v1/products/<uuid:product_id>")
@permission("catalog:write")
@transaction("trash product")
def delete(session: Session, product_id: UUID) -> Answer:
    product = trash_product(session, product_id, required_if_match())
    return represented(represent_product(session, product))

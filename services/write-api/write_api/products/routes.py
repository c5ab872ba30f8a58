"""The addresses under which products are written."""

from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from service_defaults.permissions import permission
from write_api.answers import CREATED, TAGGED, Answer, represented
from write_api.bodies import json_body, json_of, load, patch_of
from write_api.preconditions import if_match_of, required_if_match
from write_api.products.commands import (
    change_product,
    create_product,
    duplicate_product,
    replace_product,
    restore_product,
    trash_product,
)
from write_api.products.representation import represent_product
from write_api.products.schemas import DuplicateSchema, ProductSchema, product_fields
from write_api.shop.currency import shop_currency
from write_api.transactions import transaction

SHOWN = "StaffProduct"
NONE = {404: Reply("There is no such product, or it is in the trash.", ("not-found",))}
TRASHED = {
    409: Reply(
        "It is not in the trash, or another variant has one of its SKUs.", ("not-in-trash", "sku-taken")
    )
}
TAKEN = {409: Reply("Another one has this slug, or another variant this SKU.", ("slug-taken", "sku-taken"))}
MUG = {
    "title": "Celadon mug",
    "status": "active",
    "options": ["Size"],
    "variants": [
        {"price": {"amount": "28.00", "currency": "EUR"}, "options": {"Size": "Small"}},
        {"price": {"amount": "34.00", "currency": "EUR"}, "options": {"Size": "Large"}},
    ],
}

blueprint = Blueprint("products", __name__)


@blueprint.post("/v1/products")
@permission("catalog:write")
@contract(SHOWN, TAGGED, json_of(ProductSchema, MUG), success=CREATED, also=TAKEN)
@transaction("create product")
def post_product(session: Session) -> Answer:
    """Add a product.

    All but its title and its variants has a default; it is a draft unless its status says otherwise.
    """
    product = create_product(session, product_fields(shop_currency(session), json_body()))
    return represented(represent_product(session, product), 201, Location=f"/v1/products/{product.id}")


@blueprint.put("/v1/products/<uuid:product_id>")
@permission("catalog:write")
@contract(SHOWN, TAGGED, json_of(ProductSchema, MUG), if_match_of(SHOWN), also=NONE | TAKEN)
@transaction("replace product")
def put_product(session: Session, product_id: UUID) -> Answer:
    """Replace a product.

    Only slug and position stay where they are not given. A variant keeps its identity by its id.
    """
    seen = required_if_match()
    product = replace_product(session, product_id, seen, product_fields(shop_currency(session), json_body()))
    return represented(represent_product(session, product))


@blueprint.patch("/v1/products/<uuid:product_id>")
@permission("catalog:write")
@contract(
    SHOWN, TAGGED, patch_of(ProductSchema, {"status": "archived"}), if_match_of(SHOWN), also=NONE | TAKEN
)
@transaction("change product")
def patch_product(session: Session, product_id: UUID) -> Answer:
    """Change a product."""
    product = change_product(session, product_id, required_if_match(), json_body())
    return represented(represent_product(session, product))


@blueprint.delete("/v1/products/<uuid:product_id>")
@permission("catalog:write")
@contract(SHOWN, TAGGED, if_match_of(SHOWN), also=NONE)
@transaction("trash product")
def delete_product(session: Session, product_id: UUID) -> Answer:
    """Put a product in the trash.

    Its slug and its SKUs are free again.
    """
    product = trash_product(session, product_id, required_if_match())
    return represented(represent_product(session, product))


@blueprint.post("/v1/products/<uuid:product_id>/restore")
@permission("catalog:write")
@contract(SHOWN, TAGGED, if_match_of(SHOWN), also=NONE | TRASHED)
@transaction("restore product")
def post_restore(session: Session, product_id: UUID) -> Answer:
    """Take a product out of the trash.

    With its slug, or with one like it when another product has that by now.
    """
    product = restore_product(session, product_id, required_if_match())
    return represented(represent_product(session, product))


@blueprint.post("/v1/products/<uuid:product_id>/duplicate")
@permission("catalog:write")
@contract(
    SHOWN, TAGGED, json_of(DuplicateSchema, {"title": "Celadon mug, large"}), success=CREATED, also=NONE
)
@transaction("duplicate product")
def post_duplicate(session: Session, product_id: UUID) -> Answer:
    """Add a draft like a product.

    All of it but its slug, its SKUs and its barcodes.
    """
    wanted = load(DuplicateSchema, json_body())
    product = duplicate_product(session, product_id, wanted["title"])
    return represented(represent_product(session, product), 201, Location=f"/v1/products/{product.id}")

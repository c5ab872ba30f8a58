"""The addresses under which parts of a product are written; each answers with the product and its tag."""

from functools import partial
from uuid import UUID

from flask import Blueprint
from sqlalchemy.orm import Session

from api_contract import Reply, contract
from service_defaults.permissions import permission
from write_api.answers import TAGGED, Answer, represented
from write_api.bodies import json_body, json_of, load, patch_of
from write_api.parts.schemas import ImagePart, OptionChange, OptionChangeSchema, OptionSchema, VariantPart
from write_api.preconditions import if_match_of, required_if_match
from write_api.products.amendments import (
    IMAGES,
    VARIANTS,
    Amend,
    with_changed_option,
    with_changed_part,
    with_option,
    with_part,
    without_option,
    without_part,
)
from write_api.products.commands import amend_product
from write_api.products.representation import represent_product
from write_api.transactions import transaction

SHOWN = "StaffProduct"
NONE = {404: Reply("There is no such product, or it has no such part.", ("not-found",))}
TAKEN = NONE | {409: Reply("A variant of another product has this SKU.", ("sku-taken",))}
AS_SEEN = if_match_of(SHOWN)
LARGE = {"price": {"amount": "34.00", "currency": "EUR"}, "options": {}}
PICTURE = {
    "media": "5d41402abc4b2a76b9719d911017c592ae1d8c0c5d41402abc4b2a76b9719d91",
    "alt": "A celadon mug",
}

blueprint = Blueprint("parts", __name__)


@blueprint.post("/v1/products/<uuid:product_id>/variants")
@permission("catalog:write")
@contract(SHOWN, TAGGED, json_of(VariantPart, LARGE), AS_SEEN, also=TAKEN)
@transaction("add variant")
def post_variant(session: Session, product_id: UUID) -> Answer:
    """Add a variant to a product."""
    return _amended(session, product_id, partial(with_part, kind=VARIANTS, part=json_body()))


@blueprint.patch("/v1/products/<uuid:product_id>/variants/<uuid:variant_id>")
@permission("catalog:write")
@contract(SHOWN, TAGGED, patch_of(VariantPart, {"stock": 12}), AS_SEEN, also=TAKEN)
@transaction("change variant")
def patch_variant(session: Session, product_id: UUID, variant_id: UUID) -> Answer:
    """Change a variant of a product."""
    change = partial(with_changed_part, kind=VARIANTS, key=str(variant_id), patch=json_body())
    return _amended(session, product_id, change)


@blueprint.delete("/v1/products/<uuid:product_id>/variants/<uuid:variant_id>")
@permission("catalog:write")
@contract(SHOWN, TAGGED, AS_SEEN, also=NONE | {422: Reply("It is the last one.", ("invalid-body",))})
@transaction("remove variant")
def delete_variant(session: Session, product_id: UUID, variant_id: UUID) -> Answer:
    """Remove a variant from a product.

    The last one stays: a product has a price.
    """
    return _amended(session, product_id, partial(without_part, kind=VARIANTS, key=str(variant_id)))


@blueprint.post("/v1/products/<uuid:product_id>/images")
@permission("catalog:write")
@contract(SHOWN, TAGGED, json_of(ImagePart, PICTURE), AS_SEEN, also=NONE)
@transaction("add picture")
def post_image(session: Session, product_id: UUID) -> Answer:
    """Add a picture to a product.

    One that was uploaded before.
    """
    return _amended(session, product_id, partial(with_part, kind=IMAGES, part=json_body()))


@blueprint.patch("/v1/products/<uuid:product_id>/images/<sha256>")
@permission("catalog:write")
@contract(SHOWN, TAGGED, patch_of(ImagePart, {"place": 0}), AS_SEEN, also=NONE)
@transaction("change picture")
def patch_image(session: Session, product_id: UUID, sha256: str) -> Answer:
    """Change what a picture of a product shows, or its place."""
    return _amended(
        session, product_id, partial(with_changed_part, kind=IMAGES, key=sha256, patch=json_body())
    )


@blueprint.delete("/v1/products/<uuid:product_id>/images/<sha256>")
@permission("catalog:write")
@contract(SHOWN, TAGGED, AS_SEEN, also=NONE)
@transaction("remove picture")
def delete_image(session: Session, product_id: UUID, sha256: str) -> Answer:
    """Remove a picture from a product.

    The upload stays.
    """
    return _amended(session, product_id, partial(without_part, kind=IMAGES, key=sha256))


@blueprint.post("/v1/products/<uuid:product_id>/options")
@permission("catalog:write")
@contract(SHOWN, TAGGED, json_of(OptionSchema, {"name": "Size", "value": "Small"}), AS_SEEN, also=NONE)
@transaction("add option")
def post_option(session: Session, product_id: UUID) -> Answer:
    """Add an option to a product.

    The variants there are get its first value.
    """
    wanted = load(OptionSchema, json_body())
    return _amended(session, product_id, partial(with_option, name=wanted["name"], value=wanted["value"]))


@blueprint.patch("/v1/products/<uuid:product_id>/options/<int:place>")
@permission("catalog:write")
@contract(
    SHOWN,
    TAGGED,
    patch_of(OptionChangeSchema, {"name": "Colour", "values": {"Gray": "Grey"}}, partial=False),
    AS_SEEN,
    also=NONE,
)
@transaction("change option")
def patch_option(session: Session, product_id: UUID, place: int) -> Answer:
    """Rename an option of a product, or values of it.

    Options are counted from 0 on.
    """
    wanted: OptionChange = load(OptionChangeSchema, json_body())
    change = partial(with_changed_option, index=place, name=wanted.name, values=wanted.values)
    return _amended(session, product_id, change)


@blueprint.delete("/v1/products/<uuid:product_id>/options/<int:place>")
@permission("catalog:write")
@contract(
    SHOWN, TAGGED, AS_SEEN, also=NONE | {422: Reply("It alone tells two variants apart.", ("invalid-body",))}
)
@transaction("remove option")
def delete_option(session: Session, product_id: UUID, place: int) -> Answer:
    """Remove an option from a product.

    Options are counted from 0 on. One stays that alone tells two variants apart.
    """
    return _amended(session, product_id, partial(without_option, index=place))


def _amended(session: Session, product_id: UUID, amend: Amend) -> Answer:
    product = amend_product(session, product_id, required_if_match(), amend)
    return represented(represent_product(session, product))

"""What can be done to products. Commands flush and never commit; `refusals` names what they refuse."""

import dataclasses
from collections.abc import Sequence, Set
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ScalarResult, delete, func, select
from sqlalchemy.orm import Session, joinedload
from werkzeug.datastructures import ETags

from write_api.categories.commands import category_id
from write_api.exact_json import is_same_json
from write_api.fields import Currency
from write_api.history.since import changes_since
from write_api.markdown import to_html
from write_api.media.models import Media
from write_api.merge_patch import merge
from write_api.pointers import told_within
from write_api.preconditions import holds
from write_api.products.amendments import Amend, Amended
from write_api.products.models import Product, ProductMedia, Variant
from write_api.products.representation import represent_product, writable
from write_api.products.schemas import ImageFields, ProductFields, VariantFields, product_fields
from write_api.refusals import NoSuchProduct, NotInTrash, SkuTaken, StaleProduct, Unacceptable
from write_api.representations import Document
from write_api.revisions import take_revision
from write_api.slugs import free_slug, slugify

STEP = 1024
WITH_VARIANTS = (joinedload(Product.variants), joinedload(Product.priced_in))
EVERY_MEMBER = frozenset(field.name for field in dataclasses.fields(ProductFields))
PLAIN = frozenset({"title", "status", "tags", "attributes", "options"})


def create_product(session: Session, wanted: ProductFields) -> Product:
    """Add a product. Raises SlugTaken, SkuTaken, Unacceptable."""
    take_revision(session)
    product = Product(slug=wanted.slug or _free_slug(session, slugify(wanted.title, otherwise="product")))
    _fill(session, product, wanted)
    session.add(product)
    session.flush()
    return product


def replace_product(session: Session, product_id: UUID, seen: ETags, wanted: ProductFields) -> Product:
    """Make the product what is wanted. Raises what `create_product` does; NoSuchProduct, StaleProduct."""
    product = _product_as_seen(session, product_id, seen)
    _fill(session, product, wanted)
    session.flush()
    return product


def change_product(session: Session, product_id: UUID, seen: ETags, patch: Document) -> Product:
    """Apply a merge patch (RFC 7396) to what can be written of it; raises what `replace_product` does."""
    return amend_product(session, product_id, seen, lambda body: Amended(merge(body, patch)))


def amend_product(session: Session, product_id: UUID, seen: ETags, amend: Amend) -> Product:
    """Make the product what `amend` makes of its body; raises what that does, and `replace_product`."""
    product = _product_as_seen(session, product_id, seen)
    body = writable(represent_product(session, product).document)
    amended = amend(body)
    changed = {name for name in EVERY_MEMBER if not is_same_json(amended.body.get(name), body.get(name))}
    with told_within(amended.part):
        _fill(session, product, product_fields(_currency(product), amended.body), changed)
    session.flush()
    return product


def trash_product(session: Session, product_id: UUID, seen: ETags) -> Product:
    """Put the product in the trash; slug and SKUs are free again. Raises NoSuchProduct, StaleProduct."""
    product = _product_as_seen(session, product_id, seen)
    product.deleted_at = func.now()
    session.flush()
    return product


def restore_product(session: Session, product_id: UUID, seen: ETags) -> Product:
    """Take the product out of the trash; with a slug like its own, if that is another's by now.

    Raises NoSuchProduct, NotInTrash, StaleProduct, SkuTaken.
    """
    product = _product_as_seen(session, product_id, seen, in_trash=True)
    _refuse_taken_skus(session, product, product.variants)
    product.slug = _free_slug(session, product.slug)
    product.deleted_at = None
    session.flush()
    return product


def purge_trash(session: Session, keep: timedelta, at_most: int) -> int:
    """Remove for good what has been in the trash for longer, oldest first; how many. No undo helps."""
    expired = (
        select(Product.id)
        .where(Product.deleted_at < func.now() - keep)
        .order_by(Product.deleted_at, Product.id)
        .limit(at_most)
    )
    if session.scalar(expired.limit(1)) is None:
        return 0  # and no revision
    take_revision(session)
    purged = session.scalars(delete(Product).where(Product.id.in_(expired)).returning(Product.id)).all()
    return len(purged)


def duplicate_product(session: Session, product_id: UUID, title: str | None) -> Product:
    """Add a draft like the product, with its pictures; SKUs and barcodes are of one thing and stay behind.

    Raises NoSuchProduct.
    """
    take_revision(session)
    original = session.get(Product, product_id)
    if original is None or original.deleted_at is not None:
        raise NoSuchProduct
    document = writable(represent_product(session, original).document)
    fresh = {"id": None, "sku": None, "barcode": None}
    variants = [variant | fresh for variant in document["variants"]]
    copy = document | {
        "title": title or document["title"],
        "slug": None,
        "status": "draft",
        "variants": variants,
    }
    return create_product(session, product_fields(_currency(original), copy))


def _product_as_seen(session: Session, product_id: UUID, seen: ETags, *, in_trash: bool = False) -> Product:
    take_revision(session)
    product = session.get(Product, product_id, options=WITH_VARIANTS)
    if product is None or (product.deleted_at is not None and not in_trash):
        raise NoSuchProduct
    if product.deleted_at is None and in_trash:
        raise NotInTrash
    if not holds(seen, product.revision, product.revision_nonce):
        raise StaleProduct(
            represent_product(session, product), changes_since(session, seen, "product", product.id)
        )
    return product


def _currency(product: Product) -> Currency:
    """The shop's, too: it does not change as long as there is a product."""
    return Currency(product.priced_in.code, product.priced_in.exponent)


def _free_slug(session: Session, base: str) -> str:
    def taken(base: str) -> ScalarResult[str]:
        return session.scalars(
            select(Product.slug).where(Product.deleted_at.is_(None), Product.slug.startswith(base))
        )

    return free_slug(base, taken)


def _fill(
    session: Session, product: Product, wanted: ProductFields, members: Set[str] = EVERY_MEMBER
) -> None:
    """Make these members of the product what is wanted; a slug and a position that are not, stay."""
    if "category" in members:
        product.category_id = category_id(session, wanted.category, "/category")
    if "images" in members:
        _refuse_unknown_media(session, product, wanted.images)
        product.images = _images(product, wanted.images)
    if not members.isdisjoint({"variants", "options"}):  # a variant has its values in the options' order
        _refuse_taken_skus(session, product, wanted.variants)
        product.variants = _variants(product, wanted)
    if "description" in members:
        product.description, product.description_html = wanted.description, to_html(wanted.description)
    if "seo" in members:
        product.seo_title, product.seo_description = wanted.seo["title"], wanted.seo["description"]
    for name in PLAIN & members:
        setattr(product, name, getattr(wanted, name))
    product.slug = wanted.slug or product.slug
    if wanted.position is not None:
        product.position = wanted.position


def _refuse_unknown_media(session: Session, product: Product, images: list[ImageFields]) -> None:
    wanted = {image.media for image in images} - {image.media for image in product.images}
    if not wanted:
        return
    unknown = wanted - set(session.scalars(select(Media.sha256).where(Media.sha256.in_(wanted))))
    for index, image in enumerate(images):
        if image.media in unknown:
            raise Unacceptable("No such picture was uploaded.", f"/images/{index}/media")


def _refuse_taken_skus(
    session: Session, product: Product, variants: Sequence[VariantFields | Variant]
) -> None:
    held = set() if product.deleted_at else {variant.sku for variant in product.variants}
    wanted = {variant.sku for variant in variants if variant.sku} - held
    if not wanted:
        return
    others = select(Variant.sku).where(
        Variant.sku.in_(wanted), Variant.product_id.is_distinct_from(product.id), Variant.deleted_at.is_(None)
    )
    taken = set(session.scalars(others))
    for index, variant in enumerate(variants):
        if variant.sku in taken:
            raise SkuTaken(f"/variants/{index}/sku")


def _variants(product: Product, wanted: ProductFields) -> list[Variant]:
    own = {variant.id: variant for variant in product.variants}
    variants = []
    for index, fields in enumerate(wanted.variants):
        if fields.id is not None and fields.id not in own:
            raise Unacceptable("The product has no variant with this id.", f"/variants/{index}/id")
        variant = own.pop(fields.id) if fields.id else Variant()
        _fill_variant(variant, fields, wanted.options)
        variant.position = (index + 1) * STEP
        variants.append(variant)
    return variants


def _fill_variant(variant: Variant, wanted: VariantFields, options: list[str]) -> None:
    variant.sku = wanted.sku
    variant.barcode = wanted.barcode
    variant.price = wanted.price
    variant.compare_at_price = wanted.compare_at_price
    variant.stock = wanted.stock
    variant.backorder = wanted.backorder
    variant.weight_grams = wanted.weight_grams
    variant.option_values = [wanted.options[name] for name in options]


def _images(product: Product, wanted: list[ImageFields]) -> list[ProductMedia]:
    own = {image.media: image for image in product.images}
    images = []
    for index, fields in enumerate(wanted):
        image = own.get(fields.media) or ProductMedia(media=fields.media)
        image.alt, image.position = fields.alt, (index + 1) * STEP
        images.append(image)
    return images

"""What can be done to products. Commands flush and never commit; `refusals` names what they refuse."""

from uuid import UUID

from sqlalchemy import ScalarResult, func, select, text
from sqlalchemy.orm import Session
from werkzeug.datastructures import ETags

from write_api.categories.commands import category_id
from write_api.markdown import to_html
from write_api.media.models import Media
from write_api.merge_patch import merge
from write_api.preconditions import holds
from write_api.products.models import Product, ProductMedia, Variant
from write_api.products.representation import represent_product, writable
from write_api.products.schemas import ImageFields, ProductFields, VariantFields, product_fields
from write_api.refusals import NoSuchProduct, SkuTaken, StaleProduct, Unacceptable
from write_api.representations import Document
from write_api.revisions import take_revision
from write_api.slugs import free_slug, slugify

# Some rules span a product and its variants, and are checked when both are written.
JUDGE_NOW = text("SET CONSTRAINTS ALL IMMEDIATE")
STEP = 1024


def create_product(session: Session, wanted: ProductFields) -> Product:
    """Add a product. Raises SlugTaken, SkuTaken, Unacceptable."""
    take_revision(session)
    product = Product(slug=wanted.slug or _new_slug(session, wanted.title))
    _fill(session, product, wanted)
    session.add(product)
    _settle(session)
    return product


def replace_product(session: Session, product_id: UUID, seen: ETags, wanted: ProductFields) -> Product:
    """Make the product what is wanted. Raises what `create_product` does; NoSuchProduct, StaleProduct."""
    product = _product_as_seen(session, product_id, seen)
    _fill(session, product, wanted)
    _settle(session)
    return product


def change_product(session: Session, product_id: UUID, seen: ETags, patch: Document) -> Product:
    """Apply a merge patch (RFC 7396) to what can be written of it; raises what `replace_product` does."""
    product = _product_as_seen(session, product_id, seen)
    wanted = product_fields(session, merge(writable(represent_product(session, product).document), patch))
    _fill(session, product, wanted)
    _settle(session)
    return product


def trash_product(session: Session, product_id: UUID, seen: ETags) -> Product:
    """Put the product in the trash; slug and SKUs are free again. Raises NoSuchProduct, StaleProduct."""
    product = _product_as_seen(session, product_id, seen)
    product.deleted_at = func.now()
    _settle(session)
    return product


def _product_as_seen(session: Session, product_id: UUID, seen: ETags) -> Product:
    take_revision(session)
    product = session.get(Product, product_id)
    if product is None or product.deleted_at is not None:
        raise NoSuchProduct
    if not holds(seen, product.revision, product.revision_nonce):
        raise StaleProduct(represent_product(session, product))
    return product


def _new_slug(session: Session, title: str) -> str:
    def taken(base: str) -> ScalarResult[str]:
        return session.scalars(
            select(Product.slug).where(Product.deleted_at.is_(None), Product.slug.startswith(base))
        )

    return free_slug(slugify(title, otherwise="product"), taken)


def _settle(session: Session) -> None:
    session.flush()
    session.execute(JUDGE_NOW)


def _fill(session: Session, product: Product, wanted: ProductFields) -> None:
    category = category_id(session, wanted.category, "/category")
    _refuse_unknown_media(session, wanted.images)
    _refuse_taken_skus(session, product, wanted.variants)
    product.slug = wanted.slug or product.slug
    product.title = wanted.title
    product.description = wanted.description
    product.description_html = to_html(wanted.description)
    product.status = wanted.status
    product.category_id = category
    product.tags = wanted.tags
    product.attributes = wanted.attributes
    product.options = wanted.options
    product.seo_title = wanted.seo["title"]
    product.seo_description = wanted.seo["description"]
    if wanted.position is not None:
        product.position = wanted.position
    product.variants = _variants(product, wanted)
    product.images = _images(product, wanted.images)


def _refuse_unknown_media(session: Session, images: list[ImageFields]) -> None:
    wanted = [image.media for image in images]
    known = set(session.scalars(select(Media.sha256).where(Media.sha256.in_(wanted))))
    for index, media in enumerate(wanted):
        if media not in known:
            raise Unacceptable("No such picture was uploaded.", f"/images/{index}/media")


def _refuse_taken_skus(session: Session, product: Product, variants: list[VariantFields]) -> None:
    others = select(Variant.sku).where(
        Variant.sku.in_([variant.sku for variant in variants if variant.sku]),
        Variant.product_id.is_distinct_from(product.id),
        Variant.deleted_at.is_(None),
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

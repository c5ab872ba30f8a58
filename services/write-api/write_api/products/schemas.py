"""The body of a product: what may be written, and in which form."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates, validates_schema

from write_api.bodies import load
from write_api.fields import (
    LARGEST_NUMBER,
    Currency,
    Flag,
    FlatObject,
    Gtin,
    InCurrency,
    Items,
    Money,
    Scalar,
    Slug,
    Text,
    Whole,
)
from write_api.representations import Document

STATUSES = ("draft", "active", "archived")
LARGEST_STOCK = 2_147_483_647
LARGEST_WEIGHT = 100_000_000


@dataclass(frozen=True)
class VariantFields:
    """A variant as wanted; prices are minor units. With an id it is one that the product has already."""

    id: UUID | None
    sku: str | None
    barcode: str | None
    price: int
    compare_at_price: int | None
    stock: int | None
    backorder: bool
    weight_grams: int | None
    options: dict[str, str]


@dataclass(frozen=True)
class ImageFields:
    """A picture as wanted: the SHA-256 of its upload in hexadecimal, and what it shows in words."""

    media: str
    alt: str


@dataclass(frozen=True)
class ProductFields:
    """A product as wanted. Slug and position stay, or are made, if None."""

    title: str
    slug: str | None
    description: str
    status: str
    category: str | None
    tags: list[str]
    attributes: dict[str, Any]
    options: list[str]
    variants: list[VariantFields]
    images: list[ImageFields]
    seo: dict[str, str]
    position: int | None


class VariantSchema(Schema):
    """A variant as it is written. With an `id` it is one that the product has already."""

    id = fields.UUID(load_default=None)
    sku = Text(64, shortest=1, load_default=None)
    barcode = Gtin(load_default=None)
    price = Money(required=True)
    compare_at_price = Money(load_default=None)
    stock = Whole(0, LARGEST_STOCK, load_default=None)
    backorder = Flag(load_default=False)
    weight_grams = Whole(0, LARGEST_WEIGHT, load_default=None)
    options = FlatObject(Text(60, shortest=1), Text(60, shortest=1), most=3, load_default=dict)

    @validates_schema
    def _compare_at_above_price(self, data: dict[str, Any], **_: Any) -> None:
        if data["compare_at_price"] is not None and data["compare_at_price"] <= data["price"]:
            raise ValidationError("Must be above the price, or null.", "compare_at_price")

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> VariantFields:
        return VariantFields(**data)


class ImageSchema(Schema):
    """A picture as it is written: `media` is what its upload answered."""

    media = fields.String(required=True, validate=validate.Regexp(r"[0-9a-f]{64}\Z", error="Not a SHA-256."))
    alt = Text(500, load_default="")

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> ImageFields:
        return ImageFields(**data)


class SeoSchema(Schema):
    """What search engines are told instead of title and description, where given."""

    title = Text(200, load_default="")
    description = Text(500, load_default="")


class ProductSchema(Schema):
    """A product as it is written. Prices are in the shop's currency."""

    title = Text(200, shortest=1, required=True)
    slug = Slug(200, load_default=None)
    description = Text(50_000, lines=True, load_default="")
    status = fields.String(load_default="draft", validate=validate.OneOf(STATUSES))
    category = Slug(200, load_default=None)
    tags = Items(Text(60, shortest=1), most=50, distinct=True, load_default=list)
    attributes = FlatObject(Text(60, shortest=1), Scalar(500), most=50, load_default=dict)
    options = Items(Text(60, shortest=1), most=3, distinct=True, load_default=list)
    variants = Items(fields.Nested(VariantSchema), least=1, most=250, required=True)
    images = Items(fields.Nested(ImageSchema), most=50, load_default=list)
    seo = fields.Nested(SeoSchema, load_default=lambda: {"title": "", "description": ""})
    position = Whole(-LARGEST_NUMBER, LARGEST_NUMBER, load_default=None)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def _variants_differ(self, data: dict[str, Any], original: dict[str, Any], **_: Any) -> None:
        """Judges the variants together, as far as each of them is acceptable by itself."""
        if not all(_is_whole(data, original, name) for name in ("variants", "options")):
            return
        variants, options = data.get("variants", []), data.get("options", [])
        faults: dict[int, dict[str, list[str]]] = {}
        for index, fault in chain(_faults_of_options(variants, options), _faults_of_sku(variants)):
            faults.setdefault(index, {}).update(fault)
        if faults:
            raise ValidationError({"variants": faults})

    @validates("images")
    def _images_differ(self, images: list[ImageFields], **_: Any) -> None:
        media = [image.media if isinstance(image, ImageFields) else None for image in images]
        twice = [index for index, each in enumerate(media) if each and each in media[:index]]
        if twice:
            raise ValidationError({index: {"media": ["Given twice."]} for index in twice})

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> ProductFields:
        return ProductFields(**data)


class DuplicateSchema(Schema):
    """What is other in the copy."""

    title = Text(200, shortest=1, load_default=None)


def product_fields(currency: Currency, document: Document) -> ProductFields:
    """The product that a document wants, priced in this currency. Raises Problem 422 with every fault."""
    with InCurrency(currency):
        wanted: ProductFields = load(ProductSchema, document)
    return wanted


def _is_whole(data: dict[str, Any], original: dict[str, Any], name: str) -> bool:
    given = original.get(name, [])
    return isinstance(given, list) and len(given) == len(data.get(name, []))


Fault = tuple[int, dict[str, list[str]]]


def _faults_of_options(variants: list[Any], options: list[str]) -> Iterator[Fault]:
    seen: list[dict[str, str]] = []
    for index, variant in _acceptable(variants):
        if variant.options.keys() != set(options):
            yield index, {"options": [f"Needs a value for each of the options {options}, and no other."]}
        elif variant.options in seen:
            yield index, {"options": ["Another variant has the same."]}
        seen.append(variant.options)


def _faults_of_sku(variants: list[Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, variant in _acceptable(variants):
        if variant.sku in seen:
            yield index, {"sku": ["Another variant has the same."]}
        seen |= {variant.sku} if variant.sku else set()


def _acceptable(variants: list[Any]) -> Iterator[tuple[int, VariantFields]]:
    return ((index, each) for index, each in enumerate(variants) if isinstance(each, VariantFields))

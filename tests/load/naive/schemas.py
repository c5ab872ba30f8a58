"""Products on the wire, made from the models by marshmallow."""

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields

from tests.load.naive.models import Currency, Product, ProductMedia, Variant


def money(minor: int | None, currency: Currency) -> dict[str, str] | None:
    if minor is None:
        return None
    return {"amount": str(Decimal(minor).scaleb(-currency.exponent)), "currency": currency.code}


class CategorySchema(Schema):
    slug = fields.String()
    title = fields.String()


class VariantSchema(Schema):
    id = fields.UUID()
    sku = fields.String()
    barcode = fields.String()
    price = fields.Function(lambda variant: money(variant.price, variant.currency))
    compare_at_price = fields.Function(lambda variant: money(variant.compare_at_price, variant.currency))
    stock = fields.Integer()
    backorder = fields.Boolean()
    available = fields.Boolean()
    weight_grams = fields.Integer()


TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


class ImageSchema(Schema):
    media = fields.String(attribute="sha256")
    url = fields.Method("get_url")
    alt = fields.String()
    width = fields.Integer(attribute="media.width")
    height = fields.Integer(attribute="media.height")
    color = fields.String(attribute="media.color")
    srcset = fields.Method("get_srcset")
    sources = fields.Method("get_sources")

    def get_url(self, image: ProductMedia) -> str:
        widest = max(each.width for each in image.media.renditions if each.format == "jpg")
        return f"/v1/media/{image.sha256}/{widest}.jpg"

    def get_srcset(self, image: ProductMedia, ending: str = "webp") -> str:
        widths = [each.width for each in image.media.renditions if each.format == ending]
        return ", ".join(f"/v1/media/{image.sha256}/{width}.{ending} {width}w" for width in widths)

    def get_sources(self, image: ProductMedia) -> list[dict[str, str]]:
        known = {each.format for each in image.media.renditions}
        return [
            {"type": media_type, "srcset": self.get_srcset(image, ending)}
            for ending, media_type in TYPES.items()
            if ending in known
        ]


VARIANT = VariantSchema()


class ProductSchema(Schema):
    id = fields.UUID()
    slug = fields.String()
    title = fields.String()
    description = fields.String()
    description_html = fields.String()
    status = fields.String()
    category = fields.Nested(CategorySchema, allow_none=True)
    tags = fields.List(fields.String())
    attributes = fields.Dict()
    options = fields.List(fields.String())
    variants = fields.Method("get_variants")
    price_range = fields.Method("get_price_range")
    available = fields.Boolean()
    images = fields.List(fields.Nested(ImageSchema), attribute="pictures")
    seo = fields.Method("get_seo")
    position = fields.Integer()
    revision = fields.Integer()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()

    def get_variants(self, product: Product) -> list[dict[str, Any]]:
        return [{**VARIANT.dump(each), "options": _options(product, each)} for each in product.variants]

    def get_price_range(self, product: Product) -> dict[str, Any]:
        return {
            "min": money(product.price_min, product.currency),
            "max": money(product.price_max, product.currency),
        }

    def get_seo(self, product: Product) -> dict[str, str]:
        return {"title": product.seo_title, "description": product.seo_description}


def _options(product: Product, variant: Variant) -> dict[str, str]:
    return dict(zip(product.options, variant.option_values, strict=True))

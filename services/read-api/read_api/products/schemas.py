"""Products on the wire, as the views spell them."""

from marshmallow import Schema, fields
from marshmallow.validate import OneOf


class Money(Schema):
    """An amount in a currency."""

    amount = fields.String(
        required=True, metadata={"description": "Decimal, with the currency's decimals.", "example": "12.90"}
    )
    currency = fields.String(required=True, metadata={"description": "ISO 4217 code.", "example": "EUR"})


class PriceRange(Schema):
    """The lowest and the highest price of a product's variants."""

    min = fields.Nested(Money, required=True)
    max = fields.Nested(Money, required=True)


class Variant(Schema):
    """What is bought: one of a product's versions, or the product itself where it has but one."""

    id = fields.UUID(required=True)
    sku = fields.String(required=True, allow_none=True, metadata={"description": "Stock keeping unit."})
    barcode = fields.String(required=True, allow_none=True, metadata={"description": "GTIN."})
    price = fields.Nested(Money, required=True)
    compare_at_price = fields.Nested(
        Money,
        required=True,
        allow_none=True,
        metadata={"description": "The price before, when it is reduced."},
    )
    stock = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "How many there are; null when nobody counts."},
    )
    backorder = fields.Boolean(required=True, metadata={"description": "Sold beyond the stock."})
    available = fields.Boolean(required=True, metadata={"description": "Can be bought now."})
    weight_grams = fields.Integer(required=True, allow_none=True)
    options = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        required=True,
        metadata={
            "description": "Its value of each of the product's options.",
            "example": {"Glaze": "Celadon"},
        },
    )


class Source(Schema):
    """A picture in one format."""

    type = fields.String(required=True, metadata={"description": "Its media type.", "example": "image/avif"})
    srcset = fields.String(required=True, metadata={"description": "Its widths, narrowest first."})


class Image(Schema):
    """A picture of a product."""

    media = fields.String(required=True, metadata={"description": "SHA-256 of the picture, in hexadecimal."})
    url = fields.String(required=True, metadata={"description": "The largest rendition, as JPEG."})
    alt = fields.String(required=True, metadata={"description": "What it shows, in words."})
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    color = fields.String(
        required=True, metadata={"description": "Its dominant color.", "example": "#c9b8a4"}
    )
    srcset = fields.String(required=True, metadata={"description": "WebP renditions, for an `img` element."})
    sources = fields.List(
        fields.Nested(Source),
        required=True,
        metadata={"description": "Every format there is, smallest first: `source` elements of a `picture`."},
    )


class CategoryReference(Schema):
    """The category that a product is in."""

    slug = fields.String(required=True)
    title = fields.String(required=True)


class Seo(Schema):
    """What search engines are told."""

    title = fields.String(required=True)
    description = fields.String(required=True)


class Product(Schema):
    """A product of the catalog. Without `fields`, all members are there."""

    id = fields.UUID(required=True)
    slug = fields.String(metadata={"description": "Its name in addresses."})
    title = fields.String()
    description = fields.String(metadata={"description": "Markdown."})
    description_html = fields.String(metadata={"description": "The same as safe HTML."})
    status = fields.String(validate=OneOf(["draft", "active", "archived"]))
    category = fields.Nested(CategoryReference, allow_none=True)
    tags = fields.List(
        fields.String(),
    )
    attributes = fields.Dict(
        keys=fields.String(),
        metadata={"description": "Strings, numbers and booleans by name."},
    )
    options = fields.List(
        fields.String(),
        metadata={"description": "Names of what its variants differ in, up to 3."},
    )
    variants = fields.List(
        fields.Nested(Variant),
    )
    price_range = fields.Nested(
        PriceRange,
    )
    available = fields.Boolean(metadata={"description": "Some variant can be bought now."})
    images = fields.List(
        fields.Nested(Image),
    )
    seo = fields.Nested(
        Seo,
    )
    position = fields.Integer(metadata={"description": "Order in the shop."})
    revision = fields.Integer(metadata={"description": "At which it last changed."})
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()


class StaffProduct(Product):
    """A product as the staff sees it, of any status. Without `fields`, all members are there."""

    deleted_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "Since when it is in the trash."}
    )


class CategoryCount(CategoryReference):
    """A category with how many of the products are in it or below it."""

    count = fields.Integer(required=True)


class ValueCount(Schema):
    """A tag, or a value of an option, with how many of the products have it."""

    value = fields.String(required=True)
    count = fields.Integer(required=True)


class OptionCount(Schema):
    """An option with its values, the most frequent first."""

    name = fields.String(required=True, metadata={"example": "Glaze"})
    values = fields.List(fields.Nested(ValueCount), required=True)


class AvailabilityCount(Schema):
    """How many of the products can be bought now, and how many cannot."""

    in_stock = fields.Integer(required=True)
    out_of_stock = fields.Integer(required=True)


class RangeCount(PriceRange):
    """A range of prices for `min_price` and `max_price`, with how many products these leave."""

    count = fields.Integer(required=True)


class PriceCount(PriceRange):
    """The lowest and the highest price of the products, and up to eight ranges; empty ones are left out."""

    ranges = fields.List(fields.Nested(RangeCount), required=True)


class Facets(Schema):
    """What the products could be narrowed by: only what was asked for. Counts obey all filters."""

    category = fields.List(fields.Nested(CategoryCount), metadata={"description": "The fullest first."})
    tag = fields.List(fields.Nested(ValueCount), metadata={"description": "The 50 most frequent."})
    option = fields.List(fields.Nested(OptionCount))
    availability = fields.Nested(AvailabilityCount)
    price = fields.Nested(
        PriceCount, allow_none=True, metadata={"description": "Null when none has a price in the currency."}
    )


class ProductPage(Schema):
    """Some of the products asked for."""

    items = fields.List(fields.Nested(Product), required=True)
    total = fields.Integer(required=True, metadata={"description": "How many there are on all pages."})
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "For `after`; null on the last page."}
    )
    page = fields.Integer(metadata={"description": "The number asked for, if one was."})
    pages = fields.Integer(metadata={"description": "How many there are, if one was asked by number."})
    corrected = fields.String(
        allow_none=True,
        metadata={"description": "What was searched instead of `q`, if there is a `q`; null when just that."},
    )
    facets = fields.Nested(Facets, metadata={"description": "If any were asked for."})
    revision = fields.Integer(required=True, metadata={"description": "Of the catalog."})


class StaffProductPage(ProductPage):
    """Some of the products asked for, as the staff sees them."""

    items = fields.List(fields.Nested(StaffProduct), required=True)

"""What the read API answers, as far as the storefront looks at it."""

from typing import NotRequired, TypedDict


class Money(TypedDict):
    amount: str
    currency: str


class Range(TypedDict):
    min: Money
    max: Money


class Source(TypedDict):
    type: str
    srcset: str


class Image(TypedDict):
    url: str
    alt: str
    width: int
    height: int
    color: str
    sources: list[Source]


class Variant(TypedDict):
    id: str
    sku: str | None
    barcode: str | None
    price: Money
    compare_at_price: Money | None
    stock: int | None
    backorder: bool
    available: bool
    weight_grams: int | None
    options: dict[str, str]


class CategoryName(TypedDict):
    slug: str
    title: str


class LowestPrice(TypedDict):
    """The lowest price of a variant in the 30 days before the present one; None where nobody knows."""

    id: str
    lowest: Money | None


class Seo(TypedDict):
    title: str | None
    description: str | None


class Product(TypedDict):
    id: str
    slug: str
    title: str
    description: str
    description_html: str
    category: CategoryName | None
    tags: list[str]
    attributes: dict[str, str | int | float | bool]
    options: list[str]
    variants: list[Variant]
    price_range: Range
    available: bool
    images: list[Image]
    seo: Seo
    created_at: str
    updated_at: str


class CategoryCount(CategoryName):
    count: int


class ValueCount(TypedDict):
    value: str
    count: int


class OptionCount(TypedDict):
    name: str
    values: list[ValueCount]


class Availability(TypedDict):
    in_stock: int
    out_of_stock: int


class RangeCount(Range):
    count: int


class Prices(Range):
    ranges: list[RangeCount]


class Facets(TypedDict):
    category: list[CategoryCount]
    tag: list[ValueCount]
    option: list[OptionCount]
    availability: Availability
    price: Prices | None


class Listing(TypedDict):
    """`page`, `pages` and `facets` are there when they were asked for, `corrected` in what was searched."""

    items: list[Product]
    total: int
    page: NotRequired[int]
    pages: NotRequired[int]
    corrected: NotRequired[str | None]
    facets: Facets


class Titled(TypedDict):
    title: str


class Suggestions(TypedDict):
    products: list[Titled]
    categories: list[Titled]
    searches: list[str]


class Category(TypedDict):
    slug: str
    title: str
    description: str
    parent: str | None
    product_count: int
    image: Image | None


class Shop(TypedDict):
    name: str
    tagline: str
    about: str
    currency: str
    locale: str
    contact_email: str

"""What the read API answers, as far as the storefront looks at it."""

from typing import TypedDict


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


class Listing(TypedDict):
    items: list[Product]
    total: int
    next: str | None


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

"""The catalog's tables as SQLAlchemy's models, with what a product's page shows of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    __table_args__ = {"schema": "catalog"}  # noqa: RUF012
    type_annotation_map = {list[str]: ARRAY(Text), dict[str, Any]: JSONB}  # noqa: RUF012


class Currency(Base):
    __tablename__ = "currency"

    code: Mapped[str] = mapped_column(primary_key=True)
    exponent: Mapped[int]


class Category(Base):
    __tablename__ = "category"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str]
    title: Mapped[str]


class Rendition(Base):
    __tablename__ = "media_rendition"

    media: Mapped[str] = mapped_column(ForeignKey("catalog.media.sha256"), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True)
    format: Mapped[str] = mapped_column(primary_key=True)


class Media(Base):
    __tablename__ = "media"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    color: Mapped[str]
    renditions: Mapped[list[Rendition]] = relationship(order_by=Rendition.width)


class ProductMedia(Base):
    __tablename__ = "product_media"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("catalog.product.id"))
    sha256: Mapped[str] = mapped_column("media", ForeignKey("catalog.media.sha256"))
    position: Mapped[int]
    alt: Mapped[str]
    media: Mapped[Media] = relationship()


class Variant(Base):
    __tablename__ = "variant"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("catalog.product.id"))
    position: Mapped[int]
    sku: Mapped[str | None]
    barcode: Mapped[str | None]
    price: Mapped[int]
    compare_at_price: Mapped[int | None]
    currency_code: Mapped[str] = mapped_column("currency", ForeignKey("catalog.currency.code"))
    stock: Mapped[int | None]
    backorder: Mapped[bool]
    available: Mapped[bool]
    weight_grams: Mapped[int | None]
    option_values: Mapped[list[str]]
    currency: Mapped[Currency] = relationship(lazy="joined")


class Product(Base):
    __tablename__ = "product"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    description_html: Mapped[str]
    status: Mapped[str]
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("catalog.category.id"))
    tags: Mapped[list[str]]
    attributes: Mapped[dict[str, Any]]
    options: Mapped[list[str]]
    seo_title: Mapped[str]
    seo_description: Mapped[str]
    position: Mapped[int]
    currency_code: Mapped[str] = mapped_column("currency", ForeignKey("catalog.currency.code"))
    price_min: Mapped[int]
    price_max: Mapped[int]
    available: Mapped[bool]
    is_public: Mapped[bool]
    revision: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    currency: Mapped[Currency] = relationship(lazy="joined")
    category: Mapped[Category | None] = relationship()
    variants: Mapped[list[Variant]] = relationship(order_by=(Variant.position, Variant.id))
    pictures: Mapped[list[ProductMedia]] = relationship(order_by=(ProductMedia.position, ProductMedia.id))

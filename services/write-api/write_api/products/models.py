"""The tables of products, as far as commands write them; triggers keep the columns that are only fetched."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CHAR, BigInteger, FetchedValue, ForeignKey, Text
from sqlalchemy.dialects.postgresql import ARRAY, TIMESTAMP
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from write_api.database import Base
from write_api.exact_json import ExactJSONB
from write_api.shop.models import KnownCurrency


class Product(Base):
    """A product, in any status; `deleted_at` puts it in the trash."""

    __tablename__ = "product"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    slug: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text)
    description_html: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    category_id: Mapped[UUID | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    attributes: Mapped[dict[str, Any]] = mapped_column(ExactJSONB)
    options: Mapped[list[str]] = mapped_column(ARRAY(Text))
    seo_title: Mapped[str] = mapped_column(Text)
    seo_description: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(BigInteger, server_default=FetchedValue())
    currency: Mapped[str] = mapped_column(CHAR(3), server_default=FetchedValue())
    deleted_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))
    revision: Mapped[int] = mapped_column(BigInteger, FetchedValue(), server_onupdate=FetchedValue())
    revision_nonce: Mapped[str] = mapped_column(Text, FetchedValue(), server_onupdate=FetchedValue())

    priced_in: Mapped[KnownCurrency] = relationship(
        primaryjoin=lambda: foreign(Product.currency) == KnownCurrency.code, viewonly=True
    )
    variants: Mapped[list["Variant"]] = relationship(
        order_by="Variant.position, Variant.id", cascade="all, delete-orphan"
    )
    images: Mapped[list["ProductMedia"]] = relationship(
        order_by="ProductMedia.position", cascade="all, delete-orphan"
    )


class Variant(Base):
    """A product as it can be bought. Prices are minor units of the product's currency."""

    __tablename__ = "variant"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    product_id: Mapped[UUID] = mapped_column(ForeignKey(Product.id))
    position: Mapped[int] = mapped_column(BigInteger)
    sku: Mapped[str | None] = mapped_column(Text)
    barcode: Mapped[str | None] = mapped_column(Text)
    price: Mapped[int] = mapped_column(BigInteger)
    compare_at_price: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(CHAR(3), server_default=FetchedValue())
    stock: Mapped[int | None]
    backorder: Mapped[bool]
    weight_grams: Mapped[int | None]
    option_values: Mapped[list[str]] = mapped_column(ARRAY(Text))
    deleted_at: Mapped[datetime | None] = mapped_column(TIMESTAMP(timezone=True))


class ProductMedia(Base):
    """A picture of a product, with its place and what it shows in words."""

    __tablename__ = "product_media"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=FetchedValue())
    product_id: Mapped[UUID] = mapped_column(ForeignKey(Product.id))
    media: Mapped[str] = mapped_column(Text)
    position: Mapped[int] = mapped_column(BigInteger)
    alt: Mapped[str] = mapped_column(Text)

"""The database's views, column by column: all that read-api knows of the schema."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

metadata = MetaData()


def _product_columns() -> list[Column[object]]:
    return [
        Column("id", Uuid(as_uuid=False)),
        Column("slug", Text),
        Column("title", Text),
        Column("description", Text),
        Column("description_html", Text),
        Column("status", Text),
        Column("category", JSON),
        Column("tags", ARRAY(Text)),
        Column("attributes", JSON),
        Column("options", ARRAY(Text)),
        Column("variants", JSON),
        Column("price_range", JSON),
        Column("available", Boolean),
        Column("images", JSON),
        Column("seo", JSON),
        Column("position", BigInteger),
        Column("revision", BigInteger),
        Column("created_at", DateTime(timezone=True)),
        Column("updated_at", DateTime(timezone=True)),
    ]


PRODUCT_FIELDS = tuple(column.name for column in _product_columns())
"""What of a product goes over the wire, in this order; the columns after these are for queries only."""


def _product_query_columns() -> list[Column[object]]:
    return [
        Column("category_id", Uuid(as_uuid=False)),
        Column("price_min", BigInteger),
        Column("price_max", BigInteger),
        Column("currency", Text),
        Column("title_key", Text),
        Column("search", TSVECTOR),
        Column("revision_nonce", Text),
    ]


product = Table("product", metadata, *_product_columns(), *_product_query_columns(), schema="published")

staff_product = Table(
    "product",
    metadata,
    *_product_columns(),
    Column("deleted_at", DateTime(timezone=True)),
    *_product_query_columns(),
    schema="staff",
)


def _listed(name: str, *columns: Column[object], schema: str = "published") -> Table:
    return Table(
        name,
        metadata,
        Column("number", Integer),
        Column("position", BigInteger),
        Column("category", Integer),
        Column("available", Boolean),
        Column("title_length", SmallInteger),
        *columns,
        # Of other tables, or by an index alone:
        Column("id", Uuid(as_uuid=False)),
        Column("search", TSVECTOR),
        Column("title", TSVECTOR),
        Column("categories", ARRAY(Integer)),
        Column("words", TSVECTOR),
        Column("title_words", TSVECTOR),
        schema=schema,
    )


def _filtered_columns() -> list[Column[object]]:
    return [
        Column("price_min", BigInteger),
        Column("price_max", BigInteger),
        Column("currency", SmallInteger),
        Column("status", Text),
        Column("facets", ARRAY(Integer)),
    ]


listed = _listed("listed", *_filtered_columns())
staff_listed = _listed("listed", *_filtered_columns(), schema="staff")
searched = _listed("searched")
"""What searches need of `listed`, in rows half as long."""


def _facet(schema: str) -> Table:
    return Table(
        "facet",
        metadata,
        Column("id", Integer),
        Column("kind", Text),
        Column("name", Text),
        Column("value", Text),
        schema=schema,
    )


facet, staff_facet = _facet("published"), _facet("staff")

product_document = Table(
    "product_document",
    metadata,
    Column("id", Uuid(as_uuid=False)),
    Column("document", JSON),
    schema="published",
)

facet_count = Table(
    "facet_count",
    metadata,
    Column("category_id", Uuid(as_uuid=False)),
    Column("facet", Integer),
    Column("currency", Text),
    Column("available", Boolean),
    Column("products", Integer),
    schema="published",
)

position_count = Table(
    "position_count",
    metadata,
    Column("step", BigInteger),
    Column("products", Integer),
    schema="published",
)

category_number = Table(
    "category_number",
    metadata,
    Column("number", Integer),
    Column("id", Uuid(as_uuid=False)),
    schema="published",
)

category = Table(
    "category",
    metadata,
    Column("id", Uuid(as_uuid=False)),
    Column("slug", Text),
    Column("title", Text),
    Column("description", Text),
    Column("parent", Text),
    Column("parent_id", Uuid(as_uuid=False)),
    Column("position", BigInteger),
    Column("product_count", Integer),
    Column("image", JSON),
    Column("revision", BigInteger),
    Column("revision_nonce", Text),
    Column("created_at", DateTime(timezone=True)),
    Column("updated_at", DateTime(timezone=True)),
    schema="published",
)

slug_history = Table(
    "slug_history",
    metadata,
    Column("slug", Text),
    Column("product_id", Uuid(as_uuid=False)),
    Column("current_slug", Text),
    Column("state", Text),
    schema="published",
)

withdrawn = Table(
    "withdrawn",
    metadata,
    Column("id", Uuid(as_uuid=False)),
    Column("slug", Text),
    Column("title", Text),
    schema="published",
)

media_rendition = Table(
    "media_rendition",
    metadata,
    Column("media", Text),
    Column("width", Integer),
    Column("format", Text),
    Column("content_type", Text),
    Column("bytes", LargeBinary),
    schema="published",
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text),
    Column("value", JSONB),
    Column("revision", BigInteger),
    Column("revision_nonce", Text),
    schema="published",
)

currency = Table(
    "currency",
    metadata,
    Column("code", Text),
    Column("exponent", Integer),
    schema="published",
)

revision = Table(
    "revision",
    metadata,
    Column("number", BigInteger),
    Column("nonce", Text),
    Column("dated_at", DateTime(timezone=True)),
    schema="published",
)

revision_log = Table(
    "revision_log",
    metadata,
    Column("number", BigInteger),
    Column("nonce", Text),
    Column("dated_at", DateTime(timezone=True)),
    schema="published",
)

change = Table(
    "change",
    metadata,
    Column("revision", BigInteger),
    Column("entity", Text),
    Column("id", Text),
    schema="published",
)

history = Table(
    "history",
    metadata,
    Column("oldest", BigInteger),
    schema="published",
)


def _words(name: str, schema: str) -> Table:
    return Table(name, metadata, Column("word", Text), Column("products", Integer), schema=schema)


search_word, staff_search_word = _words("search_word", "published"), _words("search_word", "staff")
"""Words that stand for others or are suggested: those of descriptions are not among them."""
word_count, staff_word_count = _words("word_count", "published"), _words("word_count", "staff")
"""Every word that finds something."""

suggested_product = Table(
    "suggested_product",
    metadata,
    Column("slug", Text),
    Column("title", Text),
    Column("price_range", JSON),
    Column("image", JSON),
    Column("id", Uuid(as_uuid=False)),
    Column("position", BigInteger),
    Column("title_key", Text),
    Column("words", TSVECTOR),
    schema="published",
)

suggested_category = Table(
    "suggested_category",
    metadata,
    Column("slug", Text),
    Column("title", Text),
    Column("id", Uuid(as_uuid=False)),
    Column("position", BigInteger),
    Column("title_key", Text),
    Column("words", TSVECTOR),
    schema="published",
)

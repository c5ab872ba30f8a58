"""The staff's views of imports, column by column."""

from sqlalchemy import ARRAY, JSON, BigInteger, Boolean, Column, DateTime, Integer, Table, Text, Uuid

from read_api.views import metadata

imports = Table(
    "import",
    metadata,
    Column("id", Uuid(as_uuid=False)),
    Column("name", Text),
    Column("status", Text),
    Column("format", Text),
    Column("blank", Text),
    Column("images", Text),
    Column("bytes", BigInteger),
    Column("created_at", DateTime(timezone=True)),
    Column("created_by", Text),
    Column("updated_at", DateTime(timezone=True)),
    Column("progress", JSON),
    Column("products", JSON),
    Column("pictures", JSON),
    Column("new_categories", JSON),
    Column("notices", JSON),
    Column("error", JSON),
    Column("planned_at_revision", BigInteger),
    Column("is_current", Boolean),
    Column("applied_revision", BigInteger),
    # For queries only:
    Column("version", BigInteger),
    Column("nonce", Text),
    schema="staff",
)

import_row = Table(
    "import_row",
    metadata,
    Column("import", Uuid(as_uuid=False)),
    Column("number", Integer),
    Column("lines", ARRAY(Integer)),
    Column("handle", Text),
    Column("title", Text),
    Column("outcome", Text),
    Column("product_id", Uuid(as_uuid=False)),
    Column("changes", JSON),
    Column("warnings", JSON),
    Column("errors", JSON),
    schema="staff",
)

import_picture = Table(
    "import_picture",
    metadata,
    Column("id", Uuid(as_uuid=False)),
    Column("import", Uuid(as_uuid=False)),
    Column("product_id", Uuid(as_uuid=False)),
    Column("url", Text),
    Column("sha256", Text),
    Column("alt", Text),
    Column("position", BigInteger),
    Column("status", Text),
    Column("reason", Text),
    Column("tries", Integer),
    Column("media", Text),
    Column("created_at", DateTime(timezone=True)),
    schema="staff",
)

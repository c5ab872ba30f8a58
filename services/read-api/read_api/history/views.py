"""The staff's views of history, column by column."""

from sqlalchemy import JSON, BigInteger, Column, DateTime, Table, Text

from read_api.views import metadata

revision_log = Table(
    "revision_log",
    metadata,
    Column("number", BigInteger),
    Column("at", DateTime(timezone=True)),
    Column("actor", Text),
    Column("actor_name", Text),
    Column("reason", Text),
    schema="staff",
)

edit = Table(
    "edit",
    metadata,
    Column("revision", BigInteger),
    Column("entity", Text),
    Column("id", Text),
    Column("product_id", Text),
    Column("edit", JSON),
    schema="staff",
)

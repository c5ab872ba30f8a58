"""The view of what was charged, column by column."""

from sqlalchemy import JSON, BigInteger, Column, DateTime, Table, Uuid
from sqlalchemy.dialects.postgresql import TSTZRANGE

from read_api.views import metadata

charged = Table(
    "charged",
    metadata,
    Column("product_id", Uuid(as_uuid=False)),
    Column("variant_id", Uuid(as_uuid=False)),
    Column("during", TSTZRANGE),
    Column("price", JSON),
    Column("minor_units", BigInteger),
    Column("priced_at", DateTime(timezone=True)),
    schema="published",
)

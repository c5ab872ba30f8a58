"""The staff's view of accounts, column by column, and of what belongs to one."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from read_api.views import metadata

account = Table(
    "account",
    metadata,
    Column("id", Uuid(as_uuid=False)),
    Column("email", Text),
    Column("name", Text),
    Column("role", Text),
    Column("disabled_at", DateTime(timezone=True)),
    Column("password_change_required", Boolean),
    Column("second_factors", ARRAY(Text)),
    Column("created_at", DateTime(timezone=True)),
    Column("updated_at", DateTime(timezone=True)),
    Column("version", BigInteger),
    Column("nonce", Text),
    schema="staff",
)

session = Table(
    "session",
    metadata,
    Column("id", Uuid(as_uuid=False)),
    Column("account", JSON),
    Column("began_at", DateTime(timezone=True)),
    Column("last_used_at", DateTime(timezone=True)),
    Column("expires_at", DateTime(timezone=True)),
    Column("address", Text),
    Column("user_agent", Text),
    Column("second_factor", Text),
    Column("account_id", Uuid(as_uuid=False)),
    schema="staff",
)

api_key = Table(
    "api_key",
    metadata,
    Column("id", Uuid(as_uuid=False)),
    Column("account", JSON),
    Column("name", Text),
    Column("prefix", Text),
    Column("scopes", ARRAY(Text)),
    Column("created_at", DateTime(timezone=True)),
    Column("expires_at", DateTime(timezone=True)),
    Column("last_used_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Column("account_id", Uuid(as_uuid=False)),
    schema="staff",
)

passkey = Table(
    "passkey",
    metadata,
    Column("id", Uuid(as_uuid=False)),
    Column("name", Text),
    Column("created_at", DateTime(timezone=True)),
    Column("last_used_at", DateTime(timezone=True)),
    Column("account_id", Uuid(as_uuid=False)),
    schema="staff",
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("account_id", Uuid(as_uuid=False)),
    Column("remaining", Integer),
    schema="staff",
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger),
    Column("at", DateTime(timezone=True)),
    Column("event", Text),
    Column("account", JSON),
    Column("actor", Text),
    Column("actor_email", Text),
    Column("address", Text),
    Column("user_agent", Text),
    Column("request_id", Text),
    Column("detail", JSON),
    Column("account_id", Uuid(as_uuid=False)),
    schema="staff",
)

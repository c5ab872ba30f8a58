"""Finds the leader among the database nodes, and notices when it stops being one."""

from flask import Flask, current_app
from sqlalchemy import URL, Engine, MetaData, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.orm import DeclarativeBase

from write_api.settings import Settings

READ_ONLY_SQL_TRANSACTION = "25006"
# lock_timeout bounds the queue behind a commit that waits for its replica: neither statement_timeout nor
# transaction_timeout would end such a wait.
SERVER_OPTIONS = "-c lock_timeout=3s -c statement_timeout=8s -c idle_in_transaction_session_timeout=15s"
SOCKET_OPTIONS = {
    "connect_timeout": 2,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


class Base(DeclarativeBase):
    """The tables of the schema `catalog`, as far as commands write them."""

    metadata = MetaData(schema="catalog")


def leader_engine(settings: Settings, options: str = SERVER_OPTIONS, *, ping: bool = True) -> Engine:
    """An engine whose connections lead to whichever node accepts writes. Nothing is dialled yet.

    With `ping`, a connection is tried before it is used again; without, its first statement tells.
    """
    nodes = tuple(settings.database_nodes.split(","))
    url = URL.create(
        "postgresql+psycopg2",
        username="write_api",
        password=settings.write_api_password.get_secret_value(),
        database=settings.database_name,
        query={"host": nodes, "target_session_attrs": "read-write", "application_name": "write-api"},
    )
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_pre_ping=ping,
        pool_recycle=300,
        pool_timeout=2,
        connect_args={**SOCKET_OPTIONS, "options": options},
    )
    event.listen(engine, "handle_error", _leave_demoted_node)
    return engine


def connect(app: Flask, settings: Settings) -> None:
    """Give the app its engine; what a ping would tell, the signature of each write does."""
    app.extensions["leader"] = leader_engine(settings, ping=False)


def leader() -> Engine:
    """The engine of the app that answers."""
    engine: Engine = current_app.extensions["leader"]
    return engine


def _leave_demoted_node(context: ExceptionContext) -> None:
    # A node demoted under a pooled connection still answers pings; only its refusal to write gives it away.
    if getattr(context.original_exception, "pgcode", None) == READ_ONLY_SQL_TRANSACTION:
        context.is_disconnect = True

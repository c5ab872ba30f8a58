"""PostgreSQL for the tests: a primary and a streaming standby with the schema, from a wheel or containers."""

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from sqlalchemy import URL, Connection, NullPool, create_engine, text

from database.migrate import migrate
from database.roles import make_roles
from database.settings import MigrationSettings, RoleSettings
from infra.postgres.standalone import SUPERUSER, Cluster, Node
from tests.waiting import wait_until

NAME = "mstore"
ROLES = ("catalog_owner", "read_public", "read_staff", "write_api")
# Rows go without a trace, then the seeds come back as one revision: whoever cached by revision notices.
EMPTY_CATALOG = text("""
    set local session_replication_role = replica;
    delete from catalog.import_picture;
    delete from catalog.import_row;
    delete from catalog.import_chunk;
    delete from catalog.import;
    delete from catalog.slug_history;
    delete from catalog.product_media;
    delete from catalog.media_rendition;
    delete from catalog.media;
    delete from catalog.variant;
    delete from catalog.product;
    delete from catalog.search_word;
    delete from catalog.category;
    delete from catalog.setting;
    delete from catalog.idempotency_key;
    delete from catalog.api_key;
    delete from catalog.session;
    delete from catalog.totp;
    delete from catalog.passkey;
    delete from catalog.recovery_code;
    delete from catalog.challenge;
    delete from catalog.attempt;
    delete from catalog.audit;
    delete from catalog.account;
    select catalog.rebuild_listing(), catalog.rebuild_documents();
    set local session_replication_role = origin;
    insert into catalog.setting (key, value)
    values ('name', '"mstore"'), ('tagline', '""'), ('about', '""'),
           ('currency', '"EUR"'), ('locale', '"en"'), ('contact_email', '""');
""")


class StandbyControl(Protocol):
    """What a test may do to the standby; whatever it did is undone after it."""

    def kill(self) -> None:
        """End it as a crash does."""

    def start(self) -> None:
        """Start it again, and wait until it answers."""

    def pause_replay(self) -> None:
        """Let it fall behind."""

    def resume_replay(self) -> None:
        """Let it catch up."""


@dataclass(frozen=True)
class Postgres:
    """A primary and a standby, with roles and migrations applied; `passwords` are by role."""

    primary: str
    standby: str
    passwords: dict[str, str]
    standby_control: StandbyControl
    name: str = NAME

    @property
    def nodes(self) -> str:
        return f"{self.primary},{self.standby}"

    def url(self, role: str, node: str | None = None) -> URL:
        """The SQLAlchemy URL of a role, the superuser `postgres` too, on a node, by default the primary."""
        host, port = (node or self.primary).split(":")
        return URL.create("postgresql+psycopg2", role, self.passwords[role], host, int(port), self.name)

    @contextmanager
    def connection(self, role: str, node: str | None = None) -> Iterator[Connection]:
        """A connection of its own, which is closed afterwards; what was not committed is rolled back."""
        with connected(self.url(role, node)) as connection:
            yield connection

    def wait_for_replay(self) -> None:
        """Return when the standby has all that the primary has written by now."""
        # In `postgres`, because the standby may not have the shop's database yet.
        here, there = (
            self.url(SUPERUSER, node).set(database="postgres") for node in (self.primary, self.standby)
        )
        with connected(here) as primary, connected(there) as standby:
            written = primary.execute(text("select pg_current_wal_flush_lsn()")).scalar_one()
            replayed = text("select coalesce(pg_last_wal_replay_lsn() >= cast(:written as pg_lsn), true)")
            wait_until(lambda: standby.execute(replayed, {"written": written}).scalar_one(), "replay")

    def empty_catalog(self) -> None:
        """Remove all rows but those of the seeds, as one more revision, and let the standby follow."""
        with self.connection(SUPERUSER) as connection, connection.begin():
            connection.execute(EMPTY_CATALOG)
        self.wait_for_replay()


class NodeControl:
    """The standby of a cluster from the wheel."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def kill(self) -> None:
        self._node.kill()

    def start(self) -> None:
        if self._node.process is None:
            self._node.start()

    def pause_replay(self) -> None:
        self._node.execute("select pg_wal_replay_pause()")

    def resume_replay(self) -> None:
        self._node.execute("select pg_wal_replay_resume()")


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    """A connection that no pool keeps."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        yield connection


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A cluster with the schema, which ends with the block; MSTORE_TEST_POSTGRES=container: in containers."""
    in_containers = os.environ.get("MSTORE_TEST_POSTGRES") == "container"
    with _from_containers() if in_containers else _from_wheel() as running:
        make_roles(role_settings(running))
        migrate(migration_settings(running))
        running.wait_for_replay()
        yield running


@contextmanager
def _from_wheel() -> Iterator[Postgres]:
    # Not pytest's folder, into which another user cannot look when root must hand PostgreSQL over to one.
    with (
        TemporaryDirectory(prefix="mstore-") as directory,
        closing(Cluster.start(Path(directory))) as cluster,
    ):
        (standby,) = cluster.standbys
        passwords = _new_passwords(cluster.primary.password)
        yield Postgres(cluster.primary.address, standby.address, passwords, NodeControl(standby))


@contextmanager
def _from_containers() -> Iterator[Postgres]:
    from tests.postgres_containers import running_servers

    with running_servers() as (primary, standby):
        yield Postgres(primary.address, standby.address, _new_passwords(primary.password), standby)


def _new_passwords(superuser: str) -> dict[str, str]:
    return {SUPERUSER: superuser} | {role: secrets.token_urlsafe(12) for role in ROLES}


def migration_settings(postgres: Postgres) -> MigrationSettings:
    return MigrationSettings.model_validate(_owner_settings(postgres))


def role_settings(postgres: Postgres) -> RoleSettings:
    passwords = {f"{role}_password": postgres.passwords[role] for role in ROLES if role != "catalog_owner"}
    passwords["superuser_password"] = postgres.passwords[SUPERUSER]
    return RoleSettings.model_validate(_owner_settings(postgres) | passwords)


def _owner_settings(postgres: Postgres) -> dict[str, str]:
    password = postgres.passwords["catalog_owner"]
    return {"database_nodes": postgres.nodes, "database_name": postgres.name, "owner_password": password}

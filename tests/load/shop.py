"""A primary and two standbys as the shop runs them, and shops of some size in them."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory

import yaml
from psycopg2 import extensions

from database.migrate import migrate
from database.roles import make_roles
from infra.postgres.node import COMMON_CONFIGURATION
from infra.postgres.standalone import SUPERUSER, Cluster
from tests.load.processes import Program
from tests.postgres import ROLES, NodeControl, Postgres, migration_settings, role_settings
from tests.waiting import wait_until

# One of the two standbys confirms each commit, as under Patroni; and what is committed is on disk.
QUORUM = {"fsync": "on", "synchronous_standby_names": "ANY 1 (standby1, standby2)"}
CATCH_UP_SECONDS = 600.0


@dataclass(frozen=True)
class Shop:
    """One database of the cluster; `postgres` knows the primary and the first standby."""

    cluster: Cluster
    postgres: Postgres
    directory: Path

    @property
    def standbys(self) -> list[str]:
        return [node.address for node in self.cluster.standbys]

    @property
    def readers(self) -> list[Program]:
        """The servers that answer reads, with all their sessions."""
        return [Program(node.directory.name, node.process.pid) for node in self.cluster.standbys]

    def named(self, name: str) -> "Shop":
        """Another shop in the same cluster, empty but for what a new one has."""
        shop = replace(self, postgres=replace(self.postgres, name=name))
        shop.prepare()
        return shop

    def prepare(self) -> None:
        """Make roles, database and schema."""
        make_roles(role_settings(self.postgres))
        migrate(migration_settings(self.postgres))

    def wait_for_replay(self) -> None:
        """Return when both standbys show what the primary has committed."""
        with self.connect(self.postgres.primary) as primary:
            (written,) = query(primary, "select pg_current_wal_flush_lsn()")
        for standby in self.standbys:
            with self.connect(standby) as connection:
                replayed = f"select pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"
                wait_until(lambda: query(connection, replayed)[0], "replay", CATCH_UP_SECONDS)  # noqa: B023

    @contextmanager
    def connect(self, node: str) -> Iterator[extensions.connection]:
        """The superuser's connection to a node, each statement its own transaction."""
        import psycopg2

        host, port = node.split(":")
        password = self.postgres.passwords[SUPERUSER]
        options = {"user": SUPERUSER, "password": password, "dbname": self.postgres.name}
        with closing(psycopg2.connect(host=host, port=port, **options)) as connection:
            connection.autocommit = True
            yield connection


def query(connection: extensions.connection, statement: str) -> tuple:
    """The first row of an answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def as_shipped() -> dict[str, str]:
    """PostgreSQL's settings from the shop's own Patroni configuration, on one machine."""
    common = yaml.safe_load(COMMON_CONFIGURATION.read_text())
    return {**{name: str(value) for name, value in common["postgresql"]["parameters"].items()}, **QUORUM}


@contextmanager
def running_shop() -> Iterator[Shop]:
    """A cluster with an empty shop, which ends with the block."""
    with (
        TemporaryDirectory(prefix="mstore-bench-") as name,
        closing(Cluster.start(Path(name), standbys=2, settings=as_shipped())) as cluster,
    ):
        one = cluster.standbys[0]
        passwords = {SUPERUSER: cluster.primary.password} | {role: token_urlsafe(12) for role in ROLES}
        postgres = Postgres(cluster.primary.address, one.address, passwords, NodeControl(one))
        shop = Shop(cluster, postgres, Path(name))
        shop.prepare()
        shop.wait_for_replay()
        yield shop

"""A primary with two standbys: what one replica cannot do, another has to."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import text

from database.migrate import migrate
from database.roles import make_roles
from infra.postgres.standalone import SUPERUSER, Cluster, Node
from read_api import create_app
from read_api.settings import Settings
from tests.postgres import ROLES, NodeControl, Postgres, migration_settings, role_settings
from tests.services.read_api.owner import Owner


@dataclass(frozen=True)
class Trio:
    """`one` and `other` are the standbys; the shop has a product, the mug."""

    postgres: Postgres
    cluster: Cluster
    owner: Owner
    key_set_file: Path

    @property
    def one(self) -> Node:
        return self.cluster.standbys[0]

    @property
    def other(self) -> Node:
        return self.cluster.standbys[1]

    def environment(self, nodes: str | None = None, database: str | None = None) -> dict[str, str]:
        """The settings of a read-api that knows these nodes, by default all."""
        return {
            "DATABASE_NODES": nodes or self.cluster.nodes,
            "DATABASE_NAME": database or self.postgres.name,
            "READ_PUBLIC_PASSWORD": self.postgres.passwords["read_public"],
            "READ_STAFF_PASSWORD": self.postgres.passwords["read_staff"],
            "KEY_SET_FILE": str(self.key_set_file),
            "CONNECTIONS": "4",
        }

    @contextmanager
    def read_api(
        self, nodes: str | None = None, database: str | None = None, cdn_seconds: int = 0
    ) -> Iterator[Flask]:
        """A read-api in this process."""
        fields = {name.lower(): value for name, value in self.environment(nodes, database).items()}
        app = create_app(Settings.model_validate({**fields, "cdn_seconds": cdn_seconds}))
        try:
            yield app
        finally:
            app.extensions["replicas"].close()

    def readers_on(self, node: Node) -> int:
        """How many sessions of the read roles a node has."""
        sessions = text(
            "SELECT count(*) FROM pg_stat_activity WHERE usename IN ('read_public', 'read_staff')"
        )
        with self.postgres.connection(SUPERUSER, node.address) as connection:
            return int(connection.scalar(sessions) or 0)

    def mend(self) -> None:
        """Start what was killed and resume what was paused."""
        for standby in self.cluster.standbys:
            control = NodeControl(standby)
            control.start()
            control.resume_replay()


@contextmanager
def running_trio(key_set_file: Path) -> Iterator[Trio]:
    """A cluster of its own, with the schema, which ends with the block."""
    with (
        TemporaryDirectory(prefix="mstore-") as directory,
        closing(Cluster.start(Path(directory), standbys=2)) as cluster,
    ):
        one = cluster.standbys[0]
        passwords = {SUPERUSER: cluster.primary.password} | {role: token_urlsafe(12) for role in ROLES}
        postgres = Postgres(cluster.primary.address, one.address, passwords, NodeControl(one))
        make_roles(role_settings(postgres))
        migrate(migration_settings(postgres))
        trio = Trio(postgres, cluster, Owner(postgres), key_set_file)
        trio.owner.add("mug")
        yield trio

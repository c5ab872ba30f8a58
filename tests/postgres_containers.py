"""The tests' primary and standby in containers of the public image, for MSTORE_TEST_POSTGRES=container."""

import contextlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network

from infra.postgres.standalone import SUPERUSER, free_ports
from tests.waiting import wait_until

IMAGE = "postgres:18-trixie"
PRIMARY = "primary"
STARTUP_TIMEOUT = 60.0
CONFIGURATION = ("fsync=off", "max_connections=200", "wal_keep_size=64MB", "hot_standby_feedback=on")
SERVER = ["postgres", *(f"-c{setting}" for setting in CONFIGURATION)]
ALLOW_REPLICATION = 'echo "host replication all all scram-sha-256" >> "$PGDATA/pg_hba.conf"'
# When it is started again its data is there already.
COPY_AND_SERVE = (
    '[ -s "$PGDATA/PG_VERSION" ] || pg_basebackup --pgdata="$PGDATA" --checkpoint=fast --write-recovery-conf '
    f"--dbname='host={PRIMARY} user={SUPERUSER}' && exec {' '.join(SERVER)}"
)


class Server:
    """A server in a container, on a fixed port so that it comes back where it was."""

    def __init__(self, container: DockerContainer, port: int, password: str) -> None:
        self.container, self.port, self.password = container, port, password

    @property
    def address(self) -> str:
        return f"{self.container.get_container_host_ip()}:{self.port}"

    def kill(self) -> None:
        self.container.get_wrapped_container().kill()

    def start(self) -> None:
        self.container.get_wrapped_container().start()
        wait_until(self.answers, "PostgreSQL in a container", STARTUP_TIMEOUT)

    def pause_replay(self) -> None:
        self.execute("select pg_wal_replay_pause()")

    def resume_replay(self) -> None:
        self.execute("select pg_wal_replay_resume()")

    def answers(self) -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            self.execute("select 1")
            return True
        return False

    def execute(self, statement: str) -> None:
        host, port = self.address.split(":")
        who = {"user": SUPERUSER, "password": self.password, "dbname": "postgres", "connect_timeout": 2}
        with contextlib.closing(psycopg2.connect(host=host, port=port, **who)) as connection:
            connection.autocommit = True
            connection.cursor().execute(statement)


@contextmanager
def running_servers() -> Iterator[tuple[Server, Server]]:
    """A primary and its standby; containers and network go with the block."""
    # The reaper would be one more privileged container; the block removes what it started.
    testcontainers_config.ryuk_disabled = True
    password = secrets.token_urlsafe(18)
    with Network() as network, contextlib.ExitStack() as containers:
        primary, standby = (_server(network, port, password) for port in free_ports(2))
        primary.container.with_network_aliases(PRIMARY).with_command(SERVER)
        containers.enter_context(primary.container)
        primary.start()
        primary.container.exec(["bash", "-c", ALLOW_REPLICATION])
        primary.execute("select pg_reload_conf()")
        standby.container.with_command(["bash", "-c", COPY_AND_SERVE]).with_kwargs(user="postgres")
        containers.enter_context(standby.container)
        standby.start()
        yield primary, standby


def _server(network: Network, port: int, password: str) -> Server:
    container = DockerContainer(IMAGE).with_network(network).with_bind_ports(5432, port)
    # PGPASSWORD is the standby's, for its copy and its stream.
    container.with_envs(POSTGRES_PASSWORD=password, PGPASSWORD=password)
    return Server(container, port, password)

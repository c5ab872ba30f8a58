"""The tests' primary and standby in containers of the public image, for MSTORE_TEST_POSTGRES=container."""

import contextlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network

from infra.postgres.standalone import INITDB, SUPERUSER, free_ports
from tests.waiting import wait_until

IMAGE = "postgres:18-trixie"
PRIMARY = "primary"
STARTUP_TIMEOUT = 60.0
SERVER = (
    "exec postgres --listen_addresses='*' --unix_socket_directories='' --fsync=off --max_connections=200 "
    "--wal_keep_size=64MB --hot_standby_feedback=on"
)
# In place of the image's own start: both do alike, and what is there already when one is started again stays.
INITIALISE_AND_SERVE = f"""
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    initdb --pgdata="$PGDATA" --pwfile=<(echo "$PGPASSWORD") {" ".join(INITDB)}
    echo "host all,replication all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
fi
{SERVER}
"""
COPY_AND_SERVE = f"""
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    pg_basebackup --pgdata="$PGDATA" --checkpoint=fast --write-recovery-conf -h {PRIMARY} -U {SUPERUSER}
fi
{SERVER}
"""


class Server:
    """A server in a container, on a fixed port so that it comes back where it was."""

    def __init__(self, network: Network, port: int, password: str) -> None:
        self.port, self.password = port, password
        self.container = DockerContainer(IMAGE).with_network(network).with_bind_ports(5432, port)
        self.container.with_env("PGPASSWORD", password)
        self.container.with_kwargs(user="postgres", entrypoint=["bash", "-euc"])

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
        primary, standby = (Server(network, port, password) for port in free_ports(2))
        primary.container.with_network_aliases(PRIMARY).with_command([INITIALISE_AND_SERVE])
        standby.container.with_command([COPY_AND_SERVE])
        for server in (primary, standby):
            containers.enter_context(server.container)
            server.start()
        yield primary, standby

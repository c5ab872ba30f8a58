"""The servers of the tests: the standby follows, falls behind when told, comes back; none outlives them."""

import os
import signal
import socket
import subprocess
import sys
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text

from infra.postgres.binaries import binary
from tests.database.shop import add_category, revision
from tests.postgres import Postgres
from tests.waiting import wait_until

START_AND_WAIT = """
import pathlib, sys
from infra.postgres.standalone import Cluster
cluster = Cluster.start(pathlib.Path(sys.argv[1]))
print(cluster.nodes, flush=True)
sys.stdin.read()
"""


def on_standby(catalog: Postgres) -> int:
    with catalog.connection("read_public", catalog.standby) as connection:
        return revision(connection)


def write(catalog: Postgres) -> int:
    with catalog.connection("write_api") as connection:
        number: int = connection.execute(text("select catalog.take_revision()")).scalar_one()
        connection.commit()
        return number


def test_a_standby_whose_replay_is_paused_falls_behind_until_it_goes_on(catalog: Postgres) -> None:
    catalog.standby_control.pause_replay()
    written = write(catalog)
    assert on_standby(catalog) < written
    catalog.standby_control.resume_replay()
    catalog.wait_for_replay()
    assert on_standby(catalog) == written


def test_a_killed_standby_comes_back_and_catches_up(catalog: Postgres) -> None:
    catalog.standby_control.kill()
    written = write(catalog)
    catalog.standby_control.start()
    catalog.wait_for_replay()
    assert on_standby(catalog) == written


def test_an_emptied_catalog_is_a_revision_too(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_category(connection, "mugs")
        connection.commit()
        before = revision(connection)
    catalog.empty_catalog()
    with catalog.connection("read_public", catalog.standby) as connection:
        assert revision(connection) == before + 1
        assert connection.execute(text("select count(*) from published.category")).scalar_one() == 0


def test_servers_die_with_the_process_that_started_them() -> None:
    with TemporaryDirectory(prefix="mstore-") as directory:
        command = [sys.executable, "-c", START_AND_WAIT, directory]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            nodes = process.stdout.readline().strip().split(",")
            assert all(is_listening(node) for node in nodes)
            os.kill(process.pid, signal.SIGKILL)
        wait_until(lambda: not any(is_listening(node) for node in nodes), "the end of the servers")


def is_listening(node: str) -> bool:
    host, port = node.split(":")
    with socket.socket() as connection:
        return connection.connect_ex((host, int(port))) == 0


def test_a_program_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSTORE_POSTGRES_BIN", "/nowhere")
    with pytest.raises(FileNotFoundError, match="program initdb is not in /nowhere"):
        binary("initdb")

"""Replicas that die, freeze or fall into the past, while readers read."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from database.migrate import migrate
from database.roles import make_roles
from infra.postgres.standalone import SUPERUSER, Node
from read_api.replicas import Need, NoReplica, Replicas, Snapshot, node
from read_api.replicas.pools import READ_PUBLIC
from tests.libs.serving import Served, serving
from tests.postgres import NodeControl, migration_settings, role_settings
from tests.services.read_api.sightings import served_by, state, wait_for
from tests.services.read_api.trio import Trio, running_trio
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def lasting_trio(key_set_file: Path) -> Iterator[Trio]:
    with running_trio(key_set_file) as trio:
        yield trio


@pytest.fixture
def trio(lasting_trio: Trio) -> Iterator[Trio]:
    """For a test that harms the standbys in ways that can be mended."""
    yield lasting_trio
    lasting_trio.mend()


def test_killing_a_standby_fails_no_read(trio: Trio, tmp_path: Path) -> None:
    with serving("read_api", trio.environment(), tmp_path) as served:
        wait_until(lambda: served.get("/health/ready").ok, "a read-api that is ready")
        with constant_readers(served) as answers:
            for victim in (trio.one, trio.other):
                wait_for_more(answers, 50)
                victim.kill()
                wait_for_more(answers, 200)
                victim.start()
                wait_until(lambda: usable_everywhere(served), "both replicas in rotation again")
    assert set(answers) == {200}


def test_a_broken_read_is_answered_by_another_replica(trio: Trio) -> None:
    with trio.read_api() as app:
        replicas: Replicas = app.extensions["replicas"]
        for node in (trio.one, trio.other):
            wait_for(app, node, "usable")
        tried: list[str] = []

        def view(snapshot: Snapshot) -> str:
            tried.append(snapshot.node)
            if len(tried) == 1:
                end_session(trio, snapshot)
            return str(snapshot.connection.scalar(text("SELECT slug FROM published.product")))

        assert replicas.read(READ_PUBLIC, Need(), view) == "mug"
        assert len(set(tried)) == 2


def test_a_query_that_takes_too_long_is_given_up(trio: Trio) -> None:
    with trio.read_api() as app:
        replicas: Replicas = app.extensions["replicas"]

        def view(snapshot: Snapshot) -> None:
            snapshot.connection.execute(text("SET LOCAL statement_timeout = '10ms'"))
            snapshot.connection.execute(text("SELECT pg_sleep(60)"))

        with pytest.raises(NoReplica, match="too long"):
            replicas.read(READ_PUBLIC, Need(), view)


def test_a_slow_read_does_not_put_replicas_out_of_rotation(
    trio: Trio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(node, "ATTEMPT_SECONDS", 0.3)
    with trio.read_api() as app:
        for each in (trio.one, trio.other):
            wait_for(app, each, "usable")
        replicas: Replicas = app.extensions["replicas"]
        with pytest.raises(NoReplica):
            replicas.read(READ_PUBLIC, Need(), lambda snapshot: sleep(snapshot, 1))
        assert [state(app, each) for each in (trio.one, trio.other)] == ["usable", "usable"]


def test_the_past_is_not_served_while_a_replica_that_is_not_there_hiccups(trio: Trio) -> None:
    with trio.read_api() as app:
        for each in (trio.one, trio.other):
            wait_for(app, each, "usable")
        NodeControl(trio.one).pause_replay()
        trio.owner.change("mug", "description = description || '.'")
        wait_for(app, trio.one, "behind")
        tried: list[str] = []

        def view(snapshot: Snapshot) -> bool:
            tried.append(snapshot.node)
            if len(tried) == 1:
                end_session(trio, snapshot)
            snapshot.connection.execute(text("SELECT 1"))
            return snapshot.is_stale

        assert app.extensions["replicas"].read(READ_PUBLIC, Need(), view) is False
        assert tried == [trio.other.address] * 2


def test_a_frozen_replica_holds_up_no_reader_for_good(trio: Trio) -> None:
    with trio.read_api() as app:
        for node in (trio.one, trio.other):
            wait_for(app, node, "usable")
        with frozen(trio.one):
            for _ in range(10):
                assert served_by(app) == trio.other.address
            wait_for(app, trio.one, "unreachable")
        wait_for(app, trio.one, "usable")


def test_a_replica_in_the_past_is_out_of_rotation_until_it_has_caught_up(trio: Trio) -> None:
    with trio.read_api(cdn_seconds=10) as app:
        wait_for(app, trio.one, "usable")
        NodeControl(trio.one).pause_replay()
        trio.owner.add(f"written-behind-{os.getpid()}")
        wait_for(app, trio.one, "behind")
        assert {served_by(app) for _ in range(20)} == {trio.other.address}

        trio.other.kill()
        stale = app.test_client().get("/v1/products")
        assert stale.status_code == 200
        assert (stale.headers["Catalog-Stale"], stale.headers["Cache-Control"]) == ("true", "no-cache")
        assert app.test_client().get("/health/ready").status_code == 200

        NodeControl(trio.one).resume_replay()
        wait_for(app, trio.one, "usable")
        fresh = app.test_client().get("/v1/products")
        assert "Catalog-Stale" not in fresh.headers
        assert "s-maxage=10" in fresh.headers["Cache-Control"]


def test_a_reader_is_sent_to_the_replica_that_has_what_it_wrote(trio: Trio) -> None:
    NodeControl(trio.one).pause_replay()
    token = trio.owner.change("mug", "description = description || '.'")
    with trio.read_api() as app:
        for _ in range(10):
            response = app.test_client().get("/v1/status", headers={"Catalog-Min-Revision": token})
            assert response.json["served_by"] == trio.other.address


def test_without_a_replica_reads_are_refused_and_the_service_is_not_ready(trio: Trio) -> None:
    with trio.read_api() as app:
        wait_for(app, trio.one, "usable")
        trio.one.kill()
        trio.other.kill()
        response = app.test_client().get("/v1/products")
        assert response.status_code == 503
        assert response.json["type"].endswith("/unavailable")
        assert response.headers["Retry-After"] == "1"
        wait_until(lambda: app.test_client().get("/health/ready").status_code == 503, "not ready")
        trio.one.start()
        assert app.test_client().get("/v1/products").status_code == 200


def test_a_read_api_that_was_there_before_the_schema_becomes_ready_with_it(trio: Trio) -> None:
    later = replace(trio.postgres, name="later")
    make_roles(role_settings(later))
    with trio.read_api(database="later") as app:
        client = app.test_client()
        assert client.get("/health/ready").status_code == 503
        refused = client.get("/v1/products")
        assert (refused.status_code, refused.json["type"].rpartition("/")[2]) == (503, "unavailable")
        migrate(migration_settings(later))
        wait_until(lambda: client.get("/health/ready").status_code == 200, "ready")
        assert client.get("/v1/settings").json["name"] == "mstore"


@contextmanager
def constant_readers(served: Served) -> Iterator[list[int]]:
    """Four clients that read all the time; the statuses they were answered, as they come."""
    statuses: list[int] = []
    over = Event()

    def read() -> None:
        while not over.is_set():
            statuses.append(served.get("/v1/products").status_code)

    with ThreadPoolExecutor(4) as threads:
        readers = [threads.submit(read) for _ in range(4)]
        try:
            yield statuses
        finally:
            over.set()
    for reader in readers:
        reader.result()


def wait_for_more(answers: list[int], count: int) -> None:
    enough = len(answers) + count
    wait_until(lambda: len(answers) >= enough, f"{count} more reads", timeout=60)


def usable_everywhere(served: Served) -> bool:
    states = [node["state"] for node in served.get("/v1/status").json()["replicas"]]
    return states.count("usable") == 2


def sleep(snapshot: Snapshot, seconds: float) -> None:
    snapshot.connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})


def end_session(trio: Trio, snapshot: Snapshot) -> None:
    pid = snapshot.connection.scalar(text("SELECT pg_backend_pid()"))
    with trio.postgres.connection(SUPERUSER, snapshot.node) as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


@contextmanager
def frozen(node: Node) -> Iterator[None]:
    """Every process of a node is stopped: the kernel accepts connections, nothing is answered."""
    assert node.process is not None
    children = Path(f"/proc/{node.process.pid}/task/{node.process.pid}/children").read_text().split()
    pids = [node.process.pid, *map(int, children)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(pids):
            os.kill(pid, signal.SIGCONT)

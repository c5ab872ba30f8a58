"""What a client is told while the leader is away, busy, demoted, or cut off from its replicas."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.postgres import Postgres
from tests.services.write_api.client import Client, mug, slug_of
from tests.services.write_api.history import History
from tests.services.write_api.people import first_owner
from tests.services.write_api.service import Settings, running
from tests.services.write_api.synchronous import no_replica_answers
from tests.waiting import wait_until

WAITS_FOR_REPLICA = "select pid from pg_stat_activity where wait_event = 'SyncRep' and usename = 'write_api'"
CANCEL, TERMINATE = "select pg_cancel_backend(:pid)", "select pg_terminate_backend(:pid)"


def paused(answer: TestResponse) -> bool:
    assert answer.status_code == 503, answer.text
    assert int(answer.headers["Retry-After"]) > 0
    return slug_of(answer) == "writes-paused"


@pytest.mark.parametrize("nodes", ["127.0.0.1:9", "127.0.0.1:9,127.0.0.1:10"])
def test_without_any_node_writes_are_paused(settings: Settings, nodes: str) -> None:
    with running(settings | {"DATABASE_NODES": nodes}) as app:
        assert paused(Client(app, "owner").send("POST", "/v1/products", mug()))


def test_with_replicas_alone_writes_are_paused(settings: Settings, catalog: Postgres) -> None:
    with running(settings | {"DATABASE_NODES": f"{catalog.standby},127.0.0.1:9"}) as app:
        assert paused(Client(app, "owner").send("POST", "/v1/products", mug()))


def test_the_service_is_ready_to_say_so(settings: Settings) -> None:
    with running(settings | {"DATABASE_NODES": "127.0.0.1:9"}) as app:
        assert app.test_client().get("/health/ready").status_code == 200


def test_a_leader_demoted_under_its_connection_is_left(app: Flask, owner: Client) -> None:
    owner.product()
    with app.extensions["leader"].connect() as connection:
        connection.execute(text("set session characteristics as transaction read only"))
        connection.commit()

    assert paused(owner.send("POST", "/v1/products", mug()))
    assert owner.send("POST", "/v1/products", mug()).status_code == 201


def test_a_connection_that_broke_while_it_rested_is_not_noticed(owner: Client, catalog: Postgres) -> None:
    owner.product()
    with catalog.connection("postgres") as connection:
        connection.execute(
            text("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'write_api'")
        )

    assert owner.send("POST", "/v1/products", mug()).status_code == 201


def test_behind_a_writer_who_does_not_end_writes_are_paused(
    owner: Client, catalog: Postgres, history: History
) -> None:
    with catalog.connection("postgres") as slow:
        slow.execute(text("select catalog.take_revision()"))

        assert paused(owner.send("POST", "/v1/products", mug()))

    assert history.count("product") == 0
    assert owner.send("POST", "/v1/products", mug()).status_code == 201


@pytest.mark.parametrize("stop", [CANCEL, TERMINATE], ids=["cancelled", "terminated"])
def test_a_commit_that_no_replica_confirmed_has_an_unknown_outcome_and_a_repeat_one_effect(
    app: Flask, catalog: Postgres, history: History, stop: str
) -> None:
    with sent(app, catalog) as answer:
        unknown = stopped(answer, history, stop)

    assert (unknown.status_code, slug_of(unknown)) == (503, "outcome-unknown")
    assert int(unknown.headers["Retry-After"]) > 0
    assert "with the same Idempotency-Key it has one effect" in unknown.get_json()["detail"]
    repeated = Client(app, "owner").send("POST", "/v1/products", mug(), key="k")
    assert repeated.status_code == 201
    assert history.count("product") == 1


def test_a_repeat_is_answered_only_when_a_replica_has_its_effect(
    app: Flask, catalog: Postgres, history: History
) -> None:
    Client(app, "owner").send("POST", "/v1/products", mug(), key="k")

    with sent(app, catalog) as repeated:
        wait_until(lambda: bool(history.rows(WAITS_FOR_REPLICA)), "a repeat that waits for a replica")
        assert not repeated.done()

    assert repeated.result().status_code == 201


def test_what_no_key_makes_repeatable_is_to_be_looked_for(
    app: Flask, catalog: Postgres, history: History
) -> None:
    person = first_owner(app)
    api_key = {"name": "The till", "scopes": ["catalog:read"]}
    writes: list[Callable[[], TestResponse]] = [
        lambda: Client(app, "owner").send("POST", "/v1/products", mug()),
        lambda: person.send("POST", "/v1/api-keys", api_key, key="k"),
    ]

    for send in writes:
        with under_way(catalog, send) as answer:
            unknown = stopped(answer, history, CANCEL)
        assert (unknown.status_code, slug_of(unknown)) == (503, "outcome-unknown")
        assert "Look whether it was" in unknown.get_json()["detail"]
        assert "Idempotency-Key" not in unknown.get_json()["detail"]

    assert (history.count("product"), history.count("api_key")) == (1, 1)


def stopped(answer: Future[TestResponse], history: History, stop: str) -> TestResponse:
    """What is answered when the commit that waits for a replica is given up."""
    for waiting in wait_until(lambda: history.rows(WAITS_FOR_REPLICA), "a commit that waits for a replica"):
        history.rows(stop, pid=waiting["pid"])
    return answer.result(timeout=20)


def sent(app: Flask, postgres: Postgres) -> AbstractContextManager[Future[TestResponse]]:
    """A POST with the key `k` that is under way."""
    return under_way(postgres, lambda: Client(app, "owner").send("POST", "/v1/products", mug(), key="k"))


@contextmanager
def under_way(postgres: Postgres, send: Callable[[], TestResponse]) -> Iterator[Future[TestResponse]]:
    """A request that is under way; within the block, commits wait for a replica in vain."""
    with ThreadPoolExecutor(1) as pool, no_replica_answers(postgres):
        yield pool.submit(send)

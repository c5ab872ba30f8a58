from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from flask import Flask
from sqlalchemy import text

from tests.libs.serving import serving
from tests.postgres import Postgres
from tests.services.write_api.client import Client, mug, token
from tests.services.write_api.history import History
from tests.services.write_api.service import Settings
from tests.services.write_api.synchronous import no_replica_answers


def bounded_by(seconds: int) -> tuple[str, ...]:
    return ("--worker-class", "write_api.worker.Worker", "--threads", "1", "--timeout", str(seconds))


@pytest.fixture
def slow_products(catalog: Postgres) -> Iterator[Callable[[float], None]]:
    """Lets each new product take so many seconds."""

    def take(seconds: float) -> None:
        execute(f"""
            create or replace function catalog.dawdle() returns trigger language plpgsql as
                'begin perform pg_sleep({seconds}); return null; end';
            create or replace trigger dawdle after insert on catalog.product
                for each row execute function catalog.dawdle()
        """)

    def execute(statement: str) -> None:
        with catalog.connection("catalog_owner") as connection, connection.begin():
            connection.execute(text(statement))

    yield take
    execute("drop trigger if exists dawdle on catalog.product; drop function if exists catalog.dawdle")


def test_of_those_who_save_what_they_saw_at_the_same_time_one_succeeds(app: Flask, owner: Client) -> None:
    made = owner.product()
    clients = [Client(app, "owner") for _ in range(4)]

    with ThreadPoolExecutor(len(clients)) as pool:
        answers = list(
            pool.map(
                lambda number: clients[number].send(
                    "PATCH", made.path, {"title": f"Mug {number}"}, if_match=made.tag
                ),
                range(len(clients)),
            )
        )

    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]


def test_writers_of_the_same_rows_queue_and_never_deadlock(
    app: Flask, owner: Client, history: History
) -> None:
    category = owner.category("Mugs")
    paths = [owner.product(title=f"Mug {number}", category="mugs").path for number in range(3)]
    before = history.revision()

    def write(number: int) -> int:
        path = [*paths, category.path][number % 4]
        return Client(app, "owner").send("PATCH", path, {"title": f"{number}"}, if_match="*").status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(write, range(32))) == {200}

    numbers = [row["number"] for row in history.rows("select number from staff.revision_log order by number")]
    assert numbers[-32:] == list(range(before + 1, before + 33))


def test_a_request_that_no_replica_lets_end_is_ended_and_a_repeat_has_one_effect(
    app: Flask, settings: Settings, catalog: Postgres, history: History, tmp_path: Path
) -> None:
    headers = {"Authorization": f"Bearer {token(app, 'owner')}", "Idempotency-Key": "k"}
    with serving("write_api", settings, tmp_path, *bounded_by(3)) as served:
        with no_replica_answers(catalog), pytest.raises(requests.ConnectionError):
            served.request("POST", "/v1/products", json=mug(), headers=headers)

        answer = served.request("POST", "/v1/products", json=mug(), headers=headers)

    assert answer.status_code == 201
    assert history.count("product") == 1


def test_a_batch_that_goes_on_is_given_time_and_one_that_stands_still_is_ended(
    app: Flask,
    settings: Settings,
    history: History,
    slow_products: Callable[[float], None],
    tmp_path: Path,
) -> None:
    headers = {"Authorization": f"Bearer {token(app, 'owner')}"}
    batch = {
        "operations": [
            {"method": "POST", "path": "/v1/products", "body": mug(title=f"Mug {number}")}
            for number in range(8)
        ]
    }
    with serving("write_api", settings, tmp_path, *bounded_by(2)) as served:
        slow_products(0.5)
        went_on = served.request("POST", "/v1/batch", json=batch, headers=headers)

        slow_products(6)
        with pytest.raises(requests.ConnectionError):
            served.request("POST", "/v1/batch", json=batch, headers=headers)

    assert went_on.status_code == 200
    assert history.count("product") == 8

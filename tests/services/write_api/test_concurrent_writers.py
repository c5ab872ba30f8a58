from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from flask import Flask

from tests.libs.serving import serving
from tests.postgres import Postgres
from tests.services.write_api.client import Client, mug, token
from tests.services.write_api.history import History
from tests.services.write_api.service import Settings
from tests.services.write_api.synchronous import no_replica_answers


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
    bounded = ("--worker-class", "sync", "--threads", "1", "--timeout", "3")
    with serving("write_api", settings, tmp_path, *bounded) as served:
        with no_replica_answers(catalog), pytest.raises(requests.ConnectionError):
            served.request("POST", "/v1/products", json=mug(), headers=headers)

        answer = served.request("POST", "/v1/products", json=mug(), headers=headers)

    assert answer.status_code == 201
    assert history.count("product") == 1

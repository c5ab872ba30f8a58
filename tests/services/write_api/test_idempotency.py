from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from tests.postgres import Postgres
from tests.services.write_api.client import Client, mug, slug_of
from tests.services.write_api.history import History


def test_a_repeat_has_no_second_effect_and_gets_the_same_answer(owner: Client, history: History) -> None:
    first = owner.send("POST", "/v1/products", mug(), key="k")
    revision = history.revision()

    second = owner.send("POST", "/v1/products", mug(), key="k")

    assert (second.status_code, second.data) == (first.status_code, first.data)
    assert _kept(second.headers) == _kept(first.headers)
    assert (history.count("product"), history.revision()) == (1, revision)


def test_a_repeated_change_is_answered_although_its_tag_is_stale_by_now(owner: Client) -> None:
    made = owner.product()

    answers = [owner.send("PATCH", made.path, {"title": "Cup"}, if_match=made.tag, key="k") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].data == answers[1].data


@pytest.mark.parametrize("other", [{"body": mug(title="Cup")}, {"path": "/v1/categories", "body": mug()}])
def test_a_key_of_another_request_is_refused(owner: Client, history: History, other: dict[str, Any]) -> None:
    owner.send("POST", "/v1/products", mug(), key="k")

    answer = owner.send("POST", **{"path": "/v1/products", **other}, key="k")

    assert (answer.status_code, slug_of(answer)) == (422, "idempotency-key-reused")
    assert (history.count("product"), history.count("category")) == (1, 0)


def test_a_key_belongs_to_whoever_sent_it(app: Flask, owner: Client, history: History) -> None:
    owner.send("POST", "/v1/products", mug(), key="k")
    Client(app, "editor").send("POST", "/v1/products", mug(), key="k")

    assert history.count("product") == 2


def test_what_was_refused_is_judged_anew(owner: Client) -> None:
    refused = owner.send("POST", "/v1/products", mug(category="mugs"), key="k")
    owner.category("Mugs")

    assert refused.status_code == 422
    assert owner.send("POST", "/v1/products", mug(category="mugs"), key="k").status_code == 201


def test_a_key_lives_for_a_day(owner: Client, catalog: Postgres, history: History) -> None:
    owner.send("POST", "/v1/products", mug(), key="old")
    with catalog.connection("postgres") as connection, connection.begin():
        connection.execute(
            text("update catalog.idempotency_key set created_at = now() - interval '25 hours'")
        )

    assert owner.send("POST", "/v1/products", mug(title="Cup"), key="old").status_code == 201
    assert history.count("idempotency_key") == 1


def test_twins_at_the_same_time_have_one_effect(app: Flask, history: History) -> None:
    twins = [Client(app, "owner") for _ in range(4)]

    with ThreadPoolExecutor(len(twins)) as pool:
        answers = list(pool.map(lambda twin: twin.send("POST", "/v1/products", mug(), key="k"), twins))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert history.count("product") == 1


@pytest.mark.parametrize("key", ["", "with blank", "x" * 256, "ü"])
def test_a_key_that_cannot_be_one_is_refused(owner: Client, key: str) -> None:
    answer = owner.send("POST", "/v1/products", mug(), key=key)

    assert (answer.status_code, slug_of(answer)) == (400, "malformed")


def _kept(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers if name != "X-Request-Id"}

"""`Catalog-Min-Revision`: from a replica that has it, or not at all."""

from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import InternalError
from werkzeug.test import TestResponse

from read_api.replicas import Need, Replicas, Snapshot
from read_api.replicas.pools import READ_PUBLIC, READ_STAFF
from revision_cache.token import Token
from tests.postgres import Postgres
from tests.services.read_api.long_missed import LongMissed
from tests.services.read_api.owner import Owner
from tests.waiting import wait_until


def ask(app: Flask, minimum: str, wait: str = "0") -> TestResponse:
    headers = {"Catalog-Min-Revision": minimum, "Prefer": f"wait={wait}"}
    return app.test_client().get("/v1/products", headers=headers)


def test_what_was_just_written_is_read(app: Flask, owner: Owner) -> None:
    for number in range(20):
        response = ask(app, owner.add(f"mug-{number}"), wait="5")
        assert response.json["total"] == number + 1


def test_a_replica_without_it_is_not_read(app: Flask, owner: Owner, catalog: Postgres) -> None:
    catalog.standby_control.pause_replay()
    response = ask(app, owner.add("mug"))
    assert response.status_code == 503
    assert response.json["type"].endswith("/replica-behind")
    assert response.headers["Retry-After"] == "1"
    assert app.test_client().get("/v1/products").json["total"] == 0


def test_a_reader_waits_for_it(app: Flask, owner: Owner, catalog: Postgres) -> None:
    catalog.standby_control.pause_replay()
    token = owner.add("mug")
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(ask, app, token, "5")
        assert ask(app, token).status_code == 503
        assert not waiting.done()
        catalog.standby_control.resume_replay()
        assert waiting.result().json["total"] == 1


def test_only_a_few_may_wait_at_once(app: Flask, owner: Owner, catalog: Postgres) -> None:
    """Half of the four connections of this process: of three readers one is refused at once."""
    catalog.standby_control.pause_replay()
    token = owner.add("mug")
    with ThreadPoolExecutor() as threads:
        waiting = [threads.submit(ask, app, token, "5") for _ in range(3)]
        refused = next(as_completed(waiting)).result()
        assert refused.status_code == 503
        assert "too many" in refused.json["detail"]
        catalog.standby_control.resume_replay()
        assert sorted(each.result().status_code for each in waiting) == [200, 200, 503]
    assert ask(app, owner.add("bowl"), wait="5").status_code == 200


def test_a_token_of_any_former_revision_is_good(app: Flask, owner: Owner) -> None:
    tokens = [owner.add(f"mug-{number}") for number in range(3)]
    assert [ask(app, token, wait="5").status_code for token in reversed(tokens)] == [200, 200, 200]


def test_a_read_sees_one_state_of_the_catalog_from_its_token_to_its_end(
    app: Flask, owner: Owner, catalog: Postgres
) -> None:
    token = Token.parse(owner.add("mug"))
    count = text("SELECT count(*) FROM published.product")

    def view(snapshot: Snapshot) -> tuple[Token, int | None]:
        owner.add("written-meanwhile")
        catalog.wait_for_replay()
        return snapshot.token, snapshot.connection.scalar(count)

    replicas: Replicas = app.extensions["replicas"]
    assert replicas.read(READ_PUBLIC, Need(token, wait=5), view) == (token, 1)


@pytest.mark.parametrize("role", [READ_PUBLIC, READ_STAFF])
def test_a_read_cannot_write(app: Flask, owner: Owner, role: str) -> None:
    def view(snapshot: Snapshot) -> None:
        snapshot.connection.execute(text("CREATE TEMPORARY TABLE t ()"))

    with pytest.raises(InternalError, match="read-only transaction"):
        app.extensions["replicas"].read(role, Need(), view)


@pytest.mark.parametrize("revisions_later", [0, 1])
def test_a_token_of_a_lost_history_is_told_from_ours(app: Flask, owner: Owner, revisions_later: int) -> None:
    number = owner.add("mug").partition(".")[0]
    for later in range(revisions_later):
        owner.add(f"later-{later}")
    newest = owner.token()
    assert ask(app, newest, wait="5").status_code == 200
    response = ask(app, f"{number}.{'0' * 16}")
    assert response.status_code == 412
    assert response.json["type"].endswith("/revision-lost")
    assert response.json["current"] == response.headers["Catalog-Revision"] == newest


@pytest.mark.parametrize("minimum", ["latest", "12", "-1.0000000000000000", f"{10**15}.{'0' * 16}", ""])
def test_a_token_that_no_replica_can_ever_have_is_refused_at_once(
    app: Flask, owner: Owner, minimum: str
) -> None:
    assert ask(app, owner.add("mug"), wait="5").status_code == 200
    response = ask(app, minimum, wait="5")
    assert response.status_code == 400
    assert response.json["errors"][0]["header"] == "Catalog-Min-Revision"


@pytest.mark.parametrize("ahead", [1, 500, 10**9])
def test_a_revision_that_nobody_had_for_a_minute_was_lost_though_its_number_is_still_to_come(
    app: Flask, owner: Owner, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    """As after a backup was restored: the number may not be reached for days."""
    newest = owner.add("mug")
    assert ask(app, newest, wait="5").status_code == 200
    asked = f"{int(newest.partition('.')[0]) + ahead}.{'0' * 16}"
    assert ask(app, asked).status_code == (503 if ahead < 10_000 else 400)
    replicas: Replicas = app.extensions["replicas"]
    monkeypatch.setattr(replicas, "missed", LongMissed())
    wait_until(lambda: str(replicas.lookout.newest()) == newest, "a look")
    lost = ask(app, asked)
    assert (lost.status_code, lost.json["type"].rpartition("/")[2]) == (412, "revision-lost")
    assert lost.json["current"] == newest


def test_nothing_is_called_lost_while_every_replica_lags(
    app: Flask, owner: Owner, catalog: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog.standby_control.pause_replay()
    replicas: Replicas = app.extensions["replicas"]
    monkeypatch.setattr(replicas, "missed", LongMissed())
    token = owner.add("mug")
    wait_until(lambda: replicas.lookout.newest() is None, "a look at the lag")
    assert ask(app, token).status_code == 503

"""An upload is kept whole or not at all, holds nobody up, and is rendered anew when there is a new format."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.libs.serving import serving
from tests.postgres import Postgres
from tests.services.write_api.client import Client, slug_of, token
from tests.services.write_api.drawn import encoded, picture, upload
from tests.services.write_api.history import History
from tests.services.write_api.service import Settings
from tests.waiting import wait_until
from write_api.media import commands
from write_api.media.pictures import Picture, read_picture

MUG = encoded(picture(400, 300), "PNG")
HALF_WAY = """
    select pid from pg_stat_activity
     where usename = 'write_api' and wait_event_type = 'Lock'
       and query like 'INSERT INTO catalog.media_rendition%'
"""
Rows = list[dict[str, Any]]
NOT_LIKE_TODAY = (
    "delete from catalog.media_rendition where format = 'avif'",
    "update catalog.product_media set media = media",
)


def no_decoding(_: bytes) -> Picture:
    pytest.fail("It was decoded.")


@contextmanager
def stopped_half_way(postgres: Postgres, history: History) -> Iterator["Future[Rows]"]:
    """Within the block an upload waits once it has kept the picture but no size of it; gives its backend."""
    with postgres.connection("postgres") as connection, ThreadPoolExecutor() as pool:
        connection.execute(text("lock table catalog.media_rendition in share mode"))
        waiting = pool.submit(lambda: wait_until(lambda: history.rows(HALF_WAY), "an upload half-way", 60))
        yield waiting
        connection.rollback()


def test_the_same_bytes_again_are_not_decoded(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    first = upload(owner, MUG)
    monkeypatch.setattr(commands, "read_picture", no_decoding)

    second = upload(owner, MUG)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json() == second.get_json()


def test_nobody_waits_while_a_picture_is_encoded(
    owner: Client, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile: list[int] = []

    def encode(data: bytes) -> Picture:
        monkeypatch.setattr(commands, "read_picture", read_picture)
        meanwhile.append(owner.send("POST", "/v1/categories", {"title": "Mugs"}).status_code)
        meanwhile.append(upload(owner, data).status_code)
        return read_picture(data)

    monkeypatch.setattr(commands, "read_picture", encode)

    answer = upload(owner, MUG, key="outer")

    assert meanwhile == [201, 201]
    assert answer.status_code == 200  # the other one was first
    assert history.count("media") == 1


def test_a_worker_that_is_killed_leaves_nothing(
    app: Flask, settings: Settings, history: History, catalog: Postgres, tmp_path: Path
) -> None:
    headers = {"Authorization": f"Bearer {token(app, 'owner')}"}
    with serving("write_api", settings, tmp_path) as served, ThreadPoolExecutor() as pool:

        def send() -> requests.Response:
            return served.request("POST", "/v1/media", data=MUG, headers=headers)

        with stopped_half_way(catalog, history) as waiting:
            answer = pool.submit(send)
            waiting.result()
            for worker in psutil.Process(served.process.pid).children():
                worker.kill()
            with pytest.raises(requests.ConnectionError):
                answer.result()
            wait_until(lambda: not history.rows(HALF_WAY), "its transaction has ended", 10)
            assert history.count("media") == 0
        assert history.count("media_rendition") == 0

        assert wait_until(lambda: _unless_refused(send), "another worker").status_code == 201
    assert history.count("media") == 1


def test_a_connection_that_breaks_leaves_nothing(owner: Client, history: History, catalog: Postgres) -> None:
    with ThreadPoolExecutor() as pool, stopped_half_way(catalog, history) as waiting:
        answer: Future[TestResponse] = pool.submit(upload, owner, MUG)
        [backend] = waiting.result()
        history.rows("select pg_terminate_backend(:pid)", **backend)
        assert (answer.result().status_code, slug_of(answer.result())) == (503, "writes-paused")

    assert history.count("media") == history.count("media_rendition") == 0
    assert upload(owner, MUG).status_code == 201


def test_older_pictures_are_rendered_in_today_s_formats(
    app: Flask, owner: Client, history: History, catalog: Postgres
) -> None:
    unused = upload(owner, encoded(picture(30, 20), "PNG")).get_json()
    media = upload(owner, MUG).get_json()["media"]
    owner.category()
    owner.product(status="active", category="mugs", images=[{"media": media, "alt": "A mug"}])
    before = [types(shown) for shown in everywhere(history)]
    _age(catalog)
    older = [types(shown) for shown in everywhere(history)]
    number = history.revision()

    assert render(app) == {"rendered": 2, "refused": {}}

    assert before == [["image/avif", "image/webp", "image/jpeg"]] * 3
    assert older == [["image/webp", "image/jpeg"]] * 3
    assert [types(shown) for shown in everywhere(history)] == before
    assert history.revision() == number + 1  # of the one that is shown
    assert (history.newest()["actor"], history.newest()["reason"]) == ("render-pictures", "render pictures")
    assert upload(owner, encoded(picture(30, 20), "PNG")).get_json() == unused
    assert render(app) == {"rendered": 0, "refused": {}}


def test_an_older_picture_that_cannot_be_rendered_is_named_and_left(
    app: Flask, owner: Client, history: History, catalog: Postgres
) -> None:
    media = upload(owner, MUG).get_json()["media"]
    _age(catalog, "update catalog.media set original = 'nothing'")

    told = render(app)

    assert told["rendered"] == 0
    assert list(told["refused"]) == [media]
    formats = {row["format"] for row in history.rows("select format from published.media_rendition")}
    assert formats == {"webp", "jpg"}


def everywhere(history: History) -> list[dict[str, Any]]:
    """The picture as the product shows it, as its prepared document does, and as its category does."""
    [product] = history.rows("select images[0] as image from (select images::jsonb from published.product)")
    [document] = history.rows("select document -> 'images' -> 0 as image from published.product_document")
    [category] = history.rows("select image from published.category")
    return [product["image"], document["image"], category["image"]]


def types(image: dict[str, Any]) -> list[str]:
    return [source["type"] for source in image["sources"]]


def render(app: Flask) -> dict[str, Any]:
    ran = app.test_cli_runner().invoke(args=["render-pictures"])
    assert ran.exit_code == 0, ran.output
    told: dict[str, Any] = json.loads(ran.output)
    return told


def _age(catalog: Postgres, *more: str) -> None:
    """Make all pictures as they were before there was AVIF."""
    with catalog.connection("postgres") as connection, connection.begin():
        for statement in (*NOT_LIKE_TODAY, *more):
            connection.execute(text(statement))


def _unless_refused(send: Callable[[], requests.Response]) -> requests.Response | None:
    try:
        return send()
    except requests.ConnectionError:
        return None

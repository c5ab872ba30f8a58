"""Whichever statement of a write fails, nothing of it is left, and its repeat has one effect."""

import io
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import Connection, event, text
from werkzeug.test import TestResponse

from service_defaults.permissions import permission_of
from tests.postgres import Postgres
from tests.services.write_api.client import Client, Document, euros, glazed_mug, mug, slug_of
from tests.services.write_api.history import History
from write_api.imports.plan_job import plan_next
from write_api.transactions import undecorated

NAMES = text(
    "select table_name from information_schema.tables"
    " where table_schema = 'catalog' and table_type = 'BASE TABLE' order by table_name"
)
DIGEST = "select '{0}', md5(string_agg(kept::text, ' ' order by kept::text)) from catalog.{0} as kept"
CUT = text("select pg_terminate_backend(:pid, 5000)")
RAISE = "do $$ begin raise exception 'injected' using errcode = '{}'; end $$"
# The connection is lost; or PostgreSQL cancels the statement, as one that takes too long. Each with the first
# place at which the write fails: a connection that is lost when it is first asked is replaced by another.
FAULTS = {"cut": 2, "57014": 1}
PRODUCT = "/v1/products/<uuid:product_id>"
FILE = b"Handle,Title,Variant Price\ncup,Cup,12.50\n"
TIN = {"price": euros("30.00"), "options": {"Glaze": "Tin"}}


@dataclass(frozen=True)
class Write:
    """A request that has an effect, to be sent as often as one likes."""

    method: str
    path: str
    body: Document | None = None
    if_match: str | None = None
    data: bytes | None = None
    content_type: str = "image/png"

    def send(self, client: Client) -> TestResponse:
        how: dict[str, Any] = {"data": self.data, "content_type": self.content_type} if self.data else {}
        return client.send(self.method, self.path, self.body, if_match=self.if_match, key="k", **how)


def of_product(method: str, body: Document | None = None, suffix: str = "") -> Callable[[Client], Write]:
    def make(owner: Client) -> Write:
        owner.category("Mugs")
        made = owner.create("/v1/products", glazed_mug("Ash", "Iron") | {"category": "mugs"})
        if suffix == "/restore":
            trashed = owner.send("DELETE", made.path, if_match="*")
            return Write(method, made.path + suffix, body, trashed.headers["ETag"])
        return Write(method, made.path + suffix, body, made.tag)

    return make


def of_part(method: str, path: str, body: Document | None = None) -> Callable[[Client], Write]:
    """Of a product with two variants and a picture; `{variant}` and `{image}` name one of each."""

    def make(owner: Client) -> Write:
        uploads = [upload(owner, color) for color in ("#aabbcc", "#ccbbaa")]
        made = owner.create("/v1/products", glazed_mug("Ash", "Iron") | {"images": [{"media": uploads[0]}]})
        named = path.format(variant=made.document["variants"][0]["id"], image=uploads[0])
        sent = body | {"media": uploads[1]} if body and "media" in body else body
        return Write(method, made.path + named, sent, made.tag)

    return make


def of_tag(path: str, **body: str) -> Callable[[Client], Write]:
    def make(owner: Client) -> Write:
        owner.product(tags=["a", "b"])
        return Write("POST", path, body)

    return make


def of_category(method: str, body: Document | None = None) -> Callable[[Client], Write]:
    def make(owner: Client) -> Write:
        made = owner.category("Mugs")
        return Write(method, made.path, body, made.tag)

    return make


def of_undo(owner: Client) -> Write:
    made = owner.create("/v1/products", glazed_mug("Ash", "Iron") | {"description": "Old"})
    answer = owner.send("PATCH", made.path, mug(description="New", options=[]), if_match="*")
    number = answer.headers["Catalog-Revision"].partition(".")[0]
    return Write("POST", f"/v1/revisions/{number}/undo", {})


def of_option(owner: Client) -> Write:
    made = owner.create("/v1/products", glazed_mug("Ash"))
    return Write("DELETE", f"{made.path}/options/0", None, made.tag)


def of_batch(owner: Client) -> Write:
    made = owner.product()
    operations = [
        {"method": "POST", "path": "/v1/categories", "body": {"title": "Mugs"}},
        {"method": "POST", "path": "/v1/products", "body": glazed_mug("Ash") | {"category": "mugs"}},
        {"method": "PATCH", "path": made.path, "body": {"title": "Cup"}, "if_match": made.tag},
    ]
    return Write("POST", "/v1/batch", {"operations": operations})


def of_file(_: Client) -> Write:
    return Write("POST", "/v1/imports?name=mugs", data=FILE, content_type="text/csv")


def of_import(method: str, suffix: str = "") -> Callable[[Client], Write]:
    """Of an import that is planned."""

    def make(owner: Client) -> Write:
        file = of_file(owner)
        answer = owner.send(file.method, file.path, data=file.data, content_type=file.content_type)
        imported = answer.get_json()
        assert plan_next(owner.app.extensions["leader"])
        return Write(method, f"/v1/imports/{imported['id']}{suffix}", {} if suffix == "/apply" else None, "*")

    return make


def picture(color: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (400, 300), color).save(drawn, "PNG")
    return drawn.getvalue()


def upload(owner: Client, color: str) -> str:
    answer = owner.send("POST", "/v1/media", data=picture(color), content_type="image/png")
    return str(answer.get_json()["media"])


WRITES: dict[str, Callable[[Client], Write]] = {
    "POST /v1/products": lambda _: Write("POST", "/v1/products", glazed_mug("Ash", "Iron")),
    f"PUT {PRODUCT}": of_product("PUT", glazed_mug("Tin") | {"title": "Cup"}),
    f"PATCH {PRODUCT}": of_product("PATCH", {"title": "Cup", "category": None}),
    f"DELETE {PRODUCT}": of_product("DELETE"),
    f"POST {PRODUCT}/restore": of_product("POST", suffix="/restore"),
    f"POST {PRODUCT}/duplicate": of_product("POST", {}, "/duplicate"),
    f"POST {PRODUCT}/variants": of_part("POST", "/variants", TIN),
    f"PATCH {PRODUCT}/variants/<uuid:variant_id>": of_part("PATCH", "/variants/{variant}", {"stock": 1}),
    f"DELETE {PRODUCT}/variants/<uuid:variant_id>": of_part("DELETE", "/variants/{variant}"),
    f"POST {PRODUCT}/images": of_part("POST", "/images", {"media": "", "place": 0}),
    f"PATCH {PRODUCT}/images/<sha256>": of_part("PATCH", "/images/{image}", {"alt": "A mug"}),
    f"DELETE {PRODUCT}/images/<sha256>": of_part("DELETE", "/images/{image}"),
    f"POST {PRODUCT}/options": of_part("POST", "/options", {"name": "Size", "value": "S"}),
    f"PATCH {PRODUCT}/options/<int:place>": of_part("PATCH", "/options/0", {"values": {"Ash": "Moss"}}),
    f"DELETE {PRODUCT}/options/<int:place>": of_option,
    "POST /v1/tags/rename": of_tag("/v1/tags/rename", name="a", to="b"),
    "POST /v1/tags/remove": of_tag("/v1/tags/remove", name="a"),
    "POST /v1/batch": of_batch,
    "POST /v1/revisions/<int:number>/undo": of_undo,
    "POST /v1/categories": lambda _: Write("POST", "/v1/categories", {"title": "Mugs"}),
    "PUT /v1/categories/<uuid:category_id>": of_category("PUT", {"title": "Cups"}),
    "PATCH /v1/categories/<uuid:category_id>": of_category("PATCH", {"slug": "cups"}),
    "DELETE /v1/categories/<uuid:category_id>": of_category("DELETE"),
    "PATCH /v1/settings": lambda _: Write("PATCH", "/v1/settings", {"name": "Clay", "about": "x"}, "*"),
    "POST /v1/imports": of_file,
    "POST /v1/imports/<uuid:import_id>/plan": of_import("POST", "/plan"),
    "POST /v1/imports/<uuid:import_id>/apply": of_import("POST", "/apply"),
    "DELETE /v1/imports/<uuid:import_id>": of_import("DELETE"),
    "POST /v1/media": lambda _: Write("POST", "/v1/media", data=picture("#aabbcc")),
}


def test_the_table_has_every_write_of_the_catalog(app: Flask) -> None:
    writes = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in {"GET", "HEAD", "OPTIONS"}
        and permission_of(app, rule.endpoint) == "catalog:write"
        and undecorated(app.view_functions[rule.endpoint])
    }
    assert writes == WRITES.keys()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("label", WRITES)
def test_a_write_that_fails_anywhere_leaves_nothing(
    app: Flask, owner: Client, catalog: Postgres, history: History, label: str, fault: str
) -> None:
    write = WRITES[label](owner)
    app.extensions["leader"].connect().close()  # what SQLAlchemy asks of its first connection is not counted
    with catalog.connection("postgres") as watcher:
        watcher.execution_options(isolation_level="AUTOCOMMIT")
        before = digests(watcher)
        for place in itertools.count(FAULTS[fault]):
            with failing(app, watcher, place, fault) as failed:
                answer = write.send(owner)
            if not failed:
                break
            expected = "outcome-unknown" if failed == ["COMMIT"] else "writes-paused"
            assert (answer.status_code, slug_of(answer)) == (503, expected), (failed, answer.text)
            assert int(answer.headers["Retry-After"]) > 0
            assert digests(watcher) == before, failed
    assert answer.status_code < 300, answer.text
    assert place > 4  # it was signed, the key looked up, something changed, the answer kept
    after = history.revision()
    again = write.send(owner)
    assert (again.status_code, again.data, history.revision()) == (answer.status_code, answer.data, after)


@contextmanager
def failing(app: Flask, watcher: Connection, place: int, fault: str) -> Iterator[list[str]]:
    """Within the block the statement at this place fails; it yields that one, or nothing."""
    leader = app.extensions["leader"]
    places, failed = itertools.count(1), list[str]()

    def execute(cursor: Any, statement: str, *_: Any) -> None:
        if next(places) == place:
            failed.append(statement)
            if fault == "cut":
                watcher.execute(CUT, {"pid": cursor.connection.info.backend_pid})
            else:
                cursor.execute(RAISE.format(fault))

    def commit(connection: Connection) -> None:
        if fault == "cut" and next(places) == place:
            failed.append("COMMIT")
            driver: Any = connection.connection.driver_connection
            watcher.execute(CUT, {"pid": driver.info.backend_pid})

    listeners: dict[str, Callable[..., None]] = {
        "do_execute": execute,
        "do_executemany": execute,
        "commit": commit,
    }
    for name, listener in listeners.items():
        event.listen(leader, name, listener)
    try:
        yield failed
    finally:
        for name, listener in listeners.items():
            event.remove(leader, name, listener)


def digests(watcher: Connection) -> dict[str, str]:
    """All rows of the schema, table by table."""
    names = watcher.scalars(NAMES).all()
    union = " union all ".join(DIGEST.format(name) for name in names)
    return {row[0]: row[1] for row in watcher.execute(text(union))}

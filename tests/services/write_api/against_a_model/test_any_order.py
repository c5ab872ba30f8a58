"""Whatever is asked of write-api, in whatever order, a shop of plain Python answers and keeps the same.

MSTORE_TEST_EXAMPLES asks for so many runs, of other requests each time; CI has time for a few, always the
same ones.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from werkzeug.test import TestResponse

from tests.database.shop import add_media
from tests.postgres import Postgres
from tests.services.write_api.against_a_model.asked import Asked
from tests.services.write_api.against_a_model.database import Database
from tests.services.write_api.against_a_model.requests import asked, batch, undo
from tests.services.write_api.against_a_model.shop import Row, Rows, Shop
from tests.services.write_api.against_a_model.undo import Undo, Undone
from tests.services.write_api.against_a_model.wire import Refused, written
from tests.services.write_api.client import Client, slug_of
from tests.services.write_api.service import running, settings_of

EXAMPLES = os.environ.get("MSTORE_TEST_EXAMPLES")
MEDIA = ("a" * 64, "b" * 64)
# How a row that a request has made is found: what no two of them have in common.
FOUND_BY = {
    "category": ("slug",),
    "product": ("slug",),
    "variant": ("product_id", "position"),
    "product_media": ("product_id", "media"),
}
REFERENCES = ("product_id", "category_id", "parent_id")


class Requests(RuleBasedStateMachine):
    """Sends a request, asks the model for the answer, and compares all that is there then."""

    def __init__(self, client: Client, database: Database) -> None:
        super().__init__()
        self.client, self.database = client, database
        self.shop = Shop(MEDIA)
        self.revision = database.revision()
        self.first = self.revision
        self.past = {self.revision: self.shop}
        self.shown: dict[str, Row] = database.shown()
        self.seen: dict[str, list[str]] = defaultdict(list)
        self.deleted_at: dict[int, str] = {}
        self.keyed: list[tuple[Asked, str, TestResponse]] = []
        self._see()

    @rule(data=st.data(), has_key=st.booleans())
    def ask(self, data: st.DataObject, has_key: bool) -> None:
        self._send(data.draw(asked(self.shop, self.seen)), has_key)

    @rule(data=st.data(), count=st.integers(1, 4), has_key=st.booleans())
    def ask_for_many(self, data: st.DataObject, count: int, has_key: bool) -> None:
        shop, parts = self.shop.copy(), []
        for _ in range(count):
            part = data.draw(asked(shop, self.seen, in_batch=True))
            parts.append(part)
            try:
                part.does(shop, self.revision + 1)
            except Refused:
                break
        self._send(batch(parts), has_key)

    @precondition(lambda self: self.revision > self.first)
    @rule(data=st.data(), is_forced=st.booleans())
    def undo(self, data: st.DataObject, is_forced: bool) -> None:
        number = self.revision - data.draw(st.integers(0, self.revision - self.first - 1))
        force = frozenset[str]()
        if is_forced:
            plain = self._undo(number, force)
            force = frozenset(plain.done(self.shop.copy(), self.revision + 1).left)
        self._send(undo(self._undo(number, force)), has_key=False)

    @precondition(lambda self: self.keyed)
    @rule(data=st.data())
    def repeat(self, data: st.DataObject) -> None:
        sent, key, given = data.draw(st.sampled_from(self.keyed))
        again = self._answer(sent, key)
        assert (again.status_code, again.data) == (given.status_code, given.data)
        assert _kept(again) == _kept(given)
        self._compare(self.shop, changed=False)

    @precondition(lambda self: self.keyed)
    @rule(data=st.data())
    def use_a_key_again(self, data: st.DataObject) -> None:
        other, key, _ = data.draw(st.sampled_from(self.keyed))
        sent = data.draw(asked(self.shop, self.seen))
        if (sent.method, sent.path, sent.body) != (other.method, other.path, other.body):
            assert slug_of(self._answer(sent, key)) == "idempotency-key-reused"
            self._compare(self.shop, changed=False)

    def teardown(self) -> None:
        assert self.database.keeps_what_would_be_made_anew()

    def _send(self, sent: Asked, has_key: bool) -> None:
        wanted = self.shop.copy()
        key = f"key-{self.revision}-{len(self.keyed)}" if has_key else None
        done, refused = _done(sent, wanted, self.revision + 1)
        answer = self._answer(sent, key)
        if refused:
            assert answer.status_code >= 400, (sent, refused, answer.text)
            assert slug_of(answer) in refused, (sent, refused, answer.text)
            self._compare(self.shop, changed=False)
            return
        assert answer.status_code < 300, (sent, answer.text)
        self._compare(wanted, changed=True, is_one=sent.of is not None)
        self._judge(sent, answer, done)
        if key:
            self.keyed.append((sent, key, answer))

    def _answer(self, sent: Asked, key: str | None) -> TestResponse:
        body = {} if sent.body is None and sent.method == "POST" else sent.body
        answer = self.client.send(sent.method, sent.path, body, if_match=sent.if_match, key=key)
        assert answer.status_code < 500, (sent, answer.text)
        assert "The database refuses" not in answer.text, (sent, answer.text)
        return answer

    def _judge(self, sent: Asked, answer: TestResponse, done: Any) -> None:
        """What an answer says is what is there."""
        number = self.database.revision()
        assert answer.headers["Catalog-Revision"].startswith(f"{number}.")
        if "ETag" in answer.headers:
            key = "settings" if sent.of == "settings" else answer.get_json()["id"]
            assert answer.headers["ETag"].strip('"').partition(".")[0] == self.seen[key][-1]
        if isinstance(done, Undone):
            said = answer.get_json()
            assert (said["changes"], {each["name"] for each in said["left"]}) == (done.changes, done.left)

    def _compare(self, wanted: Shop, *, changed: bool, is_one: bool = False) -> None:
        """All rows are as the model has them, nothing is wrong with any, and tags tell what changed."""
        there = self.database.tables()
        if changed:
            self._name(wanted, there)
            self.shop = wanted
            self.revision += 1
            self.past[self.revision] = wanted
        assert self.database.revision() == self.revision
        for name, rows in self.shop.tables.items():
            kept = {key: written(self._as_kept(row)) for key, row in rows.items()}
            assert kept == {key: written(row) for key, row in there[name].items()}, name
        assert self.database.faults() == {}
        self._compare_tags(is_one)

    def _compare_tags(self, is_one: bool) -> None:
        shown = self.database.shown()
        for key, row in shown.items():
            before = self.shown.get(key)
            is_same_tag = before is not None and before["revision_nonce"] == row["revision_nonce"]
            is_same = before is not None and before["shown"] == row["shown"]
            assert is_same or not is_same_tag, (before, row)
            if is_one and key in self.shop.product:
                assert is_same_tag or not is_same, (before, row)
        self.shown = shown
        self._see()

    def _see(self) -> None:
        for key, row in self.shown.items():
            state = f"{row['revision']}-{row['revision_nonce'][:8]}"
            if self.seen[key][-1:] != [state]:
                self.seen[key].append(state)

    def _name(self, wanted: Shop, there: dict[str, Rows]) -> None:
        """Give the model's new rows the ids that the database gave them."""
        for table, columns in FOUND_BY.items():
            rows = wanted.tables[table]
            fresh = [key for key in rows if key.startswith("new-")]
            unknown = {
                tuple(row[column] for column in columns): key
                for key, row in there[table].items()
                if key not in rows
            }
            for key in fresh:
                name = tuple(rows[key][column] for column in columns)
                assert name in unknown, (table, rows[key], there[table])
                rows[unknown[name]] = rows.pop(key)
                self._rename(wanted, key, unknown[name])

    @staticmethod
    def _rename(wanted: Shop, old: str, new: str) -> None:
        for rows in wanted.tables.values():
            for row in rows.values():
                row.update({column: new for column in REFERENCES if row.get(column) == old})

    def _as_kept(self, row: Row) -> Row:
        if row.get("deleted") is None:
            return row
        at = self.deleted_at.setdefault(row["deleted"], self._newest_deletion())
        return row | {"deleted": at}

    def _newest_deletion(self) -> str:
        return max(filter(None, (row["deleted"] for row in self.database.tables()["product"].values())))

    def _undo(self, number: int, force: frozenset[str]) -> Undo:
        touched = {key: row["revision"] for key, row in self.shown.items()}
        return Undo(number, self.past[number - 1], self.past[number], touched, force)


def _done(sent: Asked, shop: Shop, revision: int) -> tuple[Any, set[str]]:
    """What the request does to the shop, or the problems with which it is refused."""
    try:
        return sent.does(shop, revision), set()
    except Refused as refused:
        return None, refused.slugs


def _kept(answer: TestResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers if name != "X-Request-Id"}


@pytest.fixture(scope="module")
def lasting(postgres: Postgres, signing_key_file: Path) -> Iterator[Flask]:
    with running(settings_of(postgres, signing_key_file)) as app:
        yield app


@pytest.mark.timeout(7200 if EXAMPLES else 400)
def test_the_shop_is_what_the_model_is(lasting: Flask, postgres: Postgres) -> None:
    with postgres.connection("postgres") as connection:

        def begin() -> Requests:
            connection.rollback()
            postgres.empty_catalog()
            for picture in MEDIA:
                add_media(connection, picture[0])
            connection.commit()
            database = Database(connection, 0)
            return Requests(Client(lasting, "owner"), Database(connection, database.revision()))

        run_state_machine_as_test(  # type: ignore[no-untyped-call]
            begin,
            settings=settings(
                max_examples=int(EXAMPLES or 30),
                stateful_step_count=30,
                derandomize=EXAMPLES is None,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

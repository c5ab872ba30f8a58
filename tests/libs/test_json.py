from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from flask import Flask, json

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_members_keep_their_order_and_take_no_blanks(app: Flask, with_defaults: Callable[..., Flask]) -> None:
    app.add_url_rule("/things", view_func=lambda: {"z": [1, 2], "a": {"é": None}})
    assert with_defaults().test_client().get("/things").text == '{"z":[1,2],"a":{"é":null}}\n'


def test_times_are_rfc_3339_in_utc(with_defaults: Callable[..., Flask]) -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=2)))
    with with_defaults().app_context():
        assert json.dumps([NOON, elsewhere]) == '["2026-11-22T12:00:00Z","2026-11-22T12:00:00Z"]'
        assert json.dumps(NOON.replace(microsecond=5)) == '"2026-11-22T12:00:00.000005Z"'


def test_ids_are_strings(with_defaults: Callable[..., Flask]) -> None:
    with with_defaults().app_context():
        assert json.dumps(UUID(int=1)) == '"00000000-0000-0000-0000-000000000001"'

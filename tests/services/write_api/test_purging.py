"""History is purged from a shell."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from tests.postgres import SUPERUSER, Postgres
from tests.services.write_api.history import History


@pytest.fixture
def aged(catalog: Postgres) -> Iterator[int]:
    """All revisions but the newest are a year old; how many there are. Afterwards none counts as purged."""
    age = text("""
        update catalog.revision_log set at = now() - interval '1 year'
         where number < (select number from catalog.revision)
    """)
    with catalog.connection(SUPERUSER) as connection:
        connection.execute(age)
        connection.commit()
        yield connection.execute(text("select count(*) from catalog.revision_log")).scalar_one()
        connection.execute(text("update catalog.history set oldest = 0"))
        connection.commit()


def purge(app: Flask, days: str) -> int:
    ran = app.test_cli_runner().invoke(args=["purge-history", "--keep-days", days])
    assert ran.exit_code == 0, ran.output
    purged: int = json.loads(ran.output)["purged"]
    return purged


def test_old_revisions_are_forgotten_step_by_step_and_the_newest_is_not(
    app: Flask, history: History, aged: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("write_api.cli.PURGED_AT_ONCE", 1 + aged // 3)
    newest = history.revision()
    assert purge(app, "400") == 0
    assert purge(app, "30") == aged - 1
    assert purge(app, "0") == 0
    assert history.revision() == newest
    assert history.rows("select oldest from published.history") == [{"oldest": newest}]
    assert history.count("revision_log") == 1


@pytest.mark.parametrize("days", ["-1", "x", ""])
def test_what_is_to_be_kept_is_a_number_of_days(app: Flask, days: str) -> None:
    assert app.test_cli_runner().invoke(args=["purge-history", "--keep-days", days]).exit_code != 0

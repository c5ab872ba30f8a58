"""History and trash are purged from a shell."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from tests.postgres import SUPERUSER, Postgres
from tests.services.write_api.client import Client
from tests.services.write_api.history import History
from write_api.jobs.registry import JOBS


@pytest.fixture
def aged(catalog: Postgres) -> Iterator[int]:
    """All revisions but the newest are a year old; how many there are. Afterwards none counts as purged."""
    age = text("""
        update catalog.revision_log set at = now() - interval '1 year'
         where number < (select number from catalog.revision)
    """)
    known = text("update catalog.history set oldest = (select min(number) from catalog.revision_log)")
    with catalog.connection(SUPERUSER) as connection:
        connection.execute(age)
        connection.execute(known)  # whoever purged before may have left it otherwise
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


def test_what_was_long_in_the_trash_is_removed_and_nothing_else(
    app: Flask, owner: Client, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("write_api.jobs.housekeeping.REMOVED_AT_ONCE", 2)
    owner.product(title="Kept")
    for title in ("Old", "Older", "Oldest", "New"):
        made = owner.product(title=title)
        owner.send("DELETE", made.path, if_match=made.tag)
    history.run("update catalog.product set deleted_at = now() - interval '31 days' where slug like 'old%'")
    before = history.revision()

    ran = app.test_cli_runner().invoke(args=["purge-trash", "--keep-days", "30"])

    assert json.loads(ran.output) == {"purged": 3}
    left = history.rows("select title from catalog.product order by position")
    assert [row["title"] for row in left] == ["Kept", "New"]
    assert history.revision() == before + 2
    assert (history.newest()["actor"], history.count("variant")) == ("purge-trash", 2)
    undone = owner.send("POST", f"/v1/revisions/{before + 2}/undo", {})
    assert {each["detail"] for each in undone.get_json()["left"]} == {
        "It was removed from the trash for good."
    }


def test_an_empty_trash_makes_no_revision(app: Flask, owner: Client, history: History) -> None:
    owner.product()
    before = history.revision()
    assert app.test_cli_runner().invoke(args=["purge-trash", "--keep-days", "0"]).exit_code == 0
    assert history.revision() == before


def test_the_jobs_empty_the_trash_after_thirty_days_and_forget_what_has_expired(
    app: Flask, owner: Client, history: History
) -> None:
    made = owner.product()
    owner.send("DELETE", made.path, if_match=made.tag, key="old")
    owner.send("POST", "/v1/categories", {"title": "Mugs"}, key="new")
    history.run("update catalog.product set deleted_at = now() - interval '29 days'")
    history.run(
        "update catalog.idempotency_key set created_at = now() - interval '25 hours' where key = 'old'"
    )
    jobs = {job.name: job for job in JOBS}
    engine = app.extensions["leader"]

    assert jobs["forget what has expired"].run(engine) is False
    assert [row["key"] for row in history.rows("select key from catalog.idempotency_key")] == ["new"]
    assert jobs["empty the trash"].run(engine) is False
    history.run("update catalog.product set deleted_at = now() - interval '31 days'")
    assert jobs["empty the trash"].run(engine) is True
    assert jobs["empty the trash"].run(engine) is False
    assert history.count("product") == 0

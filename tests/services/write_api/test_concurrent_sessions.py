"""Two who use one account at the same time: one is the second, and is judged by all that the first did."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.services.write_api.history import History
from tests.waiting import wait_until
from write_api.accounts.commands import create_first_owner
from write_api.origin import Origin
from write_api.refusals import SessionOver, SessionReused, WrongCredentials
from write_api.sessions.commands import change_password, log_in, refresh_session

EMAIL, PASSWORD, OTHER_PASSWORD = "owner@example.com", "correct horse battery", "another horse altogether"
HERE = Origin("test", "192.0.2.1")
WAITS = "select from pg_stat_activity where usename = 'write_api' and wait_event_type = 'Lock'"


@pytest.fixture
def sessions(app: Flask) -> Iterator[list[Session]]:
    """Three sessions with the database of a shop with an owner."""
    engine = app.extensions["leader"]
    with Session(engine) as first, Session(engine) as second, Session(engine) as third:
        create_first_owner(first, HERE, EMAIL, PASSWORD)
        first.commit()
        yield [first, second, third]


def test_a_stolen_token_used_while_its_session_goes_on_ends_what_comes_of_it(
    sessions: list[Session], history: History
) -> None:
    thief, owner, later = sessions
    stolen = log_in(owner, HERE, EMAIL, PASSWORD).refresh_token
    rotated = refresh_session(owner, HERE, stolen).refresh_token
    owner.commit()

    with ThreadPoolExecutor(1) as pool:
        newest = refresh_session(thief, HERE, rotated).refresh_token
        reuse = pool.submit(refresh_session, owner, HERE, stolen)
        wait_until(lambda: bool(history.rows(WAITS)), "the second to wait for the first")
        thief.commit()
        with pytest.raises(SessionReused):
            reuse.result()
    owner.commit()

    with pytest.raises(SessionOver):
        refresh_session(later, HERE, newest)


def test_no_one_logs_in_with_a_password_that_is_being_changed(
    sessions: list[Session], history: History
) -> None:
    owner, thief, _ = sessions
    here = log_in(owner, HERE, EMAIL, PASSWORD)
    owner.commit()

    with ThreadPoolExecutor(1) as pool:
        words = {"current_password": PASSWORD, "new_password": OTHER_PASSWORD}
        change_password(owner, HERE, here.account.id, here.family, **words)
        login = pool.submit(log_in, thief, HERE, EMAIL, PASSWORD)
        wait_until(lambda: bool(history.rows(WAITS)), "the login to wait for the change")
        owner.commit()
        with pytest.raises(WrongCredentials):
            login.result()

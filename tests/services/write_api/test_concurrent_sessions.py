"""Two who use one account at the same time: one is the second, and is judged by all that the first did."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.services.write_api.history import History
from tests.waiting import wait_until
from write_api.accounts.commands import create_first_owner
from write_api.origin import Origin
from write_api.refusals import NoSuchSession, SessionOver, SessionReused, WrongCredentials
from write_api.sessions.commands import (
    LogIn,
    change_password,
    end_session,
    log_in,
    refresh_session,
    revoke_other_sessions,
    revoke_session,
)

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


def end_it(session: Session, stolen: LogIn, _: LogIn) -> None:
    revoke_session(session, HERE, stolen.family, None)


def end_all_others(session: Session, _: LogIn, own: LogIn) -> None:
    revoke_other_sessions(session, HERE, own.account.id, own.family)


@pytest.mark.parametrize("end", [end_it, end_all_others])
def test_a_session_that_goes_on_while_it_is_ended_is_over(
    sessions: list[Session], history: History, end: Callable[[Session, LogIn, LogIn], None]
) -> None:
    thief, owner, later = sessions
    stolen, own = (log_in(owner, HERE, EMAIL, PASSWORD) for _ in range(2))
    owner.commit()

    with ThreadPoolExecutor(1) as pool:
        newest = refresh_session(thief, HERE, stolen.refresh_token).refresh_token
        ended = pool.submit(end, owner, stolen, own)
        wait_until(lambda: bool(history.rows(WAITS)), "the owner to wait for the thief")
        thief.commit()
        ended.result()
    owner.commit()

    with pytest.raises(SessionOver):
        refresh_session(later, HERE, newest)
    assert refresh_session(later, HERE, own.refresh_token)


def test_a_session_that_is_ended_while_it_is_ended_is_there_no_more(
    sessions: list[Session], history: History
) -> None:
    phone, owner, _ = sessions
    lost = log_in(owner, HERE, EMAIL, PASSWORD)
    owner.commit()

    with ThreadPoolExecutor(1) as pool:
        end_session(phone, HERE, lost.refresh_token)
        ended = pool.submit(revoke_session, owner, HERE, lost.family, None)
        wait_until(lambda: bool(history.rows(WAITS)), "the second to wait for the first")
        phone.commit()
        with pytest.raises(NoSuchSession):
            ended.result()


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

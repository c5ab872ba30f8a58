"""Two who change the factors of one account at the same time: the second sees what the first did."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pyotp
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.authenticator import Authenticator
from tests.services.write_api.factors import NOW, ORIGIN, OWN
from tests.services.write_api.history import History
from tests.services.write_api.people import PASSWORD, Person
from tests.waiting import wait_until
from write_api.factors import commands
from write_api.factors.routes import Means
from write_api.origin import Origin
from write_api.refusals import NoSuchFactor

HERE = Origin("test", "192.0.2.1")
WAITS = "select from pg_stat_activity where usename = 'write_api' and wait_event_type = 'Lock'"


@pytest.fixture
def tabs(app: Flask) -> Iterator[tuple[Session, Session]]:
    """Two sessions with the database, as two tabs of a browser have."""
    engine = app.extensions["leader"]
    with Session(engine) as one, Session(engine) as other:
        yield one, other


@pytest.fixture
def means(app: Flask) -> Means:
    found: Means = app.extensions["factors"]
    return found


def test_an_app_that_is_confirmed_while_it_is_removed_is_there_no_more(
    owner: Person, tabs: tuple[Session, Session], means: Means, history: History
) -> None:
    here, there = tabs
    account_id, code = UUID(owner.id), _begun_app(owner)

    with ThreadPoolExecutor(1) as pool:
        commands.confirm_password(here, HERE, account_id, PASSWORD)
        confirmed = pool.submit(commands.confirm_totp, there, HERE, means.cipher, account_id, code)
        wait_until(lambda: bool(history.rows(WAITS)), "the second to wait for the first")
        commands.remove_totp(here, HERE, account_id, PASSWORD)
        here.commit()
        with pytest.raises(NoSuchFactor):
            confirmed.result()


def test_of_an_app_and_a_passkey_added_at_once_one_is_the_first(
    owner: Person, tabs: tuple[Session, Session], means: Means, history: History
) -> None:
    here, there = tabs
    account_id, code = UUID(owner.id), _begun_app(owner)
    ticket, options = commands.begin_passkey(here, HERE, means.party, account_id, PASSWORD)
    here.commit()
    made = {"ticket": ticket, "name": "My key", "credential": Authenticator(ORIGIN).create(options)}

    with ThreadPoolExecutor(1) as pool:
        _, codes = commands.add_passkey(here, HERE, means.party, account_id, **made)
        confirmed = pool.submit(commands.confirm_totp, there, HERE, means.cipher, account_id, code)
        wait_until(lambda: bool(history.rows(WAITS)), "the second to wait for the first")
        here.commit()
        other_codes = confirmed.result()

    assert codes is not None
    assert other_codes is None


def _begun_app(person: Person) -> str:
    """The code that an app shows which was not confirmed yet."""
    begun = person.send("POST", "/v1/account/totp", OWN).get_json()
    return str(pyotp.TOTP(begun["secret"]).at(NOW))

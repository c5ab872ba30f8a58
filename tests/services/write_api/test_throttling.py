"""Guesses are counted, whoever's account it is, and nobody is locked out by a stranger."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.postgres import Postgres
from tests.services.write_api.client import Client, slug_of
from tests.services.write_api.history import History
from tests.services.write_api.people import ELSEWHERE, EMAIL, Person, first_owner
from write_api.jobs.housekeeping import forget_expired
from write_api.throttling.limits import OF_ACCOUNT, OF_ADDRESS, OF_OWN_PASSWORD, OF_PAIR

NOBODY = "nobody@example.com"


@pytest.fixture
def owner(app: Flask, catalog: Postgres) -> Person:
    return first_owner(app)


@pytest.fixture
def later(catalog: Postgres) -> Iterator[Callable[[str], None]]:
    """Lets time pass for what was counted."""

    def pass_by(interval: str) -> None:
        statement = text(
            "update catalog.attempt set last_at = last_at - cast(:by as interval),"
            " forgotten_at = forgotten_at - cast(:by as interval)"
        )
        with catalog.connection("postgres") as connection, connection.begin():
            connection.execute(statement, {"by": interval})

    return pass_by


def guess(app: Flask, email: str, address: str = ELSEWHERE, times: int = 1) -> list[TestResponse]:
    return [Person(app, email, f"guess {number}", address).try_to_log_in() for number in range(times)]


def is_throttled(answer: TestResponse) -> bool:
    return answer.status_code == 429


def test_guessing_one_account_from_one_address_is_paused(app: Flask, owner: Person) -> None:
    guesses = guess(app, EMAIL, times=OF_PAIR.free + 1)

    assert [answer.status_code for answer in guesses] == [401] * OF_PAIR.free + [429]
    assert slug_of(guesses[-1]) == "too-many-attempts"
    assert 50 < int(guesses[-1].headers["Retry-After"]) <= 60
    assert is_throttled(Person(app, address=ELSEWHERE).try_to_log_in())


def test_an_account_that_is_not_there_is_throttled_alike(app: Flask, owner: Person) -> None:
    known, unknown = (guess(app, email, times=OF_PAIR.free + 2) for email in (EMAIL, NOBODY))

    for one, other in zip(known, unknown, strict=True):
        assert (one.status_code, one.get_json()) == (other.status_code, other.get_json())
    assert set(known[-1].headers.keys()) == set(unknown[-1].headers.keys())


def test_the_owner_is_not_locked_out_by_a_stranger(app: Flask, owner: Person) -> None:
    """However many addresses the stranger has: they wait, and who has a session there does not."""
    strangers = [f"203.0.113.{number}" for number in range(1, OF_ACCOUNT.free + 3)]
    guesses = [guess(app, EMAIL, address)[0] for address in strangers]

    assert is_throttled(guesses[-1])
    assert owner.try_to_log_in().status_code == 201
    assert is_throttled(Person(app, address="192.0.2.1").try_to_log_in())


def test_one_address_is_paused_whatever_accounts_it_tries(app: Flask, owner: Person) -> None:
    guesses = [guess(app, f"{number}@example.com")[0] for number in range(OF_ADDRESS.free + 1)]

    assert [is_throttled(answer) for answer in guesses] == [False] * OF_ADDRESS.free + [True]
    assert not is_throttled(guess(app, NOBODY, "192.0.2.1")[0])
    assert is_throttled(Client(app).send("POST", "/v1/tokens", {"api_key": "x"}, headers=at(ELSEWHERE)))


def test_pauses_pass_and_grow(app: Flask, owner: Person, later: Callable[[str], None]) -> None:
    guess(app, EMAIL, times=OF_PAIR.free)
    later("61 seconds")
    again = guess(app, EMAIL, times=2)

    assert [answer.status_code for answer in again] == [401, 429]
    assert 110 < int(again[-1].headers["Retry-After"]) <= 120


def test_who_is_refused_in_a_pause_does_not_lengthen_it(
    app: Flask, owner: Person, later: Callable[[str], None]
) -> None:
    guess(app, EMAIL, times=OF_PAIR.free + 10)
    later("61 seconds")

    assert Person(app, address=ELSEWHERE).try_to_log_in().status_code == 201


def test_the_right_password_forgives_what_was_mistyped_there(
    app: Flask, owner: Person, history: History
) -> None:
    guess(app, EMAIL, times=OF_PAIR.free - 1)
    Person(app, address=ELSEWHERE).log_in()

    assert not any(is_throttled(answer) for answer in guess(app, EMAIL, times=OF_PAIR.free))


def test_nothing_is_counted_of_those_who_know_their_password(owner: Person, history: History) -> None:
    owner.log_in()

    assert history.count("attempt") == 0


def test_what_was_long_ago_is_forgotten(
    app: Flask, owner: Person, later: Callable[[str], None], history: History
) -> None:
    guess(app, EMAIL, times=OF_PAIR.free)
    later("25 hours")

    assert guess(app, NOBODY, "192.0.2.1")[0].status_code == 401
    assert history.count("attempt") == 3
    assert not is_throttled(guess(app, EMAIL)[0])


def test_what_is_refused_in_a_pause_leaves_nothing_behind(
    app: Flask, owner: Person, history: History
) -> None:
    for number in range(OF_ADDRESS.free):
        guess(app, f"{number}@example.com")
    before = history.count("attempt")

    refused = [guess(app, f"another-{number}@example.com")[0] for number in range(3)]

    assert all(is_throttled(answer) for answer in refused)
    assert history.count("attempt") == before


def test_a_job_forgets_what_is_over_when_nobody_guesses_any_more(
    app: Flask, owner: Person, later: Callable[[str], None], history: History
) -> None:
    guess(app, EMAIL)
    later("2 hours")
    assert history.count("attempt") == 3

    forget_expired(app.extensions["leader"])

    assert history.count("attempt") == 1  # of the account and the address together, for 24 hours


def test_the_job_waits_for_nobody_whose_guess_is_judged_just_now(
    app: Flask, owner: Person, catalog: Postgres, later: Callable[[str], None], history: History
) -> None:
    guess(app, EMAIL)
    later("25 hours")

    with catalog.connection("write_api") as guessing:
        guessing.execute(text("select from catalog.attempt for update limit 1"))
        forget_expired(app.extensions["leader"])
        assert history.count("attempt") == 1


def test_a_flood_finds_its_bound(catalog: Postgres, history: History) -> None:
    with catalog.connection("postgres") as connection, connection.begin():
        connection.execute(
            text(
                "insert into catalog.attempt (subject, forgotten_at)"
                " select decode(md5(n::text), 'hex'), now() + n * interval '1 minute'"
                " from generate_series(1, 500) as n"
            )
        )
        connection.execute(text("analyze catalog.attempt"))
    with catalog.connection("write_api") as connection, connection.begin():
        connection.execute(text("select catalog.forget_attempts(600)"))
        assert history.count("attempt") == 500
        connection.execute(text("select catalog.forget_attempts(400)"))

    assert history.count("attempt") == 490
    (oldest,) = history.rows(
        "select min(forgotten_at) > now() + interval '10 minutes' as gone from catalog.attempt"
    )
    assert oldest["gone"]


def test_guesses_that_come_at_once_are_judged_one_after_another(app: Flask, owner: Person) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: guess(app, EMAIL)[0].status_code, range(OF_PAIR.free + 4)))

    assert sorted(answers) == [401] * OF_PAIR.free + [429] * 4


def test_addresses_of_one_ipv6_client_are_one(app: Flask, owner: Person) -> None:
    addresses = [f"2001:db8:1:2::{number}" for number in range(OF_PAIR.free + 1)]
    guesses = [guess(app, EMAIL, address)[0] for address in addresses]

    assert is_throttled(guesses[-1])
    assert not is_throttled(guess(app, EMAIL, "2001:db8:1:3::1")[0])


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("", "127.0.0.1"),
        ("nobody", "127.0.0.1"),
        ("1.2.3.4, 5.6.7.8", "127.0.0.1"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
    ],
)
def test_an_address_that_is_none_is_of_who_connects(
    app: Flask, owner: Person, history: History, said: str, known: str
) -> None:
    assert guess(app, EMAIL, said)[0].status_code == 401

    (newest,) = history.rows("select host(address) as address from catalog.audit order by id desc limit 1")
    assert newest["address"] == known


def test_a_stolen_session_guesses_its_password_no_faster(owner: Person, history: History) -> None:
    answers = [
        owner.send("PUT", "/v1/account/password", {"current_password": "x", "new_password": "y" * 12})
        for _ in range(OF_OWN_PASSWORD.free + 1)
    ]

    assert [answer.status_code for answer in answers] == [422] * OF_OWN_PASSWORD.free + [429]
    (newest,) = history.rows("select event, account_id from catalog.audit order by id desc limit 1")
    assert (newest["event"], str(newest["account_id"])) == ("login_throttled", owner.id)


def at(address: str) -> dict[str, str]:
    return {"X-Client-Address": address}

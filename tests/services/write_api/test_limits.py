"""Who may guess how often, as sums."""

from datetime import timedelta

import pytest

from write_api.throttling.limits import OF_ACCOUNT, OF_ADDRESS, OF_PAIR, Limit

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("limit", "failures", "pause"),
    [
        (OF_PAIR, 4, 0 * MINUTE),
        (OF_PAIR, 5, MINUTE),
        (OF_PAIR, 6, 2 * MINUTE),
        (OF_PAIR, 8, 8 * MINUTE),
        (OF_PAIR, 9, 15 * MINUTE),
        (OF_PAIR, 10_000, 15 * MINUTE),
        (OF_ACCOUNT, 19, 0 * MINUTE),
        (OF_ACCOUNT, 20, SECOND),
        (OF_ACCOUNT, 26, MINUTE),
        (OF_ADDRESS, 49, 0 * MINUTE),
        (OF_ADDRESS, 50, SECOND),
        (OF_ADDRESS, 59, 5 * MINUTE),
    ],
)
def test_pauses_grow_to_their_longest(limit: Limit, failures: int, pause: timedelta) -> None:
    assert limit.pause(failures) == pause


@pytest.mark.parametrize(("limit", "most"), [(OF_PAIR, 103), (OF_ACCOUNT, 1464), (OF_ADDRESS, 1368)])
def test_what_can_be_guessed_in_a_day_is_what_the_docs_say(limit: Limit, most: int) -> None:
    assert max(in_a_day(limit, burst) for burst in (*range(1, 200), 100_000)) == most


def in_a_day(limit: Limit, burst: int) -> int:
    """How often who guesses as soon as they may, but lets it be forgotten after each so many."""
    failures, guessed, elapsed = 0, 0, timedelta()
    while elapsed < DAY:
        failures, guessed = failures + 1, guessed + 1
        elapsed += limit.memory if failures == burst else limit.pause(failures)
        failures %= burst
    return guessed


def test_a_subject_is_kept_under_a_name_that_tells_nothing() -> None:
    one, same, other = (OF_PAIR.of("a@example.com", place) for place in ("::1", "::1", "::2"))

    assert one == same != other
    assert len(one.name) == 32
    assert OF_ACCOUNT.of("a").name != OF_ADDRESS.of("a").name

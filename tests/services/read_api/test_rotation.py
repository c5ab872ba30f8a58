"""Which replica answers: the decisions, as a table of states."""

import pytest

from read_api.replicas.rotation import (
    GRACE_SECONDS,
    NEVER_SEEN,
    Condition,
    Horizon,
    Sighting,
    State,
    is_look_due,
    order,
    state_of,
)
from revision_cache.token import Token

HORIZON = Horizon(newest=100, due=90, due_next=95, turns_at=10.0)
LEADER = Sighting(Condition.LEADER)
UNREACHABLE = Sighting(Condition.UNREACHABLE)
LOST = Sighting(Condition.UNREACHABLE, Token(100, "0" * 16))


def at(number: int) -> Sighting:
    return Sighting(Condition.STANDBY, Token(number, "0" * 16))


@pytest.mark.parametrize(
    ("sighting", "state"),
    [
        (at(100), State.USABLE),
        (at(101), State.USABLE),
        (at(90), State.USABLE),
        (at(89), State.BEHIND),
        (at(0), State.BEHIND),
        (LEADER, State.LEADER),
        (UNREACHABLE, State.UNREACHABLE),
        (LOST, State.UNREACHABLE),
        (NEVER_SEEN, State.UNREACHABLE),
    ],
)
def test_a_node_is_in_rotation_unless_it_lacks_what_every_replica_should_have(
    sighting: Sighting, state: State
) -> None:
    assert state_of(sighting, HORIZON) is state


@pytest.mark.parametrize(
    ("nodes", "minimum", "asked"),
    [
        ({"a": at(100), "b": at(100)}, 0, ["a", "b"]),
        ({"a": at(98), "b": at(100)}, 0, ["a", "b"]),
        ({"a": at(98), "b": at(100)}, 99, ["b", "a"]),
        ({"a": at(98), "b": at(97)}, 99, ["a", "b"]),
        ({"a": at(20), "b": at(95)}, 0, ["b", "a"]),
        ({"a": at(20), "b": at(95)}, 99, ["b", "a"]),
        ({"a": at(20), "b": at(80)}, 0, ["b", "a"]),
        ({"a": UNREACHABLE, "b": at(100)}, 0, ["b", "a"]),
        ({"a": UNREACHABLE, "b": at(20)}, 0, ["b", "a"]),
        ({"a": LEADER, "b": at(100)}, 0, ["b"]),
        ({"a": LEADER, "b": LEADER}, 0, []),
        ({"a": NEVER_SEEN, "b": NEVER_SEEN}, 7, ["a", "b"]),
    ],
)
def test_the_best_node_is_asked_first_and_the_leader_never(
    nodes: dict[str, Sighting], minimum: int, asked: list[str]
) -> None:
    assert order(nodes, HORIZON, minimum, busy={"a": 0.1, "b": 0.2}) == asked


def test_among_equals_the_least_busy_is_asked_first() -> None:
    nodes = {"a": at(100), "b": at(100), "c": at(100)}
    assert order(nodes, HORIZON, 0, busy={"a": 3, "b": 1, "c": 2}) == ["b", "c", "a"]


def test_a_revision_is_due_everywhere_once_it_was_known_for_the_time_of_grace() -> None:
    seen = Horizon().after(7, now=100.0)
    assert not seen.is_past(0)
    soon = seen.after(7, now=100.0 + GRACE_SECONDS / 2)
    assert not soon.is_past(6)
    later = seen.after(9, now=100.0 + GRACE_SECONDS)
    assert later.is_past(6)
    assert not later.is_past(7)
    assert later.newest == 9


def test_a_replica_in_the_past_does_not_take_the_horizon_back() -> None:
    seen = seen_long_ago(9).after(5, now=20.0).after(5, now=79.0)
    assert (seen.newest, seen.due) == (9, 9)


def test_a_revision_that_no_replica_has_shown_for_a_minute_was_lost() -> None:
    seen = seen_long_ago(9).after(5, now=20.0).after(6, now=80.0)
    assert not seen.is_past(6)
    assert seen.newest == 6


def test_one_replica_that_still_shows_it_is_enough_to_keep_it() -> None:
    seen = seen_long_ago(9).after(5, now=20.0).after(9, now=70.0).after(5, now=80.0)
    assert seen.is_past(8)


def seen_long_ago(number: int) -> Horizon:
    return Horizon().after(number, now=0.0).after(number, now=10.0)


@pytest.mark.parametrize(
    ("sighting", "anyone_usable", "since", "due"),
    [
        (at(100), True, 0.1, True),
        (UNREACHABLE, True, 0.1, True),
        (LEADER, True, 0.1, False),
        (LEADER, True, 5.0, True),
        (LEADER, False, 0.1, True),
    ],
)
def test_a_leader_is_left_alone_for_a_while_unless_nobody_else_can_be_read(
    sighting: Sighting, anyone_usable: bool, since: float, due: bool
) -> None:
    assert is_look_due(sighting, anyone_usable, since) is due

"""Each bug of a kind that was planted in read-api is found, and without it nothing is."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from read_api.replicas import lookout, rotation
from tests.consistency import directed, planted
from tests.consistency.arena import Arena, running_arena
from tests.consistency.checks import violations
from tests.consistency.in_process import served_here
from tests.consistency.readers import Client
from tests.consistency.violations import Kind
from tests.consistency.writers import Desk

POLL, GRACE, HOLDS_BACK_AFTER = 0.1, 0.3, 1.0
"""Seconds: the schedules need not take as long as lagging replicas are given in earnest."""


class Case(NamedTuple):
    """A schedule, the bug that it brings to light, and how that shows."""

    schedule: directed.Schedule
    bug: planted.Plant
    kind: Kind


CASES = (
    Case(directed.ask_for_a_lost_write, planted.token_without_nonce, Kind.LOST_SERVED),
    Case(directed.write_between_the_statements_of_a_read, planted.read_committed, Kind.TORN),
    Case(directed.promote_a_replica_that_is_read, planted.no_look_at_in_hot_standby, Kind.FROM_LEADER),
    Case(directed.give_a_number_again, planted.cache_key_without_nonce, Kind.REVIVED),
    Case(directed.restart_into_the_past, planted.restarted_replica_not_held_back, Kind.FELL_BACK),
    Case(directed.follow_while_the_clock_goes_back, planted.feed_ordered_by_time, Kind.FEED_GAP),
    Case(directed.ask_by_date, planted.every_revision_has_a_date, Kind.WRONG_304),
)


@pytest.fixture(scope="module")
def lasting_arena(key_set_file: Path) -> Iterator[Arena]:
    with running_arena(key_set_file) as arena:
        yield arena


@pytest.fixture
def arena(lasting_arena: Arena, monkeypatch: pytest.MonkeyPatch) -> Arena:
    """With nothing written down yet; every schedule undoes the harm it does."""
    monkeypatch.setattr(rotation, "GRACE_SECONDS", GRACE)
    monkeypatch.setattr(lookout, "POLL_SECONDS", POLL)
    return lasting_arena.anew()


def found(arena: Arena, schedule: directed.Schedule) -> dict[Kind, str]:
    """The kinds of violations when read-api goes through a schedule, each with what shows it."""
    desk = Desk(arena)
    desk.open()
    arena.wait_for_replay()
    with served_here(arena.trio, "api") as server, closing(Client("one", server, arena.history)) as client:
        schedule(arena, desk, client)
    desk.close()
    return {each.kind: each.evidence for each in violations(arena.history, HOLDS_BACK_AFTER)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.bug.__name__)
def test_a_planted_bug_is_found(case: Case, arena: Arena, monkeypatch: pytest.MonkeyPatch) -> None:
    case.bug(monkeypatch)
    assert case.kind in found(arena, case.schedule)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.schedule.__name__)
def test_without_a_bug_nothing_is_found(case: Case, arena: Arena) -> None:
    assert found(arena, case.schedule) == {}

"""Rounds that are played again ask as the first ones did."""

from collections.abc import Mapping

import pytest

from tests.load import rounds
from tests.load.rounds import TRIES, Target, play
from tests.load.servers import Server
from tests.load.subjects import SUBJECTS
from tests.load.wrk import Round

NEVER_TWICE = [subject for subject in SUBJECTS if subject.is_distinct]


@pytest.fixture
def asked_from(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """Where each try begins, on a machine that is never calm."""
    begun: list[int | None] = []

    def load(
        _path: str,
        _port: int,
        _headers: Mapping[str, str],
        _seconds: float,
        distinct_from: int | None,
        _patience: float,
    ) -> Round:
        begun.append(distinct_from)
        return Round(1, 1.0, 1, 1.0, 1.0, 0)

    monkeypatch.setattr(rounds, "load", load)
    monkeypatch.setattr(rounds.Calm, "is_now", lambda _: False)
    return begun


def test_no_try_asks_what_another_asked(asked_from: list[int | None]) -> None:
    targets = [Target(subject, Server(0, []), subject.path, {}, 0) for subject in NEVER_TWICE]

    played = play(targets, 2, 1, lambda _: None)

    assert len(asked_from) == len(set(asked_from)) == len(targets) * (1 + 2 * TRIES)
    assert all(each.is_disturbed for own in played.values() for each in own)

"""Requests that come together share one question, and none is answered by what was asked before it came."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from revision_cache.shared import AT_ONCE, Shared
from tests.waiting import wait_until


class Oracle:
    """Answers how often it was asked, when it is told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_answer = threading.Semaphore(0)

    def __call__(self) -> int:
        self.asked += 1
        own = self.asked
        self.may_answer.acquire()
        return own


def test_who_comes_after_the_asking_began_gets_an_answer_of_its_own() -> None:
    oracle = Oracle()
    shared = Shared(oracle)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(shared)
        wait_until(lambda: oracle.asked == 1, "the first is asking")
        second = threads.submit(shared)
        wait_until(lambda: oracle.asked == 2, "the second asks for itself")
        oracle.may_answer.release(2)
        assert {first.result(), second.result()} == {1, 2}


def test_who_comes_before_the_asking_shares_it(monkeypatch: pytest.MonkeyPatch) -> None:
    oracle, door = Oracle(), threading.Event()
    monkeypatch.setattr("revision_cache.shared.time.sleep", lambda _seconds: door.wait())
    shared = Shared(oracle)
    with ThreadPoolExecutor() as threads:
        answers = [threads.submit(shared)]
        wait_until(lambda: shared._next, "the first is about to ask")
        answers += [threads.submit(shared) for _ in range(3)]
        door.set()
        oracle.may_answer.release()
        assert [answer.result() for answer in answers] == [1, 1, 1, 1]
    assert oracle.asked == 1


def test_an_asking_that_fails_fails_the_asker_alone_and_the_next_one_asks_anew() -> None:
    answers = iter([ValueError("no"), 7])

    def ask() -> int:
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return answer

    shared = Shared(ask)
    with pytest.raises(ValueError, match="no"):
        shared()
    assert shared() == 7


def test_only_so_many_askings_are_under_way_and_who_comes_meanwhile_shares_the_next() -> None:
    oracle = Oracle()
    shared = Shared(oracle)
    with ThreadPoolExecutor(AT_ONCE + 3) as threads:
        answers = []
        for count in range(1, AT_ONCE + 1):
            answers.append(threads.submit(shared))
            wait_until(lambda count=count: oracle.asked == count, "it is asking")
        answers += [threads.submit(shared)]
        wait_until(lambda: shared._next, "the next waits for its turn")
        answers += [threads.submit(shared) for _ in range(2)]
        wait_until(lambda: threads._work_queue.empty(), "the others have come")
        assert oracle.asked == AT_ONCE
        oracle.may_answer.release(AT_ONCE + 1)
        assert [answer.result() for answer in answers[AT_ONCE:]] == [AT_ONCE + 1] * 3

"""When a service that fails is asked again."""

from frontend.breaker import FAILURES, PAUSE, Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.may_ask()
        breaker.failed()
    return breaker


def test_one_failure_is_an_accident() -> None:
    breaker = Breaker(Clock())
    for _ in range(5):
        breaker.failed()
        assert breaker.may_ask()
        breaker.succeeded()


def test_a_service_that_goes_on_failing_is_left_alone_for_a_while() -> None:
    clock = Clock()
    breaker = opened(clock)
    assert not breaker.may_ask()
    clock.now += PAUSE * 0.9
    assert not breaker.may_ask()


def test_then_one_asks_before_all_others() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE
    assert [breaker.may_ask() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert all(breaker.may_ask() for _ in range(3))


def test_who_asks_and_never_comes_back_keeps_nobody_from_trying() -> None:
    clock = Clock()
    breaker = opened(clock)
    for _ in range(3):
        clock.now += PAUSE
        assert breaker.may_ask()


def test_a_try_that_fails_is_followed_by_another_pause() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE
    assert breaker.may_ask()
    clock.now += PAUSE * 0.5
    breaker.failed()
    clock.now += PAUSE * 0.9
    assert not breaker.may_ask()

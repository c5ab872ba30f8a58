"""Tells by another pointer where a fault is: what was sent may be judged as a part of something larger."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from service_defaults.problems import Problem
from write_api.refusals import Refusal

Relocate = Callable[[str], str]


def relocated(problem: Problem, relocate: Relocate, detail: str = "", **members: Any) -> Problem:
    """The problem with its pointers (RFC 6901) changed, and perhaps another detail and further members."""
    told = {**problem.extensions, **members}
    if told.get("errors"):
        told["errors"] = [{**each, "pointer": relocate(each.get("pointer", ""))} for each in told["errors"]]
    return Problem(
        problem.status,
        problem.slug,
        detail or problem.detail,
        title=problem.title,
        headers=problem.headers,
        **told,
    )


@contextmanager
def told_within(part: str) -> Iterator[None]:
    """Faults in this part of a body are told as places in what was sent, others as faults of all of it."""

    def relocate(pointer: str) -> str:
        return pointer.removeprefix(part) if f"{pointer}/".startswith(f"{part}/") else ""

    try:
        yield
    except Problem as problem:
        raise relocated(problem, relocate) from problem
    except Refusal as refusal:
        refusal.pointer = relocate(refusal.pointer)
        raise

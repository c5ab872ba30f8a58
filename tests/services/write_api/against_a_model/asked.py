"""A request, what it is asked of, and on which condition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.services.write_api.against_a_model.shop import Row, Shop
from tests.services.write_api.against_a_model.wire import Body, Refused

NOBODY = "0199aaaa-0000-7000-8000-000000000000"
Seen = Mapping[str, list[str]]
"""The states that the tags of each thing named, the newest last."""


@dataclass(frozen=True)
class Asked:
    """A request, and its effect on the shop as the given revision; `of` is what its tag is of."""

    method: str
    path: str
    does: Callable[[Shop, int], Any]
    body: Body | None = None
    if_match: str | None = None
    of: str | None = None

    @property
    def operation(self) -> Body:
        """The same as a part of a batch."""
        given = {"body": self.body, "if_match": self.if_match}
        return {"method": self.method, "path": self.path} | {
            name: value for name, value in given.items() if value is not None
        }


@dataclass(frozen=True)
class Condition:
    """An If-Match, and what is refused because of it."""

    header: str | None
    is_stale: bool = False

    def required(self) -> None:
        if self.header is None:
            raise Refused("precondition-required")

    def judged(self) -> None:
        if self.is_stale:
            raise Refused("precondition-failed")


@st.composite
def conditions(draw: st.DrawFn, states: list[str], *, in_batch: bool) -> Condition:
    kind = draw(st.sampled_from(["fresh"] * 5 + ["star", "stale", "none"]))
    if kind == "none":
        return Condition(None)
    if kind == "stale" and len(states) > 1:
        return Condition(f'"{states[0]}.other-build"', is_stale=True)
    if kind == "star" or in_batch or not states:
        return Condition("*")
    return Condition(f'"{states[-1]}.other-build.br"')


def one_of(draw: st.DrawFn, rows: Mapping[str, Row]) -> str:
    """One that there is, mostly. What the same batch makes has no id yet that one could know."""
    known = [key for key in rows if not key.startswith("new-")] or [NOBODY]
    return draw(st.sampled_from(known))


def alive(shop: Shop, key: str) -> None:
    if key not in shop.product or shop.product[key]["deleted"]:
        raise Refused("not-found")


def there(shop: Shop, key: str) -> None:
    if key not in shop.category:
        raise Refused("not-found")

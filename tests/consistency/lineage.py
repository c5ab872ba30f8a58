"""The catalog at every revision that was ever made, lost or kept: a tree, since a failover makes a branch."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from tests.consistency.history import Shown, Token, Write

State = Mapping[str, Shown]


class Lineage:
    """What the writers' own log says: whom each revision came after, and what it did."""

    def __init__(self, writes: Iterable[Write]) -> None:
        self._writes = {write.token: write for write in writes}
        self._states: dict[Token, State] = {}

    def __contains__(self, token: Token) -> bool:
        return token in self._writes

    def write(self, token: Token) -> Write:
        return self._writes[token]

    def descends(self, token: Token, ancestor: Token) -> bool:
        """Whether `ancestor` is `token` or one of the revisions before it."""
        here: Token | None = token
        while here is not None and here.number > ancestor.number:
            here = self._writes[here].parent if here in self._writes else None
        return here == ancestor

    def state(self, token: Token) -> State:
        """What the catalog shows at `token`. Raises KeyError for a revision that nobody made."""
        missing = []
        here: Token | None = token
        while here is not None and here not in self._states:
            missing.append(self._writes[here])
            here = self._writes[here].parent
        state = self._states[here] if here is not None else {}
        for write in reversed(missing):
            state = self._states[write.token] = after(write, state)
        return state

    def before(self, token: Token) -> State:
        """What it showed before `token`; nothing before the first revision."""
        parent = self._writes[token].parent
        return self.state(parent) if parent is not None else {}

    def since(self, number: int, token: Token) -> list[Write]:
        """The writes after revision `number` that led to `token`, oldest first; never the first of all."""
        found = []
        here = self._writes[token]
        while here.token.number > number and here.parent is not None:
            found.append(here)
            here = self._writes[here.parent]
        return found[::-1]

    def namesakes(self, token: Token) -> list[Token]:
        """The other revisions of that number, of other histories."""
        return [other for other in self._by_number.get(token.number, []) if other != token]

    @cached_property
    def _by_number(self) -> dict[int, list[Token]]:
        found: dict[int, list[Token]] = {}
        for token in self._writes:
            found.setdefault(token.number, []).append(token)
        return found


def after(write: Write, before: State) -> State:
    """The state that a write makes of the one before."""
    state = dict(before)
    for slug, goods in write.effects.items():
        state.pop(slug, None)
        if goods is not None:
            state[slug] = Shown(*goods, write.token.number)
    return state

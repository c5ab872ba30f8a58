"""Keeps what this process knows of every node: a thread looks at each, and reads report what they met."""

import random
import threading
import time
from collections.abc import Sequence

import structlog

from read_api.replicas import rotation
from read_api.replicas.node import LOOK_SECONDS, Node
from read_api.replicas.rotation import Condition, Horizon, Sighting, State
from revision_cache.token import Token

POLL_SECONDS = 0.5
NODE_CHANGED = "replicas.node_changed"

log = structlog.get_logger()


class Lookout:
    """Thread-safe. The thread starts with the first question, that is after the fork and in the worker."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self._sightings = {node.name: rotation.NEVER_SEEN for node in nodes}
        self._looked_at = {node.name: -float("inf") for node in nodes}
        self._usable: tuple[str, ...] = ()
        self._horizon = Horizon()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._has_looked, self._stopping = threading.Event(), threading.Event()

    def start(self) -> None:
        """Begin to look, if not yet begun; return when every node was looked at once, or after a second."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="lookout", daemon=True)
                self._thread.start()
        self._has_looked.wait(LOOK_SECONDS)

    def stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def note(self, name: str, sighting: Sighting) -> None:
        """Remember what was last seen of a node."""
        with self._lock:
            before, reason = self._state(name), self._sightings[name].reason
            self._sightings[name] = sighting
            if sighting.token is not None:
                self._horizon = self._horizon.after(sighting.token.number, time.monotonic())
            after = self._state(name)
            self._usable = tuple(node for node in self._sightings if self._state(node) is State.USABLE)
        if (before, reason) != (after, sighting.reason):
            log.info(NODE_CHANGED, node=name, state=after.value, was=before.value, reason=sighting.reason)

    def heard(self, name: str, token: Token) -> None:
        """Remember that a read found the node at `token`."""
        lag_seconds = self._sightings[name].lag_seconds
        self.note(name, Sighting(Condition.STANDBY, token, lag_seconds))

    def favourite(self) -> str | None:
        """One of the usable nodes, by chance; None when none is known."""
        usable = self._usable
        return random.choice(usable) if usable else None  # noqa: S311 - spreads the load

    def confirms(self, name: str, token: Token) -> bool:
        """Remember that a read found the node at `token`; whether that is no past that readers have left."""
        if token != self._sightings[name].token:
            self.heard(name, token)
        return not self._horizon.is_past(token.number)

    def in_order(self, minimum: int) -> list[str]:
        """The nodes to ask for a read of revision `minimum` or later, best first."""
        busy = {node.name: node.busy() + random.random() for node in self._nodes}  # noqa: S311 - breaks ties
        with self._lock:
            return rotation.order(self._sightings, self._horizon, minimum, busy)

    def known(self) -> dict[str, tuple[Sighting, State]]:
        with self._lock:
            return {name: (sighting, self._state(name)) for name, sighting in self._sightings.items()}

    def newest(self) -> Token | None:
        """The newest revision of those replicas that had all their leader sent; None without such a one."""
        with self._lock:
            found = [each.token for each in self._sightings.values() if each.token and each.lag_seconds == 0]
        return max(found, key=lambda token: token.number, default=None)

    @property
    def horizon(self) -> Horizon:
        return self._horizon

    def _state(self, name: str) -> State:
        return rotation.state_of(self._sightings[name], self._horizon)

    def _watch(self) -> None:
        while not self._stopping.is_set():
            for node in self._nodes:
                self._look_at(node)
            self._has_looked.set()
            self._stopping.wait(POLL_SECONDS)

    def _look_at(self, node: Node) -> None:
        now = time.monotonic()
        anyone_usable = any(state is State.USABLE for _, state in self.known().values())
        since = now - self._looked_at[node.name]
        if rotation.is_look_due(self._sightings[node.name], anyone_usable, since):
            self._looked_at[node.name] = now
            self.note(node.name, _look(node))


def _look(node: Node) -> Sighting:
    try:
        return node.look()
    except Exception as error:  # the thread has to outlive whatever a node does, even one without the schema
        return Sighting(Condition.UNREACHABLE, reason=repr(error))

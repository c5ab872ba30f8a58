"""Decides when a revision that no replica has counts as lost: after a minute in which none has shown it.

Until then it is one that replicas have yet to receive. A shop restored from a backup may not reach its number
for days, and whoever mirrors it must not wait so long.
"""

import threading
from collections import OrderedDict

from read_api.replicas.rotation import LOST_AFTER_SECONDS
from revision_cache.token import Token

MOST = 1000
"""So many are remembered; whoever makes tokens up pushes out the oldest, which then wait anew."""


class Missed:
    """Revisions that were asked for in vain, and since when. Thread-safe."""

    def __init__(self) -> None:
        self._since: OrderedDict[Token, float] = OrderedDict()
        self._lock = threading.Lock()

    def is_lost(self, token: Token, now: float) -> bool:
        """Remember that it is missed at `now` (seconds of a monotonic clock); whether it is for too long."""
        with self._lock:
            since = self._since.setdefault(token, now)
            if len(self._since) > MOST:
                self._since.popitem(last=False)
        return now - since >= LOST_AFTER_SECONDS

    def found(self, token: Token) -> None:
        """Some replica has it."""
        with self._lock:
            self._since.pop(token, None)

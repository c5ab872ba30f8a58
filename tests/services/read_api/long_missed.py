"""A minute that has passed already."""

from read_api.replicas.missed import Missed
from read_api.replicas.rotation import LOST_AFTER_SECONDS
from revision_cache.token import Token


class LongMissed(Missed):
    """What nobody has, nobody had for a minute."""

    def is_lost(self, token: Token, now: float) -> bool:
        super().is_lost(token, now - LOST_AFTER_SECONDS)
        return super().is_lost(token, now)

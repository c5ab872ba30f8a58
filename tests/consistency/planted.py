"""The bugs that the checker must find: each is one line of read-api as it would be without its precaution."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, Select, literal, literal_column, select, text

from read_api.feed import queries as feed
from read_api.feed.place import Place
from read_api.replicas import node, reader
from read_api.replicas.rotation import Horizon
from read_api.views import change, revision_log
from revision_cache.answer import Answer
from revision_cache.middleware import RevisionCache
from revision_cache.token import Token

Plant = Callable[[pytest.MonkeyPatch], None]


def token_without_nonce(patch: pytest.MonkeyPatch) -> None:
    """A revision is asked for by its number alone."""
    patch.setattr(reader, "confirm_lineage", lambda *_: None)


def read_committed(patch: pytest.MonkeyPatch) -> None:
    """Each statement of a read has a snapshot of its own."""
    patch.setitem(node._SNAPSHOT, "isolation_level", "READ COMMITTED")


def no_look_at_in_hot_standby(patch: pytest.MonkeyPatch) -> None:
    """A session is read for as long as it lives, wherever it leads."""
    patch.setattr(node, "refuse_leader", lambda _: None)


def cache_key_without_nonce(patch: pytest.MonkeyPatch) -> None:
    """An answer is as good as its number."""

    def is_true(self: RevisionCache, answer: Answer, _minimum: str | None) -> bool:
        token = self._source.token()
        return answer.token is None or (token is not None and token.number == answer.token.number)

    patch.setattr(RevisionCache, "_is_true", is_true)


def restarted_replica_not_held_back(patch: pytest.MonkeyPatch) -> None:
    """Whatever a replica shows is taken for the present."""
    patch.setattr(Horizon, "is_past", lambda *_: False)


def feed_ordered_by_time(patch: pytest.MonkeyPatch) -> None:
    """What comes after is what was written later, by the clock."""

    def changes(after: Place, limit: int) -> Select[Any]:
        at = literal_column("published.revision_log.at")
        then = select(at).where(revision_log.c.number == after.number).scalar_subquery()
        return (
            select(change.c.revision, change.c.entity, change.c.id)
            .join(revision_log, revision_log.c.number == change.c.revision)
            .where((at > then) | (literal(after.number) == 0))
            .order_by(at, change.c.entity, change.c.id)
            .limit(limit)
        )

    patch.setattr(feed, "_changes", changes)


def every_revision_has_a_date(patch: pytest.MonkeyPatch) -> None:
    """A date stands for all revisions of its second."""

    def read_revision(connection: Connection) -> tuple[Token, datetime | None]:
        number, nonce, at = connection.execute(text("SELECT number, nonce, at FROM published.revision")).one()
        return Token(number, nonce), at

    patch.setattr(node, "read_revision", read_revision)

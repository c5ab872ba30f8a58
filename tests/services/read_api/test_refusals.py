"""Which database errors send a read to another replica."""

import psycopg2
import pytest
from sqlalchemy.exc import DBAPIError

from read_api.replicas.refusals import AskAnother, Hindered, IsLeader, Unreachable, refusal_of


class Reported(psycopg2.OperationalError):
    """An error as the server reports it, with its code."""

    def __init__(self, code: str | None, message: str = "") -> None:
        super().__init__(message)
        self._code = code

    @property
    def pgcode(self) -> str | None:  # type: ignore[override]
        return self._code


@pytest.mark.parametrize(
    ("original", "is_broken", "kind"),
    [
        (
            Reported("28000", "read_public may not log in to the leader: readers use a replica"),
            True,
            IsLeader,
        ),
        (Reported(None, "FATAL:  readers use a replica"), False, IsLeader),
        (Reported(None, "connection refused"), False, Unreachable),
        (Reported(None, "server closed the connection unexpectedly"), True, Unreachable),
        (Reported("57P01"), True, Unreachable),
        (Reported("57P02"), True, Unreachable),
        (Reported("57P03"), False, Unreachable),
        (Reported("08006"), True, Unreachable),
        (psycopg2.InterfaceError("connection already closed"), True, Unreachable),
        (Reported("40001"), False, Hindered),
        (Reported("40P01"), False, Hindered),
        (Reported("53300"), False, Hindered),
        (Reported("57014"), False, type(None)),
        (Reported("42P01"), False, type(None)),
        (psycopg2.InterfaceError("cursor already closed"), False, type(None)),
    ],
)
def test_an_error_sends_the_read_elsewhere_or_is_everyone_s(
    original: Exception, is_broken: bool, kind: type[AskAnother]
) -> None:
    error = DBAPIError("SELECT", {}, original, connection_invalidated=is_broken)
    assert type(refusal_of(error)) is kind

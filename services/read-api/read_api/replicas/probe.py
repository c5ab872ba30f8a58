"""Asks one node for its token in the cheapest way: a prepared statement outside of any transaction."""

from collections import deque
from typing import Any

import psycopg2
from psycopg2 import extensions
from sqlalchemy import URL

from read_api.replicas import patience
from read_api.replicas.refusals import IsLeader, Unreachable
from revision_cache.token import Token

PROBE_SECONDS = 1.0

_PREPARE = "PREPARE token AS SELECT number, nonce FROM published.revision"
_EXECUTE = "EXECUTE token"


class Probe:
    """Thread-safe: a connection serves one question at a time, and as many are kept as were needed at once.

    Without SQLAlchemy's pool around it the question costs a hit half as much.
    """

    def __init__(self, url: URL, options: dict[str, Any]) -> None:
        self._arguments = url.translate_connect_args(username="user", database="dbname") | options
        self._idle: deque[extensions.connection] = deque()

    def token(self) -> Token:
        """The newest revision the node has. Raises IsLeader, or Unreachable for any failure to answer."""
        try:
            with patience.at_most(PROBE_SECONDS):
                connection = self._connection()
                with connection.cursor() as cursor:
                    cursor.execute(_EXECUTE)
                    [(number, nonce)] = cursor.fetchall()
        except psycopg2.Error as error:
            self.disconnect()
            raise Unreachable(str(error)) from error
        if connection.get_parameter_status("in_hot_standby") != "on":
            connection.close()
            raise IsLeader("the server has left recovery")
        self._idle.append(connection)
        return Token(number, nonce)

    def disconnect(self) -> None:
        """Close what is idle: after one connection broke the others are no better."""
        while self._idle:
            self._idle.pop().close()

    def _connection(self) -> extensions.connection:
        try:
            return self._idle.pop()
        except IndexError:
            connection: extensions.connection = psycopg2.connect(**self._arguments)
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(_PREPARE)
            return connection

"""Stands before Flask: gives a kept answer again while it is true, else asks Flask and keeps what it says."""

import time
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Any, NamedTuple, Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from revision_cache.answer import Answer, Headers
from revision_cache.exchange import Exchange, close
from revision_cache.shelf import Shelf
from revision_cache.store import Store
from revision_cache.token import Token
from service_defaults.requests_log import ROUTE, UNMATCHED

READS = ("GET", "HEAD")
NO_MORE = ("301", "404", "410")
OLD_SECONDS = 300
"""An answer of which nobody could say for so long that it still is true, is one that says so."""
MOST_ANCESTORS = 1000


class Source(Protocol):
    """Whoever knows the catalog's revision, and has what Flask makes answers of."""

    def token(self) -> Token | None:
        """The revision that it has now; None where it cannot tell."""

    def is_any_readable(self) -> bool:
        """Whether it is worth asking."""


class Passed(NamedTuple):
    """What Flask answered, to be passed on as it is."""

    status: str
    headers: Headers
    body: Iterable[bytes]


class RevisionCache:
    """WSGI middleware. An answer is true as long as the source that is asked has the revision it shows."""

    def __init__(
        self,
        app: WSGIApplication,
        source: Source,
        capacity: int,
        shelf: Shelf | None = None,
        when_old: Callable[[bytes], bytes] | None = None,
    ) -> None:
        """`capacity` is in bytes.

        What is put on the shelf outlives this process. `when_old` makes the body that says it is old.
        """
        self._app, self._source, self._store = app, source, Store(capacity)
        self._shelf, self._when_old = shelf, when_old
        self._ancestors: set[tuple[str, Token]] = set()
        self._seen: tuple[Token | None, float] = (None, 0.0)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in READS:
            return self._app(environ, start_response)
        exchange = Exchange(environ, start_response)
        if exchange.is_for_everyone:
            return self._answer(exchange)
        reply = self._ask_flask(environ)
        return exchange.pass_on(*reply) if isinstance(reply, Passed) else exchange.give(reply)

    def _answer(self, exchange: Exchange) -> Iterable[bytes]:
        kept = self._store.get(exchange.address)
        if kept is not None and self._is_true(kept, exchange.minimum):
            return exchange.give(kept, self._store)
        # Who waits for a revision to arrive must not let others wait too.
        with nullcontext() if exchange.minimum else self._store.flight(exchange.address):
            made = self._store.get(exchange.address)
            if made is not None and made is not kept and self._is_true(made, exchange.minimum):
                return exchange.give(made, self._store)
            return self._make(exchange, made)

    def _make(self, exchange: Exchange, last_good: Answer | None) -> Iterable[bytes]:
        """Ask Flask. When the source cannot be read, the last good answer is better than none."""
        if not self._source.is_any_readable() and (found := self._last_good(exchange, last_good)):
            return self._give_stale(exchange, found)
        reply = self._ask_flask(exchange.environ)
        if isinstance(reply, Answer):
            self._keep(exchange, reply)
            return exchange.give(reply, self._store)
        if reply.status.startswith("503") and (found := self._last_good(exchange, last_good)):
            close(reply.body)
            return self._give_stale(exchange, found)
        if exchange.minimum is None and reply.status.startswith(NO_MORE):
            self._forget(exchange.address)
        return exchange.pass_on(*reply)

    def _last_good(self, exchange: Exchange, known: Answer | None) -> Answer | None:
        if known is None and self._shelf is not None:
            known = self._shelf.find(exchange.address)
        if known is None or exchange.minimum not in {None, str(known.token)}:
            return None
        return known

    def _give_stale(self, exchange: Exchange, answer: Answer) -> Iterable[bytes]:
        token, seen_at = self._seen
        true_at = seen_at if token is not None and token == answer.token else answer.made_at
        seconds = max(0, int(time.time() - true_at))
        if seconds >= OLD_SECONDS and self._when_old is not None:
            answer = answer.in_other_words("old", self._when_old(answer.plain.body))
        return exchange.give(answer, self._store, stale_for=seconds)

    def _is_true(self, answer: Answer, minimum: str | None) -> bool:
        if answer.token is None:
            return True
        token = self._source.token()
        if token is not None:
            self._seen = token, time.time()
        if token != answer.token:
            return False
        return minimum in {None, str(answer.token)} or (minimum, answer.token) in self._ancestors

    def _keep(self, exchange: Exchange, answer: Answer) -> None:
        if answer.may_be_kept:
            self._store.put(exchange.address, answer)
            if self._shelf is not None and answer.token is not None:
                self._shelf.put(exchange.address, answer)
        if exchange.minimum and answer.token is not None:  # Flask has found it in the history
            if len(self._ancestors) >= MOST_ANCESTORS:
                self._ancestors.clear()
            self._ancestors.add((exchange.minimum, answer.token))

    def _forget(self, address: str) -> None:
        """What has moved or was withdrawn is not shown again, whoever is away."""
        self._store.forget(address)
        if self._shelf is not None:
            self._shelf.forget(address)

    def _ask_flask(self, environ: WSGIEnvironment) -> Answer | Passed:
        """Flask's answer to a GET, also where the request is a HEAD: both have the same headers."""
        reply: list[Any] = []

        def start(status: str, headers: Headers, *_exc_info: Any) -> Any:
            reply[:] = [status, headers]

        method = environ["REQUEST_METHOD"]
        environ["REQUEST_METHOD"] = "GET"
        try:
            body = self._app(environ, start)
        finally:
            environ["REQUEST_METHOD"] = method
        status, headers = reply
        names = {name.lower() for name, _ in headers}
        if not status.startswith("200") or not {"etag", "content-length"} <= names:
            return Passed(status, headers, body)
        try:
            return Answer(headers, b"".join(body), environ.get(ROUTE, UNMATCHED))
        finally:
            close(body)

"""Stands before Flask: gives a kept answer again while it is true, else asks Flask and keeps what it says."""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any, NamedTuple, Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from revision_cache.answer import Answer, Headers
from revision_cache.exchange import Exchange, close
from revision_cache.store import Store
from revision_cache.token import Token
from service_defaults.requests_log import ROUTE, UNMATCHED

READS = ("GET", "HEAD")
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

    def __init__(self, app: WSGIApplication, source: Source, capacity: int) -> None:
        """`capacity` is in bytes."""
        self._app, self._source, self._store = app, source, Store(capacity)
        self._ancestors: set[tuple[str, Token]] = set()

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
        if last_good is not None and exchange.minimum not in {None, str(last_good.token)}:
            last_good = None
        if last_good is not None and not self._source.is_any_readable():
            return exchange.give(last_good, self._store, is_stale=True)
        reply = self._ask_flask(exchange.environ)
        if isinstance(reply, Answer):
            self._keep(exchange, reply)
            return exchange.give(reply, self._store)
        if last_good is not None and reply.status.startswith("503"):
            close(reply.body)
            return exchange.give(last_good, self._store, is_stale=True)
        return exchange.pass_on(*reply)

    def _is_true(self, answer: Answer, minimum: str | None) -> bool:
        if answer.token is None:
            return True
        if self._source.token() != answer.token:
            return False
        return minimum in {None, str(answer.token)} or (minimum, answer.token) in self._ancestors

    def _keep(self, exchange: Exchange, answer: Answer) -> None:
        if answer.may_be_kept:
            self._store.put(exchange.address, answer)
        if exchange.minimum and answer.token is not None:  # Flask has found it in the history
            if len(self._ancestors) >= MOST_ANCESTORS:
                self._ancestors.clear()
            self._ancestors.add((exchange.minimum, answer.token))

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

"""One request and how its answer is sent: whole, without its body, or as a 304."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from revision_cache.answer import Answer, Headers
from revision_cache.codings import IDENTITY, coding_for
from revision_cache.conditions import known_tag
from revision_cache.store import Store
from service_defaults.requests_log import ROUTE

_OF_ONE_READER = ("HTTP_AUTHORIZATION", "HTTP_IF_MATCH")


class Exchange:
    """`address` is the same for all spellings of a query; `minimum` is the revision asked for, as it came."""

    def __init__(self, environ: WSGIEnvironment, start_response: StartResponse) -> None:
        self.environ = environ
        self.address = address_of(environ)
        self.minimum: str | None = environ.get("HTTP_CATALOG_MIN_REVISION")
        self.is_for_everyone = not any(name in environ for name in _OF_ONE_READER)
        self._start_response = start_response
        self._is_head = environ["REQUEST_METHOD"] == "HEAD"

    def give(
        self, answer: Answer, store: Store | None = None, *, stale_for: int | None = None
    ) -> list[bytes]:
        """Send an answer; encoded, if there is a store that keeps what was encoded.

        `stale_for` is for how many seconds nobody could say that it still is true.
        """
        self.environ[ROUTE] = answer.route
        tag = known_tag(self.environ, answer)
        if tag is not None:
            headers = answer.not_modified(tag)
            self._start_response("304 NOT MODIFIED", _as_stale(headers, stale_for))
            return []
        coding = (
            coding_for(self.environ.get("HTTP_ACCEPT_ENCODING", "")) if answer.is_compressible else IDENTITY
        )
        form = store.form(self.address, answer, coding) if store else answer.plain
        self._start_response("200 OK", _as_stale(form.headers, stale_for))
        return [] if self._is_head else [form.body]

    def pass_on(self, status: str, headers: Headers, body: Iterable[bytes]) -> Iterable[bytes]:
        """Send what Flask said as it is."""
        self._start_response(status, headers)
        if self._is_head:
            close(body)
            return []
        return body


def _as_stale(headers: Headers, seconds: int | None) -> Headers:
    """The headers, which say so if it is; no CDN is to keep it."""
    if seconds is None:
        return [*headers]
    kept = [(name, value) for name, value in headers if name.lower() != "cache-control"]
    return [*kept, ("Cache-Control", "no-cache"), ("Catalog-Stale", "true"), ("Age", str(seconds))]


def address_of(environ: WSGIEnvironment) -> str:
    """The query's parts in their alphabetical order, then the path, in which there may be anything."""
    query = environ["QUERY_STRING"]
    if "&" in query:
        query = "&".join(sorted(query.split("&")))
    return f"{query} {environ['PATH_INFO']}"


def close(body: Iterable[bytes]) -> None:
    """As WSGI wants it of a body that is not sent to its end (PEP 3333)."""
    getattr(body, "close", lambda: None)()

"""Readers over HTTP, each a session on a connection of its own, who write down every answer."""

import gzip
import http.client
import json
import random
import threading
import time
from dataclasses import dataclass, field

import brotli
from backports import zstd

from tests.consistency.history import STATUS, History, Item, Page, Place, Read, Resync, Token
from tests.consistency.rows import BY_PRICE, LISTING, PRODUCT, shown
from tests.consistency.writers import SLUGS, Desk

DECODERS = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress}
CODINGS = tuple(DECODERS)
PATHS = (LISTING, LISTING, BY_PRICE, STATUS, *(PRODUCT + slug for slug in SLUGS[:4]))
PAST_CACHE = {"Authorization": "Bearer of-nobody"}
"""Answers to requests with this header are never kept, nor given from what was kept."""


@dataclass(frozen=True)
class Server:
    """A read-api that answers at 127.0.0.1."""

    name: str
    port: int


@dataclass
class Client:
    """One session: `seen` is the last revision it was shown, `tags` and `dates` tell what it has by path."""

    name: str
    server: Server
    history: History
    remembers: bool = False
    seen: Token | None = None
    tags: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str | None] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def get(
        self,
        path: str,
        asked: Token | None = None,
        tag: str | None = None,
        coding: str = "identity",
        wait: float = 0.0,
        past_cache: bool = False,
        by_date: bool = False,
    ) -> Read:
        """Ask, write the answer down, and learn from it. Status 0 is no answer.

        `by_date`: what it has under the tag is told by its date instead, if it has one.
        """
        asked = asked or (self.seen if self.remembers else None)
        headers = {"Accept-Encoding": coding} | (PAST_CACHE if past_cache else {})
        if asked:
            headers |= {"Catalog-Min-Revision": str(asked), "Prefer": f"wait={wait:.1f}"}
        date = self.dates.get(path) if by_date else None
        if tag:
            headers |= {"If-Modified-Since": date} if date else {"If-None-Match": tag}
        begun = time.monotonic()
        status, answered, body = self._exchange(path, headers)
        label = answered.get("catalog-revision")
        read = Read(
            self.name,
            self.server.name,
            path,
            begun,
            time.monotonic(),
            status,
            token=Token.parse(label) if label else None,
            asked=asked,
            tag=tag,
            etag=answered.get("etag"),
            is_stale="catalog-stale" in answered,
            remembers=self.remembers,
            past_cache=past_cache,
            coding=answered.get("content-encoding", "identity"),
            body=DECODERS[answered.get("content-encoding", "identity")](body) if body else b"",
        )
        self.history.reads.append(read)
        self._learn(read, answered.get("last-modified"))
        return read

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _learn(self, read: Read, date: str | None) -> None:
        if read.token is not None:
            self.seen = read.token
        if read.status == 200 and read.etag:
            self.tags[read.path], self.dates[read.path] = read.etag, date

    def _exchange(self, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
            self._connection.request("GET", path, headers=headers)
            response = self._connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            return 0, {}, repr(error).encode()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, body


def keep_reading(client: Client, desk: Desk, rng: random.Random, over: threading.Event) -> None:
    """Ask in every way: for what was just written, for what is known, in each coding, past the cache."""
    while not over.wait(rng.uniform(0, 0.01)):
        path = rng.choice(PATHS)
        asked = desk.newest if rng.random() < 0.3 and not client.remembers else None
        tag = client.tags.get(path) if rng.random() < 0.4 else None
        wait = rng.choice([0.0, 0.2, 1.0])
        read = client.get(path, asked, tag, rng.choice(CODINGS), wait, by_date=rng.random() < 0.5)
        if read.status == 200 and rng.random() < 0.5:
            client.get(path, coding=rng.choice(CODINGS), past_cache=rng.random() < 0.7)
    client.close()


def keep_mirroring(client: Client, rng: random.Random, over: threading.Event, limit: int) -> None:
    """Follow the feed, page by page, from nothing; begin anew with a snapshot where the place was lost."""
    mirror = Mirror(client)
    while not over.wait(rng.uniform(0, 0.05)):
        mirror.follow(limit)
    mirror.client.close()


@dataclass
class Mirror:
    """A service that keeps a copy of the catalog; here it only writes down what it is told."""

    client: Client
    place: str = "0"

    def follow(self, limit: int = 100) -> Read:
        """Ask for what comes next."""
        read = self.client.get(f"/v1/changes?after={self.place}&limit={limit}")
        if read.status == 200 and read.token:
            self._note(read, read.token)
        elif read.status == 410:
            self.resync()
        return read

    def resync(self) -> None:
        """Take the whole catalog."""
        read = self.client.get("/v1/snapshot")
        lines = [json.loads(line) for line in read.body.splitlines()] if read.status == 200 else []
        if lines and "end" in lines[-1]:
            at = Token.parse(lines[0]["token"])
            products = [line for line in lines[1:-1] if line["entity"] == "product"]
            rows = {line["id"]: shown(line["value"])[1] for line in products}
            self.client.history.feed.append(Resync(self.client.name, at, rows))
            self.place = str(at)

    def _note(self, read: Read, at: Token) -> None:
        body = read.json
        items = tuple(
            Item(each["revision"], each["id"], shown(each["value"])[1] if each["value"] else None)
            for each in body["items"]
            if each["entity"] == "product"
        )
        places = Place.parse(self.place), Place.parse(body["next"])
        self.client.history.feed.append(Page(self.client.name, *places, at, items, body["more"]))
        self.place = body["next"]

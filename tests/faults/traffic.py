"""Traffic while something breaks: readers and writers through the gateway, who remember every answer."""

import contextlib
import itertools
import json
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from tests.house import House
from tests.waiting import wait_until

READERS = 4
WRITERS = 2
PAUSE = 0.02
READS = ("/v1/products?limit=5", "/v1/categories", "/v1/products?limit=24&sort=price", "/v1/status")
PRICE = {"amount": "12.00", "currency": "EUR"}
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Answer:
    """What a request was answered, and when; status 0 for none."""

    at: float
    path: str
    status: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def json(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.text)
        return said

    @property
    def is_a_polite_refusal(self) -> bool:
        """A problem that says to try again, and when."""
        kind = (self.status, self.headers.get("Content-Type"))
        return kind == (503, PROBLEM) and "Retry-After" in self.headers and "type" in self.json


@dataclass
class Traffic:
    """Requests that go on until `stopped`; lists only grow."""

    house: House
    tag: str = field(default_factory=lambda: f"fault-{uuid.uuid4().hex[:8]}")
    reads: list[Answer] = field(default_factory=list)
    writes: list[Answer] = field(default_factory=list)
    acknowledged: dict[str, float] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def failed_reads(self) -> list[Answer]:
        return [answer for answer in self.reads if answer.status != 200]

    @property
    def refused_writes(self) -> list[Answer]:
        return [answer for answer in self.writes if answer.status != 201]

    def acknowledged_since(self, moment: float) -> int:
        return sum(at > moment for at in list(self.acknowledged.values()))

    def statuses_since(self, moment: float) -> list[Answer]:
        """The later answers of /v1/status, which say by whom they were served."""
        return [answer for answer in list(self.reads) if answer.path == "/v1/status" and answer.at > moment]

    def wait_for_writes(self, count: int, timeout: float) -> None:
        """Return when that many further writes were acknowledged."""
        begun = time.monotonic()
        wait_until(lambda: self.acknowledged_since(begun) >= count, f"{count} acknowledged writes", timeout)

    def lost(self) -> set[str]:
        """The acknowledged writes that the leader does not have."""
        statement = "SELECT array_agg(id::text) FROM catalog.product WHERE %s = ANY(tags)"
        return set(self.acknowledged) - set(self.house.value(self.house.leader(), statement, self.tag) or [])

    def effects(self) -> int:
        """How many products the writers' requests have made."""
        statement = "SELECT count(*) FROM catalog.product WHERE %s = ANY(tags)"
        return int(self.house.value(self.house.leader(), statement, self.tag))

    def longest_pause(self) -> float:
        """The longest time in seconds between two acknowledged writes."""
        moments = sorted(self.acknowledged.values())
        return max(later - earlier for earlier, later in itertools.pairwise(moments))

    def read(self) -> None:
        session = requests.Session()
        for path in itertools.cycle(READS):
            if self.stopped.wait(PAUSE):
                return
            self.reads.append(self._answer(session, "GET", path))

    def write(self) -> None:
        """Make one draft after the other; what is refused is repeated until it is acknowledged."""
        session = requests.Session()
        while not self.stopped.is_set():
            key = str(uuid.uuid4())
            headers = {"Authorization": f"Bearer {self.house.token}", "Idempotency-Key": key}
            body = {"title": f"Made under load {key}", "tags": [self.tag], "variants": [{"price": PRICE}]}
            while not self.stopped.is_set():
                answer = self._answer(session, "POST", "/v1/products", json=body, headers=headers)
                self.writes.append(answer)
                if answer.status == 201:
                    self.acknowledged[answer.json["id"]] = answer.at
                    break
                self.stopped.wait(0.2)
            self.stopped.wait(PAUSE)

    def _answer(self, session: requests.Session, method: str, path: str, **options: Any) -> Answer:
        url = f"http://127.0.0.1:{self.house.port}{path}"
        headers = {"Host": "api.mstore.com", **options.pop("headers", {})}
        try:
            answer = session.request(method, url, headers=headers, timeout=30, **options)
        except requests.RequestException as error:
            return Answer(time.monotonic(), path, 0, repr(error))
        return Answer(time.monotonic(), path, answer.status_code, answer.text, answer.headers)


@contextlib.contextmanager
def traffic(house: House) -> Iterator[Traffic]:
    """Readers and writers at work; at the end they have stopped."""
    flow = Traffic(house)
    assert house.token
    threads = [threading.Thread(target=flow.read) for _ in range(READERS)]
    threads += [threading.Thread(target=flow.write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        flow.wait_for_writes(10, timeout=30)
        yield flow
    finally:
        flow.stopped.set()
        for thread in threads:
            thread.join()

"""Two hundred creates, each sent again with its key until it is answered 201, make two hundred products.

Nothing is known to these clients but the key: whatever else comes back, or nothing, they send the same again.
"""

import threading
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from infra.local.parts import Part
from tests.faults.processes import kill_patroni, kill_workers
from tests.house import House
from tests.waiting import wait_until

pytestmark = [pytest.mark.house, pytest.mark.timeout(400)]
CREATES = 200
CLIENTS = 8
SHOWN = ("ETag", "Location", "Catalog-Revision", "Content-Type")
# A try is given up before the commit that it may be waiting for, and sent again.
TRY_SECONDS, CREATE_SECONDS = 4.0, 90.0
TITLES = "SELECT json_agg(title) FROM catalog.product WHERE %s = ANY (tags) AND deleted_at IS NULL"
REVISIONS = """
    SELECT json_object_agg(idempotency_key, number || '.' || nonce)
      FROM catalog.revision_log WHERE idempotency_key LIKE %s"""

Shown = tuple[bytes, dict[str, str | None]]


@dataclass
class Create:
    """A product that somebody wants once; `answers` are all 201 it got, `tries` how often it was sent."""

    key: str
    body: dict[str, Any]
    answers: list[Shown] = field(default_factory=list)
    tries: int = 0


@dataclass
class Clients:
    """Eight at once, each with its share of the creates."""

    house: House
    tag: str = field(default_factory=lambda: f"blind-{uuid.uuid4().hex[:8]}")
    creates: list[Create] = field(default_factory=list)

    def __post_init__(self) -> None:
        price = {"amount": "12.00", "currency": "EUR"}
        for number in range(CREATES):
            title = f"{self.tag} {number}"
            body = {"title": title, "tags": [self.tag], "variants": [{"price": price}]}
            self.creates.append(Create(f"{self.tag}-{number}", body))

    @property
    def made(self) -> int:
        return sum(bool(create.answers) for create in self.creates)

    def make_all(self, disturb: Callable[[], None]) -> None:
        """Send all; when half of them are made, disturb."""
        assert self.house.token
        with ThreadPoolExecutor(CLIENTS) as pool:
            sent = [
                pool.submit(self._until_made, create, session=requests.Session()) for create in self.creates
            ]
            wait_until(lambda: self.made >= CREATES // 2, "half of the creates", CREATE_SECONDS)
            disturb()
            for each in sent:
                each.result()

    def repeat_all(self) -> None:
        """Ask once more for what every create was answered."""
        session = requests.Session()
        for create in self.creates:
            self._until_made(create, session)

    def _until_made(self, create: Create, session: requests.Session) -> None:
        begun, pause, waiting = time.monotonic(), 0.05, threading.Event()
        while not self._try(create, session):
            assert time.monotonic() < begun + CREATE_SECONDS, f"{create.key} was never made"
            waiting.wait(pause)
            pause = min(2 * pause, 1.0)

    def _try(self, create: Create, session: requests.Session) -> bool:
        create.tries += 1
        headers = {
            "Host": "api.mstore.com",
            "Authorization": f"Bearer {self.house.token}",
            "Idempotency-Key": create.key,
        }
        url = f"http://127.0.0.1:{self.house.port}/v1/products"
        try:
            answer = session.post(url, json=create.body, headers=headers, timeout=TRY_SECONDS)
        except requests.RequestException:
            return False
        if answer.status_code != 201:
            return False
        create.answers.append((answer.content, {name: answer.headers.get(name) for name in SHOWN}))
        return True


def kill_the_leader(house: House) -> None:
    leader = house.leader()
    assert leader
    kill_patroni(house, leader)
    house.kill_postgres(leader)


def kill_the_workers(house: House) -> None:
    for part in house.parts("write-api"):
        kill_workers(house, part.name)


@pytest.mark.parametrize("disturb", [kill_the_leader, kill_the_workers])
def test_creates_that_are_retried_blindly_are_made_once(
    whole: House, disturb: Callable[[House], None], record_property: Callable[[str, object], None]
) -> None:
    clients = Clients(whole)

    clients.make_all(lambda: disturb(whole))
    whole.wait_until_whole()
    retried = sum(create.tries - 1 for create in clients.creates)
    clients.repeat_all()

    leader = whole.leader()
    assert isinstance(leader, Part)
    assert sorted(whole.value(leader, TITLES, clients.tag)) == sorted(
        create.body["title"] for create in clients.creates
    )
    for create in clients.creates:
        assert len(create.answers) >= 2
        assert all(answer == create.answers[0] for answer in create.answers), create
    tokens = {create.key: create.answers[0][1]["Catalog-Revision"] for create in clients.creates}
    assert len(set(tokens.values())) == CREATES
    assert whole.value(leader, REVISIONS, f"{clients.tag}-%") == tokens
    for create in clients.creates:
        assert_told(whole, create)
    assert retried > 0
    record_property("tries that were repeated", retried)


def assert_told(house: House, create: Create) -> None:
    """Its revision is told by readers too: whoever has this number with another nonce refuses."""
    token = str(create.answers[0][1]["Catalog-Revision"])
    headers = {
        "Host": "api.mstore.com",
        "Authorization": f"Bearer {house.token}",
        "Catalog-Min-Revision": token,
    }
    url = f"http://127.0.0.1:{house.port}/v1/revisions/{token.partition('.')[0]}"
    told = requests.get(url, headers=headers, timeout=30)
    assert told.status_code == 200, told.text
    titles = [
        edited["after"]
        for edit in told.json()["edits"]
        for edited in edit["fields"]
        if edited["field"] == "title"
    ]
    assert titles == [create.body["title"]]

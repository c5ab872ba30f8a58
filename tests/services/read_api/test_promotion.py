"""A replica that is promoted while it is read: nobody reads the leader."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from read_api.replicas.pools import READ_PUBLIC
from read_api.replicas.probe import Probe
from read_api.replicas.refusals import IsLeader
from tests.services.read_api.sightings import served_by, wait_for
from tests.services.read_api.trio import Trio, running_trio
from tests.waiting import wait_until


@pytest.fixture
def passing_trio(key_set_file: Path) -> Iterator[Trio]:
    """Each test promotes one."""
    with running_trio(key_set_file) as trio:
        yield trio


def test_no_reader_is_ever_on_the_leader_before_or_after_a_promotion(passing_trio: Trio) -> None:
    trio = passing_trio
    with trio.read_api() as app:
        for node in (trio.one, trio.other):
            wait_for(app, node, "usable")
        wait_for(app, trio.cluster.primary, "leader")
        assert trio.readers_on(trio.cluster.primary) == 0

        trio.one.execute("SELECT pg_promote()")
        assert {served_by(app) for _ in range(20)} == {trio.other.address}
        wait_for(app, trio.one, "leader")
        wait_until(lambda: trio.readers_on(trio.one) == 0, "no reader on the new leader")


def test_a_session_that_survives_the_promotion_is_not_read(passing_trio: Trio) -> None:
    """The poll may notice late; what the server reports with the read itself is enough."""
    with passing_trio.read_api(nodes=passing_trio.one.address) as app:
        wait_for(app, passing_trio.one, "usable")
        client = app.test_client()
        assert client.get("/v1/products").status_code == 200
        passing_trio.one.execute("SELECT pg_promote()")
        assert client.get("/v1/products?limit=1").status_code == 503


@pytest.mark.parametrize("path", ["/v1/products/none", "/v1/changes?after=1.0000000000000000"])
def test_what_is_not_there_is_not_said_by_the_leader_either(passing_trio: Trio, path: str) -> None:
    with passing_trio.read_api(nodes=passing_trio.one.address) as app:
        wait_for(app, passing_trio.one, "usable")
        client = app.test_client()
        assert client.get(path).status_code in {404, 410}
        passing_trio.one.execute("SELECT pg_promote()")
        assert client.get(path).status_code == 503


def test_the_question_for_the_revision_is_not_answered_by_the_leader(passing_trio: Trio) -> None:
    """Its session, too, survives the promotion."""
    url = passing_trio.postgres.url(READ_PUBLIC, passing_trio.one.address)
    passing_trio.postgres.wait_for_replay()
    probe = Probe(url, {})
    assert str(probe.token()) == passing_trio.owner.token()
    passing_trio.one.execute("SELECT pg_promote()")
    with pytest.raises(IsLeader):
        probe.token()

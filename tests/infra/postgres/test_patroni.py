"""Three Patroni nodes as the house runs them, without the rest of the house."""

import contextlib
from functools import partial

import psutil
import psycopg2
import pytest
import requests

from infra.local.configuration import prepare, write_supervisor
from infra.local.health import leader
from infra.local.house import House
from infra.local.parts import all_parts
from infra.local.processes import end_processes
from infra.local.supervisor import Supervisor
from infra.postgres.node import REST_USER
from infra.postgres.standalone import SUPERUSER
from tests.house import settings_at
from tests.waiting import wait_until as wait

pytestmark = pytest.mark.timeout(300)
wait_until = partial(wait, timeout=90.0)


class Nodes:
    """The running cluster: queries on a node, and Patroni's word about it."""

    def __init__(self, house: House) -> None:
        self.parts = [part for part in all_parts(house) if part.kind == "postgres"]
        self.password = (house.secrets / "postgres" / "superuser_password").read_text()
        self.rest_login = (REST_USER, (house.secrets / "postgres" / "rest_password").read_text())

    @property
    def leader(self):
        return leader(self.parts)

    @property
    def replicas(self):
        return [part for part in self.parts if part != self.leader]

    def connect(self, node, user=SUPERUSER, password=None):
        connection = psycopg2.connect(
            host="127.0.0.1",
            port=node.ports[1],
            user=user,
            dbname="postgres",
            password=password or self.password,
        )
        connection.autocommit = True
        return connection

    def value(self, node, statement):
        with contextlib.closing(self.connect(node)) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]

    def rest(self, node, path):
        return f"http://127.0.0.1:{node.ports[0]}{path}"

    def streaming(self):
        try:
            members = requests.get(self.rest(self.parts[0], "/cluster"), timeout=5).json()["members"]
        except requests.ConnectionError:  # another node may lead before the first answers
            return []
        return [member["name"] for member in members if member["state"] == "streaming"]


@pytest.fixture(scope="module")
def nodes(tmp_path_factory):
    house = settings_at(tmp_path_factory.mktemp("house"))
    try:
        prepare(house)
        nodes = Nodes(house)
        write_supervisor(house, nodes.parts)
        Supervisor(house).start()
        wait_until(lambda: nodes.leader, "a node leads")
        wait_until(lambda: len(nodes.streaming()) == 2, "two replicas stream")
        yield nodes
    finally:
        end_processes(house)


def test_a_commit_waits_for_one_of_two_replicas(nodes):
    wait_until(
        lambda: nodes.value(nodes.leader, "SHOW synchronous_standby_names").startswith("ANY 1 ("), "quorum"
    )
    assert nodes.value(nodes.leader, "SHOW synchronous_commit") == "on"


def test_what_is_on_disk_has_checksums(nodes):
    assert {nodes.value(node, "SHOW data_checksums") for node in nodes.parts} == {"on"}


def test_a_node_listens_on_loopback_alone_and_wants_a_password(nodes):
    node = nodes.leader
    assert nodes.value(node, "SHOW listen_addresses") == "127.0.0.1"
    assert nodes.value(node, "SHOW unix_socket_directories") == ""
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        nodes.connect(node, password="a guess")


def test_nothing_of_the_cluster_listens_beyond_loopback(nodes):
    own = {port for node in nodes.parts for port in node.ports}
    listening = [
        connection.laddr
        for connection in psutil.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr.port in own
    ]
    assert {address.port for address in listening} == own
    assert {address.ip for address in listening} == {"127.0.0.1"}


@pytest.mark.parametrize("path", ["/restart", "/switchover", "/reinitialize"])
def test_whoever_has_no_password_cannot_move_a_node(nodes, path):
    assert requests.post(nodes.rest(nodes.leader, path), json={}, timeout=5).status_code == 401


def test_readers_do_not_stay_on_a_replica_that_becomes_the_leader(nodes):
    candidate = nodes.replicas[0]
    with contextlib.closing(nodes.connect(nodes.leader)) as connection:
        connection.cursor().execute("CREATE ROLE read_public LOGIN PASSWORD 'reads'")
    wait_until(lambda: has_role(nodes, candidate), "the role is on the replica")
    with contextlib.closing(nodes.connect(candidate, "read_public", "reads")) as reader:
        assert ask(reader, "SELECT pg_is_in_recovery()")
        wait_until(lambda: leads_when_asked(nodes, candidate), "the candidate leads")
        wait_until(lambda: not readers(nodes, candidate), "no reader is left on it")
        with pytest.raises(psycopg2.Error, match=r"terminating connection|closed the connection"):
            ask(reader, "SELECT 1")


def leads_when_asked(nodes, candidate):
    """Patroni gives a switchover up when a node's health is told late, and its leader leads on."""
    leading = nodes.leader
    if leading and leading != candidate:
        wish = {"leader": leading.name, "candidate": candidate.name}
        requests.post(nodes.rest(leading, "/switchover"), json=wish, auth=nodes.rest_login, timeout=60)
    return nodes.leader == candidate


def has_role(nodes, node):
    return nodes.value(node, "SELECT count(*) FROM pg_roles WHERE rolname = 'read_public'")


def readers(nodes, node):
    return nodes.value(node, "SELECT count(*) FROM pg_stat_activity WHERE usename = 'read_public'")


def ask(connection, statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]

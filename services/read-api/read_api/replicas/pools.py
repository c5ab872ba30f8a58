"""Makes the replicas out of the settings: a pool for each node and role."""

from sqlalchemy import URL

from read_api.replicas.node import Node
from read_api.replicas.reader import Replicas
from read_api.settings import Settings

READ_PUBLIC = "read_public"
"""The role that sees schema `published` alone."""

READ_STAFF = "read_staff"
"""The role that sees schema `staff` too: drafts, trash, history."""


def connect_to(settings: Settings) -> Replicas:
    """Nothing is connected yet: that happens with the first read, in the process that reads."""
    nodes = [_node(name, settings) for name in settings.database_nodes.split(",")]
    return Replicas(nodes, waiting_seats=max(1, settings.connections // 2))


def _node(name: str, settings: Settings) -> Node:
    host, _, port = name.rpartition(":")
    passwords = {READ_PUBLIC: settings.read_public_password, READ_STAFF: settings.read_staff_password}
    urls = {
        role: URL.create(
            "postgresql+psycopg2", role, password.get_secret_value(), host, int(port), settings.database_name
        )
        for role, password in passwords.items()
    }
    return Node(name, urls, poll_url=urls[READ_PUBLIC], pool_size=settings.connections)

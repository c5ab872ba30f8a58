"""What a read-api in this process knows of the nodes."""

from flask import Flask

from infra.postgres.standalone import Node
from tests.waiting import wait_until


def state(app: Flask, node: Node) -> str:
    """What the process last saw a node to be."""
    known = app.extensions["replicas"].lookout.known()
    return str(known[node.address][1])


def served_by(app: Flask) -> str:
    response = app.test_client().get("/v1/status")
    assert response.status_code == 200, response.json
    return str(response.json["served_by"])


def wait_for(app: Flask, node: Node, expected: str) -> None:
    app.extensions["replicas"].lookout.start()
    wait_until(lambda: state(app, node) == expected, f"{node.address} to be {expected}")

"""How many instances of each service run; kept in the state, so that it outlives a stop."""

import json

from infra.local.house import House

USUAL = {"read-api": 2, "write-api": 1, "frontend": 2, "admin-ui": 1}
# One write API and one admin UI are the design; a service that only reads may have many.
SCALABLE = ("read-api", "frontend")
MOST = 16


def instances(house: House, service: str) -> int:
    file = house.directory / "scale.json"
    chosen = json.loads(file.read_text()) if file.exists() else {}
    return int(chosen.get(service, USUAL[service]))


def remember_instances(house: House, service: str, count: int) -> None:
    file = house.directory / "scale.json"
    chosen = json.loads(file.read_text()) if file.exists() else {}
    file.write_text(json.dumps({**chosen, service: count}) + "\n")

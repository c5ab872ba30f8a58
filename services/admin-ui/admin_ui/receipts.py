"""Decides what a page says after a save: where the new revision is live, as the read API measures it now."""

import time
from dataclasses import dataclass

from flask import request

from admin_ui.catalog import Catalog, Refused, revision_number
from admin_ui.sessions.visit import CookieVisit
from service_defaults.http_client import Unavailable

DONE = {
    "saved": "Saved",
    "created": "Created",
    "trashed": "Moved to the trash",
    "removed": "Removed",
}
PATIENCE = 1.0  # seconds; most changes are everywhere within a tenth of one
PAUSE = 0.1


@dataclass(frozen=True)
class Receipt:
    done: str
    revision: int
    live: int
    replicas: int

    @property
    def is_everywhere(self) -> bool:
        return self.live == self.replicas > 0


def receipt(catalog: Catalog) -> Receipt | None:
    """For the address parameters `saved` (a revision this visit has seen) and `done`; else None."""
    revision = request.args.get("saved", 0, type=int)
    if not 0 < revision <= revision_number(CookieVisit().seen or ""):
        return None
    done = DONE.get(request.args.get("done", ""), DONE["saved"])
    deadline = time.monotonic() + PATIENCE
    measured = _measure(catalog, done, revision)
    while not measured.is_everywhere and time.monotonic() < deadline:
        time.sleep(PAUSE)
        measured = _measure(catalog, done, revision)
    return measured


def _measure(catalog: Catalog, done: str, revision: int) -> Receipt:
    try:
        replicas = [replica for replica in catalog.status()["replicas"] if replica["state"] != "leader"]
    except (Refused, Unavailable):  # the save itself is certain: only where it can be seen is not
        replicas = []
    live = [
        replica for replica in replicas if replica["state"] == "usable" and replica["revision"] >= revision
    ]
    return Receipt(done, revision, len(live), len(replicas))

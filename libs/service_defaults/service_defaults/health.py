"""Alive is not ready: alive while the process answers, ready while all it depends on does."""

from collections.abc import Callable, Mapping

import structlog
from flask import Blueprint

from service_defaults.permissions import PUBLIC, permission
from service_defaults.problems import Problem

CHECK_FAILED = "ready_check_failed"

Check = Callable[[], object]

log = structlog.get_logger(__name__)


def health(checks: Mapping[str, Check]) -> Blueprint:
    """/health/live and /health/ready. A check fails by raising; the answer names every one that did."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/health/live")
    @permission(PUBLIC)
    def live() -> dict[str, str]:
        return {"status": "alive"}

    @blueprint.get("/health/ready")
    @permission(PUBLIC)
    def ready() -> dict[str, str]:
        failing = [name for name, check in checks.items() if not _passes(name, check)]
        if failing:
            raise Problem(503, "unavailable", f"Not ready: {', '.join(failing)}.", failing=failing)
        return {"status": "ready"}

    return blueprint


def _passes(name: str, check: Check) -> bool:
    try:
        check()
    except Exception as error:  # whatever a dependency raises, it is not ready
        log.warning(CHECK_FAILED, check=name, error=repr(error))
        return False
    return True

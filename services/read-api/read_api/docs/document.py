"""The document of the whole API, reads and writes: made by `make openapi`, and shipped with this service."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "openapi.json"


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document."""
    read: dict[str, Any] = json.loads(FILE.read_text())
    return read

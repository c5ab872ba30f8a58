"""Names the code that runs, so that a browser's copy made by other code is not mistaken for current."""

import functools
import hashlib

from infra.local.house import ROOT

SOURCES = ("services", "libs")


@functools.cache
def build_id() -> str:
    """Twelve hex digits that change whenever a file of a service does."""
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]

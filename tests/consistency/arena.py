"""A leader and two standbys whose roles change: what a nemesis may do to them, each as one call.

Replication is asynchronous and nobody watches the leader, so that a promotion can lose commits on purpose.
"""

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from sqlalchemy import text

from infra.postgres.binaries import binary, unprivileged
from infra.postgres.standalone import SUPERUSER, Node
from tests.consistency.history import Followed, History, Promoted, Settled, Token
from tests.postgres import Postgres
from tests.services.read_api.trio import Trio, running_trio
from tests.waiting import wait_until

TOKEN = text("SELECT number, nonce FROM catalog.revision")
END_READERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN ('read_public', 'read_staff')
"""


@dataclass
class Arena:
    """`leader` is where writers write; `standbys` are all other nodes, running or not."""

    trio: Trio
    history: History
    leader: Node = field(init=False)
    standbys: list[Node] = field(init=False)
    _diverged: list[Node] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.leader, self.standbys = self.trio.cluster.primary, list(self.trio.cluster.standbys)

    def anew(self) -> Self:
        """The same arena with an empty history."""
        self.history = History()
        return self

    @property
    def postgres(self) -> Postgres:
        return self.trio.postgres

    def token(self, node: Node | None = None) -> Token:
        """The newest revision of a node, by default the leader."""
        with self.postgres.connection(SUPERUSER, (node or self.leader).address) as connection:
            return Token(*connection.execute(TOKEN).one())

    def pause(self, node: Node) -> None:
        node.execute("SELECT pg_wal_replay_pause()")
        wait_until(lambda: self._ask(node, "SELECT pg_get_wal_replay_pause_state()") == "paused", "a pause")

    def resume(self, node: Node) -> None:
        node.execute("SELECT pg_wal_replay_resume()")

    def cut_off(self, node: Node) -> None:
        """It receives nothing any more; what it has it serves."""
        _set(node, primary_conninfo="")
        receivers = "SELECT count(*) FROM pg_stat_wal_receiver"
        wait_until(lambda: self._ask(node, receivers) == 0, "the end of its WAL receiver")

    def restart(self, node: Node) -> None:
        """As after a crash: it replays again what it had replayed, and may be read meanwhile."""
        node.kill()
        wait_until(lambda: _starts(node), f"a start of {node.address}")

    def restart_in_the_past(self, node: Node) -> None:
        """The same, and there it stays: at its last checkpoint, until `catch_up`."""
        _set(node, recovery_min_apply_delay="1d")
        self.restart(node)

    def catch_up(self, node: Node) -> None:
        _set(node, recovery_min_apply_delay="0")

    def checkpoint(self) -> None:
        """From here on every standby restarts at this revision or later."""
        self.wait_for_replay()
        self.leader.execute("CHECKPOINT")
        self.wait_for_replay()  # they can begin at a checkpoint of the leader's alone
        for node in self.standbys:
            node.execute("CHECKPOINT")

    def drop_connections(self, node: Node) -> None:
        node.execute(END_READERS)

    def wait_for_replay(self) -> None:
        """Return when every standby has what the leader has by now."""
        written = self._ask(self.leader, "SELECT pg_current_wal_insert_lsn() - '0/0'")
        replayed = "SELECT pg_last_wal_replay_lsn() - '0/0'"
        for node in self.standbys:
            wait_until(lambda node=node: self._ask(node, replayed) >= written, f"replay on {node.address}")

    def furthest(self) -> Node:
        """The standby that has received most."""
        return max(self.standbys, key=self._received)

    def promote(self, heir: Node) -> None:
        """Make it the leader. The one before is killed first; who has received more than the heir is lost."""
        self.leader.kill()
        reached = self._received(heir)
        self._diverged = [node for node in self.standbys if self._received(node) > reached] + [self.leader]
        _set(heir, primary_slot_name="")  # whoever is copied from it has no slot there
        heir.execute("SELECT pg_promote(true, 20)")
        self.standbys = [node for node in (*self.standbys, self.leader) if node is not heir]
        self.leader = heir
        self.history.events.append(Promoted(heir.address, time.monotonic()))

    def rebuild(self, but: Node | None = None) -> None:
        """Make every other node a standby of the leader: what it alone had is lost. One may stay as it is."""
        self.history.events.append(Followed(self.leader.address, time.monotonic()))
        lost = [node for node in self._diverged if node is not but]
        for node in self.standbys:
            if node not in self._diverged:
                _set(node, primary_slot_name="", primary_conninfo=self.leader.conninfo())
                self.resume(node)
        with ThreadPoolExecutor() as threads:
            copies = list(threads.map(self._copy, lost))
        for node, copy in zip(lost, copies, strict=True):
            _replace(node, copy)
            self._diverged.remove(node)
        if self._diverged:
            return
        self.wait_for_replay()
        self.history.events.append(Settled(self.token(), time.monotonic()))

    def _copy(self, node: Node) -> Path:
        """A copy of the leader, beside the node, which serves what it has until it is replaced."""
        copy = node.directory.with_suffix(".copy")
        options = ("--checkpoint=fast", "--no-sync", "--write-recovery-conf", "-d", self.leader.conninfo())
        command = unprivileged([binary("pg_basebackup"), "-D", copy, *options])
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        return copy

    def _received(self, node: Node) -> int:
        """How far a standby has received, in bytes."""
        return int(self._ask(node, "SELECT coalesce(pg_last_wal_receive_lsn() - '0/0', 0)"))

    def _ask(self, node: Node, question: str) -> Any:
        with self.postgres.connection(SUPERUSER, node.address) as connection:
            return connection.scalar(text(question))


@contextmanager
def running_arena(key_set_file: Path) -> Iterator[Arena]:
    """A cluster of its own, with the schema, which ends with the block."""
    with running_trio(key_set_file) as trio:
        yield Arena(trio, History())


def _set(node: Node, **settings: str) -> None:
    for name, value in settings.items():
        node.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    node.execute("SELECT pg_reload_conf()")


def _replace(node: Node, copy: Path) -> None:
    """Start the node on a copy. Not in a passing thread: a node ends with the thread that started it."""
    node.kill()
    shutil.rmtree(node.directory)
    copy.rename(node.directory)
    node.start()


def _starts(node: Node) -> bool:
    """Whether it does: not while the kernel still ends sessions of the server that was killed."""
    with contextlib.suppress(RuntimeError):
        node.start()
        return True
    return False

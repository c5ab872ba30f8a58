"""What a view is given to read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from revision_cache.token import Token


@dataclass(frozen=True)
class Snapshot:
    """One consistent state of the catalog: `token` names it, `connection` reads it, `node` holds it.

    `dated_at` is when that revision was written, unless another was in the same second before.
    `is_stale` says that readers have already seen a later one, but no replica has it now.
    """

    connection: Connection
    token: Token
    dated_at: datetime | None
    node: str
    role: str
    is_stale: bool

"""What can be asked of imports. Commands flush and never commit; `refusals` names what they refuse.

Each takes a revision, without changing the catalog: whoever reads with it reads the import as it is then.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.datastructures import ETags

from write_api.imports.applying import is_outdated
from write_api.imports.models import Import, ImportChunk
from write_api.imports.refusals import (
    CatalogMoved,
    HasRefusedProducts,
    NoSuchImport,
    NotPlanned,
    StaleImport,
)
from write_api.imports.representation import represent_import
from write_api.preconditions import holds
from write_api.representations import Document
from write_api.revisions import say, take_revision

REFUSED = text("SELECT count(*) FROM catalog.import_row WHERE import = :id AND outcome = 'refused'")
AT_REST = ("planned", "outdated", "failed")
BUSY = ("accepted", "applying")


def take_in(session: Session, chunks: Iterable[bytes], form: str, asked_by: str, how: Document) -> Import:
    """Keep a file, to be planned. It may come slowly: nobody waits for it but this."""
    imported = Import(format=form, bytes=0, created_by=asked_by, **how)
    session.add(imported)
    session.flush()
    for number, chunk in enumerate(chunks):
        piece = ImportChunk(import_id=imported.id, number=number, data=chunk)
        session.add(piece)
        session.flush()
        session.expunge(piece)
        imported.bytes += len(chunk)
    say(session, f"take in import {imported.name or imported.id}")
    take_revision(session)
    session.flush()
    return imported


def plan_again(session: Session, import_id: UUID, seen: ETags) -> Import:
    """Plan it anew, of the catalog as it is. Raises NoSuchImport, StaleImport, NotPlanned."""
    imported = _as_seen(session, import_id, seen, "plan")
    if imported.status not in AT_REST:
        raise NotPlanned(imported.status)
    imported.status, imported.tries = "queued", 0
    session.flush()
    return imported


def accept(
    session: Session,
    import_id: UUID,
    seen: ETags,
    asked_by: str,
    request_id: str | None,
    *,
    skip_refused: bool,
) -> Import:
    """Have the plan applied.

    Raises NoSuchImport, StaleImport, NotPlanned, CatalogMoved, HasRefusedProducts.
    """
    imported = _as_seen(session, import_id, seen, "accept")
    if imported.status != "planned":
        raise NotPlanned(imported.status)
    if is_outdated(session, import_id):
        raise CatalogMoved
    refused = session.execute(REFUSED, {"id": import_id}).scalar_one()
    if refused and not skip_refused:
        raise HasRefusedProducts(refused)
    imported.status, imported.tries, imported.skip_refused = "accepted", 0, skip_refused
    imported.apply_by, imported.apply_request_id = asked_by, request_id
    session.flush()
    return imported


def discard(session: Session, import_id: UUID, seen: ETags) -> None:
    """Forget the file and its plan; what was applied stays. Raises NoSuchImport, StaleImport, NotPlanned."""
    imported = _as_seen(session, import_id, seen, "discard")
    if imported.status in BUSY:
        raise NotPlanned(imported.status)
    session.delete(imported)
    session.flush()


def _as_seen(session: Session, import_id: UUID, seen: ETags, what: str) -> Import:
    say(session, f"{what} import {import_id}")
    take_revision(session)
    imported = session.get(Import, import_id, with_for_update=True)
    if imported is None:
        raise NoSuchImport
    if not holds(seen, imported.version, imported.nonce):
        raise StaleImport(represent_import(session, imported), [])
    return imported

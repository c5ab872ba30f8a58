"""Plans the imports that wait for it, in the background; how far it is can be seen meanwhile."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from write_api.imports.claims import MOST_TRIES, Claim, claimed
from write_api.imports.drafts import BrokenFile, Document
from write_api.imports.planning import Planner
from write_api.imports.reading import Reader, read_file
from write_api.imports.scratch import Scratch
from write_api.imports.tree import read_tree
from write_api.shop.currency import shop_currency

AT_ONCE = 100
"""So many products are in memory at a time."""

BROKEN = "import_file_broken"
GAVE_UP = f"Planning ended {MOST_TRIES} times before it was done. The file cannot be planned."

CHUNK = text("SELECT bytes FROM catalog.import_chunk WHERE import = :id AND number = :number")
FORGET = text("DELETE FROM catalog.import_row WHERE import = :id")
REVISION = text("SELECT number, nonce FROM published.revision")
ADD = text("""
    INSERT INTO catalog.import_row
           (import, number, lines, handle, title, outcome, product_id, changes, warnings, errors, work)
    SELECT :id, :first + place, lines, handle, title, outcome,
           coalesce(product_id, CASE outcome WHEN 'create' THEN uuidv7() END), changes, warnings, errors,
           CASE jsonb_typeof(work) WHEN 'object' THEN work END
      FROM ROWS FROM (jsonb_to_recordset(CAST(:rows AS jsonb)) AS
                      (lines integer[], handle text, title text, outcome text, product_id uuid, changes jsonb,
                       warnings jsonb, errors jsonb, work jsonb)) WITH ORDINALITY
           AS made (lines, handle, title, outcome, product_id, changes, warnings, errors, work, place)
""")

log = structlog.get_logger(__name__)


def plan_next(engine: Engine) -> bool:
    """Plan the import that has waited longest; whether there was one."""
    with claimed(engine, ("queued", "planning")) as claim:
        if claim is None:
            return False
        if claim.row["tries"] >= MOST_TRIES:
            claim.end("failed", GAVE_UP)
            return True
        claim.note(status="planning", done=0, total=None, error=None, new_categories="[]")
        try:
            with claim.counted(engine):
                _plan(engine, claim)
        except BrokenFile as broken:
            log.info(BROKEN, id=str(claim.id), line=broken.line)
            claim.end("failed", broken.detail, broken.line)
        return True


def _plan(engine: Engine, claim: Claim) -> None:
    claim.connection.execute(FORGET, {"id": claim.id})
    # One snapshot for all of it: a plan is made of one revision, however long it takes.
    as_one = engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with as_one as catalog, Scratch() as scratch:
        revision = catalog.execute(REVISION).one()
        currency = shop_currency(Session(catalog))
        clear = claim.row["blank"] == "clear"
        reader = read_file(lambda: _chunks(claim), scratch, claim.row["format"], currency, clear=clear)
        claim.note(total=scratch.count(), notices=json.dumps(reader.notices))
        takes_pictures = claim.row["images"] == "queue"
        planner = Planner(catalog, scratch, currency, read_tree(catalog), reader.sheet, takes_pictures)
        _compare(claim, planner, scratch, reader)
        claim.note(
            status="planned",
            done=scratch.count(),
            new_categories=json.dumps(planner.tree.made),
            revision=revision.number,
            revision_nonce=revision.nonce,
        )


def _compare(claim: Claim, planner: Planner, scratch: Scratch, reader: Reader) -> None:
    planned, done = 0, 0
    everything = scratch.products()
    while products := list(islice(everything, AT_ONCE)):
        rows = planner.plan([reader.draft(handle, kept) for handle, kept in products])
        _add(claim.connection, claim.id, planned, rows)
        planned += len(rows)
        done += sum(len(row["lines"]) for row in rows)
        claim.note(done=done)


def _add(connection: Connection, identity: Any, first: int, rows: list[Document]) -> None:
    connection.execute(ADD, {"id": identity, "first": first, "rows": json.dumps(rows)})


def _chunks(claim: Claim) -> Iterator[bytes]:
    number = 0
    while (chunk := claim.connection.scalar(CHUNK, {"id": claim.id, "number": number})) is not None:
        yield bytes(chunk)
        number += 1

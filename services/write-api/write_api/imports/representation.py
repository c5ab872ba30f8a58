"""How an import is shown."""

from sqlalchemy import column, select, table
from sqlalchemy.orm import Session

from write_api.imports.models import Import
from write_api.representations import Representation

FIELDS = (
    *("id", "name", "status", "format", "blank", "images", "bytes", "created_at", "created_by", "updated_at"),
    *("progress", "products", "pictures", "new_categories", "notices", "error", "planned_at_revision"),
    *("is_current", "applied_revision"),
)
STAFF_IMPORT = table("import", *map(column, (*FIELDS, "version", "nonce")), schema="staff")


def represent_import(session: Session, imported: Import) -> Representation:
    """The import as the staff sees it; its tag counts its own changes, which are no revisions."""
    shown = select(STAFF_IMPORT).where(STAFF_IMPORT.c.id == imported.id)
    row = session.execute(shown).mappings().one()
    return Representation({name: row[name] for name in FIELDS}, row["version"], row["nonce"])

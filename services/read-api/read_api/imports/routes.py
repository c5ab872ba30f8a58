"""GET /v1/imports, one of them, its plan and its pictures: for the staff.

Imports are no part of the catalog's revisions. An import and its plan have the tag of the import's own
version, with a digest of what is shown: pictures are fetched, and a plan grows old, without a new version.
"""

from typing import Any

from flask import Blueprint, Response

from api_contract import contract
from read_api.answers import represent, unkept
from read_api.imports import queries
from read_api.imports.parameters import ListImports, ListPictures, ListRows
from read_api.imports.schemas import Import, Imports, PictureFates, Plan
from read_api.replicas import Snapshot
from read_api.snapshots import in_staff_snapshot, in_untagged_snapshot
from service_defaults.permissions import permission
from service_defaults.problems import Problem

NONE = {404: "There is no such import."}

imports = Blueprint("imports", __name__)


@imports.get("/v1/imports")
@permission("catalog:read")
@contract(Imports, parameters=ListImports)
@in_untagged_snapshot
def list_imports(snapshot: Snapshot, asked: dict[str, Any]) -> Response:
    """List imports.

    The newest first.
    """
    return unkept({"items": queries.newest(snapshot.connection, asked["limit"])})


@imports.get("/v1/imports/<uuid:import_id>")
@permission("catalog:read")
@contract(Import, also=NONE)
@in_staff_snapshot
def get_import(snapshot: Snapshot, import_id: object) -> Response:
    """Get an import.

    Its `ETag` counts its own changes: for `If-Match` it is that of the plan as long as nothing happens to it.
    """
    found = _found(snapshot, str(import_id))
    return represent(found.row, found.token, shows_more=True)


@imports.get("/v1/imports/<uuid:import_id>/rows")
@permission("catalog:read")
@contract(Plan, parameters=ListRows, also=NONE)
@in_staff_snapshot
def list_rows(snapshot: Snapshot, asked: dict[str, Any], import_id: object) -> Response:
    """Get the plan of an import.

    A row for each product of the file, with what would change, field by field.
    """
    found = _found(snapshot, str(import_id))
    listed, more = queries.rows(
        snapshot.connection, str(import_id), asked["outcome"], asked["after"], asked["limit"]
    )
    following = listed[-1]["number"] if more else None
    body = {"items": listed, "next": following, "status": found.row["status"]}
    return represent(body, found.token, shows_more=True)


@imports.get("/v1/imports/<uuid:import_id>/pictures")
@permission("catalog:read")
@contract(PictureFates, parameters=ListPictures, also=NONE)
@in_untagged_snapshot
def list_pictures(snapshot: Snapshot, asked: dict[str, Any], import_id: object) -> Response:
    """List the pictures of an import.

    Those that the file names by their address, and what became of each.
    """
    _found(snapshot, str(import_id))
    after = asked["after"] and str(asked["after"])
    listed, more = queries.pictures(snapshot.connection, str(import_id), after, asked["limit"])
    return unkept({"items": listed, "next": listed[-1]["id"] if more else None})


def _found(snapshot: Snapshot, import_id: str) -> queries.Found:
    found = queries.one(snapshot.connection, import_id)
    if found is None:
        raise Problem(404, "not-found", f"No import has the id '{import_id}'.")
    return found

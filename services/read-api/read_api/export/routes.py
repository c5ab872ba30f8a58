"""GET /v1/export: for the staff."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from api_contract import contract
from read_api.answers import encoded
from read_api.export import files
from read_api.export.parameters import GetExport
from read_api.feed.compression import compressed
from read_api.replicas.pools import READ_STAFF
from read_api.snapshots import CROWDED, TERMS, open_stream
from revision_cache.codings import IDENTITY, coding_for
from service_defaults.permissions import permission

ANYTHING: Mapping[str, str] = {}

export = Blueprint("export", __name__)


@export.get("/v1/export")
@permission("catalog:read")
@contract(
    ANYTHING,
    TERMS,
    CROWDED,
    parameters=GetExport,
    media_types=("text/csv", "application/jsonl"),
    success={200: "A file that an import takes in."},
)
def get_export(asked: dict[str, Any]) -> Response:
    """Export all products.

    Drafts and archived ones too, but not the trash. Of one snapshot, and always in the same order: the same
    catalog makes the same bytes. Imported into an empty shop, it makes the same export again.
    """
    coding = coding_for(request.headers.get("Accept-Encoding", ""))
    origin = asked["origin"] or request.host_url.rstrip("/")
    stream = open_stream(READ_STAFF)
    if asked["format"] == "csv":
        pieces = files.as_csv(stream, origin, asked["columns"])
    else:
        pieces = files.as_lines(stream, origin, encoded)
    response = Response(pieces if coding == IDENTITY else compressed(pieces, coding))
    response.call_on_close(stream.close)
    response.content_type = files.MEDIA_TYPES[asked["format"]]
    response.headers["Content-Disposition"] = f'attachment; filename="products.{asked["format"]}"'
    if coding != IDENTITY:
        response.headers["Content-Encoding"] = coding
    return response

"""GET /v1/media: pictures never change under their address, so that a cache may keep them for good."""

from flask import Blueprint, Response

from api_contract import contract
from read_api.answers import matched
from read_api.media.queries import rendition
from read_api.replicas import Snapshot
from read_api.snapshots import in_snapshot
from service_defaults.permissions import PUBLIC, permission
from service_defaults.problems import Problem

FORMATS = ("avif", "webp", "jpg")
FOR_GOOD = "public, max-age=31536000, immutable"

media = Blueprint("media", __name__)


@media.get(f"/v1/media/<sha256>/<int(max=100000):width>.<any({', '.join(FORMATS)}):extension>")
@permission(PUBLIC)
@contract(
    media_types=("image/avif", "image/webp", "image/jpeg"),
    also={404: "There is no such picture, or not in this width and format."},
)
@in_snapshot
def get_media(snapshot: Snapshot, sha256: str, width: int, extension: str) -> Response:
    """Get a picture.

    The addresses of all its widths are in `images` of a product; what is behind one never changes.
    """
    found = rendition(snapshot.connection, sha256, width, extension)
    if found is None:
        raise Problem(404, "not-found", "There is no such picture.")
    response = Response(found.bytes, content_type=found.content_type)
    response.headers["Cache-Control"] = FOR_GOOD
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.set_etag(f"{sha256[:16]}-{width}-{extension}")
    return matched(response)

"""The address to which pictures are uploaded."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from sqlalchemy.orm import Session

from api_contract import Body, Reply, Terms, contract
from service_defaults.permissions import permission
from service_defaults.problems import Problem
from write_api.answers import CREATED, Answer, answer
from write_api.bodies import ACCEPT
from write_api.media.commands import upload_media
from write_api.media.models import Media
from write_api.media.schemas import UploadedMedia
from write_api.transactions import transaction

ACCEPTED = ("image/jpeg", "image/png", "image/webp")
LARGEST_PICTURE = 20 * 1024 * 1024
BYTES: Mapping[str, str] = {}  # whatever bytes: OpenAPI 3.1 has no schema for them
KNOWN = {200: Reply("It is known already.")}
PICTURE = Terms(
    body=Body(dict.fromkeys(ACCEPTED, BYTES), "The picture as it is."),
    replies={
        413: Reply(f"The picture has more than {LARGEST_PICTURE:,} bytes.", ("too-large",)),
        415: Reply("The body is of another type.", ("unsupported-media-type",), (ACCEPT,)),
        422: Reply("It is no picture that can be shown.", ("invalid-body",)),
    },
)

blueprint = Blueprint("media", __name__)


@blueprint.post("/v1/media")
@permission("catalog:write")
@contract(UploadedMedia, PICTURE, success=KNOWN | CREATED)
@transaction("upload picture")
def post_media(session: Session) -> Answer:
    """Upload a picture.

    It is stored once, whoever uploads it how often, and can then be named in a product's `images`.
    """
    if request.mimetype not in ACCEPTED:
        accepted = ", ".join(ACCEPTED)
        raise Problem(415, "unsupported-media-type", f"Send one of {accepted}.", headers={"Accept": accepted})
    if len(request.get_data()) > LARGEST_PICTURE:
        raise Problem(413, "too-large", f"A picture may have {LARGEST_PICTURE:,} bytes.")
    media, new = upload_media(session, request.get_data())
    shown = _shown(media)
    return answer(201, shown, Location=shown["url"]) if new else answer(200, shown)


def _shown(media: Media) -> dict[str, Any]:
    widths = sorted(each.width for each in media.renditions if each.format == "webp")
    return {
        "media": media.sha256,
        "url": _url(media, widths[-1], "jpg"),
        "width": media.width,
        "height": media.height,
        "color": media.color,
        "srcset": ", ".join(f"{_url(media, width, 'webp')} {width}w" for width in widths),
    }


def _url(media: Media, width: int, ending: str) -> str:
    return f"/v1/media/{media.sha256}/{width}.{ending}"

"""The address to which pictures are uploaded."""

from typing import Any

from flask import Blueprint, request
from sqlalchemy.orm import Session

from service_defaults.permissions import permission
from service_defaults.problems import Problem
from write_api.answers import Answer, answer
from write_api.media.commands import upload_media
from write_api.media.models import Media
from write_api.transactions import transaction

ACCEPTED = ("image/jpeg", "image/png", "image/webp")
LARGEST_PICTURE = 20 * 1024 * 1024

blueprint = Blueprint("media", __name__)


@blueprint.post("/v1/media")
@permission("catalog:write")
@transaction("upload picture")
def post(session: Session) -> Answer:
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

"""The address to which pictures are uploaded."""

from collections.abc import Mapping

from flask import Blueprint, request
from sqlalchemy.orm import Session

from api_contract import Body, Reply, Terms, contract
from service_defaults.permissions import permission
from service_defaults.problems import Problem
from write_api.answers import CREATED, Answer, answer
from write_api.bodies import ACCEPT
from write_api.media.commands import upload_media
from write_api.media.pictures import is_of_known_type
from write_api.media.schemas import UploadedMedia
from write_api.transactions import transaction

ACCEPTED = ("image/jpeg", "image/png", "image/webp", "image/avif")
LARGEST_PICTURE = 20 * 1024 * 1024
BYTES: Mapping[str, str] = {}  # whatever bytes: OpenAPI 3.1 has no schema for them
KNOWN = {200: Reply("It is known already.")}
PICTURE = Terms(
    body=Body(dict.fromkeys(ACCEPTED, BYTES), "The picture as it is."),
    replies={
        413: Reply(f"The picture has more than {LARGEST_PICTURE:,} bytes.", ("too-large",)),
        415: Reply("The bytes are of another type.", ("unsupported-media-type",), (ACCEPT,)),
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

    It is stored once, whoever uploads it how often, and can then be named in a product's `images`. Of which
    type it is, its bytes say: `Content-Type` is not looked at.
    """
    data = request.get_data()
    if len(data) > LARGEST_PICTURE:
        raise Problem(413, "too-large", f"A picture may have {LARGEST_PICTURE:,} bytes.")
    if not is_of_known_type(data):
        accepted = ", ".join(ACCEPTED)
        detail = f"The bytes begin as none of {accepted} does."
        raise Problem(415, "unsupported-media-type", detail, headers={"Accept": accepted})
    shown, is_new = upload_media(session, data)
    return answer(201, shown, Location=shown["url"]) if is_new else answer(200, shown)

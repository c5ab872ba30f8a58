"""What can be done with pictures. Commands flush and never commit."""

import hashlib

from sqlalchemy import text
from sqlalchemy.orm import Session

from write_api.media.models import Media, MediaRendition
from write_api.media.pictures import Rendition, read_picture

# Two who upload the same picture at the same time: the second waits here, and finds it known.
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:sha256, 1))")


def upload_media(session: Session, data: bytes) -> tuple[Media, bool]:
    """The picture with these bytes, and whether it is new. Raises NoImage."""
    sha256 = hashlib.sha256(data).hexdigest()
    session.execute(LOCK, {"sha256": sha256})
    known = session.get(Media, sha256)
    if known:
        return known, False
    picture = read_picture(data)
    media = Media(
        sha256=sha256,
        content_type=picture.content_type,
        width=picture.width,
        height=picture.height,
        color=picture.color,
        original=data,
        renditions=[_rendition(each) for each in picture.renditions],
    )
    session.add(media)
    session.flush()
    return media, True


def _rendition(rendition: Rendition) -> MediaRendition:
    return MediaRendition(
        width=rendition.width,
        format=rendition.format,
        content_type=rendition.content_type,
        data=rendition.data,
    )

"""What can be done with pictures. Commands flush and never commit.

While a picture is decoded and encoded, its transaction has written nothing yet and holds no lock on any row.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import exists, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from write_api.media.models import Media, MediaRendition
from write_api.media.pictures import read_picture
from write_api.media.renditions import Rendition
from write_api.worker import going_on

Shown = dict[str, Any]

SHOWN = text(
    "SELECT media, url, width, height, color, srcset, sources FROM catalog.picture WHERE media = :media"
)
IS_SHOWN = text("SELECT EXISTS (SELECT FROM catalog.product_media WHERE media = :media)")
SHOW_ANEW = text("UPDATE catalog.product_media SET media = media WHERE media = :media")


def upload_media(session: Session, data: bytes) -> tuple[Shown, bool]:
    """The picture with these bytes as the wire shows it, and whether it is new. Raises NoImage."""
    sha256 = hashlib.sha256(data).hexdigest()
    is_new = session.get(Media, sha256) is None and _add(session, sha256, data)
    return dict(session.execute(SHOWN, {"media": sha256}).mappings().one()), is_new


def _add(session: Session, sha256: str, data: bytes) -> bool:
    """Whether it was added: somebody else may have added the same meanwhile."""
    picture = read_picture(data)
    added = insert(Media).on_conflict_do_nothing().returning(Media.sha256)
    values = {
        "sha256": sha256,
        "content_type": picture.content_type,
        "width": picture.width,
        "height": picture.height,
        "color": picture.color,
        "original": data,
    }
    if session.scalar(added, values) is None:
        return False
    _add_renditions(session, sha256, picture.renditions)
    return True


def _add_renditions(session: Session, sha256: str, renditions: Iterable[Rendition]) -> None:
    """Those that are not there: what is behind an address never changes."""
    session.execute(
        insert(MediaRendition).on_conflict_do_nothing(),
        [
            {
                "media": sha256,
                "width": each.width,
                "format": each.format,
                "content_type": each.content_type,
                "data": each.data,
            }
            for each in going_on(renditions)
        ],
    )


def lacking_renditions(session: Session) -> list[str]:
    """The pictures that were uploaded before there was AVIF."""
    in_avif = exists().where(MediaRendition.media == Media.sha256, MediaRendition.format == "avif")
    return list(session.scalars(select(Media.sha256).where(~in_avif).order_by(Media.sha256)))


def render_media(session: Session, sha256: str) -> None:
    """Add the renditions that a picture lacks: a revision where products show it, as they show more then.

    Raises NoImage for one that would not be accepted today.
    """
    data = session.scalars(select(Media.original).where(Media.sha256 == sha256)).one()
    _add_renditions(session, sha256, read_picture(data).renditions)
    if session.scalar(IS_SHOWN, {"media": sha256}):
        session.execute(SHOW_ANEW, {"media": sha256})

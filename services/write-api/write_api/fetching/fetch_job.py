"""Fetches the pictures that imports asked for, one after another, and puts each on its product."""

from typing import Any

import structlog
from sqlalchemy import Engine, RowMapping, text

from write_api.fetching.addresses import Policy, Refused
from write_api.fetching.fetch import Failed, fetch
from write_api.media.commands import upload_media
from write_api.refusals import NoImage
from write_api.revisions import settle, take_revision
from write_api.transactions import job_transaction

FETCHED, NOT_FETCHED = "picture_fetched", "picture_not_fetched"
MOST_TRIES = 5
MOST_PICTURES = 50
GAVE_UP = f"It was begun {MOST_TRIES} times and never ended."
GONE = "Its product is in the trash."
FULL = f"A product has at most {MOST_PICTURES} pictures."

# Whoever takes it and dies gives it back by that: after the time in which it could have been fetched.
TAKE = text("""
    UPDATE catalog.import_picture
       SET tries = tries + 1, next_try_at = now() + interval '5 minutes'
     WHERE id = (SELECT id FROM catalog.import_picture
                  WHERE status = 'pending' AND next_try_at <= now()
                  ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING *
""")
GIVE_UP = text("UPDATE catalog.import_picture SET status = :status, reason = :reason WHERE id = :id")
PUT_OFF = text("""
    UPDATE catalog.import_picture
       SET reason = :reason, next_try_at = now() + make_interval(mins => (2 ^ tries)::integer)
     WHERE id = :id
""")
ON_PRODUCT = text("""
    SELECT (SELECT count(*) FROM catalog.product_media WHERE product_id = product.id) AS pictures
      FROM catalog.product WHERE id = :product_id AND deleted_at IS NULL
""")
ATTACH = text("""
    INSERT INTO catalog.product_media (product_id, media, alt, position)
    SELECT :product_id, :media, :alt, :position
     WHERE NOT EXISTS (SELECT FROM catalog.product_media
                        WHERE product_id = :product_id AND media = :media)
""")
DONE = text("""
    UPDATE catalog.import_picture SET status = 'fetched', reason = NULL, media = :media WHERE id = :id
""")

log = structlog.get_logger(__name__)


def fetch_next(engine: Engine, policy: Policy | None = None) -> bool:
    """Fetch the picture that has waited longest; whether there was one."""
    with engine.begin() as connection:
        picture = connection.execute(TAKE).mappings().one_or_none()
    if picture is None:
        return False
    if picture["tries"] > MOST_TRIES:
        _note(engine, picture, GIVE_UP, GAVE_UP, status="failed")
        return True
    try:
        media = _attach(engine, picture, fetch(picture["url"], policy or Policy()))
    except (Refused, NoImage) as refusal:
        _note(engine, picture, GIVE_UP, str(refusal), status="refused")
    except Failed as failure:
        if picture["tries"] < MOST_TRIES:
            _note(engine, picture, PUT_OFF, str(failure))
        else:
            _note(engine, picture, GIVE_UP, str(failure), status="failed")
    else:
        log.info(FETCHED, url=picture["url"], media=media)
    return True


def _attach(engine: Engine, picture: RowMapping, data: bytes) -> str:
    """Put it where the file wanted it; returns its SHA-256. Raises NoImage, Refused."""
    reason = f"fetch pictures of import {picture['import']}"
    with job_transaction(engine, picture["asked_by"], reason) as session:
        shown, _ = upload_media(session, data)
        take_revision(session)
        place = {name: picture[name] for name in ("product_id", "alt", "position")}
        count = session.execute(ON_PRODUCT, {"product_id": picture["product_id"]}).scalar_one_or_none()
        if count is None or count >= MOST_PICTURES:
            raise Refused(GONE if count is None else FULL)
        session.execute(ATTACH, {**place, "media": shown["media"]})
        session.execute(DONE, {"id": picture["id"], "media": shown["media"]})
        settle(session)
        return str(shown["media"])


def _note(engine: Engine, picture: RowMapping, statement: Any, reason: str, **more: str) -> None:
    log.info(NOT_FETCHED, url=picture["url"], reason=reason)
    with engine.begin() as connection:
        connection.execute(statement, {"id": picture["id"], "reason": reason, **more})

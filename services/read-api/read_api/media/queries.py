"""Renditions of pictures as rows of their view."""

from typing import Any

from sqlalchemy import Connection, Row, select

from read_api.views import media_rendition


def rendition(connection: Connection, media: str, width: int, file_format: str) -> Row[Any, Any] | None:
    """Content type and bytes of a picture, by its SHA-256 in hexadecimal, width in pixels and format."""
    query = select(media_rendition.c.content_type, media_rendition.c.bytes).where(
        media_rendition.c.media == media,
        media_rendition.c.width == width,
        media_rendition.c.format == file_format,
    )
    return connection.execute(query).one_or_none()

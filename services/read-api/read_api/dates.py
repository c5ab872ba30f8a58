"""When something last changed, as a date that stands for one revision only (RFC 9110 §8.8.2)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, select

from read_api.views import revision_log


def date_of(revision: ColumnElement[Any]) -> ScalarSelect[datetime]:
    """When the revision of that number was written; null where another was in the same second before it."""
    return select(revision_log.c.dated_at).where(revision_log.c.number == revision).scalar_subquery()

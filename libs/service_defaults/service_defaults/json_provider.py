"""Decides how values look in JSON: members in the order given, no blanks, times as RFC 3339 in UTC."""

from datetime import UTC, date, datetime
from typing import Any

from flask.json.provider import DefaultJSONProvider


def _default(value: Any) -> Any:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"A time without a time zone cannot be sent: {value}")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return DefaultJSONProvider.default(value)


class JSONProvider(DefaultJSONProvider):
    """Flask's provider with one spelling of each value, so that equal answers are equal bytes."""

    default = staticmethod(_default)
    ensure_ascii = False
    sort_keys = False
    compact = True

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """The JSON text of `obj`, without blanks."""
        return super().dumps(obj, **{"separators": (",", ":"), **kwargs})

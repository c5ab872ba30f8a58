"""Decides how values look in JSON: members in the order given, no blanks, times as RFC 3339 in UTC."""

from datetime import UTC, datetime
from typing import Any

from flask.json.provider import DefaultJSONProvider


class JSONProvider(DefaultJSONProvider):
    """Flask's provider with one spelling of each value, so that equal answers are equal bytes."""

    ensure_ascii = False
    sort_keys = False

    @staticmethod
    def default(value: Any) -> Any:
        """The JSON value for what JSON does not know; TypeError for what nobody knows."""
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return DefaultJSONProvider.default(value)

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """The JSON text of `obj`, without blanks."""
        return super().dumps(obj, **{"separators": (",", ":"), **kwargs})

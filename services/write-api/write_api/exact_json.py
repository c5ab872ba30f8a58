"""Tells JSON values apart that Python has equal: `1`, `1.0` and `true` are written in three ways."""

from typing import Any

from sqlalchemy.dialects.postgresql import JSONB


def is_same_json(one: Any, other: Any) -> bool:
    """Whether both are written the same, members in any order."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same_json(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_same_json, one, other))
    return bool(one == other)


class ExactJSONB(JSONB):
    """JSONB of which a flush leaves no change out: SQLAlchemy asks this whether a value is a new one."""

    def compare_values(self, x: Any, y: Any) -> bool:
        return is_same_json(x, y)

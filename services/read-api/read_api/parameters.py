"""What the query parameters of several features are made of."""

import re
from typing import Any

from marshmallow import fields
from marshmallow.validate import Regexp

LARGEST_PAGE = 100
# PostgreSQL's text cannot hold it.
NO_NULL = Regexp(r"^[^\x00]*$", error="Must not hold a null character.")


class Digits(fields.Integer):
    """An integer in the digits 0 to 9: int() would take blanks, underscores and other scripts' digits too."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not re.fullmatch("[0-9]{1,9}", value):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)

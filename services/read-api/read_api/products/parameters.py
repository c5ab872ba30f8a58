"""The query parameters of product listings, as a client writes them."""

import re
from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Length, OneOf, Range, Regexp

from read_api.products.cursors import Cursor, fingerprint
from read_api.products.listing import Filters, Listing, Sort

SORTS = ("position", "title", "price", "created", "updated", "relevance")
STATUSES = ("draft", "active", "archived", "trashed")
LARGEST_PAGE = 100

_PRICE = Regexp(r"^[0-9]{1,12}(\.[0-9]{1,4})?$", error="Must be a decimal such as 12.90.")
_NO_NULL = Regexp(r"^[^\x00]*$", error="Must not hold a null character.")


class Digits(fields.Integer):
    """An integer in the digits 0 to 9: int() would take blanks, underscores and other scripts' digits too."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not re.fullmatch("[0-9]{1,9}", value):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class ListProducts(Schema):
    """The parameters of the public listing."""

    category = fields.String(
        validate=[Length(1, 200), _NO_NULL],
        metadata={"description": "Slug of a category; products of its descendants are listed too."},
    )
    tag = fields.List(
        fields.String(validate=[Length(1, 200), _NO_NULL]),
        load_default=(),
        validate=Length(max=20),
        metadata={"description": "A tag the product must have; repeat it to ask for several."},
    )
    q = fields.String(
        validate=[Length(1, 200), _NO_NULL],
        metadata={"description": "Words that must all be there; each may be the beginning of one."},
    )
    min_price = fields.String(
        validate=_PRICE,
        metadata={"description": "Decimal in the shop's currency: the product has a variant at or above it."},
    )
    max_price = fields.String(
        validate=_PRICE,
        metadata={"description": "Decimal in the shop's currency: the product has a variant at or below it."},
    )
    in_stock = fields.String(
        validate=OneOf(["true", "false"]),
        metadata={"description": "Whether some variant can be bought now."},
    )
    sort = fields.String(
        load_default="position",
        validate=OneOf([*SORTS, *(f"-{sort}" for sort in SORTS)]),
        metadata={"description": "The order; `-` reverses it. `relevance` (best first) needs `q`."},
    )
    limit = Digits(
        load_default=24, validate=Range(1, LARGEST_PAGE), metadata={"description": "How many on a page."}
    )
    after = fields.String(
        validate=Length(1, 2000), metadata={"description": "The `next` of the page before, as it was given."}
    )

    @validates_schema
    def _agree(self, query: dict[str, Any], **_: object) -> None:
        if query["sort"].endswith("relevance") and "q" not in query:
            raise ValidationError("relevance needs q.", "sort")
        low, high = query.get("min_price"), query.get("max_price")
        if low and high and Decimal(low) > Decimal(high):
            raise ValidationError("Must not be below min_price.", "max_price")

    @post_load
    def _listing(self, query: dict[str, Any], **_: object) -> Listing:
        filters = Filters(
            category=query.get("category"),
            tags=tuple(sorted(set(query["tag"]))),
            q=query.get("q"),
            min_price=_decimal(query.get("min_price")),
            max_price=_decimal(query.get("max_price")),
            in_stock={"true": True, "false": False}.get(query.get("in_stock", "")),
            status=query.get("status"),
        )
        sort = Sort.parse(query["sort"])
        return Listing(filters, sort, query["limit"], _cursor(query.get("after"), filters, sort))


class ListStaffProducts(ListProducts):
    """Those of the staff's listing."""

    status = fields.String(
        validate=OneOf(STATUSES),
        metadata={"description": "Only of this status; without it every product that is not in the trash."},
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _cursor(text: str | None, filters: Filters, sort: Sort) -> Cursor | None:
    if text is None:
        return None
    try:
        cursor = Cursor.decode(text)
    except ValueError as error:
        raise ValidationError("Is no cursor of this listing.", "after") from error
    if cursor.fingerprint != fingerprint(filters, sort):
        raise ValidationError("Belongs to other filters or another order.", "after")
    return cursor

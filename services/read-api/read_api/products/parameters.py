"""The query parameters of products, as a client writes them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Length, OneOf, Range, Regexp

from read_api.parameters import LARGEST_PAGE, NO_NULL, Digits
from read_api.products.cursors import Cursor, fingerprint
from read_api.products.listing import FACETS, Filters, Listing, Sort
from read_api.products.shelves import PUBLIC, STAFF

SORTS = ("position", "title", "price", "created", "updated", "relevance")
STATUSES = ("draft", "active", "archived", "trashed")

_PRICE = Regexp(r"^[0-9]{1,12}(\.[0-9]{1,4})?$", error="Must be a decimal such as 12.90.")
_OPTION = Regexp(r"^[^:\x00]+:[^\x00]+$", error="Must be Name:Value.")


class Names(fields.String):
    """Some of the names that there are, separated by commas: their set."""

    def __init__(self, known: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = known

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        names = super()._deserialize(value, attr, data, **kwargs).split(",")
        unknown = [name for name in names if name not in self.known]
        if unknown:
            raise ValidationError(
                f"Unknown: {', '.join(map(repr, unknown))}. Known: {', '.join(self.known)}."
            )
        return frozenset(names)

    def json_schema(self, _: object) -> dict[str, Any]:
        """What it accepts, for the OpenAPI document."""
        one = f"({'|'.join(self.known)})"
        return {"type": "string", "pattern": f"^{one}(,{one})*$"}


def _fields(known: Sequence[str]) -> Names:
    return Names(
        known,
        data_key="fields",
        load_default=None,
        metadata={
            "description": "What to tell of a product, separated by commas; its id is always told.",
            "example": "title,slug,price_range",
        },
    )


class GetProduct(Schema):
    """The parameters of one product; loaded, they are the fields to tell."""

    wanted = _fields(PUBLIC.fields)

    @post_load
    def _fields(self, query: dict[str, Any], **_: object) -> frozenset[str] | None:
        fields: frozenset[str] | None = query["wanted"]
        return fields


class GetStaffProduct(GetProduct):
    """Those of one product as the staff sees it."""

    wanted = _fields(STAFF.fields)


class ListProducts(Schema):
    """The parameters of the public listing."""

    id = fields.List(
        fields.UUID(),
        load_default=(),
        validate=Length(max=100),
        metadata={"description": "An id; repeat it for several. Those that do not exist are simply absent."},
    )
    slug = fields.List(
        fields.String(validate=[Length(1, 200), NO_NULL]),
        load_default=(),
        validate=Length(max=100),
        metadata={"description": "A slug; repeat it for several. Those that do not exist are simply absent."},
    )
    category = fields.String(
        validate=[Length(1, 200), NO_NULL],
        metadata={"description": "Slug of a category; products of its descendants are listed too."},
    )
    tag = fields.List(
        fields.String(validate=[Length(1, 200), NO_NULL]),
        load_default=(),
        validate=Length(max=20),
        metadata={"description": "A tag the product must have; repeat it to ask for several."},
    )
    option = fields.List(
        fields.String(validate=[Length(3, 200), _OPTION]),
        load_default=(),
        validate=Length(max=20),
        metadata={
            "description": "An option and its value, which some variant has. Repeat it: values of one option"
            " are alternatives, of different options each must be met.",
            "example": ["Glaze:Celadon"],
        },
    )
    q = fields.String(
        validate=[Length(1, 200), NO_NULL],
        metadata={
            "description": "Words that must all be there; each may be the beginning of one,"
            " and one with which nothing begins stands for the nearest."
        },
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
        metadata={
            "description": "The order; `-` reverses it. `relevance` (best first) needs `q`: titles come first"
            " that have the words whole, then those that have them begun, then all else."
        },
    )
    limit = Digits(
        load_default=None,
        validate=Range(1, LARGEST_PAGE),
        metadata={"description": "How many on a page: 24, or as many as ids and slugs are asked for."},
    )
    after = fields.String(
        validate=Length(1, 2000), metadata={"description": "The `next` of the page before, as it was given."}
    )
    page = Digits(
        validate=Range(1), metadata={"description": "A page by its number, from 1 on, instead of `after`."}
    )
    facets = Names(
        FACETS,
        load_default=frozenset(),
        metadata={
            "description": f"What to count in all that is listed, separated by commas: {', '.join(FACETS)}.",
            "example": "category,price",
        },
    )
    wanted = _fields(PUBLIC.fields)

    @validates_schema
    def _agree(self, query: dict[str, Any], **_: object) -> None:
        if query["sort"].endswith("relevance") and "q" not in query:
            raise ValidationError("relevance needs q.", "sort")
        low, high = query.get("min_price"), query.get("max_price")
        if low and high and Decimal(low) > Decimal(high):
            raise ValidationError("Must not be below min_price.", "max_price")
        if "page" in query and "after" in query:
            raise ValidationError("Excludes after.", "page")

    @post_load
    def _listing(self, query: dict[str, Any], **_: object) -> Listing:
        filters = Filters(
            ids=_set(map(str, query["id"])),
            slugs=_set(query["slug"]),
            category=query.get("category"),
            tags=_set(query["tag"]),
            options=_set(query["option"]),
            q=query.get("q"),
            min_price=_decimal(query.get("min_price")),
            max_price=_decimal(query.get("max_price")),
            in_stock={"true": True, "false": False}.get(query.get("in_stock", "")),
            status=query.get("status"),
        )
        sort = Sort.parse(query["sort"])
        return Listing(
            filters,
            sort,
            query["limit"] or max(24, len(filters.ids), len(filters.slugs)),
            after=_cursor(query.get("after"), filters, sort),
            page=query.get("page"),
            fields=query["wanted"],
            facets=query["facets"],
        )


class ListStaffProducts(ListProducts):
    """Those of the staff's listing."""

    status = fields.String(
        validate=OneOf(STATUSES),
        metadata={"description": "Only of this status; without it every product that is not in the trash."},
    )
    wanted = _fields(STAFF.fields)


def _set(values: Iterable[str]) -> tuple[str, ...]:
    """The values once each, in one order: what was asked twice or in another order is the same question."""
    return tuple(sorted(set(values)))


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

"""Products as rows of a view: one page of a selection, or one product, or what became of it."""

from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import (
    REAL,
    ColumnElement,
    Connection,
    RowMapping,
    Table,
    Text,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.exc import DataError

from read_api.categories.queries import with_descendants
from read_api.identity import is_uuid
from read_api.money import minor_units
from read_api.products.cursors import Cursor, fingerprint
from read_api.products.listing import Filters, Listing
from read_api.shop.queries import Currency, shop_currency
from read_api.views import PRODUCT_FIELDS, slug_history, staff_product, withdrawn

Condition = ColumnElement[bool]


class Page(NamedTuple):
    """Some products of a selection, how many it has in all, and where a next page begins."""

    items: list[dict[str, Any]]
    total: int
    next: Cursor | None


class NotInTheCurrency(ValueError):
    """The price in `parameter` has more decimals than the shop's currency."""

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.parameter = parameter


class NoSuchPlace(ValueError):
    """The cursor's key is none of this order: it was not made here."""


def page(connection: Connection, view: Table, listing: Listing) -> Page:
    """One page of the view's products. Raises NotInTheCurrency or NoSuchPlace.

    Items and total are of the connection's one snapshot.
    """
    conditions = _conditions(connection, view, listing.filters)
    key, is_descending = _sort_key(view, listing)
    place = [] if listing.after is None else [_beyond(view, key, is_descending, listing.after)]
    query = (
        select(*_fields(view), cast(key, Text).label("sort_key"))
        .where(*conditions, *place)
        .order_by(key.desc() if is_descending else key, view.c.id.desc() if is_descending else view.c.id)
        .limit(listing.limit + 1)
    )
    total = connection.scalar(select(func.count()).select_from(view).where(*conditions))
    try:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    except DataError as error:
        raise NoSuchPlace from error
    keys = [row.pop("sort_key") for row in rows]
    items = rows[: listing.limit]
    more = len(rows) > listing.limit
    return Page(items, total or 0, _cursor(listing, keys[len(items) - 1], items[-1]["id"]) if more else None)


def one_product(connection: Connection, view: Table, id_or_slug: str) -> RowMapping | None:
    """The product with its `revision_nonce`. One in the trash has no slug any more, only its id."""
    which = view.c.id if is_uuid(id_or_slug) else view.c.slug
    query = select(*_fields(view), view.c.revision_nonce).where(which == id_or_slug)
    if view is staff_product and not is_uuid(id_or_slug):
        query = query.where(view.c.deleted_at.is_(None))
    return connection.execute(query).mappings().one_or_none()


def slug_now(connection: Connection, former_slug: str) -> str | None:
    """The slug of the published product that once had this one."""
    return connection.scalar(
        select(slug_history.c.current_slug).where(
            slug_history.c.slug == former_slug, slug_history.c.state == "moved"
        )
    )


def was_withdrawn(connection: Connection, id_or_slug: str) -> bool:
    """Whether a product of this id or slug was published once and is not now."""
    if is_uuid(id_or_slug):
        query = select(withdrawn.c.id).where(withdrawn.c.id == id_or_slug)
    else:
        former = select(slug_history.c.product_id).where(
            slug_history.c.slug == id_or_slug, slug_history.c.state == "withdrawn"
        )
        query = select(withdrawn.c.id).where(or_(withdrawn.c.slug == id_or_slug, withdrawn.c.id.in_(former)))
    return connection.execute(query.limit(1)).first() is not None


def _fields(view: Table) -> list[ColumnElement[Any]]:
    names = (*PRODUCT_FIELDS, "deleted_at") if view is staff_product else PRODUCT_FIELDS
    return [view.c[name] for name in names]


def _conditions(connection: Connection, view: Table, filters: Filters) -> list[Condition]:
    conditions = [*_status(view, filters.status), *_prices(connection, view, filters)]
    if filters.category is not None:
        conditions.append(view.c.category_id.in_(with_descendants(filters.category)))
    if filters.tags:
        conditions.append(view.c.tags.contains(list(filters.tags)))
    if filters.q is not None:
        conditions.append(view.c.search.bool_op("@@")(func.published.search_query(filters.q)))
    if filters.in_stock is not None:
        conditions.append(view.c.available.is_(filters.in_stock))
    return conditions


def _status(view: Table, status: str | None) -> list[Condition]:
    if view is not staff_product:
        return []
    if status == "trashed":
        return [view.c.deleted_at.is_not(None)]
    return [view.c.deleted_at.is_(None), *([] if status is None else [view.c.status == status])]


def _prices(connection: Connection, view: Table, filters: Filters) -> list[Condition]:
    if filters.min_price is None and filters.max_price is None:
        return []
    currency = shop_currency(connection)
    conditions: list[Condition] = [view.c.currency == currency.code]
    if filters.min_price is not None:
        conditions.append(view.c.price_max >= _units("min_price", filters.min_price, currency))
    if filters.max_price is not None:
        conditions.append(view.c.price_min <= _units("max_price", filters.max_price, currency))
    return conditions


def _units(parameter: str, amount: Decimal, currency: Currency) -> int:
    try:
        return minor_units(amount, currency.exponent)
    except ValueError as error:
        raise NotInTheCurrency(parameter, f"Is no amount in {currency.code}: it {error}.") from error


def _sort_key(view: Table, listing: Listing) -> tuple[ColumnElement[Any], bool]:
    """What to order by, and whether downwards: relevance is best first."""
    keys: dict[str, ColumnElement[Any]] = {
        "position": view.c.position,
        "title": view.c.title_key,
        "price": view.c.price_min,
        "created": view.c.created_at,
        "updated": view.c.updated_at,
        "relevance": func.ts_rank(view.c.search, func.published.search_query(listing.filters.q), type_=REAL),
    }
    return keys[listing.sort.key], listing.sort.is_reversed != (listing.sort.key == "relevance")


def _beyond(view: Table, key: ColumnElement[Any], is_descending: bool, after: Cursor) -> Condition:
    here = tuple_(key, view.c.id)
    there = tuple_(cast(literal(after.key, Text), key.type), cast(literal(after.id, Text), view.c.id.type))
    return here < there if is_descending else here > there


def _cursor(listing: Listing, key: str, last_id: str) -> Cursor:
    return Cursor(fingerprint(listing.filters, listing.sort), key, last_id)

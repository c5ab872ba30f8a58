"""Products as rows of a view: one page of a selection, or one product, or what became of it."""

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, or_, select

from read_api.dates import date_of
from read_api.identity import is_uuid
from read_api.products.cursors import Cursor, fingerprint
from read_api.products.facets import count_facets
from read_api.products.filters import NotInTheCurrency
from read_api.products.listing import Listing
from read_api.products.orders import NoSuchPlace
from read_api.products.pages import BETWEEN_KEYS, Found, find, item_of, shown_from
from read_api.products.selections import choose
from read_api.products.shelves import Shelf
from read_api.search.correction import understand
from read_api.views import slug_history, withdrawn
from revision_cache.token import Token

__all__ = [
    "NoSuchPlace",
    "NotInTheCurrency",
    "Page",
    "Shown",
    "one_product",
    "page",
    "slug_now",
    "was_withdrawn",
]


class Page(NamedTuple):
    """Some products of a selection, how many it has in all, and where a next page begins.

    `corrected` is what was searched instead of what was asked, `facets` are the counts that were asked for.
    """

    items: list[Any]
    total: int
    next: Cursor | None
    corrected: str | None
    facets: dict[str, Any]


def page(connection: Connection, shelf: Shelf, listing: Listing) -> Page:
    """One page of the shelf's products. Raises NotInTheCurrency or NoSuchPlace.

    Items, total and facets are of the connection's one snapshot.
    """
    q = listing.filters.q
    search = None if q is None else understand(connection, q, shelf.words)
    selection = choose(connection, shelf, listing.filters, search)
    facets, counted = count_facets(connection, selection, listing.facets)
    total, numbers = selection.count(connection) if counted is None else (counted, None)
    found = find(connection, replace(selection, numbers=numbers), listing, total)
    shown = found[: listing.limit]
    return Page(
        items=[each.item for each in shown],
        total=total,
        next=_cursor(listing, shown[-1]) if len(found) > listing.limit else None,
        corrected=None if search is None else search.corrected,
        facets=facets,
    )


class Shown(NamedTuple):
    """A product as it goes over the wire, at which revision it last changed, and the date of that, if any."""

    item: Any
    token: Token
    modified: datetime | None


def one_product(
    connection: Connection, shelf: Shelf, id_or_slug: str, fields: frozenset[str] | None
) -> Shown | None:
    """The product of an id or slug. One in the trash has no slug any more, only its id."""
    row = shelf.product.c
    source, shown = shown_from(shelf, fields)
    query = select(
        *shown, row.revision.label("number"), row.revision_nonce, date_of(row.revision).label("modified")
    )
    if source is not shelf.product:
        query = query.join(source, source.c.id == row.id)
    query = query.where((row.id if is_uuid(id_or_slug) else row.slug) == id_or_slug)
    if not shelf.is_public and not is_uuid(id_or_slug):
        query = query.where(row.deleted_at.is_(None))
    found: Any = connection.execute(query).one_or_none()
    if found is None:
        return None
    return Shown(item_of(found, shown), Token(found.number, found.revision_nonce), found.modified)


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


def _cursor(listing: Listing, last: Found) -> Cursor:
    *keys, last_id = last.place
    return Cursor(fingerprint(listing.filters, listing.sort), BETWEEN_KEYS.join(keys), last_id)

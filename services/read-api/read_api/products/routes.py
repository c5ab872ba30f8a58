"""GET /v1/products and one of them, for everyone and for the staff."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from api_contract import Header, Reply, contract, invalid_parameters
from read_api.answers import LINKED, represent
from read_api.products import queries
from read_api.products.listing import Listing
from read_api.products.parameters import GetProduct, GetStaffProduct, ListProducts, ListStaffProducts
from read_api.products.schemas import Product, ProductPage, StaffProduct, StaffProductPage
from read_api.products.shelves import PUBLIC as PUBLIC_SHELF
from read_api.products.shelves import STAFF as STAFF_SHELF
from read_api.products.shelves import Shelf
from read_api.replicas import Snapshot
from read_api.snapshots import in_snapshot, in_staff_snapshot
from service_defaults.permissions import PUBLIC, permission
from service_defaults.problems import Problem

Fields = frozenset[str] | None

LOCATION = Header("Location", "The address it has now.", required=True)

products = Blueprint("products", __name__)


@products.get("/v1/products")
@permission(PUBLIC)
@contract(ProductPage, LINKED, parameters=ListProducts)
@in_snapshot
def list_products(snapshot: Snapshot, listing: Listing) -> Response:
    """List published products.

    The pages of one selection neither repeat nor skip a product, whatever is written meanwhile.
    """
    return _page(snapshot, PUBLIC_SHELF, listing)


@products.get("/v1/products/<id_or_slug>")
@permission(PUBLIC)
@contract(
    Product,
    parameters=GetProduct,
    also={
        301: Reply("It has another slug now.", headers=(LOCATION,)),
        404: "There is no such product.",
        410: "It was published once and is not any more.",
    },
)
@in_snapshot
def get_product(snapshot: Snapshot, fields: Fields, id_or_slug: str) -> Response:
    """Get one published product."""
    shown = queries.one_product(snapshot.connection, PUBLIC_SHELF, id_or_slug, fields)
    if shown is not None:
        return represent(shown.item, shown.token, modified=shown.modified)
    slug = queries.slug_now(snapshot.connection, id_or_slug)
    if slug is not None:
        return Response(status=301, headers={"Location": _address(f"/v1/products/{quote(slug)}")})
    if queries.was_withdrawn(snapshot.connection, id_or_slug):
        raise Problem(410, "gone", f"The product '{id_or_slug}' is no longer published.")
    raise _not_found(id_or_slug)


@products.get("/v1/staff/products")
@permission("catalog:read")
@contract(StaffProductPage, LINKED, parameters=ListStaffProducts)
@in_staff_snapshot
def list_staff_products(snapshot: Snapshot, listing: Listing) -> Response:
    """List products of every status."""
    return _page(snapshot, STAFF_SHELF, listing)


@products.get("/v1/staff/products/<id_or_slug>")
@permission("catalog:read")
@contract(StaffProduct, parameters=GetStaffProduct, also={404: "There is no such product."})
@in_staff_snapshot
def get_staff_product(snapshot: Snapshot, fields: Fields, id_or_slug: str) -> Response:
    """Get one product of any status.

    By its id or slug; by its id alone when it is in the trash.
    """
    shown = queries.one_product(snapshot.connection, STAFF_SHELF, id_or_slug, fields)
    if shown is None:
        raise _not_found(id_or_slug)
    return represent(shown.item, shown.token, modified=shown.modified)


def _page(snapshot: Snapshot, shelf: Shelf, listing: Listing) -> Response:
    try:
        page = queries.page(snapshot.connection, shelf, listing)
    except queries.NotInTheCurrency as error:
        raise invalid_parameters({error.parameter: str(error)}) from error
    except queries.NoSuchPlace as error:
        raise invalid_parameters({"after": "Is no cursor of this listing."}) from error
    cursor = page.next.encode() if page.next else None
    pages = -(-page.total // listing.limit)
    body = {
        "items": page.items,
        "total": page.total,
        "next": cursor,
        **({} if listing.page is None else {"page": listing.page, "pages": pages}),
        **({} if listing.filters.q is None else {"corrected": page.corrected}),
        **({"facets": page.facets} if listing.facets else {}),
        "revision": snapshot.token.number,
    }
    links = _cursor_links(cursor) if listing.page is None else _page_links(listing.page, pages)
    return represent(body, snapshot.token, links, snapshot.dated_at)


def _cursor_links(cursor: str | None) -> dict[str, str]:
    return {"first": _address()} | ({"next": _address(after=cursor)} if cursor else {})


def _page_links(page: int, pages: int) -> dict[str, str]:
    """RFC 8288 relations; beyond the last page, the one before is the last."""
    last = max(pages, 1)
    links = {"first": 1, "last": last}
    if page > 1:
        links["prev"] = min(page - 1, last)
    if page < last:
        links["next"] = page + 1
    return {rel: _address(page=number) for rel, number in links.items()}


def _address(path: str | None = None, **place: Any) -> str:
    """The relative reference of another page of the same selection, or of the same fields of another product.

    Parameters are in one order, so that answers to the same question are the same bytes.
    """
    query = [(name, value) for name, value in request.args.items(multi=True) if name not in {"after", "page"}]
    text = urlencode(
        sorted([*query, *place.items()], key=lambda parameter: (parameter[0], str(parameter[1])))
    )
    return f"{path or request.path}?{text}" if text else path or request.path


def _not_found(id_or_slug: str) -> Problem:
    return Problem(404, "not-found", f"No product has the id or slug '{id_or_slug}'.")

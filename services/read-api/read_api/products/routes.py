"""GET /v1/products and one of them, for everyone and for the staff."""

from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request
from sqlalchemy import Table

from read_api import views
from read_api.answers import represent
from read_api.contract import contract, invalid_parameters
from read_api.products import queries
from read_api.products.listing import Listing
from read_api.products.parameters import ListProducts, ListStaffProducts
from read_api.products.schemas import Product, ProductPage, StaffProduct, StaffProductPage
from read_api.replicas import Snapshot, Token
from read_api.snapshots import in_snapshot, in_staff_snapshot
from service_defaults.permissions import PUBLIC, permission
from service_defaults.problems import Problem

products = Blueprint("products", __name__)


@products.get("/v1/products")
@permission(PUBLIC)
@contract(ProductPage, parameters=ListProducts)
@in_snapshot
def list_products(snapshot: Snapshot, listing: Listing) -> Response:
    """List published products.

    The pages of one selection neither repeat nor skip a product, whatever is written meanwhile.
    """
    return _page(snapshot, views.product, listing)


@products.get("/v1/products/<id_or_slug>")
@permission(PUBLIC)
@contract(
    Product,
    also={
        301: "It has another slug now: see `Location`.",
        404: "There is no such product.",
        410: "It was published once and is not any more.",
    },
)
@in_snapshot
def get_product(snapshot: Snapshot, id_or_slug: str) -> Response:
    """Get one published product."""
    product = queries.one_product(snapshot.connection, views.product, id_or_slug)
    if product is not None:
        return _product(dict(product))
    slug = queries.slug_now(snapshot.connection, id_or_slug)
    if slug is not None:
        return Response(status=301, headers={"Location": f"/v1/products/{quote(slug)}"})
    if queries.was_withdrawn(snapshot.connection, id_or_slug):
        raise Problem(410, "gone", f"The product '{id_or_slug}' is no longer published.")
    raise _not_found(id_or_slug)


@products.get("/v1/staff/products")
@permission("catalog:read")
@contract(StaffProductPage, parameters=ListStaffProducts)
@in_staff_snapshot
def list_staff_products(snapshot: Snapshot, listing: Listing) -> Response:
    """List products of every status."""
    return _page(snapshot, views.staff_product, listing)


@products.get("/v1/staff/products/<id_or_slug>")
@permission("catalog:read")
@contract(StaffProduct, also={404: "There is no such product."})
@in_staff_snapshot
def get_staff_product(snapshot: Snapshot, id_or_slug: str) -> Response:
    """Get one product of any status.

    By its id or slug; by its id alone when it is in the trash.
    """
    product = queries.one_product(snapshot.connection, views.staff_product, id_or_slug)
    if product is None:
        raise _not_found(id_or_slug)
    return _product(dict(product))


def _page(snapshot: Snapshot, view: Table, listing: Listing) -> Response:
    try:
        items, total, following = queries.page(snapshot.connection, view, listing)
    except queries.NotInTheCurrency as error:
        raise invalid_parameters({error.parameter: str(error)}) from error
    except queries.NoSuchPlace as error:
        raise invalid_parameters({"after": "Is no cursor of this listing."}) from error
    cursor = following.encode() if following else None
    links = {"first": _address()} | ({"next": _address(cursor)} if cursor else {})
    body = {"items": items, "total": total, "next": cursor, "revision": snapshot.token.number}
    return represent(body, snapshot.token, links)


def _address(after: str | None = None) -> str:
    """The relative reference of another page of the same selection."""
    query = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    text = urlencode(query if after is None else [*query, ("after", after)])
    return f"{request.path}?{text}" if text else request.path


def _product(row: dict[str, object]) -> Response:
    token = Token(int(str(row["revision"])), str(row.pop("revision_nonce")))
    return represent(row, token)


def _not_found(id_or_slug: str) -> Problem:
    return Problem(404, "not-found", f"No product has the id or slug '{id_or_slug}'.")

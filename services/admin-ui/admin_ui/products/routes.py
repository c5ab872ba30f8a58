"""The pages of products."""

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin_ui.catalog import Refused, idempotency_key
from admin_ui.products.editor import Editor
from admin_ui.products.forms import ProductForm
from admin_ui.products.listing import SORTS, TABS, read_list
from admin_ui.products.presentation import STATUSES
from admin_ui.receipts import receipt
from admin_ui.sessions.visit import current_catalog
from service_defaults.permissions import permission

CHANGED_MEANWHILE = "Somebody changed this product while you were looking at it. Is it still to go?"

Page = str | Response | tuple[str, int]

blueprint = Blueprint("products", __name__)


@blueprint.get("/")
@permission("catalog:read")
def home() -> Response:
    return redirect(url_for("products.index"), 303)


@blueprint.get("/products")
@permission("catalog:read")
def index() -> str:
    catalog = current_catalog()
    found = read_list(catalog)
    return render_template(
        "products/index.html", list=found, tabs=TABS, sorts=SORTS, statuses=STATUSES, receipt=receipt(catalog)
    )


@blueprint.get("/products/new")
@permission("catalog:write")
def new() -> str:
    catalog = current_catalog()
    editor = Editor(ProductForm(currency=catalog.currency()))
    return editor.page(catalog.categories())


@blueprint.post("/products")
@permission("catalog:write")
def create() -> Page:
    return _take(None)


@blueprint.get("/products/<uuid:product_id>")
@permission("catalog:read")
def edit(product_id: uuid.UUID) -> str:
    catalog = current_catalog()
    answer = catalog.product(product_id)
    if answer.body["deleted_at"]:
        return render_template("products/trashed.html", product=answer.body)
    return Editor.of(answer).page(catalog.categories(), product=answer.body, receipt=receipt(catalog))


@blueprint.post("/products/<uuid:product_id>")
@permission("catalog:write")
def save(product_id: uuid.UUID) -> Page:
    return _take(product_id)


@blueprint.get("/products/<uuid:product_id>/delete")
@permission("catalog:write")
def confirm_delete(product_id: uuid.UUID) -> str:
    answer = current_catalog().product(product_id)
    return _delete_page(answer.body, answer.etag)


@blueprint.post("/products/<uuid:product_id>/delete")
@permission("catalog:write")
def delete(product_id: uuid.UUID) -> Page:
    tag = request.form.get("tag", "")
    key = idempotency_key(request.form.get("key", ""), product_id, tag)
    try:
        answer = current_catalog().delete_product(product_id, tag, key)
    except Refused as refusal:
        if refusal.status != 412:
            raise
        return _delete_page(refusal.current, refusal.etag, CHANGED_MEANWHILE), 412
    return redirect(url_for("products.index", saved=answer.revision, done="trashed"), 303)


def _take(product_id: uuid.UUID | None) -> Page:
    """Saves what was sent; or shows it again: one row longer as asked, or with what is wrong."""
    catalog = current_catalog()
    editor = Editor.typed(request, product_id)
    editor.add_pictures(catalog, [file for file in request.files.getlist("uploads") if file.filename])
    editor.take_theirs(catalog, request.form.getlist("take_theirs"))
    if "add_variant" in request.form:
        editor.form.add_variant()
        return editor.page(catalog.categories())
    answer = None if editor.is_stuck else editor.save(catalog)
    if not answer:
        return editor.page(catalog.categories()), editor.status
    address = url_for(
        ".edit",
        product_id=answer.body["id"],
        saved=answer.revision,
        done="saved" if product_id else "created",
        back=request.args.get("back"),
    )
    return redirect(address, 303)


def _delete_page(product: dict[str, Any], tag: str, notice: str = "") -> str:
    return render_template("products/delete.html", product=product, tag=tag, key=uuid.uuid4(), notice=notice)

"""The pages of categories."""

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin_ui.catalog import Catalog, Refused
from admin_ui.categories.forms import CategoryForm
from admin_ui.categories.tree import tree
from admin_ui.receipts import receipt
from admin_ui.sessions.visit import current_catalog
from service_defaults.permissions import permission

CHANGED_MEANWHILE = (
    "Somebody changed this category while you had it open; their version is named “{title}”. "
    "What you typed is still here, and saving it now replaces theirs."
)

GONE = (
    "Somebody removed this category meanwhile. Nothing you typed is lost: "
    "saving it now makes a new category of it."
)

Page = str | Response | tuple[str, int]

blueprint = Blueprint("categories", __name__, url_prefix="/categories")


@blueprint.get("")
@permission("catalog:read")
def index() -> str:
    catalog = current_catalog()
    return _page("index", catalog, CategoryForm(), receipt=receipt(catalog))


@blueprint.post("")
@permission("catalog:write")
def create() -> Page:
    catalog = current_catalog()
    form = CategoryForm.typed(request.form, None)
    try:
        answer = catalog.create_category(form.body, form.key)
    except Refused as refusal:
        return _edit_page(catalog, _explained(form, refusal)), refusal.status
    return _done(answer.revision, "created")


@blueprint.get("/<uuid:category_id>")
@permission("catalog:read")
def edit(category_id: uuid.UUID) -> str:
    catalog = current_catalog()
    return _edit_page(catalog, CategoryForm.of(catalog.category(category_id)))


@blueprint.post("/<uuid:category_id>")
@permission("catalog:write")
def save(category_id: uuid.UUID) -> Page:
    catalog = current_catalog()
    form = CategoryForm.typed(request.form, category_id)
    try:
        answer = catalog.change_category(category_id, form.body, form.tag, form.key)
    except Refused as refusal:
        if refusal.status == 404:
            return _gone(catalog, form), 404
        if refusal.status == 412:
            return _changed_meanwhile(catalog, form, refusal), 412
        return _edit_page(catalog, _explained(form, refusal)), refusal.status
    return _done(answer.revision, "saved")


@blueprint.post("/<uuid:category_id>/delete")
@permission("catalog:write")
def delete(category_id: uuid.UUID) -> Page:
    catalog = current_catalog()
    sent = CategoryForm.typed(request.form, category_id)
    try:
        answer = catalog.delete_category(category_id, sent.tag, sent.key)
    except Refused as refusal:
        if refusal.status not in (409, 412):
            raise
        form = CategoryForm.of(catalog.category(category_id))
        return _edit_page(catalog, _explained(form, refusal)), refusal.status
    return _done(answer.revision, "removed")


def _explained(form: CategoryForm, refusal: Refused) -> CategoryForm:
    """The form with what is wrong with it; other refusals are not about what was typed."""
    if refusal.status not in (409, 412, 422):
        raise refusal
    form.explain(refusal)
    return form


def _changed_meanwhile(catalog: Catalog, form: CategoryForm, refusal: Refused) -> str:
    form.tag = refusal.etag
    form.notices.append(CHANGED_MEANWHILE.format(title=refusal.current["title"]))
    return _edit_page(catalog, form)


def _gone(catalog: Catalog, form: CategoryForm) -> str:
    form.category_id, form.tag = None, ""
    form.notices.append(GONE)
    return _edit_page(catalog, form)


def _edit_page(catalog: Catalog, form: CategoryForm) -> str:
    return _page("edit", catalog, form)


def _page(name: str, catalog: Catalog, form: CategoryForm, **more: Any) -> str:
    return render_template(
        f"categories/{name}.html", form=form, categories=tree(catalog.categories()), **more
    )


def _done(revision: int, done: str) -> Response:
    return redirect(url_for(".index", saved=revision, done=done), 303)

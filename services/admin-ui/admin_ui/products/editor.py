"""Decides what becomes of a product's form when it is sent: saved, or shown again with everything typed."""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any, Self

from flask import Request, render_template
from werkzeug.datastructures import FileStorage

from admin_ui.catalog import Answer, Catalog, Refused, idempotency_key
from admin_ui.categories.tree import Category, choices, tree
from admin_ui.products.conflicts import Difference, differences, fingerprints, take_theirs
from admin_ui.products.forms import ProductForm
from admin_ui.products.listing import way_back
from admin_ui.products.payload import Payload, payload
from admin_ui.products.presentation import STATUSES, label, place
from admin_ui.words import faults_in, words_for
from service_defaults.http_client import Unavailable

GONE = (
    "Somebody moved this product to the trash meanwhile. Nothing you typed is lost: "
    "saving it now makes a new product of it."
)
SAME = (
    "Somebody else saved this product meanwhile, and their version says just what yours says: "
    "there is nothing left to save."
)
CHOOSE_AGAIN = " Pictures have to be chosen again."


def _new_key() -> str:
    return str(uuid.uuid4())


@dataclass
class Editor:
    """A form of a product, and all that its page says about it. Without a product id it makes a new one."""

    form: ProductForm
    product_id: uuid.UUID | None = None
    tag: str = ""
    key: str = field(default_factory=_new_key)
    base: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    conflict: list[Difference] = field(default_factory=list)
    status: int = 422

    @classmethod
    def of(cls, answer: Answer) -> Self:
        form = ProductForm.of(answer.body)
        return cls(form, uuid.UUID(answer.body["id"]), answer.etag, base=fingerprints(form))

    @classmethod
    def typed(cls, request: Request, product_id: uuid.UUID | None) -> Self:
        sent = request.form
        return cls(
            ProductForm.typed(sent),
            product_id,
            sent.get("tag", ""),
            sent.get("key") or _new_key(),
            _read_base(sent.get("base", "")),
        )

    def add_pictures(self, catalog: Catalog, files: list[FileStorage]) -> None:
        """Stores what was chosen before all else, so that a fault elsewhere does not lose it."""
        failed: dict[str, list[str]] = {}
        for file in files:
            try:
                self.form.add_picture(catalog.add_picture(file.read(), file.mimetype))
            except (Refused, Unavailable) as error:
                words = words_for(error) + (CHOOSE_AGAIN if error.status == 503 else "")
                failed.setdefault(words, []).append(str(file.filename))
        if failed:
            told = (f"{', '.join(names)}: {words}" for words, names in failed.items())
            self.faults["uploads"] = " ".join(told)

    def take_theirs(self, catalog: Catalog, groups: list[str]) -> None:
        """Their version of these groups, if it is still the one shown; else both are to be seen again."""
        if not groups or not self.product_id:
            return
        answer = catalog.product(self.product_id)
        if _state(answer.etag) == _state(self.tag):
            take_theirs(self.form, ProductForm.of(answer.body), groups)
        else:
            self._compare(answer.body, answer.etag)

    def save(self, catalog: Catalog) -> Answer | None:
        """The API's answer; or None, and the editor knows what to say."""
        sent = payload(self.form)
        key = idempotency_key(self.key, self.product_id, self.tag, sent.body)
        try:
            if self.product_id:
                return catalog.change_product(self.product_id, sent.body, self.tag, key)
            return catalog.create_product(sent.body, key)
        except (Refused, Unavailable) as error:
            self._explain(error, sent)
            return None

    @property
    def is_stuck(self) -> bool:
        """Whether there is something to be seen before anything is saved."""
        return bool(self.faults or self.conflict or self.notices)

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """Each fault as (the field's name, its label, what is wrong)."""
        names = sorted(self.faults, key=place)
        return [(name, label(name, self.form), self.faults[name]) for name in names]

    def page(self, categories: list[Category], **more: object) -> str:
        shelves = [("", "None"), *choices(tree(categories))]
        return render_template(
            "products/edit.html", editor=self, shelves=shelves, statuses=STATUSES, back=way_back(), **more
        )

    def _explain(self, error: Refused | Unavailable, sent: Payload) -> None:
        self.status = error.status
        match error.status:
            case 412 if isinstance(error, Refused):
                self._compare(error.current, error.etag)
            case 404 | 410:
                self._start_anew()
            case 409 | 422 if isinstance(error, Refused):
                self._place_faults(error, sent)
            case 503:
                self.notices.append(words_for(error))
            case _:
                raise error

    def _place_faults(self, refusal: Refused, sent: Payload) -> None:
        for pointer, words in faults_in(refusal):
            name = sent.field_of(pointer)
            if name:
                self.faults.setdefault(name, words)
            else:
                self.notices.append(words)

    def _compare(self, product: dict[str, Any], etag: str) -> None:
        """Both versions; from now on a save goes on top of theirs."""
        if product["deleted_at"]:
            self._start_anew()
            return
        theirs = ProductForm.of(product)
        self.conflict, self.status = differences(self.form, theirs, self.base), 412
        if not self.conflict:
            self.notices.append(SAME)
        self.tag, self.base, self.key = etag, fingerprints(theirs), _new_key()

    def _start_anew(self) -> None:
        self.product_id, self.tag, self.key = None, "", _new_key()
        self.notices.append(GONE)
        for row in self.form.variants:
            row.id = ""


def _state(etag: str) -> str:
    """The part of a tag that names a version, whatever build or coding it was read from."""
    return etag.partition(".")[0]


def _read_base(text: str) -> dict[str, str]:
    try:
        base = json.loads(text)
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}

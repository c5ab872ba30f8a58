"""Decides how a category stands in a form, and what becomes of the API's faults."""

import uuid
from dataclasses import dataclass, field
from typing import Any, Self

from werkzeug.datastructures import MultiDict

from admin_ui.catalog import Answer, Refused, idempotency_key
from admin_ui.categories.tree import Category, choices
from admin_ui.words import faults_in

FIELDS = ("title", "slug", "description", "parent")


@dataclass
class CategoryForm:
    values: dict[str, str] = field(default_factory=dict)
    category_id: uuid.UUID | None = None
    tag: str = ""
    form_key: str = field(default_factory=lambda: str(uuid.uuid4()))
    faults: dict[str, str] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, answer: Answer) -> Self:
        values = {name: answer.body[name] or "" for name in FIELDS}
        return cls(values, uuid.UUID(answer.body["id"]), answer.etag)

    @classmethod
    def typed(cls, sent: MultiDict[str, str], category_id: uuid.UUID | None) -> Self:
        values = {name: sent.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
        return cls(values, category_id, sent.get("tag", ""), sent.get("key", ""))

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = self.values | {"parent": self.values["parent"] or None}
        if not body["slug"]:
            del body["slug"]
        return body

    @property
    def key(self) -> str:
        return idempotency_key(self.form_key, self.category_id, self.tag, self.body)

    def parent_choices(self, categories: list[tuple[int, Category]]) -> list[tuple[str, str]]:
        """The categories that this one may stand in: neither itself nor one of its own children."""
        return [("", "Nothing: at the top"), *choices(categories, without=str(self.category_id))]

    def explain(self, refusal: Refused) -> None:
        for pointer, words in faults_in(refusal):
            name = pointer.strip("/")
            if name in FIELDS:
                self.faults[name] = words
            else:
                self.notices.append(words)

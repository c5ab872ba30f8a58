"""The body of a category: what may be written, and in which form."""

from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, post_load

from write_api.bodies import load
from write_api.fields import LARGEST_NUMBER, Slug, Text, Whole
from write_api.representations import Document


@dataclass(frozen=True)
class CategoryFields:
    """A category as wanted; `parent` is a slug. Slug and position stay, or are made, if None."""

    title: str
    slug: str | None
    description: str
    parent: str | None
    position: int | None


class CategorySchema(Schema):
    """A category as it is written; `parent` is the slug of the one above."""

    title = Text(200, shortest=1, required=True)
    slug = Slug(200, load_default=None)
    description = Text(20_000, lines=True, load_default="")
    parent = Slug(200, load_default=None)
    position = Whole(-LARGEST_NUMBER, LARGEST_NUMBER, load_default=None)

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> CategoryFields:
        return CategoryFields(**data)


def category_fields(document: Document) -> CategoryFields:
    """The category that a document wants. Raises Problem 422 with every fault."""
    wanted: CategoryFields = load(CategorySchema, document)
    return wanted

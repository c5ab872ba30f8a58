"""How a category is shown, and which part of that can be written back."""

from sqlalchemy.orm import Session

from write_api.categories.models import Category
from write_api.representations import Document, Representation, represent, view

STAFF_CATEGORY = view(
    "category",
    "id",
    "slug",
    "title",
    "description",
    "parent",
    "position",
    "product_count",
    "image",
    "revision",
    "created_at",
    "updated_at",
)
AS_WRITTEN = ("slug", "title", "description", "parent")


def represent_category(session: Session, category: Category) -> Representation:
    """The category as the staff sees it."""
    return represent(session, STAFF_CATEGORY, category.id)


def writable(document: Document) -> Document:
    """The body that would make the category what this document shows; its position stays unless given."""
    return {name: document[name] for name in AS_WRITTEN}

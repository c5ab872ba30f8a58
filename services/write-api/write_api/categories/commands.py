"""What can be done to categories. Commands flush and never commit; `refusals` names what they refuse."""

from uuid import UUID

from sqlalchemy import ScalarResult, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import ETags

from write_api.categories.models import Category
from write_api.categories.representation import represent_category, writable
from write_api.categories.schemas import CategoryFields, category_fields
from write_api.history.since import changes_since
from write_api.merge_patch import merge
from write_api.preconditions import holds
from write_api.refusals import NoSuchCategory, StaleCategory, Unacceptable
from write_api.representations import Document
from write_api.revisions import take_revision
from write_api.slugs import free_slug, slugify


def create_category(session: Session, wanted: CategoryFields) -> Category:
    """Add a category. Raises SlugTaken, Unacceptable."""
    take_revision(session)
    category = Category(slug=wanted.slug or _new_slug(session, wanted.title))
    _fill(session, category, wanted)
    session.add(category)
    session.flush()
    return category


def replace_category(session: Session, category_id: UUID, seen: ETags, wanted: CategoryFields) -> Category:
    """Make the category what is wanted. Raises NoSuchCategory, StaleCategory, SlugTaken, Unacceptable."""
    category = _category_as_seen(session, category_id, seen)
    _fill(session, category, wanted)
    session.flush()
    return category


def change_category(session: Session, category_id: UUID, seen: ETags, patch: Document) -> Category:
    """Apply a merge patch (RFC 7396) to what can be written of it; raises what `replace_category` does."""
    category = _category_as_seen(session, category_id, seen)
    wanted = category_fields(merge(writable(represent_category(session, category).document), patch))
    _fill(session, category, wanted)
    session.flush()
    return category


def remove_category(session: Session, category_id: UUID, seen: ETags) -> None:
    """Remove an empty category. Raises NoSuchCategory, StaleCategory, CategoryNotEmpty."""
    session.delete(_category_as_seen(session, category_id, seen))
    session.flush()


def category_id(session: Session, slug: str | None, pointer: str) -> UUID | None:
    """The id of the category whose slug was sent at `pointer`; none for none. Raises Unacceptable."""
    if slug is None:
        return None
    found = session.scalar(select(Category.id).where(Category.slug == slug))
    if found is None:
        raise Unacceptable("No category has this slug.", pointer)
    return found


def _category_as_seen(session: Session, category_id: UUID, seen: ETags) -> Category:
    take_revision(session)
    category = session.get(Category, category_id)
    if category is None:
        raise NoSuchCategory
    if not holds(seen, category.revision, category.revision_nonce):
        raise StaleCategory(
            represent_category(session, category), changes_since(session, seen, "category", category.id)
        )
    return category


def _fill(session: Session, category: Category, wanted: CategoryFields) -> None:
    category.parent_id = category_id(session, wanted.parent, "/parent")
    category.slug = wanted.slug or category.slug
    category.title = wanted.title
    category.description = wanted.description
    if wanted.position is not None:
        category.position = wanted.position


def _new_slug(session: Session, title: str) -> str:
    def taken(base: str) -> ScalarResult[str]:
        return session.scalars(select(Category.slug).where(Category.slug.startswith(base)))

    return free_slug(slugify(title, otherwise="category"), taken)

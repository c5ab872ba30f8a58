"""Finds the categories that a file names, and those that it makes."""

import unicodedata
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, column, select, table

from write_api.categories.schemas import category_fields
from write_api.imports.drafts import Document, Path
from write_api.slugs import free_slug, slugify

CATEGORY = table("category", *map(column, ("id", "slug", "title", "parent_id")), schema="catalog")


@dataclass
class Tree:
    """All categories: the slug of each with its title and its parent's slug; `made` are not there yet."""

    known: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    made: list[Document] = field(default_factory=list)

    def find(self, path: Path) -> tuple[str | None, list[Document]]:
        """The slug of the last of the path, and what is to be made for it; `add` makes that.

        Raises Problem 422 for what no request could make either.
        """
        slug: str | None = None
        new: list[Document] = []
        for given, title in path:
            found = self._found(given, title, slug, new, alone=len(path) == 1)
            if found is None:
                found = given or self._free(slugify(title or "", otherwise="category"), new)
                called = title or found.replace("-", " ").capitalize()
                made = category_fields({"slug": found, "title": called})
                new.append({"slug": made.slug, "title": made.title, "parent": slug})
            slug = found
        return slug, new

    def add(self, new: list[Document]) -> None:
        for category in new:
            self.known[category["slug"]] = (category["title"], category["parent"])
            self.made.append(category)

    def _found(
        self, given: str | None, title: str | None, parent: str | None, new: list[Document], *, alone: bool
    ) -> str | None:
        """By its slug, or its title below the same parent; a lone title that only one has may be anywhere."""
        if given is not None:
            return given if given in self.known or given in _slugs(new) else None
        wanted = unicodedata.normalize("NFC", title or "").strip().casefold()
        same = [slug for slug, (each, _) in self.known.items() if each.casefold() == wanted]
        below = [slug for slug in same if self.known[slug][1] == parent and not new]
        if below:
            return below[0]
        return same[0] if alone and len(same) == 1 else None

    def _free(self, base: str, new: list[Document]) -> str:
        return free_slug(base, lambda _: {*self.known, *_slugs(new)})


def _slugs(categories: list[Document]) -> set[str]:
    return {category["slug"] for category in categories}


def read_tree(connection: Connection) -> Tree:
    """The tree of the catalog."""
    rows = connection.execute(select(CATEGORY)).all()
    slugs: dict[UUID, str] = {row.id: row.slug for row in rows}
    return Tree({row.slug: (row.title, slugs.get(row.parent_id)) for row in rows})

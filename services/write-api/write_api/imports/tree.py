"""Finds the categories that a file names, and those that it makes."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, column, select, table

from write_api.imports.drafts import Document, Path
from write_api.slugs import free_slug, slugify

CATEGORY = table("category", *map(column, ("id", "slug", "title", "parent_id")), schema="catalog")


@dataclass
class Tree:
    """All categories: the slug of each with its title and its parent's slug; `made` are not there yet."""

    known: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    made: list[Document] = field(default_factory=list)

    def find(self, path: Path) -> tuple[str | None, list[Document]]:
        """The slug of the last of the path, and what is to be made for it; `add` makes that."""
        slug: str | None = None
        new: list[Document] = []
        for given, title in path:
            found = self._found(given, title, slug, alone=len(path) == 1, below_new=bool(new))
            if found is None:
                found = given or self._free(slugify(title or "", otherwise="category"))
                called = title or found.replace("-", " ").capitalize()
                new.append({"slug": found, "title": called, "parent": slug})
            slug = found
        return slug, new

    def add(self, new: list[Document]) -> None:
        for category in new:
            self.known[category["slug"]] = (category["title"], category["parent"])
            self.made.append(category)

    def _found(
        self, given: str | None, title: str | None, parent: str | None, *, alone: bool, below_new: bool
    ) -> str | None:
        """By its slug, or its title below the same parent; a lone title that only one has may be anywhere."""
        if given is not None:
            return given if given in self.known else None
        same = [slug for slug, (each, _) in self.known.items() if each.casefold() == (title or "").casefold()]
        below = [slug for slug in same if self.known[slug][1] == parent and not below_new]
        if below:
            return below[0]
        return same[0] if alone and len(same) == 1 else None

    def _free(self, base: str) -> str:
        return free_slug(base, lambda _: self.known)


def read_tree(connection: Connection) -> Tree:
    """The tree of the catalog."""
    rows = connection.execute(select(CATEGORY)).all()
    slugs: dict[UUID, str] = {row.id: row.slug for row in rows}
    return Tree({row.slug: (row.title, slugs.get(row.parent_id)) for row in rows})

"""The columns of product files: Shopify's old and new headers, and those of our own, whatever their case."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from write_api.imports.drafts import BrokenFile

OPTIONS = (1, 2, 3)
OPTION_NAMES = [f"option{number}_name" for number in OPTIONS]
OPTION_VALUES = [f"option{number}_value" for number in OPTIONS]
NAMES = {
    "handle": ("handle", "url handle"),
    "title": ("title",),
    "body": ("body (html)", "body html", "description"),
    "vendor": ("vendor",),
    "taxonomy": ("product category",),
    "type": ("type",),
    "tags": ("tags",),
    "published": ("published", "published on online store"),
    "status": ("status",),
    "seo_title": ("seo title",),
    "seo_description": ("seo description",),
    "sku": ("variant sku", "sku"),
    "barcode": ("variant barcode", "barcode"),
    "price": ("variant price", "price"),
    "compare_at_price": ("variant compare at price", "compare-at price", "compare at price"),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "stock": ("variant inventory qty", "inventory quantity"),
    "policy": ("variant inventory policy", "continue selling when out of stock"),
    "weight_grams": ("variant grams", "weight value (grams)"),
    "weight_unit": ("variant weight unit", "weight unit for display"),
    "image": ("image src", "product image url"),
    "image_position": ("image position",),
    "alt": ("image alt text",),
    "variant_image": ("variant image", "variant image url"),
    **{name: (name.replace("_", " "),) for name in (*OPTION_NAMES, *OPTION_VALUES)},
}
OWN = ("description", "category", "category_titles", "attributes", "position", "currency", "image_sha256")
"""The keys of our own metafields, for what Shopify's columns cannot hold."""

# What a file surely has when it is one of products; without them a line is a sheet's name, or anything.
TELLING = {"handle", "title"}
VARIANT = ("sku", "barcode", "price", "compare_at_price", "stock", "policy", "weight_grams")
BY_NAME = {spelled: name for name, all_spelled in NAMES.items() for spelled in all_spelled}
METAFIELD = re.compile(r"(.*?)\s*\(product\.metafields\.([\w-]+)\.([\w-]+)\)", re.IGNORECASE | re.DOTALL)


def column_named(header: str) -> str | None:
    """Our name of a column; `attribute:X` where it is a metafield that we keep under X. None if unknown."""
    spelled = re.sub(r"\s+", " ", header).strip().lower()
    metafield = METAFIELD.fullmatch(header.strip())
    if metafield is None:
        return BY_NAME.get(spelled)
    title, namespace, key = (part.strip() for part in metafield.groups())
    if namespace.lower() != "mstore":
        return f"attribute:{title or key}"
    return f"own:{key.lower()}" if key.lower() in OWN else None


@dataclass(frozen=True)
class Columns:
    """Which column of a file is what: `names` has our name, or None, for each of `headers`."""

    headers: list[str]
    names: list[str | None]

    @classmethod
    def of(cls, headers: Sequence[str], line: int) -> "Columns":
        """Raises BrokenFile for two columns that mean the same."""
        names = [column_named(header) for header in headers]
        for name in names:
            if name is not None and names.count(name) > 1:
                twice = [header for header, each in zip(headers, names, strict=True) if each == name]
                raise BrokenFile(f"These columns are the same: {', '.join(map(repr, twice))}.", line)
        return cls([header.strip() for header in headers], names)

    def header(self, name: str) -> str | None:
        """How the file spells it; None when it has no such column."""
        return self.headers[self.names.index(name)] if name in self.names else None

    @property
    def ignored(self) -> list[str]:
        return [
            header for header, name in zip(self.headers, self.names, strict=True) if header and name is None
        ]

    @property
    def attributes(self) -> list[str]:
        return [name for name in self.names if name and name.startswith("attribute:")]

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """The cells of a row that are not blank, by our names."""
        named = zip(self.names, row, strict=False)
        return {name: cell.strip() for name, cell in named if name and cell.strip()}

"""Decides what a form becomes for the write API, and to which field each of its faults belongs."""

import re
from dataclasses import dataclass
from typing import Any

from admin_ui.products.forms import OPTION_NAMES, VARIANT_TEXTS, PictureRow, ProductForm, VariantRow

SEO_FIELDS = {"title": "seo_title", "description": "seo_description"}
OTHER_FIELDS = {name: name for name in ("title", "slug", "description", "status", "category", "tags")}
OTHER_FIELDS |= {"images": "uploads", "options": "options-0"}
WHOLE = re.compile(r"-?\d{1,15}")
LAST = 10_000  # where a picture without an order number goes


@dataclass(frozen=True)
class Payload:
    """A body for the write API, and the rows of the form (by index) that its arrays were made of."""

    body: dict[str, Any]
    variants: list[int]
    pictures: list[int]
    options: list[int]

    def field_of(self, pointer: str) -> str:
        """The form's name for what a JSON pointer (RFC 6901) of the body names; empty where it has none."""
        parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.strip("/").split("/")]
        match parts:
            case ["variants", *rest]:
                return self._field_of_variants(rest)
            case ["images", index, *_] if _within(index, self.pictures):
                return f"pictures-{self.pictures[int(index)]}-alt"
            case ["options", index] if _within(index, self.options):
                return f"options-{self.options[int(index)]}"
            case ["seo", name] if name in SEO_FIELDS:
                return SEO_FIELDS[name]
            case [name, *_]:
                return OTHER_FIELDS.get(name, "")
        return ""

    def _field_of_variants(self, rest: list[str]) -> str:
        match rest:
            case [index, *below] if _within(index, self.variants):
                return f"variants-{self.variants[int(index)]}-{self._variant_field(below)}"
        return "variants"

    def _variant_field(self, rest: list[str]) -> str:
        match rest:
            case ["options", name] if name in self.body["options"]:
                return f"option-{self.options[self.body['options'].index(name)]}"
            case ["options", *_] if self.options:
                return f"option-{self.options[0]}"
            case [name, *_] if name in VARIANT_TEXTS:
                return name
        return "price"


def payload(form: ProductForm) -> Payload:
    """The body of a create or a change. What is no number goes as it is: the API says what is wrong."""
    options = [column for column in range(OPTION_NAMES) if form.options[column]]
    variants = _rows_to_send(form.variants)
    pictures = _pictures_to_send(form.pictures)
    body = {
        "title": form.title,
        "description": form.description,
        "status": form.status,
        "category": form.category or None,
        "tags": [tag for tag in (part.strip() for part in form.tags.split(",")) if tag],
        "options": [form.options[column] for column in options],
        "variants": [_variant(form.variants[row], form.options, options, form.currency) for row in variants],
        "images": [{"media": form.pictures[row].media, "alt": form.pictures[row].alt} for row in pictures],
        "seo": {"title": form.seo_title, "description": form.seo_description},
    }
    if form.slug:
        body["slug"] = form.slug
    return Payload(body, variants, pictures, options)


def _rows_to_send(rows: list[VariantRow]) -> list[int]:
    kept = [row for row, variant in enumerate(rows) if not variant.removed and not variant.is_blank]
    return kept or [row for row in range(len(rows)) if not rows[row].removed][:1]


def _pictures_to_send(rows: list[PictureRow]) -> list[int]:
    kept = [row for row, picture in enumerate(rows) if not picture.removed]
    return sorted(kept, key=lambda row: (_place(rows[row].order), row))


def _variant(row: VariantRow, names: list[str], columns: list[int], currency: str) -> dict[str, Any]:
    variant: dict[str, Any] = {
        "price": _price(row.price, currency),
        "compare_at_price": _price(row.compare_at_price, currency),
        "stock": _whole(row.stock),
        "backorder": row.backorder,
        "sku": row.sku or None,
        "barcode": row.barcode or None,
        "weight_grams": _whole(row.weight_grams),
        "options": {names[column]: row.options[column] for column in columns},
    }
    return variant | ({"id": row.id} if row.id else {})


def _price(text: str, currency: str) -> dict[str, str] | None:
    """A price as typed in any of Europe's ways: 1.234,50 and 1,234.50 and 1 234,50 are one number."""
    if not text:
        return None
    bare = text.replace("\u00a0", "").replace(" ", "")
    decimal = max(bare.rfind(","), bare.rfind("."))
    whole, fraction = (bare[:decimal], bare[decimal + 1 :]) if decimal >= 0 else (bare, "")
    whole = whole.replace(",", "").replace(".", "")
    return {"amount": f"{whole}.{fraction}" if fraction else whole, "currency": currency}


def _whole(text: str) -> int | str | None:
    if not text:
        return None
    return int(text) if WHOLE.fullmatch(text) else text


def _place(text: str) -> int:
    return int(text) if WHOLE.fullmatch(text) else LAST


def _within(index: str, rows: list[int]) -> bool:
    return index.isdecimal() and int(index) < len(rows)

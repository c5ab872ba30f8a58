"""Compares a product as it is with what it is to be: what people are shown of it, and what is written."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from write_api.exact_json import is_same_json
from write_api.fields import Currency
from write_api.imports.drafts import Document
from write_api.imports.pictures import STEP
from write_api.markdown import to_html
from write_api.products.schemas import ProductFields, VariantFields

OF_PRODUCT = (
    "title",
    "description",
    "status",
    "category",
    "tags",
    "attributes",
    "options",
    "seo",
    "position",
)
OF_VARIANT = ("sku", "barcode", "price", "compare_at_price", "stock", "backorder", "weight_grams", "options")
NOTHING: tuple[Any, ...] = ("", [], {})
NO_SEO = {"title": "", "description": ""}
LARGE = Decimal("0.5")


def shown(fields: ProductFields, currency: Currency) -> Document:
    """The product as a document, in the form of those that the catalog shows."""
    variants = [_shown_variant(variant, fields.options, currency) for variant in fields.variants]
    return {
        **{name: getattr(fields, name) for name in OF_PRODUCT},
        "variants": variants,
        "images": [{"media": image.media, "alt": image.alt} for image in fields.images],
    }


def _shown_variant(variant: VariantFields, options: list[str], currency: Currency) -> Document:
    document = {name: getattr(variant, name) for name in OF_VARIANT}
    return document | {
        "id": variant.id and str(variant.id),
        "price": _money(variant.price, currency),
        "compare_at_price": _money(variant.compare_at_price, currency),
        "options": {name: variant.options[name] for name in options},
    }


def changes_between(before: Document | None, after: Document) -> list[Document]:
    """What differs, field by field. Of a new product, whatever it has."""
    was = {"seo": NO_SEO, "variants": [], "images": [], **(before or {})}
    found = [
        {"field": name, "before": old, "after": new}
        for name in OF_PRODUCT
        if not is_same_json(old := was.get(name), new := after[name])
        if before or (_is_something(new) and new != NO_SEO)
    ]
    found += _changes_of_variants(was["variants"], after["variants"])
    images = [{"media": image["media"], "alt": image["alt"]} for image in was["images"]]
    if images != after["images"]:
        found.append({"field": "images", "before": images, "after": after["images"]})
    return found


def _is_something(value: Any) -> bool:
    """Whether it is worth telling of what is new; a stock of 0 is, though Python has it equal to False."""
    return not (value is None or value is False or value in NOTHING)


def _changes_of_variants(before: list[Document], after: list[Document]) -> Iterator[Document]:
    known = {str(variant["id"]): variant for variant in before}
    for variant in after:
        was = known.get(variant["id"] or "")
        if was is None:
            bare = {name: value for name, value in variant.items() if name != "id" and _is_something(value)}
            yield {"field": "variant", "variant": label(variant), "before": None, "after": bare}
            continue
        for name in OF_VARIANT:
            if was[name] != variant[name]:
                yield {
                    "field": name,
                    "variant": label(was),
                    "before": was[name],
                    "after": variant[name],
                }
    ids = [variant["id"] for variant in after if variant["id"] in known]
    if ids != [each for each in known if each in ids]:
        labels = [[label(known[each]) for each in order] for order in (known, ids)]
        yield {"field": "order of variants", "before": labels[0], "after": labels[1]}


def label(variant: Document) -> str:
    """How people tell the variant from others."""
    return " / ".join(variant["options"].values()) or variant["sku"] or ""


def large_changes(changes: list[Document]) -> Iterator[tuple[str, str]]:
    """Changes of prices by more than half: of which variant, and what to say."""
    for change in changes:
        if change["field"] != "price":
            continue
        old, new = Decimal(change["before"]["amount"]), Decimal(change["after"]["amount"])
        if abs(new - old) > LARGE * old:
            by = f"by {(new - old) / old:+.0%}" if old else "from nothing"
            yield change["variant"], f"The price changes {by}, from {old} to {new}."


def work_of(before: Document | None, after: Document, fields: ProductFields, places: list[int]) -> Document:
    """The rows of tables that are written: of what is there only the columns that change."""
    was = before or {}
    others = (name for name in OF_PRODUCT if name != "seo")
    product = {name: after[name] for name in others if not is_same_json(was.get(name), after[name])}
    seo = was.get("seo", NO_SEO)
    product |= {f"seo_{name}": value for name, value in after["seo"].items() if not was or seo[name] != value}
    if "description" in product:
        product["description_html"] = to_html(after["description"])
    if before is None:
        product["slug"] = fields.slug
    work: Document = {"product": product, "variants": _variants(was, after, fields)}
    images = [{"media": image["media"], "alt": image["alt"]} for image in was.get("images", [])]
    if images != after["images"]:
        work["images"] = [
            {**image, "position": place} for image, place in zip(after["images"], places, strict=True)
        ]
    return work


def _variants(before: Document, after: Document, fields: ProductFields) -> list[Document]:
    known = {str(variant["id"]): variant for variant in before.get("variants", [])}
    ids = [variant["id"] for variant in after["variants"] if variant["id"]]
    reordered = ids != list(known)
    # Values are stored in the order of the product's options: those of equal variants move with them.
    always = ["options"] if before.get("options") != after["options"] else []
    rows = []
    for index, (variant, wanted) in enumerate(zip(after["variants"], fields.variants, strict=True)):
        was = known.get(variant["id"] or "")
        columns = _columns(wanted, after["options"])
        names = [name for name in OF_VARIANT if was is None or name in always or was[name] != variant[name]]
        changed = {_column(name): columns[_column(name)] for name in names}
        if reordered or was is None:
            changed["position"] = (index + 1) * STEP
        if changed:
            rows.append(changed if was is None else {"id": variant["id"], **changed})
    return rows


def _column(name: str) -> str:
    return "option_values" if name == "options" else name


def _columns(variant: VariantFields, options: list[str]) -> Document:
    named = {name: getattr(variant, name) for name in OF_VARIANT if name != "options"}
    return named | {"option_values": [variant.options[name] for name in options]}


def _money(minor_units: int | None, currency: Currency) -> Document | None:
    if minor_units is None:
        return None
    amount = Decimal(minor_units).scaleb(-currency.exponent)
    return {"amount": format(amount, "f"), "currency": currency.code}

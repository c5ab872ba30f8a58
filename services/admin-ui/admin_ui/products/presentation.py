"""Decides what the list says of a product in a few words."""

from dataclasses import dataclass
from typing import Any

from admin_ui.pages import money
from admin_ui.products.forms import ProductForm, thumbnail

STATUSES = {"draft": "Draft", "active": "Active", "archived": "Archived"}
FEW = 3
# In the order in which the page shows them.
LABELS = {
    "title": "Title",
    "description": "Description",
    "pictures": "Picture",
    "uploads": "New pictures",
    "options": "Option",
    "variants": "Variants",
    "status": "Status",
    "category": "Category",
    "tags": "Tags",
    "seo_title": "Title for search engines",
    "seo_description": "Description for search engines",
    "slug": "Address in the shop",
}
ROWS = {"variants": "Variant", "pictures": "Picture"}
ROW_LABELS = {
    "alt": "What it shows",
    "price": "Price",
    "stock": "Stock",
    "sku": "SKU",
    "compare_at_price": "Compare-at price",
    "barcode": "Barcode",
    "weight_grams": "Weight",
}


@dataclass(frozen=True)
class Line:
    id: str
    title: str
    status: str
    thumbnail: str
    price: str
    stock: str
    stock_level: str
    changed: str
    revision: int
    deleted_at: str | None


def line(product: dict[str, Any]) -> Line:
    images = product["images"]
    level, words = stock(product["variants"])
    return Line(
        id=product["id"],
        title=product["title"],
        status=product["status"],
        thumbnail=thumbnail(images[0]) if images else "",
        price=price(product["price_range"]),
        stock=words,
        stock_level=level,
        changed=product["updated_at"],
        revision=product["revision"],
        deleted_at=product["deleted_at"],
    )


def label(name: str, form: ProductForm) -> str:
    """What a field is called, by its name in the form; a plain product's only row is not counted."""
    match name.split("-"):
        case [group]:
            return LABELS[group]
        case [group, number]:
            return f"{LABELS[group]} {int(number) + 1}"
        case [group, number, part, *column]:
            words = form.options[int(column[0])] if column else ROW_LABELS[part]
            return (
                words
                if form.is_plain and group == "variants"
                else f"{ROWS[group]} {int(number) + 1}, {words}"
            )
    raise LookupError(name)


def place(name: str) -> tuple[int, int]:
    """Where on the page a field stands, for putting faults in the order in which they are met."""
    group, *row = name.split("-")
    return list(LABELS).index(group), int(row[0]) if row else 0


def price(price_range: dict[str, dict[str, str]]) -> str:
    lowest, highest = price_range["min"], price_range["max"]
    return money(lowest) if lowest == highest else f"{money(lowest)} – {money(highest)}"


def stock(variants: list[dict[str, Any]]) -> tuple[str, str]:
    """How much there is: a level (`none`, `few` or `enough`) and its words."""
    counted = [variant["stock"] for variant in variants if variant["stock"] is not None]
    sold_out = sum(not variant["available"] for variant in variants)
    if sold_out == len(variants):
        return "none", "Sold out"
    if not counted:
        return "enough", "Not counted"
    level = "few" if sold_out or sum(counted) <= FEW else "enough"
    words = f"{sum(counted)} in stock"
    return level, f"{words}, {sold_out} of {len(variants)} sold out" if sold_out else words

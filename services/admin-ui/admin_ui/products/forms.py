"""Decides how a product stands in a form: every field as text, as typed, until the API has judged it."""

import re
from dataclasses import dataclass, field, replace
from typing import Any, Self

from werkzeug.datastructures import MultiDict

OPTION_NAMES = 3
VARIANT_TEXTS = ("price", "compare_at_price", "stock", "sku", "barcode", "weight_grams")
ROW = re.compile(r"(variants|pictures)-(\d{1,4})-")
THUMBNAIL = re.compile(r"/v1/media/[0-9a-f]{64}/\d{1,5}\.(webp|jpg)")

Typed = MultiDict[str, str]


@dataclass
class VariantRow:
    id: str = ""
    options: list[str] = field(default_factory=lambda: [""] * OPTION_NAMES)
    price: str = ""
    compare_at_price: str = ""
    stock: str = ""
    backorder: bool = False
    sku: str = ""
    barcode: str = ""
    weight_grams: str = ""
    removed: bool = False

    @classmethod
    def typed(cls, form: Typed, prefix: str) -> Self:
        texts: dict[str, Any] = {
            name: form.get(f"{prefix}{name}", "").strip() for name in ("id", *VARIANT_TEXTS)
        }
        options = [form.get(f"{prefix}option-{column}", "").strip() for column in range(OPTION_NAMES)]
        return cls(
            **texts,
            options=options,
            backorder=f"{prefix}backorder" in form,
            removed=f"{prefix}removed" in form,
        )

    @classmethod
    def of(cls, variant: dict[str, Any], names: list[str]) -> Self:
        values = [variant["options"].get(name, "") for name in names]
        return cls(
            id=variant["id"],
            options=values + [""] * (OPTION_NAMES - len(values)),
            price=_amount(variant["price"]),
            compare_at_price=_amount(variant["compare_at_price"]),
            stock=_text(variant["stock"]),
            backorder=variant["backorder"],
            sku=_text(variant["sku"]),
            barcode=_text(variant["barcode"]),
            weight_grams=_text(variant["weight_grams"]),
        )

    @property
    def is_blank(self) -> bool:
        return self == VariantRow()


@dataclass
class PictureRow:
    media: str
    thumbnail: str
    alt: str = ""
    order: str = ""
    removed: bool = False

    @classmethod
    def typed(cls, form: Typed, prefix: str) -> Self:
        thumbnail = form.get(f"{prefix}thumbnail", "")
        return cls(
            media=form.get(f"{prefix}media", ""),
            thumbnail=thumbnail if THUMBNAIL.fullmatch(thumbnail) else "",
            alt=form.get(f"{prefix}alt", "").strip(),
            order=form.get(f"{prefix}order", "").strip(),
            removed=f"{prefix}removed" in form,
        )

    @classmethod
    def of(cls, image: dict[str, Any], place: int) -> Self:
        return cls(image["media"], thumbnail(image), image["alt"] or "", str(place))


@dataclass
class ProductForm:
    title: str = ""
    currency: str = ""
    slug: str = ""
    description: str = ""
    status: str = "draft"
    category: str = ""
    tags: str = ""
    seo_title: str = ""
    seo_description: str = ""
    options: list[str] = field(default_factory=lambda: [""] * OPTION_NAMES)
    variants: list[VariantRow] = field(default_factory=lambda: [VariantRow()])
    pictures: list[PictureRow] = field(default_factory=list)

    @classmethod
    def typed(cls, form: Typed) -> Self:
        names = ("title", "currency", "slug", "status", "category", "tags", "seo_title", "seo_description")
        return cls(
            **{name: form.get(name, "").strip() for name in names},
            description=form.get("description", "").replace("\r\n", "\n").strip(),
            options=[form.get(f"options-{column}", "").strip() for column in range(OPTION_NAMES)],
            variants=[VariantRow.typed(form, prefix) for prefix in _prefixes(form, "variants")],
            pictures=[PictureRow.typed(form, prefix) for prefix in _prefixes(form, "pictures")],
        )

    @classmethod
    def of(cls, product: dict[str, Any]) -> Self:
        names = product["options"]
        return cls(
            title=product["title"],
            currency=product["price_range"]["min"]["currency"],
            slug=product["slug"],
            description=product["description"] or "",
            status=product["status"],
            category=(product["category"] or {}).get("slug", ""),
            tags=", ".join(product["tags"]),
            seo_title=product["seo"].get("title") or "",
            seo_description=product["seo"].get("description") or "",
            options=names + [""] * (OPTION_NAMES - len(names)),
            variants=[VariantRow.of(variant, names) for variant in product["variants"]],
            pictures=[PictureRow.of(image, place) for place, image in enumerate(product["images"], 1)],
        )

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to choose: one row, whose fields stand on the page by themselves."""
        return len(self.variants) == 1 and not any(self.options)

    @property
    def option_columns(self) -> list[tuple[int, str]]:
        return [(column, name) for column, name in enumerate(self.options) if name]

    def add_variant(self) -> None:
        """One more row, like the last one but for what must differ."""
        last = self.variants[-1] if self.variants else VariantRow()
        alike = ("price", "compare_at_price", "weight_grams")
        self.variants.append(replace(VariantRow(), **{name: getattr(last, name) for name in alike}))

    def add_picture(self, picture: dict[str, Any]) -> None:
        place = str(len(self.pictures) + 1)
        self.pictures.append(PictureRow(picture["media"], thumbnail(picture), order=place))


def thumbnail(image: dict[str, Any]) -> str:
    """The address of an image's smallest rendition."""
    return str(image["srcset"].split(" ")[0] or image["url"])


def _prefixes(form: Typed, group: str) -> list[str]:
    matches = (ROW.match(name) for name in form)
    numbers = {int(match[2]) for match in matches if match and match[1] == group}
    return [f"{group}-{number}-" for number in sorted(numbers)]


def _amount(price: dict[str, str] | None) -> str:
    return price["amount"] if price else ""


def _text(value: object) -> str:
    return "" if value is None else str(value)

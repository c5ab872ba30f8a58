"""The shop as plain Python: what the commands do to rows, told a second time, without a database."""

import copy
import itertools
from dataclasses import dataclass, field
from typing import Any

from tests.services.write_api.against_a_model.wire import (
    DEFAULTS,
    VARIANT,
    Body,
    Refused,
    judge,
    merged,
    minor_units,
    refuse,
)

Row = dict[str, Any]
Rows = dict[str, Row]
STEP = 1024
AS_WRITTEN = ("slug", "title", "description", "status", "tags", "attributes", "options")
SETTINGS = {"name": "mstore", "tagline": "", "about": "", "currency": "EUR", "locale": "en"}
new_ids = (f"new-{number}" for number in itertools.count())


@dataclass
class Shop:
    """The rows of each table by id, without what is derived. `deleted` is by which revision it went."""

    media: tuple[str, ...]
    category: Rows = field(default_factory=dict)
    product: Rows = field(default_factory=dict)
    variant: Rows = field(default_factory=dict)
    product_media: Rows = field(default_factory=dict)
    setting: Rows = field(
        default_factory=lambda: {
            key: {"value": value} for key, value in (SETTINGS | {"contact_email": ""}).items()
        }
    )

    @property
    def tables(self) -> dict[str, Rows]:
        names = ("category", "product", "variant", "product_media", "setting")
        return {name: getattr(self, name) for name in names}

    @property
    def currency(self) -> str:
        return str(self.setting["currency"]["value"])

    def copy(self) -> "Shop":
        return copy.deepcopy(self)

    def children(self, table: Rows, product: str) -> Rows:
        """The product's variants or pictures, in their order."""
        own = [(key, row) for key, row in table.items() if row["product_id"] == product]
        return dict(sorted(own, key=lambda item: item[1]["position"]))

    def create_product(self, body: Body) -> str:
        body = DEFAULTS | body
        judge(body, self.currency)
        position = STEP + max((row["position"] for row in self.product.values()), default=0)
        slug = self._free(body["title"].lower(), self._slugs())
        key = next(new_ids)
        self.product[key] = {"slug": slug, "position": position, "deleted": None}
        self._fill(key, body)
        return key

    def replace_product(self, key: str, body: Body) -> None:
        self._fill(key, DEFAULTS | body)

    def change_product(self, key: str, patch: Body) -> None:
        self.write(key, merged(self.writable(key), patch))

    def write(self, key: str, body: Body) -> None:
        judge(DEFAULTS | body, self.currency)
        self._fill(key, DEFAULTS | body)

    def trash_product(self, key: str, revision: int) -> None:
        self.product[key]["deleted"] = revision

    def restore_product(self, key: str) -> None:
        own = {row["sku"] for row in self.children(self.variant, key).values()}
        if own & self._skus(without=key):
            raise Refused("sku-taken")
        self.product[key]["slug"] = self._free(self.product[key]["slug"], self._slugs())
        self.product[key]["deleted"] = None

    def duplicate_product(self, key: str, title: str | None) -> None:
        body = self.writable(key)
        for variant in body["variants"]:
            variant |= {"id": None, "sku": None, "barcode": None}
        self.create_product(body | {"title": title or body["title"], "slug": None, "status": "draft"})

    def writable(self, key: str) -> Body:
        """The body that makes the product what it is."""
        row = self.product[key]
        parent = self.category.get(row["category_id"])
        return copy.deepcopy(
            {name: row[name] for name in AS_WRITTEN}
            | {"seo": {"title": row["seo_title"], "description": row["seo_description"]}}
            | {"category": parent and parent["slug"]}
            | {"variants": [self._wire(key, *each) for each in self.children(self.variant, key).items()]}
            | {
                "images": [
                    {"media": each["media"], "alt": each["alt"]}
                    for each in self.children(self.product_media, key).values()
                ]
            }
        )

    def save_category(self, key: str | None, body: Body) -> None:
        """Make it what the body says, or a new one."""
        body = {"slug": None, "description": "", "parent": None, "position": None, **body}
        refused = set()
        parent = self._category(body["parent"], refused)
        if key is None:
            siblings = [row["position"] for row in self.category.values() if row["parent_id"] == parent]
            slug = self._free(body["title"].lower(), {row["slug"] for row in self.category.values()})
            key = next(new_ids)
            self.category[key] = {"slug": slug, "position": STEP + max(siblings, default=0)}
        row = self.category[key]
        row |= {"title": body["title"], "description": body["description"], "parent_id": parent}
        row["slug"] = body["slug"] or row["slug"]
        row["position"] = row["position"] if body["position"] is None else body["position"]
        refuse(refused | self.violations())

    def change_category(self, key: str, patch: Body) -> None:
        row = self.category[key]
        parent = self.category.get(row["parent_id"])
        kept = {name: row[name] for name in ("slug", "title", "description")}
        self.save_category(key, merged(kept | {"parent": parent and parent["slug"]}, patch))

    def remove_category(self, key: str) -> None:
        for row in self.product.values():
            if row["category_id"] == key and row["deleted"]:
                row["category_id"] = None
        del self.category[key]
        if self.violations():
            raise Refused("category-not-empty")

    def change_settings(self, body: Body) -> None:
        if body.get("currency", self.currency) != self.currency and self.product:
            raise Refused("currency-in-use")
        for key, value in body.items():
            self.setting[key]["value"] = value

    def rename_tag(self, name: str, to: str | None) -> None:
        having = [row for row in self.product.values() if name in row["tags"]]
        if name == to or not having:
            raise Refused("invalid-body" if name == to else "not-found")
        for row in having:
            renamed = [to if tag == name else tag for tag in row["tags"]]
            row["tags"] = [tag for tag in dict.fromkeys(renamed) if tag is not None]

    def is_used(self, category: str) -> bool:
        """Whether something that is not in the trash is in it, or another category."""
        products = any(row["category_id"] == category and not row["deleted"] for row in self.product.values())
        return products or any(row["parent_id"] == category for row in self.category.values())

    def violations(self) -> set[str]:
        """What is wrong with the rows as they are, by the problem that tells it."""
        alive = {key for key, row in self.product.items() if not row["deleted"]}
        slugs = [self.product[key]["slug"] for key in alive]
        variants = [row for row in self.variant.values() if row["product_id"] in alive]
        skus = [row["sku"] for row in variants if row["sku"]]
        wrong = set()
        if len(slugs) > len(set(slugs)) or self._category_slug_is_there_twice():
            wrong.add("slug-taken")
        if len(skus) > len(set(skus)):
            wrong.add("sku-taken")
        if not self._references_hold():
            wrong.add("category-not-empty")
        if any(row["currency"] != self.currency for row in self.product.values()):
            wrong.add("currency-in-use")
        if self._has_cycle() or not all(map(self._product_is_whole, self.product)):
            wrong.add("invalid-body")
        return wrong

    def _fill(self, key: str, body: Body) -> None:
        refused: set[str] = set()
        row = self.product[key]
        taken = self._skus(without=key)
        row |= {name: body[name] for name in AS_WRITTEN if name != "slug"}
        row |= {"seo_title": body["seo"]["title"], "seo_description": body["seo"]["description"]}
        row |= {"slug": body["slug"] or row["slug"], "category_id": self._category(body["category"], refused)}
        row["position"] = row["position"] if body["position"] is None else body["position"]
        row["currency"] = self.currency
        if any(variant.get("sku") in taken for variant in body["variants"]):
            refused.add("sku-taken")
        if any(image["media"] not in self.media for image in body["images"]):
            refused.add("invalid-body")
        self._fill_variants(key, body, refused)
        self._fill_images(key, body["images"])
        refuse(refused | self.violations())

    def _fill_variants(self, key: str, body: Body, refused: set[str]) -> None:
        own = self.children(self.variant, key)
        for known in own:
            del self.variant[known]
        for index, variant in enumerate(VARIANT | each for each in body["variants"]):
            if variant["id"] and variant["id"] not in own:
                refused.add("invalid-body")
            own.pop(variant["id"], None)
            self.variant[variant["id"] or next(new_ids)] = {
                "product_id": key,
                "position": (index + 1) * STEP,
                "price": minor_units(variant["price"]),
                "compare_at_price": variant["compare_at_price"] and minor_units(variant["compare_at_price"]),
                "option_values": [variant["options"][name] for name in body["options"]],
                **{name: variant[name] for name in ("sku", "barcode", "stock", "backorder", "weight_grams")},
            }

    def _fill_images(self, key: str, images: list[Body]) -> None:
        own = {row["media"]: known for known, row in self.children(self.product_media, key).items()}
        for known in own.values():
            del self.product_media[known]
        for index, image in enumerate(images):
            row = {"product_id": key, "media": image["media"], "position": (index + 1) * STEP}
            self.product_media[own.get(image["media"], next(new_ids))] = row | {"alt": image.get("alt", "")}

    def _wire(self, product: str, key: str, row: Row) -> Body:
        options = dict(zip(self.product[product]["options"], row["option_values"], strict=True))
        compare_at = row["compare_at_price"] and self.money(row["compare_at_price"])
        prices = {"price": self.money(row["price"]), "compare_at_price": compare_at}
        kept = {name: row[name] for name in ("sku", "barcode", "stock", "backorder", "weight_grams")}
        return {"id": key, "options": options, **prices, **kept}

    def money(self, amount: int) -> Body:
        return {"amount": f"{amount // 100}.{amount % 100:02}", "currency": self.currency}

    def _category(self, slug: str | None, refused: set[str]) -> str | None:
        found = {row["slug"]: key for key, row in self.category.items()}
        if slug is not None and slug not in found:
            refused.add("invalid-body")
        return found.get(slug or "")

    def _slugs(self) -> set[str]:
        return {row["slug"] for row in self.product.values() if not row["deleted"]}

    def _skus(self, without: str) -> set[str]:
        rows = [row for row in self.variant.values() if row["product_id"] != without]
        return {row["sku"] for row in rows if row["sku"] and not self.product[row["product_id"]]["deleted"]}

    @staticmethod
    def _free(base: str, taken: set[str]) -> str:
        names = itertools.chain([base], (f"{base}-{number}" for number in itertools.count(2)))
        return next(name for name in names if name not in taken)

    def _category_slug_is_there_twice(self) -> bool:
        slugs = [row["slug"] for row in self.category.values()]
        return len(slugs) > len(set(slugs))

    def _references_hold(self) -> bool:
        named = {row["category_id"] for row in self.product.values()}
        named |= {row["parent_id"] for row in self.category.values()}
        return named - {None} <= self.category.keys()

    def _has_cycle(self) -> bool:
        for key in self.category:
            above, seen = self.category[key]["parent_id"], {key}
            while above in self.category and above not in seen:
                seen.add(above)
                above = self.category[above]["parent_id"]
            if above in seen:
                return True
        return False

    def _product_is_whole(self, key: str) -> bool:
        variants = self.children(self.variant, key).values()
        values = [tuple(row["option_values"]) for row in variants]
        media = [row["media"] for row in self.children(self.product_media, key).values()]
        return (
            bool(values)
            and all(len(each) == len(self.product[key]["options"]) for each in values)
            and (len(values) == len(set(values)) or self.product[key]["deleted"] is not None)
            and len(media) == len(set(media))
            and not any(
                row["compare_at_price"] and row["compare_at_price"] <= row["price"] for row in variants
            )
        )

"""The demo shop is complete, and the API would take it."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from PIL import Image
from stdnum import ean

from infra.demo.shop import PICTURES, Product, read_shop

SHOP = read_shop()
VARIANTS = [variant for product in SHOP.products for variant in product.variants]
SHOWN = [picture for product in SHOP.products for picture in product.pictures]
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PRICE = re.compile(r"[1-9]\d*\.\d\d")

each_product = pytest.mark.parametrize("product", SHOP.products, ids=lambda product: product.slug)


def _status(product: Product) -> str:
    return str(product.wire(dict.fromkeys((p.name for p in product.pictures), ""), 1)["status"])


def test_a_hundred_products_of_which_at_least_ninety_are_for_sale() -> None:
    states = [_status(product) for product in SHOP.products]
    assert len(states) == 100
    assert states.count("active") >= 90
    assert {"active", "draft", "archived"} == set(states)


def test_every_category_has_products_and_something_to_say() -> None:
    assert len(SHOP.categories) == 8
    assert {c["slug"] for c in SHOP.categories} == {p.category for p in SHOP.products}
    assert all(SLUG.fullmatch(c["slug"]) and c["title"] and c["description"] for c in SHOP.categories)


def test_slugs_skus_and_barcodes_are_used_once() -> None:
    for values in (
        [product.slug for product in SHOP.products],
        [variant["sku"] for variant in VARIANTS],
        [variant["barcode"] for variant in VARIANTS if "barcode" in variant],
    ):
        assert len(values) == len(set(values))


def test_barcodes_carry_the_right_check_digit() -> None:
    barcodes = [variant["barcode"] for variant in VARIANTS if "barcode" in variant]
    assert barcodes
    assert [code for code in barcodes if not ean.is_valid(code) or len(code) != 13] == []


def test_there_is_something_of_everything_a_shop_may_show() -> None:
    assert sum(len(product.variants) > 1 for product in SHOP.products) >= 25
    assert sum(len(product.pictures) > 1 for product in SHOP.products) >= 30
    assert any(all(v["stock"] == 0 for v in p.variants) for p in SHOP.products if _status(p) == "active")
    assert any("compare_at_price" in variant for variant in VARIANTS)
    assert 5 <= len({tag for product in SHOP.products for tag in product.data["tags"]}) <= 16


@each_product
def test_a_product_is_well_described(product: Product) -> None:
    data = product.data
    assert SLUG.fullmatch(product.slug)
    assert data["title"].strip() == data["title"] != ""
    assert len(data["description"]) > 80
    assert data["attributes"]
    assert data["tags"]


@each_product
def test_a_variant_says_which_of_the_options_it_is(product: Product) -> None:
    options = product.data.get("options", [])
    chosen = [tuple(variant.get("options", {}).items()) for variant in product.variants]
    assert all([name for name, _ in choice] == options for choice in chosen)
    assert len(set(chosen)) == len(chosen)


@each_product
def test_prices_are_decimal_and_a_former_price_was_higher(product: Product) -> None:
    for variant in product.variants:
        assert PRICE.fullmatch(variant["price"]["amount"])
        assert variant["price"]["currency"] == "EUR"
        former = variant.get("compare_at_price")
        assert former is None or float(former["amount"]) > float(variant["price"]["amount"])


@each_product
def test_every_picture_is_there_and_has_words_for_those_who_cannot_see_it(product: Product) -> None:
    assert product.pictures
    for picture in product.pictures:
        assert len(picture.alt) > 15
        with Image.open(picture.path) as image:
            assert (image.format, image.size) == ("JPEG", (1200, 1200))


def test_alt_texts_and_descriptions_are_not_repeated() -> None:
    for texts in ([picture.alt for picture in SHOWN], [p.data["description"] for p in SHOP.products]):
        assert len(texts) == len(set(texts))


def test_no_picture_lies_around_that_no_product_shows() -> None:
    assert {path.stem for path in PICTURES.glob("*")} == {picture.name for picture in SHOWN}


def test_all_pictures_together_are_light_enough_for_a_repository() -> None:
    assert sum(path.stat().st_size for path in PICTURES.glob("*.jpg")) < 12_000_000


def test_no_two_pictures_are_alike() -> None:
    small = {picture.name: _thumbnail(picture.name) for picture in SHOWN}
    alike = [(a, b) for a, b in combinations(small, 2) if _difference(small[a], small[b]) < 1.5]
    assert alike == []


def _thumbnail(name: str) -> bytes:
    with Image.open(PICTURES / f"{name}.jpg") as image:
        image.draft("RGB", (150, 150))
        return image.convert("RGB").resize((12, 12)).tobytes()


def _difference(a: bytes, b: bytes) -> float:
    """Mean difference of two thumbnails, in steps of 256."""
    return sum(abs(x - y) for x, y in zip(a, b, strict=True)) / len(a)


def test_the_window_and_the_newest_are_on_sale() -> None:
    active = {product.slug for product in SHOP.products if _status(product) == "active"}
    assert set(SHOP.newest) <= active
    assert {product.slug for product in SHOP.products[:9]} <= active


def test_the_window_shows_every_category() -> None:
    assert len({product.category for product in SHOP.products[:9]}) == 8

"""The loader fills an empty catalog, goes on after an interruption, and leaves every other catalog alone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from rich.console import Console

from infra.demo.api import Api, Refused, Unreachable
from infra.demo.load import load
from infra.demo.shop import Shop, read_shop
from tests.infra.demo.fake_api import TOKEN, Catalog, serve

WHOLE = read_shop()
SOME = [p for p in WHOLE.products if p.slug in WHOLE.newest] + WHOLE.products[:6]
SHOP = replace(WHOLE, products=SOME)


@pytest.fixture
def catalog() -> Iterator[Catalog]:
    with serve(Catalog()) as served:
        yield served


def run(catalog: Catalog, shop: Shop = SHOP, token: str = TOKEN) -> tuple[int, str]:
    said = io.StringIO()
    loaded = load(Api(catalog.url, token, pause=0), shop, Console(file=said, width=120))
    return loaded, said.getvalue()


def test_it_loads_the_whole_shop(catalog: Catalog) -> None:
    loaded, said = run(catalog, WHOLE)
    assert loaded == len(catalog.products) == 100
    assert list(catalog.categories) == [category["slug"] for category in SHOP.categories]
    assert catalog.settings == SHOP.settings
    assert "100 products" in said


def test_every_picture_is_uploaded_before_a_product_names_it(catalog: Catalog) -> None:
    run(catalog)
    named = {image["media"] for product in catalog.products.values() for image in product["images"]}
    assert named == catalog.media
    assert len(named) == sum(len(product.pictures) for product in SHOP.products)


def test_positions_follow_the_window_and_the_newest_come_last(catalog: Catalog) -> None:
    run(catalog)
    shelf = sorted(catalog.products.values(), key=lambda product: int(product["position"]))
    assert [product["slug"] for product in shelf] == [product.slug for product in SHOP.products]
    assert list(catalog.products)[-4:] == SHOP.newest


def test_a_second_load_writes_nothing(catalog: Catalog) -> None:
    run(catalog)
    keys = list(catalog.keys)
    loaded, said = run(catalog)
    assert (loaded, catalog.keys) == (0, keys)
    assert "nothing to do" in said


def test_a_product_that_was_removed_after_the_load_stays_away(catalog: Catalog) -> None:
    run(catalog)
    del catalog.products["moon-jar"]
    assert run(catalog)[0] == 0
    assert "moon-jar" not in catalog.products


def test_a_catalog_with_other_products_is_left_alone(catalog: Catalog) -> None:
    catalog.products["a-bicycle"] = {"slug": "a-bicycle"}
    assert run(catalog)[0] == 0
    assert list(catalog.products) == ["a-bicycle"]


def test_an_interrupted_load_is_completed(catalog: Catalog) -> None:
    catalog.room = 4
    with pytest.raises(Refused, match="400"):
        run(catalog)
    catalog.room = 10_000
    assert run(catalog)[0] == 6
    assert len(catalog.products) == 10
    assert catalog.settings["name"] == SHOP.settings["name"]


def test_each_product_has_a_key_of_its_own(catalog: Catalog) -> None:
    run(catalog)
    keys = [key for key in catalog.keys if key.startswith("demo-product-")]
    assert sorted(keys) == sorted(f"demo-product-{product.slug}" for product in SHOP.products)


def test_a_pause_of_the_api_is_waited_out(catalog: Catalog) -> None:
    catalog.hiccups = 5
    assert run(catalog)[0] == 10


def test_settings_seen_by_a_late_replica_are_asked_for_again(catalog: Catalog) -> None:
    catalog.stale_tags = 2
    run(catalog)
    assert catalog.settings == SHOP.settings


def test_a_token_without_rights_is_refused_with_the_answer_of_the_api(catalog: Catalog) -> None:
    with pytest.raises(Refused, match="401"):
        run(catalog, token="another")


def test_an_api_that_stays_away_is_given_up_on(catalog: Catalog) -> None:
    catalog.hiccups = 10_000
    with pytest.raises(Unreachable, match="writes-paused"):
        run(catalog)

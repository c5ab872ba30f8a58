"""A product that breaks a rule is refused by the database, and the rule is named."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.database.shop import add_category, add_media, add_product, add_variant, insert
from tests.postgres import Postgres

GTINS = ("96385074", "036000291452", "4006381333931", "10012345678902")
NO_GTINS = ("96385075", "4006381333932", "400638133393", "40063813339311", "4006381 33393", "abcdefgh", "")


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """The block must break the constraint of this name."""
    with pytest.raises(IntegrityError) as refusal:
        yield
    assert getattr(refusal.value.orig, "diag").constraint_name == constraint  # noqa: B009


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("product_slug_shape", {"slug": "Blue Mug"}),
        ("product_slug_shape", {"slug": "blue--mug"}),
        ("product_slug_shape", {"slug": "-"}),
        ("product_slug_shape", {"slug": "m" * 201}),
        ("product_title_shape", {"title": ""}),
        ("product_title_shape", {"title": " Mug"}),
        ("product_title_shape", {"title": "Mug\nmug"}),
        ("product_title_shape", {"title": "m" * 201}),
        ("product_description_shape", {"description": "bell \a"}),
        ("product_status_known", {"status": "deleted"}),
        ("product_tags_shape", {"tags": ["blue", "blue"]}),
        ("product_tags_shape", {"tags": [""]}),
        ("product_tags_shape", {"tags": ["blue", None]}),
        ("product_options_shape", {"options": ["A", "B", "C", "D"]}),
        ("product_attributes_shape", {"attributes": "[]"}),
        ("product_attributes_shape", {"attributes": '{"size": {"h": 1}}'}),
        ("product_attributes_shape", {"attributes": '{"size": ["1"]}'}),
        ("product_attributes_shape", {"attributes": '{"size": null}'}),
        ("product_seo_title_shape", {"seo_title": "a\tb"}),
        ("product_currency_known", {"currency": "XXX"}),
    ],
)
def test_a_product_keeps_to_its_shape(catalog: Postgres, constraint: str, columns: dict[str, Any]) -> None:
    with catalog.connection("write_api") as connection, refused(constraint):
        insert(connection, "product", **{"slug": "mug", "title": "Mug", **columns})


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [
        ("variant_price_range", {"price": -1}),
        ("variant_compare_at_above", {"compare_at_price": 1290}),
        ("variant_stock_range", {"stock": -1}),
        ("variant_weight_range", {"weight_grams": -1}),
        ("variant_sku_shape", {"sku": ""}),
        ("variant_sku_shape", {"sku": " a"}),
        *(("variant_barcode_gtin", {"barcode": barcode}) for barcode in NO_GTINS),
    ],
)
def test_a_variant_keeps_to_its_shape(catalog: Postgres, constraint: str, columns: dict[str, Any]) -> None:
    with catalog.connection("write_api") as connection:
        product = add_product(connection, "mug", variants=0)
        with refused(constraint):
            add_variant(connection, product, **columns)


@pytest.mark.parametrize("barcode", GTINS)
def test_a_gtin_of_each_length_is_taken(catalog: Postgres, barcode: str) -> None:
    with catalog.connection("write_api") as connection:
        add_variant(connection, add_product(connection, "mug", variants=0), barcode=barcode)
        connection.commit()


def test_a_product_has_a_variant_at_the_end_of_its_transaction(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug", variants=0)
        with refused("product_has_variant"):
            connection.commit()


def test_the_last_variant_stays(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        product = add_product(connection, "mug")
        connection.commit()
        connection.execute(text("delete from catalog.variant"))
        add_variant(connection, product)
        connection.commit()
        connection.execute(text("delete from catalog.variant"))
        with refused("product_has_variant"):
            connection.execute(text("set constraints all immediate"))


def test_a_variant_has_a_value_for_each_option(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug", options=["Glaze"])
        connection.commit()
        connection.execute(text("update catalog.product set options = '{Glaze,Size}'"))
        with refused("variant_options_match"):
            connection.commit()


def test_a_combination_of_options_is_there_once(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        product = add_product(connection, "mug", options=["Glaze"])
        add_variant(connection, product, option_values=["Value 0"])
        with refused("variant_options_taken"):
            connection.commit()


def test_variants_may_swap_skus_and_options_in_one_transaction(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        product = add_product(connection, "mug", options=["Glaze"], variants=0)
        one = add_variant(connection, product, sku="A", option_values=["Blue"])
        two = add_variant(connection, product, sku="B", option_values=["Red"])
        connection.commit()
        swap = text("update catalog.variant set sku = :sku, option_values = :values where id = :id")
        connection.execute(swap, {"id": one, "sku": "B", "values": ["Red"]})
        connection.execute(swap, {"id": two, "sku": "A", "values": ["Blue"]})
        connection.commit()


def test_a_variant_is_priced_in_the_currency_of_its_product(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        product = add_product(connection, "mug")
        add_variant(connection, product, currency="USD")
        with refused("variant_currency"):
            connection.execute(text("set constraints catalog.variant_currency immediate"))


def test_a_variant_stays_with_its_product(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug")
        other = add_product(connection, "bowl")
        with refused("variant_product_fixed"):
            connection.execute(text("update catalog.variant set product_id = :other"), {"other": other})


def test_the_trash_gives_slug_and_sku_free_until_they_are_taken(catalog: Postgres) -> None:
    trash = text("update catalog.product set deleted_at = now() where id = :id")
    restore = text("update catalog.product set deleted_at = null where id = :id")
    with catalog.connection("write_api") as connection:
        first = add_product(connection, "mug", variants=0)
        add_variant(connection, first, sku="M-1")
        connection.commit()
        connection.execute(trash, {"id": first})
        second = add_product(connection, "mug", variants=0)
        add_variant(connection, second, sku="M-1")
        connection.commit()
        with refused("product_slug_taken"):
            connection.execute(restore, {"id": first})
        connection.rollback()
        connection.execute(text("update catalog.product set slug = 'other' where id = :id"), {"id": first})
        connection.execute(restore, {"id": first})
        with refused("variant_sku_taken"):
            connection.commit()


def test_a_slug_is_there_once(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug")
        with refused("product_slug_taken"):
            add_product(connection, "mug")


def test_a_picture_is_once_on_a_product(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        product, media = add_product(connection, "mug"), add_media(connection)
        insert(connection, "product_media", product_id=product, media=media)
        insert(connection, "product_media", product_id=product, media=media)
        with refused("product_media_once"):
            connection.commit()


def test_a_category_is_not_its_own_ancestor(catalog: Postgres) -> None:
    move = text("update catalog.category set parent_id = :parent where id = :id")
    with catalog.connection("write_api") as connection:
        top = add_category(connection, "top")
        middle = add_category(connection, "middle", parent_id=top)
        bottom = add_category(connection, "bottom", parent_id=middle)
        connection.commit()
        for parent in (top, middle, bottom):
            with refused("category_is_tree"):
                connection.execute(move, {"id": top, "parent": parent})
            connection.rollback()


def test_a_category_goes_only_when_it_is_empty(catalog: Postgres) -> None:
    remove = text("delete from catalog.category where id = :id")
    with catalog.connection("write_api") as connection:
        top = add_category(connection, "top")
        child = add_category(connection, "child", parent_id=top)
        add_product(connection, "mug", category_id=child)
        connection.commit()
        with refused("category_parent"):
            connection.execute(remove, {"id": top})
        connection.rollback()
        with refused("product_category"):
            connection.execute(remove, {"id": child})
        connection.rollback()
        connection.execute(text("update catalog.product set deleted_at = now()"))
        connection.execute(remove, {"id": child})
        connection.commit()


def test_the_shop_has_a_known_currency(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection, refused("setting_currency_known"):
        connection.execute(text("update catalog.setting set value = '\"DEM\"' where key = 'currency'"))

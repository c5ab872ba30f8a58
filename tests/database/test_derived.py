"""What can be derived is derived: a touch of a part is a touch of the whole, and nobody sets it by hand."""

from typing import Any

import pytest
from sqlalchemy import Connection, text

from tests.database.shop import add_category, add_media, add_product, add_variant, insert, revision
from tests.postgres import Postgres

PRODUCT = text("select * from catalog.product where slug = 'mug'")
CATEGORY = text("select * from catalog.category where slug = 'mugs'")


def product(connection: Connection) -> Any:
    return connection.execute(PRODUCT).one()


def category(connection: Connection) -> Any:
    return connection.execute(CATEGORY).one()


@pytest.fixture
def shop(catalog: Postgres) -> Postgres:
    """A category with one product with one variant and one picture."""
    with catalog.connection("write_api") as connection:
        mug = add_product(connection, "mug", category_id=add_category(connection, "mugs"))
        insert(connection, "product_media", product_id=mug, media=add_media(connection))
        connection.commit()
    return catalog


@pytest.mark.parametrize(
    "touch",
    [
        "update catalog.variant set stock = 3",
        "update catalog.variant set price = price",
        "insert into catalog.variant (product_id, price) select id, 5 from catalog.product",
        "update catalog.product_media set alt = 'A mug'",
        "delete from catalog.product_media",
        "update catalog.category set title = 'Cups'",
        "update catalog.category set slug = 'cups'",
        "update catalog.product set title = 'Cup'",
    ],
)
def test_whatever_shows_in_a_product_touches_it(shop: Postgres, touch: str) -> None:
    with shop.connection("write_api") as connection:
        before = product(connection)
        connection.execute(text(touch))
        after = product(connection)
        assert after.revision == before.revision + 1 == revision(connection)
        assert after.revision_nonce != before.revision_nonce
        assert after.updated_at > before.updated_at
        assert after.created_at == before.created_at


def test_a_category_s_new_slug_touches_its_children_alone(catalog: Postgres) -> None:
    revisions = text("select slug, revision from catalog.category")
    with catalog.connection("write_api") as connection:
        mugs = add_category(connection, "mugs")
        add_category(connection, "bowls")
        add_category(connection, "tall", parent_id=add_category(connection, "small", parent_id=mugs))
        connection.commit()
        before = revision(connection)
        connection.execute(text("update catalog.category set title = 'Cups' where slug = 'mugs'"))
        connection.execute(text("update catalog.category set slug = 'cups' where slug = 'mugs'"))
        assert {row.slug: row.revision for row in connection.execute(revisions)} == {
            "cups": before + 1,
            "small": before + 1,
            "tall": before,
            "bowls": before,
        }


def test_what_does_not_show_in_a_product_does_not_touch_it(shop: Postgres) -> None:
    with shop.connection("write_api") as connection:
        before = product(connection)
        connection.execute(text("update catalog.category set description = 'For tea'"))
        add_category(connection, "bowls")
        add_product(connection, "bowl")
        assert product(connection) == before


def test_prices_and_availability_follow_the_variants(shop: Postgres) -> None:
    def shown() -> tuple[int, int, bool]:
        now = product(connection)
        return (now.price_min, now.price_max, now.available)

    with shop.connection("write_api") as connection:
        assert shown() == (1290, 1290, True)
        connection.execute(text("update catalog.variant set stock = 0"))
        assert shown() == (1290, 1290, False)
        dear = add_variant(
            connection, product(connection).id, price=4000, stock=0, backorder=True, option_values=["x"]
        )
        assert shown() == (1290, 4000, True)
        connection.execute(text("delete from catalog.variant where id = :id"), {"id": dear})
        assert shown() == (1290, 1290, False)


def test_nobody_sets_by_hand_what_is_derived(shop: Postgres) -> None:
    with shop.connection("write_api") as connection:
        before = product(connection)
        connection.execute(
            text("""
            update catalog.product
               set price_min = 1, price_max = 2, available = false, has_image = false, skus = '{"X"}',
                   revision = 1, revision_nonce = '', created_at = now(), updated_at = now(),
                   published_at = null
        """)
        )
        after = product(connection)
        derived = ("price_min", "price_max", "available", "has_image", "skus", "created_at", "published_at")
        assert [getattr(after, name) for name in derived] == [getattr(before, name) for name in derived]
        assert after.revision == revision(connection)


def test_a_product_is_published_for_the_first_time_once(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug", status="draft")
        assert product(connection).published_at is None
        connection.commit()
        connection.execute(text("update catalog.product set status = 'active'"))
        first = product(connection).published_at
        connection.commit()
        connection.execute(text("update catalog.product set status = 'draft'"))
        connection.execute(text("update catalog.product set status = 'active'"))
        assert product(connection).published_at == first is not None


def test_new_products_come_last_with_room_between(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        for slug in ("a", "b", "c"):
            add_product(connection, slug)
        positions = (
            connection.execute(text("select position from catalog.product order by slug")).scalars().all()
        )
        assert positions == [1024, 2048, 3072]


def test_variants_go_to_the_trash_and_back_with_their_product(shop: Postgres) -> None:
    deleted_at = text("select deleted_at from catalog.variant")
    with shop.connection("write_api") as connection:
        connection.execute(text("update catalog.product set deleted_at = now()"))
        assert connection.execute(deleted_at).scalar_one() == product(connection).deleted_at is not None
        connection.execute(text("update catalog.product set deleted_at = null"))
        assert connection.execute(deleted_at).scalar_one() is None


def test_a_description_typed_in_psql_becomes_safe_html(catalog: Postgres) -> None:
    with catalog.connection("catalog_owner") as connection:
        add_product(
            connection, "mug", description="Tom & <b>Ann</b>\n\nSecond", description_html="<p>old</p>"
        )
        assert product(connection).description_html == "<p>old</p>"
        connection.execute(text("update catalog.product set description = E'Tom & <b>\\n \\n\"Ann\"'"))
        assert product(connection).description_html == "<p>Tom &amp; &lt;b&gt;</p>\n<p>&quot;Ann&quot;</p>"


def test_the_write_api_may_give_the_same_html_for_another_text(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug", description="*a*", description_html="<p><em>a</em></p>")
        connection.execute(text("update catalog.product set description = '_a_'"))
        assert product(connection).description_html == "<p><em>a</em></p>"


def test_a_category_counts_its_public_products(shop: Postgres) -> None:
    with shop.connection("write_api") as connection:
        mugs = category(connection).id
        assert category(connection).product_count == 1
        for slug, status in (("cup", "active"), ("draft", "draft"), ("old", "archived")):
            add_product(connection, slug, status=status, category_id=mugs)
        assert category(connection).product_count == 2
        connection.execute(text("update catalog.product set status = 'active'"))
        assert category(connection).product_count == 4
        connection.execute(text("update catalog.product set category_id = null where slug = 'old'"))
        assert category(connection).product_count == 3
        connection.execute(text("update catalog.product set deleted_at = now() where slug = 'cup'"))
        assert category(connection).product_count == 2
        connection.execute(text("delete from catalog.product where slug = 'draft'"))
        assert category(connection).product_count == 1


def test_a_category_is_led_by_its_first_public_product_with_a_picture(shop: Postgres) -> None:
    with shop.connection("write_api") as connection:
        mug, cup = (
            product(connection).id,
            add_product(connection, "cup", category_id=category(connection).id, position=1),
        )
        assert category(connection).lead_product_id == mug
        insert(connection, "product_media", product_id=cup, media=add_media(connection, "b"))
        assert category(connection).lead_product_id == cup
        connection.execute(text("update catalog.product set status = 'draft' where slug = 'cup'"))
        assert category(connection).lead_product_id == mug


@pytest.mark.parametrize(
    ("touch", "touched"),
    [
        ("update catalog.product_media set alt = 'A mug'", True),
        ("update catalog.product set status = 'archived'", True),
        ("insert into catalog.category (slug, title) values ('bowls', 'Bowls')", False),
        ("update catalog.product set title = 'Second' where slug = 'second'", False),
        ("update catalog.setting set value = '\"Potters\"' where key = 'name'", False),
    ],
)
def test_a_category_is_touched_when_what_it_shows_of_products_changes(
    shop: Postgres, touch: str, touched: bool
) -> None:
    with shop.connection("write_api") as connection:
        add_product(connection, "second", category_id=category(connection).id)
        connection.commit()
        before = category(connection).revision
        connection.execute(text(touch))
        assert (category(connection).revision == before + 1) is touched

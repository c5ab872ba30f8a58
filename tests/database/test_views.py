"""The views are the contract: their columns are the names on the wire, and they show what is public."""

import pytest
from sqlalchemy import Connection, text

from tests.database.shop import FORMATS, add_category, add_media, add_product, add_variant, insert
from tests.postgres import Postgres

WIRE = (
    "id slug title description description_html status category tags attributes options variants price_range "
    "available images seo position revision created_at updated_at"
)
FOR_QUERIES = "category_id price_min price_max currency title_key search published_at revision_nonce"


def test_products_have_the_names_of_the_wire_in_their_order(catalog: Postgres) -> None:
    with catalog.connection("read_staff", catalog.standby) as connection:
        published = connection.execute(text("select * from published.product")).keys()
        staff = connection.execute(text("select * from staff.product")).keys()
    assert " ".join(published) == f"{WIRE} {FOR_QUERIES}"
    assert " ".join(staff) == f"{WIRE} deleted_at {FOR_QUERIES} is_public"


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


SMALL = {
    "sku": "M-S",
    "barcode": None,
    "price": money("12.05"),
    "compare_at_price": None,
    "stock": 2,
    "backorder": False,
    "available": True,
    "weight_grams": None,
    "options": {"Size": "Small", "Glaze": "Celadon"},
}
LARGE = {
    "sku": None,
    "barcode": "4006381333931",
    "price": money("20.00"),
    "compare_at_price": money("25.00"),
    "stock": 0,
    "backorder": False,
    "available": False,
    "weight_grams": 400,
    "options": {"Size": "Large", "Glaze": "Celadon"},
}


def test_variants_are_shown_as_they_go_over_the_wire(catalog: Postgres) -> None:
    small = {"sku": "M-S", "price": 1205, "stock": 2, "option_values": ["Small", "Celadon"]}
    large = {"price": 2000, "compare_at_price": 2500, "stock": 0, "option_values": ["Large", "Celadon"]}
    with catalog.connection("write_api") as connection:
        mug = add_product(connection, "mug", variants=0, options=["Size", "Glaze"])
        first = add_variant(connection, mug, **small)
        second = add_variant(connection, mug, **large, weight_grams=400, barcode="4006381333931")
        shown = connection.execute(text("select variants, price_range from published.product")).one()
    assert shown.price_range == {"min": money("12.05"), "max": money("20.00")}
    assert shown.variants == [{"id": str(first), **SMALL}, {"id": str(second), **LARGE}]
    assert [list(variant) for variant in shown.variants] == [["id", *SMALL]] * 2
    assert [list(variant["options"]) for variant in shown.variants] == [["Size", "Glaze"]] * 2


def test_pictures_are_shown_in_their_order_with_their_renditions(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        mug = add_product(connection, "mug")
        for letter, position, alt in (("b", 2, "Back"), ("a", 1, "Front")):
            media = add_media(connection, letter, formats=FORMATS if letter == "a" else FORMATS[1:])
            insert(connection, "product_media", product_id=mug, media=media, position=position, alt=alt)
        front, back = connection.execute(text("select images from published.product")).scalar_one()
    sha256 = "a" * 64
    assert back["alt"] == "Back"
    assert front == {
        "media": sha256,
        "url": f"/v1/media/{sha256}/320.jpg",
        "alt": "Front",
        "width": 640,
        "height": 480,
        "color": "#aabbcc",
        "srcset": f"/v1/media/{sha256}/160.webp 160w, /v1/media/{sha256}/320.webp 320w",
        "sources": [
            {
                "type": "image/avif",
                "srcset": f"/v1/media/{sha256}/160.avif 160w, /v1/media/{sha256}/320.avif 320w",
            },
            {
                "type": "image/webp",
                "srcset": f"/v1/media/{sha256}/160.webp 160w, /v1/media/{sha256}/320.webp 320w",
            },
            {"type": "image/jpeg", "srcset": f"/v1/media/{sha256}/320.jpg 320w"},
        ],
    }
    assert [source["type"] for source in back["sources"]] == ["image/webp", "image/jpeg"]


def test_what_else_a_product_shows_is_json_of_its_shape(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        category, attributes = add_category(connection, "mugs"), '{"material": "stoneware", "handles": 1}'
        add_product(connection, "mug", category_id=category, attributes=attributes, seo_title="Mugs")
        shown = connection.execute(text("select category, attributes, seo from published.product")).one()
    assert shown.category == {"slug": "mugs", "title": "Mugs"}
    assert shown.attributes == {"material": "stoneware", "handles": 1}
    assert shown.seo == {"title": "Mugs", "description": ""}


def test_a_plain_product_has_empty_lists_and_no_null_but_its_category(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug")
        shown = connection.execute(text("select * from published.product")).one()._asdict()
    assert (shown["tags"], shown["options"], shown["images"], shown["attributes"]) == ([], [], [], {})
    assert [name for name in WIRE.split() if shown[name] is None] == ["category"]
    assert shown["variants"][0]["options"] == {}


def test_a_category_is_shown_with_the_picture_of_its_first_product(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        mugs = add_category(connection, "mugs", parent_id=add_category(connection, "pots"))
        mug = add_product(connection, "mug", category_id=mugs)
        insert(connection, "product_media", product_id=mug, media=add_media(connection), alt="A mug")
        rows = connection.execute(text("select * from published.category order by slug")).all()
    shown, top = rows
    assert (shown.parent, shown.product_count, shown.image["alt"]) == ("pots", 1, "A mug")
    assert (top.parent, top.product_count, top.image) == (None, 0, None)


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (1290, "EUR", "12.90"),
        (5, "EUR", "0.05"),
        (0, "EUR", "0.00"),
        (1290, "JPY", "1290"),
        (1290, "KWD", "1.290"),
        (10**12, "USD", "10000000000.00"),
    ],
)
def test_money_has_the_decimals_of_its_currency(
    catalog: Postgres, amount: int, currency: str, written: str
) -> None:
    statement = text(
        "select published.money(:amount, code, exponent) from catalog.currency where code = :code"
    )
    with catalog.connection("write_api") as connection:
        shown = connection.execute(statement, {"amount": amount, "code": currency}).scalar_one()
    assert list(shown.items()) == [("amount", written), ("currency", currency)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("blue", ["mug"]),
        ("BLÜ", ["mug"]),
        ("blu mu", ["mug"]),
        ("mug green", []),
        ("stoneware", ["mug"]),
        ("gift", ["mug"]),
        ("creme brulee", ["cup"]),
        ("o'neil \\ & ! | ( :*", ["cup"]),
        ("'", []),
        ("   ", []),
        ("", []),
    ],
)
def test_every_word_of_a_search_must_begin_a_word(catalog: Postgres, query: str, found: list[str]) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug", title="Blüe mug", tags=["gifts"], description="Of stoneware")
        add_product(connection, "cup", title="Crème-brûlée cup", description="By O'Neil")
        assert search(connection, query) == found


def test_a_product_is_found_by_the_skus_that_its_variants_have_now(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "mug")
        connection.execute(text("update catalog.variant set sku = 'MUG-CE-01'"))
        assert search(connection, "mug-ce-01") == ["mug"]
        connection.execute(text("update catalog.variant set sku = 'JUG-7'"))
        assert search(connection, "mug-ce-01") == []


def search(connection: Connection, query: str) -> list[str]:
    statement = text("select slug from published.product where search @@ published.search_query(:query)")
    return list(connection.execute(statement, {"query": query}).scalars())


def test_titles_are_sorted_without_case_and_accents(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        for slug, title in (("c", "zebra"), ("a", "Äpfel"), ("b", "Bowl"), ("d", "apple")):
            add_product(connection, slug, title=title)
        statement = text("select title from published.product order by title_key, id")
        assert connection.execute(statement).scalars().all() == ["Äpfel", "apple", "Bowl", "zebra"]


def test_no_view_shows_a_picture_as_it_was_uploaded(catalog: Postgres) -> None:
    used = text("""
        select view_schema, view_name from information_schema.view_column_usage
         where table_schema = 'catalog' and table_name = 'media' and column_name = :name
    """)
    with catalog.connection("catalog_owner") as connection:
        assert connection.execute(used, {"name": "color"}).all() == [("catalog", "picture")]
        assert connection.execute(used, {"name": "original"}).all() == []

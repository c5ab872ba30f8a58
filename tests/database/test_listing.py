"""A page of the listing is read from an index, and JSON is computed for the rows of that page alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, text

from tests.postgres import Postgres

PAGE = 24
GREEN_IN_A_CATEGORY = 200
# Without triggers, which would make a revision of it: only its size matters here.
MANY_PRODUCTS = text("""
    set local session_replication_role = replica;
    insert into catalog.product (
        slug, title, description, description_html, status, category_id, tags, position, currency, price_min,
        price_max, available, has_image, skus, created_at, updated_at, revision, revision_nonce
    )
    select 'product-' || number,
           concat('Product ', md5(number::text), case when number % 5 = 0 then ' green' end), '', '',
           case when number % 3 = 0 then 'draft' else 'active' end, md5((number % 8)::text)::uuid,
           array['tag-' || number % 500],
           number, 'EUR', number % 977, number % 977,
           true, false, '{}', now() - number * interval '1 s', now(), 1, ''
      from generate_series(1, 8000) as number;
    insert into catalog.variant (product_id, position, price, currency)
    select id, 1, price_min, currency from catalog.product;
    set local session_replication_role = origin;
    select catalog.rebuild_listing();
    analyze catalog.product, catalog.variant, catalog.word_set, catalog.listing, catalog.searched;
""")


@pytest.fixture(scope="module")
def connection(postgres: Postgres) -> Iterator[Connection]:
    """Eight thousand products that are gone with the transaction."""
    postgres.empty_catalog()
    with postgres.connection("postgres") as connection:
        connection.execute(MANY_PRODUCTS)
        yield connection


def plan(connection: Connection, query: str) -> list[dict[str, Any]]:
    """The nodes of the plan by which the query ran."""
    explained = connection.execute(text(f"explain (analyze, format json) {query}")).scalar_one()
    return list(nodes(explained[0]["Plan"]))


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from nodes(child)


def indexes(plan: list[dict[str, Any]]) -> set[str]:
    return {node["Index Name"] for node in plan if "Index Name" in node}


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize(
    ("view", "key", "index"),
    [
        ("published", "position", "product_active_by_position"),
        ("published", "title_key", "product_active_by_title"),
        ("published", "price_min", "product_active_by_price"),
        ("published", "created_at", "product_active_by_created"),
        ("published", "updated_at", "product_active_by_updated"),
        ("staff", "position", "product_by_position"),
        ("staff", "title_key", "product_by_title"),
        ("staff", "updated_at", "product_by_updated"),
    ],
)
def test_every_order_is_read_from_its_index(
    connection: Connection, view: str, key: str, index: str, direction: str
) -> None:
    order = f"where {key} is not null order by {key} {direction}, id {direction} limit {PAGE}"
    ran = plan(connection, f"select id from {view}.product {order}")  # noqa: S608
    assert indexes(ran) == {index}


@pytest.mark.parametrize(
    ("view", "condition", "index"),
    [
        (
            "published.listed",
            "facets @> array[(select id from published.facet where value = 'tag-7')]",
            "listing_by_facet",
        ),
        ("published.listed", "categories && '{7}'", "listing_by_title_words"),
        ("published.listed", "words @@ published.search_query('product c4ca')", "listing_by_words"),
        ("staff.listed", "title_words @@ published.search_query('c4ca')", "listing_by_title_words"),
        ("published.searched", "words @@ published.search_query('product c4ca')", "searched_by_words"),
        ("published.searched", "title_words @@ published.search_query('c4ca')", "searched_by_title_words"),
    ],
)
def test_a_few_among_many_are_found_by_an_index(
    connection: Connection, view: str, condition: str, index: str
) -> None:
    ran = plan(connection, f"select number from {view} where {condition}")  # noqa: S608
    assert index in indexes(ran)
    assert all(node["Actual Loops"] <= PAGE for node in ran)


@pytest.mark.parametrize("view", ["staff.listed", "published.searched"])
@pytest.mark.parametrize("words", ["words", "title_words"])
def test_a_search_within_a_category_looks_at_no_row_of_others(
    connection: Connection, view: str, words: str
) -> None:
    category = connection.scalar(text("select max(category) from catalog.searched"))
    condition = f"{words} @@ published.search_query('green') and categories && '{{{category}}}'"
    ran = plan(connection, f"select number from {view} where {condition}")  # noqa: S608
    (scan,) = (node for node in ran if node["Node Type"] == "Bitmap Index Scan")
    assert "words_in_set" in scan["Index Cond"]
    assert 0 < scan["Actual Rows"] <= GREEN_IN_A_CATEGORY


def test_a_change_of_a_stock_or_a_price_writes_no_index(connection: Connection) -> None:
    """As PostgreSQL counts: rows that stay where their indexes know them to be."""
    changed = text("""
        update catalog.listing
           set available = not available, price_min = price_min + 1, price_max = price_max + 1
         where number % 100 = 0
    """)
    counts = text("""
        select n_tup_upd as updated, n_tup_hot_upd as in_place from pg_stat_xact_user_tables
         where relid = 'catalog.listing'::regclass
    """)
    before = connection.execute(counts).one()
    assert connection.execute(changed).rowcount > PAGE
    after = connection.execute(counts).one()
    assert after.in_place - before.in_place == after.updated - before.updated

"""What is kept for listings is what would be made anew, whatever was written and in whatever order."""

from random import Random

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.database.kept import REBUILD, kept
from tests.database.shop import add_category, add_media, add_product, add_variant, insert
from tests.postgres import Postgres


def some_product(random: Random, connection: Connection) -> object:
    ids = connection.execute(text("select id from catalog.product order by id")).scalars().all()
    return random.choice(ids)


def write(random: Random, connection: Connection, number: int) -> None:
    """One of the writes that a product can meet."""
    change = random.choice(
        [
            "title = 'Mug ' || :number",
            "status = (array['draft', 'active', 'archived'])[1 + :number % 3]",
            "deleted_at = case when deleted_at is null then now() end",
            "tags = array['tag ' || :number % 3, 'b']",
            "category_id = (select id from catalog.category order by md5(id::text || :number) limit 1)",
            "position = cast(:number as bigint) << 21",
            "description = 'Text ' || :number",
        ]
    )
    product = some_product(random, connection)
    writes = [
        f"update catalog.product set {change} where id = :id",  # noqa: S608
        "update catalog.variant set price = 100 + :number * 70, stock = :number % 2 where product_id = :id",
        "delete from catalog.variant where product_id = :id and position > 1024",
        "update catalog.category set title = 'Title ' || :number where slug = 'mugs'",
        "update catalog.product set title = 'Mug ' || (:number + position) % 7, status = 'active'"
        " where :number % 3 = 0",
        "delete from catalog.product_media where product_id = :id",
        "delete from catalog.product where id = :id and :number % 5 = 0",
    ]
    connection.execute(
        text(random.choice([*writes, writes[0], writes[0]])), {"id": product, "number": number}
    )


def test_what_is_kept_is_what_would_be_made_anew(catalog: Postgres) -> None:
    random = Random(1)
    with catalog.connection("write_api") as connection, catalog.connection("catalog_owner") as owner:
        mugs, media = add_category(connection, "mugs"), add_media(connection)
        add_category(connection, "tall", parent_id=mugs)
        for number in range(12):
            options = {"options": ["Glaze"]} if number % 2 else {}
            product = add_product(connection, f"mug-{number}", category_id=mugs, tags=["a"], **options)
            if options:
                add_variant(connection, product, option_values=["Celadon"], price=5000)
            insert(connection, "product_media", product_id=product, media=media)
        connection.commit()
        for number in range(80):
            write(random, connection, number)
            if number % 4 == 0:
                connection.commit()
        connection.commit()
        before = kept(owner)
        owner.execute(REBUILD)
        assert kept(owner) == before
        assert all(before.values())


def test_what_indexes_know_of_words_is_what_rows_have(catalog: Postgres) -> None:
    random = Random(2)
    with catalog.connection("write_api") as connection, catalog.connection("postgres") as reader:
        for number in range(6):
            add_product(connection, f"mug-{number}", tags=["a"])
        for number in range(60):
            write(random, connection, number)
            connection.commit()
        for view in ("staff.listed", "published.searched"):
            for word in ("mug", "text", "a", "5"):
                assert found(reader, view, word, by_index=True) == found(reader, view, word, by_index=False)


def found(connection: Connection, view: str, word: str, *, by_index: bool) -> list[list[int]]:
    connection.execute(text(f"set local enable_seqscan = {'off' if by_index else 'on'}"))
    connection.execute(text(f"set local enable_indexscan = {'off' if by_index else 'on'}"))
    connection.execute(text(f"set local enable_bitmapscan = {'on' if by_index else 'off'}"))
    query = f"select number from {view} where {{}} @@ published.search_query(:word) order by number"  # noqa: S608
    asked = [text(query.format(column)) for column in ("words", "title_words")]
    return [list(connection.scalars(each, {"word": word})) for each in asked]


def test_words_of_a_number_stay(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection, catalog.connection("postgres") as owner:
        add_product(connection, "mug")
        connection.commit()
        with pytest.raises(DBAPIError, match="The words of a number stay"):
            owner.execute(text("update catalog.word_set set words = ''"))
        owner.rollback()
        with pytest.raises(DBAPIError, match="violates foreign key constraint"):
            owner.execute(text("delete from catalog.word_set"))


def test_no_writer_sets_what_is_kept(catalog: Postgres) -> None:
    rights = text(
        "select privilege_type from information_schema.role_table_grants where grantee = 'write_api'"
        " and table_name in ('word_set', 'listing', 'searched', 'facet', 'facet_count', 'word_count',"
        " 'position_count', 'category_number', 'product_document')"
        " and table_schema = 'catalog'"
    )
    with catalog.connection("postgres") as connection:
        assert {row.privilege_type for row in connection.execute(rights)} == {"SELECT"}

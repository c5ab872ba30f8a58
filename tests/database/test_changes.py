"""Each revision records what it did to each row: once, as it was before and as it is after."""

from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import NotSupportedError

from tests.database.shop import add_category, add_product, changes, revision
from tests.postgres import Postgres


def change_of(connection: Connection, entity: str) -> dict[str, Any]:
    statement = text("""
        select action, before, after from staff.change
         where revision = (select number from catalog.revision) and entity = :entity
    """)
    return connection.execute(statement, {"entity": entity}).one()._asdict()


def test_touches_of_a_row_merge_into_the_first_before_and_the_last_after(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_category(connection, "mugs", description="first")
        connection.commit()
        for description in ("second", "third"):
            connection.execute(text("update catalog.category set description = :text"), {"text": description})
        change = change_of(connection, "category")
        assert change["action"] == "update"
        assert (change["before"]["description"], change["after"]["description"]) == ("first", "third")
        assert change["before"]["revision"] == change["after"]["revision"] - 1


def test_a_row_that_came_and_went_leaves_nothing(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_category(connection, "mugs")
        connection.execute(text("delete from catalog.category"))
        connection.commit()
        assert changes(connection, revision(connection)) == []


def test_a_row_that_came_and_changed_came(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_category(connection, "mugs")
        connection.execute(text("update catalog.category set title = 'Cups'"))
        change = change_of(connection, "category")
        assert (change["action"], change["before"], change["after"]["title"]) == ("insert", None, "Cups")


def test_a_row_that_changed_and_went_is_recorded_as_it_was(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_category(connection, "mugs")
        connection.commit()
        connection.execute(text("update catalog.category set title = 'Cups'"))
        connection.execute(text("delete from catalog.category"))
        change = change_of(connection, "category")
        assert (change["action"], change["before"]["title"], change["after"]) == ("delete", "Mugs", None)


def test_a_row_that_went_and_came_back_changed(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        connection.execute(text("delete from catalog.setting where key = 'name'"))
        connection.execute(text("insert into catalog.setting (key, value) values ('name', '\"Potters\"')"))
        change = change_of(connection, "setting")
        assert (change["action"], change["before"]["value"], change["after"]["value"]) == (
            "update",
            "mstore",
            "Potters",
        )


@pytest.mark.parametrize(
    "statement",
    [
        "update catalog.setting set key = 'motto' where key = 'tagline'",
        "update catalog.variant set id = uuidv7()",
    ],
)
def test_a_row_keeps_the_key_that_its_history_knows_it_by(catalog: Postgres, statement: str) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "blue-mug")
        connection.commit()
        with pytest.raises(NotSupportedError, match="keeps its key"):
            connection.execute(text(statement))


def test_what_a_trigger_did_to_a_row_is_part_of_its_change(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "blue-mug", title="Blue mug")
        connection.commit()
        connection.execute(text("update catalog.product set title = 'Green mug', deleted_at = now()"))
        product, variant = change_of(connection, "product"), change_of(connection, "variant")
        assert (product["before"]["title"], product["after"]["title"]) == ("Blue mug", "Green mug")
        assert product["before"]["deleted_at"] is None
        assert variant["after"]["deleted_at"] == product["after"]["deleted_at"] != None  # noqa: E711
        assert product["after"]["price_min"] == 1290


def test_a_currency_may_change_with_all_that_is_priced_in_it(catalog: Postgres) -> None:
    with catalog.connection("write_api") as connection:
        add_product(connection, "blue-mug")
        connection.commit()
        connection.execute(text("update catalog.product set currency = 'JPY'"))
        connection.commit()
        product, variant = change_of(connection, "product"), change_of(connection, "variant")
        assert (product["before"]["currency"], product["after"]["currency"]) == ("EUR", "JPY")
        assert variant["after"]["currency"] == "JPY"

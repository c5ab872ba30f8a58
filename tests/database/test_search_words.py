"""The dictionary has the words of the products as they are, whoever wrote them and in whatever order."""

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from tests.database.shop import add_product, add_variant, changes, revision
from tests.postgres import Postgres

WORDS = ["blue", "celadon", "mug", "bowl", "teapot", "harbour", "night", "tide", "plate"]
STATUSES = ["active", "draft", "archived"]
ASSIGNMENTS = {
    "title": lambda chance: " ".join(chance.choices(WORDS, k=3)).title(),
    "tags": lambda chance: chance.sample(WORDS, 2),
    "status": lambda chance: chance.choice(STATUSES),
    "description": lambda chance: " ".join(chance.choices(WORDS, k=9)),
    "position": lambda chance: chance.randrange(1000),
}


@pytest.fixture
def connection(catalog: Postgres) -> Iterator[Connection]:
    """A transaction of the owner of the schema that is rolled back."""
    with catalog.connection("catalog_owner") as connection:
        yield connection


def words(connection: Connection, view: str = "staff") -> dict[str, int]:
    rows = connection.execute(text(f"select word, products from {view}.search_word"))  # noqa: S608
    return {row.word: row.products for row in rows}


def execute(connection: Connection, statement: str, **values: object) -> None:
    connection.execute(text(statement), values)


def test_the_words_of_titles_tags_and_skus_are_counted(connection: Connection) -> None:
    mug = add_product(connection, "blue-mug", tags=["Kitchen", "blue"], description="Thrown by hand")
    add_product(connection, "red-mug")
    add_variant(connection, mug, sku="MB-07-XL")
    counted = words(connection)
    assert counted.pop("mug") == 2
    assert set(counted.values()) == {1}
    assert set(counted) == {"blue", "red", "kitchen", "mb", "-07", "xl", "07"}


def test_the_public_does_not_learn_the_words_of_what_it_does_not_see(connection: Connection) -> None:
    add_product(connection, "secret-mug", status="draft")
    add_product(connection, "known-mug")
    assert words(connection, "published") == {"known": 1, "mug": 1}
    execute(connection, "update catalog.product set status = 'active' where slug = 'secret-mug'")
    assert words(connection, "published") == {"known": 1, "mug": 2, "secret": 1}
    execute(connection, "update catalog.product set deleted_at = now() where slug = 'secret-mug'")
    assert words(connection, "published") == words(connection) == {"known": 1, "mug": 1}


def random_write(connection: Connection, chance: random.Random, number: int) -> None:
    if chance.random() < 0.4:
        about = {name: value(chance) for name, value in ASSIGNMENTS.items()}
        add_product(connection, f"product-{number}", **about)
        return
    some = "where slug in (select slug from catalog.product order by md5(slug || :seed) limit :most)"
    chosen = {"seed": str(number), "most": chance.choice([1, 2, 5])}
    name = chance.choice([*ASSIGNMENTS, "trash", "delete"])
    if name == "delete":
        execute(connection, f"delete from catalog.product {some}", **chosen)  # noqa: S608
    elif name == "trash":
        trash = "case when deleted_at is null then now() end"
        execute(connection, f"update catalog.product set deleted_at = {trash} {some}", **chosen)  # noqa: S608
    else:
        value = ASSIGNMENTS[name](chance)
        update = f"update catalog.product set {name} = :value {some}"  # noqa: S608
        execute(connection, update, value=value, **chosen)


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_writes_the_words_are_those_of_the_products(connection: Connection, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(120):
        random_write(connection, chance, number)
    kept = words(connection), words(connection, "published")
    assert len(kept[1]) > 5
    connection.execute(text("select catalog.rebuild_search_words()"))
    assert (words(connection), words(connection, "published")) == kept


def test_words_are_no_part_of_a_revision(connection: Connection) -> None:
    add_product(connection, "mug")
    before = revision(connection)
    assert {entity for entity, _ in changes(connection, before)} == {"product", "variant"}
    connection.execute(text("select catalog.rebuild_search_words()"))
    assert revision(connection) == before


def test_no_service_writes_words(catalog: Postgres) -> None:
    for statement in ("delete from catalog.search_word", "select catalog.rebuild_search_words()"):
        with catalog.connection("write_api") as connection, pytest.raises(ProgrammingError, match="denied"):
            connection.execute(text(statement))


def test_the_public_role_sees_public_words_alone(catalog: Postgres) -> None:
    with catalog.connection("read_public", catalog.standby) as connection:
        assert words(connection, "published") == {}
        with pytest.raises(ProgrammingError, match="denied"):
            words(connection, "staff")

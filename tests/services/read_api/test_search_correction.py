"""What a search means: words that exist stay, others stand for the nearest that do."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select

from read_api import views
from read_api.search.correction import Understanding, understand
from read_api.search.words import STAFF_WORDS
from tests.postgres import Postgres
from tests.services.read_api.owner import Owner


@pytest.fixture(scope="module")
def reading(postgres: Postgres) -> Iterator[Connection]:
    """What the public reads of a shop with some pots, and a draft."""
    postgres.empty_catalog()
    owner = Owner(postgres)
    owner.add(
        "celadon-mug", description="Thrown by hand, fired with wood, a night-tide glaze", tags=["kitchen"]
    )
    owner.add("celandine-vase")
    owner.add("night-tide-bowl")
    owner.add("secret-amphora", status="draft")
    owner.run(
        "update catalog.variant set sku = 'MUG-01-CEL' where price = 1000 and product_id ="
        " (select id from catalog.product where slug = 'celadon-mug')"
    )
    postgres.wait_for_replay()
    with postgres.connection("read_public", postgres.standby) as connection:
        yield connection


def found(reading: Connection, meant: Understanding) -> set[str]:
    query = select(views.product.c.slug).where(views.product.c.search.bool_op("@@")(meant.query))
    return set(reading.scalars(query))


@pytest.mark.parametrize(
    ("q", "corrected", "slugs"),
    [
        ("celadon", None, {"celadon-mug"}),
        ("Cél", None, {"celadon-mug", "celandine-vase"}),
        ("celadno", "celadon", {"celadon-mug"}),
        ("seladon", "celadon", {"celadon-mug"}),
        ("cellladon", "celadon", {"celadon-mug"}),
        ("cellandyn", "celandine", {"celandine-vase"}),
        ("celda", "celadon", {"celadon-mug"}),
        ("mgu", "mug", {"celadon-mug"}),
        ("Celadno Mug", "celadon Mug", {"celadon-mug"}),
        ("nihgt tdie", "night tide", {"celadon-mug", "night-tide-bowl"}),
        ("Celadon-Mgu", "celadon mug", {"celadon-mug"}),
        ("celadon-mug", None, {"celadon-mug"}),
        ("wood", None, {"celadon-mug"}),
        ("night-tide", None, {"celadon-mug", "night-tide-bowl"}),
        ("xy", None, set()),
        ("zzzzzz", None, set()),
        ("MUG-01-CEL", None, {"celadon-mug"}),
        ("01-CEL", None, {"celadon-mug"}),
        ("MUG-02-CEL", None, set()),
        ("& ' \\ :*", None, set()),
    ],
)
def test_a_search_finds_what_it_may_have_meant(
    reading: Connection, q: str, corrected: str | None, slugs: set[str]
) -> None:
    meant = understand(reading, q)
    assert (meant.corrected, found(reading, meant)) == (corrected, slugs)


def test_the_words_of_drafts_are_offered_to_nobody_but_the_staff(
    reading: Connection, postgres: Postgres
) -> None:
    assert understand(reading, "amphroa").corrected is None
    assert understand(reading, "secrte").corrected is None
    with postgres.connection("read_staff", postgres.standby) as staff:
        assert understand(staff, "amphroa", STAFF_WORDS).corrected == "amphora"

"""The example of a mirror, word for word, ends with the catalog whatever happens to it meanwhile."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.libs.serving import Served
from tests.postgres import SUPERUSER, Postgres
from tests.services.read_api.copy_of import Copy, catalog_of
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader
from tests.services.read_api.severed import severed
from tests.waiting import wait_until

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "mirror.py"
Mirror = Callable[..., Iterator[Copy]]


@pytest.fixture
def mirror() -> Mirror:
    spec = spec_from_file_location("mirror", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    function: Mirror = module.mirror
    return function


WRITES = [
    "UPDATE catalog.product SET title = title || '!' WHERE slug = :slug",
    "UPDATE catalog.product SET status = 'draft' WHERE slug = :slug",
    "UPDATE catalog.product SET status = 'active' WHERE slug = :slug",
    "UPDATE catalog.product SET deleted_at = now() WHERE slug = :slug",
    "UPDATE catalog.product SET deleted_at = NULL WHERE slug = :slug",
    "DELETE FROM catalog.product WHERE slug = :slug",
    "UPDATE catalog.product SET slug = :other WHERE slug = :slug",
    "UPDATE catalog.product SET category_id = (SELECT id FROM catalog.category WHERE slug = :category)"
    " WHERE slug = :slug",
    "UPDATE catalog.variant SET price = price + 1"
    " WHERE product_id IN (SELECT id FROM catalog.product WHERE slug = :slug)",
    "INSERT INTO catalog.category (slug, title) VALUES (:category, 'New')",
    "UPDATE catalog.category SET title = title || '!' WHERE slug = :category",
    "UPDATE catalog.category SET slug = slug || '-x' WHERE slug = :category",
    "UPDATE catalog.setting SET value = to_jsonb(CAST(:slug AS text)) WHERE key = 'tagline'",
]


def write_at_random(owner: Owner, chance: random.Random) -> None:
    """One revision of the kind that owners make, or none where the database refuses it."""
    slug, other = (f"thing-{chance.randrange(30)}" for _ in range(2))
    with suppress(IntegrityError):
        if chance.random() < 0.2:
            owner.add(slug, status=chance.choice(["active", "draft"]))
        else:
            category = f"category-{chance.randrange(4)}"
            owner.run(chance.choice(WRITES), slug=slug, other=other, category=category)


@pytest.mark.parametrize("seed", [2])
def test_it_ends_with_the_catalog_whatever_was_written_meanwhile(
    served: Served, mirror: Mirror, owner: Owner, reader: Reader, seed: int
) -> None:
    chance = random.Random(seed)
    owner.add_many([f"thing-{each}" for each in range(0, 30, 2)])
    copies = mirror(served.url)
    kept = []
    for _ in range(20):
        for _ in range(chance.randrange(6)):
            write_at_random(owner, chance)
        copy = next(copies)
        kept.append((copy, dict(copy)))
    assert all(copy == as_it_was for copy, as_it_was in kept)
    catalog = catalog_of(reader)
    wait_until(lambda: next(copies) == catalog, "the mirror to have what was written last")


def test_a_snapshot_that_was_cut_off_is_taken_again(
    served: Served, mirror: Mirror, owner: Owner, reader: Reader
) -> None:
    owner.add_many([f"mug-{each:03}" for each in range(150)])
    catalog = catalog_of(reader)
    with severed(served.url, after=20_000, times=2) as url:
        assert next(mirror(url)) == catalog


def test_who_was_away_too_long_begins_anew(
    served: Served, mirror: Mirror, owner: Owner, reader: Reader, postgres: Postgres
) -> None:
    copies = mirror(served.url)
    next(copies)
    owner.add("mug")
    set_oldest = text("UPDATE catalog.history SET oldest = :oldest")
    try:
        with postgres.connection(SUPERUSER) as connection, connection.begin():
            connection.execute(set_oldest, {"oldest": int(owner.token().partition(".")[0])})
        postgres.wait_for_replay()
        assert next(copies) == catalog_of(reader)
    finally:
        with postgres.connection(SUPERUSER) as connection, connection.begin():
            connection.execute(set_oldest, {"oldest": 0})

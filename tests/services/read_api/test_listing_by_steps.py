"""A numbered page of the whole shop begins at a known place near it, wherever products lie."""

import pytest

from read_api.products import orders
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

# Several of them in a step, a step each, none in many steps, and some before the first.
PLACES = "update catalog.product set position = (position / 1024 - 4) ^ 3 * 1048576"


@pytest.mark.parametrize("sort", ["position", "-position"])
def test_every_page_of_the_shop_is_where_one_comes_by_walking(
    owner: Owner, reader: Reader, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(orders, "FEW", 3)
    owner.add_many([f"mug-{number}" for number in range(12)])
    owner.add("draft", status="draft")
    owner.run(PLACES)
    shop = reader.slugs(sort=sort, limit=100)
    assert len(shop) == 12
    for limit in (1, 2, 5):
        numbered = [reader.slugs(sort=sort, limit=limit, page=page) for page in range(1, 12 // limit + 2)]
        assert [slug for page in numbered for slug in page] == shop
    owner.run(
        "update catalog.product set position = 0 where slug in ('mug-3', 'mug-7')",
        "delete from catalog.product where slug = 'mug-9'",
    )
    shop = reader.slugs(sort=sort, limit=100)
    assert [reader.slugs(sort=sort, limit=3, page=page) for page in (1, 2, 3, 4)] == [
        shop[at : at + 3] for at in (0, 3, 6, 9)
    ]

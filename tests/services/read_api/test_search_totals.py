"""A search of one word tells its exact total, also where several words of a product begin so."""

from collections.abc import Callable
from random import Random

import pytest

from read_api.search.frequency import MOST_ALIKE
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

Bearer = Callable[[str], dict[str, str]]

WORDS = ["white", "whisk", "whiskey", "whi", "wool", "woollen", "oak's", "\\back", "élan", "mug"]
TYPED = ["white", "whi", "whisk", "w", "wo", "wool", "woollen", "oak", "back", "elan", "zzzz", "wihte"]


def words_found(typed: str) -> tuple[str, ...]:
    """What a word of a product begins with when the search finds it."""
    misspelt = {"zzzz": (), "wihte": ("white",)}
    return misspelt.get(typed, (typed,))


def has(texts: list[str], typed: str) -> bool:
    words = " ".join(texts).replace("é", "e").replace("\\", " ").split()
    return any(word.startswith(beginning) for word in words for beginning in words_found(typed))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_totals_are_those_of_products_counted_by_hand(
    owner: Owner, reader: Reader, bearer: Bearer, seed: int
) -> None:
    random, products = Random(seed), []
    for number in range(30):
        texts = [" ".join(random.choices(WORDS, weights=range(20, 0, -2), k=2)) for _ in range(2)]
        status = random.choice(["active", "active", "draft"])
        owner.add(f"p-{number}", title=texts[0], description=texts[1], status=status)
        products.append((status, texts))
    staff = bearer("catalog:read")
    for typed in TYPED:
        public = [has(texts, typed) for status, texts in products if status == "active"]
        assert reader.get("/v1/products", q=typed).json["total"] == sum(public), typed
        every = [has(texts, typed) for _, texts in products]
        assert reader.get("/v1/staff/products", staff, q=typed).json["total"] == sum(every), typed


def test_so_many_words_that_begin_alike_are_counted_too(owner: Owner, reader: Reader) -> None:
    for number in range(0, MOST_ALIKE + 2, 4):
        owner.add(f"p-{number}", title=" ".join(f"word{each}x" for each in range(number, number + 4)))
    assert reader.get("/v1/products", q="word").json["total"] == len(range(0, MOST_ALIKE + 2, 4))


def test_what_is_no_longer_there_is_not_counted(owner: Owner, reader: Reader) -> None:
    owner.add("a", title="White mug", description="white")
    owner.add("b", title="White bowl")
    owner.add("c", title="Whiskey glass")
    assert reader.get("/v1/products", q="whi").json["total"] == 3
    owner.run("update catalog.product set title = 'Blue bowl' where slug = 'b'")
    owner.run("update catalog.product set status = 'draft' where slug = 'c'")
    assert reader.get("/v1/products", q="whi").json["total"] == 1
    owner.run("update catalog.product set deleted_at = now() where slug = 'a'")
    assert reader.get("/v1/products", q="whi").json["total"] == 0

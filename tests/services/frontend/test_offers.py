from typing import Any, cast

import pytest

from frontend.offers import availability, offer
from frontend.wire import Product, Variant
from tests.services.frontend.goods import money, product, variant

pytestmark = pytest.mark.usefixtures("in_english")


def of(*variants: dict[str, Any]) -> Product:
    return cast("Product", product("pot", "Pot", *variants))


def test_one_price_is_just_that() -> None:
    assert offer(of(variant("28.00"))) == (money("28.00"), None, False)


def test_of_several_prices_the_lowest_is_where_it_starts() -> None:
    assert offer(of(variant("34.00"), variant("9.00"))) == (money("9.00"), None, True)


def test_the_price_before_is_that_of_the_cheapest_variant() -> None:
    assert offer(of(variant("28.00", was="36.00"), variant("30.00", was="99.00"))).was == money("36.00")


@pytest.mark.parametrize("was", ["28.00", "27.99", "9.00"])
def test_a_price_before_that_was_not_higher_is_not_shown(was: str) -> None:
    assert offer(of(variant("28.00", was=was))).was is None


@pytest.mark.parametrize(
    ("stock", "backorder", "words"),
    [
        (None, False, "In stock"),
        (12, False, "In stock"),
        (3, False, "Only 3 left"),
        (0, False, "Sold out"),
        (0, True, "Made to order"),
        (-2, True, "Made to order"),
    ],
)
def test_availability_in_words(stock: int | None, backorder: bool, words: str) -> None:
    available = stock is None or stock > 0 or backorder
    given = variant("1.00") | {"stock": stock, "backorder": backorder, "available": available}
    assert availability(cast("Variant", given)) == words

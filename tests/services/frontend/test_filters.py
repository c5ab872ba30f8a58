from typing import cast

import pytest
from werkzeug.datastructures import MultiDict

from frontend.facets import chips
from frontend.filters import Filters, near, read_filters
from frontend.wire import Category, Shop
from tests.services.frontend import goods

pytestmark = pytest.mark.usefixtures("in_english")

SHOP = cast("Shop", goods.SHOP)
CATEGORIES = cast("list[Category]", goods.CATEGORIES)


def read(**given: str) -> Filters:
    return read_filters(MultiDict(given))


@pytest.mark.parametrize(
    ("typed", "price"),
    [("10", "10"), ("10,50", "10.50"), (" 9.90 ", "9.90"), ("-3", ""), ("1.234", ""), ("x", "")],
)
def test_a_price_is_read_as_people_type_it(typed: str, price: str) -> None:
    assert read(min_price=typed).min_price == price


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e2", "9" * 40])
def test_what_is_no_price_is_ignored(typed: str) -> None:
    assert read(max_price=typed) == Filters()


def test_prices_the_wrong_way_round_are_turned() -> None:
    assert read(min_price="90", max_price="10") == Filters(min_price="10", max_price="90")


def test_unknown_and_empty_parameters_are_ignored() -> None:
    assert read(sort="drop table", tag="", in_stock="maybe", utm_source="x", q="  ") == Filters()


def test_words_are_cut_to_what_the_form_lets_in() -> None:
    assert len(read(q="x" * 5000).q) == 100


def test_words_are_sorted_by_relevance_unless_asked_otherwise() -> None:
    assert read(q="mug").parameters()["sort"] == "relevance"
    assert read(q="mug", sort="price").parameters()["sort"] == "price"
    assert read().parameters()["sort"] == "position"


def test_an_option_is_a_name_and_a_value() -> None:
    filters = read_filters(
        MultiDict([("option", "Glaze:Celadon"), ("option", "Celadon"), ("option", "a:b:c")])
    )
    assert filters.options == ("Glaze:Celadon", "a:b:c")


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "99999", ""])
def test_what_is_no_page_is_the_first(page: str) -> None:
    assert read(page=page).page == 1


def test_control_characters_are_left_out() -> None:
    assert read(q="mu\0g\n", tag="\0").pairs() == [("q", "mug")]


def test_no_parameter_is_without_end() -> None:
    assert len(read_filters(MultiDict([("tag", f"t{n}") for n in range(99)])).tags) == 20


def test_taking_a_filter_away_starts_from_the_first_page() -> None:
    filters = read_filters(MultiDict([("tag", "a"), ("tag", "b"), ("page", "2"), ("sort", "price")]))
    assert dict(chips(filters, [], SHOP)) == {"a": "?tag=b&sort=price", "b": "?tag=a&sort=price"}


def test_what_is_chosen_is_said_in_words() -> None:
    filters = read(category="mugs", option="Glaze:Celadon", in_stock="true", min_price="10", max_price="20.5")
    words = [words for words, _ in chips(filters, CATEGORIES, SHOP)]
    assert words == ["Mugs", "Glaze: Celadon", "In stock", "From €10.00", "Up to €20.50"]


def test_the_next_page_keeps_everything() -> None:
    filters = read(q="a&b", in_stock="true", option="Glaze:Tenmoku", page="2")
    assert filters.but(page=3).query() == "?option=Glaze%3ATenmoku&q=a%26b&in_stock=true&page=3"


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 1, [1]),
        (2, 3, [1, 2, 3]),
        (1, 4, [1, 2, 3, 4]),
        (1, 9, [1, 2, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
    ],
)
def test_of_many_pages_the_nearest_are_shown(page: int, pages: int, numbers: list[int | None]) -> None:
    assert near(page, pages) == numbers

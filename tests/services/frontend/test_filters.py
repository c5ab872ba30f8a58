import pytest
from werkzeug.datastructures import MultiDict

from frontend.filters import Filters, read_filters

pytestmark = pytest.mark.usefixtures("in_english")


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


def test_taking_a_filter_away_starts_from_the_first_page() -> None:
    filters = read_filters(MultiDict([("tag", "a"), ("tag", "b"), ("after", "cursor"), ("sort", "price")]))
    assert dict(filters.chips()) == {"a": "?tag=b&sort=price", "b": "?tag=a&sort=price"}


def test_the_next_page_keeps_everything() -> None:
    assert read(q="a&b", in_stock="true").more("x/y=") == "?q=a%26b&in_stock=true&after=x%2Fy%3D"

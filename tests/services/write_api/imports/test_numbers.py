"""A number is read as its column shows that it is meant, or refused."""

from decimal import Decimal

import pytest

from write_api.imports.numbers import Marks, NoNumber, number

POINT, COMMA, UNKNOWN, MIXED = Marks(2, 3, 0), Marks(2, 0, 3), Marks(2), Marks(2, 1, 1)
THREE_PLACES = Marks(3)


@pytest.mark.parametrize(
    ("cell", "marks", "value"),
    [
        ("12", UNKNOWN, "12"),
        ("-3", UNKNOWN, "-3"),
        ("12.90", UNKNOWN, "12.90"),
        ("12,90", UNKNOWN, "12.90"),
        ("12,9", COMMA, "12.9"),
        ("1.234,50", UNKNOWN, "1234.50"),
        ("1,234.50", UNKNOWN, "1234.50"),
        ("1'234.50", UNKNOWN, "1234.50"),
        ("1 234,50", UNKNOWN, "1234.50"),
        ("1\u00a0234,50", UNKNOWN, "1234.50"),
        ("1.234.567", UNKNOWN, "1234567"),
        ("1.234", COMMA, "1234"),
        ("1,234", POINT, "1234"),
        ("1.234", THREE_PLACES, "1.234"),
        ("$1,234.00", UNKNOWN, "1234.00"),
        ("EUR 5", UNKNOWN, "5"),
        ("5 eur", UNKNOWN, "5"),
        ("0005", UNKNOWN, "5"),
        ("1.2345", UNKNOWN, "1.2345"),
    ],
)
def test_a_number_that_can_be_read(cell: str, marks: Marks, value: str) -> None:
    assert number(cell, marks, ("EUR",)) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "marks"),
    [
        ("1.234", UNKNOWN),
        ("1,234", UNKNOWN),
        ("1.234", MIXED),
        ("1.234", POINT),
        ("1,234", COMMA),
        ("", UNKNOWN),
        ("twelve", UNKNOWN),
        ("1.2.3", UNKNOWN),
        ("12,34,56", UNKNOWN),
        ("1e5", UNKNOWN),
        ("٣", UNKNOWN),
        ("12 USD", UNKNOWN),
    ],
)
def test_a_number_that_is_not_guessed(cell: str, marks: Marks) -> None:
    with pytest.raises(NoNumber):
        number(cell, marks, ("EUR",))


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["1", "2"], None),
        (["1.234", "2"], None),
        (["1.5", "2"], "."),
        (["1,5", "1.234"], ","),
        (["1.234,00"], ","),
        (["1,5", "1.5"], None),
    ],
)
def test_a_column_shows_its_decimal_mark(cells: list[str], mark: str | None) -> None:
    marks = Marks()
    for cell in cells:
        marks.see(cell)
    assert marks.mark == mark

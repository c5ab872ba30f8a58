"""Tokens, tags, cursors and amounts: what is written and read back."""

from decimal import Decimal

import pytest

from read_api.money import minor_units
from read_api.products.cursors import Cursor, fingerprint
from read_api.snapshots import preferred_wait
from revision_cache.token import Token


def test_a_token_is_read_as_it_is_written() -> None:
    token = Token.parse("43.9f3ac2d17be04415")
    assert token == Token(43, "9f3ac2d17be04415")
    assert str(token) == "43.9f3ac2d17be04415"
    assert token.tag("abc1234") == "43-9f3ac2d1.abc1234"


@pytest.mark.parametrize(
    "text", ["", "43", "43.", "43.9f3", "-1.9f3ac2d17be04415", "043.9f3ac2d17be04415", "43.9F3AC2D17BE04415",
             "43.9f3ac2d17be04415 ", "4٣.9f3ac2d17be04415", f"{10**19}.9f3ac2d17be04415"]
)  # fmt: skip
def test_anything_else_is_no_token(text: str) -> None:
    with pytest.raises(ValueError, match="a token is"):
        Token.parse(text)


@pytest.mark.parametrize(("key", "product_id"), [("-12", "a"), ("Ünïcode 'quoted' \"title\"", "b"), ("", "")])
def test_a_cursor_is_read_as_it_is_written(key: str, product_id: str) -> None:
    cursor = Cursor(fingerprint("x"), key, product_id)
    assert Cursor.decode(cursor.encode()) == cursor
    assert cursor.encode().replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("text", ["x", "é", "AAAA", "W10", "WzEsMiwzXQ", "bnVsbA", "!!!!"])
def test_anything_else_is_no_cursor(text: str) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.decode(text)


@pytest.mark.parametrize(
    ("amount", "exponent", "units"),
    [("12.90", 2, 1290), ("12", 2, 1200), ("1500", 0, 1500), ("0.125", 3, 125)],
)
def test_an_amount_becomes_minor_units(amount: str, exponent: int, units: int) -> None:
    assert minor_units(Decimal(amount), exponent) == units


def test_an_amount_has_no_more_decimals_than_its_currency() -> None:
    with pytest.raises(ValueError, match="2 decimals"):
        minor_units(Decimal("12.905"), 2)


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        ("", 0.5),
        ("wait=2", 2.0),
        ("respond-async, wait=0", 0.0),
        ("Wait = 3; foo=1", 3.0),
        ("wait=60", 5.0),
        ("wait=soon", 0.5),
        ("await=3", 0.5),
    ],
)
def test_the_wait_preference_is_honoured_within_bounds(prefer: str, seconds: float) -> None:
    assert preferred_wait(prefer) == seconds

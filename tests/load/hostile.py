"""Addresses that nobody well-meaning asks: each is different, and the same seed gives the same ones."""

import random
from collections.abc import Callable, Iterator
from urllib.parse import quote

LIST = "/v1/products?"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
CODINGS = ("br", "zstd", "gzip", "identity", "br;q=0.1, gzip;q=0.9", "*")
# Not UTF-8, overlong, a lone surrogate, a null, a line break, an escape of an escape, a right-to-left mark.
ODD = ("%ff%fe", "%c0%af", "%ed%a0%80", "%00", "%0d%0a", "%2525", "%e2%80%8f", "%F0%9F%8F%BA", "+", "%")

Kind = Callable[[random.Random, int], str]


def long_query(dice: random.Random, number: int) -> str:
    return f"{LIST}q={number}{_word(dice, dice.randrange(300, 6000))}"


def many_parameters(dice: random.Random, number: int) -> str:
    tags = "&".join(f"tag={_word(dice, 8)}" for _ in range(dice.randrange(20, 300)))
    return f"{LIST}limit=100&{tags}&tag={number}"


def odd_encoding(dice: random.Random, number: int) -> str:
    return f"{LIST}q={number}{''.join(dice.choices(ODD, k=dice.randrange(1, 60)))}"


def unknown_parameter(dice: random.Random, number: int) -> str:
    return f"{LIST}{_word(dice, dice.randrange(1, 200))}{number}={_word(dice, 20)}"


def odd_path(dice: random.Random, number: int) -> str:
    return f"/v1/products/{number}{quote(_word(dice, dice.randrange(1, 900)) + 'é/')}"


def valid_search(dice: random.Random, number: int) -> str:
    return f"{LIST}q={_word(dice, 3)}&max_price={number + 1}&limit={dice.randrange(1, 101)}"


def valid_listing(dice: random.Random, number: int) -> str:
    sort = dice.choice(("title", "-price", "created"))
    return f"{LIST}limit=100&max_price={1_000_000 + number}&sort={sort}"


KINDS: tuple[Kind, ...] = (
    long_query,
    many_parameters,
    odd_encoding,
    unknown_parameter,
    odd_path,
    valid_search,
    valid_listing,
)


def hostile_requests(count: int, seed: int = 3) -> Iterator[tuple[str, dict[str, str]]]:
    """Each with its headers; each kind as often as any other."""
    dice = random.Random(seed)
    for number in range(count):
        path = KINDS[number % len(KINDS)](dice, number)
        yield path, {"Accept-Encoding": dice.choice(CODINGS)}


def _word(dice: random.Random, length: int) -> str:
    return "".join(dice.choices(LETTERS, k=length))

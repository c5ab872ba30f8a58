"""The lowest price of thirty days is told of what customers were asked to pay."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from read_api.prices.queries import Span, lowest_before
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def days(number: float | None) -> datetime | None:
    return None if number is None else NOW - timedelta(days=number)


def span(amount: int, since: float | None, until: float | None, priced: float | None = None) -> Span:
    """`since` and `until` are days ago."""
    began = since if priced is None else priced
    return Span("1", {"amount": str(amount)}, amount, days(since), days(until), days(began))


@pytest.mark.parametrize(
    ("spans", "lowest"),
    [
        ([span(8, 2, None)], None),
        ([span(8, None, None)], None),
        ([span(8, 2, None), span(10, 50, 2)], 10),
        ([span(8, 2, None), span(10, None, 2)], 10),
        ([span(8, 2, None), span(12, 5, 2), span(9, 20, 5), span(10, 50, 20)], 9),
        ([span(8, 2, None), span(12, 20, 2), span(7, 60, 33)], 12),
        ([span(8, 2, None), span(12, 20, 2), span(7, 60, 31)], 7),
        ([span(8, 1, None, priced=40), span(9, 80, 41)], 9),
        ([span(8, 1, None, priced=40), span(8, 30, 5, priced=40)], None),
    ],
)
def test_the_lowest_is_of_the_thirty_days_before_the_present_price(
    spans: list[Span], lowest: int | None
) -> None:
    assert lowest_before(spans) == (None if lowest is None else {"amount": str(lowest)})


def id_of(owner: Owner, slug: str) -> str:
    with owner.postgres.connection("write_api") as connection:
        query = text("select id from catalog.product where slug = :slug")
        return str(connection.execute(query, {"slug": slug}).scalar_one())


def price(owner: Owner, amount: int) -> None:
    owner.run("UPDATE catalog.variant SET price = :amount", amount=amount)


def charged(reader: Reader, product: str) -> list[str]:
    body: Any = reader.get(f"/v1/products/{product}/prices").json
    (variant,) = body["variants"]
    return [each["price"]["amount"] for each in variant["charged"]]


def test_what_was_charged_is_told_from_now_back_to_the_first(owner: Owner, reader: Reader) -> None:
    owner.add("mug")
    product = id_of(owner, "mug")
    price(owner, 1200)
    owner.run("UPDATE catalog.variant SET stock = 3")
    price(owner, 900)

    body = reader.get(f"/v1/products/{product}/prices").json

    (variant,) = body["variants"]
    newest, middle, oldest = variant["charged"]
    assert [each["price"]["amount"] for each in variant["charged"]] == ["9.00", "12.00", "10.00"]
    assert (newest["until"], newest["since"], middle["since"]) == (None, middle["until"], oldest["until"])
    assert variant["lowest"] == {"amount": "10.00", "currency": "EUR"}


def test_a_price_that_nobody_saw_was_not_charged(owner: Owner, reader: Reader) -> None:
    owner.add("mug", status="draft")
    product = id_of(owner, "mug")
    price(owner, 500)
    owner.change("mug", "status = 'active'")
    price(owner, 1500)
    owner.change("mug", "status = 'archived'")
    price(owner, 700)
    price(owner, 1400)
    owner.change("mug", "status = 'active'")

    assert charged(reader, product) == ["14.00", "15.00", "5.00"]


def test_a_variant_that_is_there_again_was_charged_for_before(owner: Owner, reader: Reader) -> None:
    owner.add("mug", prices=(1000, 5000))
    product = id_of(owner, "mug")
    owner.run("UPDATE catalog.variant SET price = 1200 WHERE option_values = '{S}'")
    path = f"/v1/products/{product}/prices"
    small = reader.get(path).json["variants"][0]["id"]
    owner.run("DELETE FROM catalog.variant WHERE id = :small", small=small)
    again = """
        INSERT INTO catalog.variant (id, product_id, price, option_values)
        VALUES (:small, :product, 1200, '{S}')
    """
    owner.run(again, small=small, product=product)

    [variant] = [each for each in reader.get(path).json["variants"] if each["id"] == small]

    newest, removed, oldest = variant["charged"]
    assert [each["price"]["amount"] for each in variant["charged"]] == ["12.00", "12.00", "10.00"]
    assert newest["since"] > removed["until"] > removed["since"] == oldest["until"]
    assert variant["lowest"] == {"amount": "10.00", "currency": "EUR"}


def test_what_is_no_longer_known_is_as_it_is_now(
    owner: Owner, reader: Reader, forget: Callable[[], None]
) -> None:
    owner.add("mug")
    product = id_of(owner, "mug")
    price(owner, 900)
    forget()
    assert charged(reader, product) == ["9.00", "10.00"]
    owner.add("cup")
    forget()
    assert charged(reader, product) == ["9.00"]


@pytest.mark.parametrize("slug", ["draft", "none"])
def test_only_what_is_public_has_prices(owner: Owner, reader: Reader, slug: str) -> None:
    owner.add("draft", status="draft")
    product = id_of(owner, "draft") if slug == "draft" else "0199c0de-0000-7000-8000-000000000000"
    assert reader.get(f"/v1/products/{product}/prices").status_code == 404
    assert reader.get(f"/v1/products/{slug}/prices").status_code == 404

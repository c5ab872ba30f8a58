from typing import Any

import pytest

from tests.services.write_api.client import Client, euros, mug, pointers, slug_of


def test_settings_change_one_by_one(owner: Client) -> None:
    answer = owner.send("PATCH", "/v1/settings", {"name": "Kiln & Co", "locale": "de-AT"}, if_match="*")

    settings = answer.get_json()
    assert list(settings) == ["name", "tagline", "about", "currency", "locale", "contact_email", "revision"]
    assert (settings["name"], settings["locale"], settings["currency"]) == ("Kiln & Co", "de-AT", "EUR")
    assert answer.headers["ETag"].startswith(f'"{settings["revision"]}-')


def test_settings_have_a_tag_of_their_own(owner: Client) -> None:
    first = owner.send("PATCH", "/v1/settings", {"name": "One"}, if_match="*")
    owner.product()

    second = owner.send("PATCH", "/v1/settings", {"tagline": "Two"}, if_match=first.headers["ETag"])
    stale = owner.send("PATCH", "/v1/settings", {"tagline": "Three"}, if_match=first.headers["ETag"])

    assert second.status_code == 200
    assert (stale.status_code, stale.get_json()["current"]) == (412, second.get_json())


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": None}, "/name"),
        ({"currency": "euro"}, "/currency"),
        ({"currency": "QQQ"}, "/currency"),
        ({"locale": "English"}, "/locale"),
        ({"contact_email": "nobody"}, "/contact_email"),
        ({"about": "\\" * 10_000}, "/about"),
        ({"color": "red"}, "/color"),
    ],
)
def test_a_fault_is_a_422_that_points_at_it(owner: Client, change: dict[str, Any], pointer: str) -> None:
    answer = owner.send("PATCH", "/v1/settings", change, if_match="*")

    assert (answer.status_code, slug_of(answer), pointers(answer)) == (422, "invalid-body", {pointer})


def test_prices_are_in_the_currency_of_the_shop_with_its_decimal_places(owner: Client) -> None:
    owner.send("PATCH", "/v1/settings", {"currency": "JPY"}, if_match="*")

    in_yen = owner.product(variants=[{"price": {"amount": "2800", "currency": "JPY"}}]).document
    with_sen = owner.send(
        "POST", "/v1/products", mug(variants=[{"price": {"amount": "2800.5", "currency": "JPY"}}])
    )
    in_euros = owner.send("POST", "/v1/products", mug(variants=[{"price": euros("28")}]))

    assert in_yen["variants"][0]["price"] == {"amount": "2800", "currency": "JPY"}
    assert pointers(with_sen) == {"/variants/0/price/amount"}
    assert pointers(in_euros) == {"/variants/0/price/currency"}


def test_the_currency_does_not_change_under_prices(owner: Client) -> None:
    owner.product()

    answer = owner.send("PATCH", "/v1/settings", {"currency": "USD"}, if_match="*")

    assert (answer.status_code, slug_of(answer)) == (409, "currency-in-use")
    assert owner.send("PATCH", "/v1/settings", {"currency": "EUR"}, if_match="*").status_code == 200

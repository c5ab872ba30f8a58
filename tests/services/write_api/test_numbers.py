import pytest

from tests.services.write_api.client import Client, euros, mug

LARGEST = 2**53


def test_a_whole_number_may_be_written_with_a_point(owner: Client) -> None:
    made = owner.product(variants=[{"price": euros("28.00"), "stock": 5.0}])

    assert made.document["variants"][0]["stock"] == 5


@pytest.mark.parametrize("stock", [5.5, True, "5", -1.0])
def test_what_is_no_whole_number_is_none(owner: Client, stock: object) -> None:
    answer = owner.send("POST", "/v1/products", mug(variants=[{"price": euros("28.00"), "stock": stock}]))

    assert answer.status_code == 422


@pytest.mark.parametrize("make", [Client.product, Client.category])
def test_what_comes_after_the_last_position_can_be_changed(owner: Client, make: object) -> None:
    """Its position is beyond what a client may give, and stays what it is."""
    assert callable(make)
    make(owner, position=LARGEST)
    following = make(owner)
    assert following.document["position"] > LARGEST

    answer = owner.send("PATCH", following.path, {"title": "Cup"}, if_match=following.tag)

    assert answer.status_code == 200
    assert answer.get_json()["position"] == following.document["position"]

"""The options of a product and the values of its variants are undone together, or stay together."""

from typing import Any

import pytest

from tests.services.write_api.client import Client, Created, Document, euros, mug, slug_of
from tests.services.write_api.history import History
from tests.services.write_api.undoing import row, save, undo
from write_api.history.options import APART
from write_api.history.plan import CHANGED

OPTIONS = ["Size", "Color"]


def variant(size: str, color: str, **fields: Any) -> Document:
    return {"price": euros("30.00"), "options": {"Size": size, "Color": color}, **fields}


@pytest.fixture
def shirt(owner: Client) -> Created:
    """With two variants of two options."""
    return owner.create(
        "/v1/products", mug(options=OPTIONS, variants=[variant("S", "Red"), variant("L", "Blue")])
    )


def ids(made: Created) -> list[str]:
    return [each["id"] for each in made.document["variants"]]


def reorder(owner: Client, made: Created, *more: Document, **fields: Any) -> int:
    """Let colors come first; returns the revision."""
    first, second = ids(made)
    own = [variant("S", "Red", id=first), variant("L", "Blue", id=second)]
    return save(owner, made, options=["Color", "Size"], variants=[*own, *more], **fields)


def values(history: History) -> list[dict[str, str]]:
    return [each["options"] for each in row(history, "mug")["variants"]]


def test_options_stay_in_the_order_that_a_variant_was_changed_in(
    owner: Client, history: History, shirt: Created
) -> None:
    first, second = ids(shirt)
    number = reorder(owner, shirt, title="Shirt")
    recolored = {"options": {"Color": "Green", "Size": "S"}}
    owner.send("PATCH", f"{shirt.path}/variants/{first}", recolored, if_match="*")

    left = undo(owner, number)["left"]

    assert sorted(left, key=lambda each: str(each["name"])) == [
        {"name": f"product/{shirt.document['id']}/options", "detail": APART},
        {"name": f"variant/{first}/options", "detail": CHANGED},
        {"name": f"variant/{second}/options", "detail": APART},
    ]
    assert (row(history, "mug")["title"], row(history, "mug")["options"]) == ("Mug", ["Color", "Size"])
    assert values(history) == [{"Color": "Green", "Size": "S"}, {"Color": "Blue", "Size": "L"}]


def test_forced_together_they_are_as_they_were(owner: Client, history: History, shirt: Created) -> None:
    number = reorder(owner, shirt)
    recolored = {"options": {"Color": "Green", "Size": "S"}}
    owner.send("PATCH", f"{shirt.path}/variants/{ids(shirt)[0]}", recolored, if_match="*")

    assert undo(owner, number, f"variant/{ids(shirt)[0]}/options")["left"] == []

    assert row(history, "mug")["options"] == OPTIONS
    assert values(history) == [{"Size": "S", "Color": "Red"}, {"Size": "L", "Color": "Blue"}]


def test_values_stay_with_options_that_were_renamed_since(
    owner: Client, history: History, shirt: Created
) -> None:
    number = reorder(owner, shirt)
    owner.send("PATCH", f"{shirt.path}/options/0", {"name": "Glaze"}, if_match="*")

    answer = owner.send("POST", f"/v1/revisions/{number}/undo", {})

    assert slug_of(answer) == "nothing-to-undo"
    assert values(history) == [{"Glaze": "Red", "Size": "S"}, {"Glaze": "Blue", "Size": "L"}]


@pytest.mark.parametrize("is_with_it", [True, False])
def test_options_stay_for_a_variant_that_cannot_go_back_with_them(
    owner: Client, history: History, shirt: Created, is_with_it: bool
) -> None:
    added = variant("M", "Green")
    number = reorder(owner, shirt, *([added] if is_with_it else []))
    if is_with_it:
        (*_, green) = row(history, "mug")["variants"]
        owner.send("PATCH", f"{shirt.path}/variants/{green['id']}", {"stock": 3}, if_match="*")
    else:
        owner.send("POST", f"{shirt.path}/variants", added, if_match="*")

    assert slug_of(owner.send("POST", f"/v1/revisions/{number}/undo", {})) == "nothing-to-undo"
    assert values(history)[-1] == {"Color": "Green", "Size": "M"}


def test_a_variant_does_not_come_back_to_other_options(
    owner: Client, history: History, shirt: Created
) -> None:
    first, second = ids(shirt)
    owner.send("DELETE", f"{shirt.path}/variants/{second}", if_match="*")
    removed = history.revision()
    options = {"options": ["Color", "Size"], "variants": [variant("S", "Red", id=first)]}
    reordered = save(owner, shirt, **options)

    answer = owner.send("POST", f"/v1/revisions/{removed}/undo", {"force": [f"variant/{second}"]})
    assert answer.get_json()["left"] == [{"name": f"variant/{second}", "detail": APART}]

    undo(owner, reordered)
    assert undo(owner, removed)["left"] == []
    assert values(history) == [{"Size": "S", "Color": "Red"}, {"Size": "L", "Color": "Blue"}]


def test_an_option_gets_its_name_back_whatever_became_of_the_variants(
    owner: Client, history: History, shirt: Created
) -> None:
    owner.send("PATCH", f"{shirt.path}/options/1", {"name": "Glaze"}, if_match="*")
    number = history.revision()
    owner.send(
        "POST",
        f"{shirt.path}/variants",
        {**variant("M", "Green"), "options": {"Size": "M", "Glaze": "Tin"}},
        if_match="*",
    )

    assert undo(owner, number)["left"] == []
    assert values(history)[-1] == {"Size": "M", "Color": "Tin"}


def test_values_alone_are_undone_one_by_one(owner: Client, history: History, shirt: Created) -> None:
    first, second = ids(shirt)
    number = save(owner, shirt, variants=[variant("S", "Pink", id=first), variant("L", "Cyan", id=second)])
    recolored = {"options": {"Size": "S", "Color": "Green"}}
    owner.send("PATCH", f"{shirt.path}/variants/{first}", recolored, if_match="*")

    assert undo(owner, number)["left"] == [{"name": f"variant/{first}/options", "detail": CHANGED}]
    assert values(history) == [{"Size": "S", "Color": "Green"}, {"Size": "L", "Color": "Blue"}]

"""The parts of a product are written one by one; the product is judged as a whole."""

import io

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from tests.services.write_api.client import Client, Created, Document, euros, glazed_mug, slug_of
from tests.services.write_api.history import History
from write_api.products.amendments import (
    IMAGES,
    VARIANTS,
    Amended,
    with_changed_option,
    with_changed_part,
    with_option,
    with_part,
    without_option,
    without_part,
)
from write_api.refusals import NoSuchPart, Unacceptable

NOWHERE = "0199aaaa-0000-7000-8000-000000000000"


def variant(price: str = "30.00", **options: str) -> Document:
    return {"price": euros(price), "options": options}


def faults_of(answer: TestResponse) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["pointer"] for error in answer.get_json()["errors"]]


def upload(owner: Client, color: str) -> str:
    """What the upload of a small picture in one color is called."""
    drawn = io.BytesIO()
    Image.new("RGB", (16, 16), color).save(drawn, "PNG")
    answer = owner.send("POST", "/v1/media", data=drawn.getvalue(), headers={"Content-Type": "image/png"})
    return str(answer.get_json()["media"])


@pytest.fixture
def mug(owner: Client) -> Created:
    """A mug in two glazes."""
    return owner.create("/v1/products", glazed_mug("Celadon", "Ash"))


def test_a_variant_is_added_changed_and_removed_and_the_others_stay_what_they_are(
    owner: Client, mug: Created
) -> None:
    first, second = (each["id"] for each in mug.document["variants"])
    path = f"{mug.path}/variants"

    added = owner.send("POST", path, variant(Glaze="Tenmoku") | {"place": 0}, if_match=mug.tag)
    third = added.get_json()["variants"][0]["id"]
    assert [each["id"] for each in added.get_json()["variants"]] == [third, first, second]

    changed = owner.send(
        "PATCH", f"{path}/{second}", {"price": {"amount": "31.00"}}, if_match=added.headers["ETag"]
    )
    assert [each["price"]["amount"] for each in changed.get_json()["variants"]] == ["30.00", "30.00", "31.00"]

    moved = owner.send("PATCH", f"{path}/{second}", {"place": 1}, if_match=changed.headers["ETag"])
    assert [each["id"] for each in moved.get_json()["variants"]] == [third, second, first]

    removed = owner.send("DELETE", f"{path}/{first}", if_match=moved.headers["ETag"])
    assert [each["id"] for each in removed.get_json()["variants"]] == [third, second]
    assert removed.get_json()["price_range"]["max"] == euros("31.00")


def test_the_last_variant_stays(owner: Client) -> None:
    made = owner.product()
    path = f"{made.path}/variants/{made.document['variants'][0]['id']}"
    assert faults_of(owner.send("DELETE", path, if_match=made.tag)) == ["/variants"]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"price": euros("1.001"), "options": {"Glaze": "Iron"}}, ["/price/amount"]),
        ({"options": {"Glaze": "Iron"}}, ["/price"]),
        (variant(Glaze="Ash"), ["/options"]),
        (variant(Size="Large"), ["/options"]),
        (variant(Glaze="Iron") | {"sku": "MUG-Ash"}, ["/sku"]),
        (variant(Glaze="Iron") | {"id": NOWHERE}, ["/id"]),
        (variant(Glaze="Iron") | {"place": -1}, ["/place"]),
        (variant(Glaze="Iron") | {"colour": "red", "stock": -1}, ["/colour", "/stock"]),
    ],
)
def test_a_fault_of_a_variant_is_told_where_it_is_in_what_was_sent(
    owner: Client, mug: Created, body: Document, faults: list[str]
) -> None:
    answer = owner.send("POST", f"{mug.path}/variants", body, if_match=mug.tag)
    assert sorted(faults_of(answer)) == faults


def test_a_sku_of_another_product_is_taken(owner: Client, mug: Created) -> None:
    other = owner.product()
    path = f"{other.path}/variants/{other.document['variants'][0]['id']}"
    answer = owner.send("PATCH", path, {"sku": "MUG-Ash"}, if_match=other.tag)
    assert (slug_of(answer), answer.get_json()["errors"][0]["pointer"]) == ("sku-taken", "/sku")


def test_what_a_product_does_not_have_is_not_found(owner: Client, mug: Created) -> None:
    for path in (f"variants/{NOWHERE}", f"images/{'0' * 64}", "options/1"):
        for method, body in (("PATCH", {}), ("DELETE", None)):
            answer = owner.send(method, f"{mug.path}/{path}", body, if_match=mug.tag)
            assert slug_of(answer) == "not-found", (method, path)


def test_parts_are_changed_of_the_product_that_was_seen(owner: Client, mug: Created) -> None:
    body = variant(Glaze="Iron")
    assert owner.send("POST", f"{mug.path}/variants", body).status_code == 428
    owner.send("PATCH", mug.path, {"title": "Cup"}, if_match=mug.tag)
    stale = owner.send("POST", f"{mug.path}/variants", body, if_match=mug.tag)
    assert stale.status_code == 412
    assert stale.get_json()["current"]["title"] == "Cup"


def test_pictures_are_added_described_moved_and_removed(owner: Client, mug: Created) -> None:
    path, (red, blue) = f"{mug.path}/images", (upload(owner, "red"), upload(owner, "blue"))
    answer = owner.send("POST", path, {"media": red, "alt": "A mug"}, if_match=mug.tag)
    answer = owner.send("POST", path, {"media": blue}, if_match=answer.headers["ETag"])
    answer = owner.send(
        "PATCH", f"{path}/{blue}", {"alt": "Its back", "place": 0}, if_match=answer.headers["ETag"]
    )
    shown = [(image["media"], image["alt"]) for image in answer.get_json()["images"]]
    assert shown == [(blue, "Its back"), (red, "A mug")]

    twice = owner.send("POST", path, {"media": red}, if_match=answer.headers["ETag"])
    assert faults_of(twice) == ["/media"]
    removed = owner.send("DELETE", f"{path}/{blue}", if_match=answer.headers["ETag"])
    assert [image["media"] for image in removed.get_json()["images"]] == [red]


def test_an_option_comes_changes_its_name_and_goes(owner: Client, mug: Created, history: History) -> None:
    path, before = f"{mug.path}/options", history.revision()
    answer = owner.send("POST", path, {"name": "Size", "value": "Small"}, if_match=mug.tag)
    assert [each["options"] for each in answer.get_json()["variants"]] == [
        {"Glaze": "Celadon", "Size": "Small"},
        {"Glaze": "Ash", "Size": "Small"},
    ]
    change = {"name": "Colour", "values": {"Ash": "Grey"}}
    answer = owner.send("PATCH", f"{path}/0", change, if_match=answer.headers["ETag"])
    answer = owner.send("DELETE", f"{path}/1", if_match=answer.headers["ETag"])
    assert answer.get_json()["options"] == ["Colour"]
    assert [each["options"] for each in answer.get_json()["variants"]] == [
        {"Colour": "Celadon"},
        {"Colour": "Grey"},
    ]
    assert [each["id"] for each in answer.get_json()["variants"]] == [
        each["id"] for each in mug.document["variants"]
    ]
    assert history.revision() == before + 3
    # It tells the two variants apart.
    assert faults_of(owner.send("DELETE", f"{path}/0", if_match=answer.headers["ETag"])) == [
        "/variants/1/options"
    ]


BODY: Document = {
    "options": ["Size"],
    "variants": [
        {"id": "1", "stock": 3, "options": {"Size": "S"}},
        {"id": "2", "stock": 5, "options": {"Size": "L"}},
    ],
    "images": [{"media": "a", "alt": ""}],
}


@pytest.mark.parametrize(
    ("amended", "part", "ids"),
    [
        (with_part(BODY, VARIANTS, {"stock": 1}), "/variants/2", ["1", "2", None]),
        (with_part(BODY, VARIANTS, {"place": 0}), "/variants/0", [None, "1", "2"]),
        (with_part(BODY, VARIANTS, {"place": 9}), "/variants/2", ["1", "2", None]),
        (with_changed_part(BODY, VARIANTS, "1", {"stock": None}), "/variants/0", ["1", "2"]),
        (with_changed_part(BODY, VARIANTS, "1", {"place": 1, "id": "1"}), "/variants/1", ["2", "1"]),
        (without_part(BODY, VARIANTS, "1"), "", ["2"]),
        (with_option(BODY, "Glaze", "Ash"), "", ["1", "2"]),
        (with_changed_option(BODY, 0, None, {"S": "Small"}), "", ["1", "2"]),
        (without_option(BODY, 0), "", ["1", "2"]),
    ],
)
def test_an_amended_body_has_its_parts_in_their_places(
    amended: Amended, part: str, ids: list[str | None]
) -> None:
    assert amended.part == part
    assert [variant.get("id") for variant in amended.body["variants"]] == ids
    assert amended.body["images"] == BODY["images"]


def test_no_amendment_changes_the_body_that_it_was_given() -> None:
    assert with_changed_part(BODY, VARIANTS, "1", {"stock": None}).body["variants"][0] == {
        "id": "1",
        "options": {"Size": "S"},
    }
    assert with_changed_option(BODY, 0, "Length", {"S": "Short"}).body["variants"][0]["options"] == {
        "Length": "Short"
    }
    assert without_option(BODY, 0).body["options"] == []
    assert BODY["options"] == ["Size"]
    assert BODY["variants"][0] == {"id": "1", "stock": 3, "options": {"Size": "S"}}


def test_what_makes_no_sense_is_refused_by_name() -> None:
    with pytest.raises(NoSuchPart):
        without_part(BODY, IMAGES, "b")
    with pytest.raises(NoSuchPart):
        without_option(BODY, 1)
    with pytest.raises(Unacceptable):
        with_option(BODY, "Size", "M")
    with pytest.raises(Unacceptable):
        with_changed_part(BODY, IMAGES, "a", {"media": "b"})

"""What is in the trash comes back; what is good is made twice."""

from tests.services.write_api.client import Client, Created, Document, euros, glazed_mug, slug_of


def trashed(owner: Client, made: Created) -> str:
    """Put it in the trash; returns its tag there."""
    answer = owner.send("DELETE", made.path, if_match=made.tag)
    assert answer.status_code == 200
    return answer.headers["ETag"]


def test_what_is_taken_out_of_the_trash_is_what_it_was(owner: Client) -> None:
    made = owner.create("/v1/products", glazed_mug("Ash", "Iron"))
    tag = trashed(owner, made)

    answer = owner.send("POST", f"{made.path}/restore", if_match=tag)

    product = answer.get_json()
    changing = {"revision", "updated_at"}
    assert answer.status_code == 200
    assert {name: product[name] for name in product.keys() - changing} == {
        name: made.document[name] for name in made.document.keys() - changing
    }
    assert (
        owner.send("PATCH", made.path, {"title": "Cup"}, if_match=answer.headers["ETag"]).status_code == 200
    )


def test_a_slug_that_another_has_by_now_gets_a_number(owner: Client) -> None:
    made = owner.product()
    tag = trashed(owner, made)
    owner.product()

    answer = owner.send("POST", f"{made.path}/restore", if_match=tag)

    assert (answer.status_code, answer.get_json()["slug"]) == (200, "mug-2")


def test_a_slug_as_long_as_can_be_makes_room_for_its_number(owner: Client) -> None:
    made = owner.product(slug="a" * 200)
    tag = trashed(owner, made)
    owner.product(slug="a" * 200)

    answer = owner.send("POST", f"{made.path}/restore", if_match=tag)

    assert (answer.status_code, answer.get_json()["slug"]) == (200, "a" * 190 + "-2")


def test_an_sku_that_another_has_by_now_is_in_the_way(owner: Client) -> None:
    made = owner.create("/v1/products", glazed_mug("Ash", "Iron"))
    tag = trashed(owner, made)
    owner.create("/v1/products", glazed_mug("Iron"))

    answer = owner.send("POST", f"{made.path}/restore", if_match=tag)

    assert (answer.status_code, slug_of(answer)) == (409, "sku-taken")
    assert answer.get_json()["errors"][0]["pointer"] == "/variants/1/sku"


def test_only_what_is_in_the_trash_and_as_it_was_seen_is_restored(owner: Client) -> None:
    made = owner.product()
    path = f"{made.path}/restore"
    assert slug_of(owner.send("POST", path, if_match=made.tag)) == "not-in-trash"
    trashed(owner, made)
    assert owner.send("POST", path).status_code == 428
    assert owner.send("POST", path, if_match=made.tag).status_code == 412
    assert (
        owner.send(
            "POST", "/v1/products/0199c0de-0000-7000-8000-000000000000/restore", if_match="*"
        ).status_code
        == 404
    )


def duplicate(owner: Client, made: Created, **body: str) -> Document:
    return owner.create(f"{made.path}/duplicate", body).document


def test_a_duplicate_is_a_draft_with_all_but_what_is_of_one_thing(owner: Client) -> None:
    body = glazed_mug("Ash", "Iron") | {"status": "active", "description": "*Thrown*", "tags": ["a"]}
    body["variants"][0] |= {"barcode": "4006381333931", "compare_at_price": euros("40.00"), "stock": 3}
    made = owner.create("/v1/products", body)

    copy = duplicate(owner, made)

    assert (copy["slug"], copy["status"], copy["title"]) == ("mug-2", "draft", "Mug")
    for name in ("description", "description_html", "tags", "options", "seo", "images"):
        assert copy[name] == made.document[name]
    own = {"id", "sku", "barcode"}
    for variant, original in zip(copy["variants"], made.document["variants"], strict=True):
        assert variant["id"] != original["id"]
        assert (variant["sku"], variant["barcode"]) == (None, None)
        assert {name: variant[name] for name in variant.keys() - own} == {
            name: original[name] for name in original.keys() - own
        }


def test_a_duplicate_may_have_a_title_of_its_own(owner: Client) -> None:
    copy = duplicate(owner, owner.product(), title="Large mug")
    assert (copy["title"], copy["slug"]) == ("Large mug", "large-mug")


def test_there_is_no_duplicate_of_nothing(owner: Client) -> None:
    made = owner.product()
    trashed(owner, made)
    assert owner.send("POST", f"{made.path}/duplicate", {}).status_code == 404

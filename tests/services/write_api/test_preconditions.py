import pytest

from tests.services.write_api.client import Client, mug, slug_of

CHANGES = [("PUT", mug(title="Cup")), ("PATCH", {"title": "Cup"}), ("DELETE", None)]


@pytest.mark.parametrize(("method", "body"), CHANGES)
def test_a_change_without_if_match_is_refused(owner: Client, method: str, body: object) -> None:
    made = owner.product()

    answer = owner.send(method, made.path, body)

    assert (answer.status_code, slug_of(answer)) == (428, "precondition-required")


@pytest.mark.parametrize(("method", "body"), CHANGES)
def test_a_lost_update_is_refused_and_shows_what_is_there_now(
    owner: Client, method: str, body: object
) -> None:
    made = owner.product()
    by_another = owner.send("PATCH", made.path, {"tags": ["new"]}, if_match=made.tag)

    answer = owner.send(method, made.path, body, if_match=made.tag)

    assert (answer.status_code, slug_of(answer)) == (412, "precondition-failed")
    assert answer.get_json()["current"] == by_another.get_json()
    assert answer.headers["ETag"] == by_another.headers["ETag"]


def test_whoever_saves_with_the_tags_of_their_own_saves_never_conflicts(owner: Client) -> None:
    made = owner.product()
    tag = made.tag

    for number in range(5):
        answer = owner.send("PATCH", made.path, {"title": f"Mug {number}"}, if_match=tag)
        assert answer.status_code == 200
        tag = answer.headers["ETag"]


def test_saving_what_is_there_already_is_a_save_like_any_other(owner: Client) -> None:
    made = owner.product()

    first = owner.send("PATCH", made.path, {"title": "Mug"}, if_match=made.tag)
    second = owner.send("PATCH", made.path, {"title": "Mug"}, if_match=first.headers["ETag"])

    assert (first.status_code, second.status_code) == (200, 200)


def test_a_tag_matches_whatever_build_or_coding_showed_it(owner: Client) -> None:
    made = owner.product()
    state = made.tag.strip('"').partition(".")[0]

    answer = owner.send("PATCH", made.path, {"title": "Cup"}, if_match=f'"1-00000000.x", "{state}.old.br"')

    assert answer.status_code == 200


@pytest.mark.parametrize("tag", ["W/{tag}", '"1-00000000.test"', '""'])
def test_any_other_tag_does_not_match(owner: Client, tag: str) -> None:
    made = owner.product()

    answer = owner.send("DELETE", made.path, if_match=tag.format(tag=made.tag))

    assert answer.status_code == 412


@pytest.mark.parametrize("tag", ["nonsense", '"43-9f3ac2d1', '"1", 2', "*, *", ""])
def test_what_is_no_tag_is_malformed(owner: Client, tag: str) -> None:
    made = owner.product()

    answer = owner.send("DELETE", made.path, if_match=tag)

    assert (answer.status_code, slug_of(answer)) == (400, "malformed")


def test_a_star_matches_whatever_exists(owner: Client) -> None:
    made = owner.product()

    assert owner.send("PATCH", made.path, {"title": "Cup"}, if_match="*").status_code == 200


def test_a_product_changes_when_its_category_is_renamed(owner: Client) -> None:
    category = owner.category("Mugs")
    made = owner.product(category="mugs")

    owner.send("PATCH", category.path, {"title": "Cups"}, if_match=category.tag)

    stale = owner.send("PATCH", made.path, {"title": "Cup"}, if_match=made.tag)
    assert stale.status_code == 412
    assert stale.get_json()["current"]["category"]["title"] == "Cups"


@pytest.mark.parametrize("identity", ["0199aaaa-0000-7000-8000-000000000000", "mug", "7"])
def test_what_does_not_exist_is_not_found(owner: Client, identity: str) -> None:
    answer = owner.send("DELETE", f"/v1/products/{identity}", if_match="*")

    assert (answer.status_code, slug_of(answer)) == (404, "not-found")

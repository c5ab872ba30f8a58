"""A batch does all of its operations in one revision, or none."""

from typing import Any

import pytest
from flask import Flask

from tests.services.write_api.client import Client, Document, euros, mug, pointers, slug_of
from tests.services.write_api.history import History


def operation(method: str, path: str, body: Any = None, if_match: str | None = None) -> Document:
    given = {"body": body, "if_match": if_match}
    return {
        "method": method,
        "path": path,
        **{name: value for name, value in given.items() if value is not None},
    }


def send(owner: Client, *operations: Document, key: str | None = None) -> Any:
    return owner.send("POST", "/v1/batch", {"operations": list(operations)}, key=key)


def test_all_is_done_in_one_revision_with_a_result_for_each(owner: Client, history: History) -> None:
    made, old = owner.product(), owner.product(title="Old")
    before = history.revision()

    answer = send(
        owner,
        operation("POST", "/v1/products", mug(title="Cup")),
        operation("PATCH", made.path, {"title": "Bowl"}, made.tag),
        operation("DELETE", old.path, if_match=old.tag),
        operation("POST", "/v1/categories", {"title": "Mugs"}),
        operation("PATCH", "/v1/settings", {"tagline": "Clay"}, "*"),
    )

    assert answer.status_code == 200
    results = answer.get_json()["results"]
    assert [result["status"] for result in results] == [201, 200, 200, 201, 200]
    assert results[0]["location"] == f"/v1/products/{results[0]['body']['id']}"
    assert results[1]["body"]["title"] == "Bowl"
    assert history.revision() == before + 1
    assert history.newest()["reason"] == "batch of 5"
    assert history.newest()["actor"] == "owner"
    again = send(owner, operation("PATCH", made.path, {"title": "Pot"}, results[1]["etag"]))
    assert again.status_code == 200


def test_what_one_operation_does_the_next_one_finds(owner: Client) -> None:
    results = send(
        owner,
        operation("POST", "/v1/categories", {"title": "Mugs"}),
        operation("POST", "/v1/products", mug(category="mugs")),
    ).get_json()["results"]
    assert results[1]["body"]["category"] == {"slug": "mugs", "title": "Mugs"}


def test_when_one_is_refused_none_is_done_and_it_is_named(owner: Client, history: History) -> None:
    made = owner.product()
    before = history.revision()

    answer = send(
        owner,
        operation("PATCH", made.path, {"title": "Bowl"}, made.tag),
        operation("POST", "/v1/products", {"variants": [{"price": euros("1.001")}]}),
    )

    assert (answer.status_code, slug_of(answer)) == (422, "invalid-body")
    assert answer.get_json()["operation"] == 1
    assert pointers(answer) == {"/operations/1/body/title", "/operations/1/body/variants/0/price/amount"}
    assert history.revision() == before
    assert history.rows("select title from staff.product") == [{"title": "Mug"}]


REFUSED = [
    (operation("PATCH", "/v1/products/{id}", {"title": "X"}), 428, "precondition-required"),
    (operation("PATCH", "/v1/products/{id}", {"title": "X"}, '"1-00000000.x"'), 412, "precondition-failed"),
    (operation("PATCH", "/v1/nothing", {}), 404, "not-found"),
    (operation("DELETE", "/v1/products"), 405, "method-not-allowed"),
    (operation("POST", "/v1/batch", {"operations": []}), 403, "forbidden"),
    (operation("POST", "/v1/sessions", {"email": "a@b.c", "password": "x"}), 403, "forbidden"),
    (operation("POST", "/v1/products?x=1", mug()), 403, "forbidden"),
    (operation("POST", "/v1/media", {}), 415, "unsupported-media-type"),
]


@pytest.mark.parametrize(("refused", "status", "slug"), REFUSED)
def test_an_operation_is_refused_as_it_would_be_by_itself(
    owner: Client, history: History, refused: Document, status: int, slug: str
) -> None:
    made = owner.product()
    before = history.revision()
    path = refused["path"].format(id=made.document["id"])

    answer = send(owner, operation("POST", "/v1/products", mug()), refused | {"path": path})

    assert (answer.status_code, slug_of(answer)) == (status, slug)
    assert answer.get_json()["operation"] == 1
    assert history.revision() == before


@pytest.mark.parametrize("path", ["v1/products", "//[", "http://[", "http://x/v1/products", "/v1/a#b", "/ü"])
def test_an_operation_has_a_path_and_no_url(owner: Client, path: str) -> None:
    answer = send(owner, operation("POST", path, mug()))
    assert (answer.status_code, pointers(answer)) == (422, {"/operations/0/path"})


def test_an_operation_that_names_no_fault_of_its_body_tells_none(owner: Client) -> None:
    answer = send(owner, operation("POST", f"{owner.product().path}/restore", if_match="*"))
    assert (answer.status_code, slug_of(answer)) == (409, "not-in-trash")
    assert "errors" not in answer.get_json()


def test_the_batch_itself_is_judged(owner: Client) -> None:
    answer = send(owner, {"method": "GET", "path": "/v1/products"}, {"method": "PUT", "body": 1, "x": 1})
    assert pointers(answer) == {
        "/operations/0/method",
        "/operations/1/path",
        "/operations/1/body",
        "/operations/1/x",
    }
    assert send(owner).status_code == 422
    assert send(owner, *[operation("POST", "/v1/products", mug())] * 1001).status_code == 422


def test_a_batch_sent_twice_with_its_key_is_done_once(owner: Client, history: History) -> None:
    batch = [operation("POST", "/v1/products", mug()) for _ in range(3)]
    first, second = (send(owner, *batch, key="once") for _ in range(2))
    assert (first.data, first.headers["Catalog-Revision"]) == (
        second.data,
        second.headers["Catalog-Revision"],
    )
    assert history.count("product") == 3


def test_a_batch_is_undone_as_a_whole(owner: Client, history: History) -> None:
    made = owner.product()
    send(
        owner,
        operation("PATCH", made.path, {"title": "Bowl"}, "*"),
        operation("POST", "/v1/products", mug(title="Cup")),
    )
    answer = owner.send("POST", f"/v1/revisions/{history.revision()}/undo", {})
    assert answer.get_json()["changes"] == 2
    assert history.rows("select title from staff.product where deleted_at is null") == [{"title": "Mug"}]


def test_a_batch_is_logged_as_one_whatever_its_first_operation_is(owner: Client, history: History) -> None:
    owner.product(tags=["red"])
    made = history.revision()
    for first in (
        operation("POST", f"/v1/revisions/{made}/undo", {}),
        operation("POST", "/v1/tags/rename", {"name": "red", "to": "green"}),
    ):
        answer = send(owner, first, operation("POST", "/v1/products", mug(title="Cup")))
        assert answer.status_code == 200, answer.text
        assert history.newest()["reason"] == "batch of 2"


def test_only_editors_send_batches(app: Flask) -> None:
    assert send(Client(app, "viewer"), operation("POST", "/v1/products", mug())).status_code == 403


def test_a_thousand_products_are_one_batch(owner: Client, history: History) -> None:
    answer = send(owner, *[operation("POST", "/v1/products", mug(title=f"Mug {n}")) for n in range(1000)])
    assert answer.status_code == 200, answer.text[:500]
    assert history.count("product") == 1000


def test_each_operation_finds_what_the_one_before_left(owner: Client) -> None:
    made = owner.product(tags=["blue"])
    red = operation("PATCH", made.path, {"tags": ["red"]}, "*")
    rename = operation("POST", "/v1/tags/rename", {"name": "red", "to": "green"})

    answer = send(owner, red, rename, red)

    assert answer.status_code == 200
    assert answer.get_json()["results"][2]["body"]["tags"] == ["red"]

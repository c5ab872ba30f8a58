"""Addresses are those of the whole API, and take what they say they take."""

import pytest

from tests.services.write_api.client import Client, mug, slug_of


def test_a_wrong_method_is_told_what_both_apis_take_there(owner: Client) -> None:
    answer = owner.send("DELETE", "/v1/products")

    assert (answer.status_code, slug_of(answer)) == (405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_what_can_only_be_read_is_there_for_writers_too(owner: Client) -> None:
    answer = owner.send("POST", "/v1/status", {})

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("path", ["/v1/nope", "/v1/products/", "/v1//products"])
def test_an_unknown_address_is_not_found(owner: Client, path: str) -> None:
    answer = owner.send("POST", path, mug())

    assert (answer.status_code, slug_of(answer)) == (404, "not-found")
    assert answer.get_json()["detail"].startswith("There is nothing at this address.")


def test_a_parameter_that_no_write_takes_is_refused(owner: Client) -> None:
    answer = owner.send("POST", "/v1/products?status=active", mug())

    assert (answer.status_code, slug_of(answer)) == (400, "invalid-parameter")
    assert answer.get_json()["errors"] == [{"parameter": "status", "detail": "Unknown field."}]


def test_an_answer_without_a_body_has_no_type(owner: Client) -> None:
    category = owner.category()

    answer = owner.send("DELETE", category.path, if_match=category.tag)

    assert answer.status_code == 204
    assert "Content-Type" not in answer.headers

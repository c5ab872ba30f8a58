from flask.testing import FlaskClient

from tests.services.frontend.api import TAG, Api


def test_settings_and_categories_are_revalidated_for_every_page(client: FlaskClient, api: Api) -> None:
    client.get("/products/mug")
    client.get("/products/tall-mug")
    calls = [call for call in api.asked if (call["method"], call["path"]) == ("GET", "/v1/settings")]
    tags = [call["headers"].get("If-None-Match") for call in calls]
    assert tags[0] is None
    assert set(tags[1:]) == {TAG}


def test_a_changed_shop_shows_on_the_next_page(client: FlaskClient, api: Api) -> None:
    assert "Kiln &amp; Clay" in client.get("/search").text
    api.tag, api.revision = '"8-00000000.test"', "8.0000000000000000"
    api.shop["name"] = "Wheel & Rib"
    assert "Wheel &amp; Rib" in client.get("/search").text


def test_the_request_id_is_passed_on(client: FlaskClient, api: Api) -> None:
    response = client.get("/", headers={"X-Request-Id": "8d7f2a60-1d0e-4c0e-9d07-2b8f4f0f7c11"})
    assert {call["headers"]["X-Request-Id"] for call in api.asked} == {response.headers["X-Request-Id"]}


def test_a_page_asks_for_little(client: FlaskClient, api: Api) -> None:
    for address, calls in {"/search": 3, "/categories/mugs": 3, "/products/mug": 4, "/": 4}.items():
        api.asked.clear()
        client.get(address)
        assert len(api.asked) <= calls, address

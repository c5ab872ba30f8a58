import pytest
from flask.testing import FlaskClient

from frontend import create_app
from tests.services.frontend.api import Api
from tests.services.frontend.document import Document, read


@pytest.mark.parametrize("address", ["/products/none", "/categories/none", "/nowhere", "/products/a/b"])
def test_what_is_not_here_helps_to_go_on(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    page = Document(response.text)
    assert response.status_code == 404
    assert page.one("input", id="problem-q")["name"] == "q"
    assert {"/", "/categories/mugs", "/products/mug"} <= set(page.links())


def test_a_withdrawn_piece_says_so_and_offers_others(client: FlaskClient) -> None:
    response = client.get("/products/lost-mug")
    assert response.status_code == 410
    assert "/products/mug" in Document(response.text).links()


@pytest.mark.parametrize("address", ["/products/old-mug", "/products/id-of-mug"])
def test_an_old_address_leads_to_the_present_one(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 301
    assert response.headers["Location"] == "/products/mug"


@pytest.mark.parametrize("address", ["/", "/search", "/categories/mugs", "/products/mug"])
def test_a_failing_api_is_503_and_never_404(client: FlaskClient, api: Api, address: str) -> None:
    api.fault = 500
    response = client.get(address)
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert "Back in a moment" in Document(response.text).text


def test_without_the_api_the_page_keeps_the_name_last_read(client: FlaskClient, api: Api) -> None:
    assert client.get("/").status_code == 200
    api.fault = 503
    page = Document(client.get("/").text)
    assert "Kiln & Clay" in page.text
    assert "/categories/mugs" in page.links()


def test_what_is_not_here_is_said_even_when_the_api_is_away(client: FlaskClient, api: Api) -> None:
    api.fault = 503
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert Document(response.text).one("input", id="problem-q")


def test_an_unreachable_api_is_503(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SHOP_URL", "http://shop.example")
    client = create_app().test_client()
    assert client.get("/", headers={"Accept": "text/html"}).status_code == 503


def test_it_is_ready_without_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it kept is better than what the gateway would say in its place."""
    monkeypatch.setenv("API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SHOP_URL", "http://shop.example")
    assert create_app().test_client().get("/health/ready").status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "meant"),
    [("/products/tall-vase-mug", 404, "/products/mug"), ("/products/lost-mug", 410, "/products/tall-mug")],
)
def test_the_words_of_an_address_tell_what_was_meant(
    client: FlaskClient, address: str, status: int, meant: str
) -> None:
    page = read(client, address, status)
    assert meant in page.links()
    assert "/products/vase-1" not in page.links()

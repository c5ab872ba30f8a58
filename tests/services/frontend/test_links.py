from flask.testing import FlaskClient

from tests.services.frontend.document import Document

LIMIT = 400


def test_every_link_of_the_shop_leads_to_a_page(client: FlaskClient) -> None:
    seen: dict[str, int] = {}
    ahead = ["/"]
    while ahead and len(seen) < LIMIT:
        address = ahead.pop()
        response = client.get(address)
        seen[address] = response.status_code
        assert response.status_code == 200, address
        links = [link for link in Document(response.text).links() if link.startswith("/")]
        ahead += [link for link in dict.fromkeys(links) if link not in seen and link not in ahead]
    assert not ahead
    assert {"/", "/search", "/categories/vases", "/products/hostile", "/products/vase-30"} <= seen.keys()


def test_every_asset_of_a_page_is_served(client: FlaskClient) -> None:
    links = Document(client.get("/").text).all("link")
    assets = [link["href"] for link in links if link["rel"] != "canonical"]
    assert len(assets) == 4
    assert all(client.get(asset).status_code == 200 for asset in assets)

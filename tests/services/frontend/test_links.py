from flask.testing import FlaskClient

from tests.services.frontend.document import Document


def test_every_asset_of_a_page_is_served(client: FlaskClient) -> None:
    links = Document(client.get("/").text).all("link")
    assets = [link["href"] for link in links if link["rel"] in {"icon", "preload", "stylesheet"}]
    assert len(assets) == 4
    assert all(client.get(asset).status_code == 200 for asset in assets)

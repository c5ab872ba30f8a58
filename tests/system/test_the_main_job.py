"""The main job on the whole shop: the owner keeps the catalog, customers see it, other services read it."""

from io import BytesIO

import pytest
import requests
from PIL import Image
from playwright.sync_api import Page, expect

from tests.house import House
from tests.waiting import wait_until

pytestmark = pytest.mark.house
TITLE = "Lighthouse jug"


@pytest.mark.browser
def test_what_the_owner_adds_changes_and_deletes_customers_see_at_once(
    house: House, desk: Page, phone: Page
) -> None:
    log_in(house, desk)
    desk.get_by_role("link", name="Add a product").first.click()
    desk.get_by_label("Title", exact=True).fill(TITLE)
    desk.get_by_label("Price", exact=True).fill("64.00")
    desk.get_by_label("Status").select_option("active")
    desk.get_by_label("Add pictures").set_input_files(
        {"name": "jug.png", "mimeType": "image/png", "buffer": picture()}
    )
    desk.get_by_role("button", name="Create product").click()
    expect(desk.get_by_role("status")).to_contain_text("live on 2 of 2 replicas")

    phone.goto(f"{house.shop_url}/products/lighthouse-jug")
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(phone.get_by_text("€64.00").first).to_be_visible()
    shown = phone.locator("main img").first.get_attribute("src")
    assert shown is not None
    assert requests.get(house.shop_url + shown, timeout=5).headers["Content-Type"].startswith("image/")

    desk.get_by_label("Price", exact=True).fill("59.50")
    desk.get_by_role("button", name="Save").last.click()
    expect(desk.get_by_role("status")).to_contain_text("live on 2 of 2 replicas")
    phone.reload()
    expect(phone.get_by_text("€59.50").first).to_be_visible()

    desk.get_by_role("link", name="Delete this product").click()
    desk.get_by_role("button", name="Move to the trash").click()
    expect(desk.get_by_role("status").first).to_contain_text("live on 2 of 2 replicas")
    gone = phone.reload()
    assert gone is not None
    assert gone.status == 410


@pytest.mark.browser
def test_a_customer_finds_a_product_by_searching_and_by_browsing(house: House, phone: Page) -> None:
    mug = requests.get(f"{house.api_url}/v1/products?category=mugs&limit=1", timeout=5).json()["items"][0]

    phone.goto(house.shop_url)
    phone.get_by_role("combobox").first.fill(mug["title"])
    phone.get_by_role("combobox").first.press("Enter")
    phone.get_by_role("link", name=mug["title"]).first.click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(mug["title"])

    phone.get_by_role("link", name="Mugs").first.click()
    expect(phone.get_by_role("link", name=mug["title"]).first).to_be_visible()


@pytest.mark.browser
def test_a_wrong_password_is_told_in_plain_words_and_logging_out_ends_the_visit(
    house: House, desk: Page
) -> None:
    log_in(house, desk, password="not the password")
    expect(desk.get_by_role("alert")).to_be_visible()
    log_in(house, desk)
    desk.locator("summary", has_text="Your account").click()
    desk.get_by_role("button", name="Log out").click()
    desk.goto(f"{house.admin_url}/products")
    expect(desk.get_by_role("button", name="Log in")).to_be_visible()


def test_other_services_reach_the_api_by_its_public_name(house: House) -> None:
    answer = requests.get(
        f"http://127.0.0.1:{house.port}/v1/products?limit=2", headers={"Host": "api.mstore.com"}, timeout=5
    )
    assert answer.status_code == 200
    assert answer.json()["total"] >= 90
    assert len(answer.json()["items"]) == 2
    number, _, nonce = answer.headers["Catalog-Revision"].partition(".")
    assert int(number) == answer.json()["revision"]
    assert len(nonce) == 16


def test_every_answer_to_a_reader_came_from_a_replica(house: House) -> None:
    status = requests.get(f"{house.api_url}/v1/status", timeout=5).json()
    replicas = {node["name"]: node["state"] for node in status["replicas"]}
    assert replicas[status["served_by"]] == "usable"
    assert sorted(replicas.values()).count("usable") == 2


def test_one_request_id_goes_through_every_hop(house: House) -> None:
    own = "a-request-of-the-system-test"
    answer = requests.get(f"{house.shop_url}/search?q=mug", headers={"X-Request-Id": own}, timeout=5)
    assert answer.headers["X-Request-Id"] == own
    for part in ("frontend", "read-api", "gateway"):  # the gateway writes its log every ten seconds
        wait_until(lambda part=part: own in house.logs_of(part), f"{part} has logged the request", 20)


def log_in(house: House, page: Page, password: str | None = None) -> None:
    page.goto(f"{house.admin_url}/login")
    page.get_by_label("E-mail").fill(house.owner_email)
    page.get_by_label("Password").fill(password or house.owner_password)
    page.get_by_role("button", name="Log in").click()


def picture() -> bytes:
    """A small picture that nobody uploaded before."""
    buffer = BytesIO()
    Image.linear_gradient("L").resize((640, 640)).convert("RGB").save(buffer, "PNG")
    return buffer.getvalue()

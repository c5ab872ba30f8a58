"""The two APIs speak of an account in the same words, under the same tag."""

from tests.conformance.shop import Shop
from tests.waiting import wait_until


def test_an_account_is_the_same_from_both(shop: Shop) -> None:
    made = shop.write("/v1/accounts", json={"email": "same@example.com", "name": "Zoë", "role": "viewer"})
    path = made.headers["Location"]
    seen = {**shop.headers, "If-Match": made.headers["ETag"]}
    written = shop.writer.request("PATCH", path, json={"disabled": True}, headers=seen)
    assert written.status_code == 200, written.text

    def read() -> bool:
        shown = shop.reader.get(path, headers=shop.headers)
        return (shown.content, shown.headers.get("ETag")) == (written.content, written.headers["ETag"])

    wait_until(read, "a replica to show the account as it was written")
    assert made.json()["account"]["version"] + 1 == written.json()["version"]

"""A copy of the public catalog, as other services make one, and the catalog itself to compare it with."""

from typing import Any

from tests.services.read_api.reader import Reader

Copy = dict[tuple[str, str], Any]
"""Values by entity and id."""


def catalog_of(reader: Reader) -> Copy:
    """Everything that is public, each thing as GET answers it."""
    copy: Copy = {("settings", "settings"): reader.get("/v1/settings").json}
    copy |= {("category", each["id"]): each for each in reader.get("/v1/categories").json["items"]}
    after: dict[str, str] = {}
    while True:
        page = reader.get("/v1/products", limit=100, **after).json
        copy |= {("product", each["id"]): each for each in page["items"]}
        if page["next"] is None:
            return copy
        after = {"after": page["next"]}


def page_of(reader: Reader, after: str, limit: int = 100) -> dict[str, Any]:
    """One page of the feed."""
    response = reader.get("/v1/changes", after=after, limit=limit)
    assert response.status_code == 200, response.json
    page: dict[str, Any] = response.json
    return page


def apply(copy: Copy, page: dict[str, Any]) -> None:
    """Bring a copy up to where the page ends."""
    for item in page["items"]:
        key = item["entity"], item["id"]
        if item["action"] == "delete":
            copy.pop(key, None)
        else:
            copy[key] = item["value"]


def followed(reader: Reader, copy: Copy, after: str, limit: int = 100) -> tuple[Copy, list[dict[str, Any]]]:
    """The copy brought up to date, and the pages that it took."""
    copy, pages = dict(copy), []
    while not pages or pages[-1]["more"]:
        pages.append(page_of(reader, after, limit))
        apply(copy, pages[-1])
        after = pages[-1]["next"]
    return copy, pages

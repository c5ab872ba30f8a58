"""Every tag is listed, with how many products have it."""

from collections.abc import Callable
from typing import Any

from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader

Bearer = Callable[[str], dict[str, str]]


def test_tags_are_listed_by_name_with_their_products_by_pages(
    owner: Owner, reader: Reader, bearer: Bearer
) -> None:
    def get(**query: Any) -> dict[str, Any]:
        answer: dict[str, Any] = reader.get("/v1/tags", headers=bearer("catalog:read"), **query).json
        return answer

    owner.add("mug", tags=["blue", "stoneware"])
    owner.add("cup", tags=["blue"], status="draft")
    owner.add("bowl", tags=["blue", "gone"])
    owner.change("bowl", "deleted_at = now()")

    whole = get()
    assert whole["items"] == [{"name": "blue", "products": 2}, {"name": "stoneware", "products": 1}]
    assert whole["next"] is None
    first = get(limit=1)
    assert (first["items"], first["next"]) == (whole["items"][:1], "blue")
    assert get(limit=1, after=first["next"])["items"] == whole["items"][1:]


def test_tags_of_drafts_are_not_for_everyone(reader: Reader) -> None:
    assert reader.get("/v1/tags").status_code == 401

"""The calls the storefront makes to the read API, and no others."""

from typing import Any, cast
from urllib.parse import quote, urlsplit

from requests import Response

from frontend.wire import Category, Listing, LowestPrice, Product, Shop, Suggestions
from service_defaults.http_client import HttpClient, Unavailable
from service_defaults.problems import Problem

PASSED_ON = {400: "invalid-parameter", 404: "not-found", 410: "gone"}


class Moved(Exception):
    """The product's address is another one now: `slug`."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class Catalog:
    """Every call raises Problem 400, 404 or 410 as the API answered it, and Unavailable otherwise."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client
        self._kept: dict[str, tuple[str, Any]] = {}

    def shop(self) -> Shop:
        return cast("Shop", self._revalidated("/v1/settings"))

    def categories(self) -> list[Category]:
        return cast("list[Category]", self._revalidated("/v1/categories")["items"])

    def products(self, **parameters: str | int | list[str]) -> Listing:
        return cast("Listing", self._get("/v1/products", params=parameters).json())

    def product(self, slug: str) -> Product:
        """One product by its slug or id; raises Moved for a slug it had earlier."""
        answer = self._get(f"/v1/products/{quote(slug, safe='')}")
        if answer.is_redirect:
            raise Moved(urlsplit(answer.headers["Location"]).path.rpartition("/")[2])
        return cast("Product", answer.json())

    def last_known(self) -> tuple[Shop | None, list[Category]]:
        """Settings and categories as last read, for pages that are shown when the API is away."""
        _, shop = self._kept.get("/v1/settings", ("", None))
        _, categories = self._kept.get("/v1/categories", ("", {"items": []}))
        return cast("Shop | None", shop), cast("list[Category]", categories["items"])

    def _revalidated(self, path: str) -> Any:
        """What every page needs is asked for every time, but sent by the API only when it changed."""
        tag, body = self._kept.get(path, ("", None))
        answer = self._get(path, headers={"If-None-Match": tag} if tag else {})
        if answer.status_code == 304:
            return body
        body = answer.json()
        self._kept[path] = (answer.headers.get("ETag", ""), body)
        return body

    def _get(self, path: str, **options: Any) -> Response:
        answer = self._client.request("GET", path, **options)
        if answer.status_code in PASSED_ON:
            raise Problem(answer.status_code, PASSED_ON[answer.status_code], answer.json().get("detail", ""))
        if answer.status_code >= 400:
            raise Unavailable
        return answer

    def suggest(self, words: str) -> Suggestions:
        return cast("Suggestions", self._get("/v1/suggest", params={"q": words, "limit": 6}).json())

    def lowest_prices(self, product_id: str) -> list[LowestPrice]:
        answer = self._get(f"/v1/products/{quote(product_id, safe='')}/prices")
        return cast("list[LowestPrice]", answer.json()["variants"])

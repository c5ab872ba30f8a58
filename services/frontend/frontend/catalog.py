"""The calls the storefront makes to the read API, and no others."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote, urlsplit

from requests import Response

from frontend.api import Api
from frontend.reading import reading
from frontend.wire import Category, Listing, LowestPrice, Product, Shop, Suggestions
from revision_cache.shared import Shared
from revision_cache.token import Token
from service_defaults.problems import Problem

SETTINGS = "/v1/settings"


class Moved(Exception):
    """The product's address is another one now: `slug`."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class Catalog:
    """Every call raises Problem 400, 404 or 410 as the API answered it, and Unavailable otherwise."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._kept: dict[str, tuple[str, Any]] = {}
        self._token = Shared(api.token, at_once=1)
        self._is_known = True

    def token(self) -> Token | None:
        """The catalog's revision now; None where the API is away, or no database tells it."""
        try:
            token = self._token()
        except Problem:
            token = None
        self._is_known = token is not None
        return token

    def is_any_readable(self) -> bool:
        """Whether pages made now would be better than those made before."""
        return self._is_known or self.token() is not None

    def shop(self) -> Shop:
        return cast("Shop", self._revalidated(SETTINGS))

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
        _, shop = self._kept.get(SETTINGS, ("", None))
        _, categories = self._kept.get("/v1/categories", ("", {"items": []}))
        return cast("Shop | None", shop), cast("list[Category]", categories["items"])

    def _revalidated(self, path: str) -> Any:
        """What every page needs is asked for every time, but sent by the API only when it changed."""
        tag, body = self._kept.get(path, ("", None))
        answer = self._get(path, {"If-None-Match": tag} if tag else {})
        if answer.status_code == 304:
            return body
        body = answer.json()
        self._kept[path] = (answer.headers.get("ETag", ""), body)
        return body

    def _get(self, path: str, headers: Mapping[str, str] | None = None, **options: Any) -> Response:
        """What the API answers to the page being made, which is told of one revision."""
        answer = self._api.get(path, headers={**reading().wanted(), **(headers or {})}, **options)
        reading().note(answer)
        return answer

    def snapshot(self) -> Response:
        """The whole catalog, a JSON text a line: who asks for it reads it to its `end`, and closes it."""
        return self._get("/v1/snapshot", {"Accept-Encoding": "identity"}, stream=True)

    def suggest(self, words: str) -> Suggestions:
        return cast("Suggestions", self._get("/v1/suggest", params={"q": words, "limit": 6}).json())

    def lowest_prices(self, product_id: str) -> list[LowestPrice]:
        answer = self._get(f"/v1/products/{quote(product_id, safe='')}/prices")
        return cast("list[LowestPrice]", answer.json()["variants"])

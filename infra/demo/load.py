"""Loads the demo shop through the write API into an empty catalog.

The settings are written last and thereby say that the load is complete: a catalog that has products but still
the settings of a new one is an interrupted load, and is completed. Nothing is loaded into any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from rich.console import Console
from rich.progress import Progress

from infra.demo.api import Api, Refused
from infra.demo.shop import Product, Shop

PARALLEL = 4
POSITION_GAP = 1024  # room to put something in between later
CONFLICT, STALE = 409, 412


def load(api: Api, shop: Shop, console: Console) -> int:
    """Loads what is missing and returns how many products that was. Raises `Refused` or `Unreachable`."""
    present = _present(api)
    if present and not _interrupted(api, present, shop):
        console.print("The catalog has products already: nothing to do.")
        return 0
    _load_categories(api, shop)
    missing = [product for product in shop.products if product.slug not in present]
    positions = {product.slug: POSITION_GAP * place for place, product in enumerate(shop.products, 1)}
    _load_products(api, shop, missing, positions, console)
    _write_settings(api, shop.settings)
    console.print(f"{shop.settings['name']}: {len(missing)} products, {_picture_count(missing)} pictures.")
    return len(missing)


def _present(api: Api) -> set[str]:
    """The slugs of all products, page by page."""
    slugs: set[str] = set()
    query: dict[str, str | int] = {"limit": 100}
    while True:
        page = api.get("/v1/staff/products", **query).json()
        slugs |= {item["slug"] for item in page["items"]}
        if not page["next"]:
            return slugs
        query["after"] = page["next"]


def _interrupted(api: Api, present: set[str], shop: Shop) -> bool:
    ours = {product.slug for product in shop.products}
    return present <= ours and not api.get("/v1/settings").json()["tagline"]


def _load_categories(api: Api, shop: Shop) -> None:
    for place, category in enumerate(shop.categories, 1):
        body = {**category, "position": POSITION_GAP * place}
        _create(api, "/v1/categories", body, f"demo-category-{category['slug']}")


def _load_products(
    api: Api, shop: Shop, products: list[Product], positions: dict[str, int], console: Console
) -> None:
    """Most side by side; the newest one after the other, so that the shop knows which came last."""
    with Progress(console=console) as progress, ThreadPoolExecutor(PARALLEL) as pool:
        bar = progress.add_task("Filling the shelves", total=len(products))

        def load_one(product: Product) -> None:
            _load_product(api, product, positions[product.slug])
            progress.advance(bar)

        _all_done(pool.map(load_one, [p for p in products if p.slug not in shop.newest]))
        last = {p.slug: p for p in products if p.slug in shop.newest}
        for slug in (slug for slug in shop.newest if slug in last):
            load_one(last[slug])


def _all_done(results: Iterable[None]) -> None:
    """Waits, and raises what one of them raised."""
    for _ in results:
        pass


def _load_product(api: Api, product: Product, position: int) -> None:
    media = {picture.name: api.upload(picture.path.read_bytes()) for picture in product.pictures}
    _create(api, "/v1/products", product.wire(media, position), f"demo-product-{product.slug}")


def _create(api: Api, path: str, body: dict[str, object], key: str) -> None:
    """A slug that is taken means that an earlier run came this far."""
    try:
        api.post(path, body, key)
    except Refused as refused:
        if refused.status != CONFLICT:
            raise


def _write_settings(api: Api, settings: dict[str, str], tries: int = 5) -> None:
    """The tag comes from a replica, which may be behind by what was just written; then it is asked again."""
    for attempt in range(1, tries + 1):
        tag = api.get("/v1/settings").headers["ETag"]
        try:
            api.patch("/v1/settings", dict(settings), tag)
        except Refused as refused:
            if refused.status != STALE or attempt == tries:
                raise
        else:
            return


def _picture_count(products: list[Product]) -> int:
    return sum(len(product.pictures) for product in products)

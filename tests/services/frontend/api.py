"""A stand-in for the read API: an HTTP server that speaks its wire about the products of `goods`."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from flask import Flask, Response, request
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.services.frontend import goods
from tests.services.frontend.counts import facets_of

REVISION = "7.9f3ac2d17be04415"
TAG = '"7-9f3ac2d1.test"'
POT = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 1500">'
    '<path d="M480 420h240c0 220 190 320 190 560 0 130-90 220-190 220H480z" fill="#78a"/>'
    "</svg>"
)


class Api:
    """What the server is to answer with, and what it was asked."""

    def __init__(self) -> None:
        self.shop: dict[str, Any] = dict(goods.SHOP)
        self.categories = list(goods.CATEGORIES)
        self.products = list(goods.PRODUCTS)
        self.lowest: dict[str, dict[str, str]] = {}
        self.tag = TAG
        self.revision: str | None = REVISION
        self.fault: int | None = None
        self.is_stale = False
        self.breaks_off = False
        self.after: Callable[[], None] | None = None
        self.asked: list[dict[str, Any]] = []
        self.url = ""

    def app(self) -> Flask:
        app = Flask("stand-in")
        app.before_request(self._note)
        app.after_request(self._name_revision)
        app.add_url_rule("/v1/settings", view_func=self._settings)
        app.add_url_rule("/v1/categories", view_func=self._categories)
        app.add_url_rule("/v1/products", view_func=self._products)
        app.add_url_rule("/v1/products/<slug>", view_func=self._product)
        app.add_url_rule("/v1/snapshot", view_func=self._snapshot)
        app.add_url_rule("/v1/products/<slug>/prices", view_func=self._prices)
        app.add_url_rule("/v1/suggest", view_func=self._suggest)
        app.add_url_rule("/v1/media/<sha>/<name>", view_func=self.media)
        return app

    def _note(self) -> Response | None:
        headers = dict(request.headers)
        self.asked.append(
            {
                "method": request.method,
                "path": request.path,
                "args": request.args.to_dict(flat=False),
                "headers": headers,
            }
        )
        return _problem(self.fault, "internal") if self.fault else None

    def _name_revision(self, answer: Response) -> Response:
        if self.revision:
            answer.headers["Catalog-Revision"] = self.revision
        if self.is_stale:
            answer.headers["Catalog-Stale"] = "true"
        if self.after:
            self.after()
        return answer

    def _settings(self) -> Response:
        return self._tagged(self.shop)

    def _categories(self) -> Response:
        return self._tagged({"items": self.categories, "revision": 7})

    def _products(self) -> Response:
        q = request.args.get("q", "").lower()
        meant = goods.MISSPELT.get(q, q)
        found = [product for product in self.products if _matches(product, meant)]
        page, limit = int(request.args.get("page", 1)), int(request.args.get("limit", 24))
        listing = {"items": found[(page - 1) * limit : page * limit], "total": len(found), "revision": 7}
        if "page" in request.args:
            listing |= {"page": page, "pages": -(-len(found) // limit)}
        if "facets" in request.args:
            listing["facets"] = facets_of(found)
        return _json(listing | ({"corrected": meant if meant != q else None} if q else {}))

    def _suggest(self) -> Response:
        begun = request.args["q"].lower()
        titled = [{"title": one["title"]} for one in self.products if begun in one["title"].lower()]
        return _json({"products": titled[:6], "categories": [], "searches": [f"{begun}s"], "corrected": None})

    def _prices(self, slug: str) -> Response:
        found = [product for product in self.products if slug == product["id"]]
        if not found:
            return _problem(404, "not-found")
        lowest = [{"id": one["id"], "lowest": self.lowest.get(one["id"])} for one in found[0]["variants"]]
        return _json({"variants": lowest, "revision": 7})

    def _product(self, slug: str) -> Response:
        if slug in goods.MOVED:
            return Response(status=301, headers={"Location": f"/v1/products/{goods.MOVED[slug]}"})
        if slug in goods.WITHDRAWN:
            return _problem(410, "gone")
        found = [product for product in self.products if slug in (product["slug"], product["id"])]
        return _json(found[0]) if found else _problem(404, "not-found")

    def _snapshot(self) -> Response:
        things = [{"entity": "product", "id": each["id"], "value": each} for each in self.products]
        end = [] if self.breaks_off else [{"end": True, "count": len(things) + 1}]
        lines = [{"revision": 7}, {"entity": "settings", "value": self.shop}, *things, *end]
        return Response("".join(f"{json.dumps(line)}\n" for line in lines), content_type="application/jsonl")

    def _tagged(self, body: object) -> Response:
        if request.headers.get("If-None-Match") == self.tag:
            return Response(status=304, headers={"ETag": self.tag})
        return _json(body, ETag=self.tag)

    def media(self, sha: str, name: str) -> Response:
        return Response(POT, content_type="image/svg+xml")


def _matches(product: dict[str, Any], words: str) -> bool:
    args = request.args
    options = {f"{name}:{value}" for one in product["variants"] for name, value in one["options"].items()}
    category = args.get("category")
    return (
        words in product["title"].lower()
        and (not args.getlist("option") or bool(options & set(args.getlist("option"))))
        and set(args.getlist("tag")) <= set(product["tags"])
        and (not category or (product["category"] or {}).get("slug") == category)
        and ("in_stock" not in args or product["available"])
        and float(args.get("min_price", 0)) <= float(product["price_range"]["min"]["amount"])
        and float(product["price_range"]["min"]["amount"]) <= float(args.get("max_price", "inf"))
    )


def _json(body: object, status: int = 200, **headers: str) -> Response:
    return Response(json.dumps(body), status, headers, content_type="application/json")


def _problem(status: int, slug: str) -> Response:
    return _json({"type": slug, "title": slug, "status": status, "detail": slug}, status)


class Quiet(WSGIRequestHandler):
    def log(self, *words: object) -> None:
        pass


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve a WSGI app on a free port of this machine; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

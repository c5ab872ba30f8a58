"""The stand-in's wire: the routes of the catalog's APIs that this tool calls, over a real port."""

import time
import uuid
from collections.abc import Callable
from hashlib import sha256

import jwt
from flask import Flask, Response, jsonify, request

from tests.services.admin_ui.api import EMAIL, KEY, NOW, Api, Json, Problem, picture

PICTURES = ("image/jpeg", "image/png", "image/webp")


def create_api(api: Api) -> Flask:
    app = Flask(__name__)
    for part in (every_request, sessions, accounts, products, changes, categories, the_rest):
        part(app, api)
    return app


def every_request(app: Flask, api: Api) -> None:
    @app.before_request
    def watch() -> None:
        api.requests.append((request.method, request.full_path.rstrip("?"), dict(request.headers)))
        if request.path.startswith("/v1/staff") or request.method == "PATCH":
            authorize()
        if request.method == "GET" and api.failing_reads:
            raise api.failing_reads.pop(0)
        if request.method != "GET" and api.paused:
            raise Problem(503, "writes-paused", "No leader.", {"Retry-After": "5"})

    @app.after_request
    def stamp(response: Response) -> Response:
        response.headers.setdefault("Catalog-Revision", api.token)
        return response

    @app.errorhandler(Problem)
    def answer(problem: Problem) -> tuple[Json, int, Json]:
        return problem.body, problem.status, problem.headers


def authorize() -> None:
    try:
        jwt.decode(request.headers["Authorization"].removeprefix("Bearer "), KEY, ["HS256"])
    except jwt.ExpiredSignatureError:
        raise Problem(401, "unauthorized", "The token has expired.") from None


def tagged(api: Api, thing: Json, status: int = 200) -> Response:
    response = jsonify(thing)
    response.status_code, response.headers["ETag"] = status, api.tag(thing)
    return response


def current(api: Api, things: dict[str, Json], thing_id: str) -> Json:
    """The thing, if there is one and the caller has seen its present state."""
    is_read = request.method == "GET"
    if thing_id not in things or (not is_read and things[thing_id].get("deleted_at")):
        raise Problem(404, "not-found", "There is no such thing.")
    thing = things[thing_id]
    if not is_read and request.headers["If-Match"] != api.tag(thing):
        tag = {"ETag": api.tag(thing)}
        raise Problem(412, "precondition-failed", "Changed since.", tag, current=thing)
    return thing


def tokens(api: Api) -> Json:
    refresh = uuid.uuid4().hex
    api.refresh_tokens.add(refresh)
    scope = "account" if api.one_time else api.scope
    claims = {"sub": "1", "name": "Owner", "role": "owner", "scope": scope, "jti": refresh}
    return {
        "access_token": jwt.encode(claims | {"exp": time.time() + api.lifetime}, KEY, "HS256"),
        "refresh_token": refresh,
        "password_change_required": api.one_time,
    }


def refuse_login(api: Api) -> None:
    if api.failing_logins:
        raise api.failing_logins.pop(0)
    if request.json != {"email": EMAIL, "password": api.password}:
        raise Problem(401, "unauthorized", "Wrong.")
    if api.code:
        raise Problem(403, "second-factor-required", "Needed.", ticket="t1", accepted=["totp"])


def sessions(app: Flask, api: Api) -> None:
    @app.post("/v1/sessions")
    def log_in() -> tuple[Json, int]:
        refuse_login(api)
        return tokens(api), 201

    @app.post("/v1/sessions/second-factor")
    def show_second_factor() -> tuple[Json, int]:
        ways = ({"ticket": "t1", kind: api.code} for kind in ("totp", "recovery_code"))
        if request.json not in ways:
            raise Problem(401, "unauthorized", "Wrong.")
        return tokens(api), 201

    @app.post("/v1/sessions/refresh")
    def refresh() -> tuple[Json, int]:
        if request.json["refresh_token"] not in api.refresh_tokens:
            api.refresh_tokens.clear()
            raise Problem(401, "unauthorized", "The session is over.")
        api.refresh_tokens.remove(request.json["refresh_token"])
        return tokens(api), 201

    @app.delete("/v1/sessions")
    def log_out() -> tuple[str, int]:
        api.refresh_tokens.discard(request.json["refresh_token"])
        return "", 204


def accounts(app: Flask, api: Api) -> None:
    @app.put("/v1/account/password")
    def change_password() -> tuple[str, int]:
        if len(request.json["new_password"]) < 12:
            errors = [{"pointer": "/new_password", "detail": "At least 12 characters."}]
            raise Problem(422, "invalid-body", "Too short.", errors=errors)
        api.password, api.one_time = request.json["new_password"], False
        return "", 204


def products(app: Flask, api: Api) -> None:
    @app.get("/v1/staff/products")
    def list_products() -> Json:
        status, after = request.args.get("status"), int(request.args.get("after", 0))
        found = [p for p in api.products.values() if bool(p["deleted_at"]) == (status == "trashed")]
        found = [p for p in found if status in (None, "trashed", p["status"])]
        found = [p for p in found if request.args.get("q", "").lower() in p["title"].lower()]
        end = after + int(request.args["limit"])
        rest = str(end) if end < len(found) else None
        return {"items": found[after:end], "total": len(found), "next": rest, "revision": api.number}

    @app.get("/v1/staff/products/<product_id>")
    def product(product_id: str) -> Response:
        return tagged(api, current(api, api.products, product_id))


def changes(app: Flask, api: Api) -> None:
    @app.post("/v1/products")
    def create() -> Response:
        return once(lambda: tagged(api, api.store(request.json, None), 201))

    @app.patch("/v1/products/<product_id>")
    def change(product_id: str) -> Response:
        return once(lambda: tagged(api, api.store(request.json, current(api, api.products, product_id))))

    @app.delete("/v1/products/<product_id>")
    def delete(product_id: str) -> Response:
        return once(
            lambda: tagged(api, api.store({"deleted_at": NOW}, current(api, api.products, product_id)))
        )

    def once(write: Callable[[], Response]) -> Response:
        key = request.headers["Idempotency-Key"]
        if key not in api.answered:
            api.answered[key] = write()
        return api.answered[key]


def categories(app: Flask, api: Api) -> None:
    @app.get("/v1/categories")
    def list_categories() -> Json:
        return {"items": list(api.categories.values()), "revision": api.number}

    @app.get("/v1/categories/<category_id>")
    def category(category_id: str) -> Response:
        return tagged(api, current(api, api.categories, category_id))

    @app.post("/v1/categories")
    def create_category() -> Response:
        if not request.json["title"]:
            errors = [{"pointer": "/title", "detail": "May not be empty."}]
            raise Problem(422, "invalid-body", "Faulty.", errors=errors)
        return tagged(api, api.add_category(**request.json), 201)

    @app.patch("/v1/categories/<category_id>")
    def change_category(category_id: str) -> Response:
        category = current(api, api.categories, category_id)
        api.number += 1
        category |= request.json | {"revision": api.number}
        return tagged(api, category)

    @app.delete("/v1/categories/<category_id>")
    def delete_category(category_id: str) -> tuple[str, int]:
        if current(api, api.categories, category_id)["product_count"]:
            raise Problem(409, "category-not-empty", "It still holds products.")
        del api.categories[category_id]
        api.number += 1
        return "", 204


def the_rest(app: Flask, api: Api) -> None:
    @app.post("/v1/media")
    def add_media() -> tuple[Json, int]:
        if request.content_type not in PICTURES:
            raise Problem(415, "unsupported-media-type", "Not a picture that can be shown.")
        return picture(sha256(request.get_data()).hexdigest()), 201

    @app.get("/v1/settings")
    def settings() -> Json:
        return {"name": "mstore", "currency": "EUR", "locale": "en"}

    @app.get("/v1/status")
    def status() -> Json:
        at = api.replicas_at or [api.number, api.number]
        replicas = [
            {"name": f"replica-{i}", "state": "usable", "revision": number} for i, number in enumerate(at)
        ]
        leader = {"name": "leader", "state": "leader", "revision": None}
        return {"replicas": [leader, *replicas], "revision": api.number}

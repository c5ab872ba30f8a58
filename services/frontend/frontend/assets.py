"""Decides under which addresses style and type are served: named by their content, so that they are kept."""

import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from flask import Blueprint, Flask, Response, abort, current_app, request

from service_defaults.permissions import PUBLIC, permission

IMMUTABLE = "public, max-age=31536000, immutable"
FONTS = {
    "text.ttf": ("fontpkg_figtree", "Figtree[wght].ttf"),
    "display.ttf": ("fontpkg_instrument_serif", "InstrumentSerif-Regular.ttf"),
}

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    name: str
    content_type: str
    content: bytes

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:12]

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.content, mtime=0)

    @property
    def path(self) -> str:
        return f"/assets/{self.digest}/{self.name}"


def load_assets() -> dict[str, Asset]:
    """All assets by name; the stylesheet names the fonts by their addresses."""
    assets = {asset.name: asset for asset in _fonts()}
    parts = sorted((files("frontend") / "static" / "styles").iterdir(), key=lambda part: part.name)
    style = "\n".join(part.read_text("utf-8") for part in parts)
    for font in assets.values():
        style = style.replace(f'url("{font.name}")', f'url("{font.path}")')
    static = files("frontend") / "static"
    icon, script = (static / "icon.svg").read_bytes(), (static / "suggest.js").read_bytes()
    assets["shop.css"] = Asset("shop.css", "text/css; charset=utf-8", style.encode())
    assets["suggest.js"] = Asset("suggest.js", "text/javascript; charset=utf-8", script)
    rules = (static / "speculation.json").read_bytes()
    assets["speculation.json"] = Asset("speculation.json", "application/speculationrules+json", rules)
    assets["icon.svg"] = Asset("icon.svg", "image/svg+xml", icon)
    return assets


def _fonts() -> Iterator[Asset]:
    for name, (package, file) in FONTS.items():
        yield Asset(name, "font/ttf", (files(package) / "files" / file).read_bytes())


def add_assets(app: Flask) -> None:
    assets = load_assets()
    app.extensions["assets"] = assets
    app.jinja_env.globals["asset"] = lambda name: assets[name].path
    app.register_blueprint(blueprint)

    @app.after_request
    def name_what_may_be_fetched_ahead(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers["Speculation-Rules"] = f'"{assets["speculation.json"].path}"'
        return response


@blueprint.get("/assets/<digest>/<name>")
@permission(PUBLIC)
def asset(digest: str, name: str) -> Response:
    """A page of another build, during a deployment, gets this build's asset, not to be kept."""
    found: Asset | None = current_app.extensions["assets"].get(name)
    if found is None:
        abort(404)
    zipped = request.accept_encodings.best_match(["gzip"]) is not None
    response = Response(found.compressed if zipped else found.content, content_type=found.content_type)
    if zipped:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = IMMUTABLE if digest == found.digest else "no-cache"
    return response

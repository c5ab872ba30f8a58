"""Decides under which addresses style and type are served: named by their content, so that they are kept."""

import gzip
import hashlib
import sys
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, request
from rcssmin import cssmin

from frontend.fonts import webfonts
from revision_cache.codings import IDENTITY, coding_for
from service_defaults.permissions import PUBLIC, permission

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

IMMUTABLE = "public, max-age=31536000, immutable"

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
    def forms(self) -> dict[str, bytes]:
        """The content by its coding: as small as each makes it, since it is made once and sent for a year."""
        if self.content_type.startswith("font/"):  # WOFF2 is compressed in itself
            return {IDENTITY: self.content}
        return {
            IDENTITY: self.content,
            "zstd": zstd.compress(self.content, 19),
            "br": brotli.compress(self.content),
            "gzip": gzip.compress(self.content, mtime=0),
        }

    @property
    def path(self) -> str:
        return f"/assets/{self.digest}/{self.name}"


def load_assets() -> dict[str, Asset]:
    """All assets by name; the stylesheet names the fonts by their addresses."""
    assets = {name: Asset(name, "font/woff2", content) for name, content in webfonts().items()}
    parts = sorted((files("frontend") / "static" / "styles").iterdir(), key=lambda part: part.name)
    style = "\n".join(part.read_text("utf-8") for part in parts)
    for font in assets.values():
        style = style.replace(f'url("{font.name}")', f'url("{font.path}")')
    static = files("frontend") / "static"
    icon, script = (static / "icon.svg").read_bytes(), (static / "suggest.js").read_bytes()
    assets["shop.css"] = Asset("shop.css", "text/css; charset=utf-8", cssmin(style).encode())
    assets["suggest.js"] = Asset("suggest.js", "text/javascript; charset=utf-8", script)
    rules = (static / "speculation.json").read_bytes()
    assets["speculation.json"] = Asset("speculation.json", "application/speculationrules+json", rules)
    assets["icon.svg"] = Asset("icon.svg", "image/svg+xml", icon)
    return assets


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
    coding = coding_for(request.headers.get("Accept-Encoding", ""))
    coding = coding if coding in found.forms else IDENTITY
    response = Response(found.forms[coding], content_type=found.content_type)
    if coding != IDENTITY:
        response.content_encoding = coding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = IMMUTABLE if digest == found.digest else "no-cache"
    return response

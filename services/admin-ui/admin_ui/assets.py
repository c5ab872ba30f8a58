"""Decides the addresses of stylesheet and icon: each holds a hash of its bytes, so it is kept for ever."""

import hashlib
import mimetypes
from pathlib import Path

from flask import Flask, Response, abort, url_for

from service_defaults.permissions import PUBLIC, permission

FOREVER = "public, max-age=31536000, immutable"


def _load() -> dict[str, tuple[str, bytes]]:
    """What lies in the folder `assets`: name → (name with the hash in it, bytes)."""
    assets = {}
    for path in sorted((Path(__file__).parent / "assets").iterdir()):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:12]
        assets[path.name] = (f"{path.stem}.{digest}{path.suffix}", content)
    return assets


ASSETS = _load()
BY_ADDRESS = dict(ASSETS.values())


def asset_url(name: str) -> str:
    return url_for("asset", name=ASSETS[name][0])


@permission(PUBLIC)
def asset(name: str) -> Response:
    if name not in BY_ADDRESS:
        abort(404)
    kind = mimetypes.guess_type(name)[0]
    return Response(BY_ADDRESS[name], content_type=kind, headers={"Cache-Control": FOREVER})


def init_app(app: Flask) -> None:
    app.add_url_rule("/assets/<name>", view_func=asset)
    app.add_template_global(asset_url)

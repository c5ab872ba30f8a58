"""A shop that has one of everything the document gives as an example, and its owner, who is logged in."""

import io
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests
from PIL import Image

from tests.conformance.services import READ_API, WRITE_API, settings_of
from tests.libs.serving import Served, environment
from tests.postgres import Postgres

EMAIL = "owner@example.com"
PICTURE_TYPES = {"image/jpeg", "image/png", "image/webp"}
TOKENS_ARE_GOOD_FOR = 300.0  # seconds; half of what they are in truth
SLUG = "celadon-mug"
PRODUCT = {
    "title": "Celadon mug",
    "slug": SLUG,
    "status": "active",
    "category": SLUG,
    "variants": [{"price": {"amount": "28.00", "currency": "EUR"}}],
}


class Shop:
    """`reader` and `writer` are the two APIs; whoever sends `headers` is the owner."""

    def __init__(self, house: dict[str, Served], postgres: Postgres, secrets: Path) -> None:
        self.reader, self.writer = house[READ_API.name], house[WRITE_API.name]
        self.password = "known to nobody but this shop"
        postgres.empty_catalog()
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "write_api", "first-owner"]
            + [f"--{name}={value}" for name, value in self.credentials.items()],
            env=environment(settings_of(WRITE_API, secrets, postgres=postgres)),
            check=True,
            timeout=60,
        )
        self.picture = _picture()
        self._headers: dict[str, str] = {}
        self._until = 0.0
        media = self._write("/v1/media", data=self.picture, headers={"Content-Type": "image/jpeg"}).json()
        self._write("/v1/categories", json={"title": "Celadon", "slug": SLUG})
        images = [{"media": media["media"], "alt": "A mug"}]
        made = self._write("/v1/products", json=PRODUCT | {"images": images})
        self.revision = made.headers["Catalog-Revision"]

    @property
    def credentials(self) -> dict[str, str]:
        return {"email": EMAIL, "password": self.password}

    @property
    def headers(self) -> dict[str, str]:
        """A token that has yet to expire."""
        if time.monotonic() > self._until:
            session = self.writer.request("POST", "/v1/sessions", json=self.credentials).json()
            self._headers = {"Authorization": f"Bearer {session['access_token']}"}
            self._until = time.monotonic() + TOKENS_ARE_GOOD_FOR
        return self._headers

    def of_method(self, method: str) -> str:
        """The address of whom the gateway would ask."""
        return self.reader.url if method in {"GET", "HEAD", "OPTIONS"} else self.writer.url

    def new_refresh_token(self) -> str:
        """One that was not used."""
        answer = self.writer.request("POST", "/v1/sessions", json=self.credentials)
        return str(answer.json()["refresh_token"])

    def another_password(self) -> str:
        return self.password + "."

    def new(self, kind: str) -> str:
        """The id of a product or category that was made just now."""
        body = {"title": kind, "variants": PRODUCT["variants"]} if kind == "products" else {"title": kind}
        made: str = self._write(f"/v1/{kind}", json=body).json()["id"]
        return made

    def _write(self, path: str, **options: Any) -> requests.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        answer = self.writer.request("POST", path, headers=headers, **options)
        assert answer.ok, answer.text
        return answer


def _picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "#aabbcc").save(drawn, "JPEG")
    return drawn.getvalue()

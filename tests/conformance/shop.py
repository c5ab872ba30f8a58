"""A shop that has one of everything the document gives as an example, and its owner, who is logged in."""

import io
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests
from PIL import Image
from sqlalchemy import NullPool, create_engine, text

from tests.conformance.services import READ_API, WRITE_API, settings_of
from tests.libs.serving import Served, environment
from tests.postgres import Postgres
from write_api.imports.plan_job import plan_next

EMAIL = "owner@example.com"
PICTURE_TYPES = {"image/jpeg", "image/png", "image/webp", "image/avif"}
TOKENS_ARE_GOOD_FOR = 300.0  # seconds; half of what they are in truth
SLUG = "celadon-mug"
PRODUCT: dict[str, Any] = {
    "title": "Celadon mug",
    "slug": SLUG,
    "status": "active",
    "category": SLUG,
    "variants": [{"price": {"amount": "28.00", "currency": "EUR"}}],
}
FORGET_FACTORS = text(
    "DELETE FROM catalog.totp; DELETE FROM catalog.passkey; DELETE FROM catalog.recovery_code"
)


class Shop:
    """`reader` and `writer` are the two APIs; whoever sends `headers` is the owner."""

    def __init__(self, house: dict[str, Served], postgres: Postgres, secrets: Path) -> None:
        self._postgres = postgres
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
        self.picture = _picture("#aabbcc")
        self._headers: dict[str, str] = {}
        self._until = 0.0
        picture = self.write("/v1/media", data=self.picture, headers={"Content-Type": "image/jpeg"}).json()
        self.media: str = picture["media"]
        self.write("/v1/categories", json={"title": "Celadon", "slug": SLUG})
        images = [{"media": self.media, "alt": "A mug"}]
        made = self.write("/v1/products", json=PRODUCT | {"images": images})
        self.revision = made.headers["Catalog-Revision"]

    @property
    def credentials(self) -> dict[str, str]:
        return {"email": EMAIL, "password": self.password}

    @property
    def headers(self) -> dict[str, str]:
        """A token that has yet to expire."""
        if time.monotonic() > self._until:
            self._headers = {"Authorization": f"Bearer {self.log_in()['access_token']}"}
            self._until = time.monotonic() + TOKENS_ARE_GOOD_FOR
        return self._headers

    def of_method(self, method: str) -> str:
        """The address of whom the gateway would ask."""
        return self.reader.url if method in {"GET", "HEAD", "OPTIONS"} else self.writer.url

    def new_refresh_token(self) -> str:
        """One that was not used."""
        return str(self.log_in()["refresh_token"])

    def forget_factors(self) -> None:
        """Let a password be enough again, as only who runs the database can."""
        with self._postgres.connection("write_api") as connection:
            connection.execute(FORGET_FACTORS)
            connection.commit()

    def log_in(self) -> dict[str, Any]:
        """Another session of the owner."""
        begun: dict[str, Any] = self.writer.request("POST", "/v1/sessions", json=self.credentials).json()
        return begun

    def another_password(self) -> str:
        return self.password + "."

    def new(self, kind: str) -> str:
        """The id of a product or category that was made just now."""
        body = {"title": kind, "variants": PRODUCT["variants"]} if kind == "products" else {"title": kind}
        made: str = self.write(f"/v1/{kind}", json=body).json()["id"]
        return made

    def new_with_parts(self) -> dict[str, str | int]:
        """Where a product that was made just now, its second variant, its picture and its option are."""
        sold_as = [{"Glaze": "Ash", "Length": length} for length in ("short", "long")]
        variants = [{**PRODUCT["variants"][0], "options": options} for options in sold_as]
        body = {
            "title": "Parts",
            "options": ["Glaze", "Length"],
            "variants": variants,
            "images": [{"media": self.media}],
        }
        made = self.write("/v1/products", json=body).json()
        second = made["variants"][1]["id"]
        return {"product_id": made["id"], "variant_id": second, "sha256": self.media, "place": 0}

    def another_picture(self) -> str:
        """What an upload is called that no product shows."""
        data = _picture("#ccbbaa")
        answer = self.writer.request(
            "POST", "/v1/media", data=data, headers={**self.headers, "Content-Type": "image/jpeg"}
        )
        return str(answer.json()["media"])

    def new_tag(self) -> str:
        """A tag that a product has."""
        self.write("/v1/products", json={"title": "Cup", "variants": PRODUCT["variants"], "tags": ["new"]})
        return "new"

    def new_revision(self) -> int:
        """The number of a revision that can be undone."""
        product = self.write("/v1/products", json={"title": "Cup", "variants": PRODUCT["variants"]})
        return int(product.headers["Catalog-Revision"].partition(".")[0])

    def new_import(self) -> str:
        """The id of an import that is planned."""
        file = {"data": b"Handle,Title,Price\nbowl,Bowl,1\n", "headers": {"Content-Type": "text/csv"}}
        made: str = self.write("/v1/imports", **file).json()["id"]
        engine = create_engine(self._postgres.url("write_api"), poolclass=NullPool)
        while plan_next(engine):
            pass
        return made

    def new_in_trash(self) -> str:
        """The id of a product that was put in the trash just now."""
        product = self.new("products")
        headers = {**self.headers, "If-Match": "*"}
        assert self.writer.request("DELETE", f"/v1/products/{product}", headers=headers).ok
        return product

    def write(self, path: str, **options: Any) -> requests.Response:
        """POST, as the owner, what has to succeed."""
        headers = {**self.headers, **options.pop("headers", {})}
        answer = self.writer.request("POST", path, headers=headers, **options)
        assert answer.ok, answer.text
        return answer


def _picture(color: str) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), color).save(drawn, "JPEG")
    return drawn.getvalue()

"""Decides which pictures a product is to have: those that it has, that are here, that are to be fetched."""

import unicodedata
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from marshmallow import ValidationError

from write_api.imports.drafts import Document, Draft, ImageDraft
from write_api.imports.known import Known
from write_api.products.schemas import ImageSchema

STEP = 1024
LONGEST_URL = 2000
"""In bytes: the index by address holds no more than 2,704."""

ALT = ImageSchema().fields["alt"]


@dataclass
class Pictures:
    """`images` as a request has them, `places` where each stands, and `asked`, those to be fetched."""

    images: list[Document] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    asked: list[Document] = field(default_factory=list)


def merge_pictures(current: Document | None, draft: Draft, known: Known) -> Pictures:
    """None goes, and none comes twice: what the file names is matched by its content and by its address."""
    had = {image["media"]: image for image in current["images"]} if current else {}
    in_file: dict[str, Document] = {}
    for image in draft.images:
        media = known.media_of(image.url, image.sha256)
        key = media or image.url
        if key is None:
            draft.warn("The picture is not here, and the file has no address of it.", image.line)
        elif media:
            alt = image.alt if image.alt is not None else had.get(media, {}).get("alt", "")
            in_file.setdefault(media, {"media": media, "alt": alt})
        elif _may_be_fetched(draft, image):
            in_file.setdefault(key, {"url": key, "sha256": image.sha256, "alt": _alt(draft, image)})
    return _placed(current, known, had, in_file)


def _placed(
    current: Document | None, known: Known, had: dict[str, Document], in_file: dict[str, Document]
) -> Pictures:
    """In the file's order if it names all that are there, else in the order that they have, new ones last."""
    before = {
        media: in_file.get(media, {"media": media, "alt": image["alt"]}) for media, image in had.items()
    }
    order = in_file if before.keys() <= in_file.keys() else {**before, **in_file}
    made = Pictures()
    for index, (key, picture) in enumerate(order.items()):
        place = (index + 1) * STEP
        if "media" in picture:
            made.images.append(picture)
            made.places.append(place)
        elif current is None or (str(current["id"]), key) not in known.asked:
            made.asked.append({**picture, "position": place})
    return made


def _alt(draft: Draft, image: ImageDraft) -> str:
    """What it shows, as the schema of a product's pictures has it."""
    try:
        return str(ALT.deserialize(image.alt or ""))
    except ValidationError as error:
        draft.refuse(f"What the picture shows: {error.messages[0]}", image.line)
        return ""


def _may_be_fetched(draft: Draft, image: ImageDraft) -> bool:
    if not _is_address(image.url or ""):
        draft.warn(f"{image.url!r:.300} is no address of a picture and was left out.", image.line)
        return False
    return True


def _is_address(url: str) -> bool:
    """Whether it is an http address that can be stored as it is."""
    try:
        parts = urlsplit(url)
        is_of_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
    # `urlsplit` drops controls and blanks at its ends without a word.
    is_line = url == url.strip() and not any(unicodedata.category(char) == "Cc" for char in url)
    return is_of_web and is_line and len(url.encode()) <= LONGEST_URL

"""Pictures of a file meet those that a product has: none goes, none comes twice."""

from typing import Any

import pytest

from write_api.imports.drafts import Draft, ImageDraft
from write_api.imports.known import Known
from write_api.imports.pictures import merge_pictures

A, B, C = ("a" * 64, "b" * 64, "c" * 64)
URL = "https://x.example/new.jpg"
KNOWN = Known(
    media={A: A, B: B, C: C, "https://x.example/c.jpg": C}, asked={("1", "https://x.example/asked.jpg")}
)


def had(*media: str) -> dict[str, Any]:
    return {"id": "1", "images": [{"media": each, "alt": f"Alt {each[0]}"} for each in media]}


def file(*images: tuple[str | None, str | None, str | None]) -> Draft:
    return Draft("mug", [2], images=[ImageDraft(2, *image) for image in images])


@pytest.mark.parametrize(
    ("current", "images", "kept", "asked"),
    [
        (had(A, B), [], [A, B], []),
        (had(A, B), [(None, B, None), (None, A, None)], [B, A], []),
        (had(A, B), [(None, B, None)], [A, B], []),
        (had(A), [(None, C, None)], [A, C], []),
        (had(A), [("https://x.example/c.jpg", None, None)], [A, C], []),
        (had(A), [(f"https://old.example/v1/media/{A}/1200.jpg", None, None)], [A], []),
        (had(A), [(URL, None, None)], [A], [(URL, 2048)]),
        (had(A), [(URL, None, None), (None, A, None)], [A], [(URL, 1024)]),
        (had(A), [(URL, None, None), (URL, None, "again")], [A], [(URL, 2048)]),
        (had(A), [("https://x.example/asked.jpg", None, None)], [A], []),
        (had(A), [("/relative.jpg", None, None), ("ftp://x.example/a.jpg", None, None)], [A], []),
        (had(A), [("https://x.example/" + "é" * 1000, None, None)], [A], []),
        (had(A), [("https://x.example/a\nb.jpg", None, None), (f" {URL}", None, None)], [A], []),
        (had(A), [(None, "d" * 64, None)], [A], []),
        (None, [(URL, "d" * 64, None)], [], [(URL, 1024)]),
        (None, [(None, A, None), (f"https://s/v1/media/{A}/160.webp", None, None)], [A], []),
    ],
)
def test_which_pictures_there_are_and_which_are_asked_for(
    current: dict[str, Any] | None, images: list[Any], kept: list[str], asked: list[tuple[str, int]]
) -> None:
    found = merge_pictures(current, file(*images), KNOWN)
    assert [image["media"] for image in found.images] == kept
    assert [(each["url"], each["position"]) for each in found.asked] == asked


@pytest.mark.parametrize(("alt", "kept"), [(None, "Alt a"), ("", ""), ("New", "New")])
def test_what_a_picture_shows_is_kept_unless_it_is_said(alt: str | None, kept: str) -> None:
    found = merge_pictures(had(A), file((None, A, alt)), KNOWN)
    assert found.images == [{"media": A, "alt": kept}]


def test_what_a_picture_to_be_fetched_shows_is_judged_as_of_any_other() -> None:
    draft = file((URL, None, " Cafe\u0301 "), (URL + "2", None, "x" * 501), (URL + "3", None, "a\nb"))
    found = merge_pictures(None, draft, KNOWN)
    assert found.asked[0]["alt"] == "Caf\u00e9"
    assert [note.line for note in draft.errors] == [2, 2]


def test_what_is_left_out_is_told() -> None:
    draft = file(("/relative.jpg", None, None), (None, "d" * 64, None))
    merge_pictures(None, draft, KNOWN)
    assert len(draft.warnings) == 2

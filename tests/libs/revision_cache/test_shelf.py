"""What is kept on disk is there for the next process, bounded, and never in the way."""

from pathlib import Path

import pytest

from revision_cache.answer import Answer
from revision_cache.shelf import Shelf

HEADERS = [
    ("Content-Type", "text/html"),
    ("ETag", '"1-0123abcd.dev"'),
    ("Catalog-Revision", "1.0123456789abcdef"),
]


def page(body: bytes = b"<p>Pots</p>", made_at: float = 1000.5) -> Answer:
    return Answer(HEADERS, body, "/", made_at)


def test_the_next_process_finds_what_this_one_kept(tmp_path: Path) -> None:
    Shelf(tmp_path, 10_000).put(" /", page())
    found = Shelf(tmp_path, 10_000).find(" /")
    assert found
    assert (found.plain, found.tag, found.token) == (page().plain, page().tag, page().token)
    assert (found.route, found.made_at) == ("/", 1000.5)
    assert Shelf(tmp_path, 10_000).find(" /other") is None


def test_what_was_made_last_stays_and_no_more_than_fits(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 2_000)
    for number in range(20):
        shelf.put(f" /{number}", page(bytes(f"page {number}", "ascii")))
        shelf.put(" /", page())
    assert shelf.find(" /")
    assert shelf.find(" /19")
    assert shelf.find(" /0") is None
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) == shelf.size <= 2_000
    assert Shelf(tmp_path, 500).size <= 500


def test_a_page_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 10_000)
    for body in (b"first", b"second"):
        shelf.put(" /", page(body))
    found = shelf.find(" /")
    assert found
    assert found.plain.body == b"second"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("damaged", [b"", b"nonsense", b"{}\n", b"[1]\nbody"])
def test_what_is_damaged_is_not_given(tmp_path: Path, damaged: bytes) -> None:
    shelf = Shelf(tmp_path, 10_000)
    shelf.put(" /", page())
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for content in (damaged, whole[:-5], whole.replace(b'" /"', b'"/ "')):
        file.write_bytes(content)
        assert shelf.find(" /") is None


def test_a_disk_that_takes_no_more_is_no_fault(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "gone", 10_000)
    (tmp_path / "gone").rmdir()
    shelf.put(" /", page())
    assert shelf.find(" /") is None


def test_what_was_half_written_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / "0123.answer.coming").write_bytes(b"half")
    Shelf(tmp_path, 10_000)
    assert list(tmp_path.iterdir()) == []

"""Files as people have them are read as they were meant, or refused with the line at fault."""

import codecs

import pytest

from tests.services.write_api.imports.reading import drafts_of, one
from write_api.imports.drafts import BrokenFile
from write_api.imports.encodings import GUESSED
from write_api.imports.scratch import MOST_LINES_OF_ONE

OLD = "Handle,Title,Variant Price\nmug,Mug,28.00\n"
NEW = "Title,URL handle,Price\nMug,mug,28.00\n"
EURO = {"amount": "28.00", "currency": "EUR"}


@pytest.mark.parametrize(
    "file",
    [
        OLD,
        NEW,
        OLD.replace("\n", "\r\n"),
        OLD.replace("\n", "\r"),
        "\ufeff" + OLD,
        OLD.upper().replace("MUG,MUG", "mug,Mug"),
        OLD.replace(",", ";"),
        OLD.replace(",", "\t"),
        OLD.replace(",", ";").replace("28.00", "28,00"),
        "sep=;\n" + OLD.replace(",", ";"),
        "Products 2025,,\n\n" + OLD,
        OLD.rstrip("\n"),
        OLD + ",,\n\n",
        OLD.replace("28.00", "28.00 EUR"),
        OLD.replace("28.00", "€ 28.00"),
        OLD.replace("mug,Mug,28.00", '"mug","Mug","28.00"'),
        (codecs.BOM_UTF16_LE + OLD.encode("utf-16-le")),
        (codecs.BOM_UTF16_BE + OLD.encode("utf-16-be")),
    ],
)
def test_the_same_product_is_read_however_it_is_written(file: str | bytes) -> None:
    draft = one(file)
    assert (draft.handle, draft.title, draft.errors) == ("mug", "Mug", [])
    assert [variant.members for variant in draft.variants] == [{"price": EURO}]


def test_what_was_found_out_is_told() -> None:
    reader, _ = drafts_of("My sheet\nHandle;Title;Variant Price;Gift Card\nmug;Mug;1,50;FALSE\n")
    assert reader.notices == [
        "Cells are separated by semicolons.",
        "The header is on line 2; what comes before it was left out.",
        "Columns that are not taken: Gift Card.",
        "Variant Price: numbers have a decimal comma.",
    ]


def test_an_old_windows_file_is_read_and_said_to_be_one() -> None:
    reader, [draft] = drafts_of("Handle,Title\nmug,Schüssel\n".encode("cp1252"))
    assert (draft.title, reader.notices) == ("Schüssel", [GUESSED])


def test_letters_that_fall_between_two_pieces_are_whole() -> None:
    for pieces in range(1, 9):
        reader, [draft] = drafts_of("Handle,Title\nmug,Schüßel 茶碗\n", pieces=pieces)
        assert (draft.title, reader.notices) == ("Schüßel 茶碗", [])


@pytest.mark.parametrize(
    ("file", "line", "word"),
    [
        ("", None, "no header"),
        ("just\nsome text\n", 1, "no header"),
        ("Handle,Title\nmug,Mug\nbowl,Bo\x00wl\n", 3, "null byte"),
        ('Handle,Title\nmug,Mug\nbowl,"Bowl\nand\nmore\n', 3, "never closed"),
        ('Handle,Title\nmug,"5" plate"\n', 2, "written twice"),
        ("Handle,Title,title\nmug,Mug,Mug\n", 1, "the same"),
        ("Handle,URL handle,Title\nmug,mug,Mug\n", 1, "the same"),
    ],
)
def test_a_broken_file_says_where(file: str, line: int | None, word: str) -> None:
    with pytest.raises(BrokenFile, match=word) as broken:
        drafts_of(file)
    assert broken.value.line == line


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    file = 'junk\nHandle,Title,Body (HTML)\nmug,Mug,"a\nb\nc"\nbowl,Bowl,d\n'
    _, drafts = drafts_of(file)
    assert [draft.lines for draft in drafts] == [[3], [6]]


def test_a_row_with_a_stray_delimiter_is_refused_alone() -> None:
    _, [mug, bowl] = drafts_of("Handle,Title\nmug,Mug, large\nbowl,Bowl\n")
    assert [note.line for note in mug.errors] == [2]
    assert bowl.errors == []


def test_rows_of_a_product_need_not_stand_together() -> None:
    file = "Handle,Title,SKU\nmug,Mug,1\nbowl,Bowl,2\nmug,,3\nMug,,\n"
    _, [mug, bowl] = drafts_of(file)
    assert (mug.lines, bowl.lines) == ([2, 4, 5], [3])
    assert [variant.members["sku"] for variant in mug.variants] == ["1", "3"]


@pytest.mark.parametrize(
    ("rows", "handle", "refused", "warned"),
    [
        ("mug,Mug", "mug", False, False),
        (",Blue Mug", "blue-mug", False, False),
        ("My_Mug,Mug", "my-mug", False, True),
        (",", "", True, False),
        (",Mug\n,Mug", "mug", True, False),
        ("my-mug,A\nmy_mug,B", "my-mug", True, False),
        ("茶碗,Chawan", "chawan", False, True),
    ],
)
def test_handles_become_slugs(rows: str, handle: str, refused: bool, warned: bool) -> None:
    rows = rows.replace("\n", ",1\n") + ",1\n"
    draft = one("Handle,Title,Variant Price\n" + rows)
    assert (draft.handle, bool(draft.errors)) == (handle, refused)
    assert any("becomes" in note.detail for note in draft.warnings) == warned


def test_json_lines_are_read_and_their_faults_named() -> None:
    lines = '{"slug": "mug", "title": "Mug"}\n\n{"slug"\n[]\n{"slug": "mug"}\n'
    _, [mug, broken, listed] = drafts_of(lines, "jsonl")
    assert (mug.members, [note.line for note in mug.errors]) == ({"title": "Mug"}, [5])
    assert ([note.line for note in broken.errors], broken.handle) == ([3, 3], "")
    assert [note.line for note in listed.errors] == [4, 4]


def test_a_product_has_so_many_lines_and_no_more_are_held() -> None:
    for surplus, refused in (
        (0, []),
        (1, [MOST_LINES_OF_ONE + 2]),
        (MOST_LINES_OF_ONE, [MOST_LINES_OF_ONE + 2]),
    ):
        rows = "mug,Mug\n" * (MOST_LINES_OF_ONE + surplus)
        _, [draft] = drafts_of("Handle,Title\n" + rows, pieces=4096)
        assert [note.line for note in draft.errors] == refused
        assert len(draft.lines) == MOST_LINES_OF_ONE + min(surplus, 1)

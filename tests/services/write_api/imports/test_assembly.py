"""What the rows of a product say, taken together."""

from typing import Any

import pytest

from tests.services.write_api.imports.reading import one
from write_api.imports.drafts import Note


def product(header: str, *rows: str, **how: bool) -> Any:
    return one("\n".join([f"Handle,Title,{header}", *rows, ""]), **how)


def notes(found: list[Note]) -> list[tuple[int | None, str | None]]:
    return [(note.line, note.column) for note in found]


def test_names_of_options_are_carried_down_and_rows_below_are_variants_or_pictures() -> None:
    draft = product(
        "Option1 Name,Option1 Value,Option2 Name,Option2 value,Variant Price,Image Src,Image Alt Text",
        "mug,Mug,Size,S,Glaze,Ash,1,https://x/1.jpg,Front",
        "mug,,,L,,Ash,2,https://x/2.jpg,",
        "mug,,,,,,,https://x/3.jpg,Back",
        "mug,,,L,,Iron,3,,",
    )
    assert draft.options == ["Size", "Glaze"]
    assert [variant.options for variant in draft.variants] == [
        {"Size": "S", "Glaze": "Ash"},
        {"Size": "L", "Glaze": "Ash"},
        {"Size": "L", "Glaze": "Iron"},
    ]
    assert [(image.url, image.alt) for image in draft.images] == [
        ("https://x/1.jpg", "Front"),
        ("https://x/2.jpg", None),
        ("https://x/3.jpg", "Back"),
    ]
    assert (draft.errors, draft.warnings) == ([], [])


@pytest.mark.parametrize("name", ["Title", "title", "TITLE"])
def test_a_default_title_is_no_option(name: str) -> None:
    draft = product("Option1 Name,Option1 Value,Price", f"mug,Mug,{name},Default Title,1")
    assert (draft.options, draft.variants[0].options) == ([], {})


@pytest.mark.parametrize(
    ("cells", "status", "is_warned"),
    [
        ("active,TRUE", "active", False),
        ("Active,true", "active", False),
        ("ACTIVE,", "active", False),
        ("active,FALSE", "draft", True),
        ("draft,TRUE", "draft", False),
        ("archived,FALSE", "archived", False),
        ("unlisted,TRUE", "draft", True),
        (",TRUE", "active", False),
        (",FALSE", "draft", False),
        (",", None, False),
        ("sold,", "sold", False),
    ],
)
def test_status_and_published_make_one_status(cells: str, status: str | None, is_warned: bool) -> None:
    draft = product("Status,Published", f"mug,Mug,{cells}")
    assert (draft.members.get("status"), bool(draft.warnings)) == (status, is_warned)


def test_html_becomes_markdown_and_scripts_go() -> None:
    draft = product("Body (HTML)", 'mug,Mug,"<p>A <b>blue</b> mug &amp; more</p><script>x</script>"')
    assert draft.members["description"] == "A **blue** mug & more"


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ('"a, b ,c"', ["a", "b", "c"]),
        ('"a,,a, "', ["a"]),
        ('"""a, b"", c"', ["a, b", "c"]),
        ('"5"" plate, b"', ['5" plate', "b"]),
    ],
)
def test_tags_are_separated_by_commas(cell: str, tags: list[str]) -> None:
    assert product("Tags", f"mug,Mug,{cell}").members["tags"] == tags


def test_blank_cells_leave_what_is_there() -> None:
    draft = product("Body (HTML),Tags,Vendor,SEO Title,Variant SKU,Variant Barcode", "mug,Mug,,,,,,")
    assert (draft.members, draft.own, draft.variants) == ({"title": "Mug"}, {}, [])


def test_blank_cells_clear_where_that_is_asked() -> None:
    draft = product("Body (HTML),Tags,Vendor,Type,SEO Title,Variant SKU", "mug,Mug,,,,,,", clear=True)
    cleared = {"title": "Mug", "description": "", "tags": [], "seo": {"title": ""}}
    assert (draft.members, draft.own, draft.category) == (cleared, {"Vendor": None}, [])
    assert [variant.members for variant in draft.variants] == [{"sku": None}]


def test_a_column_that_is_absent_is_never_cleared() -> None:
    draft = product("Variant Price", "mug,Mug,1", clear=True)
    assert list(draft.members) == ["title"]
    assert list(draft.variants[0].members) == ["price"]


@pytest.mark.parametrize(
    ("header", "cell", "members", "is_warned"),
    [
        ("Variant SKU", "00123", {"sku": "00123"}, False),
        ("Variant SKU", "'=1+1", {"sku": "=1+1"}, False),
        ("Variant Barcode", "'4006381333931", {"barcode": "4006381333931"}, False),
        ("Variant Barcode", "4.00638E+12", {}, True),
        ("Variant Barcode", "123", {}, True),
        ("Variant Inventory Qty", "-3", {"stock": 0}, True),
        ("Variant Inventory Qty", "5.0", {"stock": 5}, False),
        ("Variant Inventory Policy", "Continue", {"backorder": True}, False),
        ("Continue selling when out of stock", "FALSE", {"backorder": False}, False),
        ("Variant Inventory Policy", "maybe", {}, True),
        ("Variant Grams", "250.5", {"weight_grams": 251}, False),
    ],
)
def test_cells_of_a_variant(header: str, cell: str, members: dict[str, Any], is_warned: bool) -> None:
    draft = product(f"{header},Price", f"mug,Mug,{cell},1")
    read = draft.variants[0].members
    del read["price"]
    assert (read, bool(draft.warnings), draft.errors) == (members, is_warned, [])


@pytest.mark.parametrize(
    ("tracker", "stock"), [("shopify", 5), ("", None)], ids=["with a tracker", "without one"]
)
def test_stock_is_counted_where_a_tracker_is_named(tracker: str, stock: int | None) -> None:
    draft = product("Variant Inventory Tracker,Variant Inventory Qty", f"mug,Mug,{tracker},5")
    assert (draft.variants[0].members["stock"], bool(draft.warnings)) == (stock, stock is None)


@pytest.mark.parametrize(
    ("compare", "kept", "is_warned"), [("15", True, False), ("10", False, True), ("0", False, False)]
)
def test_a_compare_at_price_that_says_nothing_is_left_out(compare: str, kept: bool, is_warned: bool) -> None:
    draft = product("Price,Compare-at price", f"mug,Mug,10,{compare}")
    assert (draft.variants[0].members["compare_at_price"] is not None, bool(draft.warnings)) == (
        kept,
        is_warned,
    )


def test_what_cannot_be_read_is_refused_with_its_place() -> None:
    draft = product("Price,Published", "mug,Mug,1.234,TRUE", "mug,,x,maybe")
    assert sorted(notes(draft.errors)) == [(2, "Price"), (3, "Price")]
    assert notes(draft.warnings) == [(3, "Published")]


def test_metafields_and_vendor_become_attributes() -> None:
    header = (
        "Vendor,Glaze (product.metafields.custom.glaze),Attributes (product.metafields.mstore.attributes)"
    )
    draft = product(header, 'mug,Mug,Clay & Co,Ash,"{""Height"": 9.5}"')
    assert draft.members["attributes"] == {"Height": 9.5}
    assert draft.own == {"Glaze": "Ash", "Vendor": "Clay & Co"}


@pytest.mark.parametrize(
    ("header", "cell", "path"),
    [
        ("Type", "Mugs", [(None, "Mugs")]),
        ("Product Category", "Home > Mugs", [(None, "Home"), (None, "Mugs")]),
        ("Category (product.metafields.mstore.category)", "home/mugs", [("home", None), ("mugs", None)]),
        ("Type", "", None),
    ],
)
def test_categories_are_paths(header: str, cell: str, path: object) -> None:
    assert product(header, f"mug,Mug,{cell}").category == path


def test_pictures_are_in_the_order_of_their_positions() -> None:
    draft = product(
        "Image Src,Image Position,Variant Image",
        "mug,Mug,https://x/b.jpg,2,https://x/b.jpg",
        "mug,,https://x/a.jpg,1,https://x/c.jpg",
    )
    assert [image.url for image in draft.images] == [
        "https://x/a.jpg",
        "https://x/b.jpg",
        "https://x/c.jpg",
    ]
    assert notes(draft.warnings) == [(3, "Variant Image")]

"""A plan tells what a file would do to each product, and changes nothing."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.services.write_api.client import Client, Document, euros, glazed_mug
from tests.services.write_api.imports.importing import JSONL, Importer
from write_api.imports import plan_job, scratch
from write_api.imports.plan_job import plan_next

HEADER = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Status\n"


def outcomes(rows: list[Document]) -> list[tuple[str, str]]:
    return [(row["handle"], row["outcome"]) for row in rows]


def told(row: Document, kind: str) -> list[tuple[int, str | None]]:
    return [(note["line"], note["column"]) for note in row[kind]]


def test_each_row_has_its_outcome_and_its_differences(importer: Importer, owner: Client) -> None:
    owner.create("/v1/products", glazed_mug("Ash", "Iron"))
    owner.product(title="Bowl")
    revision = importer.history.revision()

    rows = importer.plan(
        HEADER
        + "mug,Mug,Glaze,Ash,MUG-Ash,31.00,active\n"
        + "mug,,,Iron,MUG-Iron,30.00,\n"
        + "bowl,Bowl,Title,Default Title,,28.00,\n"
        + "vase,Vase,,,V-1,12.00,active\n"
        + "tile,Tile,,,,twelve,sold\n"
    )

    assert outcomes(rows) == [
        ("mug", "update"),
        ("bowl", "unchanged"),
        ("vase", "create"),
        ("tile", "refused"),
    ]
    assert rows[0]["changes"] == [
        {"field": "status", "before": "draft", "after": "active"},
        {"field": "price", "variant": "Ash", "before": euros("30.00"), "after": euros("31.00")},
    ]
    assert [row["lines"] for row in rows] == [[2, 3], [4], [5], [6]]
    assert told(rows[3], "errors") == [(6, "Variant Price"), (6, "Status"), (6, "Variant Price")]
    state = importer.state()
    assert state["status"] == "planned"
    assert state["progress"] == {"done": 5, "total": 5}
    assert state["products"] == {"create": 1, "update": 1, "unchanged": 1, "refused": 1, "warnings": 0}
    assert (state["planned_at_revision"], state["is_current"]) == (revision + 1, True)
    assert importer.product("bowl")["status"] == "draft"


def test_of_a_new_variant_it_is_told_that_none_is_in_stock_but_not_what_it_lacks(importer: Importer) -> None:
    (row,) = importer.plan("Handle,Title,Price,Inventory quantity\ncup,Cup,12.50,0\n")
    (variant,) = [change["after"] for change in row["changes"] if change["field"] == "variant"]
    assert variant["stock"] == 0
    assert variant.keys() == {"price", "stock"}


def test_a_price_that_changes_by_more_than_half_is_pointed_out(importer: Importer, owner: Client) -> None:
    owner.product()
    for price, is_told in [("14.00", False), ("42.00", False), ("13.99", True), ("42.01", True)]:
        [row] = importer.plan(f"Handle,Title,Variant Price\nmug,Mug,{price}\n")
        assert bool(row["warnings"]) is is_told, price


def test_who_would_vanish_from_the_shop_is_pointed_out(importer: Importer, owner: Client) -> None:
    owner.product(status="active")
    [row] = importer.plan("Handle,Title,Published\nmug,Mug,FALSE\n")
    assert [note["detail"] for note in row["warnings"]] == ["Customers will not see it any more."]


def test_variants_are_known_by_sku_and_by_options(importer: Importer, owner: Client) -> None:
    owner.create("/v1/products", glazed_mug("Ash", "Iron"))
    ids = [variant["id"] for variant in importer.product("mug")["variants"]]
    importer.apply(HEADER + "mug,Mug,Glaze,Tenmoku,MUG-Iron,30.00,\nmug,,,ash,NEW,30.00,\nmug,,,Blue,,5,\n")

    variants = importer.product("mug")["variants"]
    assert [variant["id"] for variant in variants[:2]] == [ids[1], ids[0]]
    assert [(each["sku"], each["options"]["Glaze"]) for each in variants] == [
        ("MUG-Iron", "Tenmoku"),
        ("NEW", "Ash"),
        (None, "Blue"),
    ]


def test_what_the_file_does_not_name_stays(importer: Importer, owner: Client) -> None:
    made = owner.create("/v1/products", glazed_mug("Ash", "Iron") | {"tags": ["a"], "description": "Text"})
    owner.product(title="Bowl")
    before, bowl = importer.product(made.document["slug"]), importer.product("bowl")
    importer.apply("Handle,Title,SKU,Price,Tags,Description\nmug,Mug,MUG-Iron,31.00,,\n")

    after = importer.product("mug")
    assert [variant["id"] for variant in after["variants"]] == [each["id"] for each in before["variants"]]
    assert [variant["price"]["amount"] for variant in after["variants"]] == ["30.00", "31.00"]
    assert (after["tags"], after["description"]) == (["a"], "Text")
    assert importer.product("bowl") == bowl


def test_a_plain_product_gets_options_and_keeps_its_variant(importer: Importer, owner: Client) -> None:
    owner.product()
    [before] = importer.product("mug")["variants"]
    importer.apply(HEADER + "mug,Mug,Size,S,,28.00,\nmug,,,L,,34.00,\n")
    after = importer.product("mug")
    assert [variant["options"] for variant in after["variants"]] == [{"Size": "S"}, {"Size": "L"}]
    assert after["variants"][0]["id"] == before["id"]


SIZED = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,SKU,Price\n"
SHIRT = {
    "title": "Shirt",
    "options": ["Size", "Color"],
    "variants": [
        {"sku": "A", "price": euros("9.00"), "options": {"Size": "S", "Color": "Red"}},
        {"sku": "B", "price": euros("9.00"), "options": {"Size": "Red", "Color": "S"}},
    ],
}


@pytest.mark.parametrize("skus", [("A", "B"), ("", "")], ids=["with SKUs", "without"])
def test_options_in_another_order_keep_their_values(
    importer: Importer, owner: Client, skus: tuple[str, str]
) -> None:
    shirt = owner.create("/v1/products", SHIRT)
    before = importer.product("shirt")["variants"]
    importer.apply(SIZED + f"shirt,Shirt,color,Red,Size,S,{skus[0]},9.00\nshirt,,,S,,Red,{skus[1]},9.00\n")

    after = importer.product("shirt")
    assert after["options"] == ["Color", "Size"]
    assert [variant["options"] for variant in after["variants"]] == [each["options"] for each in before]
    assert [variant["id"] for variant in after["variants"]] == [each["id"] for each in before]
    order = {"field": "options", "before": shirt.document["options"], "after": after["options"]}
    assert importer.rows()[0]["changes"] == [order]


def test_an_option_with_a_new_name_keeps_its_values_wherever_it_stands(
    importer: Importer, owner: Client
) -> None:
    owner.create("/v1/products", SHIRT)
    importer.apply(SIZED + "shirt,Shirt,Color,Red,Length,S,A,9.00\n")
    found = [variant["options"] for variant in importer.product("shirt")["variants"]]
    assert found == [{"Color": "Red", "Length": "S"}, {"Color": "S", "Length": "Red"}]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ("mug,Mug,,,,29.00,\n", (2, None)),
        ("mug,Mug,,,OTHER,28.00,\n", (2, None)),
        ("cup,Cup,,,MUG-Ash,28.00,\n", (2, "Variant SKU")),
        ("cup,Cup,,,A,1,\nbowl,Bowl,,,A,1,\n", (3, "Variant SKU")),
        ("cup,Cup,,,,,\n", (2, "Variant Price")),
        ("cup,,,,,1,\n", (2, "Title")),
        ("cup,Cup,Size,S,,1,\ncup,,,S,,2,\n", (3, "Option1 Value")),
        ("cup,Cup,,S,,1,\n", (2, None)),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(
    importer: Importer, owner: Client, rows: str, place: tuple[int, str | None]
) -> None:
    owner.create("/v1/products", glazed_mug("Ash", "Iron"))
    *_, row = importer.plan(HEADER + rows)
    assert row["outcome"] == "refused"
    assert told(row, "errors")[0] == place


def test_categories_are_found_or_made(importer: Importer, owner: Client) -> None:
    owner.category("Tableware")
    owner.category("Mugs", parent="tableware")
    importer.apply(
        "Handle,Title,Price,Type,Product Category\na,A,1,mugs,\nb,B,1,,tableware > Bowls\nc,C,1,Vases,\n"
    )
    made = {
        row["slug"]: row["parent"] for row in importer.history.rows("select slug, parent from staff.category")
    }
    assert made == {"tableware": None, "mugs": "tableware", "bowls": "tableware", "vases": None}
    found = [importer.product(slug)["category"]["slug"] for slug in "abc"]
    assert found == ["mugs", "bowls", "vases"]
    assert [each["slug"] for each in importer.state()["new_categories"]] == ["bowls", "vases"]


OWN = "Category (product.metafields.mstore.category)"
OWN_TITLES = "Category titles (product.metafields.mstore.category_titles)"


@pytest.mark.parametrize(
    ("header", "cell", "column"),
    [
        (OWN, "Täble/mugs", OWN),
        (f"{OWN},{OWN_TITLES}", f'clay,"[""{"x" * 201}""]"', OWN),
        ("Type,Product Category", '"Big\nmugs",', "Type"),
        ("Type,Product Category", f",{'x' * 201} > Mugs", "Product Category"),
    ],
)
def test_a_category_that_cannot_be_made_is_refused_where_it_stands(
    importer: Importer, header: str, cell: str, column: str
) -> None:
    rows = importer.plan(f"Handle,Title,Price,{header}\nmug,Mug,1,{cell}\nbowl,Bowl,1,\n")
    assert outcomes(rows) == [("mug", "refused"), ("bowl", "create")]
    assert told(rows[0], "errors") == [(2, column)]
    assert importer.state()["new_categories"] == []


def test_a_category_has_a_slug_of_its_own_below_one_of_its_name(importer: Importer) -> None:
    importer.apply(
        "Handle,Title,Price,Product Category\na,A,1,Books > Books\nb,B,1,Books > Books\nc,C,1,Cafe\u0301\n"
        "d,D,1,Caf\u00e9\n"
    )
    made = {row["slug"]: row["title"] for row in importer.history.rows("select * from staff.category")}
    assert made == {"books": "Books", "books-2": "Books", "cafe": "Caf\u00e9"}
    found = [importer.product(slug)["category"]["slug"] for slug in "abcd"]
    assert found == ["books-2", "books-2", "cafe", "cafe"]


def test_a_broken_file_is_told_and_changes_nothing(importer: Importer) -> None:
    assert importer.plan('Handle,Title\nmug,"Mug\n') == []
    state = importer.state()
    assert (state["status"], state["error"]["line"]) == ("failed", 2)


def test_the_lines_of_a_product_that_has_too_many_count_as_done(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "MOST_LINES_OF_ONE", 2)
    rows = importer.plan("Handle,Title,Price\n" + "mug,Mug,1\n" * 5 + "bowl,Bowl,1\n")
    assert outcomes(rows) == [("mug", "refused"), ("bowl", "create")]
    assert importer.state()["progress"] == {"done": 6, "total": 6}


def test_json_lines_are_products_of_the_api(importer: Importer, owner: Client) -> None:
    owner.create("/v1/products", glazed_mug("Ash", "Iron"))
    answer = '{"slug": "mug", "title": "Cup", "position": "first", "nonsense": 1}\n'
    [row] = importer.plan(answer, JSONL)
    assert (row["outcome"], told(row, "errors")) == (
        "refused",
        [(1, "/position"), (1, "/nonsense")],
    )
    [row] = importer.plan('{"slug": "mug", "title": "Cup"}\n', JSONL)
    assert row["changes"] == [{"field": "title", "before": "Mug", "after": "Cup"}]


def test_a_file_that_ends_the_process_is_given_up(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer.id = importer.send("Handle,Title\nmug,Mug\n")["id"]
    monkeypatch.setattr(plan_job, "read_tree", lambda _: 1 / 0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            plan_next(importer.engine)
    assert plan_next(importer.engine)
    assert importer.state()["status"] == "failed"
    assert not plan_next(importer.engine)


def test_a_plan_survives_any_number_of_lost_connections(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer.id = importer.send("Handle,Title,Price\nmug,Mug,1\n")["id"]
    lose = text("select pg_terminate_backend(pg_backend_pid())")
    with monkeypatch.context() as broken:
        broken.setattr(plan_job, "read_tree", lambda catalog: catalog.execute(lose))
        for _ in range(4):
            with pytest.raises(DBAPIError):
                plan_next(importer.engine)
    assert plan_next(importer.engine)
    assert importer.state()["status"] == "planned"

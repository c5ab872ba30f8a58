"""The plan that was shown is applied as one revision, or not at all."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.postgres import Postgres
from tests.services.write_api.client import Client, glazed_mug, slug_of
from tests.services.write_api.imports.importing import JSONL, Importer
from write_api.imports import apply_job, applying
from write_api.imports.apply_job import apply_next
from write_api.imports.claims import MOST_TRIES
from write_api.imports.plan_job import plan_next

FILE = "Handle,Title,Price,Tags\nmug,Cup,29.00,a\nbowl,Bowl,12.00,\nvase,Vase,30.00,\n"


def test_it_is_one_revision_of_who_accepted_it(importer: Importer, owner: Client) -> None:
    owner.product()
    state = importer.apply(FILE)

    newest = importer.history.newest()
    assert (newest["actor"], newest["reason"]) == ("owner", "import test")
    assert newest["number"] == state["applied_revision"] == importer.history.revision()
    assert importer.history.count("product") == 3
    mug = importer.product("mug")
    assert (mug["title"], mug["tags"], mug["variants"][0]["price"]["amount"]) == ("Cup", ["a"], "29.00")
    assert mug["revision"] == newest["number"]


def test_it_is_undone_like_any_revision(importer: Importer, owner: Client) -> None:
    owner.product()
    before = importer.product("mug")
    number = importer.apply(FILE)["applied_revision"]

    answer = owner.send("POST", f"/v1/revisions/{number}/undo", {})

    assert answer.status_code == 200, answer.text
    assert answer.get_json()["left"] == []
    told = ("title", "tags", "variants", "price_range")
    after = importer.product("mug")
    assert {name: after[name] for name in told} == {name: before[name] for name in told}
    assert importer.history.rows("select from staff.product where deleted_at is null").__len__() == 1


def test_categories_that_it_made_are_undone_too_and_come_back(importer: Importer, owner: Client) -> None:
    number = importer.apply("Handle,Title,Price,Product Category\nmug,Mug,1,Clay > Mugs\n")[
        "applied_revision"
    ]
    answer = owner.send("POST", f"/v1/revisions/{number}/undo", {})
    assert (answer.status_code, importer.history.count("category")) == (200, 0)
    answer = owner.send("POST", f"/v1/revisions/{number + 1}/undo", {})
    assert answer.status_code == 200, answer.text
    assert importer.product("mug")["category"] == {"slug": "mugs", "title": "Mugs"}


def test_an_undo_leaves_what_was_changed_since_with_its_categories(importer: Importer, owner: Client) -> None:
    header = "Handle,Title,Price,Product Category\n"
    rows = "mug,Mug,1,Clay > Mugs\nbowl,Bowl,1,Clay > Bowls\n"
    number = importer.apply(header + rows)["applied_revision"]
    mug = importer.product("mug")
    owner.send("PATCH", f"/v1/products/{mug['id']}", {"title": "Cup"}, if_match="*")

    answer = owner.send("POST", f"/v1/revisions/{number}/undo", {})

    assert answer.status_code == 200, answer.text
    left = {each["name"].partition("/")[0] for each in answer.get_json()["left"]}
    assert left == {"product", "category"}
    assert importer.product("mug")["category"] == {"slug": "mugs", "title": "Mugs"}
    kept = importer.history.rows("select slug from staff.category order by slug")
    assert [row["slug"] for row in kept] == ["clay", "mugs"]


def test_the_same_file_again_changes_nothing(importer: Importer) -> None:
    importer.apply(FILE)
    rows = importer.plan(FILE)
    assert [row["outcome"] for row in rows] == ["unchanged"] * 3
    revision = importer.history.revision()
    changes = importer.history.count("change")
    assert importer.accept().status_code == 202
    assert apply_next(importer.engine)
    assert (importer.history.revision(), importer.history.count("change")) == (revision + 2, changes)


def test_a_plan_of_another_catalog_is_refused(importer: Importer, owner: Client) -> None:
    importer.plan(FILE)
    owner.product(title="Something else")
    answer = importer.accept()
    assert (answer.status_code, slug_of(answer)) == (409, "catalog-moved")
    assert importer.state()["is_current"] is False

    answer = owner.send("POST", f"/v1/imports/{importer.id}/plan", if_match="*")
    assert answer.status_code == 202
    assert plan_next(importer.engine)
    assert importer.accept().status_code == 202
    assert apply_next(importer.engine)
    assert importer.history.count("product") == 4


def test_what_moves_after_it_was_accepted_is_noticed_too(importer: Importer, owner: Client) -> None:
    importer.plan(FILE)
    assert importer.accept().status_code == 202
    owner.product(title="Something else")
    assert apply_next(importer.engine)
    assert importer.state()["status"] == "outdated"
    assert importer.history.count("product") == 1


def test_another_import_does_not_make_a_plan_old(importer: Importer) -> None:
    importer.plan(FILE)
    importer.send(FILE)
    assert importer.accept().status_code == 202


def test_refused_products_are_left_only_when_that_is_said(importer: Importer) -> None:
    importer.plan(FILE + "tile,Tile,free,\n")
    answer = importer.accept()
    assert (answer.status_code, slug_of(answer)) == (409, "products-refused")
    assert importer.accept(skip_refused=True).status_code == 202
    assert apply_next(importer.engine)
    assert importer.history.count("product") == 3


def test_a_tag_names_one_state_of_an_import(importer: Importer, owner: Client) -> None:
    importer.plan(FILE)
    path = f"/v1/imports/{importer.id}/apply"
    assert owner.send("POST", path, {}).status_code == 428
    state = importer.state()
    stale = owner.send("POST", path, {}, if_match=f'"{state["version"] - 1}-{state["nonce"][:8]}"')
    assert (stale.status_code, stale.get_json()["current"]["status"]) == (412, "planned")
    good = owner.send("POST", path, {}, if_match=f'"{state["version"]}-{state["nonce"][:8]}.build"')
    assert good.status_code == 202
    again = importer.accept()
    assert (again.status_code, slug_of(again)) == (409, "import-not-ready")


def test_whoever_dies_while_applying_leaves_nothing_and_another_goes_on(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer.plan(FILE)
    importer.accept()
    with monkeypatch.context() as broken:
        broken.setattr(apply_job.applying, "ask_for_pictures", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            apply_next(importer.engine)
    assert (importer.state()["status"], importer.history.count("product")) == ("applying", 0)
    assert apply_next(importer.engine)
    assert (importer.state()["status"], importer.history.count("product")) == ("applied", 3)


def test_what_cannot_be_applied_is_given_up_and_the_next_import_is_not_held_up(
    importer: Importer, owner: Client, postgres: Postgres
) -> None:
    importer.plan(FILE)
    importer.accept()
    with postgres.connection("postgres") as connection, connection.begin():
        connection.execute(
            text("update catalog.import_row set work = jsonb_set(work, '{product,tags}', '5')")
        )
    for _ in range(3):
        with pytest.raises(DBAPIError):
            apply_next(importer.engine)
    assert apply_next(importer.engine)
    state = importer.state()
    assert (state["status"], state["error"]["detail"]) == ("failed", apply_job.GAVE_UP)
    assert owner.send("DELETE", f"/v1/imports/{importer.id}", if_match="*").status_code == 204
    importer.apply(FILE)
    assert importer.history.count("product") == 3


def test_a_picture_whose_address_is_long_in_bytes_holds_up_nothing(importer: Importer) -> None:
    long = "".join(chr(0x10000 + (number * 7919) % 0x8000) for number in range(1900))
    importer.apply(f"Handle,Title,Price,Image Src\nmug,Mug,1,https://x.example/{long}\n")
    assert importer.state()["pictures"]["pending"] == 0


def test_an_import_survives_any_number_of_lost_connections(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer.plan(FILE)
    importer.accept()
    lose = text("select pg_terminate_backend(pg_backend_pid())")
    with monkeypatch.context() as broken:
        broken.setattr(applying, "ask_for_pictures", lambda session, *_: session.execute(lose))
        for _ in range(MOST_TRIES + 1):
            with pytest.raises(DBAPIError):
                apply_next(importer.engine)
    assert apply_next(importer.engine)
    assert (importer.state()["status"], importer.history.count("product")) == ("applied", 3)


def test_one_process_at_a_time_has_an_import(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    importer.plan(FILE)
    importer.accept()
    write, others = applying.write_rows, list[bool]()

    def watched(*arguments: Any) -> None:
        others.append(apply_next(importer.engine))
        write(*arguments)

    monkeypatch.setattr(applying, "write_rows", watched)
    assert apply_next(importer.engine)
    assert others == [False]


def test_what_only_the_database_refuses_is_told(importer: Importer, postgres: Postgres) -> None:
    importer.plan(FILE)
    importer.accept()
    with postgres.connection("postgres") as connection, connection.begin():
        connection.execute(
            text("update catalog.import_row set work = jsonb_set(work, '{variants,0,price}', '-1')")
        )
    assert apply_next(importer.engine)
    state = importer.state()
    assert (state["status"], importer.history.count("product")) == ("failed", 0)
    assert "variant_price_range" in state["error"]["detail"]


def test_an_import_is_discarded_and_what_it_did_stays(importer: Importer, owner: Client) -> None:
    importer.apply(FILE)
    path = f"/v1/imports/{importer.id}"
    assert owner.send("DELETE", path).status_code == 428
    assert owner.send("DELETE", path, if_match="*").status_code == 204
    assert importer.history.count("import_row") == importer.history.count("import_chunk") == 0
    assert importer.history.count("product") == 3
    assert owner.send("DELETE", path, if_match="*").status_code == 404


def test_an_attribute_becomes_another_that_python_has_equal(importer: Importer, owner: Client) -> None:
    owner.product(attributes={"Glazed": 1})
    line = '{"slug": "mug", "attributes": {"Glazed": true}}'

    [row] = importer.plan(line, JSONL)
    assert row["changes"] == [{"field": "attributes", "before": {"Glazed": 1}, "after": {"Glazed": True}}]
    importer.apply(line, JSONL)

    assert importer.product("mug")["attributes"]["Glazed"] is True


def test_json_lines_are_applied_alike(importer: Importer, owner: Client) -> None:
    owner.create("/v1/products", glazed_mug("Ash", "Iron"))
    line = (
        '{"slug": "mug", "attributes": {"Height": 9.5}, "variants":'
        ' [{"options": {"Glaze": "Iron"}, "stock": 3}], "category": [{"slug": "mugs", "title": "Big mugs"}]}'
    )
    importer.apply(line, JSONL)
    mug = importer.product("mug")
    assert (mug["attributes"], mug["category"]) == ({"Height": 9.5}, {"slug": "mugs", "title": "Big mugs"})
    assert [variant["stock"] for variant in mug["variants"]] == [None, 3]


@pytest.mark.parametrize(
    ("form", "query", "status"),
    [
        ("text/plain", {}, 415),
        ("text/csv", {"blank": "maybe"}, 400),
        ("text/csv", {"nonsense": "1"}, 400),
        ("text/csv", {"name": "x" * 201}, 400),
    ],
)
def test_what_is_sent_is_judged(owner: Client, form: str, query: dict[str, str], status: int) -> None:
    answer = owner.send("POST", "/v1/imports", data="x", content_type=form, query_string=query)
    assert answer.status_code == status, answer.text


def test_a_file_has_a_largest_size(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from write_api.imports import routes

    monkeypatch.setattr(routes, "LARGEST_FILE", 1000)
    monkeypatch.setattr(routes, "PIECE", 100)
    assert owner.send("POST", "/v1/imports", data=b"x" * 1000, content_type="text/csv").status_code == 202
    answer = owner.send("POST", "/v1/imports", data=b"x" * 1001, content_type="text/csv")
    assert (answer.status_code, slug_of(answer)) == (413, "too-large")


def test_a_repeated_upload_is_one_import(owner: Client, importer: Importer) -> None:
    sent = [
        owner.send("POST", "/v1/imports", data=FILE, content_type="text/csv", key="once").get_json()["id"]
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert importer.history.rows("select bytes from staff.import") == [{"bytes": len(FILE)}]


def test_only_editors_import(app: Flask) -> None:
    for role, status in (("viewer", 403), (None, 401)):
        answer = Client(app, role).send("POST", "/v1/imports", data=FILE, content_type="text/csv")
        assert answer.status_code == status

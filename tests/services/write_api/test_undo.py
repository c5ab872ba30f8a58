"""A revision is undone by another, which leaves alone what was changed since."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import text

from tests.postgres import Postgres
from tests.services.write_api.client import Client, euros, glazed_mug, mug, pointers, slug_of
from tests.services.write_api.history import History
from tests.services.write_api.undoing import row, save, undo
from write_api.history.plan import ALWAYS, CHANGED, HOMELESS, IN_USE
from write_api.jobs.housekeeping import empty_trash

IN_TRASH = """
    select id, slug, deleted_at > now() - interval '1 minute' as is_fresh
      from catalog.product where deleted_at is not null
"""


def trash_long_ago(history: History) -> None:
    """Put all products into the trash as of forty days ago."""
    history.run("update catalog.product set deleted_at = now() - interval '40 days'")


def test_a_save_is_undone_in_every_field_and_the_undo_too(owner: Client, history: History) -> None:
    owner.category("Mugs")
    made = owner.create("/v1/products", glazed_mug("Ash", "Iron") | {"description": "Old", "tags": ["a"]})
    before = row(history, "mug")
    number = save(
        owner,
        made,
        description="*New*",
        tags=["b"],
        category="mugs",
        options=[],
        variants=[{"price": euros("1.00"), "sku": "X"}],
    )
    changed = row(history, "mug")

    assert undo(owner, number) == {"undone": number, "changes": 4, "left": []}
    again = row(history, "mug")
    told = ("description", "description_html", "tags", "category", "options", "variants", "price_range")
    assert {name: again[name] for name in told} == {name: before[name] for name in told}
    assert history.newest()["reason"] == f"undo revision {number}"

    undo(owner, number + 1)
    assert {name: row(history, "mug")[name] for name in told} == {name: changed[name] for name in told}


def test_what_was_changed_since_is_left_alone_unless_it_is_forced(owner: Client, history: History) -> None:
    made = owner.product(title="Mug", description="Old")
    number = save(owner, made, title="Cup", description="New")
    save(owner, made, title="Bowl")
    name = f"product/{made.document['id']}/title"

    assert undo(owner, number)["left"] == [{"name": name, "detail": CHANGED}]
    assert (row(history, "mug")["title"], row(history, "mug")["description_html"]) == ("Bowl", "<p>Old</p>")

    assert undo(owner, number, name) == {"undone": number, "changes": 1, "left": []}
    assert row(history, "mug")["title"] == "Mug"


def test_an_attribute_gets_back_a_value_that_python_has_equal(owner: Client, history: History) -> None:
    made = owner.product(attributes={"glazed": 1})
    number = save(owner, made, attributes={"glazed": True})

    assert undo(owner, number)["changes"] == 1
    assert row(history, "mug")["attributes"]["glazed"] is not True


def test_what_was_created_goes_to_the_trash_and_comes_back(owner: Client, history: History) -> None:
    owner.product()
    number = history.revision()

    assert undo(owner, number)["changes"] == 1
    assert row(history, "mug")["deleted_at"] is not None

    undo(owner, number + 1)
    assert row(history, "mug")["deleted_at"] is None


def test_what_goes_back_to_the_trash_is_kept_for_as_long_as_anything_there(
    app: Flask, owner: Client, history: History
) -> None:
    made = owner.product()
    trash_long_ago(history)
    owner.product()
    assert owner.send("POST", f"{made.path}/restore", if_match="*").get_json()["slug"] == "mug-2"

    assert undo(owner, history.revision()) == {"undone": history.revision() - 1, "changes": 1, "left": []}

    [trashed] = history.rows(IN_TRASH)
    assert (trashed["slug"], trashed["is_fresh"]) == ("mug", True)
    assert empty_trash(app.extensions["leader"]) == 0


def test_an_undo_of_an_undo_keeps_it_in_the_trash_for_as_long_too(
    app: Flask, owner: Client, history: History
) -> None:
    owner.product()
    trash_long_ago(history)
    undo(owner, history.revision())

    undo(owner, history.revision())

    assert history.rows(IN_TRASH)[0]["is_fresh"]
    assert empty_trash(app.extensions["leader"]) == 0


def test_what_was_trashed_again_since_stays_there_as_it_is(owner: Client, history: History) -> None:
    made = owner.product()
    tag = owner.send("DELETE", made.path, if_match=made.tag).headers["ETag"]
    tag = owner.send("POST", f"{made.path}/restore", if_match=tag).headers["ETag"]
    restored = history.revision()
    owner.send("DELETE", made.path, if_match=tag)

    answer = owner.send("POST", f"/v1/revisions/{restored}/undo", {})

    assert (slug_of(answer), answer.get_json()["left"]) == ("nothing-to-undo", [])


def test_one_goes_to_the_trash_for_another_that_has_its_slug(owner: Client, history: History) -> None:
    made = owner.product()
    operations = [
        {"method": "DELETE", "path": made.path, "if_match": made.tag},
        {"method": "POST", "path": "/v1/products", "body": mug()},
    ]
    assert owner.send("POST", "/v1/batch", {"operations": operations}).status_code == 200

    assert undo(owner, history.revision())["changes"] == 2

    assert history.rows(IN_TRASH)[0]["id"] != UUID(made.document["id"])


def test_what_went_to_the_trash_comes_back_unless_its_slug_is_taken(owner: Client, history: History) -> None:
    made = owner.product()
    assert owner.send("DELETE", made.path, if_match=made.tag).status_code == 200
    number = history.revision()
    other = owner.product()

    answer = owner.send("POST", f"/v1/revisions/{number}/undo", {})
    assert (answer.status_code, slug_of(answer)) == (409, "slug-taken")

    save(owner, other, slug="cup")
    assert undo(owner, number)["changes"] == 1


def test_a_tree_of_categories_comes_back_whole(owner: Client, history: History, postgres: Postgres) -> None:
    owner.category("Mugs")
    owner.category("Blue", parent="mugs")
    with postgres.connection("write_api") as connection, connection.begin():
        connection.execute(text("delete from catalog.category"))
    number = history.revision()

    assert undo(owner, number)["changes"] == 2
    (blue,) = history.rows("select parent from staff.category where slug = 'blue'")
    assert blue["parent"] == "mugs"

    undo(owner, number + 1)
    assert history.count("category") == 0


def test_settings_and_pictures_are_undone(owner: Client, history: History) -> None:
    assert owner.send("PATCH", "/v1/settings", {"tagline": "Clay"}, if_match="*").status_code == 200
    undo(owner, history.revision())
    assert history.rows("select value from catalog.setting where key = 'tagline'")[0]["value"] != "Clay"


def test_a_shop_keeps_its_settings(owner: Client, history: History) -> None:
    seeds = history.revision()
    answer = owner.send("POST", f"/v1/revisions/{seeds}/undo", {"force": ["setting/currency"]})
    assert (answer.status_code, slug_of(answer)) == (409, "nothing-to-undo")
    assert {"name": "setting/currency", "detail": ALWAYS} in answer.get_json()["left"]
    owner.product()


def test_the_currency_stays_while_anything_has_a_price(owner: Client, history: History) -> None:
    owner.send("PATCH", "/v1/settings", {"currency": "USD", "name": "Clay"}, if_match="*")
    number = history.revision()
    owner.product(variants=[{"price": {"amount": "1.00", "currency": "USD"}}])

    assert undo(owner, number)["left"] == [{"name": "setting/currency/value", "detail": IN_USE}]
    assert history.rows("select value from catalog.setting where key = 'name'") == [{"value": "mstore"}]


def test_what_was_in_a_category_that_is_gone_stays_where_it_is(owner: Client, history: History) -> None:
    mugs = owner.category("Mugs")
    owner.category("Blue", parent="mugs")
    made = owner.product(category="mugs")
    number = save(owner, made, title="Cup", category=None)
    blue = history.rows("select id from staff.category where slug = 'blue'")[0]["id"]
    assert owner.send("DELETE", f"/v1/categories/{blue}", if_match="*").status_code == 204
    assert owner.send("DELETE", mugs.path, if_match="*").status_code == 204

    left = undo(owner, number, f"product/{made.document['id']}")["left"]
    assert left == [{"name": f"product/{made.document['id']}/category", "detail": HOMELESS}]
    assert row(history, "mug")["title"] == "Mug"

    answer = owner.send("POST", f"/v1/revisions/{number + 1}/undo", {})
    assert slug_of(answer) == "nothing-to-undo"
    assert answer.get_json()["left"] == [{"name": f"category/{blue}", "detail": HOMELESS}]


def test_prices_that_no_longer_go_together_are_not_given_back(owner: Client, history: History) -> None:
    made = owner.product(variants=[{"price": euros("1.00"), "compare_at_price": euros("2.00")}])
    variant = made.document["variants"][0]["id"]
    number = save(owner, made, variants=[{"id": variant, "price": euros("1.00")}])
    save(owner, made, variants=[{"id": variant, "price": euros("3.00")}])

    answer = owner.send("POST", f"/v1/revisions/{number}/undo", {})

    assert (answer.status_code, slug_of(answer)) == (409, "cannot-undo")
    assert answer.get_json()["detail"] == "A compare-at price is not above its price."
    assert history.revision() == number + 1


def test_an_undo_that_has_nothing_left_to_do_is_no_revision(owner: Client, history: History) -> None:
    made = owner.product()
    number = save(owner, made, title="Cup")
    undo(owner, number)
    newest = history.revision()

    answer = owner.send("POST", f"/v1/revisions/{number}/undo", {})

    assert (answer.status_code, slug_of(answer)) == (409, "nothing-to-undo")
    assert answer.get_json()["left"] == []
    assert history.revision() == newest


@pytest.mark.parametrize("number", [0, 4711, 10**30])
def test_only_revisions_that_are_known_are_undone(owner: Client, history: History, number: int) -> None:
    owner.product()
    newest = history.revision()
    answer = owner.send("POST", f"/v1/revisions/{number}/undo", {})
    assert (answer.status_code, slug_of(answer)) == (404, "not-found")
    assert history.revision() == newest


def test_the_body_is_judged(owner: Client) -> None:
    owner.product()
    answer = owner.send("POST", "/v1/revisions/1/undo", {"force": [1], "forces": []})
    assert answer.status_code == 422
    assert pointers(answer) == {"/force/0", "/forces"}


def test_only_editors_undo(app: Any) -> None:
    assert Client(app, "viewer").send("POST", "/v1/revisions/1/undo", {}).status_code == 403
    assert Client(app).send("POST", "/v1/revisions/1/undo", {}).status_code == 401


def test_a_stale_save_is_told_who_changed_what_since(owner: Client, history: History) -> None:
    made = owner.product(title="Mug")
    number = save(owner, made, title="Cup", variants=[{"price": euros("30.00")}])

    answer = owner.send("PATCH", made.path, {"title": "Bowl"}, if_match=made.tag)

    (change,) = answer.get_json()["changes"]
    assert (change["revision"], change["actor"], change["reason"]) == (number, "owner", "change product")
    fields = {edit["entity"]: edit["fields"] for edit in change["edits"] if edit["action"] != "delete"}
    assert fields["product"] == [{"field": "title", "before": "Mug", "after": "Cup"}]
    assert {"field": "price", "before": None, "after": euros("30.00")} in fields["variant"]


def test_a_tag_of_an_unknown_history_tells_no_changes(owner: Client) -> None:
    made = owner.product()
    answer = owner.send("PATCH", made.path, {"title": "Bowl"}, if_match='"1-00000000.x"')
    assert (answer.status_code, answer.get_json()["changes"]) == (412, [])


def test_stale_categories_and_settings_tell_it_too(owner: Client) -> None:
    made = owner.category("Mugs")
    owner.send("PATCH", made.path, {"title": "Cups"}, if_match="*")
    (change,) = owner.send("PATCH", made.path, {"title": "X"}, if_match=made.tag).get_json()["changes"]
    assert change["edits"][0]["fields"] == [{"field": "title", "before": "Mugs", "after": "Cups"}]

    first = owner.send("PATCH", "/v1/settings", {"tagline": "One"}, if_match="*")
    owner.send("PATCH", "/v1/settings", {"tagline": "Two"}, if_match="*")
    stale = owner.send("PATCH", "/v1/settings", {"tagline": "X"}, if_match=first.headers["ETag"])
    (change,) = stale.get_json()["changes"]
    assert change["edits"][0]["fields"] == [{"field": "value", "before": "One", "after": "Two"}]

"""Tags are changed on all products that have them, in one revision."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.postgres import Postgres
from tests.services.write_api.client import Client, pointers, slug_of
from tests.services.write_api.history import History
from tests.waiting import wait_until

WAITS = "select from pg_stat_activity where usename = 'write_api' and wait_event_type = 'Lock'"
ADD = """
    with made as (
        insert into catalog.product (slug, title, tags) values ('cup', 'Cup', '{blue}') returning id
    )
    insert into catalog.variant (product_id, price) select id, 1000 from made
"""


def tags_of(history: History) -> list[list[str]]:
    return [row["tags"] for row in history.rows("select tags from catalog.product order by position")]


def test_a_tag_is_renamed_on_every_product_and_that_is_undone_as_one(owner: Client, history: History) -> None:
    owner.product(tags=["sea green", "mug"])
    owner.product(tags=["celadon", "sea green"])
    owner.product(tags=["blue"])
    before = history.revision()

    answer = owner.send("POST", "/v1/tags/rename", {"name": "sea green", "to": "celadon"})

    assert (answer.status_code, answer.get_json()) == (200, {"products": 2})
    assert tags_of(history) == [["celadon", "mug"], ["celadon"], ["blue"]]
    assert history.revision() == before + 1
    assert history.newest()["reason"] == "rename tag 'sea green' to 'celadon'"

    assert owner.send("POST", f"/v1/revisions/{before + 1}/undo", {}).get_json()["changes"] == 2
    assert tags_of(history) == [["sea green", "mug"], ["celadon", "sea green"], ["blue"]]


def test_a_tag_is_removed_from_what_is_in_the_trash_too(owner: Client, history: History) -> None:
    owner.product(tags=["blue"])
    trashed = owner.product(tags=["mug", "blue"])
    owner.send("DELETE", trashed.path, if_match=trashed.tag)

    assert owner.send("POST", "/v1/tags/remove", {"name": "blue"}).get_json() == {"products": 2}
    assert tags_of(history) == [[], ["mug"]]


def test_a_tag_that_nothing_has_is_not_found_and_makes_no_revision(owner: Client, history: History) -> None:
    before = history.revision()
    for path, body in (("rename", {"name": "blue", "to": "azure"}), ("remove", {"name": "blue"})):
        assert slug_of(owner.send("POST", f"/v1/tags/{path}", body)) == "not-found"
    same = owner.send("POST", "/v1/tags/rename", {"name": "blue", "to": "blue"})
    assert pointers(same) == {"/to"}
    assert history.revision() == before


@pytest.mark.parametrize(
    ("path", "body", "left"),
    [("rename", {"name": "blue", "to": "azure"}, ["azure"]), ("remove", {"name": "blue"}, [])],
)
def test_a_tag_goes_from_what_was_saved_while_the_request_waited_too(
    owner: Client,
    history: History,
    catalog: Postgres,
    path: str,
    body: dict[str, str],
    left: list[str],
) -> None:
    owner.product(tags=["blue"])

    with ThreadPoolExecutor(1) as pool, catalog.connection("postgres") as other:
        other.execute(text(ADD))
        answer = pool.submit(owner.send, "POST", f"/v1/tags/{path}", body)
        wait_until(lambda: bool(history.rows(WAITS)), "the request to wait for the other writer")
        other.commit()
        assert answer.result().get_json() == {"products": 2}

    assert tags_of(history) == [left, left]

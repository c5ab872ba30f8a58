"""What the cache gives again is what Flask would say now; whoever wrote, and whatever the client has."""

import gzip
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import brotli
import pytest
from flask import Flask

from read_api import create_app
from read_api.settings import Settings
from revision_cache.codings import zstd
from tests.services.read_api.owner import Owner
from tests.services.read_api.reader import Reader
from tests.waiting import wait_until

DECODE = {"zstd": zstd.decompress, "br": brotli.decompress, "gzip": gzip.decompress}


@dataclass
class Watched:
    """A read-api of its own; `made` are the paths for which Flask was asked."""

    app: Flask
    made: list[str] = field(default_factory=list)


@pytest.fixture
def watched(settings: Settings, owner: Owner) -> Iterator[Watched]:
    watched = Watched(create_app(settings))

    @watched.app.before_request
    def note() -> None:
        from flask import request

        watched.made.append(request.path)

    yield watched
    watched.app.extensions["replicas"].close()


@pytest.fixture
def client(watched: Watched, owner: Owner) -> Reader:
    return Reader(watched.app.test_client(), owner.token)


def test_the_same_question_is_answered_once_for_each_revision(
    owner: Owner, watched: Watched, client: Reader
) -> None:
    owner.add("mug")
    first, again = client.get("/v1/products"), client.get("/v1/products")
    assert (again.data, list(again.headers)[:-1]) == (first.data, list(first.headers)[:-1])
    assert watched.made == ["/v1/products"]
    owner.add("bowl")
    assert client.slugs() == ["mug", "bowl"]
    assert watched.made == ["/v1/products"] * 2


def test_a_write_is_seen_at_once_even_by_who_asks_for_no_revision(owner: Owner, watched: Watched) -> None:
    client = watched.app.test_client()
    for number in range(20):
        token = owner.add(f"mug-{number}")
        wait_until(
            lambda token=token: client.get("/v1/settings").headers["Catalog-Revision"] == token,
            "the standby has it",
        )
        assert client.get("/v1/products").json["total"] == number + 1


def test_the_order_of_parameters_makes_no_difference(owner: Owner, watched: Watched, client: Reader) -> None:
    owner.add("mug", tags=["blue"])
    one = client.get("/v1/products?tag=blue&limit=5")
    other = client.get("/v1/products?limit=5&tag=blue")
    assert one.data == other.data
    assert watched.made == ["/v1/products"]


@pytest.mark.parametrize("coding", DECODE)
def test_every_coding_has_its_own_tag_and_the_same_content(
    owner: Owner, watched: Watched, client: Reader, coding: str
) -> None:
    owner.add_many([f"mug-{number}" for number in range(10)])
    plain = client.get("/v1/products")
    response = client.get("/v1/products", headers={"Accept-Encoding": coding})
    assert response.headers["Content-Encoding"] == coding
    assert response.headers["ETag"] == f'{plain.headers["ETag"][:-1]}.{coding}"'
    assert response.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding, Catalog-Min-Revision"
    assert int(response.headers["Content-Length"]) == len(response.data) < len(plain.data)
    assert DECODE[coding](response.data) == plain.data
    assert watched.made == ["/v1/products"]


def test_a_tag_that_was_read_compressed_is_known_in_any_coding(owner: Owner, client: Reader) -> None:
    owner.add_many([f"mug-{number}" for number in range(10)])
    tag = client.get("/v1/products", headers={"Accept-Encoding": "br"}).headers["ETag"]
    for accepted in ("br", "gzip", ""):
        headers = {"If-None-Match": tag, "Accept-Encoding": accepted}
        response = client.get("/v1/products", headers=headers)
        assert (response.status_code, response.headers["ETag"]) == (304, tag)
        assert not {"Content-Encoding", "Content-Type", "Content-Length"} & set(response.headers.keys())


def test_head_is_answered_from_what_get_was(owner: Owner, watched: Watched, client: Reader) -> None:
    owner.add_many([f"mug-{number}" for number in range(10)])
    for headers in ({}, {"Accept-Encoding": "gzip"}):
        got, head = (client.get("/v1/products", headers, method) for method in ("GET", "HEAD"))
        assert head.data == b""
        assert list(head.headers)[:-1] == list(got.headers)[:-1]
    assert watched.made == ["/v1/products"]


def test_the_staff_s_answers_are_never_kept(
    owner: Owner, watched: Watched, client: Reader, bearer: Callable[[str], dict[str, str]]
) -> None:
    owner.add("secret", status="draft")
    path, staff = "/v1/staff/products", bearer("catalog:read")
    tag = client.get(path, staff).headers["ETag"]
    assert client.get(path, staff | {"If-None-Match": tag}).status_code == 304
    assert watched.made == [path] * 2
    assert client.get(path).status_code == 401
    assert client.get(path, bearer("catalog:write")).status_code == 403


def test_who_asks_for_an_earlier_revision_is_answered_from_the_cache(
    owner: Owner, watched: Watched, client: Reader
) -> None:
    earlier = owner.add("mug")
    owner.add("bowl")
    client.get("/v1/products")
    for _ in range(3):  # once the history is looked into, then it is known
        assert client.get("/v1/products", {"Catalog-Min-Revision": earlier}).status_code == 200
    assert watched.made == ["/v1/products"] * 2


def test_a_lost_revision_is_refused_though_an_answer_is_kept(owner: Owner, client: Reader) -> None:
    number, _, _ = owner.add("mug").partition(".")
    for lost in (f"{number}.0123456789abcdef", f"{int(number) - 1}.0123456789abcdef"):
        client.get("/v1/products")
        assert client.get("/v1/products", {"Catalog-Min-Revision": lost}).status_code == 412


def test_what_is_not_there_is_looked_for_again(owner: Owner, watched: Watched, client: Reader) -> None:
    for _ in range(2):
        assert client.get("/v1/products/mug").status_code == 404
    assert len(watched.made) == 2


def test_many_who_ask_the_same_at_once_are_answered_by_one_query(owner: Owner, watched: Watched) -> None:
    owner.add("mug")
    go_on = Event()
    watched.app.before_request_funcs[None].append(lambda: go_on.wait(5) and None)
    with ThreadPoolExecutor(4) as threads:
        answers = [
            threads.submit(lambda: watched.app.test_client().get("/v1/products").data) for _ in range(4)
        ]
        wait_until(lambda: watched.made, "the first asks")
        go_on.set()
        assert len({answer.result() for answer in answers}) == 1
    assert watched.made == ["/v1/products"]


def test_the_date_of_a_second_s_first_revision_stands_for_that_one_alone(
    owner: Owner, client: Reader
) -> None:
    owner.run("select pg_sleep(1)")
    owner.add("mug")
    for path in ("/v1/products", "/v1/products/mug"):
        date = client.get(path).headers["Last-Modified"]
        assert client.get(path, {"If-Modified-Since": date}).status_code == 304
        assert client.get(path, {"If-Modified-Since": date}).headers["Last-Modified"] == date
        later = "Fri, 31 Dec 2100 23:59:59 GMT"  # another clock's; only the very date is known
        assert client.get(path, {"If-Modified-Since": later}).status_code == 200
        both = {"If-Modified-Since": date, "If-None-Match": '"another"'}
        assert client.get(path, both).status_code == 200
        for _ in range(3):
            owner.change("mug", "position = position + 1")
            assert client.get(path, {"If-Modified-Since": date}).status_code == 200
        owner.run("select pg_sleep(1)")
        owner.change("mug", "position = position + 1")


def test_a_second_revision_of_the_same_second_has_no_date(owner: Owner, client: Reader) -> None:
    at_once = "update catalog.product set position = position + 1"
    dated = []
    for _ in range(20):
        owner.run(at_once)
        dated.append("Last-Modified" in client.get("/v1/products").headers)
    assert dated.count(False) > 10


def test_a_question_in_the_path_is_not_one_in_the_query(owner: Owner, client: Reader) -> None:
    owner.add("mug")
    assert client.get("/v1/products?fields=slug").status_code == 200
    assert client.get("/v1/products%3Ffields=slug").status_code == 404
    assert client.get("/v1/products%3Ffields=slug?").status_code == 404
    assert client.get("/v1/products?q=mug?").status_code == 200
    assert client.get("/v1/products%3Fq=mug?").status_code == 404


def test_what_tells_no_time_has_no_date(owner: Owner, client: Reader) -> None:
    owner.add("mug")
    for path in ("/v1/settings", "/v1/suggest?q=mug"):
        assert "Last-Modified" not in client.get(path).headers

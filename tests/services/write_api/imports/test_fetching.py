"""Pictures are fetched from the public internet alone, whatever a name, a number or a redirect says."""

import io

import pytest
from PIL import Image
from sqlalchemy import text

from tests.services.write_api.client import Client
from tests.services.write_api.imports.importing import Importer
from tests.services.write_api.imports.web import Web
from write_api.fetching import fetch as fetching
from write_api.fetching import fetch_job
from write_api.fetching.addresses import Policy, Refused, is_public
from write_api.fetching.fetch import Failed, fetch
from write_api.fetching.fetch_job import fetch_next


def picture(color: str = "#aabbcc") -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (320, 240), color).save(drawn, "JPEG")
    return drawn.getvalue()


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.1.2.3", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "203.0.113.7", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "192.88.99.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1"),
        *("fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::7f00:1"),
        *(
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2001:0:4136:e378::1",
            "2001:db8::1",
            "3fff::1",
        ),
    ],
)
def test_an_address_that_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_an_address_that_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://2130706433/", "http://0177.0.0.1/"),
        *("http://0x7f.0.0.1/", "http://127.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0/"),
        *("http://169.254.169.254/latest/meta-data", "https://10.0.0.1/a.jpg", "http://1.1.1.1:8080/a.jpg"),
        *("http://1.1.1.1:22/", "ftp://1.1.1.1/a.jpg", "file:///etc/passwd", "http:///a.jpg", "a.jpg", ""),
        *("http://user:password@1.1.1.1/", "http://[::1", "http://1.1.1.1:x/", "gopher://1.1.1.1/"),
    ],
)
def test_the_policy_in_use_refuses(url: str) -> None:
    with pytest.raises(Refused):
        Policy().target(url)


def test_a_name_with_one_private_address_among_others_is_refused() -> None:
    mixed = Policy(resolve=lambda *_: ["1.1.1.1", "10.0.0.1"])
    with pytest.raises(Refused):
        mixed.target("http://shop.example/a.jpg")


def test_a_name_is_resolved_once_and_what_was_judged_is_connected_to(web: Web) -> None:
    """DNS that would answer something else to a second question (rebinding) is not asked one."""
    answers = iter([["127.0.0.1"]])
    judged: list[str] = []

    def allows(address: str) -> bool:
        judged.append(address)
        return True

    web.answers["/a.jpg"] = (200, {}, b"bytes")
    rebinding = Policy(frozenset({web.port}), allows, lambda *_: next(answers))
    assert fetch(web.url("/a.jpg"), rebinding) == b"bytes"
    assert (judged, web.asked) == (["127.0.0.1"], [(f"shop.example:{web.port}", "/a.jpg")])


def test_the_server_is_asked_by_its_name(web: Web, policy: Policy) -> None:
    web.answers["/a%20b.jpg?v=1"] = (200, {}, b"bytes")
    assert fetch(web.url("/a b.jpg?v=1"), policy) == b"bytes"
    assert web.asked == [(f"shop.example:{web.port}", "/a%20b.jpg?v=1")]


def test_redirects_are_followed_and_each_is_judged(web: Web, policy: Policy) -> None:
    web.answers |= {
        "/1": (302, {"Location": "/2"}, b""),
        "/2": (301, {"Location": web.url("/3")}, b""),
        "/3": (200, {}, b"bytes"),
        "/metadata": (302, {"Location": "http://169.254.169.254/latest/meta-data"}, b""),
        "/other-port": (307, {"Location": "http://127.0.0.1:9/"}, b""),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        "/round": (302, {"Location": "/round"}, b""),
        "/no-address": (302, {"Location": "http://["}, b""),
    }
    assert fetch(web.url("/1"), policy) == b"bytes"
    for path in ("/metadata", "/other-port", "/file", "/round", "/no-address"):
        with pytest.raises(Refused):
            fetch(web.url(path), policy)


def test_nothing_is_read_beyond_the_largest_picture(
    web: Web, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST_PICTURE", 100_000)
    web.answers |= {"/most": (200, {}, b"x" * 100_000), "/more": (200, {}, b"x" * 100_001)}
    assert len(fetch(web.url("/most"), policy)) == 100_000
    with pytest.raises(Refused, match="bytes"):
        fetch(web.url("/more"), policy)


def test_who_sends_a_byte_now_and_then_is_not_waited_for(
    web: Web, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    web.answers["/slow"] = (200, {}, b"x" * 500)
    web.slow.add("/slow")
    with pytest.raises(Failed, match="too long"):
        fetch(web.url("/slow"), policy)
    assert web.dripped < 500


@pytest.mark.parametrize("redirects", [0, 1])
def test_who_never_ends_a_header_is_not_waited_for(
    web: Web, policy: Policy, monkeypatch: pytest.MonkeyPatch, redirects: int
) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    web.answers |= {"/0": (200, {}, b""), "/1": (302, {"Location": "/0"}, b"")}
    web.endless.add("/0")
    with pytest.raises(Failed, match="too long"):
        fetch(web.url(f"/{redirects}"), policy)
    assert web.dripped < 500


@pytest.mark.parametrize(("status", "error"), [(404, Refused), (403, Refused), (500, Failed), (429, Failed)])
def test_what_may_get_better_is_tried_again(
    web: Web, policy: Policy, status: int, error: type[Exception]
) -> None:
    web.answers["/a"] = (status, {}, b"")
    with pytest.raises(error):
        fetch(web.url("/a"), policy)


def ask_for(importer: Importer, *urls: str) -> None:
    rows = [
        f"mug,{'Mug' if n == 0 else ''},{1 if n == 0 else ''},{url},Alt {n}" for n, url in enumerate(urls)
    ]
    importer.apply("\n".join(["Handle,Title,Price,Image Src,Image Alt Text", *rows, ""]))


def fates(importer: Importer) -> list[tuple[str, str | None]]:
    rows = importer.history.rows("select status, reason from staff.import_picture order by position")
    return [(row["status"], row["reason"]) for row in rows]


def test_a_picture_comes_to_its_product_where_the_file_had_it(
    importer: Importer, web: Web, policy: Policy
) -> None:
    web.answers |= {"/a.jpg": (200, {}, picture("#112233")), "/b.jpg": (200, {}, picture("#445566"))}
    ask_for(importer, web.url("/a.jpg"), web.url("/b.jpg"))
    assert importer.product("mug")["images"] == []
    assert fetch_next(importer.engine, policy)
    assert fetch_next(importer.engine, policy)
    assert not fetch_next(importer.engine, policy)

    assert [image["alt"] for image in importer.product("mug")["images"]] == ["Alt 0", "Alt 1"]
    assert importer.state()["pictures"] == {"pending": 0, "fetched": 2, "refused": 0, "failed": 0}
    newest = importer.history.newest()
    assert (newest["actor"], newest["reason"]) == ("owner", f"fetch pictures of import {importer.id}")


def test_the_same_file_again_neither_doubles_nor_drops_them(
    importer: Importer, web: Web, policy: Policy
) -> None:
    web.answers["/a.jpg"] = (200, {}, picture())
    ask_for(importer, web.url("/a.jpg"))
    before = importer.product("mug")
    ask_for(importer, web.url("/a.jpg"))  # while it is still awaited
    assert fetch_next(importer.engine, policy)
    assert not fetch_next(importer.engine, policy)
    ask_for(importer, web.url("/a.jpg"))
    assert importer.rows()[0]["outcome"] == "unchanged"
    assert not fetch_next(importer.engine, policy)
    assert (len(before["images"]), len(importer.product("mug")["images"])) == (0, 1)


def test_what_is_no_picture_is_refused_and_says_why(importer: Importer, web: Web, policy: Policy) -> None:
    web.answers["/page"] = (200, {"Content-Type": "image/jpeg"}, b"<html>")
    ask_for(importer, web.url("/page"), "http://169.254.169.254/x.jpg", web.url("/gone.jpg"))
    while fetch_next(importer.engine, policy):
        pass
    assert fates(importer) == [
        ("refused", "The bytes are not a whole JPEG, PNG, WebP or AVIF picture."),
        ("refused", "Port 80 is not one of the web."),
        ("refused", "It answers with status 404."),
    ]


def test_what_fails_is_put_off_and_given_up_in_the_end(importer: Importer, web: Web, policy: Policy) -> None:
    web.answers["/a.jpg"] = (503, {}, b"")
    ask_for(importer, web.url("/a.jpg"))
    for _ in range(fetch_job.MOST_TRIES):
        assert fetch_next(importer.engine, policy)
        assert not fetch_next(importer.engine, policy)
        with importer.engine.begin() as connection:
            connection.execute(text("update catalog.import_picture set next_try_at = now()"))
    assert not fetch_next(importer.engine, policy)
    assert fates(importer) == [("failed", "It answers with status 503.")]


def test_a_picture_whose_tries_never_end_is_given_up(
    importer: Importer, web: Web, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends the process, or is no fault that is known, ends a try without an outcome."""
    ask_for(importer, web.url("/a.jpg"))
    monkeypatch.setattr(fetch_job, "fetch", lambda *_: 1 / 0)
    for _ in range(fetch_job.MOST_TRIES):
        with pytest.raises(ZeroDivisionError):
            fetch_next(importer.engine, policy)
        importer.history.run("update catalog.import_picture set next_try_at = now()")
    assert fetch_next(importer.engine, policy)
    assert not fetch_next(importer.engine, policy)
    assert fates(importer) == [("failed", fetch_job.GAVE_UP)]


def test_nothing_is_put_on_a_product_in_the_trash(
    importer: Importer, owner: Client, web: Web, policy: Policy
) -> None:
    web.answers["/a.jpg"] = (200, {}, picture())
    ask_for(importer, web.url("/a.jpg"))
    identity = importer.product("mug")["id"]
    assert owner.send("DELETE", f"/v1/products/{identity}", if_match="*").status_code == 200
    assert fetch_next(importer.engine, policy)
    assert fates(importer) == [("refused", fetch_job.GONE)]
    assert importer.history.count("media") == 0

"""The cache's memory: bounded in bytes, the least recently asked for goes first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from revision_cache.answer import Answer
from revision_cache.store import Store


def answer(length: int) -> Answer:
    headers = [
        ("Content-Type", "application/json"),
        ("ETag", '"1-0123abcd.dev"'),
        ("Catalog-Revision", "1.0123456789abcdef"),
    ]
    return Answer(headers, b"x" * length, "/v1/products")


def test_what_was_not_asked_for_longest_goes_first() -> None:
    store = Store(100_000)
    for name in "abcdefghij":
        store.put(name, answer(10_000))
        store.get("a")
    assert store.size <= 100_000
    assert [name for name in "abcdefghij" if store.get(name)] == list("adefghij")


def test_the_forms_of_an_answer_count_too() -> None:
    store = Store(100_000)
    kept = answer(3_000)
    store.put("a", kept)
    before = store.size
    form = store.form("a", kept, "gzip")
    assert store.size == before + len(form.body)
    assert store.form("a", kept, "gzip") is form
    store.put("a", answer(1_000))
    assert store.size < before


def test_an_answer_that_would_push_out_all_others_is_not_kept() -> None:
    store = Store(80_000)
    store.put("large", answer(20_000))
    assert (store.get("large"), store.size) == (None, 0)
    store.put("a quarter", answer(17_000))
    assert store.get("a quarter")


def test_ten_thousand_addresses_take_no_more_than_the_bound() -> None:
    store = Store(1_000_000)
    for number in range(10_000):
        store.put(f"/v1/products?q={number}" + "x" * 1000, answer(500))
    assert 900_000 < store.size <= 1_000_000


def test_what_says_that_it_is_stale_is_not_kept_for_when_it_no_longer_is() -> None:
    headers = [("ETag", '"1-0123abcd.dev"'), ("Catalog-Revision", "1.0123456789abcdef")]
    assert Answer(headers, b"{}", "/v1/products").may_be_kept
    assert not Answer([*headers, ("Catalog-Stale", "true")], b"{}", "/v1/products").may_be_kept


def test_many_who_want_the_same_make_it_one_after_another() -> None:
    store, together, under_way, most = Store(1000), Barrier(4), [0], [0]

    def make() -> None:
        together.wait()
        with store.flight("a"):
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
            for _ in range(2_000):
                pass
            under_way[0] -= 1

    with ThreadPoolExecutor(4) as threads:
        for each in [threads.submit(make) for _ in range(4)]:
            each.result()
    assert most == [1]

"""A long file takes no more memory than a short one: it is read, planned and applied piece by piece."""

import tracemalloc
from collections.abc import Callable

from tests.services.write_api.imports.importing import Importer
from write_api.imports.apply_job import apply_next

SHORT, LONG = 300, 3_000
HEADER = "Handle,Title,Body (HTML),Variant SKU,Variant Price"


def file(name: str, products: int) -> str:
    rows = [f"{name}-{n},Cup {n},Holds {n} cl.,{name}-{n},{n % 90 + 10}.50" for n in range(products)]
    return "\n".join([HEADER, *rows, ""])


def peak(work: Callable[[], bool]) -> int:
    """The most bytes that Python held at once while it worked."""
    tracemalloc.start()
    try:
        assert work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_file_of_ten_times_as_many_products_takes_no_more_memory(importer: Importer) -> None:
    planning: dict[str, int] = {}
    applying: dict[str, int] = {}
    for name, products in (("warm", 150), ("short", SHORT), ("long", LONG)):
        importer.id = importer.send(file(name, products))["id"]
        planning[name] = peak(importer.plan_next)
        assert importer.accept().status_code == 202
        applying[name] = peak(lambda: apply_next(importer.engine))
        assert importer.state()["products"]["create"] == products

    assert planning["long"] < 1.5 * planning["short"]
    assert applying["long"] < 1_000_000  # it is done by PostgreSQL

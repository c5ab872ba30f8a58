"""The bench counts, divides and judges rightly; what had errors is never reached."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.load import tables
from tests.load.arithmetic import ABSENT, FAULTY, MISSED, REACHED, Figure, Required, quantile, summarise
from tests.load.hostile import KINDS, hostile_requests
from tests.load.processes import Program, cpu_seconds
from tests.load.report import render
from tests.load.results import figures
from tests.load.subjects import REQUIRED, SUBJECTS
from tests.load.wrk import Round, parse

SAID = {
    "requests": 2000,
    "microseconds": 4_000_000,
    "bytes": 2_400_000,
    "p50": 1500,
    "p99": 9000,
    "connect": 0,
    "read": 1,
    "write": 0,
    "timeout": 2,
    "status": 4,
}
BODY = 1000
RATIO = Required("list ÷ peer", "list", "peer", at_least=1.0)


def a_round(requests: int = 1000, errors: int = 0, cpu_seconds: float = 0.5, size: int = 1200) -> Round:
    return Round(requests, 2.0, requests * size, 1.5, 9.0, errors, cpu_seconds)


def results(**rounds: list[Round]) -> dict[str, Any]:
    """A run as it is kept, in which these subjects were under load."""
    load = {
        name.replace("_", "-"): {"body": BODY, "rounds": [each._asdict() for each in played]}
        for name, played in rounds.items()
    }
    return {"machine": {"date": "today"}, "plan": {"rounds": 3, "seconds": 4}, "load": load}


def verdict_on(what: str, run: dict[str, Any]) -> str:
    """The last cell of the report's row."""
    row = next(line for line in render(run).splitlines() if what in line)
    return row.split("|")[-2].strip()


def test_what_wrk_says_is_read_with_every_kind_of_error_counted() -> None:
    found = parse(f"Running 4s test\n  2 threads\n{json.dumps(SAID)}\n")
    assert (found.rate, found.p50_ms, found.p99_ms, found.errors) == (500.0, 1.5, 9.0, 7)


def test_cpu_per_request_is_in_microseconds() -> None:
    assert a_round(requests=1000, cpu_seconds=0.5).cpu_us == 500.0


def test_the_median_of_the_rounds_counts_and_all_errors_do() -> None:
    rounds = [a_round(800), a_round(9000, errors=2), a_round(1000, errors=1)]
    found = summarise(rounds, BODY)
    assert (found.rate, found.rates, found.errors) == (500.0, [400.0, 4500.0, 500.0], 3)


@pytest.mark.parametrize("size", [BODY - 100, BODY + 5000])
def test_answers_of_another_size_are_no_clean_figure(size: int) -> None:
    assert not summarise([a_round(), a_round(size=size), a_round()], BODY).figure.is_clean


def test_quantiles_are_values_that_were_measured() -> None:
    values = [float(value) for value in range(200, 0, -1)]
    assert [quantile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [100.0, 190.0, 198.0, 200.0]
    assert quantile([7.0], 0.99) == 7.0


@pytest.mark.parametrize(
    ("ours", "peers", "verdict"),
    [
        (Figure(100), Figure(100), REACHED),
        (Figure(99), Figure(100), MISSED),
        (Figure(900, is_clean=False), Figure(100), FAULTY),
        (Figure(900), Figure(100, is_clean=False), FAULTY),
        (Figure(900), None, ABSENT),
        (Figure(0), Figure(0), MISSED),
    ],
)
def test_a_ratio_is_judged_by_clean_figures_alone(ours: Figure, peers: Figure | None, verdict: str) -> None:
    found = {"list": ours} | ({} if peers is None else {"peer": peers})
    assert RATIO.verdict(found) == verdict


def test_rounds_are_compared_one_by_one() -> None:
    ours, peers = Figure(20, rounds=[10, 20, 40]), Figure(16, rounds=[10, 16, 50])
    assert RATIO.value({"list": ours, "peer": peers}) == Figure(1.0, rounds=[1.0, 1.25, 0.8])
    assert RATIO.value({"list": ours, "peer": Figure(16)}) == Figure(1.25)


def test_a_subject_with_errors_is_never_shown_as_reached() -> None:
    fast, slow = [a_round(9000)] * 3, [a_round(10)] * 3
    assert "| 5–4,500 |" in tables.load(results(list=[a_round(9000), a_round(10), a_round(100)]))
    clean, faulty = results(list=fast, list_naive=slow), results(list=fast, list_naive=slow)
    faulty["load"]["list"]["rounds"][1]["errors"] = 1
    assert [verdict_on("direct, ÷ naive", each) for each in (clean, faulty)] == [REACHED, FAULTY]
    assert "| **1** |" in tables.load(faulty)


@pytest.mark.parametrize(
    ("after", "status", "verdict"),
    [(130.0, 404, REACHED), (131.0, 404, MISSED), (130.0, 503, FAULTY), (130.0, 0, FAULTY)],
)
def test_growth_of_memory_is_judged_by_what_is_resident_and_valid_if_all_was_answered(
    after: float, status: int, verdict: str
) -> None:
    statuses = {"200": 9, str(status): 1}
    memory = {"requests": 10, "rest": {"rss": 100.0}, "after": {"rss": after}, "statuses": statuses}
    found = figures({"memory": memory})
    assert Required("growth", "memory-growth", at_most=1.3).verdict(found) == verdict


def test_writes_are_compared_with_the_same_rounds_row_work() -> None:
    def round_of(requests: int, row_work: float) -> dict[str, Any]:
        return {"writers": 1, "http": a_round(requests=2 * requests)._asdict(), "pgbench": row_work}

    writes = {"batch": [9.0], "upload": [2.0], "rounds": [round_of(40, 100.0), round_of(120, 200.0)]}
    found = figures({"writes": writes})
    assert list((found["writes-1"] / found["row-work-1"]).rounds) == [0.4, 0.6]
    assert "| upload of a 12-megapixel JPEG | 2.0 s |" in tables.writes({"writes": writes})


def test_the_report_of_an_empty_run_claims_nothing() -> None:
    text = render(results())
    assert text.count(ABSENT) == len(REQUIRED)
    assert REACHED not in [cell.strip() for line in text.splitlines() for cell in line.split("|")]


def test_every_required_figure_is_one_that_is_measured() -> None:
    ways = [f"{how}{of}" for how in ("cold", "kept") for of in ("", "-100")]
    scaled = {f"{page}-{way}" for page in tables.SCALED for way in ways}
    others = {"search-p95", "facets-p95", "freshness-p99", "import", "memory-growth", "memory-after"}
    known = {subject.name for subject in SUBJECTS} | scaled | others | tables.WRITTEN.keys()
    assert {name for each in REQUIRED for name in (each.figure, each.per) if name} <= known


def test_cpu_time_of_a_child_counts_after_its_end_too() -> None:
    work = "while time.process_time() < 0.2: pass"
    program = f"import os, time\nif os.fork(): os.wait(); print(flush=True); input()\nelse:\n  {work}"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        process.stdout.readline()
        used = cpu_seconds([Program("worker", process.pid)])
        process.communicate(b"\n")
    assert used >= 0.15  # the kernel counts in ticks


def test_what_was_disturbed_is_said() -> None:
    rounds = [a_round(), a_round()._replace(is_disturbed=True), a_round()]
    assert "1 of 3 rounds" in render(results(list=rounds))


def test_hostile_addresses_are_all_different_and_the_same_every_time() -> None:
    made = list(hostile_requests(70))
    assert len({path for path, _ in made}) == len(made)
    assert made == list(hostile_requests(70))
    assert len(KINDS) == 7

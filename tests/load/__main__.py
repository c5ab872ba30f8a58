"""`python -m tests.load`, which is `make bench`: measure everything side by side, then write the report.

BENCH=quick: short rounds, to see that all runs. ONLY="list list-naive freshness": these alone (subjects,
`scale`, `freshness`, `memory`, `writes`, `import`). Neither overwrites docs/: what they find goes to
.mstore/bench.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console

from tests.load.demo import load_demo
from tests.load.freshness import measure_freshness
from tests.load.importing import measure_import
from tests.load.machine import ROOT, describe_machine
from tests.load.memory import measure_memory
from tests.load.report import DOCS, write_report
from tests.load.rounds import aim, check_alike, play
from tests.load.scale import measure_scale
from tests.load.servers import all_servers, find_nginx, first_slug
from tests.load.shop import Shop, running_shop
from tests.load.subjects import SUBJECTS
from tests.load.writing import measure_writes
from tests.load.wrk import Absent, find_wrk

MOST_SECONDS = 45 * 60
SCRATCH = ROOT / ".mstore" / "bench"
OTHERS = ("scale", "freshness", "memory", "writes", "import")
NAMES = [*(subject.name for subject in SUBJECTS), *OTHERS]
console = Console()


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int
    seconds: float
    products: int
    samples: int
    queries: int
    writes: int
    urls: int
    rows: int
    quiet_seconds: float


FULL = Plan(
    rounds=10,
    seconds=2,
    products=1_000_000,
    samples=60,
    queries=400,
    writes=400,
    urls=10_000,
    rows=10_000,
    quiet_seconds=20,
)
QUICK = Plan(
    rounds=1,
    seconds=1,
    products=30_000,
    samples=5,
    queries=50,
    writes=30,
    urls=1_000,
    rows=500,
    quiet_seconds=2,
)


def main() -> None:
    plan = QUICK if os.environ.get("BENCH") == "quick" else FULL
    only = os.environ.get("ONLY", "").split()
    if unknown := set(only) - set(NAMES):
        sys.exit(f"There is no {', '.join(sorted(unknown))}. What can be measured alone: {' '.join(NAMES)}")
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(MOST_SECONDS)
    try:
        find_wrk()
        results = measure(plan, set(only or NAMES))
    except Absent as absent:
        sys.exit(str(absent))
    write(results, DOCS if plan is FULL and not only else SCRATCH)


def measure(plan: Plan, wanted: set[str]) -> dict[str, Any]:
    """The raw results, as they are kept in benchmarks.json."""
    results: dict[str, Any] = {"machine": describe_machine(), "plan": vars(plan)}
    with running_shop() as shop:
        load_demo(shop)
        steps: dict[str, Callable[[], Any]] = {
            "load": lambda: measure_load(shop, plan, wanted),
            "freshness": lambda: measure_freshness(shop, plan.writes),
            "memory": lambda: measure_memory(shop, plan.urls),
            "writes": lambda: measure_writes(shop, plan.rounds, plan.seconds),
            "import": lambda: measure_import(shop, plan.rows, plan.quiet_seconds),
            "scale": lambda: measure_scale(shop, plan.products, plan.samples, plan.queries),
        }
        for name, step in steps.items():
            if name in wanted or (name == "load" and wanted - set(OTHERS)):
                console.print(f"Measuring {name} …")
                results[name] = step()
    return results


def measure_load(shop: Shop, plan: Plan, wanted: set[str]) -> dict[str, Any]:
    """Every round of every subject that is wanted, and how long its body is."""
    subjects = [subject for subject in SUBJECTS if subject.name in wanted]
    with all_servers(shop) as servers:
        if not find_nginx():
            console.print("nginx is not installed (apt-get install nginx): its subjects are skipped.")
        slug = first_slug(servers["read-api"])
        check_alike({name: each for name, each in servers.items() if name != "frontend"}, slug)
        targets = [aim(each, servers[each.server], slug) for each in subjects if each.server in servers]
        played = play(targets, plan.rounds, plan.seconds, console.print)
    return {
        target.subject.name: {
            "body": target.body,
            "rounds": [each._asdict() for each in played[target.subject.name]],
        }
        for target in targets
    }


def write(results: dict[str, Any], directory: Path) -> None:
    """Keep the raw results, and make the report of them."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "benchmarks.json").write_text(json.dumps(results, indent=1) + "\n")
    console.print(f"Written: {write_report(directory)}")


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"The bench took longer than {MOST_SECONDS // 60} minutes.")


if __name__ == "__main__":
    main()

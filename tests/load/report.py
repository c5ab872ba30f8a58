"""Makes benchmarks.md and its plot of benchmarks.json; `python -m tests.load.report` does so in docs/.

The prose is in benchmarks.md.in: what is said there survives every run.
"""

import json
from pathlib import Path
from string import Template

from tests.load import tables
from tests.load.machine import ROOT
from tests.load.plot import draw
from tests.load.results import Results, figures, summaries

DOCS = ROOT / "docs"
TEMPLATE = Path(__file__).with_name("benchmarks.md.in")


def write_report(directory: Path) -> Path:
    """Make the report beside the raw results; returns where it is."""
    results = json.loads((directory / "benchmarks.json").read_text())
    (directory / "images").mkdir(exist_ok=True)
    draw(summaries(results), directory / "images" / "benchmarks.svg")
    report = directory / "benchmarks.md"
    report.write_text(render(results))
    return report


def render(results: Results) -> str:
    """The report's text."""
    return Template(TEMPLATE.read_text()).substitute(
        required=tables.required(figures(results)),
        load=tables.load(results),
        scale=tables.scale(results),
        disturbed=tables.disturbed(results),
        freshness=tables.freshness(results),
        writes=tables.writes(results),
        memory=tables.memory(results),
        statuses=tables.statuses(results),
        machine=tables.machine(results),
        rounds=results["plan"]["rounds"],
        seconds=f"{results['plan']['seconds']:g}",
    )


if __name__ == "__main__":
    write_report(DOCS)

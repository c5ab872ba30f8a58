"""Decides what the raw results of a run amount to: the figures by which the requirements are judged."""

from collections.abc import Mapping
from typing import Any

from tests.load.arithmetic import Figure, Figures, Summary, quantile, summarise
from tests.load.wrk import Round

Results = Mapping[str, Any]


def summaries(results: Results) -> dict[str, Summary]:
    """Of every subject that was under load."""
    load = results.get("load", {})
    return {
        name: summarise([Round(**each) for each in played["rounds"]], played["body"])
        for name, played in load.items()
    }


def figures(results: Results) -> Figures:
    """Every figure by its name: answers a second, medians and quantiles in ms, memory in MB."""
    found = {name: summary.figure for name, summary in summaries(results).items()}
    for name, times in results.get("scale", {}).items():
        found[name] = Figure(quantile(times, 0.5))
        found[f"{name}-p95"] = Figure(quantile(times, 0.95))
    if times := results.get("freshness"):
        found["freshness"] = Figure(quantile(times, 0.5))
        found["freshness-p99"] = Figure(quantile(times, 0.99))
    if memory := results.get("memory"):
        # PSS depends on who else runs the same program.
        rest, after = memory["rest"]["rss"], memory["after"]["rss"]
        is_clean = all(0 < int(status) < 500 for status in memory["statuses"])
        found["memory-growth"] = Figure(after / rest, is_clean)
        found["memory-after"] = Figure(after, is_clean)
    return found

"""Decides what the raw results of a run amount to: the figures by which the requirements are judged."""

from collections.abc import Mapping
from statistics import median
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
    if writes := results.get("writes"):
        found |= _of_writes(writes)
    if imported := results.get("import"):
        found["import"] = Figure(imported["plan"] + imported["apply"])
        found |= {f"import-{step}": Figure(imported[step]) for step in ("plan", "apply", "undo")}
        for when in ("quiet", "beside_loop", "meanwhile"):
            found[f"read-{when}-p99"] = Figure(quantile(imported[when], 0.99))
    if memory := results.get("memory"):
        # PSS depends on who else runs the same program.
        rest, after = memory["rest"]["rss"], memory["after"]["rss"]
        is_clean = all(0 < int(status) < 500 for status in memory["statuses"])
        found["memory-growth"] = Figure(after / rest, is_clean)
        found["memory-after"] = Figure(after, is_clean)
    return found


def _of_writes(writes: Mapping[str, Any]) -> dict[str, Figure]:
    """Writes and transactions a second by how many write, and seconds of what is long."""
    found = {name: Figure(median(writes[name]), rounds=writes[name]) for name in ("batch", "upload")}
    for writers in sorted({each["writers"] for each in writes["rounds"]}):
        own = [each for each in writes["rounds"] if each["writers"] == writers]
        rounds = [Round(**each["http"]) for each in own]
        rates, row_work = [each.rate for each in rounds], [each["pgbench"] for each in own]
        is_clean = not any(each.errors for each in rounds)
        found[f"writes-{writers}"] = Figure(median(rates), is_clean, rates)
        found[f"row-work-{writers}"] = Figure(median(row_work), rounds=row_work)
    return found

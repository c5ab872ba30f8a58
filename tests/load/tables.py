"""The report's tables, in Markdown, of what was measured; what was not measured says so."""

from collections.abc import Iterable, Iterator, Sequence

from tests.load.arithmetic import Figure, Figures, Summary, quantile
from tests.load.results import Results, figures, summaries
from tests.load.subjects import REQUIRED, SUBJECTS

ABSENT = "Not measured in this run."
SCALED = {"first-page": "first page", "page-1000": "page 1,000", "one": "one product"}
SEARCHED = {"search": "text search", "facets": "with all facets"}
WRITTEN = {
    "writes-1": ("a price, 1 writer", "writes/s"),
    "row-work-1": ("pgbench, 1 client", "transactions/s"),
    "writes-8": ("a price, 8 writers", "writes/s"),
    "row-work-8": ("pgbench, 8 clients", "transactions/s"),
    "batch": ("a batch of 1,000 new products", "s"),
    "upload": ("upload of a 12-megapixel JPEG", "s"),
    "import-plan": ("the plan of a file of 10,000 new products", "s"),
    "import-apply": ("that file applied", "s"),
    "import-undo": ("and undone", "s"),
    "read-quiet-p99": ("a read before that, p99", "ms"),
    "read-beside_loop-p99": ("a read beside a loop that fills a core, p99", "ms"),
    "read-meanwhile-p99": ("a read meanwhile, p99", "ms"),
}
Row = Sequence[str]


def table(head: Row, rows: Iterable[Row]) -> str:
    """A table, or that there is nothing to show."""
    lines = [f"| {' | '.join(line)} |" for line in rows]
    return "\n".join([f"| {' | '.join(head)} |", "|---" * len(head) + "|", *lines]) if lines else ABSENT


def required(found: Figures) -> str:
    """What had to be reached, and whether it was."""
    rows = []
    for each in REQUIRED:
        value = each.value(found)
        said = "" if value is None else f"{value.value:,.2f} {each.unit}"
        rows.append(
            (each.what, each.bound, said, _spread(value.rounds if value else ()), each.verdict(found))
        )
    return table(("what", "required", "measured", "lowest–highest round", ""), rows)


def load(results: Results) -> str:
    """Every subject that was under load."""
    found = summaries(results)
    speed = ("answers/s", "slowest–fastest", "p50 ms", "p99 ms", "CPU µs each")
    rows = [
        (f"`{each.name}`", each.server, *_speed(of), f"{results['load'][each.name]['body']:,}", _faults(of))
        for each in SUBJECTS
        if (of := found.get(each.name))
    ]
    return table(("subject", "asked", *speed, "bytes", "faults"), rows)


def disturbed(results: Results) -> str:
    """How many of all rounds a neighbour disturbed, the tries before the last not counted."""
    rounds = [each for played in results.get("load", {}).values() for each in played["rounds"]]
    return f"{sum(each.get('is_disturbed', False) for each in rounds)} of {len(rounds)} rounds"


def scale(results: Results) -> str:
    """Each page of a large shop beside that of a small one."""
    return table(("", "100: p50", "p95", "1,000,000: p50", "p95"), _scale_rows(results.get("scale", {})))


def freshness(results: Results) -> str:
    """How soon a write is visible."""
    times = results.get("freshness", [])
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "longest": 1.0}
    row = [f"{len(times):,}", *(f"{quantile(times, share):.1f} ms" for share in shares.values() if times)]
    return table(("writes", *shares), [row] if times else [])


def writes(results: Results) -> str:
    """How many writes a second, and what is long."""
    found = figures(results)
    rows = [(said, *_measured(found[name], unit)) for name, (said, unit) in WRITTEN.items() if name in found]
    return table(("", "median", "lowest–highest round"), rows)


def memory(results: Results) -> str:
    """What one worker took."""
    found = results.get("memory")
    if not found:
        return ABSENT
    moments = {"rest": "at rest", "after": f"after {found['requests']:,} hostile addresses"}
    rows = [(said, *(f"{found[when][way]:.1f}" for way in ("rss", "pss"))) for when, said in moments.items()]
    return table(("", "RSS MB", "PSS MB"), rows)


def statuses(results: Results) -> str:
    """How the hostile addresses were answered."""
    found = results.get("memory", {}).get("statuses", {})
    return ", ".join(f"{status} ({count:,} times)" for status, count in found.items()) or ABSENT


def machine(results: Results) -> str:
    """On what it was measured."""
    return table(("", ""), results["machine"].items())


def _speed(of: Summary) -> Row:
    return (
        f"{of.rate:,.0f}",
        _spread(of.rates, ",.0f"),
        f"{of.p50_ms:.1f}",
        f"{of.p99_ms:.1f}",
        f"{of.cpu_us:,.0f}",
    )


def _measured(figure: Figure, unit: str) -> Row:
    return f"{figure.value:,.1f} {unit}", _spread(figure.rounds, ",.1f")


def _spread(values: Sequence[float], form: str = ",.2f") -> str:
    return f"{min(values):{form}}–{max(values):{form}}" if values else ""


def _faults(of: Summary) -> str:
    unexpected = [] if of.is_as_expected else ["**answers of another size**"]
    return ", ".join([*([f"**{of.errors:,}**"] if of.errors else []), *unexpected]) or "0"


def _scale_rows(times: dict[str, list[float]]) -> Iterator[Row]:
    for key, said in SCALED.items():
        for how in ("cold", "kept"):
            large = times.get(f"{key}-{how}")
            if large:
                yield f"{said}, {how}", *_quantiles(times.get(f"{key}-{how}-100")), *_quantiles(large)
    for key, said in SEARCHED.items():
        if large := times.get(key):
            yield said, *_quantiles(None), *_quantiles(large)


def _quantiles(times: list[float] | None) -> Row:
    return [f"{quantile(times, share):.2f} ms" for share in (0.5, 0.95)] if times else ("", "")

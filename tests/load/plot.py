"""Draws how many answers a second each subject gives, in ink that is readable on white and on black."""

from collections.abc import Mapping
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.load.arithmetic import Summary
from tests.load.subjects import SUBJECTS, Subject

INK = "#101010"  # replaced by the reader's own
STYLE = "<style>svg{color:#1f2328}@media(prefers-color-scheme:dark){svg{color:#e6edf3}}</style>"
OURS, PEERS, FAULTY = "#c2703d", "#8a94a0", "#d03030"
PANELS = {"list": "100 products", "product": "One product", "cold": "100 products, cold"}
ROW_HEIGHT = 0.27  # inches


def draw(summaries: Mapping[str, Summary], file: Path) -> None:
    """A bar for each subject, one panel for each kind; writes SVG."""
    panels = {said: _of_kind(kind, summaries) for kind, said in PANELS.items()}
    panels = {said: names for said, names in panels.items() if names}
    if not panels:
        return
    sizes = [len(subjects) for subjects in panels.values()]
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "bench", "font.size": 9}):
        figure = Figure((8, ROW_HEIGHT * sum(sizes) + 0.75 * len(sizes)), layout="constrained")
        axes = figure.subplots(len(sizes), 1, squeeze=False, gridspec_kw={"height_ratios": sizes})
        for (said, subjects), own in zip(panels.items(), axes[:, 0], strict=True):
            _panel(own, said, subjects, summaries)
        figure.savefig(file, transparent=True, metadata={"Date": None, "Creator": None})
    _follow_the_reader(file)


def _of_kind(kind: str, summaries: Mapping[str, Summary]) -> list[Subject]:
    return [each for each in SUBJECTS if each.name.partition("-")[0] == kind and each.name in summaries]


def _panel(axes: Axes, said: str, subjects: list[Subject], summaries: Mapping[str, Summary]) -> None:
    for place, subject in enumerate(subjects):
        found = summaries[subject.name]
        ours = OURS if subject.server in {"read-api", "gateway"} else PEERS
        axes.barh(place, found.rate, color=ours if found.figure.is_clean else FAULTY, height=0.7)
        label = f" {found.rate:,.0f}" + ("" if found.figure.is_clean else "  errors")
        axes.text(found.rate, place, label, va="center", color=INK)
    axes.set_yticks(range(len(subjects)), [subject.name for subject in subjects])
    axes.set_title(f"{said}: answers a second", loc="left", color=INK)
    axes.margins(x=0.12)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.tick_params(colors=INK, length=0)
    axes.spines[:].set_visible(False)


def _follow_the_reader(file: Path) -> None:
    drawn = file.read_text().replace(INK, "currentColor")
    head, end, rest = drawn.partition("<defs>")
    lines = (line.rstrip() for line in f"{head}{STYLE}{end}{rest}".splitlines())
    file.write_text("\n".join(lines) + "\n")

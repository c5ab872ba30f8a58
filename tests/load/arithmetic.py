"""Decides what the rounds amount to, and whether what was required is reached. No clock, no process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.load.wrk import Round

REACHED, MISSED, FAULTY, ABSENT = "reached", "**not reached**", "**not valid: errors**", "not measured"


@dataclass(frozen=True)
class Figure:
    """A measured number, and what each round said; what was measured with faults is no number to rely on."""

    value: float
    is_clean: bool = True
    rounds: Sequence[float] = ()

    def __truediv__(self, peer: "Figure") -> "Figure":
        """Of what was measured in rounds: the median of the rounds' own ratios, so that a machine that was
        slow for a while was so for both."""
        is_clean = self.is_clean and peer.is_clean
        if self.rounds and len(self.rounds) == len(peer.rounds):
            rounds = [*map(_ratio, self.rounds, peer.rounds)]
            return Figure(median(rounds), is_clean, rounds)
        return Figure(_ratio(self.value, peer.value), is_clean)


def _ratio(value: float, per: float) -> float:
    return value / per if per else 0.0


Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class Summary:
    """Several rounds of one subject: the answers a second of each, and medians."""

    rates: Sequence[float]
    p50_ms: float
    p99_ms: float
    cpu_us: float
    errors: int
    is_as_expected: bool

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def figure(self) -> Figure:
        return Figure(self.rate, self.errors == 0 and self.is_as_expected, self.rates)


def summarise(rounds: Sequence[Round], body: int) -> Summary:
    """`body` is how many bytes an answer is expected to have."""
    return Summary(
        rates=[each.rate for each in rounds],
        p50_ms=median(each.p50_ms for each in rounds),
        p99_ms=median(each.p99_ms for each in rounds),
        cpu_us=median(each.cpu_us for each in rounds),
        errors=sum(each.errors for each in rounds),
        is_as_expected=all(each.is_of_size(body) for each in rounds),
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of all do not exceed (nearest rank)."""
    rank = -(-len(values) * round(share * 1000) // 1000)
    return sorted(values)[max(rank, 1) - 1]


@dataclass(frozen=True)
class Required:
    """A bound on a figure, or on its ratio to another: `at_least` or `at_most`."""

    what: str
    figure: str
    per: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    unit: str = "×"

    def value(self, figures: Figures) -> Figure | None:
        """The figure or the ratio; None when something of it was not measured."""
        value = figures.get(self.figure)
        if self.per is None:
            return value
        peer = figures.get(self.per)
        return value / peer if value and peer else None

    def verdict(self, figures: Figures) -> str:
        """What was measured with errors is never reached, however fast it was."""
        found = self.value(figures)
        if found is None:
            return ABSENT
        if not found.is_clean:
            return FAULTY
        is_enough = self.at_least is None or found.value >= self.at_least
        is_little = self.at_most is None or found.value <= self.at_most
        return REACHED if is_enough and is_little else MISSED

    @property
    def bound(self) -> str:
        sign, value = ("≥", self.at_least) if self.at_most is None else ("≤", self.at_most)
        return f"{sign} {value:g} {self.unit}"

"""How a glaze lies on a surface: it breaks over edges, pools, runs, crackles and stops above the foot."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from infra.demo.potter.glazes import BRUSHED, CLAYS, GLAZES, Clay, Glaze, colour
from infra.demo.potter.noise import Floats, cells, cloudy, mix, smooth, step
from infra.demo.potter.patterns import PATTERNS


@dataclass(frozen=True)
class Surface:
    """Points of one part: place, normal, curvature (1/cm) at a fine and a coarse reach, and skin."""

    p: Floats
    n: Floats
    fine: Floats
    coarse: Floats
    along: Floats
    side: Floats

    def only(self, on: npt.NDArray[np.intp]) -> Surface:
        """Some of the points."""
        return Surface(*(getattr(self, f.name)[..., on] for f in fields(self)))

    @property
    def angle(self) -> Floats:
        return np.asarray(np.arctan2(self.p[2], self.p[0]), np.float32)


@dataclass(frozen=True)
class Finish:
    """What light meets: albedo, gloss (0 matt, 1 like a mirror), metal (0..1) and how rough it is."""

    albedo: Floats
    gloss: Floats
    metal: Floats
    rough: Floats

    def put(self, on: npt.NDArray[np.intp], other: Finish) -> None:
        """Writes the finish of some of the points."""
        for f in fields(self):
            getattr(self, f.name)[..., on] = getattr(other, f.name)

    def only(self, on: npt.NDArray[np.intp]) -> Finish:
        """The finish of some of the points."""
        return Finish(*(getattr(self, f.name)[..., on] for f in fields(self)))


@dataclass(frozen=True)
class Coat:
    """A clay and what is on it. Heights are in centimetres above the ground."""

    clay: str = "buff"
    glaze: str | None = None
    liner: str | None = None
    bare: float = 0.0
    dip: str | None = None
    dip_at: float = 0.0
    runs: float = 0.3
    paint: str | None = None
    oxide: str = "cobalt"
    paint_low: float = 0.0
    paint_high: float = 99.0
    paint_inside: bool = False
    paint_count: int = 8
    rim: str | None = None
    seed: int = 0


def clay_finish(clay: Clay, s: Surface, seed: int) -> Finish:
    grain = smooth(s.p, 0.05, seed) * clay.grain + cloudy(s.p, 2.5, seed + 1) * np.float32(0.07)
    albedo = colour(clay.body) * (1 + grain) + np.zeros_like(s.p)
    if clay.flecks:
        near, _, owner = cells(s.p, 0.22, seed + 2)
        fleck = step(0.055, 0.03, near / (0.4 + owner)) * (owner < clay.flecks * 9)
        albedo = mix(albedo, colour(clay.fleck), fleck * np.float32(0.75))
    ones = np.ones(s.p.shape[1], np.float32)
    return Finish(albedo.astype(np.float32), 0.05 * ones, 0 * ones, 1.2 * ones)


def glaze_colour(glaze: Glaze, s: Surface, seed: int) -> Floats:
    stretched = s.p * np.array([[1], [0.22 if glaze.streaks else 1], [1]], np.float32)
    patches = step(-0.35, 0.55, cloudy(s.p, 3.0, seed))
    runs = step(-0.4, 0.5, cloudy(stretched, 0.9, seed + 5))
    steep = np.float32(glaze.streaks) * (1 - s.n[1] * s.n[1])
    share = np.clip(mix(patches, runs, steep), 0, 1)
    out = mix(colour(glaze.base), colour(glaze.cloud), share * np.float32(glaze.clouds))
    wander = 1 + np.float32(0.6) * cloudy(s.p, 0.7, seed + 9)
    pooled = np.maximum(step(0.15, 1.6, -s.coarse * wander), np.float32(0.4) * step(3.0, 0.0, s.p[1]))
    out = mix(out, colour(glaze.pool), pooled * np.float32(0.85))
    broken = step(2.6, 8.5, s.fine * wander) * np.float32(glaze.breaks)
    out = mix(out, colour(glaze.thin), broken)
    if glaze.flecks:
        near, _, owner = cells(s.p, 0.3, seed + 3)
        size = 0.02 + 0.07 * owner * owner
        fleck = step(1.0, 0.35, near / size) * (smooth(s.p, 0.9, seed + 4) < glaze.flecks * 16 - 0.5)
        out = mix(out, colour(glaze.fleck), fleck * np.float32(0.7))
    if glaze.crackle:
        out = mix(out, out * np.float32(0.28), crackle(s, seed) * np.float32(glaze.crackle))
    return np.asarray(out, np.float32)


def crackle(s: Surface, seed: int) -> Floats:
    bent = s.p + np.stack([smooth(s.p, 0.8, seed + k) for k in (11, 12, 13)]) * np.float32(0.15)
    near, second, _ = cells(bent, 1.25, seed + 14)
    large = step(0.035, 0.008, second - near)
    near, second, _ = cells(bent, 0.55, seed + 15)
    small = np.float32(0.35) * step(0.022, 0.006, second - near)
    return np.asarray(np.maximum(large, small), np.float32)


def glaze_finish(name: str, clay: Clay, s: Surface, seed: int) -> Finish:
    glaze = GLAZES[name]
    albedo = glaze_colour(glaze, s, seed)
    if clay.flecks > 0.05 and glaze.gloss < 0.9:
        flecks = clay_finish(clay, s, seed).albedo / colour(clay.body)
        albedo = albedo * np.clip(flecks, 0, 1) ** np.float32(0.8)
    ones = np.ones(s.p.shape[1], np.float32)
    return Finish(albedo, glaze.gloss * ones, glaze.metal * ones, (1.05 - glaze.gloss) * 0.5 * ones)


def over(under: Finish, top: Finish, share: Floats) -> Finish:
    return Finish(*(mix(getattr(under, f.name), getattr(top, f.name), share) for f in fields(Finish)))


def _line(s: Surface, height: float, runs: float, seed: int) -> Floats:
    """Height above a glaze line that wavers and runs, in centimetres."""
    around = np.stack([np.cos(s.angle), np.zeros_like(s.angle), np.sin(s.angle)])
    waver = cloudy(around, 1.2, seed, 2) * np.float32(0.5 * runs)
    drip = np.maximum(cloudy(around, 0.28, seed + 6, 2), -0.1) * np.float32(1.6 * runs)
    return np.asarray(s.p[1] - np.float32(height) + waver + drip, np.float32)


def finish(coat: Coat, s: Surface) -> Finish:
    """The finish of each point of a surface that wears the coat: one layer after the other."""
    clay, seed = CLAYS[coat.clay], coat.seed
    outside = step(-0.3, 0.3, s.side)
    result = glaze_finish(coat.glaze, clay, s, seed + 20) if coat.glaze else clay_finish(clay, s, seed)
    if coat.dip:
        result = _dipped(coat.dip, coat, s, result, outside)
    if coat.liner:
        result = over(result, glaze_finish(coat.liner, clay, s, seed + 50), 1 - outside)
    if coat.paint:
        result = _painted(coat.paint, coat, s, result, outside)
    if coat.rim:
        edge = step(0.955, 0.975, s.along + np.float32(0.012) * cloudy(s.p, 1.0, seed + 60))
        result = over(result, glaze_finish(coat.rim, clay, s, seed + 61), edge)
    if coat.glaze and coat.bare > 0:
        result = _wiped(coat, s, result, outside)
    return result


def _dipped(glaze: str, coat: Coat, s: Surface, under: Finish, outside: Floats) -> Finish:
    """A second glaze from the rim down to a line, darker just there; inside too, where there is no liner."""
    above = _line(s, coat.dip_at, coat.runs, coat.seed + 30)
    share = step(-0.06, 0.06, above)
    share = np.maximum(share, 1 - outside) if coat.liner is None else share * outside
    top = glaze_finish(glaze, CLAYS[coat.clay], s, coat.seed + 40)
    edge = step(0.5, 0.0, np.abs(above)) * share
    return over(under, replace(top, albedo=top.albedo * (1 - np.float32(0.16) * edge)), share)


def _wiped(coat: Coat, s: Surface, glazed: Finish, outside: Floats) -> Finish:
    """The glaze is sponged off below a line, so that the pot does not stick to the kiln shelf."""
    low = np.flatnonzero((s.p[1] < coat.bare + 0.6) & (outside > 0))
    foot = s.only(low)
    share = np.maximum(step(-0.05, 0.05, _line(foot, coat.bare, 0.22, coat.seed + 70)), 1 - outside[low])
    bare = clay_finish(CLAYS[coat.clay], foot, coat.seed)
    glazed.put(low, over(bare, glazed.only(low), share))
    return glazed


def _painted(pattern: str, coat: Coat, s: Surface, under: Finish, outside: Floats) -> Finish:
    share = PATTERNS[pattern](s.p, s.angle, coat.paint_count, coat.paint_low, coat.paint_high, coat.seed)
    share = share * ((1 - outside) if coat.paint_inside else outside)
    load = np.clip(0.92 + 0.24 * cloudy(s.p, 1.3, coat.seed + 80), 0, 1)
    ink = under.albedo * np.float32(0.12) + colour(BRUSHED[coat.oxide]) * np.float32(0.88)
    albedo = mix(under.albedo, ink.astype(np.float32), (share * load).astype(np.float32))
    return replace(under, albedo=albedo)

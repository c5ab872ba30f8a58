"""Drawings in a plane: strokes of varying width, sampled as a distance field.

A pot is drawn as its wall seen in section (a stroke from the middle of the floor to the rim) and then turned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from infra.demo.potter.noise import Floats

Doubles: TypeAlias = npt.NDArray[np.float64]
Point = tuple[float, float, float]  # across, up, half the width; centimetres


@dataclass(frozen=True)
class Field:
    """A sampled drawing: `distance` to the ink; of the main stroke the place `along` it (0..1), the `side`
    (-1 or 1) and half the `width`."""

    origin: tuple[float, float]
    cell: float
    columns: int
    rows: int
    distance: Floats
    along: Floats
    side: Floats
    width: Floats

    @property
    def end(self) -> tuple[float, float]:
        """The corner of the sheet opposite to the origin."""
        return self.origin[0] + self.columns * self.cell, self.origin[1] + self.rows * self.cell

    def look(self, u: Floats, v: Floats, corners: Floats) -> tuple[Floats, Floats]:
        """Interpolated values at (u, v), and how far (u, v) lies outside the sheet."""
        gu = (u - np.float32(self.origin[0])) * np.float32(1 / self.cell)
        gv = (v - np.float32(self.origin[1])) * np.float32(1 / self.cell)
        cu = np.clip(gu, 0, np.float32(self.columns - 0.001))
        cv = np.clip(gv, 0, np.float32(self.rows - 0.001))
        outside = np.sqrt((gu - cu) ** 2 + (gv - cv) ** 2) * np.float32(self.cell)
        i, j = cu.astype(np.intp), cv.astype(np.intp)
        fu, fv = cu - i.astype(np.float32), cv - j.astype(np.float32)
        around = corners.take(j * self.columns + i, axis=0)
        low = around[:, 0] + (around[:, 1] - around[:, 0]) * fu
        high = around[:, 2] + (around[:, 3] - around[:, 2]) * fu
        return low + (high - low) * fv, outside

    def reach(self, u: Floats, v: Floats) -> Floats:
        """Signed distance to the ink; a safe lower bound outside the sheet."""
        d, outside = self.look(u, v, self.distance)
        return np.where(outside > 0, np.sqrt(np.maximum(d, 0) ** 2 + outside * outside), d)


def curve(points: Sequence[Point], pieces: int = 18) -> Floats:
    """A smooth line (centripetal Catmull-Rom) through the points; shape (n, 3)."""
    p = np.array(points, np.float64)
    if len(p) == 2:
        return np.linspace(p[0], p[1], 3).astype(np.float32)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    drawn = []
    for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False):
        knots = np.cumsum([0.0, *(max(float(np.hypot(*e[:2])), 1e-4) ** 0.5 for e in (b - a, c - b, d - c))])
        t = np.linspace(knots[1], knots[2], pieces, endpoint=False)[:, None]
        drawn.append(_barry_goldman((a, b, c, d), knots, t))
    return np.vstack([*drawn, p[-2:-1]]).astype(np.float32)


def _barry_goldman(points: Sequence[Doubles], k: Doubles, t: Doubles) -> Doubles:
    """The curve between the second and the third of four points, by repeated interpolation."""

    def between(a: Doubles, b: Doubles, i: int, j: int) -> Doubles:
        return np.asarray((k[j] - t) / (k[j] - k[i]) * a + (t - k[i]) / (k[j] - k[i]) * b)

    p0, p1, p2, p3 = points
    a1, a2, a3 = between(p0, p1, 0, 1), between(p1, p2, 1, 2), between(p2, p3, 2, 3)
    return between(between(a1, a2, 0, 2), between(a2, a3, 1, 3), 1, 2)


def _stroke(line: Floats, u: Floats, v: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Distance, position along (0..1), side and half width of one stroke, at every (u, v)."""
    best = np.full(u.shape, 1e9, np.float32)
    along, side, width = np.zeros_like(best), np.ones_like(best), np.zeros_like(best)
    lengths = np.hypot(*np.diff(line[:, :2], axis=0).T)
    run = np.concatenate([[0], np.cumsum(lengths)]) / max(lengths.sum(), 1e-6)
    for i, length in enumerate(lengths):
        if length < 1e-6:
            continue
        (au, av, aw), (bu, bv, bw) = line[i], line[i + 1]
        du, dv = (bu - au) / length, (bv - av) / length
        pu, pv = u - au, v - av
        t = np.clip((pu * du + pv * dv) / length, 0, 1)
        w = aw + (bw - aw) * t
        d = np.hypot(pu - t * (bu - au), pv - t * (bv - av)) - w
        nearer = d < best
        best = np.where(nearer, d, best)
        along = np.where(nearer, run[i] + (run[i + 1] - run[i]) * t, along)
        side = np.where(nearer, np.sign(pv * du - pu * dv), side)
        width = np.where(nearer, w, width)
    return best, along.astype(np.float32), side.astype(np.float32), width.astype(np.float32)


def blend(a: Floats, b: Floats, width: float) -> Floats:
    """The union of two distances with a fillet about `width` wide."""
    if width <= 0:
        return np.minimum(a, b)
    h = np.clip(0.5 + 0.5 * (b - a) / np.float32(width), 0, 1)
    return np.asarray(b + (a - b) * h - np.float32(width) * h * (1 - h), np.float32)


def _corners(values: Floats) -> Floats:
    """The four values around each cell, side by side in memory: one look instead of four."""
    four = (values[:-1, :-1], values[:-1, 1:], values[1:, :-1], values[1:, 1:])
    return np.stack(four, axis=-1).reshape(-1, 4)


def _even(values: Floats, reach: int) -> Floats:
    """Two passes of a moving average over `2 * reach + 1` cells, both ways."""
    for axis in (0, 1, 0, 1):
        pad = [(reach + 1, reach) if a == axis else (0, 0) for a in (0, 1)]
        total = np.cumsum(np.pad(values, pad, mode="edge"), axis=axis, dtype=np.float64)
        ahead = np.take(total, np.arange(2 * reach + 1, total.shape[axis]), axis=axis)
        behind = np.take(total, np.arange(total.shape[axis] - 2 * reach - 1), axis=axis)
        values = ((ahead - behind) / (2 * reach + 1)).astype(np.float32)
    return values


def draw(
    lines: Sequence[Sequence[Point]], fillet: float = 0.25, cells: int = 150_000, soft: float = 0.0
) -> Field:
    """Draws strokes on one sheet of about `cells` cells; `along`, `side` and `width` are those of the first.

    `soft` (centimetres) evens out the joints of a line that bends and tapers at once.
    """
    curves = [curve(line) for line in lines]
    ink = np.vstack([np.vstack([c[:, :2] - c[:, 2:], c[:, :2] + c[:, 2:]]) for c in curves])
    low, high = ink.min(axis=0) - 0.3, ink.max(axis=0) + 0.3
    cell = float(np.sqrt(np.prod(high - low) / cells))
    u, v = np.meshgrid(
        np.arange(low[0], high[0] + cell, cell, dtype=np.float32),
        np.arange(low[1], high[1] + cell, cell, dtype=np.float32),
    )
    distance, along, side, width = _stroke(curves[0], u, v)
    for line in curves[1:]:
        distance = blend(distance, _stroke(line, u, v)[0], fillet)
    if soft:
        distance, width = (_even(values, max(int(soft / cell), 1)) for values in (distance, width))
    rows, columns = (int(count) - 1 for count in u.shape)
    sheets = (_corners(values) for values in (distance, along, side, width))
    return Field((float(low[0]), float(low[1])), cell, columns, rows, *sheets)

"""Brushed decoration: each pattern gives, for every point, how much of it is painted (0..1).

A pattern is told the points, the angle around the pot, how often to repeat, between which heights (or radii,
inside; centimetres) to stay, and a seed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from infra.demo.potter.noise import Floats, cells, cloudy, smooth, step

Pattern = Callable[[Floats, Floats, int, float, float, int], Floats]


def _within(y: Floats, low: float, high: float, soft: float = 0.05) -> Floats:
    return step(low - soft, low + soft, y) * step(high + soft, high - soft, y)


def _wedge(angle: Floats, count: int) -> Floats:
    """-1..1 across each of `count` equal parts of the turn."""
    return np.asarray(np.mod(angle * np.float32(count / (2 * np.pi)), 1) * 2 - 1, np.float32)


def _ragged(p: Floats, seed: int, amount: float) -> Floats:
    return cloudy(p, 0.6, seed, 3) * np.float32(amount)


def bands(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    y = p[1] + np.float32(0.08) * np.sin(angle + seed) + _ragged(p, seed, 0.04)
    row = (y - np.float32(low)) / np.float32((high - low) / count)
    inner = np.abs(np.mod(row, 1) - 0.5)
    return step(0.2, 0.15, inner) * _within(y, low, high)


def dots(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    radius = np.hypot(p[0], p[2])
    size = 2 * np.pi * np.maximum(radius, 0.5) / count
    row = np.floor((p[1] - low) / (2 * np.pi * 4.0 / count))
    v = (np.mod((p[1] - low) / (2 * np.pi * 4.0 / count), 1) - 0.5) * (2 * np.pi * 4.0 / count)
    u = _wedge(angle + row * np.float32(np.pi / count), count) * 0.5 * size
    wobble = 1 + _ragged(p, seed, 0.35)
    return step(0.27, 0.22, np.hypot(u, v) / 4.0 * count / (2 * np.pi) * wobble) * _within(p[1], low, high)


def chevrons(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    zigzag = np.abs(_wedge(angle, count)) * np.float32(4.2 * np.pi / count)
    y = p[1] - zigzag + _ragged(p, seed, 0.07)
    inner = np.abs(np.mod(y / 1.1, 1) - 0.5)
    return step(0.2, 0.14, inner) * _within(p[1], low, high)


def waves(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    y = p[1] + 0.35 * np.sin(angle * np.float32(count)) + _ragged(p, seed, 0.08)
    inner = np.abs(np.mod(y / 0.9, 1) - 0.5)
    return step(0.17, 0.1, inner) * _within(p[1], low, high)


def leaves(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    """Pairs of leaves up a stem, `count` stems around."""
    x = _wedge(angle, count) * np.hypot(p[0], p[2]) * np.float32(np.pi / count) + _ragged(p, seed, 0.05)
    y = p[1] - np.float32(low)
    stem = step(0.07, 0.03, np.abs(x + 0.12 * np.sin(y))) * _within(p[1], low, high)
    v = np.mod(y - np.abs(x) * 0.8, 1.05) - 0.5
    blade = np.abs(v) / np.maximum(0.27 * (1 - ((np.abs(x) - 0.62) / 0.55) ** 2), 1e-3)
    leaf = step(1.0, 0.85, blade) * (np.abs(np.abs(x) - 0.62) < 0.55) * _within(p[1], low + 0.2, high)
    return np.asarray(np.maximum(stem, leaf), np.float32)


def checks(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    u = angle * np.float32(count / np.pi) + _ragged(p, seed, 0.06)
    v = (p[1] - low) * np.float32(count / np.pi / 4.2) + _ragged(p, seed + 1, 0.06)
    value = np.sin(np.pi * u) * np.sin(np.pi * v)
    return step(-0.05, 0.08, value) * _within(p[1], low, high)


def splash(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    near, _, owner = cells(p, 6.0 / count, seed)
    drops = step(1.0, 0.8, near / (0.06 + 1.1 * owner**5))
    return drops * _within(p[1], low, high)


def sweep(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    """One broad brush stroke that climbs around the pot and dries out as it goes."""
    turn = np.mod(angle + 0.37 * seed, np.float32(2 * np.pi)) / np.float32(2 * np.pi)
    middle = low + (high - low) * (0.35 + 0.35 * turn)
    off = np.abs(p[1] - middle) / (0.32 * (high - low) * (1 - 0.4 * turn))
    hairs = smooth(np.stack([p[1] * 9, angle * 1.2, 0 * angle]), 1.0, seed)
    dry = step(0.15, -0.2, hairs + 1.3 - 2.1 * turn - 0.5 * off)
    return np.asarray(
        step(1.05, 0.9, off + _ragged(p, seed + 1, 0.12)) * (1 - dry) * (turn < 0.97), np.float32
    )


def rings(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    """Circles on the inside of a plate or bowl."""
    r = np.hypot(p[0], p[2]) + _ragged(p, seed, 0.06) + np.float32(0.06) * np.sin(angle * 2 + seed)
    inner = np.abs(np.mod((r - low) / ((high - low) / count), 1) - 0.5)
    return step(0.16, 0.1, inner) * _within(r, low, high)


def spiral(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    r = np.hypot(p[0], p[2]) + _ragged(p, seed, 0.09)
    pitch = (high - low) / count
    inner = np.abs(np.mod((r - low) / pitch - angle / np.float32(2 * np.pi), 1) - 0.5)
    return step(0.2, 0.12, inner) * _within(r, low, high)


def petals(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    """A flower on the inside: outlined petals around a full middle."""
    r = np.hypot(p[0], p[2]) + _ragged(p, seed, 0.06)
    reach = low + (high - low) * np.sqrt(np.clip(1 - _wedge(angle, count) ** 2, 0, 1))
    outline = step(0.24, 0.15, np.abs(r - reach))
    vein = step(0.06, 0.03, np.abs(_wedge(angle, count)) * r / count * np.pi) * _within(
        r, low * 1.4, high * 0.75
    )
    drawn = np.maximum(outline * (r > low * 0.8), vein)
    return np.asarray(np.maximum(drawn, step(low * 0.5, low * 0.45, r)), np.float32)


def stems(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    """Grasses that lean: thin strokes of different height."""
    lean = angle + (p[1] - low) * np.float32(0.012) * np.sin(angle * 3 + seed)
    cell = np.floor(lean * np.float32(count / (2 * np.pi)))
    tall = np.sin(cell * 12.9898 + seed) * 0.5 + 0.5
    top = low + (high - low) * (0.35 + 0.65 * tall)
    thin = np.clip((top - p[1]) / (top - low), 0, 1)
    blade = step(0.3, 0.2, np.abs(_wedge(lean, count)) / np.maximum(thin**0.6, 1e-3))
    return blade * _within(p[1], low, high)


def _on_tile(p: Floats) -> tuple[Floats, Floats, Floats]:
    """Coordinates in centimetres from the middle of a 10 cm tile, and whether a point is on its face."""
    pitch = np.float32(10.22)
    u, v = (np.mod(p[k] + pitch / 2, pitch) - pitch / 2 for k in (0, 2))
    return u, v, step(0.55, 0.75, p[1])


def tile_star(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    u, v, face = _on_tile(p)
    u, v = u + _ragged(p, seed, 0.06), v + _ragged(p, seed + 1, 0.06)
    square = np.maximum(np.abs(u), np.abs(v))
    diamond = (np.abs(u) + np.abs(v)) * np.float32(0.7071)
    star = np.minimum(square, diamond)
    ring = step(0.3, 0.2, np.abs(star - 2.9)) + step(1.3, 1.2, star)
    corner = step(1.6, 1.5, np.abs(np.abs(u) - 5) + np.abs(np.abs(v) - 5))
    return np.asarray(np.clip(ring + corner, 0, 1) * face, np.float32)


def tile_arcs(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    """Quarter circles about two corners, which meet the neighbours' and make a chain."""
    u, v, face = _on_tile(p)
    ragged = _ragged(p, seed, 0.08)
    near = np.minimum(np.hypot(u - 5.11, v - 5.11), np.hypot(u + 5.11, v + 5.11)) + ragged
    return (step(0.45, 0.36, np.abs(near - 5.1)) + step(0.2, 0.12, np.abs(near - 3.6))) * face


def tile_lattice(p: Floats, angle: Floats, count: int, low: float, high: float, seed: int) -> Floats:
    u, v, face = _on_tile(p)
    s, t = u + v + _ragged(p, seed, 0.12), u - v + _ragged(p, seed + 1, 0.12)
    pitch = 10.22 / count
    lines = np.minimum(np.abs(np.mod(s / pitch, 1) - 0.5), np.abs(np.mod(t / pitch, 1) - 0.5)) * pitch
    knots = np.hypot(np.mod(s / pitch + 0.5, 1) - 0.5, np.mod(t / pitch + 0.5, 1) - 0.5)
    return np.maximum(step(0.16, 0.08, lines), step(0.17, 0.13, knots)) * face


PATTERNS: dict[str, Pattern] = {
    "bands": bands,
    "dots": dots,
    "chevrons": chevrons,
    "waves": waves,
    "leaves": leaves,
    "checks": checks,
    "splash": splash,
    "sweep": sweep,
    "rings": rings,
    "spiral": spiral,
    "petals": petals,
    "stems": stems,
    "tile star": tile_star,
    "tile arcs": tile_arcs,
    "tile lattice": tile_lattice,
}

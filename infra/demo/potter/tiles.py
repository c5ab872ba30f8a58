"""Tiles: flat squares with a relief or a painted figure, laid out on the ground around the middle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from infra.demo.potter.forms import Shape
from infra.demo.potter.noise import Floats, cloudy, step
from infra.demo.potter.solids import Made, Part, Placed, turn

GAP = 0.22

Relief = Callable[[Floats, Floats], Floats]


def within_tile(p: Floats, size: float) -> tuple[Floats, Floats]:
    """Coordinates in -1..1 on whichever tile of the layout a point is."""
    pitch = size + GAP
    u = np.mod(p[0] + pitch / 2, pitch) - pitch / 2
    v = np.mod(p[2] + pitch / 2, pitch) - pitch / 2
    return (u * np.float32(2 / size)).astype(np.float32), (v * np.float32(2 / size)).astype(np.float32)


def _waves(u: Floats, v: Floats) -> Floats:
    return np.asarray(0.5 + 0.5 * np.sin((v + 0.16 * np.sin(u * np.pi)) * np.float32(4 * np.pi)), np.float32)


def _ribs(u: Floats, v: Floats) -> Floats:
    return np.asarray(np.sqrt(np.abs(np.sin(u * np.float32(4 * np.pi)))), np.float32)


def _scales(u: Floats, v: Floats) -> Floats:
    row = np.floor(v * 2)
    x = np.mod(u * 2 + 0.5 * row, 1) - 0.5
    y = np.mod(v * 2, 1)
    return np.asarray(np.clip(1.1 - 1.2 * np.hypot(x * 1.7, y - 0.1), 0, 1), np.float32)


def _pyramid(u: Floats, v: Floats) -> Floats:
    return np.asarray(1 - np.maximum(np.abs(u), np.abs(v)), np.float32) * 2


def _sun(u: Floats, v: Floats) -> Floats:
    r, angle = np.hypot(u, v), np.arctan2(v, u)
    rays = 0.5 + 0.5 * np.cos(angle * 16)
    return np.asarray(step(0.36, 0.3, r) + rays * step(0.38, 0.46, r) * step(0.96, 0.8, r), np.float32)


def _leaf(u: Floats, v: Floats) -> Floats:
    s, t = (u + v) * np.float32(0.707), (u - v) * np.float32(0.707)
    edge = 0.5 * np.clip(1 - (s / 1.12) ** 2, 0, 1)
    blade = step(0.03, -0.05, np.abs(t) - edge)
    veins = step(0.5, 0.9, np.abs(np.sin((s - np.abs(t) * 0.9) * 9)))
    rib = step(0.05, 0.02, np.abs(t))
    return np.asarray(blade * (0.65 + 0.25 * veins - 0.5 * rib), np.float32)


RELIEFS: dict[str, Relief] = {
    "waves": _waves,
    "ribs": _ribs,
    "scales": _scales,
    "pyramid": _pyramid,
    "sun": _sun,
    "leaf": _leaf,
}


def _slab(shape: Shape, across: int, deep: int) -> Made:
    """across x deep tiles in one distance function; each a little bent and worn."""
    size, high = shape.width, shape.height
    half, relief = np.float32(size / 2 - 0.14), RELIEFS.get(shape.carve or "")
    wide, long_ = across * (size + GAP) / 2, deep * (size + GAP) / 2
    shift = np.array(
        [[0.0 if across % 2 else (size + GAP) / 2], [0], [0.0 if deep % 2 else (size + GAP) / 2]], np.float32
    )

    def distance(p: Floats) -> Floats:
        q = p + shift
        inner = np.stack(
            [
                np.clip(q[0], shift[0] - wide, shift[0] + wide - 0.01),
                q[1],
                np.clip(q[2], shift[2] - long_, shift[2] + long_ - 0.01),
            ]
        )
        u, v = within_tile(inner, size)
        x, z = q[0] - inner[0] + u * (size / 2), q[2] - inner[2] + v * (size / 2)
        top = cloudy(p, 4.0, shape.seed, 2) * np.float32(0.05)
        if relief is not None:
            top = top + relief(u, v) * np.float32(shape.deep) * step(
                1.0, 0.86, np.maximum(np.abs(u), np.abs(v))
            )
        y = p[1] - np.float32(high / 2)
        q3 = np.stack(
            [np.abs(x) - half, np.abs(y) - np.float32(high / 2 - 0.14) - top * (y > 0), np.abs(z) - half]
        )
        outer = (
            np.sqrt((np.maximum(q3, 0) ** 2).sum(axis=0)) + np.minimum(q3.max(axis=0), 0) - np.float32(0.14)
        )
        return np.asarray(outer * np.float32(0.75), np.float32)

    return Made(distance, ((-wide, 0, -long_), (wide, high + shape.deep + 0.1, long_)))


def tile(shape: Shape) -> tuple[Part, ...]:
    """One tile, or a square of 4 or 9."""
    edge = round(shape.number**0.5)
    return (Part(_slab(shape, edge, edge)),)


def tile_stack(shape: Shape) -> tuple[Part, ...]:
    """Tiles piled up, each turned a little from the one below."""
    one, rng = _slab(shape, 1, 1), np.random.default_rng(shape.seed)
    return tuple(
        Part(
            Placed(
                one,
                turn(y=float(rng.uniform(-9, 9))),
                (*(rng.uniform(-0.3, 0.3, 1)), k * (shape.height + 0.06), 0.0),
            ),
            "body" if k % 2 == 0 else "second",
        )
        for k in range(shape.number)
    )

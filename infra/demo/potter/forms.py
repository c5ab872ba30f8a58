"""The pots: an outline becomes a wall, the wall is turned, and handles and saucers join it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from infra.demo.potter.outlines import OUTLINES
from infra.demo.potter.solids import Part, Placed, Pulled, Turned, Warp, turn
from infra.demo.potter.strokes import Point, curve, draw
from infra.demo.potter.warps import facets, flutes, in_turn, lobes, ovals, throwing_rings


@dataclass(frozen=True)
class Shape:
    """What a picture asks of a form, in centimetres.

    `count` and `deep` belong to `carve`; `rings` and `oval` are traces of hand and wheel; `number` is
    how many stand together.
    """

    form: str
    height: float
    width: float
    wall: float = 0.42
    foot: float | None = None
    handle: str | None = None
    carve: str | None = None
    count: int = 12
    deep: float = 0.06
    rings: float = 0.0025
    oval: float = 0.006
    number: int = 1
    seed: int = 1


def wall_of(shape: Shape, lift: float = 0.0) -> list[Point]:
    """The wall as a stroke: thicker at the floor, thinner at the rim, its outside where the outline is."""
    half = shape.wall / 2
    outline = OUTLINES[shape.form]
    points = []
    for k, (x, y) in enumerate(outline):
        thick = half * (1.25 - 0.55 * k / (len(outline) - 1))
        across = max(x * shape.width / 2 - thick * min(1.0, 2 * x), 0.0)
        points.append((across, lift + thick + y * (shape.height - lift - 2 * thick), thick))
    return points


def warp_of(shape: Shape) -> Warp:
    warps = [ovals(shape.oval, shape.seed)]
    if shape.rings:
        warps.append(throwing_rings(shape.rings, shape.seed))
    low, high = 0.1 * shape.height, 0.93 * shape.height
    if shape.carve == "facets":
        warps.append(facets(shape.count, low, high))
    if shape.carve == "flutes":
        warps.append(flutes(shape.count, shape.deep, low, high))
    if shape.carve == "lobes":
        warps.append(lobes(shape.count, shape.deep, 0, shape.height))
    return in_turn(*warps)


def feet(shape: Shape) -> tuple[list[list[Point]], float]:
    """The foot ring as a stroke, and how far it lifts the floor."""
    if not shape.foot:
        return [], 0.0
    r = max(x for x, y in OUTLINES[shape.form][:2]) * shape.width / 2
    half = 0.45 * shape.wall
    return [[(r * 0.98, half, half), (r, shape.foot + half, half * 1.2)]], shape.foot


def body(shape: Shape) -> Part:
    ring, lift = feet(shape)
    swell = 1.2 * shape.oval + (1.2 * shape.deep if shape.carve == "lobes" else 0)
    return Part(Turned(draw([wall_of(shape, lift), *ring], 0.2), warp_of(shape), swell))


def radius_at(shape: Shape, y: float, lift: float = 0.0) -> float:
    """The middle of the wall at height y, in centimetres from the axis."""
    line = curve(wall_of(shape, lift))
    rising = line[np.argmax(line[:, 1] > line[0, 1] + 0.01) :]
    return float(np.interp(y, rising[:, 1], rising[:, 0]))


def handle(shape: Shape, about: float = -27) -> Part:
    """A pulled handle on the right, turned a little towards the camera."""
    h, ring = shape.height, feet(shape)[1]
    high, low = {"ear": (0.8, 0.26), "loop": (0.7, 0.36), "wide": (0.88, 0.2), "square": (0.82, 0.3)}[
        shape.handle or "ear"
    ]
    top, end = (radius_at(shape, h * high, ring), h * high), (radius_at(shape, h * low, ring), h * low)
    out = max(top[0], end[0]) + (0.33 if shape.handle != "loop" else 0.36) * h
    mid = (top[1] + end[1]) / 2
    span = top[1] - end[1]
    if shape.handle == "square":
        line = [
            (*top, 0.3),
            (out - 0.7, top[1] + 0.15, 0.27),
            (out - 0.1, top[1] - 0.5, 0.26),
            (out, mid, 0.25),
            (out - 0.3, end[1] + 0.4, 0.26),
            (*end, 0.32),
        ]
    elif shape.handle == "loop":
        line = [
            (*top, 0.3),
            (out - 0.8, top[1] + 0.5, 0.28),
            (out, mid + 0.3, 0.28),
            (out - 0.8, end[1] - 0.4, 0.28),
            (*end, 0.3),
        ]
    else:
        line = [
            (*top, 0.34),
            (out - 1.1, top[1] + 0.3, 0.28),
            (out - 0.05, top[1] - 0.3 * span, 0.25),
            (out - 0.7, mid - 0.28 * span, 0.25),
            (*end, 0.33),
        ]
    strap = 0.12 if shape.handle == "loop" else 0.42
    return Part(Placed(Pulled(draw([line], soft=0.05), strap), turn(y=about)), "handle", 0.4)


def vessel(shape: Shape) -> tuple[Part, ...]:
    """A pot, with its handle where it has one."""
    return (body(shape), handle(shape)) if shape.handle else (body(shape),)


def stack(shape: Shape) -> tuple[Part, ...]:
    """Several alike, one in the other."""
    floor = wall_of(shape, feet(shape)[1])[0]
    rise = max(floor[1] + floor[2], 0.26 * shape.height if shape.height > 4 else 1.35 * shape.wall)
    rng = np.random.default_rng(shape.seed)
    one = body(shape)
    return tuple(
        Part(
            Placed(one.solid, turn(y=90 * k), (*(rng.uniform(-0.15, 0.15, 1)), k * rise, 0.0)),
            "body" if k % 2 == 0 else "second",
        )
        for k in range(shape.number)
    )


def row(shape: Shape) -> tuple[Part, ...]:
    """Several alike, side by side, not quite in line."""
    rng = np.random.default_rng(shape.seed)
    one = vessel(shape)
    gap = shape.width * (1.5 if shape.handle else 1.16)
    parts = []
    for k in range(shape.number):
        where = ((k - (shape.number - 1) / 2) * gap, 0.0, float(rng.uniform(-0.35, 0.35)) * shape.width)
        about = turn(y=float(rng.uniform(-20, 20)))
        parts += [
            Part(Placed(part.solid, about, where), "body" if k % 2 == 0 else "second", part.fillet)
            for part in one
        ]
    return tuple(parts)


def planter(shape: Shape) -> tuple[Part, ...]:
    """A pot on its saucer."""
    r = shape.width / 2 * max(x for x, _ in OUTLINES[shape.form][:3]) + 1.3
    dish = [(0, 0.25, 0.25), (r * 0.8, 0.25, 0.25), (r * 0.97, 0.6, 0.22), (r, 1.7, 0.18)]
    saucer = Part(Turned(draw([dish]), ovals(shape.oval, shape.seed + 1)), "saucer")
    pot = body(shape)
    return saucer, Part(Placed(pot.solid, turn(), (0, 0.52, 0)), "body")

"""Teapots: body, lid and knob in one drawing, a bored spout, and a handle behind, above or beside."""

from __future__ import annotations

import numpy as np

from infra.demo.potter.forms import Shape, feet, radius_at, wall_of, warp_of
from infra.demo.potter.noise import Floats
from infra.demo.potter.outlines import OUTLINES
from infra.demo.potter.solids import Made, Part, Placed, Pulled, Turned, turn
from infra.demo.potter.strokes import draw


def teapot(shape: Shape) -> tuple[Part, ...]:
    """Body with lid and knob (one drawing), a spout to the left, and a handle: ear, bail or side."""
    wall = wall_of(shape, feet(shape)[1])
    rim, top = wall[-1][0], wall[-1][1]
    lid = [(0, top + 0.55, 0.22), (rim * 0.5, top + 0.45, 0.22), (rim + 0.12, top + 0.2, 0.16)]
    knob = [(0, top + 0.7, 0.5), (0, top + 1.25, 0.42), (0, top + 1.5, 0.62)]
    main = Part(Turned(draw([wall, *feet(shape)[0], lid, knob], 0.12), warp_of(shape)))
    h = shape.height
    r = radius_at(shape, 0.4 * h)
    k = h / 11
    line = [
        (-r + 0.7 * k, 0.36 * h, 1.75 * k),
        (-r - 0.14 * h, 0.5 * h, 1.15 * k),
        (-r - 0.26 * h, 0.7 * h, 0.78 * k),
        (-r - 0.36 * h, 0.92 * h, 0.66 * k),
    ]
    spout = Part(Pulled(draw([line], soft=0.14)), "spout", 0.7)
    inner = [(x, y, max(w - 0.24, 0.2)) for x, y, w in line[1:]] + [(-r - 0.46 * h, 1.14 * h, 0.42 * k)]
    bore = Part(Pulled(draw([inner])), "body", cut=True)
    lip = Part(_beyond((-r - 0.35 * h, 0.9 * h), (-0.55, 0.83)), "body", cut=True)
    return main, spout, bore, lip, *_teapot_handle(shape)


def _beyond(at: tuple[float, float], direction: tuple[float, float]) -> Made:
    """The half-space beyond a point in the (x, y) plane: cuts a spout to length."""
    a, b = (np.float32(part / np.hypot(*direction)) for part in direction)

    def distance(p: Floats) -> Floats:
        short = -(a * (p[0] - np.float32(at[0])) + b * (p[1] - np.float32(at[1])))
        return np.asarray(np.maximum(short, p[0] - np.float32(at[0] + 1.4)), np.float32)

    return Made(distance, ((0, 0, 0), (0, 0, 0)))


def _teapot_handle(shape: Shape) -> tuple[Part, ...]:
    h, rim = shape.height, OUTLINES[shape.form][-1][0] * shape.width / 2
    if shape.handle == "bail":
        r = shape.width / 2 * 0.72
        y = 0.86 * h
        line = [
            (-r, y - 0.3, 0.3),
            (-r - 0.1, y + 0.4 * h, 0.27),
            (-0.62 * r, y + 0.76 * h, 0.27),
            (0, y + 0.9 * h, 0.27),
            (0.62 * r, y + 0.76 * h, 0.27),
            (r + 0.1, y + 0.4 * h, 0.27),
            (r, y - 0.3, 0.3),
        ]
        return (Part(Pulled(draw([line]), 0.1), "handle", 0.12),)
    if shape.handle == "side":
        r = radius_at(shape, 0.55 * h)
        line = [(r - 0.1, 0.55 * h, 0.8), (r + 1.5, 0.62 * h, 0.72), (r + 0.5 * shape.width, 0.8 * h, 0.95)]
        return (Part(Placed(Pulled(draw([line], soft=0.14)), turn(y=-62)), "handle", 0.4),)
    high, low = 0.82 * h, 0.24 * h
    top, end = radius_at(shape, high), radius_at(shape, low)
    out = max(top, end, rim) + 0.42 * h
    line = [
        (top, high, 0.36),
        (out - 1.3, high + 0.9, 0.32),
        (out, 0.62 * h, 0.3),
        (out - 1.0, 0.34 * h, 0.3),
        (end, low, 0.36),
    ]
    return (Part(Placed(Pulled(draw([line], soft=0.05), 0.35), turn(y=0)), "handle", 0.45),)

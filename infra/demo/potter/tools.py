"""The tools on the bench: handles turned on a lathe, loops of wire, bristles, sponge."""

from __future__ import annotations

import numpy as np

from infra.demo.potter.forms import Shape
from infra.demo.potter.noise import Floats, cells, cloudy
from infra.demo.potter.solids import Made, Part, Placed, Pulled, Solid, Turned, moved, turn
from infra.demo.potter.strokes import Field, Point, draw

Parts = tuple[Part, ...]


def _lathe(*lines: list[Point], coat: str, fillet: float = 0.05) -> Part:
    return Part(Turned(draw(list(lines), fillet)), coat)


def _rod(points: list[tuple[float, float]], coat: str) -> Part:
    """A full rod along y: (height, radius) pairs."""
    return _lathe([(0.0, y, r) for y, r in points], coat=coat)


def cut_out(drawing: Field, half: float, edge: float) -> Made:
    """A drawing in the (x, y) plane cut from a board `2 * half` thick, its edges rounded by `edge`."""
    (x, y), (x_end, y_end) = drawing.origin, drawing.end

    def distance(p: Floats) -> Floats:
        flat, thick = drawing.reach(p[0], p[1]) + np.float32(edge), np.abs(p[2]) - np.float32(half - edge)
        out = np.sqrt(np.maximum(flat, 0) ** 2 + np.maximum(thick, 0) ** 2)
        return np.asarray(out + np.minimum(np.maximum(flat, thick), 0) - np.float32(edge), np.float32)

    return Made(distance, ((x, y, -half), (x_end, y_end, half)))


def _laid(parts: Parts, about: float, lift: float, by: tuple[float, float] = (0.0, 0.0)) -> Parts:
    """Lays upright parts down on the ground, then turns them about the vertical."""
    down = turn(y=about) @ turn(x=-90)
    return tuple(moved(part, down, (by[0], lift, by[1])) for part in parts)


def _hole(at: tuple[float, float], radius: float) -> Part:
    rod = Turned(draw([[(0.0, -2.0, radius), (0.0, 2.0, radius)]], cells=20_000))
    return Part(Placed(rod, turn(x=90), (*at, 0.0)), cut=True)


def rib(shape: Shape) -> Parts:
    """A kidney of wood, with a hole for the thumb."""
    kidney = draw([[(-2.9, -0.5, 1.7), (-1.4, 0.35, 2.25), (1.4, 0.35, 2.25), (2.9, -0.5, 1.7)]])
    board = Part(cut_out(kidney, 0.32, 0.24), "pear")
    return _laid((board, _hole((0.0, 0.9), 0.55)), 24, 0.33)


def scraper(shape: Shape) -> Parts:
    """Two blades of thin steel: a kidney and a half moon."""
    kidney = draw([[(-3.0, -0.6, 1.5), (-1.4, 0.3, 2.1), (1.4, 0.3, 2.1), (3.0, -0.6, 1.5)]])
    moon = draw([[(-2.6, 0, 0.9), (-1.0, 0.5, 1.5), (1.0, 0.5, 1.5), (2.6, 0, 0.9)]])
    first = _laid((Part(cut_out(kidney, 0.05, 0.03), "steel"),), 18, 0.06, (-1.6, -1.8))
    tilted = Placed(cut_out(moon, 0.05, 0.03), turn(y=-30) @ turn(x=-86), (2.4, 0.26, 2.2))
    return (*first, Part(tilted, "brass"))


def _loop_tool(loop: list[Point], wood: str, strap: float) -> Parts:
    grip = _rod([(-7.5, 0.42), (-6.5, 0.55), (-3, 0.62), (1, 0.5), (3.0, 0.4)], wood)
    ferrule = _rod([(3.1, 0.4), (4.6, 0.36)], "brass")
    return grip, ferrule, Part(Pulled(draw([loop]), strap), "steel")


PEAR: list[Point] = [
    (-0.15, 4.4, 0.07),
    (-0.5, 5.4, 0.07),
    (-1.0, 6.5, 0.07),
    (0, 7.4, 0.07),
    (1.0, 6.5, 0.07),
    (0.5, 5.4, 0.07),
    (0.15, 4.4, 0.07),
]
ANGLE: list[Point] = [
    (-0.15, 4.4, 0.06),
    (-0.7, 5.6, 0.06),
    (-0.95, 6.9, 0.06),
    (0, 7.0, 0.06),
    (0.95, 6.9, 0.06),
    (0.7, 5.6, 0.06),
    (0.15, 4.4, 0.06),
]


def loops(shape: Shape) -> Parts:
    """Two trimming tools side by side, one with a pear, one with a square loop."""
    return (
        *_laid(_loop_tool(PEAR, "beech", 0.12), 34, 0.6, (-1.7, 0.0)),
        *_laid(_loop_tool(ANGLE, "walnut", 0.16), 22, 0.6, (1.9, 0.6)),
    )


def needle(shape: Shape) -> Parts:
    grip = _rod([(-6, 0.36), (-4.5, 0.5), (-1, 0.46), (2.4, 0.34)], "walnut")
    collar = _rod([(2.5, 0.33), (3.3, 0.26)], "brass")
    point = _rod([(3.3, 0.085), (7.6, 0.07), (8.4, 0.02)], "steel")
    cork: Solid = Turned(draw([[(0, -0.9, 0.75), (0, 0.9, 0.66)]]))
    return *_laid((grip, collar, point), 40, 0.5), Part(
        Placed(cork, turn(x=-90) @ turn(z=20), (4.4, 0.74, 0.6)), "cord"
    )


def brush(shape: Shape) -> Parts:
    """A slip brush: bamboo, a ring, a full belly of hair."""
    grip = _rod([(-10, 0.34), (-9.6, 0.4), (-4, 0.42), (2.2, 0.48), (3.4, 0.52)], "bamboo")
    ring = _rod([(3.5, 0.56), (4.1, 0.56)], "iron")
    hair = _rod([(4.2, 0.56), (5.2, 0.8), (6.4, 0.66), (7.6, 0.3), (8.4, 0.05)], "bristles")
    return _laid((grip, ring, hair), 38, 0.8)


def hake(shape: Shape) -> Parts:
    """A flat brush for broad washes."""
    grip = draw([[(0, -6.5, 0.75), (0, -3, 0.8), (0, -1, 1.3), (0, 0.2, 1.9)]])
    head = draw([[(-1.9, 0.9, 0.75), (1.9, 0.9, 0.75)]])
    hair = draw([[(-1.9, 2.9, 0.85), (1.9, 2.9, 0.85)], [(-1.9, 2.0, 0.8), (1.9, 2.0, 0.8)]], 0.3)
    boards = (Part(cut_out(grip, 0.3, 0.22), "beech"), Part(cut_out(head, 0.42, 0.2), "beech", 0.15))
    return _laid((*boards, Part(cut_out(hair, 0.36, 0.3), "bristles")), 30, 0.45)


def sponge(shape: Shape) -> Parts:
    """Two natural sponges, one large, one small."""
    return _sponge_at(3.4, (-1.4, 0.0), 3), _sponge_at(1.9, (3.4, 2.0), 8)


def _sponge_at(r: float, at: tuple[float, float], seed: int) -> Part:
    def distance(p: Floats) -> Floats:
        flat = np.sqrt(p[0] ** 2 + (p[1] * np.float32(1.45)) ** 2 + p[2] ** 2)
        bumps = cloudy(p, 2.6, seed, 3) * np.float32(0.4) + _pores(p, seed)
        return np.asarray((flat - np.float32(r) + bumps) * np.float32(0.55), np.float32)

    h = r / 1.45
    return Part(
        Placed(
            Made(distance, ((-r - 0.5, -h, -r - 0.5), (r + 0.5, h + 0.4, r + 0.5))),
            turn(),
            (at[0], h * 0.93, at[1]),
        ),
        "sponge",
    )


def _pores(p: Floats, seed: int) -> Floats:
    near, _, owner = cells(p, 0.62, seed)
    return np.asarray(np.maximum(np.float32(0.26) * (0.4 + owner) - near, 0) * 0.9, np.float32)


def wire(shape: Shape) -> Parts:
    """A cutting wire in a loose coil between two toggles."""
    line: list[Point] = [
        (-5, -2.2, 0.09),
        (-2.5, 1.6, 0.09),
        (1.5, 2.4, 0.09),
        (3.4, 0.2, 0.09),
        (1.0, -1.8, 0.09),
        (-0.6, -0.2, 0.09),
        (1.6, 2.0, 0.09),
        (5.2, 1.6, 0.09),
    ]
    toggle = [(-2.4, 0.42), (-1.2, 0.52), (0.0, 0.4), (1.2, 0.52), (2.4, 0.42)]
    brass = _laid((Part(Pulled(draw([line], cells=420_000))),), 0, 0.1)
    ends = [
        moved(_rod(toggle, "walnut"), turn(y=a) @ turn(x=-90), (x, 0.5, z))
        for a, x, z in ((28, -5.1, 2.2), (-14, 5.4, -1.6))
    ]
    return Part(brass[0].solid, "brass"), *ends


def wheel(shape: Shape) -> Parts:
    """A banding wheel: heavy foot, short stem, a disc with turned rings."""
    foot = [(0.0, 0.6, 0.6), (4.2, 0.55, 0.55), (5.0, 0.35, 0.35)]
    stem = [(0.0, 1.0, 1.9), (0.0, 4.2, 1.5)]
    rings = [[(r, 5.5, 0.1), (r + 0.01, 5.5, 0.1)] for r in (3.0, 6.0, 8.2)]
    disc = [(0.0, 5.1, 0.4), (8.8, 5.1, 0.4), (9.0, 5.1, 0.45)]
    return (_lathe(disc, foot, stem, *rings, coat="iron", fillet=0.3),)


def pin(shape: Shape) -> Parts:
    """A rolling pin with two slats that keep the slab even."""
    roll = _rod([(-8, 2.2), (8, 2.2)], "beech")
    grips = [_rod([(s * 10.4, 0.6), (s * 11.5, 0.95), (s * 14, 0.85)], "beech") for s in (-1, 1)]
    slat = Part(cut_out(draw([[(0, -12, 0.9), (0, 12, 0.9)]]), 0.35, 0.1), "walnut")
    near, far = _laid((slat,), 66, 0.36, (-2.6, 4.9)), _laid((slat,), 61, 0.36, (-3.9, 7.6))
    return *_laid((roll, *grips), 64, 2.3), *near, *far


def bats(shape: Shape) -> Parts:
    """Round throwing boards in a pile."""
    r = shape.width / 2
    board = cut_out(draw([[(-0.01, 0.0, r), (0.01, 0.0, r)]]), 0.45, 0.12)
    return tuple(
        moved(Part(board, wood), turn(y=50 * k - 70) @ turn(x=-90), (0.25 * k, 0.46 + k * 0.92, 0.1))
        for k, wood in enumerate(("beech", "beech", "pear"))
    )

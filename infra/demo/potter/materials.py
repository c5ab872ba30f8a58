"""Finishes of what is not clay: wood, metal, hair, sponge, cord. A part may wear one instead of a coat."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from infra.demo.potter.coats import Coat, Finish, Surface, finish
from infra.demo.potter.glazes import colour
from infra.demo.potter.noise import Floats, cells, cloudy, mix, smooth, step
from infra.demo.potter.solids import Placed, Solid


def _even(p: Floats, albedo: Floats, gloss: float, metal: float, rough: float) -> Finish:
    ones = np.ones(p.shape[1], np.float32)
    return Finish(np.asarray(albedo + np.zeros_like(p), np.float32), gloss * ones, metal * ones, rough * ones)


def _wood(p: Floats, light: str, dark: str) -> Finish:
    """Grain along the local y axis: rings cut lengthwise."""
    long = p * np.array([[1], [0.12], [1]], np.float32)
    ring = np.hypot(p[0] * 1.3 + 2.2, p[2] + 0.6) * 6.5 + 2.6 * smooth(long, 1.5, 2)
    grain = 0.5 + 0.5 * np.sin(ring * 2.2 + smooth(long, 0.4, 5))
    pores = step(0.35, 0.75, smooth(p * np.array([[1.0], [0.06], [1.0]], np.float32), 0.045, 6))
    albedo = mix(colour(light), colour(dark), (0.3 * grain**2 + 0.4 * pores).astype(np.float32))
    return _even(p, albedo * (1 + 0.08 * cloudy(p, 3, 9)), 0.22, 0, 0.5)


def _steel(p: Floats) -> Finish:
    ground = p * np.array([[0.05], [1], [1]], np.float32)
    return _even(p, colour("#c9c8c4") * (1 + 0.16 * smooth(ground, 0.06, 3)), 0.72, 1.0, 0.25)


def _bristles(p: Floats) -> Finish:
    hair = smooth(p * np.array([[1], [0.03], [1]], np.float32), 0.04, 12)
    albedo = mix(colour("#cbb592"), colour("#8d7653"), step(-0.7, 0.9, hair))
    return _even(p, albedo, 0.15, 0, 2.0)


def _sponge(p: Floats) -> Finish:
    near, _, _ = cells(p, 0.42, 21)
    holes = step(0.18, 0.07, near)
    albedo = mix(colour("#d9b46c"), colour("#8a6330"), np.clip(holes + 0.25 * cloudy(p, 1.5, 3), 0, 1))
    return _even(p, albedo, 0.03, 0, 2.5)


MATERIALS: dict[str, Callable[[Floats], Finish]] = {
    "beech": lambda p: _wood(p, "#d3a97b", "#a97a4e"),
    "walnut": lambda p: _wood(p, "#8a6044", "#4c3122"),
    "pear": lambda p: _wood(p, "#c08a62", "#95623f"),
    "bamboo": lambda p: _wood(p, "#d9bf86", "#b8945a"),
    "steel": _steel,
    "brass": lambda p: _even(p, colour("#c9a35c"), 0.75, 1.0, 0.2),
    "iron": lambda p: _even(p, colour("#4a4744"), 0.5, 0.7, 0.5),
    "bristles": _bristles,
    "sponge": _sponge,
    "cord": lambda p: _even(p, colour("#b79a6c") * (1 + 0.3 * smooth(p, 0.08, 2)), 0.05, 0, 2.0),
}


def finish_of(name: str, coats: Mapping[str, Coat], surface: Surface, solid: Solid) -> Finish:
    """The finish of a part: its coat's, or a material's in the part's own space, so that grain follows it."""
    if name in MATERIALS:
        p = solid.local(surface.p) if isinstance(solid, Placed) else surface.p
        return MATERIALS[name](p)
    return finish(coats[name], surface)

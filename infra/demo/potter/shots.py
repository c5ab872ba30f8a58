"""Turns a product's look, as the catalog's data gives it, into what stands before the camera.

A look is a flat mapping: `kind` says what is made, the fields of `Shape` and `Coat` say how, `second`,
`saucer` and `handle_coat` are coats that differ from the body's, `ground` is the paper and `view` the camera.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from zlib import crc32

import numpy as np

from infra.demo.potter import forms, teapots, tiles, tools
from infra.demo.potter.camera import Camera, aim, closer, frame
from infra.demo.potter.coats import Coat
from infra.demo.potter.forms import Shape
from infra.demo.potter.glazes import CLAYS, GLAZES, colour
from infra.demo.potter.light import Studio
from infra.demo.potter.noise import Floats
from infra.demo.potter.solids import Part, Scene
from infra.demo.potter.tabletop import Shot

Look = Mapping[str, Any]

GROUNDS = {
    "chalk": "#e9e6e0",
    "oat": "#dcd6cc",
    "linen": "#e3dcd1",
    "stone": "#cbc7c0",
    "fog": "#d3d6d4",
    "sand": "#d8cab6",
    "blush": "#dccdc4",
    "sage": "#c6cabf",
    "dusk": "#b3aea8",
    "slate": "#8f9192",
}


@dataclass(frozen=True)
class Kind:
    """How a kind of thing is built and photographed: degrees above, degrees around, share of the picture."""

    build: Callable[[Shape], tuple[Part, ...]]
    up: float
    around: float = 0.0
    fill: float = 0.6


KINDS = {
    "vessel": Kind(forms.vessel, 14),
    "vase": Kind(forms.vessel, 8, 0, 0.66),
    "bowl": Kind(forms.vessel, 25, 0, 0.62),
    "plate": Kind(forms.vessel, 36, 0, 0.68),
    "stack": Kind(forms.stack, 20, 0, 0.62),
    "row": Kind(forms.row, 17, 0, 0.86),
    "planter": Kind(forms.planter, 13, 0, 0.6),
    "teapot": Kind(teapots.teapot, 13, 0, 0.68),
    "tile": Kind(tiles.tile, 50, 22, 0.68),
    "tiles": Kind(tiles.tile, 56, 18, 0.76),
    "tile stack": Kind(tiles.tile_stack, 24, 24, 0.56),
    "rib": Kind(tools.rib, 46, 0, 0.58),
    "scraper": Kind(tools.scraper, 48, 0, 0.6),
    "loops": Kind(tools.loops, 46, 0, 0.68),
    "needle": Kind(tools.needle, 46, 0, 0.66),
    "brush": Kind(tools.brush, 46, 0, 0.7),
    "hake": Kind(tools.hake, 50, 0, 0.66),
    "sponge": Kind(tools.sponge, 26, 0, 0.6),
    "wire": Kind(tools.wire, 48, 0, 0.72),
    "wheel": Kind(tools.wheel, 22, 0, 0.64),
    "pin": Kind(tools.pin, 36, 0, 0.74),
    "bats": Kind(tools.bats, 30, 0, 0.66),
}


@dataclass(frozen=True)
class View:
    """Changes to the usual angle, and for a detail how much closer and where."""

    up: float = 0.0
    around: float = 0.0
    zoom: float = 1.0
    at: tuple[float, float] = (0.5, 0.5)
    blur: float = 0.0  # pixels per centimetre away from the focus


VIEWS = {
    "front": View(),
    "turned": View(3, 38),
    "above": View(44, 12),
    "low": View(-6, -22),
    "rim": View(12, -14, 2.3, (0.42, 0.3), 2.2),
    "wall": View(0, 16, 2.5, (0.45, 0.52), 2.2),
    "middle": View(16, -20, 2.3, (0.5, 0.5), 1.2),
    "joint": View(6, 10, 2.4, (0.66, 0.46), 2.2),
}


def seed_of(name: str) -> int:
    return crc32(name.encode()) % 100_000


def _pick(look: Look, kind: type) -> dict[str, Any]:
    return {f.name: look[f.name] for f in fields(kind) if f.name in look}


def _coats(look: Look, seed: int) -> dict[str, Coat]:
    plain = _pick(look, Coat)
    coats = {"body": Coat(**{"seed": seed % 900, **plain})}
    for offset, name in enumerate(("second", "saucer"), 1):
        coats[name] = Coat(**{"seed": seed % 900 + 90 * offset, **plain, **look.get(name, {})})
    coats["spout"] = Coat(**{"seed": seed % 900 + 3, **plain, "paint": None})
    coats["handle"] = Coat(**{"seed": seed % 900 + 7, **plain, "paint": None, **look.get("handle_coat", {})})
    return coats


def _own(coat: Coat) -> Floats:
    return colour(GLAZES[coat.glaze].base if coat.glaze else CLAYS[coat.clay].body)


def _camera(scene: Scene, kind: Kind, view: View, look: Look, rng: np.random.Generator) -> Camera:
    up = float(np.clip(kind.up + view.up + rng.uniform(-1.5, 1.5), 2.5, 78)) + look.get("up", 0)
    camera = aim(scene, up, kind.around + view.around + float(rng.uniform(-4, 4)) + look.get("around", 0))
    camera = frame(camera, scene, look.get("fill", kind.fill), (0.5, 0.53))
    return closer(camera, look.get("zoom", view.zoom), tuple(look.get("at", view.at)))


def shot_of(name: str, look: Look) -> tuple[Shot, View]:
    """The scene, light and camera for the picture called `name`; the same name gives the same picture."""
    seed = look.get("seed", seed_of(name))
    rng = np.random.default_rng(seed_of(name))
    kind, view = KINDS[look["kind"]], VIEWS[look.get("view", "front")]
    shape = Shape(**{"form": "", "height": 1.0, "width": 20.0, **_pick({**look, "seed": seed}, Shape)})
    scene = Scene(kind.build(shape))
    coats = _coats({k: v for k, v in look.items() if k != "seed"}, seed)
    studio = Studio(
        around=52 + float(rng.uniform(-7, 7)),
        up=37 + float(rng.uniform(-4, 4)),
        panes=bool(rng.random() < 0.45),
    )
    camera = _camera(scene, kind, view, look, rng)
    backdrop = colour(GROUNDS[look.get("ground", "oat")])
    return Shot(scene, coats, camera, studio, backdrop, _own(coats["body"]), seed % 97), view

"""Clays and glazes: what a surface is made of. Colours are sRGB, as one would pick them from a photograph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from infra.demo.potter.noise import Floats


def colour(hex_: str) -> Floats:
    """Linear RGB, shape (3, 1), of a colour such as "#c9b79c"."""
    srgb = np.array([int(hex_[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb < 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4).astype(np.float32)[:, None]


@dataclass(frozen=True)
class Clay:
    body: str
    fleck: str
    flecks: float  # share of the surface, about 0..0.1
    grain: float = 0.05


@dataclass(frozen=True)
class Glaze:
    """`thin` shows on edges and where the glaze ran off, `pool` where it gathers, `cloud` in soft patches."""

    base: str
    thin: str
    pool: str
    cloud: str
    gloss: float = 0.9
    breaks: float = 0.6
    clouds: float = 0.5
    flecks: float = 0.0
    fleck: str = "#4a3524"
    crackle: float = 0.0
    streaks: float = 0.0
    metal: float = 0.0


CLAYS = {
    "buff": Clay("#c8ad8a", "#6d4c33", 0.03),
    "white": Clay("#e4ddd0", "#b9a98f", 0.0),
    "porcelain": Clay("#efebe3", "#d8d0c2", 0.0, 0.015),
    "speckled": Clay("#cdb695", "#4a3526", 0.07),
    "red": Clay("#9d5c43", "#6e3522", 0.02),
    "toasted": Clay("#9a6a48", "#4d2f1e", 0.05),
    "dark": Clay("#4a3a31", "#2a201b", 0.04),
    "black": Clay("#403b38", "#1d1917", 0.02),
    "grey": Clay("#a49c90", "#544d45", 0.04),
}

GLAZES = {
    "celadon": Glaze("#a9b8a3", "#cdcfbb", "#7f9784", "#b5c1b0", 0.95, 0.55, 0.3),
    "pale celadon": Glaze("#c6d3c8", "#e0e2d6", "#9fb9ae", "#cfdad0", 0.95, 0.5, 0.3),
    "tenmoku": Glaze("#241712", "#8a4320", "#0e0907", "#33190f", 1.0, 1.0, 0.5),
    "oil spot": Glaze("#191618", "#6a3a20", "#0c0b0d", "#262226", 1.0, 0.8, 0.4, 0.10, "#8f8d92"),
    "shino": Glaze("#e6d7c4", "#c06a3c", "#efe6d9", "#d9a884", 0.55, 0.9, 0.9, 0.01, "#7d3a20", crackle=0.0),
    "nuka": Glaze("#e4e2da", "#b79f80", "#d5dbdc", "#efece4", 0.7, 0.7, 0.6, streaks=0.4),
    "chun": Glaze("#8fa6b4", "#9b8f7c", "#6c8fae", "#b3bfc4", 0.85, 0.7, 0.8, streaks=0.5),
    "copper red": Glaze("#7c2220", "#b08a78", "#4d1216", "#93302a", 1.0, 0.8, 0.6, streaks=0.5),
    "cobalt": Glaze("#2d4468", "#6f6a62", "#1b2c50", "#3a5378", 0.9, 0.7, 0.5),
    "tin white": Glaze("#ece8df", "#d4c0a2", "#e6e5df", "#f1eee6", 0.85, 0.5, 0.4),
    "oatmeal": Glaze("#d8cbb2", "#a67b50", "#ddd4c2", "#cbbb9e", 0.45, 0.9, 0.6, 0.05, "#6b4a30"),
    "eggshell": Glaze("#e6ddcd", "#c3a681", "#e3dccf", "#ece5d8", 0.3, 0.6, 0.3, 0.025, "#5f4431"),
    "satin black": Glaze("#2a2827", "#5a4232", "#1f1e1e", "#353231", 0.4, 0.6, 0.4),
    "iron black": Glaze("#221e1c", "#6a4128", "#191615", "#2f2825", 0.65, 0.8, 0.6),
    "ash": Glaze("#a7a184", "#8a6a44", "#6f7d62", "#bdb592", 0.8, 0.9, 0.8, 0.01, "#58452f", 0.0, 0.9),
    "wood ash": Glaze("#8d8268", "#7a4a2c", "#5d6a55", "#a69a78", 0.75, 0.9, 0.6, 0.02, "#3a2c20", 0.0, 1.0),
    "sage": Glaze("#9aa38a", "#b79a73", "#7f8d74", "#a6ad96", 0.35, 0.7, 0.5, 0.02, "#54503c"),
    "moss": Glaze("#67704a", "#9a7440", "#475133", "#7a8258", 0.5, 0.9, 0.7, 0.02, "#3a3320"),
    "ochre": Glaze("#c08f45", "#8a5428", "#a8762f", "#cc9f58", 0.7, 0.9, 0.5, 0.02, "#5f3a1b"),
    "honey": Glaze("#b5742c", "#d2a365", "#7c4516", "#bf8238", 1.0, 0.7, 0.4),
    "blush": Glaze("#d8b3a2", "#c58d70", "#d9b9ac", "#dfc0b1", 0.4, 0.6, 0.5, 0.02, "#86543f"),
    "rose": Glaze("#c09089", "#a86a52", "#b07f7b", "#cba19a", 0.4, 0.6, 0.6),
    "turquoise": Glaze("#4e8f8f", "#8d8a6c", "#2f6f77", "#639f9b", 0.95, 0.7, 0.5, crackle=0.8),
    "raku white": Glaze("#e6e0d4", "#c9bda8", "#e2dccf", "#ece6da", 0.8, 0.3, 0.3, crackle=1.0),
    "crackle celadon": Glaze("#b4c2ae", "#d3d5c2", "#8fa890", "#bccab6", 0.95, 0.4, 0.3, crackle=0.6),
    "clear": Glaze("#f0ece4", "#f3f0ea", "#dde4e2", "#f1ede6", 1.0, 0.3, 0.1),
    "slate": Glaze("#66717a", "#8d7357", "#4f5c66", "#727d85", 0.4, 0.8, 0.5),
    "storm": Glaze("#4e5f6b", "#7d6248", "#34454f", "#6b7d88", 0.75, 0.9, 0.8, 0.01, "#2a2a2a", streaks=0.6),
    "plum": Glaze("#553640", "#8a5f4c", "#3c222c", "#654450", 0.7, 0.8, 0.6),
    "rust": Glaze("#8c4c2c", "#5f2f1b", "#6d3820", "#9c5b38", 0.35, 0.8, 0.7, 0.03, "#2f1a10"),
    "bronze": Glaze("#54452f", "#8a6b3d", "#3a3022", "#665438", 0.6, 0.7, 0.6, metal=0.5),
    "butter": Glaze("#e3cf96", "#c39a58", "#dcc486", "#e9d8a8", 0.75, 0.7, 0.4),
    "ink": Glaze("#28323f", "#62564a", "#1a222d", "#344150", 0.85, 0.7, 0.5),
}

BRUSHED = {
    "cobalt": "#2b4778",
    "iron": "#5a3220",
    "white": "#ece6da",
    "black": "#2b2624",
    "copper": "#5f8270",
    "ochre": "#b07a35",
    "rust": "#95502f",
}

"""What stands before the camera: the pot on seamless paper, and the light and shadow on that paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from infra.demo.potter.camera import Camera
from infra.demo.potter.coats import Coat
from infra.demo.potter.light import Studio, bounce_rays, gather, gather_rays
from infra.demo.potter.noise import Floats, smooth, step
from infra.demo.potter.solids import Scene


@dataclass
class Shot:
    """Everything in front of the camera, and the light that was measured for it."""

    scene: Scene
    coats: Mapping[str, Coat]
    camera: Camera
    studio: Studio
    backdrop: Floats  # linear RGB, (3, 1)
    own: Floats  # the pot's own average colour, (3, 1)
    seed: int = 0
    ground: Floats = field(init=False)
    exposure: float = field(init=False)

    def __post_init__(self) -> None:
        self.rays = gather_rays(self.studio, self.backdrop)
        up = np.array([[0], [1], [0]], np.float32)
        open_ = sum(ray.light * max(float(ray.direction[1, 0]), 0) for ray in self.rays)
        self.open = np.asarray(open_, np.float32)
        self.exposure = 1.05 / float(self.open.mean())
        self.bounce = bounce_rays(self.backdrop * self.open * np.float32(0.8))
        self.ground = self._measure_ground(up)

    def _measure_ground(self, up: Floats, cells: int = 170) -> Floats:
        low, high = np.array(self.scene.box)
        margin = 1.7 * float(high[1]) + 2
        self.sheet = (float(low[0]) - margin, float(low[2]) - margin, float(max(high - low)) + 2 * margin)
        at = np.linspace(0, 1, cells, dtype=np.float32) * np.float32(self.sheet[2])
        x, z = np.meshgrid(at + np.float32(self.sheet[0]), at + np.float32(self.sheet[1]))
        p = np.stack([x.ravel(), np.full(x.size, 0.01, np.float32), z.ravel()])
        light = gather(self.scene, self.rays, p, np.repeat(up, x.size, axis=1), self.own)
        return (light / self.open).reshape(3, cells, cells)

    def shadow(self, x: Floats, z: Floats) -> Floats:
        """Light on the ground at (x, z) as a share of the open ground's, RGB."""
        cells = self.ground.shape[1]
        gu = np.clip((x - np.float32(self.sheet[0])) / np.float32(self.sheet[2]), 0, 1) * (cells - 1.001)
        gv = np.clip((z - np.float32(self.sheet[1])) / np.float32(self.sheet[2]), 0, 1) * (cells - 1.001)
        i, j = gu.astype(np.int32), gv.astype(np.int32)
        fu, fv = (gu - i).astype(np.float32), (gv - j).astype(np.float32)
        flat = self.ground.reshape(3, -1)
        at = j * cells + i
        top = flat[:, at] * (1 - fu) + flat[:, at + 1] * fu
        low = flat[:, at + cells] * (1 - fu) + flat[:, at + cells + 1] * fu
        edge = np.maximum(np.abs(gu / cells - 0.5), np.abs(gv / cells - 0.5)).astype(np.float32)
        fade = step(0.5, 0.36, edge)
        return np.asarray(1 + (top + (low - top) * fv - 1) * fade, np.float32)

    def background(self, d: Floats, u: Floats, v: Floats) -> Floats:
        """The seamless paper with the shadow on it, as the camera sees it."""
        t = np.where(d[1] < -0.02, -self.camera.eye[1] / np.minimum(d[1], -0.02), 0)
        x, z = self.camera.eye[0] + t * d[0], self.camera.eye[2] + t * d[2]
        shade = np.where(t > 0, self.shadow(x, z), 1)
        rise = step(0.05, 0.75, 1 - v)
        tone = 0.97 - 0.10 * u + 0.03 * rise - 0.06 * v * v
        paper = 1 + 0.012 * smooth(np.stack([u * 3, v * 3, 0 * u]), 1.0, self.seed)
        return np.asarray(self.backdrop * shade * tone * paper * np.float32(1.04), np.float32)

"""A long lens on a tripod: rays through the picture, framed so that the pot fills its share of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from infra.demo.potter.light import span
from infra.demo.potter.noise import Floats
from infra.demo.potter.solids import Scene

_BLOCK = 40_000


@dataclass(frozen=True)
class Camera:
    """`window` is the part of the image plane that is shown: centre right, centre up, half size."""

    eye: Floats
    axes: Floats
    distance: float  # to what it is aimed at, in centimetres
    window: tuple[float, float, float] = (0.0, 0.0, 0.2)

    def rays(self, u: Floats, v: Floats) -> Floats:
        """Directions through picture places; (0, 0) is the upper left corner and (1, 1) the lower right."""
        x = np.float32(self.window[0]) + (u * 2 - 1) * np.float32(self.window[2])
        y = np.float32(self.window[1]) + (1 - v * 2) * np.float32(self.window[2])
        d = self.axes.T @ np.stack([x, y, -np.ones_like(x)])
        return np.asarray(d / np.linalg.norm(d, axis=0), np.float32)


def aim(scene: Scene, up: float, around: float) -> Camera:
    """A camera that looks at the middle of the scene, `up` degrees above it and `around` to the right."""
    low, high = np.array(scene.box)
    middle, size = (low + high) / 2, float(np.linalg.norm(high - low))
    a, e = np.radians([around, up])
    back = np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
    right = np.cross([0, 1, 0], back)
    right /= np.linalg.norm(right)
    axes = np.array([right, np.cross(back, right), back], np.float32)
    return Camera((middle + back * size * 3.6)[:, None].astype(np.float32), axes, size * 3.6)


def march(scene: Scene, eye: Floats, d: Floats, steps: int = 110) -> Floats:
    """Distance along each ray to the first surface, infinity where there is none."""
    out = np.full(d.shape[1], np.inf, np.float32)
    low, high = (np.array(side, np.float32) for side in scene.box)
    for start in range(0, d.shape[1], _BLOCK):
        block = d[:, start : start + _BLOCK]
        enter, leave = span(eye, block, (low, high))
        live = np.flatnonzero(enter < leave)
        t, far, ray = enter[live], leave[live], block[:, live]
        for _ in range(steps):
            if not len(live):
                break
            h = scene.distance(eye + ray * t)
            found = h < 0.004
            out[start + live[found]] = t[found]
            t = t + h * np.float32(0.85)
            keep = ~found & (t < far)
            if keep.mean() < 0.9:
                live, t, far, ray = live[keep], t[keep], far[keep], ray[:, keep]
            else:
                t = np.where(found, far + 1, t)
                keep = t < far
                live, t, far, ray = live[keep], t[keep], far[keep], ray[:, keep]
    return out


def grid(size: int) -> tuple[Floats, Floats]:
    at = (np.arange(size, dtype=np.float32) + np.float32(0.5)) / np.float32(size)
    u, v = np.meshgrid(at, at)
    return u.ravel(), v.ravel()


def frame(camera: Camera, scene: Scene, fill: float, centre: tuple[float, float], size: int = 140) -> Camera:
    """Moves and scales the window so that what stands there takes `fill` of the picture around `centre`."""
    u, v = grid(size)
    hit = np.isfinite(march(scene, camera.eye, camera.rays(u, v)))
    x0, x1, y0, y1 = u[hit].min(), u[hit].max(), v[hit].min(), v[hit].max()
    wx, wy, half = camera.window
    scale = float(max(x1 - x0, (y1 - y0))) / fill
    x, y = wx + float(x0 + x1 - 1) * half, wy + float(1 - y0 - y1) * half
    new = half * scale
    return replace(camera, window=(x - (2 * centre[0] - 1) * new, y + (2 * centre[1] - 1) * new, new))


def closer(camera: Camera, zoom: float, at: tuple[float, float]) -> Camera:
    """The part of the picture around place `at`, `zoom` times larger."""
    x, y, half = camera.window
    return replace(camera, window=(x + (2 * at[0] - 1) * half, y + (1 - 2 * at[1]) * half, half / zoom))

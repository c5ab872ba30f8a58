"""The studio: a tall window to the upper left, a pale card to the right, a dim room behind the camera.

Directions are unit vectors, radiance is linear RGB (about 1 for a lit white wall), both of shape (3, n).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from infra.demo.potter.noise import Floats, step
from infra.demo.potter.solids import Scene

WINDOW = np.array([1.0, 0.975, 0.93], np.float32)[:, None]
SKY = np.array([0.93, 0.97, 1.0], np.float32)[:, None]


@dataclass(frozen=True)
class Studio:
    """Where the window stands (degrees: around, from the camera's side to the left; and up) and its size."""

    around: float = 52.0
    up: float = 37.0
    wide: float = 15.0
    tall: float = 23.0
    panes: bool = False
    power: float = 8.5

    @property
    def lamp(self) -> Floats:
        """Radiance of the window."""
        return WINDOW * np.float32(self.power)

    def axes(self) -> Floats:
        """The window's own right, up and outward directions, as rows."""
        a, u = np.radians([self.around, self.up])
        out = np.array([-np.sin(a) * np.cos(u), np.sin(u), np.cos(a) * np.cos(u)])
        right = np.cross([0, 1, 0], out)
        right /= np.linalg.norm(right)
        return np.array([right, np.cross(out, right), out], np.float32)

    def window(self, directions: Floats, blur: float) -> Floats:
        """How much of the window a mirror, blurred by `blur` radians, shows in each direction (0..1)."""
        right, up, out = self.axes() @ directions
        x = right / np.maximum(out, 1e-3) / np.float32(np.tan(np.radians(self.wide)))
        y = up / np.maximum(out, 1e-3) / np.float32(np.tan(np.radians(self.tall)))
        soft = 0.12 + 2.2 * blur
        shown = step(1 + soft, 1 - soft, np.abs(x)) * step(1 + soft, 1 - soft, np.abs(y)) * (out > 0)
        if self.panes:
            bar = 0.05 + blur
            shown = (
                shown
                * (1 - 0.75 * step(bar, 0.03, np.abs(x)))
                * (1 - 0.75 * step(bar, 0.02, np.abs(y - 0.1)))
            )
        dimmed = np.float32(1 / (1 + 3 * blur))
        return np.asarray(shown * dimmed * (0.85 + 0.15 * np.clip(y, -1, 1)), np.float32)

    def room(self, directions: Floats, backdrop: Floats) -> Floats:
        """What is not window: ceiling, card on the right, lit paper behind the pot, dark room before it."""
        x, y, z = directions
        ceiling = 0.2 + 0.4 * step(-0.1, 0.9, y)
        behind = step(0.1, -0.75, z)
        card = 0.55 * step(0.35, 0.8, x) * step(-0.2, 0.2, y) * step(0.95, 0.5, y)
        dim = (ceiling + card) * SKY
        return np.asarray(dim * (1 - behind) + backdrop * 0.82 * behind, np.float32)

    def radiance(self, directions: Floats, blur: float, backdrop: Floats) -> Floats:
        return self.room(directions, backdrop) + self.window(directions, blur) * self.lamp


@dataclass(frozen=True)
class Ray:
    """A direction from which light is gathered; `cone` is the half angle it stands for, in radians."""

    direction: Floats
    light: Floats
    cone: float


def gather_rays(studio: Studio, backdrop: Floats) -> list[Ray]:
    """Directions over the window and over the room, each with radiance times solid angle over pi."""
    rays = []
    across = 4
    right, up, out = studio.axes()
    for i, j in np.ndindex(across, across):
        x = (2 * (i + 0.5) / across - 1) * np.tan(np.radians(studio.wide))
        y = (2 * (j + 0.5) / across - 1) * np.tan(np.radians(studio.tall))
        d = out + x * right + y * up
        d = (d / np.linalg.norm(d)).astype(np.float32)[:, None]
        area = 4 * np.tan(np.radians(studio.wide)) * np.tan(np.radians(studio.tall)) / across**2
        weight = area * float((d[:, 0] @ out) ** 3) / np.pi
        rays.append(Ray(d, np.float32(weight) * studio.lamp * studio.window(d, 0.0), 0.13))
    count = 28
    for k in range(count):
        y = (k + 0.5) / count
        angle = k * 2.399963
        r = np.sqrt(1 - y * y)
        d = np.array([[r * np.cos(angle)], [y], [r * np.sin(angle)]], np.float32)
        rays.append(Ray(d, studio.room(d, backdrop) * np.float32(2 * np.pi / count / np.pi), 0.3))
    return rays


def bounce_rays(glow: Floats) -> list[Ray]:
    """Light from below: the ground sends back `glow`."""
    rays, count = [], 10
    for k in range(count):
        y = -(k + 0.5) / count
        angle = k * 2.399963 + 1
        r = np.sqrt(1 - y * y)
        d = np.array([[r * np.cos(angle)], [y], [r * np.sin(angle)]], np.float32)
        rays.append(Ray(d, glow * np.float32(2 * np.pi / count / np.pi), 0.35))
    return rays


def span(p: Floats, d: Floats, box: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Where rays enter and leave the box; they miss it when entry is not before exit."""
    inverse = 1 / np.where(np.abs(d) < 1e-6, np.float32(1e-6), d)
    a, b = (box[0][:, None] - p) * inverse, (box[1][:, None] - p) * inverse
    return np.maximum(np.minimum(a, b).max(axis=0), 0), np.maximum(a, b).min(axis=0)


def seen(scene: Scene, p: Floats, d: Floats, cone: float, steps: int = 16) -> Floats:
    """Share of a cone of light from direction `d` (one for all, or one each) that reaches each point."""
    low, high = (np.array(side, np.float32) for side in scene.box)
    enter, leave = span(p, d, (low, high))
    share = np.ones(p.shape[1], np.float32)
    live = np.flatnonzero(enter < leave)
    each = d.shape[1] > 1
    t = np.maximum(enter[live], 0.04)
    far = leave[live]
    sharp = np.float32(1 / np.tan(cone))
    for _ in range(steps):
        h = scene.distance(p[:, live] + (d[:, live] if each else d) * t)
        share[live] = np.minimum(share[live], 0.5 + 0.5 * sharp * h / t)
        t = t + np.clip(h, 0.06 + 0.05 * t, 4)
        keep = (t < far) & (share[live] > 0.01)
        live, t, far = live[keep], t[keep], far[keep]
        if not len(live):
            break
    share = np.clip(share, 0, 1)
    return share * share * (3 - 2 * share)


def gather(scene: Scene, rays: list[Ray], p: Floats, n: Floats, own: Floats) -> Floats:
    """Irradiance over pi at points with normals `n`; what blocks light glows a little in its `own` colour."""
    total = np.zeros_like(p)
    start = p + n * np.float32(0.05)
    for ray in rays:
        facing = (n * ray.direction).sum(axis=0)
        lit = np.flatnonzero(facing > 0.005)
        share = seen(scene, start[:, lit], ray.direction, ray.cone)
        total[:, lit] += ray.light * (share + own * np.float32(0.3) * (1 - share)) * facing[lit]
    return total

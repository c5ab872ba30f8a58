"""Solids as signed distance functions: what is thrown, pulled, pressed and put together.

Points are float32 arrays of shape (3, n) in centimetres, y is up, the ground is y = 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from infra.demo.potter.noise import Floats
from infra.demo.potter.strokes import Field, blend

Warp = Callable[[Floats], Floats]
Box = tuple[tuple[float, float, float], tuple[float, float, float]]


class Solid(Protocol):
    """A shape; `skin` tells where on it a point lies: (along 0..1, side -1 inside or 1 outside)."""

    @property
    def box(self) -> Box: ...

    def distance(self, p: Floats) -> Floats: ...

    def skin(self, p: Floats) -> tuple[Floats, Floats]: ...


def _plain_skin(p: Floats) -> tuple[Floats, Floats]:
    return np.full(p.shape[1], 0.5, np.float32), np.ones(p.shape[1], np.float32)


@dataclass(frozen=True)
class Turned:
    """A drawing turned around the y axis; `warp` bends space first, so that no pot is perfectly round."""

    drawing: Field
    warp: Warp | None = None
    swell: float = 0.0  # the share by which the warp may widen it

    @property
    def box(self) -> Box:
        r = self.drawing.end[0] * (1 + self.swell)
        top = self.drawing.end[1]
        return (-r, self.drawing.origin[1], -r), (r, top, r)

    def _plane(self, p: Floats) -> tuple[Floats, Floats]:
        q = p if self.warp is None else self.warp(p)
        return np.sqrt(q[0] * q[0] + q[2] * q[2]), q[1]

    def distance(self, p: Floats) -> Floats:
        return self.drawing.reach(*self._plane(p))

    def skin(self, p: Floats) -> tuple[Floats, Floats]:
        plane = self._plane(p)
        along = self.drawing.look(*plane, self.drawing.along)[0]
        return along, -self.drawing.look(*plane, self.drawing.side)[0]


@dataclass(frozen=True)
class Pulled:
    """A strap or rod along a line drawn in the (x, y) plane: a handle, a spout, a wire.

    `strap` is half the width across, beyond the roundness that the stroke's own width gives.
    """

    drawing: Field
    strap: float = 0.0

    @property
    def box(self) -> Box:
        (x, y), (x_end, y_end) = self.drawing.origin, self.drawing.end
        z = self.strap + 0.5 * min(x_end - x, y_end - y)
        return (x, y, -z), (x_end, y_end, z)

    def distance(self, p: Floats) -> Floats:
        """The section is a stadium: the stroke is taken as the distance to its middle line less its width."""
        d, outside = self.drawing.look(p[0], p[1], self.drawing.distance)
        width, _ = self.drawing.look(p[0], p[1], self.drawing.width)
        middle = np.maximum(d + width, 0)
        across = np.maximum(np.abs(p[2]) - np.float32(self.strap), 0)
        section = np.sqrt(middle * middle + across * across) - width
        far = np.sqrt(np.maximum(section, 0) ** 2 + outside * outside)
        return np.asarray(np.where(outside > 0, far, section), np.float32)

    def skin(self, p: Floats) -> tuple[Floats, Floats]:
        return _plain_skin(p)


@dataclass(frozen=True)
class Made:
    """Any distance function within a box."""

    function: Callable[[Floats], Floats]
    box: Box

    def distance(self, p: Floats) -> Floats:
        return self.function(p)

    def skin(self, p: Floats) -> tuple[Floats, Floats]:
        return _plain_skin(p)


def turn(x: float = 0, y: float = 0, z: float = 0) -> Floats:
    """The rotation matrix for degrees about x, then y, then z."""
    a, b, c = np.radians([x, y, z])
    rx = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    ry = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    rz = np.array([[np.cos(c), -np.sin(c), 0], [np.sin(c), np.cos(c), 0], [0, 0, 1]])
    return np.asarray(rz @ ry @ rx, np.float32)


@dataclass(frozen=True)
class Placed:
    """A solid, turned and moved."""

    solid: Solid
    turned: Floats
    moved: tuple[float, float, float] = (0, 0, 0)

    @property
    def box(self) -> Box:
        low, high = np.array(self.solid.box)
        corners = np.array(np.meshgrid(*zip(low, high, strict=True))).reshape(3, -1)
        seen = self.turned @ corners + np.array(self.moved)[:, None]
        return tuple(seen.min(axis=1)), tuple(seen.max(axis=1))

    def local(self, p: Floats) -> Floats:
        return self.turned.T @ (p - np.array(self.moved, np.float32)[:, None])

    def distance(self, p: Floats) -> Floats:
        return self.solid.distance(self.local(p))

    def skin(self, p: Floats) -> tuple[Floats, Floats]:
        return self.solid.skin(self.local(p))


@dataclass(frozen=True)
class Part:
    """A solid with the name of the coat it wears and the fillet by which it joins the part before it."""

    solid: Solid
    coat: str = "body"
    fillet: float = 0.0
    cut: bool = False


@dataclass(frozen=True)
class Scene:
    """All that stands on the ground."""

    parts: tuple[Part, ...]
    box: Box = field(init=False)

    def __post_init__(self) -> None:
        boxes = np.array([part.solid.box for part in self.parts if not part.cut])
        box = tuple(boxes[:, 0].min(axis=0)), tuple(boxes[:, 1].max(axis=0))
        object.__setattr__(self, "box", box)

    def distance(self, p: Floats) -> Floats:
        total = self.parts[0].solid.distance(p)
        for part in self.parts[1:]:
            d = part.solid.distance(p)
            total = np.maximum(total, -d) if part.cut else blend(total, d, part.fillet)
        return total

    def owners(self, p: Floats) -> Floats:
        """The number of the part that each point lies on."""
        distances = [np.full(p.shape[1], 9, np.float32) if s.cut else s.solid.distance(p) for s in self.parts]
        return np.asarray(np.argmin(np.stack(distances), axis=0), np.float32)

    def normals(self, p: Floats, reach: float = 0.03) -> tuple[Floats, Floats]:
        """Unit normals, and the curvature at that reach: above 0 on edges, below 0 in hollows (1/cm)."""
        gradient = np.empty_like(p)
        around = np.zeros(p.shape[1], np.float32)
        for axis in range(3):
            q = p.copy()
            q[axis] += np.float32(reach)
            ahead = self.distance(q)
            q[axis] -= np.float32(2 * reach)
            behind = self.distance(q)
            gradient[axis] = ahead - behind
            around += ahead + behind
        curvature = (around - 6 * self.distance(p)) / np.float32(reach * reach)
        return gradient / (np.linalg.norm(gradient, axis=0) + np.float32(1e-9)), curvature


def moved(part: Part, turned: Floats, by: tuple[float, float, float]) -> Part:
    return replace(part, solid=Placed(part.solid, turned, by))

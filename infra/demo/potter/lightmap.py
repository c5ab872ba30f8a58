"""Light measured at some places of a picture and borrowed in between: soft light changes slowly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from infra.demo.potter.noise import Floats

Pixels: TypeAlias = npt.NDArray[np.intp]


@dataclass
class LightMap:
    """Light measured at some places of a picture, lent to points near them that lie and face alike."""

    cells: int
    reach: float  # centimetres over which light may be borrowed

    def __post_init__(self) -> None:
        self.light, self.p, self.n = (np.zeros((3, self.cells**2), np.float32) for _ in range(3))
        self.p[:] = 1e4

    def put(self, at: Pixels, light: Floats, p: Floats, n: Floats) -> None:
        self.light[:, at], self.p[:, at], self.n[:, at] = light, p, n

    def borrow(self, u: Floats, v: Floats, p: Floats, n: Floats) -> tuple[Floats, Floats]:
        """Light at the points, and how far it is to be trusted (0..1)."""
        x = np.clip(u * self.cells - 0.5, 0, self.cells - 1.001)
        y = np.clip(v * self.cells - 0.5, 0, self.cells - 1.001)
        i, j = x.astype(np.int32), y.astype(np.int32)
        fx, fy = x - i.astype(np.float32), y - j.astype(np.float32)
        total, weights = np.zeros_like(p), np.full(len(u), 1e-9, np.float32)
        for di, dj in np.ndindex(2, 2):
            cell = (j + dj) * self.cells + i + di
            near = np.abs(1 - di - fx) * np.abs(1 - dj - fy) + np.float32(1e-3)
            away = ((self.p[:, cell] - p) ** 2).sum(axis=0) / np.float32(self.reach**2)
            alike = np.clip((self.n[:, cell] * n).sum(axis=0), 0.05, 1) ** 8
            w = (near * alike * np.maximum(np.exp(-away), 1e-7 * (away < 1e6))).astype(np.float32)
            total += self.light[:, cell] * w
            weights += w
        return total / weights, weights

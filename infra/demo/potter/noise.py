"""Seeded noise in space. Points are float32 arrays of shape (3, n), in centimetres."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Ints: TypeAlias = npt.NDArray[np.int32]

_SIZE = 64
_MASK = np.int32(_SIZE - 1)


@lru_cache(maxsize=16)
def _lattice(seed: int) -> Floats:
    return np.random.default_rng(seed).uniform(-1, 1, _SIZE**3).astype(np.float32)


def _index(x: Ints, y: Ints, z: Ints) -> Ints:
    return np.asarray(((x & _MASK) * _SIZE + (y & _MASK)) * _SIZE + (z & _MASK), np.int32)


def _shift(seed: int) -> Floats:
    return np.random.default_rng(seed + 77).uniform(0, _SIZE, (3, 1)).astype(np.float32)


def mix(a: Floats, b: Floats, share: Floats) -> Floats:
    return a + (b - a) * share


def step(low: float, high: float, x: Floats) -> Floats:
    """0 below `low`, 1 above `high`, smooth between; with low > high it falls."""
    t = np.clip((x - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def smooth(p: Floats, size: float, seed: int) -> Floats:
    """Noise in -1..1 whose bumps are about `size` centimetres wide."""
    q = p / np.float32(size) + _shift(seed)
    floor = np.floor(q)
    cell = floor.astype(np.int32)
    f = q - floor
    f = f * f * (3 - 2 * f)
    table = _lattice(seed % 8)
    x, y, z = cell
    low, high = (
        mix(
            mix(table[_index(x, y, k)], table[_index(x + 1, y, k)], f[0]),
            mix(table[_index(x, y + 1, k)], table[_index(x + 1, y + 1, k)], f[0]),
            f[1],
        )
        for k in (z, z + 1)
    )
    return mix(low, high, f[2])


def cloudy(p: Floats, size: float, seed: int, octaves: int = 4) -> Floats:
    """Several sizes of noise on top of each other, about -1..1."""
    total = np.zeros(p.shape[1], np.float32)
    for octave in range(octaves):
        total += smooth(p, size / 2**octave, seed + octave) * np.float32(0.5**octave)
    return total / np.float32(1.6)


def cells(p: Floats, size: float, seed: int) -> tuple[Floats, Floats, Floats]:
    """Distances, in centimetres, to the nearest and second nearest of scattered points, and a number
    in 0..1 that belongs to the nearest."""
    q = p / np.float32(size) + _shift(seed)
    base = np.floor(q).astype(np.int32)
    first = np.full(p.shape[1], 9, np.float32)
    second, owner = first.copy(), np.zeros_like(first)
    tables = [_lattice(20 + axis) for axis in range(4)]
    for step_ in np.ndindex(3, 3, 3):
        cell = base + (np.array(step_, np.int32)[:, None] - 1)
        at = _index(*cell)
        away = [cell[axis].astype(np.float32) + (tables[axis][at] * 0.5 + 0.5) - q[axis] for axis in range(3)]
        d = np.sqrt(away[0] ** 2 + away[1] ** 2 + away[2] ** 2)
        nearer = d < first
        second = np.where(nearer, first, np.minimum(second, d))
        owner = np.where(nearer, tables[3][at] * 0.5 + 0.5, owner)
        first = np.where(nearer, d, first)
    return first * np.float32(size), second * np.float32(size), owner

"""What keeps a pot from being a perfect solid of revolution: ovals, facets, flutes, lobes, throwing rings.

A warp bends space before the distance to a turned solid is measured.
"""

from __future__ import annotations

import numpy as np

from infra.demo.potter.noise import Floats
from infra.demo.potter.solids import Warp


def ovals(amount: float, seed: int) -> Warp:
    """The small unroundness of a thrown pot: `amount` is the share by which one axis is longer."""
    phase = np.random.default_rng(seed).uniform(0, 2 * np.pi)
    c, s = np.float32(np.cos(phase)), np.float32(np.sin(phase))

    def warp(p: Floats) -> Floats:
        x, z = c * p[0] + s * p[2], c * p[2] - s * p[0]
        return np.stack([x * np.float32(1 + amount), p[1], z * np.float32(1 - amount)])

    return warp


def facets(count: int, low: float, high: float) -> Warp:
    """Flat sides between two heights."""
    wedge = np.float32(2 * np.pi / count)

    def warp(p: Floats) -> Floats:
        inner = np.mod(np.arctan2(p[2], p[0]), wedge) - wedge / 2
        return _widened(p, (np.cos(inner) - 1) / np.cos(wedge / 2) * _within(p[1], low, high))

    return warp


def flutes(count: int, depth: float, low: float, high: float) -> Warp:
    """Upright grooves between two heights; `depth` is the share of the radius taken away."""

    def warp(p: Floats) -> Floats:
        wave = np.sqrt(np.abs(np.sin(np.arctan2(p[2], p[0]) * np.float32(count / 2))))
        return _widened(p, np.float32(depth) * (np.float32(0.8) - wave) * _within(p[1], low, high))

    return warp


def _within(y: Floats, low: float, high: float) -> Floats:
    """1 between two heights, fading to 0 at both."""
    soft = np.float32(0.12 * (high - low))
    rising = np.clip((y - np.float32(low)) / soft, 0, 1)
    return np.asarray(rising * np.clip((np.float32(high) - y) / soft, 0, 1), np.float32)


def _widened(p: Floats, share: Floats) -> Floats:
    return np.stack([p[0] * (1 + share), p[1], p[2] * (1 + share)])


def lobes(count: int, depth: float, low: float, high: float) -> Warp:
    """Pushes `count` soft waves into the wall, more the higher up."""

    def warp(p: Floats) -> Floats:
        angle = np.arctan2(p[2], p[0])
        share = np.clip((p[1] - np.float32(low)) / np.float32(high - low), 0, 1)
        return _widened(p, np.float32(depth) * share * share * np.cos(angle * np.float32(count)))

    return warp


def in_turn(*warps: Warp) -> Warp:
    def warp(p: Floats) -> Floats:
        for each in warps:
            p = each(p)
        return p

    return warp


def throwing_rings(depth: float, seed: int) -> Warp:
    """The faint spiral that fingers leave on a wheel; `depth` in centimetres."""
    rng = np.random.default_rng(seed)
    pitch, phase = np.float32(2 * np.pi / rng.uniform(0.55, 0.95)), np.float32(rng.uniform(0, 6))

    def warp(p: Floats) -> Floats:
        wave = np.sin(p[1] * pitch + np.float32(0.9) * np.sin(p[1] * np.float32(1.3) + phase) + phase)
        factor = 1 + np.float32(depth) / np.maximum(np.sqrt(p[0] * p[0] + p[2] * p[2]), 1) * wave
        return np.stack([p[0] * factor, p[1], p[2] * factor])

    return warp

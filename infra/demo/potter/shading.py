"""From light on a surface to light into the camera."""

from __future__ import annotations

import numpy as np

from infra.demo.potter.light import seen
from infra.demo.potter.noise import Floats, step
from infra.demo.potter.surfaces import Hits
from infra.demo.potter.tabletop import Shot


def shade(shot: Shot, hits: Hits, light: Floats) -> Floats:
    """Exposed linear RGB: what a surface scatters of `light`, and what its gloss mirrors (after Schlick)."""
    f = hits.finish
    light = light * np.clip(1 + shot.studio.axes()[2] @ (hits.bent - hits.n), 0, 2)
    facing = np.clip(-(hits.d * hits.bent).sum(axis=0), 0, 1)
    normal = 0.045 * np.clip(f.gloss * 1.4, 0.12, 1)
    fresnel = normal + (np.clip(f.gloss, 0.08, 1) * 0.75 - normal).clip(0) * (1 - facing) ** 5
    tint = f.albedo / np.maximum(f.albedo.max(axis=0), 1e-3)
    coloured = fresnel * (1 - f.metal) + f.metal * (0.25 + 0.45 * tint)
    scattered = f.albedo * light * (1 - f.metal) * (1 - normal)
    return np.asarray(scattered + _mirrored(shot, hits, light, facing) * coloured, np.float32) * np.float32(
        shot.exposure
    )


def _mirrored(shot: Shot, hits: Hits, light: Floats, facing: Floats) -> Floats:
    """What a mirror in each surface's place would show: the room, or the pot itself."""
    r = hits.d + 2 * facing * hits.bent
    r = (r / np.linalg.norm(r, axis=0)).astype(np.float32)
    free = seen(shot.scene, hits.p + hits.n * np.float32(0.06), r, 0.16, 10)
    room = _room(shot, hits.p, r, (1 - hits.finish.gloss) * np.float32(0.55))
    return np.asarray(room * free + (1 - free) * hits.finish.albedo * light * np.float32(0.6), np.float32)


def _room(shot: Shot, p: Floats, r: Floats, blur: Floats) -> Floats:
    """Room, paper and window in directions `r`.

    The window reaches lower than where the light comes from, as if the table stood close to it: upright walls
    would not mirror it otherwise.
    """
    sky = shot.studio.room(r, shot.backdrop * shot.open)
    shown = np.zeros(p.shape[1], np.float32)
    lifted = r + np.array([[0], [0.36], [0]], np.float32)
    lifted = lifted / np.linalg.norm(lifted, axis=0)
    for level in np.unique(np.round(blur, 2)):
        on = np.flatnonzero(np.round(blur, 2) == level)
        shown[on] = shot.studio.window(lifted[:, on], float(level))
    t = p[1] / np.maximum(-r[1], 0.02)
    floor = shot.backdrop * shot.open * shot.shadow(p[0] + t * r[0], p[2] + t * r[2])
    below = step(0.03, -0.06, r[1])
    return np.asarray(sky * (1 - below) + floor * below + shown * shot.studio.lamp, np.float32)

"""Takes a picture: rays to surfaces, light onto them, and more rays where neighbours differ."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt

from infra.demo.potter.camera import grid
from infra.demo.potter.light import gather
from infra.demo.potter.lightmap import LightMap, Pixels
from infra.demo.potter.noise import Floats
from infra.demo.potter.shading import shade
from infra.demo.potter.surfaces import Hits, look
from infra.demo.potter.tabletop import Shot

STRIDE = 4  # pixels between two places at which light is measured
MORE_RAYS = ((-0.35, 0.2), (0.35, 0.2), (0.0, -0.4))  # where in a pixel, from its middle


def photograph(shot: Shot, size: int = 1200) -> tuple[Floats, Floats]:
    """The picture in linear light, shape (3, size, size), and how far each pixel is, in cm (NaN: ground)."""
    u, v = grid(size)
    d = shot.camera.rays(u, v)
    picture = shot.background(d, u, v)
    hits = look(shot, d)
    lit = illuminate(shot, hits, u, v, size)
    picture[:, hits.index] = shade(shot, hits, lit.light[:, hits.index])
    depth = np.full(size * size, np.nan, np.float32)
    depth[hits.index] = np.linalg.norm(hits.p - shot.camera.eye, axis=0)
    rough = _edges(picture, np.isfinite(depth), size)
    picture[:, rough] = _smoothed(shot, lit, picture[:, rough], u[rough], v[rough], size)
    return picture.reshape(3, size, size), depth.reshape(size, size)


def illuminate(shot: Shot, hits: Hits, u: Floats, v: Floats, size: int) -> LightMap:
    """Measures the light on every few pixels, borrows it in between, measures again where there is none."""
    own = hits.finish.albedo.mean(axis=1, keepdims=True)
    measure = partial(gather, shot.scene, shot.rays + shot.bounce, own=own)
    row, column = hits.index // size, hits.index % size
    every = np.flatnonzero((row % STRIDE == STRIDE // 2) & (column % STRIDE == STRIDE // 2))
    reach = shot.camera.window[2] * shot.camera.distance * 2 * STRIDE / size * 3
    sparse, full = LightMap(size // STRIDE, reach), LightMap(size, reach)
    p, n = hits.p[:, every], hits.n[:, every]
    sparse.put((row[every] // STRIDE) * sparse.cells + column[every] // STRIDE, measure(p=p, n=n), p, n)
    light, trust = sparse.borrow(u[hits.index], v[hits.index], hits.p, hits.n)
    alone = np.flatnonzero(trust < 0.06)
    light[:, alone] = measure(p=hits.p[:, alone], n=hits.n[:, alone])
    full.put(hits.index, light, hits.p, hits.n)
    return full


def _smoothed(shot: Shot, lit: LightMap, first: Floats, u: Floats, v: Floats, size: int) -> Floats:
    """The mean of the first ray of each pixel and of some more."""
    total = first.copy()
    for du, dv in MORE_RAYS:
        uu, vv = u + np.float32(du / size), v + np.float32(dv / size)
        d = shot.camera.rays(uu, vv)
        sample = shot.background(d, uu, vv)
        hits = look(shot, d)
        light, _ = lit.borrow(uu[hits.index], vv[hits.index], hits.p, hits.n)
        sample[:, hits.index] = shade(shot, hits, light)
        total += np.minimum(sample, 1.4)
    return np.asarray(total / (len(MORE_RAYS) + 1), np.float32)


def _edges(picture: Floats, hit: npt.NDArray[np.bool_], size: int) -> Pixels:
    """Pixels whose neighbours differ: there more rays are needed."""
    tone = np.sqrt(np.clip(picture.max(axis=0), 0, 1)).reshape(size, size) + hit.reshape(size, size)
    differs = np.zeros((size, size), bool)
    for axis in (0, 1):
        jump = np.abs(np.diff(tone, axis=axis)) > 0.09
        pad = [(0, 0), (0, 0)]
        pad[axis] = (0, 1)
        differs |= np.pad(jump, pad)
        pad[axis] = (1, 0)
        differs |= np.pad(jump, pad)
    return np.flatnonzero(differs.ravel())

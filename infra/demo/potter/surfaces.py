"""What rays find: points on the pots, how they face, and what they are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from infra.demo.potter.camera import march
from infra.demo.potter.coats import Finish, Surface
from infra.demo.potter.lightmap import Pixels
from infra.demo.potter.materials import finish_of
from infra.demo.potter.noise import Floats, cloudy, smooth
from infra.demo.potter.tabletop import Shot


@dataclass
class Hits:
    """What rays found; `index` numbers those that hit something, everything else is of these only."""

    index: Pixels
    p: Floats
    n: Floats  # as the form has it
    bent: Floats  # as the small bumps of the surface bend it
    d: Floats
    finish: Finish


def look(shot: Shot, d: Floats) -> Hits:
    """Follows rays from the camera in directions `d` to the first surface."""
    t = march(shot.scene, shot.camera.eye, d)
    index = np.flatnonzero(np.isfinite(t))
    d = d[:, index]
    p = shot.camera.eye + d * t[index]
    n, fine = shot.scene.normals(p, 0.05)
    coarse = shot.scene.normals(p, 0.3)[1]
    finish = _finished(shot, p, n, fine, coarse)
    return Hits(index, p, n, _bent(p, n, finish), d, finish)


def _finished(shot: Shot, p: Floats, n: Floats, fine: Floats, coarse: Floats) -> Finish:
    """Each part is given its own coat."""
    whole = Finish(np.zeros_like(p), *(np.zeros(p.shape[1], np.float32) for _ in range(3)))
    owners = shot.scene.owners(p)
    for number, part in enumerate(shot.scene.parts):
        on = np.flatnonzero(owners == number)
        if len(on):
            skin = part.solid.skin(p[:, on])
            surface = Surface(p[:, on], n[:, on], fine[on], coarse[on], *skin)
            whole.put(on, finish_of(part.coat, shot.coats, surface, part.solid))
    return whole


def _bent(p: Floats, n: Floats, finish: Finish) -> Floats:
    """Normals with the grain of a rough surface, and the slow waves that every glaze has."""
    grain = np.stack([smooth(p, 0.06, k) for k in (3, 4, 5)]) * finish.rough * np.float32(0.10)
    waves = np.stack([cloudy(p, 0.8, k, 2) for k in (6, 7, 8)]) * np.float32(0.012)
    bent = n + grain + waves
    return np.asarray(bent / np.linalg.norm(bent, axis=0), np.float32)

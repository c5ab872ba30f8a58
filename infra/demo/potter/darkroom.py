"""From linear light to a file: depth of field, tone, vignette, grain, JPEG."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from infra.demo.potter.noise import Floats


def soften(picture: Floats, depth: Floats, focus: float, strength: float) -> Floats:
    """Blurs what is out of focus; `strength` is pixels of blur per centimetre."""
    behind = float(np.nanmax(depth))
    away = np.abs(np.where(np.isnan(depth), behind, depth) - np.float32(focus)) * np.float32(strength)
    away = np.clip(away, 0, 9)
    away = _blurred(away, 5.0)
    levels = [0.0, 1.5, 3.0, 6.0, 9.0]
    stack = [picture if level == 0 else np.stack([_blurred(c, level) for c in picture]) for level in levels]
    out: Floats = np.zeros_like(picture)
    for k, level in enumerate(levels):
        below = levels[k - 1] if k else -1.0
        above = levels[k + 1] if k + 1 < len(levels) else 99.0
        rising = (away - below) / (level - below)
        falling = (above - away) / (above - level)
        out += stack[k] * np.clip(np.minimum(rising, falling), 0, 1)
    return out


def _blurred(channel: Floats, radius: float) -> Floats:
    """Blurred in steps of 1/255 between darkest and lightest: what is blurred hides them."""
    low, high = float(channel.min()), float(channel.max())
    scaled = Image.fromarray(((channel - low) / max(high - low, 1e-6) * 255).astype(np.uint8))
    soft = np.asarray(scaled.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255
    return np.asarray(soft * (high - low) + low, np.float32)


def _tone(x: Floats) -> Floats:
    """A soft shoulder above 0.72, so that a window in a glaze burns out gently; then sRGB."""
    knee = np.float32(0.72)
    x = np.where(x > knee, knee + (1 - knee) * (1 - np.exp(-(x - knee) / (1 - knee))), x)
    x = np.clip(x, 0, 1)
    return np.where(x <= 0.0031308, x * 12.92, 1.055 * x ** (1 / 2.4) - 0.055).astype(np.float32)


def expose(picture: Floats, path: Path, seed: int, quality: int = 86) -> None:
    """Writes linear RGB of shape (3, size, size) as a progressive JPEG."""
    size = picture.shape[1]
    at = np.linspace(-1, 1, size, dtype=np.float32)
    far = at[None, :] ** 2 + at[:, None] ** 2
    grey = picture.mean(axis=0)
    toned = _tone((grey + (picture - grey) * np.float32(0.82)) * (1 - np.float32(0.075) * far))
    toned = toned + np.float32(0.06) * (toned - 0.5) * (1 - (2 * toned - 1) ** 2)
    grain = np.random.default_rng(seed).normal(0, 0.006, (size, size)).astype(np.float32)
    toned = np.clip(toned + grain, 0, 1)
    image = Image.fromarray((toned.transpose(1, 2, 0) * 255 + 0.5).astype(np.uint8))
    image.save(path, quality=quality, progressive=True, optimize=True)

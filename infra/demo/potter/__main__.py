"""Renders the pictures of the demo shop: `python -m infra.demo.potter [slug …]`."""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from rich.progress import track

from infra.demo.potter.darkroom import expose, soften
from infra.demo.potter.photograph import photograph
from infra.demo.potter.shots import seed_of, shot_of
from infra.demo.shop import Picture, Shop, read_shop


def render(picture: Picture, folder: Path, size: int) -> None:
    """Makes one picture; the same data give the same picture."""
    shot, view = shot_of(picture.name, picture.look)
    linear, depth = photograph(shot, size)
    if view.blur:
        middle = depth[size // 3 : 2 * size // 3, size // 3 : 2 * size // 3]
        linear = soften(linear, depth, float(np.nanquantile(middle, 0.3)), view.blur * size / 1200)
    expose(linear, folder / f"{picture.name}.jpg", seed_of(picture.name))


def _wanted(shop: Shop, slugs: list[str]) -> list[Picture]:
    products = [product for product in shop.products if not slugs or product.slug in slugs]
    return [picture for product in products for picture in product.pictures]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("slug", nargs="*", help="only these products (all by default)")
    parser.add_argument("--into", type=Path, default=Path(__file__).parents[1] / "pictures")
    parser.add_argument("--size", type=int, default=1200, help="pixels")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--missing", action="store_true", help="leave alone what is there")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    pictures = _wanted(read_shop(), options.slug)
    if options.missing:
        pictures = [p for p in pictures if not (options.into / f"{p.name}.jpg").exists()]
    with ProcessPoolExecutor(options.processes) as pool:
        jobs = [pool.submit(render, picture, options.into, options.size) for picture in pictures]
        for job in track(jobs, "Firing the kiln"):
            job.result()


if __name__ == "__main__":
    main()

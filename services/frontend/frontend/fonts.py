"""Decides what of a typeface is sent: what Europe's languages written in Latin letters need, as WOFF2."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

TYPEFACES = {
    "text.woff2": ("fontpkg_figtree", "Figtree[wght].ttf"),
    "display.woff2": ("fontpkg_instrument_serif", "InstrumentSerif-Regular.ttf"),
}
CHARACTERS = ",".join(
    (
        "20-7E,A0-FF,100-17F,218-21B,1E9E",  # letters of Latin, with Romanian's commas and the capital ß
        "2010-2027,2030-203A,20A0-20C0",  # punctuation and currencies
        "2116,2122,2190-2193,2212,2248,2264,2265",  # №, ™, arrows, mathematics
    )
)
SUBSET = (
    f"--unicodes={CHARACTERS}",
    "--layout-features+=tnum",  # prices stand in columns
    "--no-hinting",
    "--flavor=woff2",
)


@cache
def webfonts() -> dict[str, bytes]:
    """The typefaces by the names under which the stylesheet knows them; half a second's work, done once."""
    with ThreadPoolExecutor() as together:
        return dict(zip(TYPEFACES, together.map(_subset, TYPEFACES.values()), strict=True))


def _subset(typeface: tuple[str, str]) -> bytes:
    """In a process of its own, with which the memory goes that it takes."""
    package, file = typeface
    with as_file(files(package) / "files" / file) as whole, TemporaryDirectory() as folder:
        part = Path(folder) / "part.woff2"
        command = [sys.executable, "-m", "fontTools.subset", str(whole), *SUBSET, f"--output-file={part}"]
        subprocess.run(command, check=True)
        return part.read_bytes()

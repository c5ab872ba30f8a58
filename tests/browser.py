"""Finds the browser that the tests drive; run as a command, installs one where it can.

`python -m tests.browser` tries, in this order: a Chromium that is here already, Playwright's own download,
and, as root on a Debian system, the package `chromium`. Where none works it says that tests will be skipped.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
DOWNLOADS = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "~/.cache/ms-playwright")).expanduser()
# Without these a browser does not start as root, and without a network asks for its vendor's hosts in vain.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_browser() -> str | None:
    """The path of a Chromium, or None."""
    downloaded = sorted(DOWNLOADS.glob("chromium-*/chrome-linux*/chrome"))
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in on_path if path), None) or next((str(path) for path in downloaded), None)


def install_browser() -> None:
    attempts = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        attempts += [["apt-get", "update", "-q"], ["apt-get", "install", "-qy", "chromium"]]
    for command in attempts:
        if not find_browser():
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


if __name__ == "__main__":
    if not find_browser():
        print("No Chromium here: trying to install one …")
        install_browser()
    print(f"Browser for the tests: {find_browser() or 'none; the tests that need one will be skipped'}")

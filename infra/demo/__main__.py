"""`DEMO_TOKEN=… python -m infra.demo load --api URL` loads the demo shop.

The token is not an option: command lines are in the list of processes.
"""

from __future__ import annotations

import argparse
import os
import sys

from rich.console import Console

from infra.demo.api import Api, Refused, Unreachable
from infra.demo.load import load
from infra.demo.shop import read_shop

VARIABLE = "DEMO_TOKEN"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.demo", description="The demo shop, a pottery.")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("load", help="load it through the write API into an empty catalog")
    command.add_argument("--api", required=True, metavar="URL", help="where the API answers")
    options = parser.parse_args()
    wanted = f"set {VARIABLE} to a token for catalog:read and catalog:write"
    token = os.environ.get(VARIABLE) or parser.error(wanted)
    try:
        load(Api(options.api, token), read_shop(), Console())
    except (Refused, Unreachable) as fault:
        sys.exit(f"The demo shop is not complete; run this again to go on. {fault}")


if __name__ == "__main__":
    main()

"""`python -m infra.demo load --api URL --token TOKEN` loads the demo shop."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from infra.demo.api import Api, Refused, Unreachable
from infra.demo.load import load
from infra.demo.shop import read_shop


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.demo", description="The demo shop, a pottery.")
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("load", help="load it through the write API into an empty catalog")
    command.add_argument("--api", required=True, metavar="URL", help="where the API answers")
    command.add_argument("--token", required=True, help="a bearer token with catalog:read and catalog:write")
    options = parser.parse_args()
    try:
        load(Api(options.api, options.token), read_shop(), Console())
    except (Refused, Unreachable) as fault:
        sys.exit(f"The demo shop is not complete; run this again to go on. {fault}")


if __name__ == "__main__":
    main()

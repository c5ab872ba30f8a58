"""`python -m infra.local up|down|status|logs|scale|clean`."""

import argparse
import os
import sys

from infra.local.down import clean, down
from infra.local.health import PartFailed
from infra.local.house import House, read_house
from infra.local.jobs import JobFailed
from infra.local.lock import Busy, exclusively
from infra.local.parts import all_parts
from infra.local.ports import PortsTaken
from infra.local.scaling import CannotScale, scale
from infra.local.status import show_status
from infra.local.terminal import complain, say, show_end_of_log
from infra.local.up import up
from infra.secrets.make import SecretsDisagree

LOG_LINES = 40
INTERRUPTED = 130


def main() -> None:
    arguments = _parser().parse_args()
    house = read_house()
    try:
        sys.exit(COMMANDS[arguments.command](house, arguments))
    except PartFailed as failure:
        complain(f"{failure}.")
        for file in sorted(house.logs.glob(f"{failure.part}*.log")):
            show_end_of_log(file)
        sys.exit("The rest was left as it is; `make status` shows it, `make down` stops it.")
    except (PortsTaken, SecretsDisagree, CannotScale, JobFailed, Busy, RuntimeError, OSError) as failure:
        complain(str(failure))
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nInterrupted; `make down` stops what was started.")
        sys.exit(INTERRUPTED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.local", description="Runs the shop on this machine."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="start the whole shop and say where to look")
    commands.add_parser("down", help="stop it; nothing is lost")
    status = commands.add_parser("status", help="each part and each database node")
    status.add_argument("--format", choices=("table", "json"), default="table")
    logs = commands.add_parser("logs", help="what the parts say")
    logs.add_argument("part", nargs="?", default="", help="one part (read-api-1) or all of a kind (read-api)")
    logs.add_argument("-f", "--follow", action="store_true", help="stay and go on")
    commands.add_parser("scale", help="more or fewer instances, as in read-api=4").add_argument("wish")
    commands.add_parser("clean", help="stop it and remove all its data")
    return parser


def _up(house: House, _: argparse.Namespace) -> int:
    with exclusively(house):
        up(house)
    return 0


def _down(house: House, _: argparse.Namespace) -> int:
    with exclusively(house):
        down(house)
    return 0


def _clean(house: House, _: argparse.Namespace) -> int:
    with exclusively(house):
        clean(house)
    return 0


def _scale(house: House, arguments: argparse.Namespace) -> int:
    with exclusively(house):
        scale(house, arguments.wish)
    return 0


def _status(house: House, arguments: argparse.Namespace) -> int:
    return 0 if show_status(house, arguments.format) else 3


def _logs(house: House, arguments: argparse.Namespace) -> int:
    wanted = [part.name for part in all_parts(house) if arguments.part in ("", part.name, part.kind)]
    files = [house.logs / f"{name}.log" for name in wanted if (house.logs / f"{name}.log").exists()]
    if not files:
        complain(f"There is no log of {arguments.part or 'any part'} in {house.logs}.")
        return 1
    follow = ["-F"] if arguments.follow else []
    tail = ["tail", "-n", str(LOG_LINES), *follow, *map(str, files)]
    return os.execvp("tail", tail)  # noqa: S606 (no shell is meant)


COMMANDS = {"up": _up, "down": _down, "status": _status, "logs": _logs, "scale": _scale, "clean": _clean}

if __name__ == "__main__":
    main()

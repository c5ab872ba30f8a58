"""`python -m infra.secrets DIR` makes what is missing there; `rotate STEP` replaces the signing key."""

import sys
from pathlib import Path

from infra.secrets import make_secrets
from infra.secrets.make import SecretsDisagree
from infra.secrets.rotation import STEPS, NotNow

USAGE = f"usage: python -m infra.secrets [rotate {{{','.join(STEPS)}}}] DIR"


def main() -> None:
    match sys.argv[1:]:
        case [directory]:
            _make(Path(directory))
        case ["rotate", step, directory] if step in STEPS:
            _rotate(step, Path(directory))
        case _:
            raise SystemExit(USAGE)


def _make(directory: Path) -> None:
    try:
        made = make_secrets(directory)
    except (SecretsDisagree, OSError) as failure:
        raise SystemExit(f"The secrets were not made: {failure}") from failure
    print(f"{len(made)} secrets made." if made else "All secrets are there; nothing was changed.")


def _rotate(step: str, directory: Path) -> None:
    try:
        print(STEPS[step](directory))
    except (NotNow, OSError) as failure:
        raise SystemExit(f"Nothing was changed: {failure}") from failure


if __name__ == "__main__":
    main()

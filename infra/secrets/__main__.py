"""`python -m infra.secrets DIR` makes the secrets that are missing in DIR."""

import sys
from pathlib import Path

from infra.secrets import make_secrets
from infra.secrets.make import SecretsDisagree

USAGE = "usage: python -m infra.secrets DIR"


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(USAGE)
    try:
        made = make_secrets(Path(sys.argv[1]))
    except (SecretsDisagree, OSError) as failure:
        raise SystemExit(f"The secrets were not made: {failure}") from failure
    print(f"{len(made)} secrets made." if made else "All secrets are there; nothing was changed.")


if __name__ == "__main__":
    main()

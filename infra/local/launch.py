"""Becomes a part of the house: `python -m infra.local.launch FILE` is replaced by the command in the file.

The supervisor's own syntax for commands and environments has three kinds of quoting; this has none.
"""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    part = json.loads(Path(sys.argv[1]).read_text())
    command, environment = part["command"], {**os.environ, **part["environment"]}
    os.execvpe(command[0], command, environment)  # noqa: S606 (no shell is meant)


if __name__ == "__main__":
    main()

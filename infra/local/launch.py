"""Becomes a part of the house: the process that runs this is replaced by the command in the file it is given.

So nothing of a part has to pass through the supervisor's own syntax for commands and environments.
"""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    part = json.loads(Path(sys.argv[1]).read_text())
    os.chdir(part["directory"])
    command, environment = part["command"], {**os.environ, **part["environment"]}
    os.execvpe(command[0], command, environment)  # noqa: S606 (no shell is meant)


if __name__ == "__main__":
    main()

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
    os.execvpe(part["command"][0], part["command"], {**os.environ, **part["environment"]})  # noqa: S606


if __name__ == "__main__":
    main()

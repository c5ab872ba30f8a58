"""Resolves what every deployable installs: hashed pins that carry no index, the same versions in all of them.

The whole project is resolved first; each deployable is then resolved under those versions, so that what is
tested together is what is shipped apart.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SERVICES = {"read-api": True, "write-api": False, "frontend": True, "admin-ui": False}
"""By name, whether what it answers is kept by revision."""
LIBRARIES = ("libs/service_defaults/pyproject.toml", "libs/api_contract/pyproject.toml")
CACHE = "libs/revision_cache/pyproject.toml"
OUR_OWN = ("mstore-service-defaults", "mstore-api-contract", "mstore-revision-cache")
EVERYTHING = ("pyproject.toml", *LIBRARIES, CACHE, *(f"services/{name}/pyproject.toml" for name in SERVICES))


def compile_pins(output: str, *inputs: str, extra: tuple[str, ...] = ()) -> None:
    """Write `output` from the requirements of `inputs`; raises CalledProcessError when they cannot be met."""
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version=3.11"),
        *("--generate-hashes", "--no-emit-index-url", *(f"--no-emit-package={name}" for name in OUR_OWN)),
        *("--custom-compile-command=make pins", f"--output-file={output}"),
    ]
    subprocess.run([*command, *extra, *inputs], cwd=ROOT, check=True)


def main() -> None:
    compile_pins("requirements-dev.txt", *EVERYTHING, extra=("--group=pyproject.toml:dev",))
    together = ("--constraints=requirements-dev.txt",)
    compile_pins("requirements.txt", *EVERYTHING, extra=together)
    for name, is_kept in SERVICES.items():
        inputs = (*LIBRARIES, *([CACHE] if is_kept else []), f"services/{name}/pyproject.toml")
        compile_pins(f"services/{name}/requirements.txt", *inputs, extra=together)
    jobs = ("infra/compose/jobs-requirements.in", *LIBRARIES, "services/write-api/pyproject.toml")
    compile_pins("infra/compose/jobs-requirements.txt", *jobs, extra=together)
    node = "infra/compose/postgres-requirements"
    compile_pins(f"{node}.txt", f"{node}.in", extra=together)


if __name__ == "__main__":
    main()

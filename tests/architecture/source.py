"""What the source says of itself, read and not run."""

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVICE_FOLDERS = {
    "read_api": ROOT / "services" / "read-api" / "read_api",
    "write_api": ROOT / "services" / "write-api" / "write_api",
    "frontend": ROOT / "services" / "frontend" / "frontend",
    "admin_ui": ROOT / "services" / "admin-ui" / "admin_ui",
}
REVISION_CACHE = ROOT / "libs" / "revision_cache" / "revision_cache"
API_CONTRACT = ROOT / "libs" / "api_contract" / "api_contract"
SERVICE_DEFAULTS = ROOT / "libs" / "service_defaults" / "service_defaults"
ROOMS = [ROOT / name for name in ("libs", "services", "database", "infra", "tests")]
NOT_CODE = (
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*folders: Path) -> list[Path]:
    """Every Python file in these folders; an empty folder is a mistake of the one who asks."""
    found = sorted(path for folder in folders for path in folder.rglob("*.py"))
    assert found, f"There is no Python in {folders}."
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def imported(path: Path) -> set[str]:
    """The full names of the modules a file imports, wherever in it; `from a import b` is both a and a.b."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def imported_packages(*folders: Path) -> dict[str, set[str]]:
    """Each top-level package that these folders import, with the files that do."""
    packages: dict[str, set[str]] = {}
    for path in python_files(*folders):
        for name in imported(path):
            packages.setdefault(name.partition(".")[0], set()).add(short(path))
    return packages


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def length(node: Function) -> int:
    """How many lines a function has, from its `def` to its last."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def code_lines(path: Path) -> int:
    """How many lines hold code: blank lines, comments and docstrings do not."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
    lines = {
        n for token in tokens if token.type not in NOT_CODE for n in range(token.start[0], token.end[0] + 1)
    }
    return len(lines - _docstring_lines(path))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _docstring_lines(path: Path) -> set[int]:
    lines: set[int] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Module | ast.ClassDef | Function) and ast.get_docstring(node) is not None:
            docstring = node.body[0]
            lines |= set(range(docstring.lineno, (docstring.end_lineno or docstring.lineno) + 1))
    return lines

"""Habits that can be seen in the source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import (
    API_CONTRACT,
    SERVICE_DEFAULTS,
    SERVICE_FOLDERS,
    imported,
    python_files,
    short,
    tree,
)

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
BUSINESS = re.compile(
    r"product|catalog|categor|price|stock|\bsku|\bshop|revision|replica|customer", re.IGNORECASE
)
CODE = [SERVICE_DEFAULTS, API_CONTRACT, *SERVICE_FOLDERS.values()]


def calls(path: Path) -> Iterator[tuple[ast.Attribute, ast.Call]]:
    """Every call of a method in a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func, node


def is_constant(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return name.isupper()


def test_the_name_of_a_logged_event_is_a_constant() -> None:
    varying = [
        f"{short(path)}:{call.lineno}"
        for path in python_files(*CODE)
        for method, call in calls(path)
        if isinstance(method.value, ast.Name)
        and method.value.id in {"log", "logger"}
        and method.attr in LEVELS
        if not (call.args and is_constant(call.args[0]))
    ]
    assert varying == []


def test_libraries_hold_no_word_of_the_business() -> None:
    texts = {short(path): path.read_text() for path in python_files(SERVICE_DEFAULTS, API_CONTRACT)}
    assert [path for path, text in texts.items() if BUSINESS.search(text)] == []


def test_settings_alone_read_the_environment() -> None:
    files = python_files(*SERVICE_FOLDERS.values())
    readers = [short(path) for path in files if "os" in imported(path) and "environ" in path.read_text()]
    assert readers == []


def test_commands_never_commit() -> None:
    files = [path for path in python_files(SERVICE_FOLDERS["write_api"]) if path.name == "commands.py"]
    committing = [
        f"{short(path)}:{call.lineno}"
        for path in files
        for method, call in calls(path)
        if method.attr in {"commit", "rollback"}
    ]
    assert committing == []


@pytest.mark.parametrize("service", SERVICE_FOLDERS)
def test_a_secret_has_no_default(service: str) -> None:
    [settings] = [
        node
        for node in tree(SERVICE_FOLDERS[service] / "settings.py").body
        if isinstance(node, ast.ClassDef) and node.name == "Settings"
    ]
    fields = [node for node in settings.body if isinstance(node, ast.AnnAssign)]
    secret = [field for field in fields if "Secret" in ast.unparse(field.annotation)]
    named = [field for field in fields if ast.unparse(field.target).endswith(("_password", "_secret"))]
    assert {ast.unparse(field.target) for field in named} <= {ast.unparse(field.target) for field in secret}
    assert [ast.unparse(field) for field in secret if "default" in ast.unparse(field)] == []

"""What must stay small."""

import pytest

from tests.architecture.source import (
    ROOMS,
    SERVICE_DEFAULTS,
    SERVICE_FOLDERS,
    code_lines,
    functions,
    length,
    python_files,
    short,
)


def test_service_defaults_are_at_most_400_lines_of_code() -> None:
    assert sum(code_lines(path) for path in python_files(SERVICE_DEFAULTS)) <= 400


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {short(path): len(path.read_text().splitlines()) for path in python_files(*ROOMS)}
    assert {path: lines for path, lines in lengths.items() if lines > 300} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    lengths = {
        f"{short(path)}:{function.name}": length(function)
        for path in python_files(*ROOMS)
        for function in functions(path)
    }
    assert {name: lines for name, lines in lengths.items() if lines > 50} == {}


@pytest.mark.parametrize("service", SERVICE_FOLDERS)
def test_a_service_is_put_together_in_at_most_20_lines(service: str) -> None:
    [create_app] = [
        function
        for function in functions(SERVICE_FOLDERS[service] / "__init__.py")
        if function.name == "create_app"
    ]
    assert length(create_app) <= 20

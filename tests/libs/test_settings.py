from pathlib import Path

import pytest
from pydantic import Field, ValidationError

from service_defaults.settings import ServiceSettings, load


class Settings(ServiceSettings):
    """A setting of each kind."""

    address: str = Field(description="Where it is.")
    count: int = Field(ge=1, description="How many there are.")
    secret: str = Field(description="What nobody may know.")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADDRESS", "here")
    monkeypatch.setenv("COUNT", "3")
    monkeypatch.setenv("SECRET", "hush")
    assert load(Settings).model_dump() == {
        "build": "dev",
        "log_level": "INFO",
        "secrets_dir": None,
        "address": "here",
        "count": 3,
        "secret": "hush",
    }


def test_a_secret_comes_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    monkeypatch.setenv("ADDRESS", "here")
    monkeypatch.setenv("COUNT", "3")
    assert load(Settings).secret == "hush"


def test_every_fault_is_named_in_one_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("COUNT", "none")
    monkeypatch.setenv("SECRET", "")
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path / "absent"))
    with pytest.raises(SystemExit) as stopped:
        load(Settings)
    assert stopped.value.code == 78
    assert capsys.readouterr().err.splitlines() == [
        "Cannot start: these settings are missing or invalid.",
        "  ADDRESS is missing: Where it is.",
        "  COUNT is invalid: Input should be a valid integer, unable to parse string as an integer",
        "  LOG_LEVEL is invalid: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'",
        "  SECRET is missing: What nobody may know.",
        "  SECRETS_DIR is invalid: Path does not point to a directory",
    ]


def test_a_secret_is_never_part_of_the_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Strict(ServiceSettings):
        secret: str = Field(min_length=99, description="What nobody may know.")

    monkeypatch.setenv("SECRET", "hush")
    with pytest.raises(SystemExit):
        load(Strict)
    assert "SECRET" in (message := capsys.readouterr().err)
    assert "hush" not in message


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        ServiceSettings().build = "other"

"""Decides where settings come from: the environment, and for secrets also files in $SECRETS_DIR."""

import os
import sys
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import DirectoryPath, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]


class ServiceSettings(BaseSettings):
    """What every service can be told. The field `x_y` is read from X_Y, or from the file $SECRETS_DIR/x_y."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True, hide_input_in_errors=True)

    build: str = Field(default="dev", description="The build that runs, as a commit or a version.")
    log_level: LogLevel = Field(default="INFO", description="The least severe log lines that are written.")
    secrets_dir: DirectoryPath | None = Field(default=None, description="Where each secret is a file.")


S = TypeVar("S", bound=ServiceSettings)


def load(settings: type[S], *others: type[ServiceSettings]) -> S:
    """Read the settings; when any of these or of the others is missing or invalid, name all and exit (78)."""
    if found := faults(settings, *others):
        lines = [f"  {name} {reason}" for name, reason in sorted(found.items())]
        sys.stderr.write("\n".join(["Cannot start: these settings are missing or invalid.", *lines, ""]))
        raise SystemExit(os.EX_CONFIG)
    return read(settings)


def read(settings: type[S]) -> S:
    """Read the settings; raises pydantic's ValidationError, or OSError for a secret that cannot be read."""
    directory = Path(os.environ.get("SECRETS_DIR") or os.devnull)
    source: dict[str, Any] = {"_secrets_dir": directory} if directory.is_dir() else {}
    return settings(**source)


def faults(*every: type[ServiceSettings]) -> dict[str, str]:
    """What is wrong with the environment, by the name of the variable; empty when nothing is."""
    found: dict[str, str] = {}
    for settings in every:
        try:
            read(settings)
        except ValidationError as error:
            found |= dict(_fault(each, settings) for each in error.errors(include_url=False))
        except OSError as error:
            found["SECRETS_DIR"] = f"cannot be read: {error}"
    return found


def _fault(fault: Any, settings: type[ServiceSettings]) -> tuple[str, str]:
    if not fault["loc"]:
        return "SETTINGS", f"contradict each other: {fault['msg']}"
    name = str(fault["loc"][0])
    if fault["type"] == "missing":
        return name.upper(), f"is missing: {settings.model_fields[name].description}"
    return name.upper(), f"is invalid: {fault['msg']}"

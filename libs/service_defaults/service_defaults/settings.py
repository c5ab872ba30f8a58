"""Decides where settings come from: the environment, and for secrets also files in $SECRETS_DIR."""

import os
import sys
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

EX_CONFIG = 78  # sysexits.h: something in the configuration is wrong


class ServiceSettings(BaseSettings):
    """What every service can be told. The field `x_y` is read from X_Y, or from the file $SECRETS_DIR/x_y."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    build: str = Field("dev", description="The build that runs, as a commit or a version.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="The least severe log lines that are written."
    )


S = TypeVar("S", bound=ServiceSettings)


def load(settings: type[S]) -> S:
    """Read the settings; when any are missing or invalid, name all of them and exit with status 78."""
    stop_if_any(faults(settings))
    return read(settings)


def read(settings: type[S]) -> S:
    """Read the settings; raises pydantic's ValidationError."""
    directory = os.environ.get("SECRETS_DIR")
    source: dict[str, Any] = {"_secrets_dir": directory if directory and Path(directory).is_dir() else None}
    return settings(**source)


def faults(settings: type[ServiceSettings]) -> dict[str, str]:
    """What is wrong with the environment, by the name of the variable; empty when nothing is."""
    found = {}
    directory = os.environ.get("SECRETS_DIR")
    if directory and not Path(directory).is_dir():
        found["SECRETS_DIR"] = "is not a directory"
    try:
        read(settings)
    except ValidationError as error:
        found |= {_name(fault): _reason(fault, settings) for fault in error.errors(include_url=False)}
    except OSError as error:
        found["SECRETS_DIR"] = f"holds a file that cannot be read: {error}"
    return found


def stop_if_any(found: dict[str, str]) -> None:
    """Print one message that names every fault, and exit with status 78; do nothing when there is none."""
    if not found:
        return
    lines = [f"  {name} {reason}" for name, reason in sorted(found.items())]
    sys.stderr.write("\n".join(["Cannot start: these settings are missing or invalid.", *lines, ""]))
    raise SystemExit(EX_CONFIG)


def _name(fault: Any) -> str:
    return str(fault["loc"][0]).upper() if fault["loc"] else "SETTINGS"


def _reason(fault: Any, settings: type[ServiceSettings]) -> str:
    if fault["type"] != "missing":
        return f"is invalid: {fault['msg']}"
    return f"is missing: {settings.model_fields[fault['loc'][0]].description}"

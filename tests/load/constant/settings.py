"""What the constant is told."""

from pathlib import Path

from pydantic import Field

from service_defaults.settings import ServiceSettings


class Settings(ServiceSettings):
    answers: Path = Field(description="A directory with the bodies to answer with.")

"""The settings of a service that exists for these tests alone."""

from pathlib import Path

from pydantic import Field

from service_defaults.settings import ServiceSettings


class Settings(ServiceSettings):
    """One of each kind: a directory, a secret."""

    signals: Path = Field(description="A directory in which a view and a test meet.")
    thing_password: str = Field(description="The password of things.")

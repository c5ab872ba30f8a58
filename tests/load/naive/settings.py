"""What the naive service is told."""

from pydantic import Field, SecretStr

from service_defaults.settings import ServiceSettings


class Settings(ServiceSettings):
    database_url: SecretStr = Field(description="SQLAlchemy's URL of the replicas.")
    threads: int = Field(default=4, ge=1, description="Threads of a worker; also the connections it keeps.")

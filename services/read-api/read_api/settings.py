"""What read-api is told by its environment."""

from pathlib import Path

from pydantic import Field, SecretStr

from service_defaults.settings import ServiceSettings


class Settings(ServiceSettings):
    database_nodes: str = Field(
        pattern=r"^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$",
        description="Every PostgreSQL node, `host:port,host:port`; which are replicas it finds out itself.",
    )
    database_name: str = Field(description="Name of the database.")
    read_public_password: SecretStr = Field(description="Password of the role that sees what is published.")
    read_staff_password: SecretStr = Field(description="Password of the role that sees drafts and trash too.")
    key_set_file: Path = Field(description="Path of the JWK set with which access tokens are verified.")
    threads: int = Field(
        default=4, ge=1, description="Threads of a worker; also the connections of a role to each replica."
    )

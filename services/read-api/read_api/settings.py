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
    connections: int = Field(default=8, ge=1, description="Connections of a role to each replica.")
    cache_megabytes: int = Field(
        default=8, ge=1, description="Memory of a worker for answers given before, in MB."
    )
    cdn_seconds: int = Field(
        default=0, ge=0, description="How long a CDN may answer without asking (`s-maxage`); 0 for never."
    )
    cdn_stale_while_revalidate: int = Field(
        default=60, ge=0, description="Seconds that a CDN may go on answering while it asks."
    )
    cdn_stale_if_error: int = Field(
        default=86400, ge=0, description="Seconds that a CDN may go on answering while the shop is away."
    )

    @property
    def cache_bytes(self) -> int:
        return self.cache_megabytes * 1_000_000

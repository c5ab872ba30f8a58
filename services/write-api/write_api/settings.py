"""What write-api can be told."""

from pydantic import Field, FilePath, SecretStr, field_validator

from service_defaults.settings import ServiceSettings
from write_api.sessions.signing import SigningKey


class Settings(ServiceSettings):
    """Read from the environment; the password may be a file in $SECRETS_DIR."""

    database_nodes: str = Field(
        description="Every database node as host:port, separated by commas; the leader among them is found.",
        pattern=r"^[^\s:,]+:\d+(,[^\s:,]+:\d+)*$",
    )
    database_name: str = Field(description="The database that holds the catalog.", min_length=1)
    write_api_password: SecretStr = Field(description="The password of the database role write_api.")
    signing_key_file: FilePath = Field(description="The private Ed25519 key, PEM, that signs access tokens.")

    @field_validator("signing_key_file")
    @classmethod
    def _holds_a_key(cls, path: FilePath) -> FilePath:
        SigningKey.read(path)
        return path

"""What write-api can be told."""

from pydantic import Field, FilePath, SecretStr, field_validator

from service_defaults.settings import ServiceSettings
from write_api.sessions.signing import SigningKeys


class Settings(ServiceSettings):
    """Read from the environment; the password may be a file in $SECRETS_DIR."""

    database_nodes: str = Field(
        description="Every database node as host:port, separated by commas; the leader among them is found.",
        pattern=r"^[^\s:,]+:\d+(,[^\s:,]+:\d+)*$",
    )
    database_name: str = Field(description="The database that holds the catalog.", min_length=1)
    write_api_password: SecretStr = Field(description="The password of the database role write_api.")
    signing_key_file: FilePath = Field(
        description="Private Ed25519 keys, PEM: the first signs access tokens, all verify them."
    )

    factor_key: SecretStr = Field(
        min_length=32, description="Encrypts the secrets of second factors; at least 32 random characters."
    )
    passkey_domain: str = Field(
        pattern=r"^[a-z0-9.-]+$",
        description="The domain that passkeys are made for, or one above that of the pages.",
    )
    passkey_origins: str = Field(
        pattern=r"^https?://[^\s,/]+(,https?://[^\s,/]+)*$",
        description="The origins of the pages that may use passkeys, separated by commas.",
    )

    @field_validator("signing_key_file")
    @classmethod
    def _holds_a_key(cls, path: FilePath) -> FilePath:
        SigningKeys.read(path)
        return path

"""Settings of the database jobs; `MigrationSettings` is all that a migration may know."""

from pydantic import Field, SecretStr

from service_defaults.settings import ServiceSettings


class DatabaseSettings(ServiceSettings):
    """Where the database is."""

    database_nodes: str = Field(
        pattern=r"^[^\s,]+:\d+(,[^\s,]+:\d+)*$",
        description="All nodes as host:port,host:port; whichever is the leader is used.",
    )
    database_name: str = Field(pattern=r"^[a-z_][a-z0-9_]*$", description="The database, as mstore.")
    leader_timeout: float = Field(60.0, gt=0, description="Seconds to wait for a leader.")


class MigrationSettings(DatabaseSettings):
    """What `python -m database migrate` needs."""

    owner_password: SecretStr = Field(description="Password of catalog_owner, who owns the schema.")


class RoleSettings(DatabaseSettings):
    """What `python -m database roles` needs."""

    superuser_name: str = Field("postgres", description="Who may make roles and databases.")
    superuser_password: SecretStr = Field(description="The superuser's password.")
    owner_password: SecretStr = Field(description="Password to give to catalog_owner.")
    read_public_password: SecretStr = Field(description="Password to give to read_public.")
    read_staff_password: SecretStr = Field(description="Password to give to read_staff.")
    write_api_password: SecretStr = Field(description="Password to give to write_api.")

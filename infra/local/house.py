"""Decides where the shop on this machine keeps its state and where it listens."""

import json
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from infra.gateway.render import Limits

ROOT = Path(__file__).parent.parent.parent
LOOPBACK = "127.0.0.1"
NODES = (1, 2, 3)
# The kernel gives outgoing connections ports from here on; a part could find its own taken by one of them.
EPHEMERAL_PORTS = 32768
HIGHEST_OFFSET = 499
WHERE = ("port", "address", "base_port")


def _limit(default: int, description: str) -> Any:
    return Field(default=default, ge=1, le=2**31, description=f"{description} in a minute.")


class House(BaseSettings):
    """One shop on this machine. Every field is read from the environment as MSTORE_<FIELD>."""

    model_config = SettingsConfigDict(env_prefix="MSTORE_", env_ignore_empty=True, frozen=True)

    port: int = Field(default=8080, ge=1, lt=65536, description="Where the gateway listens.")
    address: str = Field(default=LOOPBACK, description="On which address of this machine it does.")
    base_port: int = Field(
        default=21000,
        ge=1024,
        le=EPHEMERAL_PORTS - HIGHEST_OFFSET - 1,
        description="The first of 500 ports on loopback for everything behind the gateway.",
    )
    state: Path = Field(default=Path(".mstore/house"), description="The folder of all that it writes.")
    owner_email: str = Field(default="owner@mstore.localhost", description="The first owner's e-mail.")
    owner_password: str = Field(default="", description="Their password; if unset, one for one use is made.")
    demo: bool = Field(default=True, description="Whether the first start loads the demo shop.")

    reads_per_minute: int = _limit(Limits.reads, "How often an address may read from the API")
    writes_per_minute: int = _limit(Limits.writes, "How often an address may write to it")
    sessions_per_minute: int = _limit(Limits.sessions, "How often an address may log in to it")

    @property
    def directory(self) -> Path:
        return (ROOT / self.state).resolve()

    @property
    def secrets(self) -> Path:
        return self.directory / "secrets"

    @property
    def logs(self) -> Path:
        return self.directory / "logs"

    @property
    def endpoints(self) -> Path:
        return self.directory / "gateway" / "endpoints"

    @property
    def envoy_admin_port(self) -> int:
        return self.base_port

    @property
    def internal_port(self) -> int:
        return self.base_port + 1

    @property
    def supervisor_port(self) -> int:
        return self.base_port + 2

    @property
    def internal_url(self) -> str:
        return f"http://{LOOPBACK}:{self.internal_port}"

    @property
    def database_nodes(self) -> str:
        return ",".join(f"{LOOPBACK}:{self.base_port + 20 + number}" for number in NODES)

    def url(self, host: str) -> str:
        """The address of `mstore`, `admin.mstore` or `api.mstore`; every browser resolves *.localhost."""
        return f"http://{host}.localhost:{self.port}"


def remember(house: House) -> None:
    """Keep where the house listens, so that a later command without the variables finds it there."""
    _memory(house).write_text(json.dumps(house.model_dump(include=set(WHERE))))


def remembered(house: House) -> dict[str, Any]:
    """Where the house listened when it was last started, by field; empty before the first time."""
    return json.loads(_memory(house).read_text()) if _memory(house).exists() else {}


def _memory(house: House) -> Path:
    return house.directory / "addresses.json"


def read_house() -> House:
    """The house that the environment describes, else as it was last started.

    Ends the program with one message when it cannot be.
    """
    try:
        house = House()
        told = house.model_fields_set
        return house.model_copy(update={k: v for k, v in remembered(house).items() if k not in told})
    except ValidationError as error:
        faults = [f"  MSTORE_{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors()]
        raise SystemExit("\n".join(["These settings cannot be used:", *faults])) from error

"""The four services, and what each has to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.secrets import make_secrets

ROOT = Path(__file__).parents[2]
NOWHERE = "127.0.0.1:9"  # the port of the discard protocol: no one listens


@dataclass(frozen=True)
class Service:
    """One of the services; `dependency` is what it is not ready without, `arguments` are for gunicorn."""

    name: str
    dependency: str | None
    arguments: tuple[str, ...] = ()

    @property
    def package(self) -> str:
        return self.name.replace("-", "_")

    @property
    def folder(self) -> Path:
        return ROOT / "services" / self.name

    def __str__(self) -> str:
        return self.name


READ_API = Service("read-api", "replica")
WRITE_API = Service("write-api", None, ("--worker-class", "sync", "--threads", "1"))
FRONTEND = Service("frontend", "api")
ADMIN_UI = Service("admin-ui", "api")
SERVICES = (READ_API, WRITE_API, FRONTEND, ADMIN_UI)


def settings_of(
    service: Service,
    secrets: Path,
    *,
    nodes: str = NOWHERE,
    database: str = "mstore",
    passwords: Mapping[str, str] | None = None,
    api_url: str = f"http://{NOWHERE}",
) -> dict[str, str]:
    """The environment of a service, with its keys and passwords in `secrets`; `passwords` are by role."""
    make_secrets(secrets)
    for role, password in (passwords or {}).items():
        for holder in (READ_API, WRITE_API):
            (secrets / holder.name / f"{role}_password").write_text(password)
    database_settings = {"DATABASE_NODES": nodes, "DATABASE_NAME": database}
    ui_settings = {"API_URL": api_url, "SHOP_URL": "http://mstore.localhost:8080"}
    own = {
        "read-api": {**database_settings, "KEY_SET_FILE": str(secrets / "read-api" / "key_set.json")},
        "write-api": {
            **database_settings,
            "SIGNING_KEY_FILE": str(secrets / "write-api" / "signing_key.pem"),
        },
        "frontend": ui_settings,
        "admin-ui": {**ui_settings, "COOKIE_SECURE": "false"},
    }
    (secrets / service.name).mkdir(exist_ok=True)
    return {"SECRETS_DIR": str(secrets / service.name), "BUILD": "test", **own[service.name]}

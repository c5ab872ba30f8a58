"""The four services, and what each has to be told."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from infra.secrets import make_secrets
from service_defaults.gunicorn import ServerSettings
from service_defaults.settings import ServiceSettings
from tests.postgres import Postgres

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

    @property
    def settings(self) -> type[ServiceSettings]:
        settings: type[ServiceSettings] = import_module(f"{self.package}.settings").Settings
        return settings

    def required_by_name(self) -> dict[str, bool]:
        """Each setting by the name of its variable, and whether it must be given."""
        fields = ServerSettings.model_fields | self.settings.model_fields
        return {name.upper(): field.is_required() for name, field in fields.items()}

    def __str__(self) -> str:
        return self.name


READ_API = Service("read-api", "replica")
WRITE_API = Service("write-api", None, ("--worker-class", "write_api.worker.Worker", "--threads", "1"))
FRONTEND = Service("frontend", None, ("--worker-class", "revision_cache.worker.Worker"))
ADMIN_UI = Service("admin-ui", "api")
SERVICES = (READ_API, WRITE_API, FRONTEND, ADMIN_UI)


def settings_of(
    service: Service,
    secrets: Path,
    *,
    postgres: Postgres | None = None,
    api_url: str = f"http://{NOWHERE}",
) -> dict[str, str]:
    """The environment of a service, with its keys and passwords in `secrets`; else it is alone."""
    make_secrets(secrets)
    nodes, database = (postgres.nodes, postgres.name) if postgres else (NOWHERE, "mstore")
    passwords = postgres.passwords if postgres else {}
    database_settings = {"DATABASE_NODES": nodes, "DATABASE_NAME": database}
    database_settings |= {f"{role}_password".upper(): password for role, password in passwords.items()}
    ui_settings = {"API_URL": api_url, "SHOP_URL": "http://mstore.localhost:8080"}
    own = {
        "read-api": {**database_settings, "KEY_SET_FILE": str(secrets / "read-api" / "key_set.json")},
        "write-api": {
            **database_settings,
            "SIGNING_KEY_FILE": str(secrets / "write-api" / "signing_key.pem"),
            "PASSKEY_DOMAIN": "mstore.localhost",
            "PASSKEY_ORIGINS": "http://admin.mstore.localhost:8080",
        },
        "frontend": ui_settings,
        "admin-ui": {**ui_settings, "COOKIE_SECURE": "false"},
    }
    (secrets / service.name).mkdir(exist_ok=True)
    return {"SECRETS_DIR": str(secrets / service.name), "BUILD": "test", **own[service.name]}

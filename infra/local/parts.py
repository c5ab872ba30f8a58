"""The parts of the house: what runs, where it listens, how its health is asked. All else derives from it."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.gateway.binary import envoy
from infra.local.build import build_id
from infra.local.house import LOOPBACK, NODES, House
from infra.local.scale import instances


@dataclass(frozen=True)
class Part:
    """One process of the house, which the supervisor keeps running."""

    name: str
    kind: str
    command: tuple[str, ...]
    ports: tuple[int, ...]  # the first is asked for its health
    health: str
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_seconds: int = 35

    @property
    def health_url(self) -> str:
        return f"http://{LOOPBACK}:{self.ports[0]}{self.health}"


@dataclass(frozen=True)
class Service:
    """A service of which one or several instances run under gunicorn."""

    name: str
    offset: int
    workers: int
    threads: int
    options: tuple[str, ...] = ()
    keeps: bool = False
    """Whether each instance has a directory of its own for what outlives it."""

    @property
    def package(self) -> str:
        return self.name.replace("-", "_")


TAKING_TURNS = ("--worker-class=revision_cache.worker.Worker",)
SERVICES = (
    # One worker, and more instances instead: workers that share a port divide its kept-alive connections by
    # chance, often all to one of them, whereas the gateway gives each request to the least busy instance.
    Service("read-api", offset=100, workers=1, threads=1, options=TAKING_TURNS),
    # Only this worker class ends a request that takes too long, such as a commit that waits without end.
    Service(
        "write-api",
        offset=200,
        workers=2,
        threads=1,
        options=("--worker-class=write_api.worker.Worker", "--timeout=15"),
    ),
    # What it has kept serves it when the API is away.
    Service("frontend", offset=300, workers=1, threads=1, options=TAKING_TURNS, keeps=True),
    # A form with pictures arrives as slowly as its sender's line, and occupies a thread meanwhile.
    Service("admin-ui", offset=400, workers=1, threads=16),
)


# Threads take turns anyway; an arena of memory for each would keep what it once needed. Without a threshold
# the C library raises its own with each large block that is freed, and gives back less and less.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}


def all_parts(house: House) -> list[Part]:
    """Every part in the order in which they are shown: first what the others need."""
    nodes = [_postgres_node(house, number) for number in NODES]
    services = [
        service_part(house, service, number)
        for service in SERVICES
        for number in range(1, instances(house, service.name) + 1)
    ]
    return [*nodes, *services, _jobs(house), _gateway(house)]


def service_part(house: House, service: Service, number: int) -> Part:
    name, port = f"{service.name}-{number}", house.base_port + service.offset + number
    metrics = {"PROMETHEUS_MULTIPROC_DIR": str(house.directory / "metrics" / name)}
    gunicorn = ("-m", "gunicorn", "--config", "python:service_defaults.gunicorn", *service.options)
    return Part(
        name=name,
        kind=service.name,
        command=(sys.executable, *gunicorn, f"{service.package}:create_app()"),
        ports=(port,),
        health="/health/ready",
        environment={
            **ENVIRONMENT,
            "LISTEN": f"{LOOPBACK}:{port}",
            "WORKERS": str(service.workers),
            "THREADS": str(service.threads),
            **(metrics if service.workers > 1 else {}),
            **({"KEEP_DIR": str(house.directory / "kept" / name)} if service.keeps else {}),
            "BUILD": build_id(),
            **settings_of(house, service.name),
        },
    )


def settings_of(house: House, service: str) -> dict[str, str]:
    """What a service is told beside where to listen; its command line needs the same."""
    secrets = house.secrets / service
    database = {
        "DATABASE_NODES": house.database_nodes,
        "DATABASE_NAME": "mstore",
        "SECRETS_DIR": str(secrets),
    }
    user_interface = {"API_URL": house.internal_url, "SHOP_URL": house.url("mstore")}
    return {
        "read-api": {**database, "KEY_SET_FILE": str(secrets / "key_set.json")},
        "write-api": {
            **database,
            "SIGNING_KEY_FILE": str(secrets / "signing_key.pem"),
            "PASSKEY_DOMAIN": "mstore.localhost",
            "PASSKEY_ORIGINS": house.url("admin.mstore"),
        },
        "frontend": user_interface,
        "admin-ui": {**user_interface, "SECRETS_DIR": str(secrets), "COOKIE_SECURE": "false"},
        "database": database,
    }[service]


def _postgres_node(house: House, number: int) -> Part:
    rest, postgres, raft = (house.base_port + offset + number for offset in (10, 20, 30))
    name = f"postgres-{number}"
    return Part(
        name=name,
        kind="postgres",
        command=(sys.executable, "-m", "patroni", str(house.directory / name / "patroni")),
        ports=(rest, postgres, raft),
        health="/readiness",
        stop_seconds=60,
    )


def _jobs(house: House) -> Part:
    port = house.base_port + 251
    return Part(
        name="write-api-jobs",
        kind="jobs",
        command=(sys.executable, "-m", "flask", "--app", "write_api", "run-jobs"),
        ports=(port,),
        health="/health/ready",
        environment={
            **ENVIRONMENT,
            "LISTEN": f"{LOOPBACK}:{port}",
            "BUILD": build_id(),
            **settings_of(house, "write-api"),
        },
    )


def _gateway(house: House) -> Part:
    configuration = str(house.directory / "gateway" / "envoy.yaml")
    # One thread is enough for this machine, and sees every request when it looks for the least busy instance.
    options = ("--disable-hot-restart", "--concurrency", "1", "--log-level", "warning")
    return Part(
        name="gateway",
        kind="gateway",
        command=(str(envoy()), "--config-path", configuration, *options),
        ports=(house.envoy_admin_port, house.internal_port, house.port),
        health="/ready",
    )

"""Starts what is asked: read-api as it ships, peers under the same gunicorn, nginx, gateways before them."""

import getpass
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from string import Template

import requests
from sqlalchemy import URL

from infra.gateway.endpoints import write_endpoints
from infra.local import parts
from infra.local.build import build_id
from infra.local.house import House
from infra.postgres.standalone import free_ports
from infra.secrets.make import SIGNING_KEY
from tests.conformance.services import FRONTEND, READ_API, WRITE_API, Service, settings_of
from tests.infra.gateway.running import UNLIMITED, Gateway
from tests.load.processes import Program, running
from tests.load.shop import Shop
from tests.load.subjects import HOME, LIST
from write_api.sessions.signing import SigningKeys, Subject

HERE = Path(__file__).parent
API = {"Host": "api.mstore.localhost"}
AS_SHIPPED = {service.name: service for service in parts.SERVICES}
THREADED = parts.Service("threaded", offset=0, workers=1, threads=8)


@dataclass(frozen=True)
class Server:
    """Where something answers, every program whose CPU time an answer costs, and seconds one may take."""

    port: int
    programs: Sequence[Program]
    headers: Mapping[str, str] = field(default_factory=dict)
    patience: float = 2
    internal: str = ""
    """Of a gateway, the address of its listener for the house's own services."""

    @property
    def address(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}"


@contextmanager
def read_api(
    shop: Shop, name: str = "read-api", settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """read-api as the shop runs it, with its log lines and metrics."""
    told = _settings(shop, READ_API) | {"DATABASE_NODES": shop.cluster.nodes, **(settings or {})}
    with _gunicorn(shop, name, "read_api", told) as server:
        yield Server(server.port, [*server.programs, *shop.readers])


@contextmanager
def write_api(shop: Shop) -> Iterator[Server]:
    """write-api as the shop runs it."""
    told = _settings(shop, WRITE_API)
    with _gunicorn(shop, "write-api", "write_api", told, AS_SHIPPED["write-api"]) as server:
        yield server


@contextmanager
def frontend(shop: Shop, api: Server) -> Iterator[Server]:
    """The storefront as the shop runs it, before a gateway."""
    told = _settings(shop, FRONTEND) | {
        "API_URL": api.internal,
        "KEEP_DIR": str(shop.directory / "kept"),
    }
    with _gunicorn(shop, "frontend", "frontend", told, AS_SHIPPED["frontend"]) as server:
        yield Server(server.port, [*server.programs, *api.programs])


@contextmanager
def background_jobs(shop: Shop) -> Iterator[Program]:
    """The process of write-api's jobs as the shop runs it."""
    (port,) = free_ports(1)
    (shipped,) = [part for part in parts.all_parts(House()) if part.kind == "jobs"]
    told = {**parts.ENVIRONMENT, **_settings(shop, WRITE_API), "LISTEN": f"127.0.0.1:{port}"}
    health = f"http://127.0.0.1:{port}{shipped.health}"
    with running(shipped.name, shipped.command, shop.directory / "jobs.log", env=told, health=health) as jobs:
        yield jobs


def bench_token(shop: Shop) -> str:
    """An access token with which one reads and writes what the staff may, for an hour."""
    key = SigningKeys.read(shop.directory / "secrets" / SIGNING_KEY)
    scopes = ["catalog:read", "catalog:write"]
    return key.sign(Subject("bench", "bench", "service"), scopes, timedelta(hours=1))


@contextmanager
def constant(shop: Shop, answers: Path) -> Iterator[Server]:
    """The bare Flask constant."""
    told = {"ANSWERS": str(answers), "LOG_LEVEL": "WARNING"}
    with _gunicorn(shop, "constant", "tests.load.constant", told) as server:
        yield server


@contextmanager
def naive(shop: Shop) -> Iterator[Server]:
    """The naive service, which spreads its sessions over the same two replicas."""
    role = "write_api"  # may read the tables, which readers may not
    nodes = {"host": shop.standbys, "load_balance_hosts": "random"}
    password = shop.postgres.passwords[role]
    url = URL.create("postgresql+psycopg2", role, password, database=shop.postgres.name, query=nodes)
    told = {"DATABASE_URL": url.render_as_string(hide_password=False), "LOG_LEVEL": "WARNING"}
    with _gunicorn(shop, "naive", "tests.load.naive", told, THREADED) as server:
        yield Server(server.port, [*server.programs, *shop.readers], patience=10)


@contextmanager
def nginx(shop: Shop, answers: Path) -> Iterator[Server]:
    """nginx with the same bytes as files."""
    (port,) = free_ports(1)
    directory = shop.directory / "nginx"
    directory.mkdir()
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    text = Template((HERE / "nginx.conf.in").read_text())
    configuration = directory / "nginx.conf"
    configuration.write_text(text.substitute(directory=directory, port=port, answers=answers, user=user))
    command = [find_nginx() or "nginx", "-c", str(configuration)]
    health = f"http://127.0.0.1:{port}/health/ready"
    with running("nginx", command, directory / "output.log", health=health) as program:
        yield Server(port, [program])


def find_nginx() -> str | None:
    """Where it is; Debian keeps it off an ordinary user's path."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def gateway(shop: Shop, name: str, before: Server) -> Iterator[Server]:
    """The shop's gateway without its limits before a server, asked at its public listener."""
    directory = shop.directory / name
    directory.mkdir()
    rendered = Gateway(directory, UNLIMITED)
    for cluster in ("read-api", "write-api", "frontend", "admin-ui"):
        write_endpoints(rendered.endpoints, cluster, [])
    (shipped,) = [part.command for part in parts.all_parts(House()) if part.kind == "gateway"]
    envoy, option, _, *options = shipped
    command = [envoy, option, str(rendered.configuration), *options]
    with running(name, command, rendered.log, health=f"{rendered.admin}/ready") as program:
        rendered.serve("read-api", before)
        yield Server(
            rendered.public_address[1],
            [program, *before.programs],
            API,
            internal=rendered.internal,
        )


@contextmanager
def all_servers(shop: Shop) -> Iterator[dict[str, Server]]:
    """Whom the subjects ask, by name; constant and nginx answer with read-api's bytes."""
    with ExitStack() as stack:
        reader = stack.enter_context(read_api(shop))
        before = stack.enter_context(gateway(shop, "gateway", reader))
        storefront = stack.enter_context(frontend(shop, before))
        found = {"read-api": reader, "gateway": before, "frontend": storefront}
        answers = _keep_answers(shop, reader, storefront)
        found["constant"] = stack.enter_context(constant(shop, answers))
        found["naive"] = stack.enter_context(naive(shop))
        if find_nginx():
            found["nginx"] = stack.enter_context(nginx(shop, answers))
            found["nginx-gateway"] = stack.enter_context(gateway(shop, "nginx-gateway", found["nginx"]))
        yield found


def first_slug(server: Server) -> str:
    """The slug of the product that stands first in the shop."""
    return str(requests.get(server.url + LIST, timeout=10).json()["items"][0]["slug"])


def _keep_answers(shop: Shop, reader: Server, storefront: Server) -> Path:
    answers = shop.directory / "answers"
    answers.mkdir()
    product = f"{reader.url}/v1/products/{first_slug(reader)}"
    urls = {"list.json": reader.url + LIST, "product.json": product, "home.html": storefront.url + HOME}
    for name, url in urls.items():
        plain = requests.get(url, headers={"Accept-Encoding": "identity"}, timeout=10)
        (answers / name).write_bytes(plain.content)
    return answers


def _settings(shop: Shop, service: Service) -> dict[str, str]:
    return settings_of(service, shop.directory / "secrets", postgres=shop.postgres) | {"BUILD": build_id()}


@contextmanager
def _gunicorn(
    shop: Shop,
    name: str,
    package: str,
    told: Mapping[str, str],
    like: parts.Service = AS_SHIPPED["read-api"],
) -> Iterator[Server]:
    """One instance of a service, with the workers, threads and options of another."""
    (port,) = free_ports(1)
    place = shop.directory / f"{name}-{port}"
    own = {"LISTEN": f"127.0.0.1:{port}", "WORKERS": str(like.workers), "THREADS": str(like.threads)}
    if like.workers > 1:
        own["PROMETHEUS_MULTIPROC_DIR"] = f"{place}.metrics"
    gunicorn = ["-m", "gunicorn", "--config", "python:service_defaults.gunicorn", *like.options]
    command = [sys.executable, *gunicorn, f"{package}:create_app()"]
    environment = {**parts.ENVIRONMENT, **own, **told}
    health = f"http://127.0.0.1:{port}/health/ready"
    with running(place.name, command, Path(f"{place}.log"), env=environment, health=health) as program:
        yield Server(port, [program])

"""Starts what is asked: read-api as it ships, peers under the same gunicorn, nginx, gateways before them."""

import getpass
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from string import Template

import requests
from sqlalchemy import URL

from infra.gateway.binary import envoy
from infra.gateway.endpoints import write_endpoints
from infra.local.build import build_id
from infra.local.parts import SERVICES
from infra.postgres.standalone import free_ports
from tests.conformance.services import READ_API, WRITE_API, Service, settings_of
from tests.infra.gateway.running import Gateway
from tests.load.processes import Program, running
from tests.load.shop import Shop
from tests.load.subjects import LIST

HERE = Path(__file__).parent
API = {"Host": "api.mstore.localhost"}
AS_SHIPPED = {service.name: service for service in SERVICES}


@dataclass(frozen=True)
class Server:
    """Where something answers, and every program whose CPU time an answer costs."""

    url: str
    programs: Sequence[Program]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://")

    @property
    def address(self) -> tuple[str, int]:
        name, port = self.host.split(":")
        return name, int(port)


@contextmanager
def read_api(shop: Shop, name: str = "read-api", **settings: str) -> Iterator[Server]:
    """read-api as the shop runs it, with its log lines and metrics."""
    own = _settings(shop, READ_API) | {"DATABASE_NODES": shop.cluster.nodes, **settings}
    with _gunicorn(shop, name, "read_api", own) as server:
        yield Server(server.url, [*server.programs, *shop.readers])


@contextmanager
def write_api(shop: Shop) -> Iterator[Server]:
    """write-api as the shop runs it."""
    with _gunicorn(shop, "write-api", "write_api", _settings(shop, WRITE_API), "write-api") as server:
        yield server


@contextmanager
def constant(shop: Shop, answers: Path) -> Iterator[Server]:
    """The bare Flask constant."""
    settings = {"ANSWERS": str(answers), "LOG_LEVEL": "WARNING"}
    with _gunicorn(shop, "constant", "tests.load.constant", settings) as server:
        yield server


@contextmanager
def naive(shop: Shop) -> Iterator[Server]:
    """The naive service, which spreads its sessions over the same two replicas."""
    role = "write_api"  # may read the tables, which readers may not
    nodes = {"host": shop.standbys, "load_balance_hosts": "random"}
    password = shop.postgres.passwords[role]
    url = URL.create("postgresql+psycopg2", role, password, database=shop.postgres.name, query=nodes)
    settings = {"DATABASE_URL": url.render_as_string(hide_password=False), "LOG_LEVEL": "WARNING"}
    with _gunicorn(shop, "naive", "tests.load.naive", settings) as server:
        yield Server(server.url, [*server.programs, *shop.readers])


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
    url = f"http://127.0.0.1:{port}"
    command = [find_nginx() or "nginx", "-c", str(configuration)]
    with running("nginx", command, directory / "output.log", health=f"{url}/health/ready") as program:
        yield Server(url, [program])


def find_nginx() -> str | None:
    """Where it is; Debian keeps it off an ordinary user's path."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def gateway(shop: Shop, name: str, before: Server) -> Iterator[Server]:
    """The shop's gateway before a server, asked at its public listener."""
    directory = shop.directory / name
    directory.mkdir()
    rendered = Gateway(directory)
    for cluster in ("read-api", "write-api", "frontend", "admin-ui"):
        write_endpoints(rendered.endpoints, cluster, [])
    options = ("--disable-hot-restart", "--concurrency", "2", "--log-level", "warning")
    command = [str(envoy()), "--config-path", str(rendered.configuration), *options]
    with running(name, command, rendered.log, health=f"{rendered.admin}/ready") as program:
        rendered.serve("read-api", before)
        yield Server(rendered.public, [program, *before.programs], API)


@contextmanager
def all_servers(shop: Shop) -> Iterator[dict[str, Server]]:
    """Whom the subjects ask, by name; constant and nginx answer with read-api's bytes."""
    with ExitStack() as stack:
        reader = stack.enter_context(read_api(shop))
        found = {"read-api": reader}
        answers = _keep_answers(shop, reader)
        found["constant"] = stack.enter_context(constant(shop, answers))
        found["naive"] = stack.enter_context(naive(shop))
        found["gateway"] = stack.enter_context(gateway(shop, "gateway", reader))
        if find_nginx():
            found["nginx"] = stack.enter_context(nginx(shop, answers))
            found["nginx-gateway"] = stack.enter_context(gateway(shop, "nginx-gateway", found["nginx"]))
        yield found


def first_slug(server: Server) -> str:
    """The slug of the product that stands first in the shop."""
    return str(requests.get(server.url + LIST, timeout=10).json()["items"][0]["slug"])


def _keep_answers(shop: Shop, reader: Server) -> Path:
    answers = shop.directory / "answers"
    answers.mkdir()
    paths = {"list.json": LIST, "product.json": f"/v1/products/{first_slug(reader)}"}
    for name, path in paths.items():
        plain = requests.get(reader.url + path, headers={"Accept-Encoding": "identity"}, timeout=10)
        (answers / name).write_bytes(plain.content)
    return answers


def _settings(shop: Shop, service: Service) -> dict[str, str]:
    return settings_of(service, shop.directory / "secrets", postgres=shop.postgres) | {"BUILD": build_id()}


@contextmanager
def _gunicorn(
    shop: Shop, name: str, package: str, settings: Mapping[str, str], like: str = "read-api"
) -> Iterator[Server]:
    """A service under gunicorn with the workers, threads and options that `like` has in the shop."""
    shipped = AS_SHIPPED[like]
    (port,) = free_ports(1)
    url = f"http://127.0.0.1:{port}"
    told = {"LISTEN": f"127.0.0.1:{port}", "WORKERS": str(shipped.workers), "THREADS": str(shipped.threads)}
    if package == f"{like.replace('-', '_')}":
        told["PROMETHEUS_MULTIPROC_DIR"] = str(shop.directory / f"{name}.metrics")
    gunicorn = ["-m", "gunicorn", "--config", "python:service_defaults.gunicorn", *shipped.options]
    command = [sys.executable, *gunicorn, f"{package}:create_app()"]
    log = shop.directory / f"{name}.log"
    with running(name, command, log, env=told | dict(settings), health=f"{url}/health/ready") as program:
        yield Server(url, [program])

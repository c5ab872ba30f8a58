"""How gunicorn runs a service: `gunicorn --config python:service_defaults.gunicorn "package:create_app()"`.

By convention a service's settings are `package.settings.Settings`. They are read before any worker is made,
so that a fault ends the start with one message instead of one from each worker, again and again.
"""

import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from pydantic import Field

from service_defaults.logs import configure_logs
from service_defaults.settings import ServiceSettings, faults, load, read


class ServerSettings(ServiceSettings):
    """What gunicorn is told."""

    listen: str = Field(description="The address to listen on, as host:port.", pattern=r"^\S+:\d+$")
    workers: int = Field(default=2, ge=1, description="How many processes answer.")
    threads: int = Field(default=4, ge=1, description="How many requests a process answers at a time.")
    prometheus_multiproc_dir: Path | None = Field(default=None, description="Where workers add up metrics.")


class JsonLogger(Logger):
    """gunicorn's own lines, as everyone's; its access log is ours."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        configure_logs(cfg.proc_name.partition(":")[0].replace("_", "-"), cfg.loglevel)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


# on_starting names the faults, together with those of the service.
settings = ServerSettings.model_construct(listen="") if faults(ServerSettings) else read(ServerSettings)

bind = settings.listen
workers, threads = settings.workers, settings.threads
worker_class = "gthread"
keepalive = 75  # longer than the gateway keeps an idle connection, or it would send into one being closed
# The gateway limits what a request's head may hold: its refusal, unlike gunicorn's, is a problem.
limit_request_line, limit_request_field_size = 0, 32 * 1024
graceful_timeout = 30
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (gunicorn makes safe names there)
control_socket_disable = True  # its default path is shared by all services of a user
loglevel = settings.log_level
logger_class = JsonLogger


def on_starting(server: Any) -> None:
    """Stop the start when settings are missing or invalid; forget the metrics of the run before."""
    package = server.app.app_uri.partition(":")[0]
    load(ServerSettings, import_module(f"{package}.settings").Settings)
    if directory := settings.prometheus_multiproc_dir:
        directory.mkdir(parents=True, exist_ok=True)
        for old in directory.glob("*.db"):
            old.unlink()


def post_fork(server: Any, _worker: Any) -> None:
    """Let SIGTERM end a worker that serves no one yet: gunicorn would lose it, then wait 30 s."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if not server.SIG_QUEUE.empty():  # it came before that line
        sys.exit()


def worker_exit(_server: Any, worker: Any) -> None:
    """End gunicorn when a worker exits while it boots; by itself it would start another, for ever."""
    error = sys.exception()
    if not worker.booted and isinstance(error, SystemExit) and error.code:
        raise SystemExit(Arbiter.WORKER_BOOT_ERROR)

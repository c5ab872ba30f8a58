"""The process of the jobs: it runs them, and says by HTTP that it does."""

import signal
import threading

from flask import Flask
from pydantic import Field
from sqlalchemy import Engine
from werkzeug.serving import WSGIRequestHandler, make_server

from service_defaults.app import add_service_defaults
from service_defaults.settings import ServiceSettings, load
from write_api.database import leader_engine
from write_api.jobs.registry import JOBS
from write_api.jobs.runner import Runner
from write_api.settings import Settings

# A plan is read from one snapshot, which may take minutes. Compiling queries costs more than it saves here.
SERVER_OPTIONS = (
    "-c lock_timeout=60s -c statement_timeout=0 -c idle_in_transaction_session_timeout=10min -c jit=off"
)
STOP_SECONDS = 20.0


class JobSettings(ServiceSettings):
    """What the process of the jobs is told beside the settings of write-api."""

    listen: str = Field(description="The address to listen on, as host:port.", pattern=r"^\S+:\d+$")


class Unlogged(WSGIRequestHandler):
    """Writes no lines of its own: the app logs what it answers."""

    def log(self, *_: object) -> None:
        pass


def job_engine(settings: Settings) -> Engine:
    """An engine for work that no request waits for."""
    return leader_engine(settings, SERVER_OPTIONS)


def run_jobs() -> None:
    """Run every job until SIGTERM or SIGINT. Exits, naming each, when settings are missing or invalid."""
    settings, own = load(Settings, JobSettings), load(JobSettings)
    runner = Runner(JOBS, job_engine(settings))
    app = Flask("write_api.jobs", static_folder=None)
    app.config.update(BUILD=settings.build)
    add_service_defaults(app, name="write-api-jobs", settings=settings, ready={"jobs": runner.require_all})
    host, _, port = own.listen.rpartition(":")
    server = make_server(host, int(port), app, threaded=True, request_handler=Unlogged)

    def stop(*_: object) -> None:
        # Not here: the server's loop, which this interrupts, would wait for itself.
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    runner.start()
    server.serve_forever()
    runner.stop(STOP_SECONDS)

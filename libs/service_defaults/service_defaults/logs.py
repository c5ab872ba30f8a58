"""Decides how a log line looks: one JSON object a line on stdout, whoever wrote it."""

import logging
import sys
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import cast

import orjson
from structlog import configure, make_filtering_bound_logger, processors, stdlib
from structlog.typing import EventDict, Processor, WrappedLogger

from service_defaults import request_id


class Stdout(logging.Handler):
    """Writes a line to what stdout is at that moment, for structlog and for the standard library.

    Where stdout collects lines, as a system call for each costs more than all else of it, no warning waits.
    """

    def write(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")

    def write_now(self, line: str) -> None:
        self.write(line)
        sys.stdout.flush()

    debug = info = write
    warning = error = critical = write_now

    def emit(self, record: logging.LogRecord) -> None:
        self.write_now(self.format(record))


def configure_logs(service: str, level: str) -> None:
    """Send structlog's and the standard library's log lines to stdout as JSON with the service's name."""

    def to_json(_logger: WrappedLogger, method: str, event: EventDict) -> str:
        line = {"timestamp": datetime.now(UTC), "level": method, "service": service, "event": event["event"]}
        if own_id := request_id.current():
            line["request_id"] = own_id
        return orjson.dumps({**line, **event, **line}, repr, orjson.OPT_UTC_Z).decode()

    enrich: list[Processor] = [stdlib.add_logger_name, stdlib.ExtraAdder(), processors.format_exc_info]
    steps: list[Processor] = [stdlib.ProcessorFormatter.remove_processors_meta, to_json]
    stdout = Stdout()
    stdout.setFormatter(stdlib.ProcessorFormatter(processors=steps, foreign_pre_chain=enrich))
    cast("TextIOWrapper", sys.stdout).reconfigure(line_buffering=True)
    root = logging.getLogger()
    root.handlers = [*(other for other in root.handlers if not isinstance(other, Stdout)), stdout]
    root.setLevel(level)
    # Past the standard library: every request writes a line, and that way it costs a fraction.
    bound = make_filtering_bound_logger(level)
    configure([processors.format_exc_info, to_json], bound, None, lambda *_: stdout)

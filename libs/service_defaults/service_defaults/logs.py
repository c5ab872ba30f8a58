"""Decides how a log line looks: one JSON object a line on stdout, whoever wrote it."""

import logging
import sys

import orjson
from structlog import configure, contextvars, make_filtering_bound_logger, processors, stdlib
from structlog.typing import EventDict, Processor, WrappedLogger

LEADING_FIELDS = ("timestamp", "level", "service", "event", "request_id")

ENRICH: list[Processor] = [
    contextvars.merge_contextvars,
    processors.add_log_level,
    processors.TimeStamper(fmt="iso", utc=True),
    processors.format_exc_info,
]
OF_OTHERS: list[Processor] = [*ENRICH, stdlib.add_logger_name, stdlib.ExtraAdder()]


class Stdout(logging.Handler):
    """Writes a line to what stdout is at that moment, for structlog and for the standard library."""

    def write(self, line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    debug = info = warning = error = critical = write

    def emit(self, record: logging.LogRecord) -> None:
        self.write(self.format(record))


def configure_logs(service: str, level: str) -> None:
    """Send structlog's and the standard library's log lines to stdout as JSON with the service's name."""

    def arrange(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = service
        return {name: event.pop(name) for name in LEADING_FIELDS if name in event} | dict(event)

    to_json = processors.JSONRenderer(lambda event, default: orjson.dumps(event, default).decode())
    steps: list[Processor] = [stdlib.ProcessorFormatter.remove_processors_meta, arrange, to_json]
    stdout = Stdout()
    stdout.setFormatter(stdlib.ProcessorFormatter(processors=steps, foreign_pre_chain=OF_OTHERS))
    root = logging.getLogger()
    root.handlers = [*(other for other in root.handlers if not isinstance(other, Stdout)), stdout]
    root.setLevel(level)
    # Past the standard library: every request writes a line, and that way it costs a fraction.
    configure([*ENRICH, arrange, to_json], make_filtering_bound_logger(level), None, lambda *_: stdout)

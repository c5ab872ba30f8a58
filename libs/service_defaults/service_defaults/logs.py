"""Decides how a log line looks: one JSON object a line on stdout, whoever wrote it."""

import logging
import sys
from typing import TextIO

from structlog import configure, contextvars, processors, stdlib
from structlog.typing import EventDict, Processor, WrappedLogger

LEADING_FIELDS = ("timestamp", "level", "service", "event", "request_id")

ENRICH: list[Processor] = [
    contextvars.merge_contextvars,
    stdlib.add_log_level,
    stdlib.add_logger_name,
    stdlib.ExtraAdder(),
    processors.TimeStamper(fmt="iso", utc=True),
    processors.format_exc_info,
]
PROCESSORS: list[Processor] = [*ENRICH, stdlib.ProcessorFormatter.wrap_for_formatter]


class StdoutHandler(logging.StreamHandler[TextIO]):
    """Writes to what stdout is at the moment of writing."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stdout
        super().emit(record)


def configure_logs(service: str, level: str) -> None:
    """Send structlog's and the standard library's log lines to stdout as JSON with the service's name."""

    def arrange(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = service
        return {name: event.pop(name) for name in LEADING_FIELDS if name in event} | dict(event)

    render = processors.JSONRenderer(ensure_ascii=False)
    steps: list[Processor] = [stdlib.ProcessorFormatter.remove_processors_meta, arrange, render]
    handler = StdoutHandler()
    handler.setFormatter(stdlib.ProcessorFormatter(processors=steps, foreign_pre_chain=ENRICH))
    root = logging.getLogger()
    root.handlers = [*(other for other in root.handlers if not isinstance(other, StdoutHandler)), handler]
    root.setLevel(level)
    configure(processors=PROCESSORS, logger_factory=stdlib.LoggerFactory(), cache_logger_on_first_use=True)

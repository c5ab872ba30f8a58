"""Decides how a log line looks: one JSON object a line on stdout, whoever wrote it."""

import logging
import sys

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LEADING_FIELDS = ("timestamp", "level", "service", "event", "request_id")

ENRICH: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
PROCESSORS: list[Processor] = [*ENRICH, structlog.stdlib.ProcessorFormatter.wrap_for_formatter]


class StdoutHandler(logging.Handler):
    """Writes to whatever stdout is at that moment, a line at a time."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stdout.write(self.format(record) + "\n")
            sys.stdout.flush()
        except Exception:  # as every logging handler: a log line that fails must not end what is logged
            self.handleError(record)


def configure_logs(service: str, level: str) -> None:
    """Send structlog's and the standard library's log lines to stdout as JSON with the service's name."""

    def arrange(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = service
        return {name: event.pop(name) for name in LEADING_FIELDS if name in event} | dict(event)

    handler = StdoutHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=ENRICH,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                arrange,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [*(other for other in root.handlers if not isinstance(other, StdoutHandler)), handler]
    root.setLevel(level)
    structlog.configure(
        processors=PROCESSORS,
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )

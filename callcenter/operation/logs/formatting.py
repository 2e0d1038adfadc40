"""How a line of the log is written: JSON for a log store, or one readable line with the ids at its end."""

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from callcenter import log_context


class Ids(logging.Filter):
    """Puts the ids under way on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.ids = log_context.ids()
        return True


class Json(JsonFormatter):
    """One object a line: time (UTC, ISO 8601), level, logger, message, the ids under way, and what the call gave as `extra`."""

    def __init__(self) -> None:
        super().__init__(
            "%(levelname)s %(name)s %(message)s",
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "exception"},
            timestamp="time",
            json_ensure_ascii=False,
            reserved_attrs=[
                *logging.makeLogRecord({}).__dict__,
                "message",
                "asctime",
                "ids",
                "request",
                "server_time",
            ],
        )

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        log_data.update(getattr(record, "ids", None) or {})


class Line(logging.Formatter):
    """For people at a terminal: time, level, logger, message, and the ids in brackets."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:
        found: dict[str, str] = getattr(record, "ids", None) or {}
        shown = " ".join(f"{name}={value}" for name, value in found.items())
        return super().formatMessage(record) + (f" [{shown}]" if shown else "")

"""Logs (日志): one JSON object a line in production, with the request or job it belongs to, and nobody's personal data.

A record tells what happened, where, and under which number; who it was stands in the history, behind its permissions.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from tracker.audit.numbering import current


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, the numbers it happened under, and the trace of an error without its values."""
        said: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **(current() or _number_of(record)),
        }
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            said["trace"] = self._places(record)
        return json.dumps(said, ensure_ascii=False)

    def _places(self, record: logging.LogRecord) -> list[str]:
        """Where the error came through: file, line and function; its message may quote a row, so it stays out."""
        found, trace = [], record.exc_info[2] if record.exc_info else None
        while trace:
            code = trace.tb_frame.f_code
            found.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        return found


def _number_of(record: logging.LogRecord) -> dict[str, str]:
    """Django reports a refused or failed request only when all else is over: its number stands on the request."""
    number = getattr(getattr(record, "request", None), "request_id", None)
    return {"request": str(number)} if number else {}


def logging_settings(*, as_json: bool, level: str) -> dict[str, Any]:
    """Everything goes to the console, where whoever runs us collects it."""
    line = {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line, "json": {"()": "config.logs.JsonLines"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "line"}},
        # It names who failed to sign in; that stands in its table, for those who may read it.
        "loggers": {"axes": {"level": "ERROR"}},
        "root": {"handlers": ["console"], "level": level},
    }

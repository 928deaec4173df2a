"""Log lines as one object of JSON each: no text that came from outside begins a line of its own.

Source: OWASP ASVS 5.0, 16.2.4 (a format that can be processed) and 16.4.1 (log injection).
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any

from bureau.trace import current_trace


class JsonLines(logging.Formatter):
    """Write a record with the number of the request or of the job's run that it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id := current_trace.get().request_id:
            said["request_id"] = request_id
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        text = json.dumps(said, ensure_ascii=False)
        return "".join(sign if sign.isprintable() else _escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    """Write a sign that moves the reader's cursor or turns the line round as JSON escapes it."""
    return json.dumps(sign)[1:-1].replace("\x7f", "\\u007f")

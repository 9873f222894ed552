"""Log lines: by which request they were written, and never what people typed.

`LOG_FORMAT=json` writes one object a line, for machines that collect them.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

number: ContextVar[str] = ContextVar("number", default="")
"""The number of the request at work; empty in the worker and at the shell."""

SPEAK_OF_CODE = ("AttributeError", "ImportError", "ModuleNotFoundError", "NameError", "NotImplementedError",
                 "TemplateDoesNotExist", "TemplateSyntaxError", "OperationalError", "InterfaceError",
                 "ProgrammingError")  # fmt: skip
"""Errors whose words are about the program or its surroundings. The words of others may hold what somebody typed: a
database tells the value that was there twice, `int()` the text that is no number."""

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def spoken(of: str) -> str:
    """The number of a request as it stands on an error page and is read over the telephone: six letters and digits."""
    return of[:6].upper()


class OfRequest(logging.Filter):
    """Gives each line the number of its request, "-" outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        asked = getattr(record, "request", None)  # Django's last line about a request comes after the number is gone
        record.request_number = getattr(asked, "request_id", "") or number.get() or "-"
        return True


def without_words(raised: Raised) -> str:
    """A traceback that names files, lines and kinds of errors, but leaves out what an error says about values."""
    error, lines = raised[1], []
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for one in reversed(chain):
        lines += traceback.format_tb(one.__traceback__)
        name = type(one).__name__
        words = str(one).partition("\n")[0] if name in SPEAK_OF_CODE else ""
        lines.append(f"{type(one).__module__}.{name}{': ' if words else ''}{words}\n")
    return "".join(lines).rstrip()


class PlainFormatter(logging.Formatter):
    """One line a message, for people; a traceback below it."""

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - logging's own name
        return without_words(ei)


class JsonFormatter(logging.Formatter):
    """Moment (UTC), level, logger, message, number of the request and, after an error, the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if (of := getattr(record, "request_number", "-")) != "-":
            line["request"] = of
        if record.exc_info:
            line["traceback"] = without_words(record.exc_info)
        return json.dumps(line, ensure_ascii=False)

"""What may be wrong with a cell: codes that stay as they are, how grave each is, and the sentences people read.

The codes and their meaning are shared with those who make test files; sentences are ours.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple


class Severity(StrEnum):
    """ERROR: the row must not go in. WARNING: it goes in as written, and the user is told."""

    ERROR = "error"
    WARNING = "warning"


class Issue(NamedTuple):
    """One thing to see about one cell. `column` is its letters ("" for the row as a whole), `value` what is in it."""

    column: str
    field: str
    code: str
    severity: Severity
    value: str
    message: str
    mend: str = ""

    def as_json(self) -> dict[str, Any]:
        """As `ImportRow.issues` keeps it."""
        return {
            "column": self.column,
            "field": self.field,
            "code": self.code,
            "severity": self.severity.value,
            "value": self.value,
            "message": self.message,
            "mend": self.mend,
        }

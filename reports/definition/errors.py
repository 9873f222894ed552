"""The one error of a report that is declared wrongly."""

from __future__ import annotations


class DefinitionError(ValueError):
    """A report declared incompletely or inconsistently; found when the server starts."""

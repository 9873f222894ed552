"""What a text says which cell it means, as the checks of a file ask whoever knows the organizations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Found:
    """What a text means: the full name of one organization, or None with the names that come near.

    `exact`: the text says the name, marks, case and usual abbreviations apart. Otherwise it only comes near one, and
    the user is asked.
    """

    name: str | None
    exact: bool = True
    suggestions: tuple[str, ...] = ()

    @property
    def near(self) -> bool:
        """One organization is meant, but it is not what the text says."""
        return self.name is not None and not self.exact


class Units(Protocol):
    """Who knows the organizations that a file may name."""

    def find(self, text: str) -> Found:
        """What a text of a cell or a group row means."""
        ...

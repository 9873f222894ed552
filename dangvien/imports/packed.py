"""Many rows in little memory: gone through again and again in order, never all unpacked at once."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload

T = TypeVar("T")

PACK = 500
"""Rows of one pack."""

PLAIN = 10_500
"""So many rows are kept as they are: packing is for long files."""


class Packed(Sequence[T], Generic[T]):
    """Rows that were appended; from the `PLAIN`th on in packs. The packs are made and opened here only."""

    def __init__(self, rows: Iterable[T] = ()) -> None:
        self._plain: list[T] = []
        self._packs: list[bytes] = []
        self._open: list[T] = []
        self._at = -1
        self._unpacked: list[T] = []
        for row in rows:
            self.append(row)

    def append(self, row: T) -> None:
        """Add a row at the end."""
        if len(self._plain) < PLAIN:
            self._plain.append(row)
            return
        self._open.append(row)
        if len(self._open) == PACK:
            self._packs.append(zlib.compress(pickle.dumps(self._open, pickle.HIGHEST_PROTOCOL), 1))
            self._open = []

    def __len__(self) -> int:
        return len(self._plain) + len(self._packs) * PACK + len(self._open)

    def __iter__(self) -> Iterator[T]:
        yield from self._plain
        for place in range(len(self._packs)):
            yield from self._pack(place)
        yield from self._open

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> list[T]: ...

    def __getitem__(self, at: int | slice) -> T | list[T]:
        if isinstance(at, slice):
            if len(self) <= PLAIN:
                return self._plain[at]
            return [self[place] for place in range(*at.indices(len(self)))]
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(at)
        if place < len(self._plain):
            return self._plain[place]
        pack, rest = divmod(place - len(self._plain), PACK)
        if pack == len(self._packs):
            return self._open[rest]
        if pack != self._at:
            self._at, self._unpacked = pack, self._pack(pack)
        return self._unpacked[rest]

    def _pack(self, place: int) -> list[T]:
        rows: list[T] = pickle.loads(zlib.decompress(self._packs[place]))  # noqa: S301 - packed above
        return rows

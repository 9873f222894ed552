"""The cells below an organization on a day, found by what people write: unmarked, shortened, with either tone place.

Only what says the same words is taken, marks and usual abbreviations apart; what merely looks like a name is offered,
never chosen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from dangvien.models import Organization, Placement
from dangvien.models.organization import CELLS
from dangvien.rosters.units import Found
from dangvien.text import nfc, search_key

OFFERED = 3
"""So many names are offered for a text that means none."""

LIKE = 70
"""From so many per cent on (rapidfuzz `token_sort_ratio`) a name is worth offering."""

_SHORT = {
    "cb": "chi bo",
    "cbcs": "chi bo co so",
    "db": "dang bo",
    "dbbp": "dang bo bo phan",
    "kp": "khu pho",
    "tdp": "to dan pho",
    "tr": "truong",
    "mn": "mam non",
    "mg": "mau giao",
    "th": "tieu hoc",
    "thcs": "trung hoc co so",
    "thpt": "trung hoc pho thong",
    "ptth": "trung hoc pho thong",
    "qs": "quan su",
    "ca": "cong an",
    "cq": "co quan",
    "bv": "benh vien",
    "tyt": "tram y te",
    "dn": "doanh nghiep",
    "htx": "hop tac xa",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "p": "phuong",
    "tt": "thi tran",
    "tp": "thanh pho",
}
"""Word without marks → the words it stands for."""

_WORD = re.compile(r"[a-z]+|[0-9]+")
_ABOVE = re.compile(r"\s*[,;(\[]\s*|\s+[-–]\s+")
_LEADS = (("chi", "bo", "co", "so"), ("chi", "bo"), ("dang", "bo", "bo", "phan"), ("dang", "bo"), ("cap", "uy"))


@dataclass(frozen=True, slots=True)
class Unit:
    """One organization as a list may name it: `label` is its name, with the one above where two are called alike."""

    key: int
    name: str
    label: str
    parent: int | None
    is_cell: bool


class RegisterUnits:
    """The organizations below one on a day. Made once for a file; every text is looked up once.

    `cells_only`: only a cell can be meant, as of a member's place. Answers `dangvien.rosters.units.Units`.
    """

    def __init__(self, units: Iterable[Unit], *, cells_only: bool = True, above: dict[int, str] | None = None) -> None:
        self.all = tuple(units)
        self._above = above or {}
        self._cells = {unit.key for unit in self.all if unit.is_cell}
        meant = [unit for unit in self.all if unit.is_cell or not cells_only]
        self.labels = tuple(unit.label for unit in meant)
        self._by_label = {unit.label: unit for unit in meant}
        self._said: dict[str, list[Unit]] = defaultdict(list)
        self._words: dict[str, list[Unit]] = defaultdict(list)
        for unit in meant:
            for text in dict.fromkeys((unit.name, unit.label)):
                self._said[_said(text)].append(unit)
                for form in _forms(text):
                    self._words[form].append(unit)
        self._offers = {unit.label: " ".join(_words(unit.label)) for unit in meant}
        self._known: dict[str, Found] = {}

    @classmethod
    def below(cls, organization: Organization, day: date, *, cells_only: bool = True) -> RegisterUnits:
        """Those that stand below an organization on a day, itself included (one query)."""
        rows = list(
            Placement.objects.standing_on(day)
            .filter(organization__in=Organization.objects.under([organization.pk], on=day))
            .in_order()
            .values_list("organization_id", "name", "short_name", "parent_id", "kind")
        )
        names = {key: short or name for key, name, short, _, _ in rows}
        often: dict[str, int] = defaultdict(int)
        for _, name, *_ in rows:
            often[_said(name)] += 1

        def label(name: str, parent: int | None) -> str:
            return f"{name}, {names[parent]}" if often[_said(name)] > 1 and parent in names else name

        return cls(
            (
                Unit(key, nfc(name), nfc(label(name, parent)), parent, kind in CELLS)
                for key, name, _, parent, kind in rows
            ),
            cells_only=cells_only,
            above=names,
        )

    def find(self, text: str) -> Found:
        """What a text means: exactly a name (case apart), near the only one of these words, or none, with offers."""
        if text not in self._known:
            self._known[text] = self._looked_up(text)
        return self._known[text]

    def key_of(self, label: str | None) -> int | None:
        """The organization of a label that `find` gave."""
        unit = self._by_label.get(label or "")
        return unit.key if unit else None

    def is_cell(self, key: int) -> bool:
        """Whether an organization of these is a cell."""
        return key in self._cells

    def _looked_up(self, text: str) -> Found:
        said = self._said.get(_said(text), [])
        if len(_keys(said)) == 1:
            return Found(said[0].label, exact=True)
        near = self._near(text)
        if len(near) == 1:
            return Found(near[0].label, exact=False)
        if near:
            return Found(None, exact=False, suggestions=tuple(unit.label for unit in near[:OFFERED]))
        wanted = " ".join(_words(text))
        offers = process.extract(wanted, self._offers, scorer=fuzz.token_sort_ratio, limit=OFFERED, score_cutoff=LIKE)
        return Found(None, exact=False, suggestions=tuple(label for _, _, label in offers))

    def _near(self, text: str) -> list[Unit]:
        """The organizations whose name is made of these words; of several, those below the one named after a comma."""
        for form in _forms(text):
            if found := self._words.get(form):
                return list({unit.key: unit for unit in found}.values())
        head, *rest = [part for part in _ABOVE.split(nfc(text)) if part] or [""]
        if not rest:
            return []
        above = set(_forms(" ".join(rest)))
        for form in _forms(head):
            named = {unit.key: unit for unit in self._words.get(form, ())}
            if below := [unit for unit in named.values() if above & set(_forms(self._above.get(unit.parent or 0, "")))]:
                return below
        return []


def _said(text: str) -> str:
    return nfc(text).casefold()


def _words(text: str) -> list[str]:
    """Small words without marks, abbreviations written out, numbers without leading zeros."""
    found: list[str] = []
    for word in _WORD.findall(search_key(text)):
        found += [str(int(word))] if word.isdigit() else _SHORT.get(word, word).split()
    return found


def _forms(text: str) -> list[str]:
    """The ways in which a name counts as said: in full, without what every name begins with, without "trường"."""
    words = _words(text)
    bare = next((words[len(lead) :] for lead in _LEADS if tuple(words[: len(lead)]) == lead), words)
    shorter = [word for word in bare if word != "truong"]
    return [form for form in dict.fromkeys(" ".join(part) for part in (words, bare, shorter)) if form]


def _keys(units: Iterable[Unit]) -> set[int]:
    return {unit.key for unit in units}

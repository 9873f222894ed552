"""What belongs into a dossier, and which organization admits whom: lists as dated data of fixtures/rules.

`papers_on(day)` reads dossier.toml: the list of papers that a guideline gives, in force from a day until the next one.
`admitting_places(day)` reads places.toml: guidance that is shown and never enforced.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dangvien import rules

NEEDS = ("", "bo_phan", "dang_uy", "doan_the", "neu_co")
GROUPS = ("ket_nap", "cong_nhan", "dac_biet")
MONTHS = ("", "ho_so", "giay_chung_nhan")


@dataclass(frozen=True)
class ListedPaper:
    """One line of a list, as one guideline gives it; the words are explained at the head of the file.

    `source` is the document and point, with the mark of a list nobody has held against its text.
    """

    code: str
    name: str
    group: str
    place: int
    source: str
    steps: tuple[str, ...] = ()
    all_steps: bool = False
    training: str = ""
    consent: bool = False
    needs: str = ""
    matter: str = ""
    months: str = ""
    sent: bool = False


@dataclass(frozen=True)
class AdmittingPlace:
    """Who, and the organization that admits them, with where that stands."""

    who: str
    admits: str
    source: str
    since: date


def papers_on(day: date) -> tuple[ListedPaper, ...]:
    """Every paper of the list in force on a day, in order; before the first known list that one."""
    starts, lists = _lists()
    return lists[max(bisect_right(starts, day) - 1, 0)]


def paper_named(code: str) -> str:
    """What a paper is called; a code that no list knows any more stands as it is."""
    return next((paper.name for papers in reversed(_lists()[1]) for paper in papers if paper.code == code), code)


@cache
def admitting_places(day: date | None = None) -> tuple[AdmittingPlace, ...]:
    """The guidance in force on a day; all of it without one."""

    def read(content: dict[str, Any]) -> tuple[AdmittingPlace, ...]:
        return tuple(
            AdmittingPlace(line["who"], line["admits"], _source(line, line["document"], line["point"]), line["from"])
            for line in content["place"]
        )

    found = rules.in_file("places.toml", read)
    return tuple(place for place in found if day is None or place.since <= day)


@cache
def _lists() -> tuple[list[date], list[tuple[ListedPaper, ...]]]:
    def read(content: dict[str, Any]) -> tuple[list[date], list[tuple[ListedPaper, ...]]]:
        lists = content["list"]
        starts = [line["from"] for line in lists]
        if starts != sorted(set(starts)):
            raise ValueError("lists must go up, one a day")
        codes = [line["code"] for line in content["paper"]]
        if len(codes) != len(set(codes)):
            raise ValueError("a code stands twice")
        return starts, [tuple(_paper(line, guideline) for line in content["paper"]) for guideline in lists]

    return rules.in_file("dossier.toml", read)


def _paper(line: dict[str, Any], guideline: dict[str, Any]) -> ListedPaper:
    known = {"code", "name", "group", "place", "steps", "all_steps", "class", "consent", "needs", "matter", "months"}
    if strange := sorted(line.keys() - known - {"sent", "document", "point", "checked"}):
        raise ValueError(f"{line['code']}: unknown key {', '.join(strange)}")
    words = (line.get("needs", ""), NEEDS), (line["group"], GROUPS), (line.get("months", ""), MONTHS)
    if wrong := [word for word, allowed in words if word not in allowed]:
        raise ValueError(f"{line['code']}: {', '.join(wrong)}")
    own = "document" in line
    text = line if own else guideline
    point = line["point"] if own else guideline.get("points", {}).get(line["group"], "")
    return ListedPaper(
        code=line["code"],
        name=line["name"],
        group=line["group"],
        place=line["place"],
        source=_source(text, text["document"], point),
        steps=tuple(line.get("steps", ())),
        all_steps=line.get("all_steps", False),
        training=line.get("class", ""),
        consent=line.get("consent", False),
        needs=line.get("needs", ""),
        matter=line.get("matter", ""),
        months=line.get("months", ""),
        sent=line.get("sent", False),
    )


def _source(line: dict[str, Any], document: str, point: str) -> str:
    reference = rules.documents()[document].reference
    stands = f"{reference}, {point}" if point else reference
    return stands if line["checked"] else f"{stands}; {rules.UNCHECKED_MARK}"

"""What the regulations fix, as dated data: `on(day).probation_months` has a value, its document and a mark.

The files of fixtures/rules: documents.toml (the texts), eras.toml (which text governs when), terms.toml (terms of
committees), holidays.toml, forms.toml and checks.toml (read by holidays.py, paper_forms.py and procedure/checks), and
the others, in which every rule is a list of values, each in force from a day until the next one. Pick the rules by the
day of the event that starts the clock, never by today. `checked = false` means that nobody has held the value against
the text yet; the screens then say "chưa đối chiếu văn bản". What administrators amend comes on top: see
procedure/regulations.py.
"""

import tomllib
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from dangvien.text import day_short

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "rules"

APART = frozenset({
    "checks.toml", "documents.toml", "dossier.toml", "eras.toml", "forms.toml", "holidays.toml", "names.toml",
    "places.toml", "terms.toml",
})  # fmt: skip
"""Files of the folder that hold no values of rules."""

UNCHECKED_MARK = "chưa đối chiếu văn bản"

LISTS = ("days", "years", "rounds")
"""Shapes of values that are several, kept with a comma between them."""

T = TypeVar("T")


class RuleFileError(ValueError):
    """A rule file that cannot be used; the message names the file and the fault."""


@dataclass(frozen=True)
class Document:
    """A text that fixes rules. `read` tells how it was read: full, partly, cited (in other texts), no; or own.

    A text that an administrator names in their own words has only a title.
    """

    key: str
    title: str
    number: str
    issued_on: date | None
    issuer: str
    read: str

    @property
    def reference(self) -> str:
        """As a sentence cites it: "Quy định 294-QĐ/TW ngày 26/5/2025"."""
        named = f"{self.title} {self.number}".strip()
        return f"{named} ngày {day_short(self.issued_on)}" if self.issued_on else named


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One value in force `since` a day, the document and point that fix it, and whether it was held against them."""

    name: str
    value: T
    since: date
    document: Document
    point: str
    checked: bool
    note: str

    @property
    def source(self) -> str:
        """Where it stands: "Quy định 294-QĐ/TW ngày 26/5/2025, điểm 4.3.1"."""
        return f"{self.document.reference}, {self.point}" if self.point else self.document.reference

    @property
    def cited(self) -> str:
        """Where it stands, with the mark of a value that nobody has held against its text."""
        return f"{self.source}; {self.mark}" if self.mark else self.source

    @property
    def mark(self) -> str:
        """The words to print beside a value that nobody has checked; empty for the others."""
        return "" if self.checked else UNCHECKED_MARK


@dataclass(frozen=True)
class RuleName:
    """How people call a rule, the unit of its value, and words for values that are codes.

    `shape` says how a text that is no code is written: "share" (2/3), "days" (90,60,30), "years" (30,40), "rounds"
    (days of every year: 3/2,19/5), "rates" (percents: 3;3,5), or empty for plain words.
    """

    label: str
    unit: str
    words: Mapping[str, str]
    shape: str

    def written(self, value: object) -> str:
        """A value in words: "12 tháng", "trung học cơ sở", "90, 60, 30 ngày"."""
        if str(value) in self.words:
            return self.words[str(value)]
        text = str(value).replace(",", ", ") if self.shape in LISTS else str(value).replace(";", "; ")
        return f"{text} {self.unit}" if self.unit else text


@dataclass(frozen=True)
class Era:
    """A stretch of time under one main text. `certainty` is certain, probable or uncertain."""

    key: str
    since: date
    label: str
    documents: tuple[Document, ...]
    certainty: str


@dataclass(frozen=True)
class Term:
    """A term of committees (nhiệm kỳ), by which document numbers run. The first day is generic unless checked."""

    label: str
    since: date
    checked: bool
    note: str


@dataclass(frozen=True)
class Rules:
    """The rules in force on one day. Names ending in `_days` are working days, `_months` calendar months.

    Shares of votes (`vote_…`) are fractions as text, "2/3"; `warn_days` are calendar days before a deadline, "90,60,…".
    """

    era: Era
    min_age: Rule[int]
    max_age_normal: Rule[int]
    education_floor: Rule[str]
    introducer_months: Rule[int]
    certificate_valid_months: Rule[int]
    dossier_stale_months: Rule[int]
    reply_days_home: Rule[int]
    reply_days_abroad: Rule[int]
    decision_days: Rule[int]
    decision_extension_days: Rule[int]
    ceremony_days: Rule[int]
    ceremony_clock_starts: Rule[str]
    decider: Rule[str]
    readmission_wait_months: Rule[int]
    probation_months: Rule[int]
    official_review_days: Rule[int]
    official_decision_days: Rule[int]
    official_extension_days: Rule[int]
    transfer_start_days: Rule[int]
    transfer_present_days: Rule[int]
    exemption_max_months: Rule[int]
    absence_months: Rule[int]
    poor_rating_years: Rule[int]
    transfer_missing_months: Rule[int]
    transfer_slip_months: Rule[int]
    transfer_abroad_days: Rule[int]
    transfer_abroad_stay_days: Rule[int]
    temporary_min_months: Rule[int]
    temporary_max_months: Rule[int]
    temporary_study_months: Rule[int]
    card_digits: Rule[int]
    youth_max_age: Rule[int]
    education_floor_zone: Rule[str]
    review_list_months: Rule[int]
    class_lessons: Rule[int]
    readmission_wait_after_record_months: Rule[int]
    host_stay_months: Rule[int]
    min_voters: Rule[int]
    vote_cell: Rule[str]
    vote_committee: Rule[str]
    vote_delegated: Rule[str]
    vote_standing: Rule[str]
    failed_votes_limit: Rule[int]
    member_file_days: Rule[int]
    move_forward_days: Rule[int]
    move_decide_days: Rule[int]
    move_cancel_days: Rule[int]
    move_recheck_days: Rule[int]
    organization_era: Rule[str]
    cell_send_days: Rule[int]
    discipline_months: Rule[int]
    receive_decision_days: Rule[int]
    announce_months: Rule[int]
    card_months: Rule[int]
    committee_vote_days: Rule[int]
    decide_after_committee_days: Rule[int]
    recognition_vote_days: Rule[int]
    first_day_counted: Rule[str]
    certificate_warn_months: Rule[int]
    age_warn_months: Rule[int]
    warn_days: Rule[str]
    badge_years: Rule[str]
    badge_rounds: Rule[str]
    badge_early_months: Rule[int]
    badge_senior_years: Rule[int]
    badge_senior_early_months: Rule[int]
    badge_wait_reprimand_months: Rule[int]
    badge_wait_warning_months: Rule[int]
    badge_wait_dismissal_months: Rule[int]
    target_rates: Rule[str]
    target_rounding: Rule[str]
    target_met_percent: Rule[int]
    target_half_year_day: Rule[str]
    target_half_year_percent: Rule[int]
    target_missed_years: Rule[int]
    cell_target_residential: Rule[int]
    cell_target_residential_counted: Rule[str]
    cell_target_enterprise: Rule[int]
    cell_target_enterprise_counted: Rule[str]
    cell_target_office: Rule[int]
    cell_target_office_counted: Rule[str]
    audit_keep_months: Rule[int]
    request_answer_days: Rule[int]
    candidate_keep_months: Rule[int]

    @property
    def all(self) -> tuple[Rule[Any], ...]:
        """Every rule, in the order of this class: for the page that prints them."""
        return tuple(getattr(self, name) for name in RULE_TYPES)


RULE_TYPES: Mapping[str, type] = {
    name: get_args(hint)[0] for name, hint in get_type_hints(Rules).items() if name != "era"
}
"""The name of every rule and the type of its value."""


def on(day: date) -> Rules:
    """The rules of a day. Days before the first known text get the first ones, unchecked as they are."""
    starts, sets = _timeline()
    return sets[max(bisect_right(starts, day) - 1, 0)]


def timeline() -> tuple[Rules, ...]:
    """One set of rules for every stretch of time in which none of them changes, in order."""
    return _timeline()[1]


def term_on(day: date) -> str:
    """The label of the committee term of a day: "2020-2025"."""
    known = terms()
    return known[max(bisect_right([term.since for term in known], day) - 1, 0)].label


@cache
def terms() -> tuple[Term, ...]:
    """All terms in order."""
    return in_file("terms.toml", lambda content: _ordered([Term(**_term(line)) for line in content["term"]]))


@cache
def documents() -> Mapping[str, Document]:
    """The texts by their keys."""

    def read(content: dict[str, Any]) -> dict[str, Document]:
        return {key: Document(key=key, **{"issued_on": None, **line}) for key, line in content.items()}

    return in_file("documents.toml", read)


@cache
def eras() -> tuple[Era, ...]:
    """All eras in order."""

    def read(content: dict[str, Any]) -> tuple[Era, ...]:
        return _ordered(
            [
                Era(
                    line["key"],
                    line["from"],
                    line["label"],
                    tuple(documents()[key] for key in line["documents"]),
                    line["certainty"],
                )
                for line in content["era"]
            ]
        )

    return in_file("eras.toml", read)


@cache
def names() -> Mapping[str, RuleName]:
    """What people call each rule. Raises RuleFileError when a rule has no name or a name no rule."""

    def read(content: dict[str, Any]) -> dict[str, RuleName]:
        if differing := sorted(RULE_TYPES.keys() ^ content.keys()):
            raise ValueError(f"names and rules differ: {', '.join(differing)}")
        return {
            name: RuleName(line["label"], line.get("unit", ""), line.get("words", {}), line.get("shape", ""))
            for name, line in content.items()
        }

    return in_file("names.toml", read)


@cache
def values() -> Mapping[str, tuple[Rule[Any], ...]]:
    """For every rule its values in the order of time. Raises RuleFileError for a rule missing, unknown or twice."""
    found: dict[str, tuple[Rule[Any], ...]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        if path.name in APART:
            continue
        for name, history in in_file(path.name, _histories).items():
            if name in found:
                raise RuleFileError(f"{path.name}: {name} stands in two files")
            found[name] = history
    if missing := sorted(RULE_TYPES.keys() - found.keys()):
        raise RuleFileError(f"no file gives {', '.join(missing)}")
    return found


def _histories(content: dict[str, Any]) -> dict[str, tuple[Rule[Any], ...]]:
    return {name: _ordered([_rule(name, line) for line in lines]) for name, lines in content.items()}


def _rule(name: str, line: dict[str, Any]) -> Rule[Any]:
    if name not in RULE_TYPES:
        raise ValueError(f"unknown rule {name}")
    if type(line["value"]) is not RULE_TYPES[name]:
        raise ValueError(f"{name}: value must be {RULE_TYPES[name].__name__}")
    if type(line["checked"]) is not bool:
        raise ValueError(f"{name}: checked must be true or false")
    if others := sorted(line.keys() - {"from", "value", "document", "point", "checked", "note"}):
        raise ValueError(f"{name}: unknown key {', '.join(others)}")
    return Rule(
        name=name,
        value=line["value"],
        since=line["from"],
        document=documents()[line["document"]],
        point=line.get("point", ""),
        checked=line["checked"],
        note=line.get("note", ""),
    )


def _term(line: dict[str, Any]) -> dict[str, Any]:
    return {"label": line["label"], "since": line["from"], "checked": line["checked"], "note": line.get("note", "")}


Dated = TypeVar("Dated", Era, Term, Rule[Any])


def _ordered(lines: Sequence[Dated]) -> tuple[Dated, ...]:
    """Each line holds until the next begins, so there is neither gap nor overlap if the days only go up."""
    starts = [line.since for line in lines]
    if not starts:
        raise ValueError("nothing stands here")
    if not all(isinstance(start, date) for start in starts) or starts != sorted(set(starts)):
        raise ValueError(f"days must go up, one line each: {', '.join(map(str, starts))}")
    return tuple(lines)


Content = TypeVar("Content")


def in_file(name: str, read: Callable[[dict[str, Any]], Content]) -> Content:
    """What `read` makes of a file of the folder. Raises RuleFileError, which names the file, for any fault."""
    try:
        return read(tomllib.loads((FOLDER / name).read_text(encoding="utf-8")))
    except RuleFileError:
        raise
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise RuleFileError(f"{name}: {type(error).__name__} {error}") from error


@cache
def _timeline() -> tuple[list[date], tuple[Rules, ...]]:
    histories: dict[str, Sequence[Any]] = {"era": eras(), **values()}
    starts = sorted({line.since for history in histories.values() for line in history})
    first = starts[0]
    if late := [name for name, history in histories.items() if history[0].since > first]:
        raise RuleFileError(f"from {first} on there is no {', '.join(late)}")
    return starts, tuple(
        Rules(**{name: _at(history, start) for name, history in histories.items()}) for start in starts
    )


def _at(history: Sequence[Any], day: date) -> Any:
    return history[bisect_right([line.since for line in history], day) - 1]

"""What a help page about a step prints besides its words: the forms of the step and the rules that govern it today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dangvien import rules
from dangvien.paper_forms import PaperForm, paper_form
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.way import DEFINITIONS

RULES: Mapping[str, tuple[str, ...]] = {
    "buoc-lam-thu-tuc": ("certificate_valid_months", "certificate_warn_months", "age_warn_months"),
    "buoc-don-ly-lich": ("dossier_stale_months",),
    "buoc-tham-tra": ("reply_days_home", "reply_days_abroad"),
    "buoc-gioi-thieu": ("introducer_months", "youth_max_age", "dossier_stale_months"),
    "buoc-lay-y-kien": ("dossier_stale_months",),
    "buoc-chi-bo-xet": (
        "vote_cell", "min_voters", "min_age", "max_age_normal", "education_floor", "certificate_valid_months",
        "dossier_stale_months", "decision_days",
    ),
    "buoc-dang-uy-xet": ("vote_committee",),
    "buoc-quyet-dinh-ket-nap": ("vote_standing", "vote_delegated", "decider", "decision_days"),
    "buoc-le-ket-nap": ("ceremony_days", "ceremony_clock_starts", "probation_months"),
    "buoc-du-bi": ("member_file_days", "probation_months", "warn_days"),
    "buoc-ho-so-cong-nhan": ("probation_months",),
    "buoc-chi-bo-cong-nhan": ("vote_cell", "min_voters", "official_review_days", "official_decision_days"),
    "buoc-quyet-dinh-cong-nhan": ("vote_standing", "probation_months", "official_decision_days"),
    "buoc-cong-bo-the": ("card_digits",),
    "thoi-han": ("first_day_counted", "decision_extension_days", "official_extension_days", "warn_days"),
    "chuyen-sinh-hoat": (
        "transfer_start_days", "transfer_present_days", "transfer_abroad_days", "transfer_abroad_stay_days",
        "transfer_missing_months", "transfer_slip_months", "temporary_min_months", "temporary_max_months",
        "temporary_study_months",
    ),
    "xoa-ten-du-bi": ("vote_cell", "vote_committee", "vote_standing"),
    "nhat-ky": ("audit_keep_months",),
}  # fmt: skip
"""Help page → the rules it is about, by their names."""


@dataclass(frozen=True)
class RuleLine:
    """A rule as people read it: what it is called, its value in words, where it stands (with its mark)."""

    label: str
    value: str
    source: str


@dataclass(frozen=True)
class StepHelp:
    """The forms and the rules of one help page; both empty for pages that are not about a step."""

    forms: tuple[PaperForm, ...]
    rules: tuple[RuleLine, ...]


def step_help(slug: str, day: date) -> StepHelp:
    """What the page prints on a day, amendments for everybody included (two queries; none for other pages)."""
    codes = [code for item in DEFINITIONS.values() if item.help == slug for code in item.forms]
    forms = tuple(paper_form(code, day) for code in dict.fromkeys(codes))
    return StepHelp(forms, rule_lines(RULES.get(slug, ()), day))


def rule_lines(names: Iterable[str], day: date) -> tuple[RuleLine, ...]:
    """Rules of a day as people read them, amendments for everybody included; asks nothing when none is named."""
    called = [(rules.names()[name], name) for name in names]
    today = Regulations.load().on(day) if called else None
    found = [(name, getattr(today, attribute)) for name, attribute in called]
    return tuple(RuleLine(name.label, name.written(rule.value), rule.cited) for name, rule in found)

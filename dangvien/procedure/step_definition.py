"""What one kind of step is: who takes it, what its form asks, what has to stand before it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dangvien.models import Matter, Outcome, StepKind
from dangvien.permissions import Permission
from dangvien.procedure.order import Before


class Track(StrEnum):
    """Which part of the way a step belongs to: to admission, to recognition, or beside the way."""

    ADMISSION = "ket_nap"
    PROBATION = "cong_nhan"
    BESIDE = "ngoai_le"


@dataclass(frozen=True)
class StepDefinition:
    """One kind of step.

    `asks` are the fields of StepFacts its form shows, in order, besides the day. `before` gives the sentence why it
    cannot be recorded yet, or nothing. `forms` are the codes of the papers (fixtures/rules/forms.toml). `once`: a
    standing one forbids another. `help` is the slug of its page.
    """

    kind: StepKind
    state: str
    actor: str
    track: Track
    permission: Permission
    before: Before
    asks: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    matters: tuple[Matter, ...] = ()
    once: bool = False
    help: str = ""


CELL = Permission.RECORD_CANDIDATE
COMMITTEE = Permission.RECORD_ADMISSION
RECOGNITION = Permission.RECORD_RECOGNITION

YES_NO = (Outcome.DONG_Y, Outcome.KHONG_DONG_Y)
OPINIONS = (Outcome.DONG_Y, Outcome.KHONG_DONG_Y, Outcome.Y_KIEN_KHAC)
DECISION = ("decision", "vote", "outcome")

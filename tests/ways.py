"""Walking a case along its way in tests: each step recorded through the real action, with facts that fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

from dangvien import rules
from dangvien.actions.casework import record
from dangvien.actions.progress import refresh_candidate
from dangvien.models import (
    Candidate,
    Case,
    Enrollment,
    Matter,
    Member,
    Organization,
    Outcome,
    Step,
    StepKind,
    TrainingClass,
    User,
)
from dangvien.procedure.facts import DecisionFacts, StepFacts, VoteFacts
from tests import factories

_numbers = count(1)


@dataclass
class Walk:
    """One candidate of a cell, and everything needed to record any step of theirs.

    `step(kind, day, **facts)` records one step with facts that fit unless others are given; `until(kind)` records every
    step up to and with that one, one a day, beginning on `begins_on`.
    """

    by: User
    cell: Organization
    decider: Organization
    begins_on: date = date(2024, 1, 8)
    today: date = date(2026, 1, 15)
    birth: date = date(1998, 2, 3)
    name: str = ""
    series: int = 2000
    """Numbers of decisions are counted from here: apart from those a register has already."""
    helpers_since: date = date(2015, 5, 19)
    elsewhere: Organization | None = None
    """The cell to which the person moves, when a move is recorded."""
    candidate: Candidate = field(init=False)
    helpers: list[Member] = field(init=False)

    def __post_init__(self) -> None:
        self.candidate = factories.candidate(self.cell, self.name, self.begins_on, self.birth)
        self.helpers = [factories.member(self.cell, "", self.helpers_since) for _ in range(3)]
        self.guide = factories.member(self.elsewhere) if self.elsewhere else None
        self.day = self.begins_on

    @property
    def member(self) -> Member:
        return Member.objects.get(person=self.candidate.person)

    @property
    def case(self) -> Case:
        return Case.objects.get(candidate=self.candidate)

    @property
    def probation(self) -> Case:
        return Case.objects.get(member=self.member)

    def certify(self, issued_on: date, kind: TrainingClass.Kind = TrainingClass.Kind.NHAN_THUC) -> Enrollment:
        """The person has learned in a class and holds its certificate."""
        held = factories.training_class(self.decider, ends_on=issued_on)
        held.kind = kind
        held.save()
        earned = factories.certificate(self.candidate, held, issued_on)
        refresh_candidate(self.candidate, self.today)
        return earned

    def facts(self, kind: StepKind, day: date, **given: Any) -> StepFacts:
        """Facts that fit a step, with those given in their place."""
        number = next(_numbers)
        vote = VoteFacts(convened=9, present=8, agree=8)
        fitting: dict[StepKind, dict[str, Any]] = {
            StepKind.VAO_DANH_SACH: {"number": "05-NQ/CB", "helper": self.helpers[0]},
            StepKind.DUOC_LAM_THU_TUC: {"number": "12-TB/ĐU", "basis_number": "06-NQ/CB", "basis_on": day},
            StepKind.LY_LICH: {"count": 12, "outcome": Outcome.DA_GIAP_LAI},
            StepKind.GUI_THAM_TRA: {"matter": "ban_than", "body": "Đảng ủy xã Vĩnh Thủy", "number": "03-CV/ĐU"},
            StepKind.TRA_LOI_THAM_TRA: {"outcome": Outcome.DUNG, "number": "09-CV/ĐU"},
            StepKind.MIEN_THAM_TRA: {"matter": "ban_than", "outcome": Outcome.CUNG_DIA_PHUONG},
            StepKind.GIOI_THIEU_DANG_VIEN: {"helper": self.helpers[0], "count": 24},
            StepKind.GIOI_THIEU_DOAN_THE: {"body": "doan_thanh_nien", "number": "04-NQ/ĐTN"},
            StepKind.Y_KIEN_DOAN_THE: {"body": "Hội Phụ nữ", "outcome": Outcome.DONG_Y},
            StepKind.Y_KIEN_CU_TRU: {"body": "Chi ủy khu phố", "outcome": Outcome.DONG_Y},
            StepKind.CHUNG_NHAN_LY_LICH: {"basis_on": day, "outcome": Outcome.DU_DIEU_KIEN, "signer": "Trần Văn Ký"},
            StepKind.NQ_CHI_BO: {"number": "07-NQ/CB", "vote": vote},
            StepKind.THAM_DINH_BO_PHAN: {"number": "02-BC/ĐU", "outcome": Outcome.DONG_Y},
            StepKind.NQ_DANG_UY: {"number": "15-NQ/ĐU", "vote": vote},
            StepKind.TRINH: {"number": "21-TTr/BTC", "outcome": Outcome.DU},
            StepKind.QUYET_DINH_KET_NAP: {
                "decision": DecisionFacts(self.decider, self.series + number, "TU", day),
                "vote": vote,
                "outcome": Outcome.DONG_Y,
            },
            StepKind.LE_KET_NAP: {"helper": self.helpers[0]},
            StepKind.HO_SO_DANG_VIEN: {"number": f"{43_000 + number:06d} QT"},
            StepKind.PHAN_CONG_GIUP_DO: {"helper": self.helpers[1], "number": "08-NQ/CB"},
            StepKind.NHAN_XET_GIUP_DO: {"helper": self.helpers[0]},
            StepKind.NQ_CHI_BO_CONG_NHAN: {"number": "17-NQ/CB", "vote": vote},
            StepKind.THAM_DINH_CONG_NHAN: {"number": "12-BC/ĐU", "outcome": Outcome.DONG_Y},
            StepKind.NQ_DANG_UY_CONG_NHAN: {"number": "25-NQ/ĐU", "vote": vote},
            StepKind.QUYET_DINH_CONG_NHAN: {
                "decision": DecisionFacts(self.decider, self.series + number, "TU", day),
                "vote": vote,
                "outcome": Outcome.DONG_Y,
            },
            StepKind.PHAT_THE: {
                "number": f"{number:0{rules.on(day).card_digits.value}d}",
                "body": "Ban Tổ chức Trung ương",
            },
            StepKind.HUY_QUYET_DINH: {"decision": DecisionFacts(self.decider, self.series + number, "TU", day)},
            StepKind.HUY_KET_NAP: {"decision": DecisionFacts(self.decider, self.series + number, "TU", day)},
            StepKind.LAM_LAI_QUYET_DINH: {"decision": DecisionFacts(self.decider, self.series + number, "TU", day)},
            StepKind.NQ_CHI_BO_XOA_TEN: {"number": "18-NQ/CB", "vote": vote},
            StepKind.NQ_DANG_UY_XOA_TEN: {"number": "28-NQ/ĐU", "vote": vote},
            StepKind.QUYET_DINH_XOA_TEN: {
                "decision": DecisionFacts(self.decider, self.series + number, "TU", day),
                "vote": vote,
            },
            StepKind.CHUYEN_NOI: {"organization": self.elsewhere},
            StepKind.CHUYEN_HO_SO: {"number": "31-CV/ĐU"},
            StepKind.TIEP_NHAN: {"organization": self.elsewhere, "helper": self.guide},
            StepKind.VAN_BAN_DONG_Y: {"matter": Matter.TRINH_DO, "number": "77-CV/TU"},
            StepKind.GIA_HAN: {"matter": Matter.QUYET_DINH_KET_NAP, "number": "78-CV/TU"},
            StepKind.DAC_BIET: {"matter": Matter.UY_TIN},
            StepKind.THOI_THEO_DOI: {"outcome": Outcome.TU_XIN_THOI},
        }
        return StepFacts(**{"kind": kind, "occurred_on": day, **fitting.get(kind, {}), **given})

    def step(self, kind: StepKind, day: date | None = None, **given: Any) -> Step:
        """Record one step on a day (the day after the last one when none is given)."""
        self.day = day or self.day + timedelta(days=1)
        subject: Candidate | Member = self.member if self._is_member() else self.candidate
        if kind == StepKind.TRA_LOI_THAM_TRA and "answers" not in given:
            given["answers"] = self.candidate.steps.filter(kind=StepKind.GUI_THAM_TRA).latest("pk")
        subject.refresh_from_db()
        return record(by=self.by, subject=subject, facts=self.facts(kind, self.day, **given), today=self.today)

    def _is_member(self) -> bool:
        return Member.objects.filter(person=self.candidate.person, organization__isnull=False).exists()

    def until(self, kind: StepKind) -> Walk:
        """Every step of the ordinary way up to this one: a khu phố youth introduced by the Youth Union."""
        for next_kind in WAY[: WAY.index(kind) + 1]:
            if next_kind == StepKind.DUOC_LAM_THU_TUC and not self.candidate.person.enrollments.exists():
                self.certify(self.day + timedelta(days=10))
                self.day += timedelta(days=11)
            if next_kind == StepKind.TU_KIEM_DIEM:
                admitted_on = self.member.admitted_on
                assert admitted_on is not None
                self.day = admitted_on.replace(year=admitted_on.year + 1)
                self.certify(self.day, TrainingClass.Kind.DANG_VIEN_MOI)
            self.step(next_kind)
        return self


WAY = [
    StepKind.VAO_DANH_SACH,
    StepKind.DUOC_LAM_THU_TUC,
    StepKind.DON,
    StepKind.LY_LICH,
    StepKind.GUI_THAM_TRA,
    StepKind.TRA_LOI_THAM_TRA,
    StepKind.GIOI_THIEU_DOAN_THE,
    StepKind.GIOI_THIEU_DANG_VIEN,
    StepKind.Y_KIEN_DOAN_THE,
    StepKind.Y_KIEN_CU_TRU,
    StepKind.CHUNG_NHAN_LY_LICH,
    StepKind.NQ_CHI_BO,
    StepKind.NQ_DANG_UY,
    StepKind.TRINH,
    StepKind.QUYET_DINH_KET_NAP,
    StepKind.NHAN_QUYET_DINH,
    StepKind.LE_KET_NAP,
    StepKind.HO_SO_DANG_VIEN,
    StepKind.TU_KIEM_DIEM,
    StepKind.NHAN_XET_GIUP_DO,
    StepKind.Y_KIEN_DOAN_THE,
    StepKind.Y_KIEN_CU_TRU,
    StepKind.NQ_CHI_BO_CONG_NHAN,
    StepKind.NQ_DANG_UY_CONG_NHAN,
    StepKind.QUYET_DINH_CONG_NHAN,
    StepKind.CONG_BO,
    StepKind.PHAT_THE,
]
"""The ordinary way in era A: a khu phố cell under the đảng ủy of a ward, which the city's committee stands above."""

"""The screen of one case, read at once: where it stands, what is done, due and missing, what may be done next.

Pure reading of a `CaseFile`, and of the few rows it does not hold: what was reversed, what runs, how places are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dangvien.models import CaseState, Clock, Deadline, Member, Outcome, Step, StepKind, Vote
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.due import Horizon
from dangvien.procedure.moves import must_cancel, pending_move
from dangvien.procedure.places import Place, places_of
from dangvien.procedure.problem import Problem
from dangvien.procedure.progress_lists import Due
from dangvien.procedure.standing import Standing, admission_standing, probation_standing
from dangvien.procedure.wayline import Line, LineState, Subject, WayReader
from dangvien.scope import Scope
from dangvien.text import day_full

TO_THE_NEW_PLACE = "Chuyển hồ sơ đến nơi mới"


@dataclass(frozen=True)
class CasePage:
    """Everything the screen of one case shows."""

    case: CaseFile
    subject: Subject
    standing: Standing
    lines: tuple[Line, ...]
    beside: tuple[Line, ...]
    deadlines: tuple[tuple[Deadline, Due], ...]
    warnings: tuple[Problem, ...]
    missing: tuple[str, ...]
    milestone: str
    reversed: tuple[Step, ...]
    places: Mapping[int, Place]

    @property
    def next(self) -> Line | None:
        """The one thing to do now."""
        return next((line for line in self.lines if line.state is LineState.NEXT), self._of_the_move)

    @property
    def moved(self) -> Step | None:
        """The move of a candidate whom the new place has not taken in yet."""
        return pending_move(self.case) if self.standing.is_open and not isinstance(self.subject, Member) else None

    @property
    def destination(self) -> str:
        """Where that move leads."""
        moved = self.moved
        if moved is None or moved.organization is None:
            return moved.body if moved else ""
        place = self.places.get(moved.organization.pk)
        name = str(place or moved.organization.name_on(moved.occurred_on))
        return f"{name}, {place.above}" if place and place.above else name

    @property
    def _of_the_move(self) -> Line | None:
        """What a move asks of the old place now: to cancel a decision that came too late, or to send the dossier."""
        if self.moved is None:
            return None
        wanted = StepKind.HUY_QUYET_DINH if must_cancel(self.case) else StepKind.CHUYEN_HO_SO
        found = next((line for line in self.beside if line.kind is wanted), None)
        return replace(found, title=TO_THE_NEW_PLACE) if found and wanted is StepKind.CHUYEN_HO_SO else found

    @property
    def lacks_schooling(self) -> bool:
        """Whether a candidate's general education is not known (K05 asks for it)."""
        held = self.case.standing
        return not isinstance(self.subject, Member) and not (held and held.general_education)

    @property
    def days(self) -> int:
        """Since how many days the case stands where it stands."""
        return (self.case.today - self.standing.since).days

    @property
    def verifications(self) -> list[tuple[Step, Step | None]]:
        """Each place asked (or exempt), with its answer."""
        answers = {step.answers_id: step for step in self._own(StepKind.TRA_LOI_THAM_TRA)}
        asked = self._own(StepKind.GUI_THAM_TRA, StepKind.MIEN_THAM_TRA)
        return [(step, answers.get(step.pk)) for step in asked]

    @property
    def introducers(self) -> list[Step]:
        return self._own(StepKind.GIOI_THIEU_DANG_VIEN, StepKind.GIOI_THIEU_DOAN_THE)

    @property
    def ballots(self) -> list[tuple[Step, Vote]]:
        return [(step, step.vote) for step in self._own(*StepKind) if getattr(step, "vote", None) is not None]

    @property
    def special(self) -> list[Step]:
        """Special cases, consents and extensions."""
        return self._own(StepKind.DAC_BIET, StepKind.VAN_BAN_DONG_Y, StepKind.GIA_HAN)

    def _own(self, *kinds: StepKind) -> list[Step]:
        """Steps of this part of the way: the probation's page leaves the candidate's to the candidate's page."""
        found = self.case.all(*kinds)
        return [step for step in found if step.probationer_id] if isinstance(self.subject, Member) else found


def case_page(case: CaseFile, subject: Subject, scope: Scope) -> CasePage:
    """Read everything the screen of a case shows (five queries beside the file's own)."""
    if isinstance(subject, Member):
        standing = probation_standing(case)
        steps, runs = scope.steps.filter(probationer=subject), scope.deadlines.filter(case__member=subject)
    else:
        standing = admission_standing(case)
        steps, runs = scope.steps.filter(candidate=subject), scope.deadlines.filter(case__candidate=subject)
    gone = steps.filter(reversed_by__isnull=False).select_related("reversed_by__recorded_by", "decision").in_order()
    places = places_of([case.organization.pk, *_organizations(case.steps)], case.today)
    found = WayReader(case, subject, standing, places)
    lines = tuple(found.lines())
    milestone, missing = found.missing()
    horizon = Horizon.of(scope)
    return CasePage(
        case=case,
        subject=subject,
        standing=standing,
        lines=lines,
        beside=tuple(found.beside()) if standing.is_open else (),
        deadlines=tuple(
            (row, Due(row.due_on, case.today))
            for row in runs.select_related("step").in_order()
            if _is_near(row, horizon)
        ),
        warnings=tuple(found.warnings(lines)),
        missing=missing,
        milestone=milestone,
        reversed=tuple(gone),
        places=places,
    )


def _is_near(row: Deadline, horizon: Horizon) -> bool:
    """Whether a clock is worth a line: the end of a certificate years ahead stands beside the certificate itself."""
    return row.clock != Clock.GIAY_CHUNG_NHAN or row.due_on <= horizon.certificates_until


def next_step(case: CaseFile, subject: Subject) -> StepKind | None:
    """The one step to record next, or None."""
    standing = probation_standing(case) if isinstance(subject, Member) else admission_standing(case)
    return WayReader(case, subject, standing, {}).following()


def _organizations(steps: Iterable[Step]) -> Iterator[int]:
    for step in steps:
        yield from (key for key in (step.organization_id, step.origin_id) if key is not None)


def state_tone(state: CaseState) -> str:
    """How a state is coloured beside being read."""
    if state.startswith("X"):
        return "over" if state not in (CaseState.X06, CaseState.X09, CaseState.X11) else "warn"
    return "good" if state in (CaseState.S19, CaseState.D08, CaseState.D09, CaseState.D10) else ""


INPUT_WORDS: Mapping[str, str] = {
    "bat_dau": "bắt đầu", "can": "cần", "can_cu": "số làm căn cứ", "cap": "ngày cấp", "chinh_thuc": "chính thức",
    "cho": "còn chờ", "chu_doanh_nghiep": "chủ doanh nghiệp", "chung_nhan": "ngày chứng nhận", "chuyen": "ngày chuyển",
    "co": "có", "co_doan": "có tổ chức Đoàn", "co_ten_xa": "nơi ở có tên xã", "co_van_ban": "có văn bản",
    "co_van_de": "có vấn đề cần kết luận", "da_ghi": "đã ghi", "dang_vien": "số đảng viên giới thiệu", "dat": "đạt",
    "doan_vien": "là đoàn viên", "du_bi": "dự bị", "dung": "đúng", "duong": "cách giới thiệu", "giay_cu": "giấy đã cũ",
    "gioi_han": "giới hạn", "gui": "ngày gửi", "han": "hạn", "het": "hết", "het_du_bi": "hết dự bị", "hoc_sinh":
    "là học sinh", "hoc_van": "học vấn", "hop": "ngày họp", "ket_luan": "kết luận", "ket_qua": "kết quả",
    "ket_thuc": "kết thúc", "khop_noi_o": "khớp nơi ở", "lan": "lần", "lap": "ngày lập hồ sơ", "le": "ngày lễ",
    "ly_do": "lý do", "mo_hinh": "mô hình tổ chức", "muc": "mức phải có", "ngay": "ngày", "nguoi_khac": "người khác",
    "nhac": "nhắc trước", "nhom": "nhóm", "nuoc_ngoai": "ở nước ngoài", "qua_han": "quá hạn", "ra_ngay": "ngày ra",
    "sau": "giấy có sau", "sinh": "ngày sinh", "so_lan": "số lần", "tan_thanh": "tán thành", "thang": "số tháng",
    "thay": "người thay", "ton_giao": "tôn giáo", "tren_giay": "ngày trên giấy", "trieu_tap": "triệu tập",
    "tu": "từ ngày", "tuoi": "tuổi", "uy_tin": "người có uy tín", "vung": "vùng khó khăn",
    "xoa_an_tich": "xóa án tích", "y_kien": "ngày có ý kiến", "y_kien_cha_me": "ý kiến cha mẹ",
}  # fmt: skip
"""What a check's input is called on the screen; a name that is not here is shown as it is stored."""


def told_inputs(inputs: Mapping[str, object]) -> list[tuple[str, str]]:
    """What a check looked at, as people read it: days as days, yes and no in words."""
    return [(INPUT_WORDS.get(name, name.replace("_", " ")), _said(value)) for name, value in inputs.items()]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return day_full(date.fromisoformat(value))
    if isinstance(value, str) and value in Outcome.values:
        return str(Outcome(value).label).lower()
    return "–" if value is None or value == "" else str(value)

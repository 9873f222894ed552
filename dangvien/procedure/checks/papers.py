"""K07–K09, K11, K17, K18: the certificate, papers that grew old, and papers that must precede the cell's meeting.

K10 and K43 are asked when a certificate is written (results.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien.dates import add_months
from dangvien.models import Outcome, Step, StepKind, TrainingClass
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, at_no_step, day_input
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from dangvien.procedure.standing import is_short
from dangvien.procedure.terms import ageing_papers, dossier_counts_from
from dangvien.rules import Rule
from dangvien.text import day_short, join_vi


def certificate_held(case: CaseFile, day: date, called: str = "Ngày vừa nhập") -> Found:
    """K07: a certificate issued by the day, with number and issuer. `called` names the day in the sentence."""
    source = source_of("K07", day)
    newest = case.certificate(day)
    inputs: Inputs = {"ngay": day_input(day), "cap": day_input(newest.certificate_on if newest else None)}
    if newest is None:
        return _not_held(case, day, called, source, inputs)
    missing = []
    if not newest.certificate_number:
        missing.append("số giấy")
    if not newest.training_class.issuer_on(newest.certificate_on or day):
        missing.append("nơi cấp")
    if missing:
        return Found(
            f"Giấy chứng nhận lớp bồi dưỡng của {case.person} chưa ghi {join_vi(missing)}. Bổ sung ở kết quả lớp.",
            source,
            inputs,
            field="",
        )
    return Found(source=source, inputs=inputs)


def _not_held(case: CaseFile, day: date, called: str, source: str, inputs: Inputs) -> Found:
    later = [
        (item.certificate_on, item.certificate_number)
        for item in case.enrolled(TrainingClass.Kind.NHAN_THUC)
        if item.certificate_on
    ]
    if later:
        issued_on, number = min(later)
        return Found(
            f"{called} ({day_short(day)}) sớm hơn ngày cấp giấy chứng nhận số {number} ({day_short(issued_on)}). "
            "Kiểm tra lại hai ngày này.",
            source,
            inputs,
            field="occurred_on",
        )
    return Found(
        f"{case.person} chưa có giấy chứng nhận lớp bồi dưỡng nhận thức về Đảng cấp trước ngày {day_short(day)}. "
        "Ghi kết quả lớp trước.",
        source,
        inputs,
    )


@dataclass(frozen=True)
class Held:
    """A certificate on a day: its number, its own day, the rule of its life, and whether it had run out by then."""

    number: str
    issued_on: date
    rule: Rule[int]
    is_over: bool


def certificate_on(case: CaseFile, day: date) -> Held | None:
    """The newest certificate of a day; None without one."""
    rule = case.rules_on(day).certificate_valid_months
    newest = case.certificate(day)
    if newest is None or newest.certificate_on is None:
        return None
    over = day > add_months(newest.certificate_on, rule.value)
    return Held(newest.certificate_number, newest.certificate_on, rule, over)


def certificate_too_old(case: CaseFile, facts: StepFacts) -> Found | None:
    """K08: the certificate is older than 60 months on the day of the meeting (06-HD/TW, 5.4b)."""
    day = facts.occurred_on
    rule, held = case.rules_on(day).certificate_valid_months, certificate_on(case, day)
    inputs: Inputs = {
        "ngay": day_input(day), "cap": day_input(held.issued_on if held else None), "thang": rule.value
    }  # fmt: skip
    if held is None:
        if facts.kind == StepKind.DUOC_LAM_THU_TUC:
            return None  # K07 says so
        return Found(
            f"Không có giấy chứng nhận lớp bồi dưỡng nào của {case.person} cấp trước ngày {day_short(day)}. "
            "Ghi kết quả lớp trước.",
            rule.cited,
            inputs,
        )
    if not held.is_over:
        return Found(source=rule.cited, inputs=inputs)
    return Found(
        f"Giấy chứng nhận số {held.number} cấp ngày {day_short(held.issued_on)} đã quá {rule.value} tháng vào ngày "
        f"{day_short(day)}, không dùng được nữa. Cử học lại lớp bồi dưỡng rồi mới xét.",
        rule.cited,
        inputs,
    )


def certificate_runs_out(case: CaseFile) -> Found | None:
    """K09: the certificate runs out within the months of the reminder, or has, and the cell has not voted."""
    if case.candidate is None or case.candidate.closed_on or case.own_admission:
        return None
    if case.resolution and not is_short(case.resolution):
        return None  # with too few votes the cell may vote again: the certificate goes on ageing
    newest = case.certificate(case.today)
    if newest is None or newest.certificate_on is None:
        return None
    rules = case.rules_on(case.today)
    ends = add_months(newest.certificate_on, rules.certificate_valid_months.value)
    warn = rules.certificate_warn_months
    inputs: Inputs = {"cap": day_input(newest.certificate_on), "het": day_input(ends), "nhac": warn.value}
    if ends > add_months(case.today, warn.value):
        return Found(source=rules.certificate_valid_months.cited, inputs=inputs)
    told = f"còn giá trị đến ngày {day_short(ends)}" if ends >= case.today else f"đã hết giá trị ngày {day_short(ends)}"
    mend = "Chi bộ xét trước ngày ấy" if ends >= case.today else "Cử học lại lớp bồi dưỡng"
    return Found(
        f"Giấy chứng nhận số {newest.certificate_number} của {case.person} {told}. {mend}.",
        rules.certificate_valid_months.cited,
        inputs,
    )


def papers_too_old(case: CaseFile, facts: StepFacts) -> Found | None:
    """K11: a dossier older than 12 months whose papers were not made anew, or a paper of its own older than that.

    From when the months count is what the clock of the dossier shows too (`dossier_counts_from`; 06-HD/TW, 5.4a).
    """
    day = facts.occurred_on
    begun = dossier_counts_from(case, day)
    rule = case.rules_on(begun or day).dossier_stale_months
    ends = add_months(begun, rule.value) if begun else None
    stale = ends is not None and day > ends
    since = ends if ends is not None and stale else add_months(day, -rule.value)
    old = [paper.name for paper in ageing_papers(case, since, day, wanted=stale) if paper.renewed_on is None]
    inputs: Inputs = {
        "lap": day_input(begun), "ngay": day_input(day), "thang": rule.value, "qua_han": stale, "giay_cu": len(old)
    }  # fmt: skip
    if not old:
        return Found(source=rule.cited, inputs=inputs)
    told = (
        f"Hồ sơ tính từ ngày {day_short(begun)} đã quá {rule.value} tháng vào ngày {day_short(day)}"
        if stale and begun
        else f"Có giấy đã quá {rule.value} tháng vào ngày {day_short(day)}"
    )
    return Found(f"{told}. Làm lại: {join_vi(old)}; ghi ngày mới rồi chi bộ xét.", rule.cited, inputs)


FIRST = {
    StepKind.DON: "đơn xin vào Đảng",
    StepKind.LY_LICH: "lý lịch",
    StepKind.GIOI_THIEU_DANG_VIEN: "giấy giới thiệu của đảng viên",
    StepKind.GIOI_THIEU_DOAN_THE: "nghị quyết giới thiệu của đoàn thể",
    StepKind.Y_KIEN_DOAN_THE: "ý kiến đoàn thể",
    StepKind.Y_KIEN_CU_TRU: "ý kiến chi ủy nơi cư trú",
}
"""What must be written before the cell meets, in the order of 06-HD/TW, point 3."""


def before_its_papers(case: CaseFile, facts: StepFacts) -> Found | None:
    """K17: the meeting is dated before a paper it has to look at."""
    day = facts.occurred_on
    firsts = {name: _first(case.all(kind)) for kind, name in FIRST.items()}
    certificates = [e.certificate_on for e in case.enrolled(TrainingClass.Kind.NHAN_THUC) if e.certificate_on]
    firsts["giấy chứng nhận lớp bồi dưỡng"] = min(certificates, default=None)
    late = [f"{name} ({day_short(first)})" for name, first in firsts.items() if first is not None and first > day]
    source = source_of("K17", day)
    inputs: Inputs = {"ngay": day_input(day), "sau": len(late)}
    if not late:
        return Found(source=source, inputs=inputs)
    return Found(
        f"Ngày chi bộ họp ({day_short(day)}) trước ngày của {join_vi(late)}. Kiểm tra lại các ngày này.", source, inputs
    )


def _first(steps: list[Step]) -> date | None:
    return steps[0].occurred_on if steps else None


def not_certified(case: CaseFile, facts: StepFacts) -> Found | None:
    """K18: the committee has not certified the lý lịch, as it stands now, by the day of the meeting."""
    day = facts.occurred_on
    history = case.last(StepKind.LY_LICH)
    since = history.occurred_on if history else date.min
    made = [s for s in case.all(StepKind.CHUNG_NHAN_LY_LICH) if since <= s.occurred_on <= day]
    source = source_of("K18", day)
    inputs: Inputs = {
        "ngay": day_input(day),
        "chung_nhan": day_input(made[-1].occurred_on if made else None),
        "ket_qua": made[-1].outcome if made else "",
    }
    if not made:
        return Found(
            f"Lý lịch của {case.person} chưa được cấp ủy chứng nhận trước ngày {day_short(day)}. "
            "Ghi bước “Cấp ủy chứng nhận lý lịch” trước.",
            source,
            inputs,
        )
    if made[-1].outcome == Outcome.KHONG_DU_DIEU_KIEN:
        return Found(
            f"Cấp ủy đã chứng nhận lý lịch của {case.person} không đủ điều kiện (ngày "
            f"{day_short(made[-1].occurred_on)}). Hỏi cấp ủy; có chứng nhận mới thì ghi rồi mới xét.",
            source,
            inputs,
        )
    return Found(source=source, inputs=inputs)


def _held_at_the_start(case: CaseFile, facts: StepFacts) -> Found | None:
    return certificate_held(case, facts.occurred_on, "Ngày được đồng ý làm thủ tục")


AT_MEETING = (StepKind.NQ_CHI_BO,)

CHECKS = (
    Check("K07", "Có giấy chứng nhận lớp bồi dưỡng", Level.REFUSE, (StepKind.DUOC_LAM_THU_TUC,), _held_at_the_start),
    Check(
        "K08",
        "Giấy chứng nhận còn giá trị",
        Level.REFUSE,
        (StepKind.DUOC_LAM_THU_TUC, StepKind.NQ_CHI_BO),
        certificate_too_old,
    ),
    Check("K09", "Giấy chứng nhận sắp hết giá trị", Level.WARN, (), at_no_step, daily=certificate_runs_out),
    Check("K11", "Giấy tờ trong hồ sơ còn mới", Level.REFUSE, AT_MEETING, papers_too_old),
    Check("K17", "Chi bộ họp sau khi có đủ giấy tờ", Level.REFUSE, AT_MEETING, before_its_papers, field="occurred_on"),
    Check("K18", "Lý lịch đã được chứng nhận", Level.REFUSE, AT_MEETING, not_certified),
)

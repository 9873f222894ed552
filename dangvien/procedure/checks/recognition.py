"""K36–K38: not before the end of probation, on the day that follows from it, with the class for new members."""

from __future__ import annotations

from dangvien.models import Matter, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, day_input, says_no
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from dangvien.text import day_short


def too_early(case: CaseFile, facts: StepFacts) -> Found | None:
    """K36: a paper of recognition dated before the end of probation (294-QĐ/TW, 4.2.1; 06-HD/TW, 4.2)."""
    begun, ends = case.admitted_on, case.probation_ends_on
    if begun is None or ends is None:
        return None
    rule = case.rules_on(begun).probation_months
    day = facts.occurred_on
    inputs: Inputs = {"le": day_input(begun), "het_du_bi": day_input(ends), "ngay": day_input(day)}
    if day >= ends:
        return Found(source=rule.cited, inputs=inputs)
    decides = facts.kind == StepKind.QUYET_DINH_CONG_NHAN
    called = "Ngày quyết định công nhận" if decides else f"Ngày của bước “{facts.kind.label}”"
    return Found(
        f"{called} ({day_short(day)}) sớm hơn {rule.value} tháng kể từ ngày kết nạp ({day_short(begun)}); sớm nhất là "
        f"{day_short(ends)}. Kiểm tra lại hai ngày này.",
        rule.cited,
        inputs,
    )


def another_official_day(case: CaseFile, facts: StepFacts) -> Found | None:
    """K37: the paper gives another official day than the end of probation (294-QĐ/TW, 4.2.2)."""
    ends = case.probation_ends_on
    if ends is None or says_no(facts):
        return None
    source = source_of("K37", facts.occurred_on)
    inputs: Inputs = {"tren_giay": day_input(facts.basis_on), "het_du_bi": day_input(ends)}
    if facts.basis_on is None or facts.basis_on == ends:
        return Found(source=source, inputs=inputs)
    return Found(
        f"Ngày chính thức trên giấy ({day_short(facts.basis_on)}) khác ngày hết thời gian dự bị ({day_short(ends)}). "
        "Đề nghị nơi ra quyết định xem lại; nếu có quyết định đính chính thì ghi bước “Văn bản đồng ý của cấp trên” "
        "trước.",
        source,
        inputs,
    )


def class_not_attended(case: CaseFile, facts: StepFacts) -> Found | None:
    """K38: no certificate of the class for new members by the day of the meeting (06-HD/TW, 4.1)."""
    held = case.new_member_certificate
    given = held.certificate_on if held else None
    source = source_of("K38", facts.occurred_on)
    inputs: Inputs = {"cap": day_input(given), "ngay": day_input(facts.occurred_on)}
    if given is not None and given <= facts.occurred_on:
        return Found(source=source, inputs=inputs)
    return Found(
        f"{case.person} chưa có giấy chứng nhận lớp bồi dưỡng đảng viên mới cấp trước ngày "
        f"{day_short(facts.occurred_on)}. Ghi kết quả lớp trước.",
        source,
        inputs,
    )


CHECKS = (
    Check(
        "K36",
        "Hết thời gian dự bị",
        Level.REFUSE,
        (
            StepKind.TU_KIEM_DIEM,
            StepKind.NHAN_XET_GIUP_DO,
            StepKind.NQ_CHI_BO_CONG_NHAN,
            StepKind.QUYET_DINH_CONG_NHAN,
        ),
        too_early,
        field="occurred_on",
    ),
    Check(
        "K37",
        "Ngày chính thức",
        Level.REFUSE,
        (StepKind.QUYET_DINH_CONG_NHAN,),
        another_official_day,
        consent=Matter.DINH_CHINH_NGAY,
        field="basis_on",
    ),
    Check("K38", "Lớp đảng viên mới", Level.REFUSE, (StepKind.NQ_CHI_BO_CONG_NHAN,), class_not_attended),
)

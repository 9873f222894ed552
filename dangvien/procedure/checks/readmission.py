"""K26–K29: somebody who was a member before: how long they have been out, why they left, who consents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien.dates import add_months
from dangvien.models import Kind, Matter, Outcome, Step, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, day_input, says_no
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from dangvien.text import day_short, lower_first


@dataclass(frozen=True)
class Leaving:
    """How the person left the Party: by the ledger, else by the note of the case (of members of other places).

    `kind` is empty when only the note tells it; `left_on` is None when the note does not say the day. `times` is how
    often they were admitted and left.
    """

    left_on: date | None
    kind: str
    note: Step | None
    times: int


def leaving_of(case: CaseFile) -> Leaving | None:
    """None for somebody who was never a member, or whose membership was restored."""
    note = case.flag(Matter.KET_NAP_LAI)
    gone = {line.pk for line in case.departures}
    out = []
    for line in case.lines:
        if line.pk in gone:
            out.append(line)
        elif line.kind == Kind.PHUC_HOI and out:
            out.pop()
    if out:
        return Leaving(out[-1].occurred_on, out[-1].kind, note, len(out))
    return Leaving(note.basis_on, "", note, 1) if note else None


def too_soon(case: CaseFile, facts: StepFacts) -> Found | None:
    """K26: less than 36 months out, or less than 60 since a criminal record was cleared (294-QĐ/TW, 3.5.1b)."""
    left = leaving_of(case)
    if left is None:
        return None
    day, rules = facts.occurred_on, case.rules_on(facts.occurred_on)
    cleared = case.flag(Matter.XOA_AN_TICH)
    rule = rules.readmission_wait_after_record_months if cleared else rules.readmission_wait_months
    start = (cleared.basis_on or cleared.occurred_on) if cleared else left.left_on
    inputs: Inputs = {
        "tu": day_input(start), "ngay": day_input(day), "thang": rule.value, "xoa_an_tich": cleared is not None
    }  # fmt: skip
    if start is None:
        return Found(
            "Chưa biết ngày ra khỏi Đảng: ghi lại bước “Trường hợp đặc biệt: kết nạp lại” với ngày của quyết định cho "
            "ra khỏi Đảng.",
            rule.cited,
            inputs,
        )
    earliest = add_months(start, rule.value)
    if day >= earliest:
        return Found(source=rule.cited, inputs=inputs)
    since = "được xóa án tích" if cleared else "ra khỏi Đảng"
    return Found(
        f"{case.person} {since} ngày {day_short(start)}; phải đủ {rule.value} tháng mới xét kết nạp lại, sớm nhất là "
        f"ngày {day_short(earliest)}. Chờ đến ngày ấy.",
        rule.cited,
        inputs,
    )


def reason_forbids(case: CaseFile, facts: StepFacts) -> Found | None:
    """K27: the reason of leaving rules readmission out (294-QĐ/TW, 3.5.2).

    The register keeps no reasons beyond the kind of line; the committee's conclusion on them is the note's outcome.
    """
    left = leaving_of(case)
    if left is None:
        return None
    source = source_of("K27", facts.occurred_on)
    outcome = left.note.outcome if left.note else ""
    inputs: Inputs = {"ly_do": left.kind, "ket_luan": outcome}
    if outcome == Outcome.DU_DIEU_KIEN:
        return Found(source=source, inputs=inputs)
    if outcome == Outcome.KHONG_DU_DIEU_KIEN:
        told = f"Lý do ra khỏi Đảng của {case.person} đã được kết luận là không thuộc diện xét kết nạp lại."
        return Found(told, source, inputs)
    if left.kind == Kind.XIN_RA:
        return Found(
            f"{case.person} đã xin ra khỏi Đảng: không kết nạp lại, trừ khi vì gia đình đặc biệt khó khăn. Nếu đúng "
            "như vậy thì ghi bước “Trường hợp đặc biệt: kết nạp lại”, kết quả “Đủ điều kiện”.",
            source,
            inputs,
        )
    told = f" ({lower_first(Kind(left.kind).label)})" if left.kind else ""
    return Found(
        f"Chưa có kết luận về lý do ra khỏi Đảng của {case.person}{told}. Đối chiếu quyết định cũ; ghi kết luận ở bước "
        "“Trường hợp đặc biệt: kết nạp lại”.",
        source,
        inputs,
        level=Level.WARN,
    )


def second_time(case: CaseFile, facts: StepFacts) -> Found | None:
    """K28: admitted again once already (294-QĐ/TW, 3.5.3)."""
    left = leaving_of(case)
    if left is None:
        return None
    source = source_of("K28", facts.occurred_on)
    inputs: Inputs = {"so_lan": left.times}
    if left.times < 2:
        return Found(source=source, inputs=inputs)
    return Found(
        f"{case.person} đã được kết nạp {left.times} lần và đều ra khỏi Đảng: chỉ kết nạp lại một lần.", source, inputs
    )


def without_consent(case: CaseFile, facts: StepFacts) -> Found | None:
    """K29: a readmission is decided with the written consent of the provincial standing committee (3.5.1b)."""
    left = leaving_of(case)
    if left is None or says_no(facts):
        return None
    return Found(
        f"Kết nạp lại {case.person} cần văn bản đồng ý của ban thường vụ tỉnh ủy, thành ủy. Có văn bản thì ghi bước "
        "“Văn bản đồng ý của cấp trên” trước.",
        source_of("K29", facts.occurred_on),
        {"ra_ngay": day_input(left.left_on), "so_lan": left.times},
    )


AT_MEETING = (StepKind.NQ_CHI_BO,)

CHECKS = (
    Check("K26", "Kết nạp lại: đủ thời gian", Level.REFUSE, AT_MEETING, too_soon),
    Check("K27", "Kết nạp lại: lý do ra khỏi Đảng", Level.REFUSE, AT_MEETING, reason_forbids),
    Check("K28", "Chỉ kết nạp lại một lần", Level.REFUSE, AT_MEETING, second_time),
    Check(
        "K29",
        "Kết nạp lại: văn bản đồng ý",
        Level.REFUSE,
        (StepKind.QUYET_DINH_KET_NAP,),
        without_consent,
        consent=Matter.KET_NAP_LAI,
    ),
)

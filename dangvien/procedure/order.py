"""What has to stand before a step: each condition gives the sentence why not yet, or nothing.

The order of the papers is that of 06-HD/TW, point 3; which organs exist on a case's way is the route's affair.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dangvien.models import Outcome, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.moves import not_moving
from dangvien.procedure.standing import is_short
from dangvien.text import day_short

Before = Callable[[CaseFile], str]


def every(*conditions: Before) -> Before:
    return lambda case: next((sentence for sentence in (ask(case) for ask in conditions) if sentence), "")


def on_the_way(case: CaseFile) -> str:
    if case.candidate is None:
        return "Hồ sơ kết nạp của đồng chí này không theo dõi trong sổ."
    if case.ceremony or (case.admission_line and case.admission_line.candidate_id == case.candidate.pk):
        return "Đã kết nạp."
    if case.candidate.closed_on is not None:
        return f"Đã thôi theo dõi từ ngày {day_short(case.candidate.closed_on)}."
    return ""


def need(sentence: str, *kinds: StepKind) -> Before:
    """One of these steps must stand."""
    return lambda case: "" if case.has(*kinds) else sentence


def resolution(case: CaseFile) -> str:
    return "" if case.resolution else "Chưa có nghị quyết của chi bộ đề nghị kết nạp."


def checked(case: CaseFile) -> str:
    """The report of the đảng ủy bộ phận, before the committee's resolution: that one asked for it on its own day."""
    if case.on_resolution(StepKind.NQ_DANG_UY):
        return ""
    if case.route.checking and not case.on_resolution(StepKind.THAM_DINH_BO_PHAN):
        return "Chưa có báo cáo thẩm định của đảng ủy bộ phận."
    return ""


def resolved(case: CaseFile) -> str:
    if case.route.resolving and not case.on_resolution(StepKind.NQ_DANG_UY):
        return "Chưa có nghị quyết của đảng ủy cơ sở."
    return ""


def submitted(case: CaseFile) -> str:
    found = case.on_resolution(StepKind.TRINH)
    if found is None:
        return "Chưa trình cấp có thẩm quyền."
    return "Hồ sơ trình còn thiếu giấy tờ: bổ sung và trình lại." if found.outcome == Outcome.THIEU else ""


def decided(case: CaseFile) -> str:
    return "" if case.admission_decision else "Chưa có quyết định kết nạp."


def undecided(case: CaseFile) -> str:
    return "Đã có quyết định kết nạp." if case.admission_decision else ""


def not_received(case: CaseFile) -> str:
    """The first receipt sets the term of the ceremony going; another one would give it more time."""
    found = case.received
    return f"Chi bộ đã nhận quyết định ngày {day_short(found.occurred_on)}." if found else ""


def received(case: CaseFile) -> str:
    return "" if case.received else "Chi bộ chưa nhận quyết định kết nạp."


def has_checking(case: CaseFile) -> str:
    return "" if case.route.checking else "Chi bộ này không thuộc đảng bộ bộ phận: không có bước này."


def has_resolving(case: CaseFile) -> str:
    if case.route.resolving:
        return ""
    return "Nghị quyết của chi bộ gửi thẳng lên cấp có thẩm quyền: không có bước này."


def on_probation(case: CaseFile) -> str:
    if case.member is None or case.member.organization_id is None:
        return "Chưa kết nạp."
    if case.member.admitted_on is None:
        return "Sổ chưa có ngày vào Đảng: bổ sung ngày này trước."
    return f"Đã chính thức từ ngày {day_short(case.member.official_on)}." if case.member.official_on else ""


def official(case: CaseFile) -> str:
    return (
        "" if case.member and case.member.official_on and case.member.organization_id else "Chưa công nhận chính thức."
    )


def probation_over(case: CaseFile) -> str:
    ends = case.probation_ends_on
    if ends is not None and ends > case.today:
        return f"Hết thời gian dự bị ngày {day_short(ends)}: làm sau ngày ấy."
    return ""


RECOGNITION_PAPERS = (
    ("bản tự kiểm điểm", StepKind.TU_KIEM_DIEM),
    ("nhận xét của đảng viên giúp đỡ", StepKind.NHAN_XET_GIUP_DO),
    ("ý kiến đoàn thể", StepKind.Y_KIEN_DOAN_THE),
    ("ý kiến chi ủy nơi cư trú", StepKind.Y_KIEN_CU_TRU),
)
"""The papers of the probation, all since the admission, that the cell's resolution on recognition rests on."""


def recognition_papers(case: CaseFile) -> str:
    begun, day = case.admitted_on or date.min, case.asked_on or case.today
    missing = [
        name
        for name, kind in RECOGNITION_PAPERS
        if not any(begun <= step.occurred_on <= day for step in case.all(kind))
    ]
    return f"Đến ngày {day_short(day)} chưa có {', '.join(missing)}." if missing else ""


def recognition(case: CaseFile) -> str:
    return "" if case.recognition else "Chưa có nghị quyết của chi bộ đề nghị công nhận."


def recognition_checked(case: CaseFile) -> str:
    if case.on_recognition(StepKind.NQ_DANG_UY_CONG_NHAN):
        return ""
    if case.route.checking and not case.on_recognition(StepKind.THAM_DINH_CONG_NHAN):
        return "Chưa có báo cáo thẩm định của đảng ủy bộ phận."
    return ""


def recognition_resolved(case: CaseFile) -> str:
    if case.route.resolving and not case.on_recognition(StepKind.NQ_DANG_UY_CONG_NHAN):
        return "Chưa có nghị quyết của đảng ủy cơ sở."
    return ""


def striking_voted_by_cell(case: CaseFile) -> str:
    vote = case.last(StepKind.NQ_CHI_BO_XOA_TEN)
    if vote is None or (case.admitted_on and vote.occurred_on < case.admitted_on):
        return "Chưa có nghị quyết của chi bộ đề nghị xóa tên."
    return "Chi bộ biểu quyết xóa tên không đủ phiếu." if is_short(vote) else ""


def striking_voted(case: CaseFile) -> str:
    if sentence := striking_voted_by_cell(case):
        return sentence
    vote = case.last(StepKind.NQ_CHI_BO_XOA_TEN)
    resolved = case.after(vote, StepKind.NQ_DANG_UY_XOA_TEN)
    if case.route.resolving and resolved is None:
        return "Chưa có nghị quyết của đảng ủy cơ sở."
    return "Đảng ủy cơ sở biểu quyết xóa tên không đủ phiếu." if is_short(resolved) else ""


def unanswered(case: CaseFile) -> str:
    return "" if case.open_requests else "Không có nơi nào còn chờ trả lời thẩm tra."


def extendable(case: CaseFile) -> str:
    admission = case.resolution and not case.admission_decision and not case.ceremony
    recognition = case.recognition and not (case.member and case.member.official_on)
    return "" if admission or recognition else "Không có thời hạn nào đang chạy để gia hạn."


def admitted_here(case: CaseFile) -> str:
    return "" if case.member and case.member.organization_id and case.admission_line else "Chưa kết nạp từ sổ này."


def reviewing(case: CaseFile) -> str:
    asked, told = case.last(StepKind.DE_NGHI_XEM_LAI), case.last(StepKind.KET_LUAN_XEM_LAI)
    return "" if asked and not (told and told.answers_id == asked.pk) else "Không có đề nghị xem lại nào đang chờ."


def probation_over_now(case: CaseFile) -> str:
    return on_probation(case) or probation_over(case)


def member_here(case: CaseFile) -> str:
    return "" if case.member and case.member.organization_id else "Chưa kết nạp."


def case_goes_on(case: CaseFile) -> str:
    if not on_the_way(case):
        return not_moving(case)
    return "" if not on_probation(case) else "Hồ sơ đã kết thúc."


LISTED = need("Chưa có nghị quyết đưa vào danh sách cảm tình Đảng.", StepKind.VAO_DANH_SACH)
ALLOWED = need("Chưa được đồng ý làm thủ tục kết nạp.", StepKind.DUOC_LAM_THU_TUC)
APPLIED = need("Chưa có đơn xin vào Đảng.", StepKind.DON)
DECLARED = need("Chưa có lý lịch của người xin vào Đảng.", StepKind.LY_LICH)
ASKED = need("Chưa gửi thẩm tra nơi nào và chưa ghi miễn thẩm tra.", StepKind.GUI_THAM_TRA, StepKind.MIEN_THAM_TRA)
OPEN = every(on_the_way, not_moving)

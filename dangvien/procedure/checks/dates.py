"""Days that cannot be: in the future, before birth, before the step they rest on, of a body not founded yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dangvien.models import Organization, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Problem
from dangvien.text import day_short

AFTER: dict[StepKind, tuple[StepKind, ...]] = {
    StepKind.DUOC_LAM_THU_TUC: (StepKind.VAO_DANH_SACH,),
    StepKind.DON: (StepKind.DUOC_LAM_THU_TUC,),
    StepKind.LY_LICH: (StepKind.DON,),
    StepKind.GUI_THAM_TRA: (StepKind.LY_LICH,),
    StepKind.MIEN_THAM_TRA: (StepKind.LY_LICH,),
    StepKind.GIOI_THIEU_DANG_VIEN: (StepKind.DON,),
    StepKind.CHUNG_NHAN_LY_LICH: (StepKind.LY_LICH, StepKind.TRA_LOI_THAM_TRA),
    StepKind.THAM_DINH_BO_PHAN: (StepKind.NQ_CHI_BO,),
    StepKind.NQ_DANG_UY: (StepKind.NQ_CHI_BO, StepKind.THAM_DINH_BO_PHAN),
    StepKind.TRINH: (StepKind.NQ_CHI_BO, StepKind.NQ_DANG_UY),
    StepKind.QUYET_DINH_KET_NAP: (StepKind.NQ_CHI_BO, StepKind.NQ_DANG_UY, StepKind.TRINH),
    StepKind.NHAN_QUYET_DINH: (StepKind.QUYET_DINH_KET_NAP,),
    StepKind.LE_KET_NAP: (StepKind.QUYET_DINH_KET_NAP, StepKind.NHAN_QUYET_DINH),
    StepKind.NQ_CHI_BO: (StepKind.HUY_QUYET_DINH,),
    StepKind.NQ_CHI_BO_CONG_NHAN: (StepKind.TU_KIEM_DIEM, StepKind.NHAN_XET_GIUP_DO),
    StepKind.THAM_DINH_CONG_NHAN: (StepKind.NQ_CHI_BO_CONG_NHAN,),
    StepKind.NQ_DANG_UY_CONG_NHAN: (StepKind.NQ_CHI_BO_CONG_NHAN, StepKind.THAM_DINH_CONG_NHAN),
    StepKind.QUYET_DINH_CONG_NHAN: (StepKind.NQ_CHI_BO_CONG_NHAN, StepKind.NQ_DANG_UY_CONG_NHAN),
    StepKind.CONG_BO: (StepKind.QUYET_DINH_CONG_NHAN,),
    StepKind.PHAT_THE: (StepKind.QUYET_DINH_CONG_NHAN,),
    StepKind.GIA_HAN: (StepKind.NQ_CHI_BO,),
    StepKind.TIEP_NHAN: (StepKind.CHUYEN_NOI,),
    StepKind.CHUYEN_HO_SO: (StepKind.CHUYEN_NOI,),
    StepKind.KET_LUAN_XEM_LAI: (StepKind.DE_NGHI_XEM_LAI,),
    StepKind.HUY_QUYET_DINH: (StepKind.QUYET_DINH_KET_NAP,),
    StepKind.HUY_KET_NAP: (StepKind.LE_KET_NAP,),
    StepKind.NQ_DANG_UY_XOA_TEN: (StepKind.NQ_CHI_BO_XOA_TEN,),
    StepKind.QUYET_DINH_XOA_TEN: (StepKind.NQ_CHI_BO_XOA_TEN, StepKind.NQ_DANG_UY_XOA_TEN),
}
"""Step → the steps whose newest day it must not precede (order of 06-HD/TW, 3; 294-QĐ/TW, 4)."""


def date_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """Every reason against the days typed."""
    day = facts.occurred_on
    field = "issued_on" if facts.decision else "occurred_on"
    problems = []
    if day > case.today:
        problems.append(Problem(field, f"Ngày {day_short(day)} ở tương lai. Ghi sau khi việc đã làm xong."))
    if day <= case.person.birth.earliest():
        problems.append(
            Problem(field, f"Ngày {day_short(day)} trước ngày sinh ({case.person.birth}). Kiểm tra lại hai ngày này.")
        )
    elif case.candidate and day < case.candidate.opened_on:
        opened = day_short(case.candidate.opened_on)
        problems.append(
            Problem(field, f"Ngày {day_short(day)} trước ngày bắt đầu theo dõi ({opened}). Kiểm tra lại hai ngày này.")
        )
    for kind in AFTER.get(facts.kind, ()):
        earlier = _resting_on(case, kind)
        if earlier is not None and day < earlier:
            problems.append(
                Problem(
                    field,
                    f"Ngày {day_short(day)} trước ngày của bước “{kind.label}” ({day_short(earlier)}). "
                    "Kiểm tra lại hai ngày này.",
                )
            )
    problems += [Problem(field, sentence) for sentence in _before_others(case, facts)]
    if facts.basis_on:
        problems += [Problem("basis_on", sentence) for sentence in _basis(case, facts, facts.basis_on)]
    if facts.organization:
        problems += _standing_then("organization", facts.organization, day)
    elif facts.kind == StepKind.LE_KET_NAP:
        problems += _standing_then("occurred_on", case.organization, day)
    if facts.decision:
        problems += _standing_then("issuer", facts.decision.issuer, day)
    return problems


_RESTING = (StepKind.DUOC_LAM_THU_TUC, StepKind.CHUNG_NHAN_LY_LICH)
"""Steps whose other paper (the cell's resolution, chi ủy's remark) came before them."""


def _basis(case: CaseFile, facts: StepFacts, day: date) -> Iterator[str]:
    """What is wrong with the day of the paper a step rests on."""
    if day > case.today:
        yield f"Ngày {day_short(day)} ở tương lai. Kiểm tra lại ngày."
    elif day <= case.person.birth.earliest():
        yield f"Ngày {day_short(day)} trước ngày sinh ({case.person.birth}). Kiểm tra lại hai ngày này."
    if facts.kind in _RESTING and day > facts.occurred_on:
        yield (
            f"Ngày {day_short(day)} sau ngày của bước này ({day_short(facts.occurred_on)}). Văn bản làm căn cứ có "
            "trước; kiểm tra lại hai ngày này."
        )
    if facts.kind == StepKind.CHUNG_NHAN_LY_LICH:
        replied = case.last(StepKind.LY_LICH, StepKind.TRA_LOI_THAM_TRA)
        if replied is not None and day < replied.occurred_on:
            yield (
                f"Ngày chi ủy nhận xét ({day_short(day)}) trước ngày của bước “{replied.get_kind_display()}” "
                f"({day_short(replied.occurred_on)}). Chi ủy nhận xét sau khi có kết quả thẩm tra."
            )


def _before_others(case: CaseFile, facts: StepFacts) -> list[str]:
    """Days before what a step needs beside earlier steps: its request, the official day, the whole case it closes."""
    day, found = facts.occurred_on, []
    if facts.answers is not None and day < facts.answers.occurred_on:
        asked = day_short(facts.answers.occurred_on)
        found.append(f"Ngày {day_short(day)} trước ngày gửi thẩm tra ({asked}). Kiểm tra lại hai ngày này.")
    official = case.member.official_on if case.member else None
    if facts.kind in (StepKind.CONG_BO, StepKind.PHAT_THE) and official is not None and day < official:
        found.append(f"Ngày {day_short(day)} trước ngày chính thức ({day_short(official)}). Kiểm tra lại hai ngày này.")
    if facts.kind == StepKind.THOI_THEO_DOI and case.steps and day < case.steps[-1].occurred_on:
        last = case.steps[-1]
        found.append(
            f"Ngày {day_short(day)} trước ngày của bước “{last.get_kind_display()}” ({day_short(last.occurred_on)}). "
            "Kiểm tra lại hai ngày này."
        )
    return found


def _resting_on(case: CaseFile, kind: StepKind) -> date | None:
    """The day of the newest step of a kind, as far as it counts for the present resolution."""
    found = case.last(kind)
    return found.occurred_on if found else None


def _standing_then(field: str, organization: Organization, day: date) -> list[Problem]:
    placement = organization.placement_on(day)
    if placement is not None and not placement.is_archive:
        return []
    sentence = f"{organization.name_on(day)} không hoạt động vào ngày {day_short(day)}. Kiểm tra lại ngày hoặc tổ chức."
    return [Problem(field, sentence)]

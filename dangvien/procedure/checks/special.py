"""K22–K25: criminal proceedings, religion, foreign ties, the political standard.

The register keeps only that a case is special, and the number and day of the paper on it.
"""

from __future__ import annotations

from datetime import date

from dangvien.models import Matter, Outcome, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, day_input, says_no
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from dangvien.text import join_vi, lower_first

NO_RELIGION, HOA = "00", "04"
"""Codes of the lists `religion` and `ethnicity`."""


def under_proceedings(case: CaseFile, facts: StepFacts) -> Found | None:
    """K22: under criminal proceedings on the day (367-QĐ/TW, 11); no paper lifts it, only the end of proceedings."""
    if says_no(facts):
        return None
    day = facts.occurred_on
    begun = _last(case, Matter.BI_KHOI_TO, day)
    ended = _last(case, Matter.HET_BI_KHOI_TO, day)
    source = source_of("K22", day)
    inputs: Inputs = {"bat_dau": day_input(begun), "ket_thuc": day_input(ended), "ngay": day_input(day)}
    if begun is None or (ended is not None and ended >= begun):
        return Found(source=source, inputs=inputs)
    return Found(
        f"{case.person} đang bị khởi tố, truy tố hoặc xét xử: chưa xem xét kết nạp. Khi có kết luận thì ghi bước "
        f"“Trường hợp đặc biệt”, mục “{Matter.HET_BI_KHOI_TO.label}”.",
        source,
        inputs,
        final=True,
    )


def _last(case: CaseFile, matter: Matter, day: date) -> date | None:
    notes = [s.occurred_on for s in case.all(StepKind.DAC_BIET) if s.matter == matter and s.occurred_on <= day]
    return notes[-1] if notes else None


def religion_without_consent(case: CaseFile, facts: StepFacts) -> Found | None:
    """K23: a religion is noted and no consent was given before the papers are begun (06-QĐi/TW)."""
    noted = case.person.religion not in ("", NO_RELIGION) or case.flag(Matter.TON_GIAO) is not None
    source = source_of("K23", facts.occurred_on)
    if not noted:
        return Found(source=source, inputs={"ton_giao": False})
    return Found(
        f"{case.person} là người có đạo: trước khi làm thủ tục cần văn bản đồng ý của cấp có thẩm quyền. Có văn bản "
        "thì ghi bước “Văn bản đồng ý của cấp trên” trước.",
        source,
        {"ton_giao": True},
    )


def foreign_ties(case: CaseFile, facts: StepFacts) -> Found | None:
    """K24: foreign spouse, người Hoa or naturalized, each with its own consent (06-HD/TW, 6.1)."""
    if says_no(facts):
        return None
    source = source_of("K24", facts.occurred_on)
    asked = []
    if case.flag(Matter.HON_NHAN_NUOC_NGOAI):
        asked.append(Matter.HON_NHAN_NUOC_NGOAI)
    if case.flag(Matter.NGUOI_HOA) or case.person.ethnicity == HOA:
        asked.append(Matter.NGUOI_HOA)
    papers = [case.consent(matter, facts.occurred_on) for matter in asked]
    inputs: Inputs = {"can": len(asked), "co": len([paper for paper in papers if paper])}
    if not asked:
        return Found(source=source, inputs=inputs)
    missing = [matter for matter, paper in zip(asked, papers, strict=True) if paper is None]
    told = join_vi(lower_first(matter.label) for matter in missing or asked)
    consent = None if missing else papers[-1]
    mend = " Cần hồ sơ riêng và văn bản đồng ý; ghi bước “Văn bản đồng ý của cấp trên” trước." if missing else ""
    return Found(f"Trường hợp đặc biệt: {told}.{mend}", source, inputs, consent=consent)


def political_standard(case: CaseFile, facts: StepFacts) -> Found | None:
    """K25: a question of the political standard was noted and there is neither conclusion nor consent (3.7c)."""
    if says_no(facts):
        return None
    source = source_of("K25", facts.occurred_on)
    noted = case.flag(Matter.CHINH_TRI)
    if noted is None:
        return Found(source=source, inputs={"co_van_de": False})
    if noted.outcome == Outcome.DU_DIEU_KIEN:
        return Found(source=source, inputs={"co_van_de": True, "ket_luan": noted.outcome})
    return Found(
        f"Hồ sơ của {case.person} có vấn đề về tiêu chuẩn chính trị: cần kết luận hoặc văn bản đồng ý của ban thường "
        "vụ tỉnh ủy, thành ủy. Có kết luận thì ghi lại bước “Trường hợp đặc biệt” với kết quả “Đủ điều kiện”.",
        source,
        {"co_van_de": True},
    )


AT_DECISION = (StepKind.QUYET_DINH_KET_NAP,)

CHECKS = (
    Check("K22", "Không bị khởi tố", Level.REFUSE, (StepKind.NQ_CHI_BO, *AT_DECISION), under_proceedings),
    Check(
        "K23",
        "Người có đạo",
        Level.REFUSE,
        (StepKind.DUOC_LAM_THU_TUC,),
        religion_without_consent,
        consent=Matter.TON_GIAO,
    ),
    Check("K24", "Quan hệ với nước ngoài, người Hoa", Level.REFUSE, AT_DECISION, foreign_ties),
    Check("K25", "Tiêu chuẩn chính trị", Level.REFUSE, AT_DECISION, political_standard, consent=Matter.CHINH_TRI),
)

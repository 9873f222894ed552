"""K12–K16: who introduces the person, by which of the three paths, and how long they have known each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien import codes
from dangvien.dates import add_months
from dangvien.models import Discipline, Kind, Matter, Member, MemberStatus, Movement, StatusKind, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, day_input
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from dangvien.text import day_short, lower_first

YOUTH, UNION = "doan_thanh_nien", "cong_doan"


@dataclass(frozen=True)
class IntroducerPath:
    """P1, P2 or P3: how many official members introduce, and which body (a code of introducing_body; empty: none)."""

    code: str
    words: str
    members_needed: int
    body_needed: str = ""


P1 = IntroducerPath("P1", "hai đảng viên chính thức giới thiệu", 2)
P2 = IntroducerPath("P2", "Đoàn Thanh niên và một đảng viên chính thức giới thiệu", 1, YOUTH)
P3 = IntroducerPath("P3", "công đoàn và một đảng viên chính thức giới thiệu", 1, UNION)


def introducer_path(case: CaseFile, day: date) -> IntroducerPath:
    """The path of a case on a day: by age, then by which organizations there are (294-QĐ/TW, 3.1; Điều lệ, Điều 4)."""
    if not _is_young(case, day):
        return P1
    if case.flag(Matter.KHONG_CO_DOAN) is None:
        return P2
    return P3 if case.flag(Matter.KHONG_CO_CONG_DOAN) is None else P1


def fresh_helpers(case: CaseFile, since: date, day: date) -> set[int]:
    """The members whose introductions are dated between two days, both included."""
    papers = [step for step in case.all(StepKind.GIOI_THIEU_DANG_VIEN) if since <= step.occurred_on <= day]
    return {step.helper_id for step in papers if step.helper_id is not None}


def body_papers(case: CaseFile, body: str, day: date) -> list[date]:
    """The days of a body's resolutions on this person up to a day; one without number or day is none."""
    known = codes.of("introducing_body")
    steps = [s for s in case.all(StepKind.GIOI_THIEU_DOAN_THE) if known.find(s.body) == body and s.number]
    found = [step.occurred_on for step in steps]
    found += [i.resolved_on for i in case.introductions if i.body == body and i.resolution and i.resolved_on]
    return sorted(given for given in found if given <= day)


def not_official(member: Member, day: date) -> str:
    """The sentence against a helper or introducer who is not an official member on a day; empty for one who is."""
    if member.official_on is None or member.official_on > day:
        return (
            f"Đồng chí {member} không phải đảng viên chính thức vào ngày {day_short(day)}. "
            "Chọn một đảng viên chính thức."
        )
    if Movement.objects.filter(member=member, occurred_on__lte=day).headcount() < 1 and not _came_later(member, day):
        return f"Đồng chí {member} không có trong sổ đảng viên vào ngày {day_short(day)}. Chọn một đảng viên khác."
    return ""


def _came_later(member: Member, day: date) -> bool:
    """Whether the register begins after that day with somebody who was a member before: it cannot know them there."""
    first = Movement.objects.standing().filter(member=member).in_order().first()
    return first is not None and first.occurred_on > day and first.kind in Kind.from_outside()


def introducer_not_official(case: CaseFile, facts: StepFacts) -> Found | None:
    """K12: the introducer is no official member, not in the register, suspended or disciplined (294-QĐ/TW, 3.2)."""
    day, helper = facts.occurred_on, facts.helper
    source = source_of("K12", day)
    if helper is None:
        return Found("Chọn đảng viên giới thiệu.", source)
    inputs: Inputs = {"ngay": day_input(day), "chinh_thuc": day_input(helper.official_on)}
    if helper.person_id == case.person.pk:
        return Found("Người giới thiệu phải là người khác.", source, inputs)
    if told := not_official(helper, day):
        return Found(told, source, inputs)
    rule = case.rules_on(day).discipline_months
    suspended, disciplined = is_suspended(helper, day), is_disciplined(helper, day, rule.value)
    inputs = {**inputs, "dinh_chi": suspended, "ky_luat": disciplined}
    if suspended:
        return Found(f"Đồng chí {helper} đang bị đình chỉ sinh hoạt đảng. Chọn đảng viên khác.", source, inputs)
    if disciplined:
        told = f"Đồng chí {helper} đang trong thời gian chấp hành kỷ luật ({rule.value} tháng). Chọn đảng viên khác."
        return Found(told, f"{source}; {rule.cited}", inputs)
    return Found("", source, inputs)


def is_suspended(member: Member, day: date) -> bool:
    """Whether a member's Party activities were suspended on a day, as far as the register was told."""
    return MemberStatus.objects.in_force_on(day).filter(member=member, kind=StatusKind.DINH_CHI).exists()


def is_disciplined(member: Member, day: date, months: int) -> bool:
    """Whether a measure of discipline of a member was still in effect on a day; it ends after so many months."""
    since = add_months(day, -months)
    return Discipline.objects.standing().filter(member=member, decided_on__gt=since, decided_on__lte=day).exists()


def known_too_short(case: CaseFile, facts: StepFacts) -> Found | None:
    """K13: less than 12 months together, unless a replacement or after a move (294-QĐ/TW, 3.2; 06-HD/TW, 3.9a)."""
    rule = case.rules_on(facts.occurred_on).introducer_months
    moved = any(step.occurred_on <= facts.occurred_on for step in case.all(StepKind.TIEP_NHAN))
    inputs: Inputs = {
        "thang": facts.count,
        "can": rule.value,
        "thay": facts.matter == Matter.NGUOI_THAY,
        "chuyen": moved,
    }
    if facts.matter == Matter.NGUOI_THAY or moved or (facts.count is not None and facts.count >= rule.value):
        return Found(source=rule.cited, inputs=inputs)
    if facts.count is None:
        told = "Nhập số tháng người giới thiệu đã cùng công tác, cùng cư trú hoặc cùng học."
        return Found(told, rule.cited, inputs)
    return Found(
        f"Người giới thiệu mới cùng công tác, cùng cư trú hoặc cùng học {facts.count} tháng; phải đủ {rule.value} "
        "tháng. Chọn đảng viên khác; nếu là người được phân công thay thì chọn “Người giúp đỡ thay thế”.",
        rule.cited,
        inputs,
    )


def too_few_introducers(case: CaseFile, facts: StepFacts) -> Found | None:
    """K14: fewer members introduce than the path asks for."""
    path = introducer_path(case, facts.occurred_on)
    given = len(fresh_helpers(case, date.min, facts.occurred_on))
    source = source_of("K14", facts.occurred_on)
    inputs: Inputs = {"duong": path.code, "dang_vien": given, "can": path.members_needed}
    if given >= path.members_needed:
        return Found(source=source, inputs=inputs)
    return Found(
        f"Trường hợp này cần {path.words}; hồ sơ mới có {given} đảng viên giới thiệu. "
        "Ghi thêm bước “Đảng viên chính thức giới thiệu”.",
        source,
        inputs,
    )


def outside_the_union(case: CaseFile, facts: StepFacts) -> Found | None:
    """K15: of youth age, where there is a Đoàn, and no member of it (Điều lệ, Điều 4)."""
    day = facts.occurred_on
    source = source_of("K15", day)
    none, here = case.flag(Matter.KHONG_LA_DOAN_VIEN) is not None, case.flag(Matter.KHONG_CO_DOAN) is None
    inputs: Inputs = {"tuoi": case.person.age_on(day), "co_doan": here, "doan_vien": not none}
    if not (_is_young(case, day) and here and none):
        return Found(source=source, inputs=inputs)
    limit = case.rules_on(day).youth_max_age.value
    return Found(
        f"{case.person} {case.person.age_on(day)} tuổi (tuổi thanh niên tính đến {limit}), nơi này có tổ chức Đoàn mà "
        "không phải đoàn viên. Kết nạp vào Đoàn trước; nếu nơi này không có Đoàn thì ghi bước “Trường hợp đặc biệt”.",
        source,
        inputs,
    )


def body_has_not_introduced(case: CaseFile, facts: StepFacts) -> Found | None:
    """K16: the path needs a resolution of Đoàn or công đoàn, and there is none (06-HD/TW, 3.6a)."""
    path = introducer_path(case, facts.occurred_on)
    source = source_of("K16", facts.occurred_on)
    if not path.body_needed:
        return Found(source=source, inputs={"duong": path.code})
    given = body_papers(case, path.body_needed, facts.occurred_on)
    inputs: Inputs = {"duong": path.code, "ngay": day_input(given[-1] if given else None)}
    if given:
        return Found(source=source, inputs=inputs)
    name = codes.of("introducing_body").label(path.body_needed)
    return Found(
        f"Trường hợp này cần {path.words}, nhưng chưa có nghị quyết (số và ngày) của {_within(name)}. "
        "Ghi bước “Đoàn thể giới thiệu” trước.",
        source,
        inputs,
    )


def _within(name: str) -> str:
    return name if name.startswith("Đoàn") else lower_first(name)


def _is_young(case: CaseFile, day: date) -> bool:
    return case.person.age_on(day) <= case.rules_on(day).youth_max_age.value


INTRODUCING = (StepKind.GIOI_THIEU_DANG_VIEN, StepKind.GIOI_THIEU_DOAN_THE)

CHECKS = (
    Check(
        "K12",
        "Người giới thiệu là đảng viên chính thức",
        Level.REFUSE,
        (StepKind.GIOI_THIEU_DANG_VIEN,),
        introducer_not_official,
        field="helper",
    ),
    Check(
        "K13",
        "Thời gian cùng công tác, cùng cư trú",
        Level.REFUSE,
        (StepKind.GIOI_THIEU_DANG_VIEN,),
        known_too_short,
        field="count",
    ),
    Check("K14", "Đủ người giới thiệu", Level.REFUSE, (StepKind.NQ_CHI_BO,), too_few_introducers),
    Check("K15", "Tuổi thanh niên thì qua Đoàn", Level.REFUSE, INTRODUCING, outside_the_union),
    Check("K16", "Nghị quyết của Đoàn hoặc công đoàn", Level.REFUSE, (StepKind.NQ_CHI_BO,), body_has_not_introduced),
)

"""K35, K40–K42: the same person twice, numbers of citizens that cannot be, and standards of groups of people."""

from __future__ import annotations

import re
from datetime import date

from dangvien.dates import PartialDate, full_years
from dangvien.models import Matter, Person, StepKind
from dangvien.models.person import PersonQuerySet
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.elsewhere import NUMBER_TAKEN
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.lookalikes import lookalikes
from dangvien.procedure.problem import Level, Met, Problem
from dangvien.text import search_key

CITIZEN_ID = re.compile(r"[0-9]{12}")
PROVINCES = range(1, 97)
"""The first three digits of a number given to somebody born in the country (code of the province of birth)."""

PUPILS, OFFICES = "hoc_sinh_sinh_vien", "co_quan_su_nghiep"
"""Codes of the list `source`."""


def person_problems(
    *,
    full_name: str,
    birth: PartialDate,
    gender: str,
    citizen_id: str,
    day: date,
    native_place: str = "",
    people: PersonQuerySet | None = None,
    but: Person | None = None,
) -> list[Problem]:
    """What stands against entering or changing a person with these facts (K35, K42), and what to compare first.

    `but` is the person themself, of one already in the register. `people` are those the writer may see: only of them
    a namesake is told.
    """
    problems = citizen_number_problems(citizen_id, birth, gender, day)
    others = Person.objects.exclude(pk=but.pk) if but else Person.objects.all()
    if citizen_id and (holder := others.filter(citizen_id=citizen_id).first()):
        problems.append(
            Problem(
                "citizen_id",
                NUMBER_TAKEN,
                rule="K35",
                source=source_of("K35", day),
                met=Met.of(holder.pk, "số căn cước", citizen_id),
            )
        )
    for person in lookalikes(people, full_name, birth) if people is not None else []:
        if person != but and _same_place(person.native_place, native_place):
            problems.append(
                Problem(
                    "full_name",
                    f"Sổ đã có {person}, sinh {person.birth}, cùng quê quán. So hai người trước khi ghi.",
                    Level.WARN,
                    "K35",
                    source_of("K35", day),
                )
            )
    return problems


def _same_place(one: str, other: str) -> bool:
    """Whether two native places may be the same: folded alike, or one not known."""
    return not one or not other or search_key(one) == search_key(other)


def citizen_number_problems(citizen_id: str, birth: PartialDate, gender: str, day: date) -> list[Problem]:
    """K42: not 12 digits (refused); digits of province, century and gender, year of birth that disagree (warned)."""
    if not citizen_id:
        return []
    source = source_of("K42", day)
    if not CITIZEN_ID.fullmatch(citizen_id):
        sentence = f"Số căn cước phải có 12 chữ số, đang có {len(citizen_id)} ký tự. Kiểm tra lại số."
        return [Problem("citizen_id", sentence, rule="K42", source=source)]
    wrong = []
    if int(citizen_id[:3]) not in PROVINCES:
        wrong.append(f"ba số đầu ({citizen_id[:3]}) không phải mã tỉnh")
    expected = 2 * (birth.year // 100 - 19) + (gender == Person.Gender.NU)
    if int(citizen_id[3]) != expected:
        wrong.append(f"số thứ tư ({citizen_id[3]}) không khớp giới tính và thế kỷ sinh")
    if int(citizen_id[4:6]) != birth.year % 100:
        wrong.append(f"số thứ năm, thứ sáu ({citizen_id[4:6]}) không khớp năm sinh {birth.year}")
    if not wrong:
        return []
    sentence = f"Số căn cước: {'; '.join(wrong)}. Đối chiếu với thẻ căn cước."
    return [Problem("citizen_id", sentence, Level.WARN, "K42", source)]


def parents_not_asked(case: CaseFile, facts: StepFacts) -> Found | None:
    """K40: a pupil of a secondary school, without the parents' opinion (a local rule of Hà Nội)."""
    by_age = (
        case.candidate is not None
        and case.candidate.source == PUPILS
        and full_years(case.person.birth.latest(), facts.occurred_on) < case.rules_on(facts.occurred_on).min_age.value
    )
    if not by_age and case.flag(Matter.HOC_SINH_THPT) is None:
        return None
    asked = case.flag(Matter.Y_KIEN_CHA_ME) is not None
    source = source_of("K40", facts.occurred_on)
    inputs: Inputs = {"hoc_sinh": True, "y_kien_cha_me": asked}
    if asked:
        return Found(source=source, inputs=inputs)
    return Found(
        f"{case.person} là học sinh trung học phổ thông, hồ sơ chưa có ý kiến của cha mẹ. Hỏi ý kiến rồi ghi bước "
        f"“Trường hợp đặc biệt”, mục “{Matter.Y_KIEN_CHA_ME.label}”.",
        source,
        inputs,
    )


def group_standards(case: CaseFile, facts: StepFacts) -> Found | None:
    """K41: officials, pupils, students, owners of firms: standards of their own (a local rule of Hà Nội)."""
    source_code = case.candidate.source if case.candidate else ""
    owner = case.flag(Matter.CHU_DOANH_NGHIEP) is not None
    pupil = case.flag(Matter.HOC_SINH_THPT) is not None or source_code == PUPILS
    asked = [
        words
        for words, applies in (
            ("cán bộ, công chức hoàn thành tốt nhiệm vụ hai năm liền", source_code == OFFICES),
            ("học sinh, sinh viên xếp loại từ khá", pupil),
            ("chủ doanh nghiệp có đủ giấy tờ của doanh nghiệp", owner),
        )
        if applies
    ]
    if not asked:
        return None
    noted = case.flag(Matter.TIEU_CHUAN_NHOM) is not None
    papers = owner and case.consent(Matter.CHU_DOANH_NGHIEP, facts.occurred_on) is not None
    source = source_of("K41", facts.occurred_on)
    inputs: Inputs = {"nhom": len(asked), "da_ghi": noted, "chu_doanh_nghiep": owner, "co_van_ban": papers}
    if noted or (papers and len(asked) == 1):
        return Found(source=source, inputs=inputs)
    return Found(
        f"Đối chiếu tiêu chuẩn riêng: {'; '.join(asked)}. Nơi không áp dụng thì bỏ qua; đã đối chiếu thì ghi bước "
        f"“Trường hợp đặc biệt”, mục “{Matter.TIEU_CHUAN_NHOM.label}”.",
        source,
        inputs,
    )


CHECKS = (
    Check("K40", "Học sinh: ý kiến cha mẹ", Level.WARN, (StepKind.VAO_DANH_SACH,), parents_not_asked),
    Check("K41", "Tiêu chuẩn riêng của nhóm", Level.WARN, (StepKind.DUOC_LAM_THU_TUC,), group_standards),
)

OF_PERSONS = {"K35": "Mỗi người ghi một lần", "K42": "Số căn cước"}
"""Checks asked when a person is entered (`person_problems`), not at a step: number and title."""

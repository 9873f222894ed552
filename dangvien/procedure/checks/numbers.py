"""Numbers of a member: số lý lịch and the number of the party card, each used once (38-HD/BTCTW, II)."""

from __future__ import annotations

import re

from dangvien.models import Member, StepKind
from dangvien.models.member import MemberQuerySet
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level, Met, Problem

FILE_NUMBER = re.compile(r"\d{6}\s*[-/.]?\s*[^\W\d_]{2,3}")
"""Six digits and two or three letters of the đảng bộ directly under the centre: "043210 QT"."""

CITIZEN_DIGITS = 12


def number_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """Reasons against the number typed at a step that gives one, and warnings about it."""
    if facts.kind == StepKind.PHAT_THE:
        return _card_problems(case, facts)
    if facts.kind == StepKind.HO_SO_DANG_VIEN and facts.number:
        return _file_problems(case, facts.number.strip())
    return []


def _card_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """As many digits as cards have on the day, held by nobody else; the new ones repeat the citizen number."""
    number, rule = facts.number.strip(), case.rules_on(facts.occurred_on).card_digits
    if not number:
        return [Problem("number", "Nhập số thẻ đảng viên.")]
    if not re.fullmatch(rf"[0-9]{{{rule.value}}}", number):
        return [
            Problem(
                "number",
                f"Số thẻ đảng viên phải có {rule.value} chữ số vào ngày phát thẻ, đang có {len(number)} ký tự. "
                "Kiểm tra lại số và ngày phát thẻ.",
                source=rule.cited,
            )
        ]
    if holder := _others(case).filter(card_number=number).first():
        sentence = "Số thẻ này đã ghi cho một đảng viên khác. Kiểm tra lại số trên thẻ."
        return [Problem("number", sentence, met=Met.of(holder.person_id, "số thẻ đảng viên", number))]
    citizen = case.person.citizen_id
    if rule.value == CITIZEN_DIGITS and citizen and citizen != number:
        sentence = "Số thẻ mới trùng với số căn cước, nhưng số vừa nhập khác số căn cước trong sổ. Đối chiếu hai số."
        return [Problem("number", sentence, Level.WARN, source=rule.cited)]
    return []


def _file_problems(case: CaseFile, number: str) -> list[Problem]:
    if holder := _others(case).filter(file_number=number).first():
        sentence = "Số lý lịch này đã ghi cho một đảng viên khác. Kiểm tra lại số."
        return [Problem("number", sentence, met=Met.of(holder.person_id, "số lý lịch", number))]
    if not FILE_NUMBER.fullmatch(number):
        sentence = "Số lý lịch thường gồm 6 chữ số và 2–3 chữ ký hiệu của đảng bộ, ví dụ 043210 QT. Đối chiếu với giấy."
        return [Problem("number", sentence, Level.WARN)]
    return []


def _others(case: CaseFile) -> MemberQuerySet:
    return Member.objects.exclude(person=case.person)

"""Reasons against writing down badges: what cannot be is refused, what the rules make unlikely is to be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dangvien.dates import PartialDate, add_months
from dangvien.models import Badge, Discipline, Member
from dangvien.procedure.badges import free_from, levels_on
from dangvien.procedure.party_age import PartyAge, party_ages
from dangvien.procedure.problem import Level, Problem
from dangvien.procedure.record_checks import day_problems
from dangvien.procedure.regulations import Regulations
from dangvien.text import day_short, nfc


@dataclass(frozen=True)
class Award:
    """A badge of so many years for a member, with its number where it is known."""

    member: Member
    years: int
    number: str = ""


def number_field(award: Award) -> str:
    """The box of a list in which an award's number stands."""
    return f"so_{award.member.pk}"


def award_problems(awards: Sequence[Award], awarded_on: PartialDate, today: date) -> list[Problem]:
    """Everything against these awards of one day (six queries for any number of them)."""
    problems: list[Problem] = []
    regulations = Regulations.load()
    members = [award.member for award in awards]
    held = Badge.objects.standing().filter(member__in=[member.pk for member in members])
    having = {(badge.member_id, badge.years) for badge in held}
    known = levels_on(awarded_on.latest(), regulations)
    ages = party_ages(members, today)
    waits = _waits(members, awarded_on, regulations)
    for award in awards:
        field, member = number_field(award), award.member
        problems += day_problems("awarded_on", "ngày trao", awarded_on, member, today)
        if award.years not in known:
            problems.append(Problem("years", f"Không có Huy hiệu {award.years} năm. Chọn trong danh sách."))
        if (member.pk, award.years) in having:
            problems.append(Problem("years", f"Đồng chí {member} đã có Huy hiệu {award.years} năm trong sổ."))
        if early := _too_early(award, ages.get(member.pk), awarded_on, regulations):
            problems.append(Problem("awarded_on", early, Level.WARN))
        if member.pk in waits:
            sentence = f"Đồng chí {member} còn thời gian chờ sau kỷ luật, đến ngày {day_short(waits[member.pk])}."
            problems.append(Problem("awarded_on", sentence, Level.WARN))
        if len(nfc(award.number)) > LONGEST_NUMBER:
            problems.append(Problem(field, f"Số Huy hiệu của {member} dài quá {LONGEST_NUMBER} ký tự."))
    return [*dict.fromkeys(problems), *_numbers(awards)]


LONGEST_NUMBER = 20


def _too_early(award: Award, age: PartyAge | None, awarded_on: PartialDate, regulations: Regulations) -> str:
    """What to compare when the level was not reached on the day; empty when it was, or may have been."""
    name, day = f"Đồng chí {award.member}", awarded_on.latest()
    if age is None:
        return f"{name}: chưa tính được tuổi Đảng (chưa chính thức hoặc chưa rõ ngày vào Đảng)."
    reached = age.reaches_on(award.years, known=day)
    if reached <= day:
        return ""
    then = regulations.on(day)
    senior = award.years >= then.badge_senior_years.value
    months = (then.badge_senior_early_months if senior else then.badge_early_months).value
    told = f"{name} đến ngày {day_short(reached)} mới đủ {award.years} năm tuổi Đảng"
    if add_months(reached, -months) <= day:
        return f"{told}: xét sớm không quá {months} tháng, chỉ khi bị bệnh nặng hoặc từ trần."
    return f"{told}, sớm hơn mức cho phép là {months} tháng."


def _waits(members: Sequence[Member], awarded_on: PartialDate, regulations: Regulations) -> dict[int, date]:
    """Member → until when they wait, for those who still do on the day."""
    rows = Discipline.objects.standing().filter(
        member__in=[member.pk for member in members], decided_on__lte=awarded_on.latest()
    )
    found: dict[int, date] = {}
    for row in rows:
        free = free_from(row, regulations)
        if free is not None and free > awarded_on.latest():
            found[row.member_id] = max(free, found.get(row.member_id, free))
    return found


def _numbers(awards: Sequence[Award]) -> list[Problem]:
    """A number stands for one badge of a level: twice in one act is a slip, a number in the register may be one."""
    typed = [(award, nfc(award.number)) for award in awards if nfc(award.number)]
    counts = Counter((award.years, number) for award, number in typed)
    rows = Badge.objects.standing().filter(number__in={number for _, number in typed}).exclude(number="")
    taken = {(row.years, row.number): row.member for row in rows.select_related("member__person")}
    problems = []
    for award, number in typed:
        if counts[award.years, number] > 1:
            sentence = f"{award.member}: số {number} ghi cho {counts[award.years, number]} Huy hiệu {award.years} năm."
            problems.append(Problem(number_field(award), sentence))
        other = taken.get((award.years, number))
        if other is not None and other != award.member:
            sentence = f"Số {number} của Huy hiệu {award.years} năm đã ghi cho một người khác trong sổ."
            problems.append(Problem(number_field(award), sentence, Level.WARN))
    return problems

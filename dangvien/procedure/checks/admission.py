"""Checks before an admission or a recognition is written (numbers K… as in docs/glossary.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien import rules
from dangvien.dates import add_months, full_years
from dangvien.models import Candidate, Enrollment, Kind, Member, Movement, Organization, TrainingClass
from dangvien.procedure.problem import Level, Problem
from dangvien.text import day_short, lower_first


@dataclass(frozen=True)
class AdmissionFacts:
    """The facts of one admission: whose, on which decision day, at which ceremony, into which cell."""

    candidate: Candidate
    cell: Organization
    decided_on: date
    ceremony_on: date


def admission_problems(facts: AdmissionFacts, today: date) -> list[Problem]:
    """Every reason against writing this admission, and every warning about it."""
    return [
        *_standing_of_the_person(facts),
        *_order_of_days(facts, today),
        *_earlier_membership(facts),
        *_cell_that_day(facts.cell, facts.ceremony_on),
        *_age(facts),
        *_certificate(facts),
    ]


def _standing_of_the_person(facts: AdmissionFacts) -> list[Problem]:
    candidate = facts.candidate
    if Movement.objects.standing().filter(candidate=candidate, kind=Kind.KET_NAP).exists():
        return [Problem("", f"Đồng chí {candidate.person} đã được ghi kết nạp từ hồ sơ này.")]
    if candidate.closed_on is not None:
        return [
            Problem(
                "",
                f"{candidate.person} đã thôi theo dõi từ ngày {day_short(candidate.closed_on)}. "
                "Đưa lại vào danh sách theo dõi trước khi ghi kết nạp.",
            )
        ]
    if Member.objects.present().filter(person=candidate.person).exists():
        return [Problem("", f"{candidate.person} đang là đảng viên, không kết nạp lần nữa.")]
    return []


def _order_of_days(facts: AdmissionFacts, today: date) -> list[Problem]:
    problems = []
    decided, ceremony = facts.decided_on, facts.ceremony_on
    if ceremony < decided:
        problems.append(
            Problem(
                "ceremony_on",
                f"Ngày lễ kết nạp ({day_short(ceremony)}) sớm hơn ngày quyết định ({day_short(decided)}). "
                "Kiểm tra lại hai ngày này.",
            )
        )
    if ceremony > today:
        problems.append(
            Problem("ceremony_on", f"Ngày lễ kết nạp ({day_short(ceremony)}) ở tương lai. Ghi sau khi đã tổ chức lễ.")
        )
    if decided < facts.candidate.opened_on:
        problems.append(
            Problem(
                "issued_on",
                f"Ngày quyết định ({day_short(decided)}) sớm hơn ngày bắt đầu theo dõi "
                f"({day_short(facts.candidate.opened_on)}). Kiểm tra lại hai ngày này.",
            )
        )
    return problems


def _earlier_membership(facts: AdmissionFacts) -> list[Problem]:
    """Somebody who was a member before is admitted again only after they left: else two lines count one person."""
    lines = Movement.objects.standing().filter(member__person=facts.candidate.person).exclude(sign=0)
    last = lines.order_by("-occurred_on", "-pk").first()
    if last is None or facts.ceremony_on >= last.occurred_on:
        return []
    return [
        Problem(
            "ceremony_on",
            f"Ngày lễ kết nạp ({day_short(facts.ceremony_on)}) sớm hơn dòng sổ trước của {facts.candidate.person} "
            f"({lower_first(last.get_kind_display())} ngày {day_short(last.occurred_on)}). Kiểm tra lại ngày.",
        )
    ]


def _cell_that_day(cell: Organization, day: date) -> list[Problem]:
    placement = cell.placement_on(day)
    if placement is None or placement.is_archive:
        return [
            Problem(
                "cell",
                f"{cell.name_on(day)} không hoạt động vào ngày {day_short(day)}. Chọn chi bộ có trong ngày ấy.",
            )
        ]
    if not placement.is_cell:
        return [Problem("cell", f"{placement.name} không phải chi bộ. Đảng viên được kết nạp vào một chi bộ.")]
    return []


def _age(facts: AdmissionFacts) -> list[Problem]:
    person, day = facts.candidate.person, facts.decided_on
    rule = rules.on(day)
    youngest = person.birth.latest()
    problems = []
    eighteenth_month = add_months(person.birth.earliest(), 12 * rule.min_age.value).replace(day=1)
    if day < eighteenth_month:
        problems.append(
            Problem(
                "issued_on",
                f"{person} sinh {person.birth}, ngày {day_short(day)} chưa đủ {rule.min_age.value} tuổi. "
                "Kiểm tra lại ngày sinh và ngày quyết định.",
                rule="K01",
                source=rule.min_age.cited,
            )
        )
    elif full_years(youngest, day) < rule.min_age.value:
        problems.append(
            Problem(
                "issued_on",
                f"{person} vừa tròn {rule.min_age.value} tuổi trong tháng này. Đối chiếu ngày sinh trên giấy tờ.",
                Level.WARN,
                "K02",
                rule.min_age.cited,
            )
        )
    if full_years(youngest, day) > rule.max_age_normal.value:
        problems.append(
            Problem(
                "issued_on",
                f"{person} đã quá {rule.max_age_normal.value} tuổi: cần văn bản đồng ý của ban thường vụ cấp ủy "
                "trực thuộc Trung ương.",
                Level.WARN,
                "K03",
                rule.max_age_normal.cited,
            )
        )
    return problems


def _certificate(facts: AdmissionFacts) -> list[Problem]:
    rule = rules.on(facts.decided_on)
    passed = Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC).filter(
        person=facts.candidate.person, result=Enrollment.Result.DAT
    )
    newest = passed.filter(certificate_on__lte=facts.decided_on).order_by("-certificate_on").first()
    if newest is None or newest.certificate_on is None:
        later = passed.filter(certificate_on__gt=facts.decided_on).order_by("certificate_on").first()
        if later is not None and later.certificate_on is not None:
            return [
                Problem(
                    "issued_on",
                    f"Ngày quyết định ({day_short(facts.decided_on)}) sớm hơn ngày cấp giấy chứng nhận số "
                    f"{later.certificate_number} ({day_short(later.certificate_on)}). Kiểm tra lại hai ngày này.",
                    rule="K07",
                    source="Hướng dẫn 06-HD/TW, điểm 3.1",
                )
            ]
        return [
            Problem(
                "",
                f"{facts.candidate.person} chưa có giấy chứng nhận lớp bồi dưỡng nhận thức về Đảng cấp trước ngày "
                f"{day_short(facts.decided_on)}. Ghi kết quả lớp trước.",
                rule="K07",
                source="Hướng dẫn 06-HD/TW, điểm 3.1",
            )
        ]
    expires = add_months(newest.certificate_on, rule.certificate_valid_months.value)
    if facts.decided_on > expires:
        return [
            Problem(
                "",
                f"Giấy chứng nhận số {newest.certificate_number} cấp ngày {day_short(newest.certificate_on)} đã quá "
                f"{rule.certificate_valid_months.value} tháng vào ngày quyết định. Đối chiếu với ngày họp chi bộ.",
                Level.WARN,
                "K08",
                rule.certificate_valid_months.cited,
            )
        ]
    return []


@dataclass(frozen=True)
class RecognitionFacts:
    """The facts of one recognition: whose, and on which decision day."""

    member: Member
    decided_on: date


def official_day(admitted_on: date) -> date:
    """The day a member becomes official: the end of probation, whatever the decision's day (294-QĐ/TW, 4.2.2)."""
    return add_months(admitted_on, rules.on(admitted_on).probation_months.value)


def recognition_problems(facts: RecognitionFacts, today: date) -> list[Problem]:
    """Every reason against writing this recognition."""
    member = facts.member
    if member.organization is None:
        return [Problem("", f"Đồng chí {member} không còn trong sổ.")]
    if member.official_on is not None:
        return [Problem("", f"Đồng chí {member} đã là đảng viên chính thức từ ngày {day_short(member.official_on)}.")]
    if member.admitted_on is None:
        return [Problem("", f"Sổ chưa có ngày vào Đảng của đồng chí {member}. Bổ sung ngày này trước.")]
    due = official_day(member.admitted_on)
    problems = []
    if facts.decided_on < due:
        rule = rules.on(member.admitted_on).probation_months
        problems.append(
            Problem(
                "issued_on",
                f"Ngày quyết định công nhận ({day_short(facts.decided_on)}) sớm hơn {rule.value} tháng kể từ ngày "
                f"kết nạp ({day_short(member.admitted_on)}); sớm nhất là {day_short(due)}. Kiểm tra lại hai ngày này.",
                rule="K36",
                source=rule.cited,
            )
        )
    if due > today:
        problems.append(
            Problem("", f"Thời gian dự bị của đồng chí {member} đến ngày {day_short(due)} mới hết. Chưa thể công nhận.")
        )
    return problems

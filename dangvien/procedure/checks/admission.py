"""Checks before an admission or a recognition is written at once, without its steps.

For late entry of old papers: those done before the register was used, at another place, or entered late with a reason.
A case that is walked step by step goes on so. What the papers' own facts can answer is asked as on the way: K01–K03,
K07, K08, K22–K29, K34 of an admission, K34, K36, K38 of a recognition.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.utils.timezone import localtime

from dangvien import rules
from dangvien.dates import add_months
from dangvien.models import AuditEntry, Candidate, Kind, Matter, Member, Movement, Organization, Outcome, StepKind
from dangvien.procedure.casefile import CaseFile, candidate_file, probation_file
from dangvien.procedure.checks.authority import issuer_problem
from dangvien.procedure.checks.catalog import CHECKS
from dangvien.procedure.checks.check import Check, Found, Inputs, Result, day_input
from dangvien.procedure.checks.papers import certificate_held, certificate_on
from dangvien.procedure.checks.running import result_of
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level, Problem
from dangvien.procedure.route import Route, route_of
from dangvien.text import day_short, lower_first

WHY = (Matter.GIAY_TO_CU, Matter.LAM_NOI_KHAC, Matter.GHI_CHAM)
"""Why an act is written at once; the first needs no telling while its day lies before the register."""

BEFORE_THE_WAY = (
    StepKind.VAO_DANH_SACH, StepKind.GIOI_THIEU_DOAN_THE, StepKind.DAC_BIET, StepKind.VAN_BAN_DONG_Y,
)  # fmt: skip
"""The list, a body's introduction, special cases and the papers that allow them: beside these no step may stand where
an admission is written at once."""

BEFORE_RECOGNITION = (StepKind.HO_SO_DANG_VIEN, StepKind.PHAN_CONG_GIUP_DO, StepKind.LAM_LAI_QUYET_DINH)
"""Steps of a probation beside which a recognition may still be written at once."""

_BY_ID = {check.id: check for check in CHECKS}
_OF_THE_DAY = ("K01", "K02", "K03", "K22", "K23", "K24", "K25", "K26", "K27", "K28", "K29")
"""Asked of the day of the decision, which is all that the short way knows: the cell's meeting was earlier."""

Examined = tuple[list[Problem], list[Result]]
"""Every reason against an act and every warning about it, and what each check found, to be kept with it."""


def register_began(today: date) -> date:
    """The day this register was first written in, by its audit trail; today while nothing was."""
    first = AuditEntry.objects.order_by("sequence").values_list("at", flat=True).first()
    return min(localtime(first).date(), today) if first else today


@dataclass(frozen=True)
class AdmissionFacts:
    """The facts of one admission: whose, on which decision day, at which ceremony, into which cell, why at once."""

    candidate: Candidate
    cell: Organization
    decided_on: date
    ceremony_on: date
    issuer: Organization
    why: Matter | None = None


def admission_problems(facts: AdmissionFacts, today: date) -> list[Problem]:
    """Every reason against writing this admission, and every warning about it."""
    return admission_examined(facts, today)[0]


def admission_examined(facts: AdmissionFacts, today: date) -> Examined:
    """The same, with what every check found."""
    if standing := _standing_of_the_person(facts):
        return standing, []
    problems, results = _shared_checks(facts, today)
    return [
        *_order_of_days(facts, today),
        *_earlier_membership(facts),
        *_cell_that_day(facts.cell, facts.ceremony_on),
        *_why_at_once(facts.why, facts.ceremony_on, "Lễ kết nạp", today),
        *problems,
    ], results


def why_told(why: Matter | None) -> Matter:
    """The reason that is kept; papers from before the register need no telling."""
    return why or Matter.GIAY_TO_CU


def _why_at_once(why: Matter | None, day: date, called: str, today: date) -> list[Problem]:
    """The short way is for old papers; of a day on which the register was in use it needs a reason that can be."""
    began = register_began(today)
    if day <= began or day > today:
        return []
    since = f"{called} ngày {day_short(day)}, sau ngày bắt đầu dùng sổ ({day_short(began)})"
    if why is None:
        return [Problem("why", f"{since}: chọn vì sao ghi tắt, hoặc ghi từng bước ở trang hồ sơ.")]
    if why == Matter.GIAY_TO_CU:
        return [
            Problem("why", f"{since}, nên không phải giấy tờ cũ. Chọn lý do khác, hoặc ghi từng bước ở trang hồ sơ.")
        ]
    return []


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


def _shared_checks(facts: AdmissionFacts, today: date) -> Examined:
    """The checks of the way that can be asked without its steps.

    The form has the day of the decision in place of the cell's meeting: what that would change of a certificate's age
    is asked to be compared.
    """
    case = candidate_file(facts.candidate, today)
    begun = [step for step in case.steps if step.kind not in BEFORE_THE_WAY]
    if begun:
        return [
            Problem(
                "",
                f"Hồ sơ của {case.person} đã ghi bước “{begun[-1].get_kind_display()}” ngày "
                f"{day_short(begun[-1].occurred_on)}. Ghi tiếp từng bước ở trang hồ sơ, không ghi thẳng kết nạp.",
            )
        ], []
    day = facts.decided_on
    said = StepFacts(StepKind.QUYET_DINH_KET_NAP, day, outcome=Outcome.DONG_Y)
    era = case.rules_on(day).organization_era.value
    astray = _cell_that_day(facts.cell, facts.ceremony_on)  # told already: nobody stands above no cell
    results = [] if astray else [_issuer(route_of(facts.cell, day, era), facts.issuer, day)]
    results += [found for key in _OF_THE_DAY if (found := result_of(_BY_ID[key], case.at(day), said))]
    results.append(Result(_BY_ID["K07"], certificate_held(case, day, "Ngày quyết định")))
    results += _certificate_of_age(case, day)
    return _told(results), results


def _certificate_of_age(case: CaseFile, day: date) -> list[Result]:
    """K08, weighing less than at the cell's meeting, whose day is not known."""
    held = certificate_on(case, day)
    if held is None:
        return []
    inputs: Inputs = {"ngay": day_input(day), "cap": day_input(held.issued_on), "thang": held.rule.value}
    if not held.is_over:
        return [Result(_BY_ID["K08"], Found(source=held.rule.cited, inputs=inputs))]
    sentence = (
        f"Giấy chứng nhận số {held.number} cấp ngày {day_short(held.issued_on)} đã quá {held.rule.value} tháng "
        "vào ngày quyết định. Đối chiếu với ngày họp chi bộ."
    )
    return [Result(_BY_ID["K08"], Found(sentence, held.rule.cited, inputs, level=Level.WARN))]


def _issuer(route: Route, issuer: Organization, day: date) -> Result:
    """K34."""
    inputs: Inputs = {"ngay": day_input(day), "mo_hinh": route.era, "dung": route.deciding == issuer.pk}
    return Result(_BY_ID["K34"], Found(issuer_problem(route, issuer, day), source_of("K34", day), inputs))


def _told(results: list[Result]) -> list[Problem]:
    """The findings at the form's own boxes."""
    return [_at_its_box(result.check, result.problem) for result in results if result.problem]


def _at_its_box(check: Check, problem: Problem) -> Problem:
    if problem.field == "occurred_on" or check.id == "K03":
        return replace(problem, field="issued_on")
    return problem


@dataclass(frozen=True)
class RecognitionFacts:
    """The facts of one recognition: whose, on which decision day, why at once."""

    member: Member
    decided_on: date
    issuer: Organization
    why: Matter | None = None


def official_day(admitted_on: date) -> date:
    """The day a member becomes official: the end of probation, whatever the decision's day (294-QĐ/TW, 4.2.2)."""
    return add_months(admitted_on, rules.on(admitted_on).probation_months.value)


def recognition_problems(facts: RecognitionFacts, today: date) -> list[Problem]:
    """Every reason against writing this recognition."""
    return recognition_examined(facts, today)[0]


def recognition_examined(facts: RecognitionFacts, today: date) -> Examined:
    """The same, with what every check found."""
    member, day = facts.member, facts.decided_on
    if member.organization is None:
        return [Problem("", f"Đồng chí {member} không còn trong sổ.")], []
    if member.official_on is not None:
        told = f"Đồng chí {member} đã là đảng viên chính thức từ ngày {day_short(member.official_on)}."
        return [Problem("", told)], []
    if member.admitted_on is None:
        return [Problem("", f"Sổ chưa có ngày vào Đảng của đồng chí {member}. Bổ sung ngày này trước.")], []
    case = probation_file(member, today)
    begun = [step for step in case.steps if step.probationer_id and step.kind not in BEFORE_RECOGNITION]
    if begun:
        return [
            Problem(
                "",
                f"Đồng chí {member} đã ghi bước “{begun[-1].get_kind_display()}” ngày "
                f"{day_short(begun[-1].occurred_on)}. Ghi tiếp từng bước ở trang hồ sơ, không ghi thẳng công nhận.",
            )
        ], []
    due = official_day(member.admitted_on)
    said = StepFacts(StepKind.QUYET_DINH_CONG_NHAN, day, outcome=Outcome.DONG_Y)
    results = [found for key in ("K36", "K38") if (found := result_of(_BY_ID[key], case.at(day), said))]
    results.append(_issuer(case.route_on(day), facts.issuer, day))
    problems = [*_why_at_once(facts.why, day, "Quyết định công nhận", today), *_told(results)]
    if due > today:
        problems.append(
            Problem("", f"Thời gian dự bị của đồng chí {member} đến ngày {day_short(due)} mới hết. Chưa thể công nhận.")
        )
    return problems, results

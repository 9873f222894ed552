"""K01–K04: how old the candidate is when the cell votes and when the committee decides; ages count by months."""

from __future__ import annotations

from datetime import date

from dangvien.dates import add_months, full_years
from dangvien.models import Matter, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, day_input, says_no
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from dangvien.text import day_short


def too_young(case: CaseFile, facts: StepFacts) -> Found | None:
    """K01: not 18 yet, by months (294-QĐ/TW, 1.1.1)."""
    rule = case.rules_on(facts.occurred_on).min_age
    inputs: Inputs = {
        "sinh": day_input(case.person.birth.earliest()),
        "ngay": day_input(facts.occurred_on),
        "tuoi": rule.value,
    }
    month = add_months(case.person.birth.earliest(), 12 * rule.value).replace(day=1)
    if facts.occurred_on >= month:
        return Found(source=rule.cited, inputs=inputs)
    return Found(
        f"{case.person} sinh {case.person.birth}, ngày {day_short(facts.occurred_on)} chưa đủ {rule.value} tuổi. "
        "Kiểm tra lại ngày sinh và ngày vừa nhập.",
        rule.cited,
        inputs,
    )


def eighteen_this_month(case: CaseFile, facts: StepFacts) -> Found | None:
    """K02: in the month of the eighteenth birthday, before the day itself: our reading of "tính theo tháng"."""
    rule = case.rules_on(facts.occurred_on).min_age
    month = add_months(case.person.birth.earliest(), 12 * rule.value).replace(day=1)
    if facts.occurred_on < month:
        return None
    inputs: Inputs = {"sinh": day_input(case.person.birth.latest()), "ngay": day_input(facts.occurred_on)}
    source = source_of("K02", facts.occurred_on)
    if full_years(case.person.birth.latest(), facts.occurred_on) >= rule.value:
        return Found(source=source, inputs=inputs)
    return Found(
        f"{case.person} tròn {rule.value} tuổi trong tháng này nhưng chưa đến ngày sinh. Đối chiếu giấy tờ."
        if case.person.birth.is_full
        else f"{case.person} sinh {case.person.birth}: chưa rõ đã đủ {rule.value} tuổi chưa. Đối chiếu giấy tờ.",
        source,
        inputs,
    )


def is_too_old(case: CaseFile, day: date) -> bool:
    """Whether the person is certainly over the usual age: the month in which they reach it has passed."""
    limit = case.rules_on(day).max_age_normal.value
    reached = add_months(case.person.birth.latest(), 12 * limit)
    return (day.year, day.month) > (reached.year, reached.month)


def too_old(case: CaseFile, facts: StepFacts) -> Found | None:
    """K03: over 60, by months, without the consent of the standing committee directly under the centre (1.1.2)."""
    if says_no(facts):
        return None
    day = facts.occurred_on
    rule = case.rules_on(day).max_age_normal
    inputs: Inputs = {"sinh": day_input(case.person.birth.latest()), "ngay": day_input(day), "tuoi": rule.value}
    if not is_too_old(case, day):
        return Found(source=rule.cited, inputs=inputs)
    return Found(
        f"{case.person} sinh {case.person.birth}, ngày {day_short(day)} đã quá {rule.value} tuổi: cần văn bản đồng ý "
        "của ban thường vụ cấp ủy trực thuộc Trung ương. Có văn bản thì ghi bước “Văn bản đồng ý của cấp trên” trước.",
        rule.cited,
        inputs,
    )


def soon_too_old(case: CaseFile, day: date) -> Found | None:
    """K04: reaches the usual age within the months of the reminder."""
    rules = case.rules_on(day)
    warn = rules.age_warn_months
    reached = add_months(case.person.birth.earliest(), 12 * rules.max_age_normal.value)
    inputs: Inputs = {"sinh": day_input(case.person.birth.earliest()), "ngay": day_input(day), "nhac": warn.value}
    if is_too_old(case, day) or reached > add_months(day, warn.value):
        return Found(source=warn.cited, inputs=inputs)
    return Found(
        f"{case.person} tròn {rules.max_age_normal.value} tuổi vào tháng {reached.month}/{reached.year}. "
        "Xếp việc để chi bộ xét và cấp trên quyết định trong tháng ấy là muộn nhất.",
        warn.cited,
        inputs,
    )


def soon_too_old_today(case: CaseFile) -> Found | None:
    """K04 on the case's page, until it is decided."""
    if case.candidate is None or case.candidate.closed_on or case.own_admission or case.admission_decision:
        return None
    return soon_too_old(case, case.today)


def _at_the_start(case: CaseFile, facts: StepFacts) -> Found | None:
    return soon_too_old(case, facts.occurred_on)


CHECKS = (
    Check("K01", "Đủ 18 tuổi", Level.REFUSE, (StepKind.NQ_CHI_BO,), too_young, field="occurred_on"),
    Check(
        "K02", "Tròn 18 tuổi trong tháng", Level.WARN, (StepKind.NQ_CHI_BO,), eighteen_this_month, field="occurred_on"
    ),
    Check(
        "K03",
        "Không quá 60 tuổi",
        Level.REFUSE,
        (StepKind.NQ_CHI_BO, StepKind.QUYET_DINH_KET_NAP),
        too_old,
        consent=Matter.TREN_60,
    ),
    Check(
        "K04",
        "Sắp quá 60 tuổi",
        Level.WARN,
        (StepKind.DUOC_LAM_THU_TUC,),
        _at_the_start,
        daily=soon_too_old_today,
    ),
)

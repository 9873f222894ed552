"""The yearly survey of sources, those it found worth following, classes of schools, and the monthly review of lists."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from dangvien import codes
from dangvien.actions import candidacy
from dangvien.actions.auditing import note
from dangvien.models import (
    Candidate,
    ListReview,
    Organization,
    Person,
    Prospect,
    SchoolClass,
    SourceSurvey,
    SurveyCount,
    User,
)
from dangvien.models.survey import surveyed_sources
from dangvien.procedure.lookalikes import birth_columns
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.procedure.survey_checks import (
    Counts,
    ProspectFacts,
    SchoolClassFacts,
    prospect_problems,
    review_problems,
    school_class_problems,
    survey_problems,
)
from dangvien.text import day_short

DONE = "Người này đã được đưa vào danh sách nguồn hoặc đã thôi ghi, nên không sửa được nữa."

# The survey of a cell ----------------------------------------------------------------------------------------------


@transaction.atomic
def record_survey(
    *,
    by: User,
    cell: Organization,
    year: int,
    surveyed_on: date,
    counts: Counts,
    none_reason: str,
    comment: str,
    today: date,
    version: int,
) -> SourceSurvey:
    """Record what a cell counted in a year, or correct it. `version` is what the writer saw: 0 for no survey yet."""
    # Of two writers the second sees what the first wrote.
    Organization.objects.select_for_update(no_key=True).get(pk=cell.pk)
    earlier = SourceSurvey.objects.filter(organization=cell, year=year).select_related("recorded_by").first()
    if (earlier.version if earlier else 0) != version:
        raise Refused.at("version", _overtaken(earlier))
    refuse_if_any(survey_problems(cell, year, surveyed_on, counts, none_reason, today))
    before = _told(earlier) if earlier else {}
    survey = earlier or SourceSurvey(organization=cell, year=year, version=0)
    survey.surveyed_on, survey.none_reason, survey.note = surveyed_on, none_reason, comment
    survey.recorded_by, survey.version = by, survey.version + 1
    survey.save()
    for source, _ in surveyed_sources():
        eligible, following = counts.get(source, (0, 0))
        SurveyCount.objects.update_or_create(
            survey=survey, source=source, defaults={"eligible": eligible, "following": following}
        )
    after = _told(survey)
    changed = {field for field in after if after[field] != before.get(field)}
    note(
        by=by,
        verb="sửa khảo sát nguồn" if earlier else "ghi khảo sát nguồn",
        subject=survey,
        organization=cell,
        before={field: value for field, value in before.items() if field in changed} or None,
        after={"năm": str(year)} | {field: value for field, value in after.items() if field in changed},
    )
    return survey


def _told(survey: SourceSurvey) -> dict[str, Any]:
    """The survey as the audit trail keeps it."""
    labels = codes.of("source")
    told: dict[str, Any] = {
        "ngày khảo sát": survey.surveyed_on,
        "lý do không còn nguồn": survey.none_reason,
        "ghi chú": survey.note,
    }
    for count in sorted(survey.counts.all(), key=lambda count: labels.order(count.source)):
        told[labels.label(count.source)] = f"{count.eligible} đủ điều kiện, {count.following} đáng theo dõi"
    return told


def _overtaken(earlier: SourceSurvey | None) -> str:
    if earlier is None:
        return "Khảo sát này không còn trong sổ. Mở lại trang rồi ghi từ đầu."
    who = earlier.recorded_by.full_name if earlier.recorded_by else "Người khác"
    numbers = "; ".join(
        f"{field}: {value}" for field, value in _told(earlier).items() if isinstance(value, str) and value
    )
    return (
        f"Trong lúc đồng chí đang nhập, {who} đã ghi khảo sát này, nên chưa lưu. Trong sổ nay là: {numbers}. "
        "Nội dung vừa gõ vẫn ở dưới: đối chiếu rồi bấm Lưu lần nữa nếu đúng."
    )


# Those worth following ---------------------------------------------------------------------------------------------


@transaction.atomic
def add_prospect(*, by: User, cell: Organization, year: int, facts: ProspectFacts, today: date) -> Prospect:
    """Write somebody down as worth following after a year's survey."""
    Organization.objects.select_for_update(no_key=True).get(pk=cell.pk)
    refuse_if_any(prospect_problems(cell, year, facts, today))
    prospect = Prospect(organization=cell, year=year, recorded_by=by)
    _fill(prospect, facts)
    prospect.save()
    after = {"khảo sát năm": str(year), **_facts_told(prospect)}
    note(by=by, verb="ghi người đáng theo dõi", subject=prospect, organization=cell, after=after)
    return prospect


@transaction.atomic
def change_prospect(*, by: User, prospect: Prospect, facts: ProspectFacts, today: date) -> Prospect:
    """Correct what was written of somebody of whom nothing has been decided yet."""
    locked = _open_prospect(prospect)
    refuse_if_any(prospect_problems(locked.organization, locked.year, facts, today, locked))
    before = _facts_told(locked)
    _fill(locked, facts)
    locked.save()
    after = _facts_told(locked)
    changed = {field for field in after if after[field] != before[field]}
    note(
        by=by,
        verb="sửa người đáng theo dõi",
        subject=locked,
        organization=locked.organization_id,
        before={field: before[field] for field in before if field in changed},
        after={field: after[field] for field in after if field in changed},
    )
    return locked


@transaction.atomic
def drop_prospect(*, by: User, prospect: Prospect, dropped_on: date, reason: str, today: date) -> Prospect:
    """Say that somebody is not followed after all, since which day and why."""
    locked = _open_prospect(prospect)
    problems = []
    if dropped_on > today:
        problems.append(Problem("closed_on", "Ngày thôi ghi ở tương lai. Kiểm tra lại ngày."))
    if dropped_on < date(locked.year, 1, 1):
        problems.append(Problem("closed_on", f"Ngày thôi ghi sớm hơn năm khảo sát ({locked.year}). Kiểm tra lại ngày."))
    if not reason:
        problems.append(Problem("reason", "Chọn lý do."))
    refuse_if_any(problems)
    locked.dropped_on, locked.drop_reason = dropped_on, reason
    locked.save()
    note(
        by=by,
        verb="thôi ghi người đáng theo dõi",
        subject=locked,
        organization=locked.organization_id,
        after={"ngày": dropped_on},
        reason=reason,
    )
    return locked


@transaction.atomic
def follow_prospect(
    *,
    by: User,
    prospect: Prospect,
    person: Person,
    cell: Organization,
    source: str,
    opened_on: date,
    bodies: list[str],
    today: date,
    apart_from: Collection[int] = (),
) -> Candidate:
    """Put somebody worth following on a cell's list of quần chúng ưu tú: `follow`, and the two are tied together."""
    locked = _open_prospect(prospect)
    candidate = candidacy.follow(
        by=by,
        person=person,
        cell=cell,
        source=source,
        opened_on=opened_on,
        bodies=bodies,
        today=today,
        apart_from=apart_from,
    )
    locked.candidate = candidate
    locked.save()
    note(
        by=by,
        verb="đưa người đáng theo dõi vào nguồn",
        subject=locked,
        organization=locked.organization_id,
        after={"khảo sát năm": str(locked.year)},
    )
    return candidate


def _open_prospect(prospect: Prospect) -> Prospect:
    locked = Prospect.objects.select_for_update(no_key=True).get(pk=prospect.pk)
    if not locked.is_open:
        raise Refused.at("", DONE)
    return locked


def _fill(prospect: Prospect, facts: ProspectFacts) -> None:
    prospect.full_name, prospect.gender, prospect.source = facts.full_name, facts.gender, facts.source
    prospect.birth_date, prospect.birth_precision = birth_columns(facts.birth)
    prospect.unit, prospect.demobilized_on = facts.unit, facts.demobilized_on


def _facts_told(prospect: Prospect) -> dict[str, Any]:
    return {
        "họ và tên": prospect.full_name,
        "ngày sinh": str(prospect.birth),
        "giới tính": Person.Gender(prospect.gender).label,
        "nguồn": prospect.source,
        "đơn vị, lớp": prospect.unit,
        "ngày xuất ngũ": prospect.demobilized_on,
    }


# Classes of schools ------------------------------------------------------------------------------------------------


@transaction.atomic
def record_school_class(
    *,
    by: User,
    organization: Organization,
    facts: SchoolClassFacts,
    today: date,
    school_class: SchoolClass | None = None,
) -> SchoolClass:
    """Enter a class of a school with its numbers, or correct one (`school_class`)."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    refuse_if_any(school_class_problems(organization, facts, today, school_class))
    kept = school_class or SchoolClass()
    before = None if school_class is None else _numbers_told(kept)
    kept.organization, kept.school, kept.name, kept.school_year = (
        organization, facts.school, facts.name, facts.school_year,
    )  # fmt: skip
    kept.pupils, kept.excellent, kept.followed = facts.pupils, facts.excellent, facts.followed
    kept.save()
    note(
        by=by,
        verb="sửa lớp ở trường" if before else "ghi lớp ở trường",
        subject=kept,
        organization=organization,
        before=before,
        after=_numbers_told(kept),
    )
    return kept


def _numbers_told(school_class: SchoolClass) -> dict[str, Any]:
    return {
        "lớp": str(school_class),
        "sĩ số": school_class.pupils,
        "giỏi": school_class.excellent,
        "đang theo dõi": school_class.followed,
    }


# The monthly review ------------------------------------------------------------------------------------------------


@transaction.atomic
def review_list(
    *,
    by: User,
    cell: Organization,
    month: date,
    reviewed_on: date,
    resolution: str,
    today: date,
    correcting: ListReview | None = None,
) -> ListReview:
    """Record that a cell reviewed its list for a month (`month` its first day), or correct what was recorded."""
    Organization.objects.select_for_update(no_key=True).get(pk=cell.pk)
    month = month.replace(day=1)
    refuse_if_any(review_problems(cell, month, reviewed_on, resolution, today))
    earlier = ListReview.objects.filter(organization=cell, month=month).first()
    if earlier and earlier != correcting:
        sentence = (
            f"Tháng này đã ghi rà soát theo nghị quyết số {earlier.resolution} ngày {day_short(earlier.reviewed_on)}."
        )
        raise Refused.at("", sentence)
    before = {"số nghị quyết": earlier.resolution, "ngày": earlier.reviewed_on} if earlier else None
    review = earlier or ListReview(organization=cell, month=month)
    review.reviewed_on, review.resolution, review.recorded_by = reviewed_on, resolution, by
    review.save()
    note(
        by=by,
        verb="sửa rà soát danh sách nguồn" if earlier else "rà soát danh sách nguồn",
        subject=review,
        organization=cell,
        before=before,
        after={"tháng": f"{month.month}/{month.year}", "số nghị quyết": resolution, "ngày": reviewed_on},
    )
    return review

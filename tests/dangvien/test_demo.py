"""The demo register keeps the rules it demonstrates."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.db.models import F, Max
from django.utils.timezone import localdate

from dangvien import codes
from dangvien.actions import correction
from dangvien.actions.auditing import broken_entries
from dangvien.dates import add_months, full_years
from dangvien.demo.chance import apportion, generator, monday, workday
from dangvien.demo.people import birth_for_age
from dangvien.demo.timeline import LAST_DAY
from dangvien.models import (
    Badge,
    Candidate,
    Decision,
    Enrollment,
    Introduction,
    Kind,
    Member,
    Movement,
    Organization,
    Person,
    Placement,
    Post,
    Rating,
    Standing,
    Step,
    TrainingClass,
    User,
    Vote,
)
from dangvien.models.organization import CELLS
from dangvien.procedure import reconciliation
from dangvien.procedure.checks.admission import AdmissionFacts, admission_problems, official_day
from dangvien.scope import Scope
from dangvien.text import search_key, sort_key

REFORM = date(2025, 7, 1)

DIGEST = "8d24a8fd9635e516c6ee738bedcd03240619bbdf675393568dc3bb938c919142"
"""What the rows of the demo come to. It is the same on both databases, in every process and on every day; whoever
changes the demo on purpose puts the new value here."""


# Tools


@pytest.mark.parametrize(("total", "weights"), [(585, [1, 2, 3]), (0, [1, 1]), (7, [0.1] * 11), (1587, range(1, 12))])
def test_shares_add_up_to_the_total(total, weights):
    shares = apportion(total, list(weights))

    assert sum(shares) == total
    assert all(abs(share - total * weight / sum(weights)) < 1 for share, weight in zip(shares, weights, strict=True))


@pytest.mark.parametrize("day", [date(2022, 5, number) for number in range(1, 15)])
def test_days_are_moved_forward_to_a_working_day_or_a_monday(day):
    assert workday(day).weekday() < 5
    assert 0 <= (workday(day) - day).days <= 2
    assert monday(day).weekday() == 0
    assert 0 <= (monday(day) - day).days <= 6


@pytest.mark.parametrize("age", [18, 30, 31, 85])
@pytest.mark.parametrize("on", [date(2012, 1, 9), date(2020, 2, 29), date(2024, 12, 31)])
def test_a_birth_day_gives_the_age_on_the_day_and_a_month_before(age, on):
    for number in range(50):
        born = birth_for_age(generator("test", str(number)), age, on)

        assert full_years(born, on) == age
        assert full_years(born, add_months(on, -1)) == age


# The people


def test_every_admission_follows_the_rules(dong_ha):
    lines = Movement.objects.filter(kind=Kind.KET_NAP).select_related("candidate__person", "decision", "member")
    passed = Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC).filter(result=Enrollment.Result.DAT)
    certificates = {person: day for person, day in passed.values_list("person", "certificate_on") if day is not None}
    cells = set(Placement.objects.filter(kind__in=CELLS).values_list("organization", flat=True))
    assert lines.count() > 2000
    for line in lines:
        candidate, decision = line.candidate, line.decision
        assert candidate
        assert decision
        certified = certificates[candidate.person_id]
        assert candidate.person_id == line.member.person_id
        assert candidate.closed_on is None
        assert candidate.opened_on < certified < decision.issued_on <= line.occurred_on
        assert decision.issued_on <= add_months(certified, 60)
        assert full_years(candidate.person.birth_date, decision.issued_on) >= 18
        assert line.organization_id == candidate.organization_id
        assert line.organization_id in cells
        assert line.member.admitted_on == line.occurred_on
        assert decision.subject == Decision.Subject.KET_NAP


def test_admissions_would_pass_the_form_that_records_them(dong_ha):
    newest = Movement.objects.filter(kind=Kind.KET_NAP).order_by("-occurred_on", "-pk")[:12]
    for line in newest.select_related("candidate", "organization", "decision"):
        assert line.candidate
        assert line.decision
        correction.take_back(by=dong_ha.user("bantochuc"), line=line, reason="Thử")  # though steps rest on it
        paper = line.decision
        facts = AdmissionFacts(line.candidate, line.organization, paper.issued_on, line.occurred_on, paper.issuer)

        # Of people with a religion the paper of consent (K23) stands in a dossier that the demo does not tell.
        found = [problem for problem in admission_problems(facts, today=LAST_DAY) if problem.rule != "K23"]
        assert found == []


def test_every_recognition_comes_twelve_months_after_the_admission(dong_ha):
    lines = Movement.objects.filter(kind=Kind.CONG_NHAN).select_related("member", "decision")
    assert lines.count() > 2000
    for line in lines:
        assert line.member.admitted_on
        assert line.decision
        assert line.occurred_on == official_day(line.member.admitted_on) == line.member.official_on
        assert line.decision.issued_on > line.occurred_on
        assert line.decision.subject == Decision.Subject.CONG_NHAN


def test_nothing_is_younger_than_the_last_day(dong_ha):
    newest = [
        Movement.objects.aggregate(day=Max("occurred_on")),
        Decision.objects.aggregate(day=Max("issued_on")),
        Candidate.objects.aggregate(day=Max("opened_on")),
        Candidate.objects.aggregate(day=Max("closed_on")),
        Enrollment.objects.aggregate(day=Max("certificate_on")),
        TrainingClass.objects.aggregate(day=Max("starts_on")),
        Introduction.objects.aggregate(day=Max("resolved_on")),
    ]

    assert max(found["day"] for found in newest) <= LAST_DAY


def test_decision_numbers_grow_with_the_days(dong_ha):
    series: dict[tuple[int, str], int] = {}
    for decision in Decision.objects.order_by("issued_on", "number"):
        key = (decision.issuer_id, decision.term)
        assert decision.number > series.get(key, 0)
        series[key] = decision.number
    assert len(series) > 3


def test_codes_and_keys_are_those_the_program_knows(dong_ha):
    for person in Person.objects.all():
        assert (person.sort_key, person.search_key) == (sort_key(person.full_name), search_key(person.full_name))
    for model, field, name in (
        (Person, "ethnicity", "ethnicity"),
        (Person, "religion", "religion"),
        (Standing, "general_education", "education_general"),
        (Standing, "professional", "education_professional"),
        (Standing, "theory", "political_theory"),
        (Standing, "occupation", "occupation"),
        (Candidate, "source", "source"),
        (Introduction, "body", "introducing_body"),
        (Placement, "sector", "sector"),
        (Placement, "area", "cell_area"),
    ):
        used = set(model._default_manager.values_list(field, flat=True)) - {""}
        assert used <= {code.code for code in codes.of(name)}
        assert len(used) > 1
    minority = codes.of("ethnicity").having("minority")
    assert {"23", "31"} <= set(Person.objects.filter(ethnicity__in=minority).values_list("ethnicity", flat=True))


def test_nearly_half_of_the_new_members_are_women_and_more_from_year_to_year(dong_ha):
    new = Movement.objects.filter(kind=Kind.KET_NAP)
    women = new.filter(member__person__gender=Person.Gender.NU)

    assert 0.42 < women.during(dong_ha.period).count() / new.during(dong_ha.period).count() < 0.48
    early, late = (("occurred_on__year__lte", 2015), ("occurred_on__year__gte", 2021))
    assert (
        women.filter(early).count() / new.filter(early).count() < women.filter(late).count() / new.filter(late).count()
    )


@pytest.mark.parametrize("ward", ["phuong-1", "phuong-2"])
def test_the_secretaries_have_something_to_do(dong_ha, ward):
    below = Organization.objects.under([dong_ha[ward].pk], on=LAST_DAY)
    ready = Enrollment.objects.filter(
        certificate_on__gt=add_months(LAST_DAY, -48),
        person__candidacies__in=Candidate.objects.open().filter(organization__in=below),
    )
    due = Member.objects.probationary().filter(organization__in=below, admitted_on__lte=add_months(LAST_DAY, -12))

    assert ready.count() > 10
    assert due.exists()


def test_a_class_is_going_on(dong_ha):
    going_on = TrainingClass.objects.get(starts_on__lte=LAST_DAY, ends_on__gt=LAST_DAY)

    assert set(going_on.enrollments.values_list("result", flat=True)) == {"dang_hoc"}
    assert going_on.enrollments.count() > 20


def test_rows_are_the_same_everywhere(dong_ha):
    rows = [
        *Movement.objects.order_by("pk").values_list(
            "member__person__full_name", "organization__code", "kind", "occurred_on", "decision__number"
        ),
        *Enrollment.objects.order_by("pk").values_list("person__full_name", "sent_by__code", "certificate_number"),
        *Person.objects.order_by("pk").values_list("full_name", "birth_date", "citizen_id", "residence"),
        *Candidate.objects.order_by("pk").values_list("person__full_name", "opened_on", "closed_on", "source"),
        *Member.objects.order_by("pk").values_list("card_number", "admitted_on", "official_on"),
        *Step.objects.order_by("pk").values_list("kind", "occurred_on", "number", "helper__person__full_name"),
        *Vote.objects.order_by("step").values_list("convened", "agree", "passed"),
    ]

    assert hashlib.sha256(repr([[str(value) for value in row] for row in rows]).encode()).hexdigest() == DIGEST


# The organizations after the reform


def test_after_the_reform_nothing_is_issued_by_the_city(dong_ha_after_reform):
    late = Decision.objects.filter(issued_on__gte=REFORM)
    classes = TrainingClass.objects.filter(starts_on__gte=REFORM)
    heirs = {"phuong-dong-ha-2025", "phuong-nam-dong-ha", "tinh-quang-tri"}

    assert set(late.values_list("issuer__code", flat=True)) == heirs
    assert set(classes.values_list("organizer__code", flat=True)) == heirs
    assert set(Decision.objects.filter(issued_on__lt=REFORM).values_list("issuer__code", flat=True)) == {
        "thanh-pho-dong-ha"
    }
    assert not classes.exclude(decision__issuer=F("organizer")).exists()


def test_after_the_reform_every_cell_stands_under_its_heir(dong_ha_after_reform):
    demo = dong_ha_after_reform
    khu_pho = Placement.objects.standing_on(REFORM).filter(area="khu_dan_cu")

    assert khu_pho.count() == 62
    assert khu_pho.filter(parent=demo["phuong-dong-ha-2025"]).count() == 32
    assert khu_pho.filter(parent=demo["phuong-nam-dong-ha"]).count() == 30
    assert len(set(khu_pho.values_list("name", flat=True))) == 62
    assert not Placement.objects.standing_on(REFORM).filter(parent=demo.city).exists()


def test_after_the_reform_the_accounts_of_the_city_have_ended(dong_ha_after_reform):
    roots = {
        user.username: set(
            Organization.objects.filter(pk__in=Scope.of(user, LAST_DAY).roots).values_list("code", flat=True)
        )
        for user in User.objects.all()
    }

    assert roots == {
        "xem.phuong1": set(),
        "chibo.kp1.phuong1": {"phuong-1-khu-pho-1"},
        "bithu.phuong1": set(),
        "bithu.phuong2": set(),
        "bantochuc": set(),
        "quantri": {"tinh-quang-tri"},
        "xem.dongha": {"phuong-dong-ha-2025"},
        "bithu.dongha": {"phuong-dong-ha-2025"},
        "bithu.namdongha": {"phuong-nam-dong-ha"},
        "bantochuc.tinh": {"tinh-quang-tri"},
    }
    held = Scope.of(dong_ha_after_reform.user("bithu.phuong1"), date(2025, 6, 30)).roots
    assert held == {dong_ha_after_reform["phuong-1"].pk}


def test_the_demo_agrees_with_itself(dong_ha):
    assert list(reconciliation.faults(localdate())) == []
    assert broken_entries() == []


def test_the_demo_after_the_reform_agrees_with_itself(dong_ha_after_reform):
    assert list(reconciliation.faults(localdate())) == []
    assert broken_entries() == []


def test_members_have_badges_ratings_and_posts(dong_ha):
    badges = Badge.objects.select_related("member")
    assert badges.count() > 1000
    assert all(
        badge.member.admitted_on and add_months(badge.member.admitted_on, 12 * badge.years) <= badge.awarded_on
        for badge in badges
    )
    assert set(Rating.objects.values_list("year", flat=True)) == {LAST_DAY.year - 2, LAST_DAY.year - 1}
    assert not Rating.objects.filter(member__admitted_on__year__gt=F("year")).exists()
    assert {post.title for post in Post.objects.all()} == {"bi_thu", "truong_thon"}
    assert {str(post.since_known).count("/") for post in Post.objects.all()} == {0, 1}

"""Properties that overlap: somebody has any number of them. Each is a condition usable with many indicators."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from dangvien import codes
from dangvien.models import Introduction, Kind, Matter, MemberStatus, Movement, StatusKind, Step, StepKind
from dangvien.period import Period
from reports.definition import Choices, Indicator, Trait, about_person
from reports.indicators.people import event_day, event_day_outside, of_member

WOMEN = about_person(gender="nu")
MINORITY = about_person(ethnicity__in=sorted(codes.of("ethnicity").having("minority")))
BELIEVERS = about_person(religion__in=sorted(codes.of("religion").having("believer")))


def introduced_by(attribute: str) -> Trait:
    """Admissions of people whom a body with this attribute introduced ("youth": the Đoàn). For lines of the ledger."""
    bodies = sorted(codes.of("introducing_body").having(attribute))

    def trait(_indicator: Indicator, _period: Period, _choices: Choices) -> Q:
        return Q(Exists(Introduction.objects.filter(candidate=OuterRef("candidate"), body__in=bodies)))

    return trait


YOUTH = introduced_by("youth")
"""Admitted as members of the Đoàn: introduced by its resolution."""
MASS = introduced_by("mass")


def noted(*matters: Matter) -> Trait:
    """Admissions in whose case one of these special circumstances is noted. For lines of the ledger."""

    def trait(_indicator: Indicator, _period: Period, _choices: Choices) -> Q:
        notes = Step.objects.standing().filter(kind=StepKind.DAC_BIET, matter__in=[matter.value for matter in matters])
        return Q(Exists(notes.filter(candidate=OuterRef("candidate"))))

    return trait


OWNERS = noted(Matter.CHU_DOANH_NGHIEP)
MARRIED_ABROAD = noted(Matter.HON_NHAN_NUOC_NGOAI)


def readmitted(indicator: Indicator, period: Period, choices: Choices) -> Q:
    """Admissions of people who had been members before. For lines of the ledger."""
    assert indicator.day is not None
    days = {f"{indicator.day(choices)}__range": (period.first, period.last)}
    again = Movement.objects.filter(kind=Kind.KET_NAP, **days).readmissions()
    return Q(pk__in=again.order_by().values("pk"))


def on_probation(indicator: Indicator, period: Period, choices: Choices) -> Q:
    """Members not yet official on the day the line speaks of, by the day recognition takes effect."""
    official = f"{of_member(indicator)}__official_on"
    return Q((f"{official}__isnull", True)) | Q((f"{official}__gt", event_day(indicator, period, choices)))


def exempt(indicator: Indicator, period: Period, choices: Choices) -> Q:
    """Members excused from work and meetings on the day."""
    day = event_day_outside(indicator, period, choices)
    then = MemberStatus.objects.standing().filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), since__lte=day)
    excused, member = then.filter(kind=StatusKind.MIEN), of_member(indicator)
    if indicator.day is None:  # one day for all: read once instead of once for each line
        return Q((f"{member}__in", excused.values("member")))
    return Q(Exists(excused.filter(member=OuterRef(member))))

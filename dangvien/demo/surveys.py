"""The survey of sources of the demo's last two years, in the khu phố: numbers, a few invented names, reviewed lists."""

from __future__ import annotations

from datetime import date
from random import Random

from dangvien.demo import names
from dangvien.demo.candidates import SOURCES
from dangvien.demo.chance import DAY, about, generator, workday
from dangvien.demo.people import birth_for_age
from dangvien.demo.timeline import LAST_DAY
from dangvien.demo.tree import RESIDENTIAL, Cell, Tree
from dangvien.models import ListReview, Person, Prospect, SchoolClass, SourceSurvey, SurveyCount
from dangvien.models.survey import PUPIL, SOLDIER, surveyed_sources

YEARS = (LAST_DAY.year - 1, LAST_DAY.year)
NONE_REASONS = (
    "Thanh niên đi học, đi làm ăn xa hết",
    "Người trong độ tuổi còn lại đều đã là đảng viên",
)
PER_CELL = 12
"""So many eligible people a khu phố has on average."""
UNITS = {PUPIL: "Trường THPT Sông Hiếu", SOLDIER: "Trung đoàn bộ binh"}
REVIEWED_MONTHS = 3
"""So many of the last whole months have been reviewed, by most cells."""


def write(planted: Tree, seed: str) -> None:
    """Save the surveys of the khu phố cells; a generator of their own leaves everybody else as they are."""
    rng = generator(seed, "khao-sat")
    cells = [cell for cell in planted.cells if cell.is_residential]
    surveys, counts, prospects, reviews = [], [], [], []
    for cell in cells:
        for year in YEARS:
            if year == YEARS[-1] and rng.random() < 0.15:
                continue  # somebody must still be reminded
            survey = _survey(rng, cell, year)
            surveys.append(survey)
            numbers = _numbers(rng, survey)
            counts += numbers
            if year == YEARS[-1]:
                prospects += [_prospect(rng, cell, count.source) for count in numbers if count.following][:3]
        reviews += _reviews(rng, cell)
    SourceSurvey.objects.bulk_create(surveys)
    SurveyCount.objects.bulk_create(counts)
    for prospect in prospects:
        prospect.derive_keys()
    Prospect.objects.bulk_create(prospects)
    ListReview.objects.bulk_create(reviews)
    _school_classes(rng, cells[0])


def _survey(rng: Random, cell: Cell, year: int) -> SourceSurvey:
    surveyed_on = workday(date(year, 2, 15) + rng.randrange(40) * DAY)
    reason = rng.choice(NONE_REASONS) if rng.random() < 0.06 else ""
    return SourceSurvey(organization=cell.organization, year=year, surveyed_on=surveyed_on, none_reason=reason)


def _numbers(rng: Random, survey: SourceSurvey) -> list[SurveyCount]:
    weights = dict(SOURCES[RESIDENTIAL])
    found = []
    for source, _ in surveyed_sources():
        share = weights.get(source, 2) / sum(weights.values())
        eligible = 0 if survey.none_reason else about(rng, PER_CELL * share)
        following = min(eligible, about(rng, eligible * 0.3))
        found.append(SurveyCount(survey=survey, source=source, eligible=eligible, following=following))
    if not survey.none_reason and not any(count.eligible for count in found):
        found[0].eligible = 1
    return found


def _prospect(rng: Random, cell: Cell, source: str) -> Prospect:
    gender = Person.Gender.NAM if source == SOLDIER else rng.choice((Person.Gender.NAM, Person.Gender.NU))
    left = LAST_DAY - rng.randrange(200, 500) * DAY if source == SOLDIER else None
    return Prospect(
        organization=cell.organization,
        year=YEARS[-1],
        full_name=names.full_name(rng, gender),
        birth_date=birth_for_age(rng, rng.randrange(18, 29), LAST_DAY),
        gender=gender,
        source=source,
        unit=UNITS.get(source, ""),
        demobilized_on=left,
    )


def _reviews(rng: Random, cell: Cell) -> list[ListReview]:
    reviews, month = [], LAST_DAY.replace(day=1)
    for _ in range(REVIEWED_MONTHS):
        month = (month - DAY).replace(day=1)
        if rng.random() < 0.8:
            day = workday(month + rng.randrange(2, 8) * DAY)
            resolution = f"{month.month:02d}-NQ/CB"
            reviews.append(
                ListReview(organization=cell.organization, month=month, reviewed_on=day, resolution=resolution)
            )
    return reviews


def _school_classes(rng: Random, cell: Cell) -> None:
    """Six classes of the two upper grades, followed by the committee above the first khu phố."""
    above = cell.organization.placements.order_by("-valid_from")[0].parent
    if above is None:
        return
    for name in ("11A1", "11A2", "11B1", "12A1", "12A2", "12B1"):
        pupils, excellent = rng.randrange(34, 44), rng.randrange(5, 14)
        followed = rng.randrange(1, 5) if name.startswith("12") else 0
        SchoolClass.objects.create(
            organization=above, school=UNITS[PUPIL], name=name, school_year=YEARS[-1] - 1, pupils=pupils,
            excellent=excellent, followed=followed,
        )  # fmt: skip

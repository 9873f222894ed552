"""Việc đến hạn of a city with 20.000 open cases: the page beside the best statements written by hand.

By hand twice: over the deadlines as they are written down, which is what the page reads, and over the raw facts, which
is what a page without written deadlines would have to do each time. The figures are compared before anything is
measured. Working out all cases anew, as after an amendment, is measured with the memory it takes.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from benchmarks.lists import ROOT, page, reader
from benchmarks.measuring import Result, database_name, in_turns, queries_of, report, seconds
from dangvien.actions.progress import refresh_all
from dangvien.dates import add_months
from dangvien.demo.names import full_name
from dangvien.models import (
    Candidate,
    Case,
    Deadline,
    Enrollment,
    Organization,
    OrganizationKind,
    Person,
    Step,
    StepKind,
    TrainingClass,
    User,
    Vote,
    WaitingFor,
)
from dangvien.procedure.due import Horizon, levels_of, running, tally_of
from dangvien.procedure.regulations import Regulations
from dangvien.scope import Scope
from dangvien.text import search_key, sort_key

CASES = 20_000
PAGE_AIM = 3.0
"""The page may take three times as long as the statement that reads its rows: it also draws 50 lines and the menu."""
MOST_QUERIES = 20
MOST_MEMORY = 250.0
"""Megabytes for working out every case."""
BATCH = 2000

SHARES = ((StepKind.LY_LICH, 0.45), (StepKind.GUI_THAM_TRA, 0.25), (StepKind.NQ_CHI_BO, 0.30))
"""How far the cases are, in parts of all of them: a dossier begun, a verification out, the cell has voted."""


class FiguresDiffer(RuntimeError):
    """Ours and the statements by hand do not count the same."""


def make_cases(count: int, today: date) -> None:
    """Add as many people under way as are missing to the register that is there, the same on every machine."""
    missing = count - Case.objects.open().of_candidates().count()
    if missing <= 0:
        return
    rng = Random("viec-den-han")
    cells = list(Organization.objects.filter(placements__kind=OrganizationKind.CHI_BO).distinct().order_by("pk"))
    held = TrainingClass.objects.filter(kind=TrainingClass.Kind.NHAN_THUC).order_by("pk").first()
    for start in range(0, missing, BATCH):
        with transaction.atomic():
            _make_part(rng, min(BATCH, missing - start), cells, held, today)


def _make_part(rng: Random, count: int, cells: list[Organization], held: TrainingClass | None, today: date) -> None:
    people = []
    for _ in range(count):
        gender = rng.choice(list(Person.Gender))
        name = full_name(rng, gender)
        birth = date(rng.randint(1985, 2004), rng.randint(1, 12), rng.randint(1, 28))
        keys = {"sort_key": sort_key(name), "search_key": search_key(name)}
        people.append(Person(full_name=name, birth_date=birth, gender=gender, **keys))
    people = Person.objects.bulk_create(people)
    begun = [_some_day(rng, today, 30, 400) for _ in people]
    candidates = Candidate.objects.bulk_create(
        Candidate(person=person, organization=rng.choice(cells), source="nong_thon", opened_on=add_months(day, -6))
        for person, day in zip(people, begun, strict=True)
    )
    if held is not None:
        Enrollment.objects.bulk_create(
            Enrollment(
                training_class=held, person=person, sent_by_id=candidate.organization_id,
                result=Enrollment.Result.DAT, certificate_number=f"{person.pk}/VDH",
                certificate_on=_some_day(rng, today, 400, 1900),
            )
            for person, candidate in zip(people, candidates, strict=True)
        )  # fmt: skip
    steps: list[Step] = []
    for candidate, day in zip(candidates, begun, strict=True):
        last = rng.choices([kind for kind, _ in SHARES], [share for _, share in SHARES])[0]
        kinds = [StepKind.DON, StepKind.LY_LICH, StepKind.GUI_THAM_TRA, StepKind.NQ_CHI_BO]
        for place, kind in enumerate(kinds[: kinds.index(last) + 1]):
            steps.append(
                Step(candidate=candidate, kind=kind, occurred_on=day + timedelta(days=5 * place), rules_key="E3")
            )
    made = Step.objects.bulk_create(steps)
    votes = [step for step in made if step.kind == StepKind.NQ_CHI_BO]
    Vote.objects.bulk_create(
        Vote(step=step, convened=9, base=9, present=9, agree=9, threshold="2/3", passed=True) for step in votes
    )


def _some_day(rng: Random, today: date, nearest: int, furthest: int) -> date:
    return today - timedelta(days=rng.randint(nearest, furthest))


# By hand

_HEAD = """
    count(CASE WHEN w <> 'noi_tham_tra' AND d < %(today)s THEN 1 END),
    count(CASE WHEN w <> 'noi_tham_tra' AND d BETWEEN %(today)s AND %(d7)s THEN 1 END),
    count(CASE WHEN w <> 'noi_tham_tra' AND d BETWEEN %(today)s AND %(d15)s THEN 1 END),
    count(CASE WHEN w <> 'noi_tham_tra' AND d BETWEEN %(today)s AND %(d30)s THEN 1 END),
    count(CASE WHEN w <> 'noi_tham_tra' AND d BETWEEN %(today)s AND %(d60)s THEN 1 END),
    count(CASE WHEN w <> 'noi_tham_tra' AND d BETWEEN %(today)s AND %(d90)s THEN 1 END),
    count(CASE WHEN w = 'noi_tham_tra' THEN 1 END)
"""

_SHOWN = "(d <= %(d90)s OR k = 'giay_chung_nhan' AND d <= %(half)s)"

COUNTED = f"""
SELECT {_HEAD} FROM (
    SELECT waiting_for AS w, due_on AS d, clock AS k FROM dangvien_deadline
    WHERE started_on <= %(today)s AND NOT (clock = 'het_du_bi' AND due_on <= %(today)s)
) AS due WHERE {_SHOWN}
"""

LISTED = """
SELECT p.full_name, l.name, s.name, d.clock, d.due_on, d.source, d.waiting_for, d.next_step, c.candidate_id, c.member_id
FROM dangvien_deadline d
JOIN dangvien_case c ON c.id = d.case_id
JOIN dangvien_person p ON p.id = c.person_id
JOIN dangvien_placement l ON l.organization_id = d.organization_id
    AND l.valid_from <= %(today)s AND l.valid_to > %(today)s
LEFT JOIN dangvien_placement s ON s.organization_id = l.parent_id
    AND s.valid_from <= %(today)s AND s.valid_to > %(today)s
WHERE d.started_on <= %(today)s AND NOT (d.clock = 'het_du_bi' AND d.due_on <= %(today)s)
    AND d.waiting_for <> 'noi_tham_tra'
    AND (d.due_on <= %(d90)s OR d.clock = 'giay_chung_nhan' AND d.due_on <= %(half)s)
ORDER BY d.due_on, d.id LIMIT 50
"""

RAW = f"""
WITH standing AS (
    SELECT id, candidate_id, kind, occurred_on FROM dangvien_step s WHERE s.reverses_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM dangvien_step r WHERE r.reverses_id = s.id)
), under_way AS (
    SELECT c.id, c.person_id FROM dangvien_candidate c WHERE c.closed_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM dangvien_movement m WHERE m.candidate_id = c.id AND m.kind = 'ket_nap' AND m.reverses_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM dangvien_movement r WHERE r.reverses_id = m.id))
), voted AS (
    SELECT candidate_id, max(occurred_on) AS voted_on FROM standing WHERE kind = 'nq_chi_bo' GROUP BY candidate_id
), waiting AS (
    SELECT u.id, u.person_id FROM under_way u LEFT JOIN voted v ON v.candidate_id = u.id WHERE v.voted_on IS NULL
), ending AS (
    SELECT m.id, m.file_number, m.admitted_on, {{year}} AS over_on FROM dangvien_member m
    WHERE m.organization_id IS NOT NULL AND m.official_on IS NULL AND m.admitted_on IS NOT NULL
), due AS (
    SELECT 'chi_bo' AS w, {{five_years}} AS d, 'giay_chung_nhan' AS k FROM (
        SELECT w.id, max(e.certificate_on) AS start_on FROM waiting w
        JOIN dangvien_enrollment e ON e.person_id = w.person_id AND e.certificate_on <= %(today)s
        JOIN dangvien_trainingclass t ON t.id = e.training_class_id AND t.kind = 'nhan_thuc' GROUP BY w.id) AS held
    UNION ALL
    SELECT 'chi_bo', {{one_year}}, 'ho_so' FROM (
        SELECT w.id, max(s.occurred_on) AS start_on FROM waiting w
        JOIN standing s ON s.candidate_id = w.id AND s.kind IN ('don', 'ly_lich')
        GROUP BY w.id HAVING count(DISTINCT s.kind) = 2) AS begun
    UNION ALL
    SELECT 'noi_tham_tra', b.day, 'tham_tra' FROM under_way w
    JOIN standing s ON s.candidate_id = w.id AND s.kind = 'gui_tham_tra'
    JOIN bench_day a ON a.day = s.occurred_on JOIN bench_day b ON b.worked AND b.n = a.n + 30
    WHERE NOT EXISTS (SELECT 1 FROM dangvien_step r WHERE r.answers_id = s.id AND r.kind = 'tra_loi_tham_tra')
    UNION ALL
    SELECT 'cap_uy', b.day, 'quyet_dinh_ket_nap' FROM voted v JOIN under_way u ON u.id = v.candidate_id
    JOIN bench_day a ON a.day = v.voted_on
    JOIN bench_day b ON b.worked AND b.n = a.n + CASE WHEN v.voted_on < '2025-07-01' THEN 60 ELSE 45 END
    UNION ALL
    SELECT 'chi_bo', over_on, 'het_du_bi' FROM ending WHERE over_on > %(today)s
    UNION ALL
    SELECT 'chi_bo', b.day, 'xet_cong_nhan' FROM ending e
    JOIN bench_day a ON a.day = e.over_on JOIN bench_day b ON b.worked AND b.n = a.n + 30 WHERE e.over_on <= %(today)s
    UNION ALL
    SELECT 'chi_bo', b.day, 'ho_so_dang_vien' FROM ending e
    JOIN bench_day a ON a.day = e.admitted_on JOIN bench_day b ON b.worked AND b.n = a.n + 30 WHERE e.file_number = ''
)
SELECT {_HEAD} FROM due WHERE {_SHOWN}
"""


def _months(column: str, months: int) -> str:
    """A day so many months later, the last of a month that is too short; as each database says it."""
    if connection.vendor == "sqlite":
        last = f"date({column}, 'start of month', '+{months + 1} months', '-1 day')"
        return f"min(date({column}, '+{months} months'), {last})"
    return f"({column} + interval '{months} months')::date"


def raw_statement() -> str:
    """RAW in the words of this database."""
    return RAW.format(
        year=_months("m.admitted_on", 12), five_years=_months("start_on", 60), one_year=_months("start_on", 12)
    )


def lay_out_calendar(today: date) -> None:
    """A table of days with the count of working days up to each: what plain SQL needs to count them."""
    calendar = Regulations.load()
    days, count = [], 0
    for ordinal in range(date(2008, 1, 1).toordinal(), add_months(today, 24).toordinal()):
        day = date.fromordinal(ordinal)
        works = calendar.is_working_day(day)
        count += works
        days.append((day, count, works))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_day")
        cursor.execute("CREATE TABLE bench_day (day date PRIMARY KEY, n integer NOT NULL, worked boolean NOT NULL)")
        cursor.executemany("INSERT INTO bench_day VALUES (%s, %s, %s)", days)
        cursor.execute("CREATE INDEX bench_day_n ON bench_day (n)")


def _asked(today: date) -> dict[str, date]:
    ahead = {f"d{days}": today + timedelta(days=days) for days in (7, 15, 30, 60, 90)}
    return {"today": today, "half": add_months(today, 6), **ahead}


def _answer(statement: str, asked: dict[str, date]) -> Callable[[], list[Any]]:
    def ask() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, asked)
            return list(cursor.fetchall())

    return ask


def compare(user: User, today: date) -> None:
    """Raises FiguresDiffer unless the page's counts are those of both statements."""
    scope = Scope.of(user, today)
    horizon, levels = Horizon.of(scope), levels_of(scope)
    assert levels == {WaitingFor.CHI_BO, WaitingFor.CAP_UY, WaitingFor.THAM_QUYEN}
    tally = tally_of(running(scope, horizon), horizon, levels)
    ours = (tally.late, *tally.within, tally.elsewhere)
    for name, statement in (("deadlines", COUNTED), ("raw facts", raw_statement())):
        [theirs] = _answer(statement, _asked(today))()
        if tuple(theirs) != ours:
            raise FiguresDiffer(f"{name}: {theirs}, the page: {ours}")


def measure(cases: int, runs: int) -> list[Result]:
    """Working everything out, then the page, its sums and its calendar beside the statements."""
    today = localdate()
    make_cases(cases, today)
    Case.objects.all().delete()
    spent = seconds(lambda: refresh_all(today))
    written, count, due = Case.objects.count(), Case.objects.open().count(), Deadline.objects.count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    again = seconds(lambda: refresh_all(today))
    lay_out_calendar(today)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = reader(ROOT, "do-tinh")
    compare(User.objects.get(username="do-tinh"), today)
    address, asked, where = reverse("viec-den-han"), _asked(today), database_name()
    counted, listed, raw = (_answer(statement, asked) for statement in (COUNTED, LISTED, raw_statement()))
    found = [
        Result(f"{written} cases worked out, {count} of them open", where, spent, peak=peak, most_peak=MOST_MEMORY,
               note=f"{spent / max(written, 1) * 1000:.1f} ms a case; the open ones again {again:.1f} s")
    ]  # fmt: skip
    for what, other, aim in (
        ("the written deadlines by hand", lambda: (counted(), listed()), PAGE_AIM),
        ("the raw facts by hand, counts only", raw, None),
    ):
        mine, theirs, ratio = in_turns(page(client, address), other, runs)
        queries = queries_of(page(client, address))
        found.append(
            Result(f"Việc đến hạn beside {what}", where, mine, theirs, ratio, aim, queries, MOST_QUERIES,
                   note=f"{due} deadlines")
        )  # fmt: skip
    for what, name in (("by organization", "viec-den-han-to-chuc"), ("first page", "trang-chu")):
        ask = page(client, reverse(name))
        ask()
        taken = sorted(seconds(ask) for _ in range(runs))
        found.append(
            Result(f"Việc đến hạn, {what}", where, taken[len(taken) // 2], queries=queries_of(ask),
                   most_queries=MOST_QUERIES)
        )  # fmt: skip
    return found


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks due`: on the database that DATABASE_URL names, which holds the province."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks due", description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    report(measure(asked.cases, asked.runs), as_json=asked.json)
    return 0

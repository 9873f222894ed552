"""What was written down of cases against their facts: the state of each, and everything due for it.

Reads in parts and recomputes; a difference means that rows were changed behind the program's back, or that a change of
the regulations has not been worked into them yet (`manage.py refresh_deadlines` does it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef

from dangvien.models import Case, Deadline
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.casefiles import Surroundings, candidate_files, in_parts, probation_files
from dangvien.procedure.clocks import deadlines_of
from dangvien.procedure.reconciliation.fault import Fault, Reach
from dangvien.procedure.standing import admission_standing, probation_standing
from dangvien.text import day_short, thousands

Said = tuple[object, ...]


def case_faults(reach: Reach, today: date) -> Iterator[Fault]:
    """Every case that nobody wrote down, stands otherwise than its facts, or has other deadlines than they give."""
    yield from _unwritten(reach)
    around = Surroundings.load(today)
    for keys in in_parts(reach.cases):
        rows = list(Case.objects.filter(pk__in=keys).select_related("person").order_by("pk"))
        ways = candidate_files([row.candidate_id for row in rows if row.candidate_id], around)
        probations = probation_files([row.member_id for row in rows if row.member_id], around)
        files = {("way", file.candidate.pk): file for file in ways if file.candidate}
        files |= {("probation", file.member.pk): file for file in probations if file.member}
        written: dict[int, list[Deadline]] = {}
        for item in Deadline.objects.filter(case__in=keys):
            written.setdefault(item.case_id, []).append(item)
        for row in rows:
            key = ("way", row.candidate_id) if row.candidate_id else ("probation", row.member_id or 0)
            if key in files:
                for sentence in _faults_of(row, written.get(row.pk, []), files[key]):
                    yield Fault(sentence, row.member_id, candidate_id=row.candidate_id)


def _unwritten(reach: Reach) -> Iterator[Fault]:
    ways = reach.candidates.filter(~Exists(Case.objects.filter(candidate=OuterRef("pk"))))
    probations = reach.present.probationary().filter(~Exists(Case.objects.filter(member=OuterRef("pk"))))
    for count, what in ((ways.count(), "quần chúng ưu tú"), (probations.count(), "đảng viên dự bị")):
        if count:
            yield Fault(
                f"{thousands(count)} {what} chưa được tính trạng thái và thời hạn. Chạy lệnh refresh_deadlines để tính."
            )


def _faults_of(row: Case, written: Sequence[Deadline], case: CaseFile) -> Iterator[str]:
    standing = admission_standing(case) if row.candidate_id else probation_standing(case)
    who = f"Hồ sơ của {row.person}"
    if (row.state, row.since, row.is_open) != (standing.state, standing.since, standing.is_open):
        yield (
            f"{who}: đang ghi “{row.get_state_display()}” từ ngày {day_short(row.since)}, "
            f"theo các bước là “{standing.state.label}” từ ngày {day_short(standing.since)}."
        )
    if row.organization_id != case.organization.pk:
        yield f"{who}: đang ghi ở một tổ chức khác với nơi đang theo dõi."
    due = deadlines_of(row, case) if standing.is_open else []
    stored, expected = ({_said(item): item for item in items} for items in (written, due))
    for key in stored.keys() - expected.keys():
        yield f"{who}: hạn {_told(stored[key])} không khớp với các bước."
    for key in expected.keys() - stored.keys():
        yield f"{who}: thiếu hạn {_told(expected[key])}."
    if len(written) > len(stored):
        yield f"{who}: có hạn được ghi hai lần."


def _said(item: Deadline) -> Said:
    return (item.organization_id, item.clock, item.step_id, item.started_on, item.due_on, item.waiting_for,
            item.next_step, item.rules_key, item.source)  # fmt: skip


def _told(item: Deadline) -> str:
    return f"“{item.get_clock_display()}” ngày {day_short(item.due_on)}, đang chờ {item.get_waiting_for_display()}"

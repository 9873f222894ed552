"""Writing the checked rows of a list of quần chúng ưu tú through the act of the screen, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from dangvien.actions.auditing import Noted, note_all
from dangvien.actions.candidacy import follow
from dangvien.actions.import_undo import UNDONE, touched
from dangvien.actions.import_writing import Places, keep_made, new_person
from dangvien.models import (
    AuditHead,
    Candidate,
    Case,
    ImportBatch,
    ImportRow,
    Introduction,
    Member,
    Organization,
    Person,
    Standing,
    User,
)
from dangvien.models.import_batch import WritableRow
from dangvien.procedure.problem import Problem, Refused
from dangvien.procedure.roster_candidates import UNSORTED, CandidateSaid


def write_candidates(
    *,
    by: User,
    batch: ImportBatch,  # noqa: ARG001 - all kinds are called alike
    rows: Sequence[WritableRow],
    places: Places,
    today: date,
) -> Sequence[WritableRow]:
    """Put the people of these rows on the lists of their cells, each by `follow`. Raises `Refused`, naming the row."""
    told = [(row, CandidateSaid.of(row.record or {})) for row in rows]
    cells = Organization.objects.in_bulk(sorted({places[said.unit or ""] for _, said in told}))
    known = Person.objects.in_bulk([row.person_id for row in rows if row.person_id])
    schooled = set(Standing.objects.standing().filter(person__in=known).values_list("person", flat=True))
    for row, said in told:
        assert said.opened_on is not None, "such a row is wrong"
        person = known.get(row.person_id or 0)
        try:
            candidate = follow(
                by=by,
                person=person or new_person(said.person),
                cell=cells[places[said.unit or ""]],
                source=said.source or UNSORTED,
                opened_on=said.opened_on,
                bodies=list(said.bodies),
                today=today,
                apart_from=[item["person"] for item in row.alike],
                schooling=said.schooling,
            )
        except Refused as refused:
            raise Refused(
                Problem("", f"Dòng {row.number}: {problem.sentence}", problem.level, problem.rule, problem.source)
                for problem in refused.problems
            ) from refused
        row.person_id = candidate.person_id
        row.made |= {
            "person": candidate.person_id,
            "candidate": candidate.pk,
            "cell": candidate.organization_id,
            "entry": AuditHead.objects.values_list("sequence", flat=True).get(pk=1),
        }
        if person is None:
            row.made["person_new"] = True
        if said.schooling and candidate.person_id not in schooled:
            row.made["standing"] = candidate.person.standings.standing().get().pk
    keep_made(rows)
    return rows


def undo_candidate_rows(
    *,
    by: User,
    batch: ImportBatch,
    rows: Sequence[ImportRow],
    reason: str,
    today: date,  # noqa: ARG001 - all kinds are called alike
) -> Mapping[int, str]:
    """Take the people of these rows off the lists; gives row → why it is left: something was done about them since.

    A way that never began has no place among those that ended, where reports would count it: it goes, with its entry
    in the trail before and after. So does a person whom only this file names.
    """
    since = dict(touched(batch, rows))
    ways = Candidate.objects.select_related("person", "organization").in_bulk(
        [row.made.get("candidate", 0) for row in rows]
    )
    members = set(
        Member.objects.present()
        .filter(person__in=[row.made.get("person") for row in rows])
        .values_list("person", flat=True)
    )
    for row in rows:
        way = ways.get(row.made.get("candidate", 0))
        if way is None:
            since[row.pk] = "người này không còn trong danh sách"
        elif way.closed_on is not None or way.organization_id != row.made.get("cell"):
            since[row.pk] = "người này đã thôi theo dõi hoặc đã chuyển chi bộ"
        elif way.person_id in members:
            since[row.pk] = "người này đã vào sổ đảng viên"
    entries = []
    for row in rows:
        if row.pk in since:
            continue
        way = ways[row.made["candidate"]]
        before = {"nguồn": way.source, "từ ngày": way.opened_on}
        entry = Noted(UNDONE, way, way.organization_id, before, {"từ tệp": batch.file_name, "dòng": row.number}, reason)
        if _remove(row, way, reason):
            entries.append(entry)
        else:
            since[row.pk] = "có việc khác dựa vào lần theo dõi này"
    note_all(by=by, entries=entries)
    return since


def _remove(row: ImportRow, way: Candidate, reason: str) -> bool:
    """Take one way out, with what hangs on it alone; schooling is taken back as every fact is.

    False, and nothing is done, when something else names the way.
    """
    key = way.pk
    try:
        with transaction.atomic():
            Case.objects.filter(candidate=key).delete()
            Introduction.objects.filter(candidate=key).delete()
            Candidate.objects.filter(pk=key).delete()
    except ProtectedError:
        return False
    standing = Standing.objects.filter(pk=row.made.get("standing", 0), voided_at=None)
    standing.update(voided_at=timezone.now(), void_reason=reason)
    if not row.made.get("person_new"):
        return True
    try:
        with transaction.atomic():
            ImportRow.objects.filter(pk=row.pk).update(person=None)
            Standing.objects.filter(pk=row.made.get("standing", 0)).delete()
            Person.objects.filter(pk=way.person_id).delete()
    except ProtectedError:
        pass  # named elsewhere: the person stays
    return True

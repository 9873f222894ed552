"""Writing the checked rows of a class list: learners, results and certificates, and who is followed from then on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dangvien.actions.auditing import Noted, note_all
from dangvien.actions.certificates import hold_series
from dangvien.actions.import_writing import (
    CHUNK,
    Places,
    keep_made,
    new_person,
    next_sequence,
    plain,
    save_all,
)
from dangvien.actions.taking_up import list_took_up
from dangvien.models import (
    Candidate,
    Enrollment,
    ImportBatch,
    Member,
    Person,
    Placement,
    TrainingClass,
    User,
    Verdict,
)
from dangvien.models.import_batch import WritableRow
from dangvien.models.organization import CELLS
from dangvien.procedure.elsewhere import places_before_of
from dangvien.procedure.roster_facts import LearnerSaid

RESULT_COLUMNS = ("result", "grade", "awaits_certificate", "certificate_number", "certificate_on")


def write_learners(
    *, by: User, batch: ImportBatch, rows: Sequence[WritableRow], places: Places, today: date
) -> Sequence[WritableRow]:
    """Put new learners on the list of the class with their results, and set the results that changed.

    Whoever is neither a member nor followed by a cell is followed from the first day of the class by the cell that
    sent them, where the class is one for candidates.
    """
    held = batch.training_class
    assert held is not None  # a batch of this kind is kept with its class only
    hold_series(held)
    new = [row for row in rows if row.verdict == Verdict.NEW]
    changed = [row for row in rows if row.verdict == Verdict.CHANGED]
    known = Person.objects.in_bulk([row.person_id for row in new if row.person_id])
    before = places_before_of(known)
    entered = _enroll(batch, held, new, known, places)
    followed = [known[row.person_id] for row in new if row.made.get("candidate") and row.person_id in known]
    taken_up = list_took_up(batch, followed, before, what="quần chúng ưu tú", today=today)
    corrected = _results(batch, held, changed)
    first = next_sequence() + len(taken_up)
    note_all(by=by, entries=[*taken_up, *entered, *corrected])
    for place, row in enumerate((*new, *changed)):
        row.made["entry"] = first + place
    keep_made(rows)
    return rows


def _enroll(
    batch: ImportBatch,
    held: TrainingClass,
    rows: Sequence[WritableRow],
    known: Mapping[int, Person],
    places: Places,
) -> list[Noted]:
    told = [(row, LearnerSaid.of(row.record or {})) for row in rows]
    people, fresh = [], []
    for row, said in told:
        person = known.get(row.person_id or 0)
        if person is None:
            person = new_person(said.person)
            fresh.append(person)
            row.made["person_new"] = True
        people.append(person)
    Person.objects.bulk_create(fresh, batch_size=CHUNK)
    senders = _belongings(known)
    followed = set(Candidate.objects.filter(person__in=known, closed_on__isnull=True).values_list("person", flat=True))
    members = set(Member.objects.present().filter(person__in=known).values_list("person", flat=True))
    cells = _cells_on({places[said.unit] for _, said in told if said.unit and said.unit in places}, held.starts_on)
    candidates: list[tuple[WritableRow, Candidate]] = []
    lines: list[Enrollment] = []
    for (row, said), person in zip(told, people, strict=True):
        unit = places.get(said.unit or "")
        sender = unit or senders.get(person.pk) or batch.organization_id
        lines.append(
            Enrollment(
                training_class=held, person=person, sent_by_id=sender, result=said.result, grade=said.grade,
                awaits_certificate=said.awaits, certificate_number=said.number, certificate_on=said.issued_on,
            )
        )  # fmt: skip
        row.person_id = person.pk
        wants_one = held.kind == TrainingClass.Kind.NHAN_THUC and unit in cells
        if wants_one and person.pk not in followed and person.pk not in members:
            candidates.append((row, Candidate(person=person, organization_id=unit or 0, opened_on=held.starts_on)))
    Enrollment.objects.bulk_create(lines, batch_size=CHUNK)
    Candidate.objects.bulk_create([candidate for _, candidate in candidates], batch_size=CHUNK)
    for row, candidate in candidates:
        row.made["candidate"] = candidate.pk
    for row, line in zip(rows, lines, strict=True):
        row.made |= {"person": line.person_id, "enrollment": line.pk}
    return [
        Noted(
            "ghi từ danh sách", line, line.sent_by_id,
            after={"lớp": held.code, "kết quả": line.result, "giấy chứng nhận": line.certificate_number,
                   "từ tệp": batch.file_name},
        )
        for line in lines
    ]  # fmt: skip


def _belongings(known: Mapping[int, Any]) -> dict[int, int]:
    """Person → the cell that follows them, or theirs as a member."""
    if not known:
        return {}
    followed = Candidate.objects.filter(person__in=known, closed_on__isnull=True)
    found = dict(followed.values_list("person_id", "organization_id"))
    members = Member.objects.present().filter(person__in=known).values_list("person_id", "organization_id")
    return {**{person: place for person, place in members if place}, **found}


def _cells_on(keys: set[int], day: date) -> set[int]:
    """Which of these are cells that stood on a day."""
    found = Placement.objects.in_force_on(day).filter(organization__in=keys, kind__in=CELLS)
    return set(found.values_list("organization", flat=True))


def _results(batch: ImportBatch, held: TrainingClass, rows: Sequence[WritableRow]) -> list[Noted]:
    lines = {
        line.person_id: line
        for line in Enrollment.objects.select_related("person", "training_class").filter(
            training_class=held, person__in=[row.person_id for row in rows]
        )
    }
    told = []
    for row in rows:
        line, said = lines[row.person_id or 0], LearnerSaid.of(row.record or {})
        before = {name: plain(getattr(line, name)) for name in RESULT_COLUMNS}
        line.result, line.grade, line.awaits_certificate = said.result, said.grade, said.awaits
        line.certificate_number, line.certificate_on = said.number, said.issued_on
        after = {name: plain(getattr(line, name)) for name in RESULT_COLUMNS}
        row.made |= {
            "person": line.person_id,
            "enrollment": line.pk,
            "enrollment_set": {name: [before[name], after[name]] for name in RESULT_COLUMNS},
        }
        told.append(
            Noted(
                "sửa theo danh sách", line, line.sent_by_id,
                before={"kết quả": before["result"], "giấy chứng nhận": before["certificate_number"],
                        "xếp loại": before["grade"]},
                after={"kết quả": after["result"], "giấy chứng nhận": after["certificate_number"],
                       "xếp loại": after["grade"], "từ tệp": batch.file_name},
            )
        )  # fmt: skip
    save_all(Enrollment, list(lines.values()), RESULT_COLUMNS)
    return told

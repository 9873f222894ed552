"""Taking back what a file wrote: lines reversed, values set back, facts taken back. Whoever was touched since is left.

The ledger keeps both lines, the audit trail both acts. People and their memberships stay in the register without a
line that counts, so that the same file, brought again, finds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dangvien.actions.auditing import Noted, note, note_all
from dangvien.actions.import_writing import CHUNK, MEMBER_COLUMNS, PERSON_COLUMNS, save_all
from dangvien.actions.progress import lock_people
from dangvien.models import (
    AuditEntry,
    Candidate,
    Case,
    ClassProposal,
    Enrollment,
    ImportBatch,
    ImportRow,
    Kind,
    Member,
    Movement,
    Person,
    Post,
    Residence,
    Reward,
    Standing,
    Step,
    Transfer,
    User,
)
from dangvien.models.inserting import insert_all
from dangvien.procedure.problem import Refused
from dangvien.text import nfc, thousands

UNDONE = "hoàn tác dòng nhập"
READING = ("xem hồ sơ", "tìm theo tên", "mở danh sách", "tải tệp", "xuất Excel", "tải lịch", "in giấy tờ lớp",
           "tải giấy tờ lớp", "in báo cáo ở máy chủ", "so danh sách với sổ ở máy chủ")  # fmt: skip
"""Entries that say somebody was looked at; those change nothing."""

PART = 2000


Undo = Callable[..., Mapping[int, str]]
"""Takes the rows of one part back (`by`, `batch`, `rows`, `reason`, `today`); gives those that are left (key → why)."""

UNDO: dict[str, Undo] = {}
"""Kind of list → who takes its rows back; members and learners: `undo_rows`."""


def register_undo(kind: str, undo: Undo) -> None:
    """Say who takes back the rows of a kind; called once, when the module of the kind is loaded."""
    UNDO[kind] = undo


@dataclass(frozen=True)
class Touched:
    """A row whose person was touched since, and by what."""

    row: ImportRow
    why: str


@transaction.atomic
def take_back(*, by: User, batch: ImportBatch, reason: str, today: date) -> tuple[Touched, ...]:
    """Take a batch back; gives the rows that are left because something else was done about the person since.

    Raises `Refused` when there is nothing to take back, or no reason is given.
    """
    batch = ImportBatch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if batch.undone_at is not None:
        raise Refused.at("", "Danh sách này đã hoàn tác.")
    if batch.committed_at is None:
        raise Refused.at("", "Danh sách này chưa ghi vào sổ nên không có gì để hoàn tác.")
    reason = nfc(reason)[:250]
    if not reason:
        raise Refused.at("reason", "Ghi lý do hoàn tác.")
    people = batch.rows.filter(committed=True).exclude(person=None).values_list("person", flat=True)
    lock_people(people)
    left: list[Touched] = []
    taken = 0
    written = list(batch.rows.filter(committed=True).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(written), PART):
        # By their keys alone: asked for the batch as well, SQLite sorts the whole file each time.
        part = ImportRow.objects.filter(pk__in=written[start : start + PART])
        rows = list(part.select_related("person").order_by("pk"))
        undo = UNDO.get(batch.kind, undo_rows)
        since = undo(by=by, batch=batch, rows=rows, reason=reason, today=today)
        left += [Touched(row, since[row.pk]) for row in rows if row.pk in since]
        taken += len(rows) - len(since)
        for row in rows:
            row.made["left"] = since.get(row.pk, "")
        ImportRow.objects.bulk_update([row for row in rows if row.pk in since], ["made"], batch_size=CHUNK)
    batch.state, batch.undone_at, batch.undone_by = ImportBatch.State.UNDONE, timezone.now(), by
    batch.undo_reason = reason
    batch.counts = {**batch.counts, "undone": taken, "left": len(left)}
    batch.message = f"Để lại {thousands(len(left))} dòng của người đã có việc khác từ đó đến nay." if left else ""
    batch.save(update_fields=["state", "undone_at", "undone_by", "undo_reason", "counts", "message"])
    note(
        by=by,
        verb="hoàn tác lần nhập",
        subject=batch,
        organization=batch.organization_id,
        after={"số dòng": taken, "để lại": len(left)},
        reason=reason,
    )
    return tuple(left)


def undo_rows(*, by: User, batch: ImportBatch, rows: Sequence[ImportRow], reason: str, **_: date) -> Mapping[int, str]:
    """Take back rows of members and learners; those whose people were touched since are left."""
    since = touched(batch, rows)
    _take_back(by, batch, [row for row in rows if row.pk not in since], reason)
    return since


def touched(batch: ImportBatch, rows: Sequence[ImportRow]) -> dict[int, str]:
    """Rows (by key) whose person was touched by anything else since they were written, and by what.

    A fixed number of queries: later lines, steps, transfers, facts, ways, classes, and the entries of the audit trail.
    """
    found: dict[int, str] = {}
    for look in (_lines_since, _acts_since, _facts_since, _ways_since, _told_since, _changed_since):
        for row, why in look(batch, rows):
            found.setdefault(row.pk, why)
    return found


Told = Iterable[tuple[ImportRow, str]]
"""Rows and why they are left."""


def _by(rows: Sequence[ImportRow], what: str) -> dict[int, ImportRow]:
    """Key of what a row is about or wrote → the row."""
    return {row.made[what]: row for row in rows if row.made.get(what)}


def _lines_since(batch: ImportBatch, rows: Sequence[ImportRow]) -> Told:
    """Lines of the ledger after the one that a row wrote."""
    members = {key: row for key, row in _by(rows, "member").items() if row.made.get("line")}
    lines = Movement.objects.filter(member__in=members).exclude(batch=batch)
    for key, member, kind in lines.values_list("pk", "member", "kind"):
        if key > members[member].made["line"]:
            yield members[member], f"có dòng sổ “{Kind(kind).label}” sau đó"


def _acts_since(_: ImportBatch, rows: Sequence[ImportRow]) -> Told:
    """Steps of a probation and transfers of members whom a row entered."""
    members = {key: row for key, row in _by(rows, "member").items() if row.made.get("member_new")}
    for member in Step.objects.filter(probationer__in=members).values_list("probationer_id", flat=True):
        if member is not None:
            yield members[member], "có bước của thời gian dự bị"
    for member in Transfer.objects.filter(member__in=members).values_list("member_id", flat=True):
        yield members[member], "có việc chuyển sinh hoạt"


def _facts_since(batch: ImportBatch, rows: Sequence[ImportRow]) -> Told:
    """Facts about people that were written after the batch."""
    people, own = _by(rows, "person"), set(_by(rows, "standing"))
    for model, noun in ((Standing, "trình độ"), (Residence, "nơi cư trú"), (Post, "chức vụ"), (Reward, "khen thưởng")):
        facts: Any = model._default_manager.filter(person__in=people, recorded_at__gt=batch.committed_at)
        for key, person in facts.values_list("pk", "person"):
            if model is not Standing or key not in own:
                yield people[person], f"có dòng {noun} ghi sau đó"


def _ways_since(_: ImportBatch, rows: Sequence[ImportRow]) -> Told:
    """Other ways and classes of people whom a row entered."""
    people = {key: row for key, row in _by(rows, "person").items() if row.made.get("person_new")}
    for model, own, why in (
        (Candidate, set(_by(rows, "candidate")), "đang hoặc đã được theo dõi ở một hồ sơ"),
        (Enrollment, set(_by(rows, "enrollment")), "đã học một lớp khác"),
    ):
        others: Any = model._default_manager.filter(person__in=people)
        for key, person in others.values_list("pk", "person"):
            if key not in own:
                yield people[person], why


def _told_since(_: ImportBatch, rows: Sequence[ImportRow]) -> Told:
    """Entries of the audit trail about the same members, learners and ways with a later number."""
    subjects: dict[tuple[str, str], ImportRow] = {}
    for name, model in (("member", Member), ("enrollment", Enrollment), ("candidate", Candidate)):
        subjects |= {(str(model._meta.verbose_name), str(key)): row for key, row in _by(rows, name).items()}
    if not subjects:
        return
    first = min(row.made.get("entry", 0) for row in rows)
    told = AuditEntry.objects.filter(sequence__gt=first, subject_type__in={kind for kind, _ in subjects})
    told = told.exclude(verb__in=[*READING, UNDONE]).filter(subject_id__in={key for _, key in subjects})
    for kind, key, verb, sequence in told.values_list("subject_type", "subject_id", "verb", "sequence"):
        row = subjects.get((kind, key))
        if row is not None and sequence > row.made.get("entry", 0):
            yield row, f"có việc “{verb}” sau đó"


def _changed_since(_: ImportBatch, rows: Sequence[ImportRow]) -> Told:
    """People whose own data were set anew since, by the version of their entry."""
    people = _by(rows, "person")
    for key, version in Person.objects.filter(pk__in=people).values_list("pk", "version"):
        made = people[key].made
        if version != made.get("version", 1 if made.get("person_new") else version):
            yield people[key], "thông tin cá nhân đã sửa sau đó"


def _take_back(by: User, batch: ImportBatch, rows: Sequence[ImportRow], reason: str) -> None:
    """Set back what some rows wrote, in bulk."""
    if not rows:
        return
    now = timezone.now()
    lines = Movement.objects.in_bulk([row.made["line"] for row in rows if row.made.get("line")])
    insert_all(
        Movement,
        [
            Movement(
                member_id=line.member_id, organization_id=line.organization_id, kind=line.kind,
                occurred_on=line.occurred_on, reverses=line, reason=reason, batch=batch, recorded_by=by,
            )
            for line in lines.values()
        ],
    )  # fmt: skip
    standings = [row.made["standing"] for row in rows if row.made.get("standing")]
    Standing.objects.filter(pk__in=standings, voided_at=None).update(voided_at=now, void_reason=reason)
    members = Member.objects.select_related("person").in_bulk(
        [row.made["member"] for row in rows if row.made.get("member")]
    )
    people = Person.objects.in_bulk([row.made["person"] for row in rows if row.made.get("person_set")])
    told = [_told(batch, row, members) for row in rows]
    _members_back(rows, members)
    _people_back(rows, people)
    _learners_back(rows)
    note_all(
        by=by,
        entries=[
            Noted(noted.verb, noted.subject, noted.organization, noted.before, noted.after, reason)
            for noted in told
            if noted
        ],
    )
    Case.objects.filter(member__in=[row.made["member"] for row in rows if row.made.get("member_new")]).delete()


def _told(batch: ImportBatch, row: ImportRow, members: Mapping[int, Member]) -> Noted | None:
    """What the audit trail says of one row that is taken back."""
    member = members.get(row.made.get("member", 0))
    after = {"từ tệp": batch.file_name, "dòng": row.number}
    if member is not None:
        return Noted("hoàn tác dòng nhập", member, member.organization_id or batch.organization_id, after=after)
    if row.made.get("enrollment"):
        subject = Enrollment(pk=row.made["enrollment"], person=row.person, training_class=batch.training_class)
        return Noted("hoàn tác dòng nhập", subject, batch.organization_id, after=after)
    return None


def _members_back(rows: Sequence[ImportRow], members: Mapping[int, Member]) -> None:
    """Places and numbers as they were. Who came in by the file has neither place nor dates: no line says them."""
    changed = []
    for row in rows:
        member = members.get(row.made.get("member", 0))
        if member is None:
            continue
        for column, value in (row.made.get("member_set") or {}).items():
            setattr(member, "organization_id" if column == "organization" else column, _value(column, value))
        for column, (old, _) in (row.made.get("member_changed") or {}).items():
            setattr(member, column, _value(column, old))
        if row.made.get("member_new"):
            member.organization_id = member.admitted_on = member.official_on = None
        changed.append(member)
    save_all(Member, changed, MEMBER_COLUMNS)


def _people_back(rows: Sequence[ImportRow], people: Mapping[int, Person]) -> None:
    """People's own data as they were before."""
    changed = []
    for row in rows:
        columns = row.made.get("person_set")
        if not columns:
            continue
        person = people[row.made["person"]]
        for column, (old, _) in columns.items():
            setattr(person, column, _value(column, old))
        person.derive_keys()
        person.version += 1
        changed.append(person)
    save_all(Person, changed, PERSON_COLUMNS)


def _learners_back(rows: Sequence[ImportRow]) -> None:
    """Results as they were; lines of the class, ways and people that the file made and nothing names are gone."""
    changed = {row.made["enrollment"]: row.made["enrollment_set"] for row in rows if row.made.get("enrollment_set")}
    lines = list(Enrollment.objects.filter(pk__in=changed))
    for line in lines:
        for column, (old, _) in changed[line.pk].items():
            setattr(line, column, _value(column, old))
    if lines:
        save_all(Enrollment, lines, ("result", "grade", "awaits_certificate", "certificate_number", "certificate_on"))
    made = [row for row in rows if row.made.get("enrollment") and not row.made.get("enrollment_set")]
    if not made:
        return
    Enrollment.objects.filter(pk__in=[row.made["enrollment"] for row in made]).delete()
    ways = [row.made["candidate"] for row in made if row.made.get("candidate")]
    Case.objects.filter(candidate__in=ways).delete()
    Candidate.objects.filter(pk__in=ways).delete()
    fresh = [row.made["person"] for row in made if row.made.get("person_new")]
    ImportRow.objects.filter(pk__in=[row.pk for row in made], person__in=fresh).update(person=None)
    named = Q(member__isnull=False) | Q(candidacies__isnull=False) | Q(enrollments__isnull=False)
    proposed = ClassProposal.objects.filter(person__in=fresh).values("person")
    Person.objects.filter(pk__in=fresh).exclude(pk__in=proposed).exclude(
        pk__in=Person.objects.filter(named, pk__in=fresh).values("pk")
    ).exclude(import_rows__isnull=False).delete()


_DAYS = ("birth_date", "admitted_on", "official_on", "certificate_on")


def _value(column: str, kept: Any) -> Any:
    """A value as it was, from how JSON kept it."""
    return date.fromisoformat(kept) if column in _DAYS and kept else kept

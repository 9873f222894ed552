"""Correcting what the register says of a person: name, birth, sex, home, citizen number, telephone.

Unlike facts these columns are set anew: the audit trail keeps what stood there before.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.timezone import localtime

from dangvien.actions.auditing import note
from dangvien.actions.progress import lock_people, refresh_person
from dangvien.models import AuditEntry, Candidate, Member, Person, User
from dangvien.procedure.personal import NOUNS, REASONED, PersonFacts, change_problems
from dangvien.procedure.problem import Problem, Refused, refuse_if_any
from dangvien.procedure.records import keeper_of

VERB = "sửa thông tin cá nhân"


class Overtaken(Refused):
    """Somebody else corrected the same person since the form was opened. `version` is what stands there now."""

    def __init__(self, sentence: str, version: int) -> None:
        super().__init__([Problem("", sentence)])
        self.version = version


@transaction.atomic
def correct_person(
    *,
    by: User,
    subject: Candidate | Member,
    facts: PersonFacts,
    reason: str,
    number: str,
    seen: int,
    today: date,
) -> Person:
    """Set somebody's own data anew. `seen` is the version of the entry the writer looked at, `number` that of the
    document behind a member's day of birth.

    Raises `Overtaken` when somebody else was faster, `Refused` with every other reason.
    """
    lock_people([subject.person_id])
    subject.person = person = Person.objects.select_for_update(no_key=True).get(pk=subject.person_id)
    if person.version != seen:
        raise Overtaken(_told_to_the_second(person), person.version)
    refuse_if_any(change_problems(subject, facts, reason=reason, number=number, today=today))
    before = PersonFacts.of(person)
    changed = facts.changed_from(before)
    facts.write_to(person)
    person.version += 1
    person.save()
    after = {NOUNS[name]: facts.told(name) for name in changed}
    if number.strip() and "birth" in changed:
        after["văn bản số"] = number.strip()
    note(
        by=by,
        verb=VERB,
        subject=subject,
        organization=keeper_of(subject),
        before={NOUNS[name]: before.told(name) for name in changed},
        after=after,
        reason=reason.strip(),
    )
    if any(name in changed for name in REASONED):
        refresh_person(person, today)
    return person


def _told_to_the_second(person: Person) -> str:
    """Who corrected what meanwhile, as the audit trail has it."""
    told = AuditEntry.objects.none()
    for subject in (*person.candidacies.all(), *Member.objects.filter(person=person)):
        told = told | AuditEntry.objects.about(subject)
    entry = told.filter(verb=VERB).order_by("-pk").first()
    kept = "Những gì đồng chí vừa nhập vẫn còn: xem lại rồi bấm Lưu lần nữa."
    if entry is None:
        return f"Thông tin của {person} vừa được người khác sửa. {kept}"
    changed = "; ".join(f"{name} thành “{value or '(trống)'}”" for name, value in (entry.after or {}).items())
    return f"{entry.actor.partition(' (')[0]} vừa sửa lúc {localtime(entry.at):%H:%M}: {changed}. {kept}"

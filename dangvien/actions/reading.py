"""Looking at personal data leaves a trace too: whose file was opened, how many rows a search by name found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Model

from dangvien.actions.auditing import note
from dangvien.models import AuditEntry, Candidate, ImportBatch, Member, Organization, Person, PersonRequest, User
from dangvien.procedure.elsewhere import is_known, places_before
from dangvien.procedure.problem import Met
from dangvien.scope import Scope


def opened(*, by: User, file: Member | Candidate) -> AuditEntry:
    """Somebody opened one person's page. Of a member who left it is read where their last line stands."""
    place = file.organization_id
    if place is None and isinstance(file, Member):
        last = file.movements.order_by("-occurred_on", "-pk").first()
        place = last.organization_id if last else None
    return note(by=by, verb="xem hồ sơ", subject=file, organization=place)


def data_told(*, by: User, person: Person, organization: int | None, reason: str, in_full: bool) -> AuditEntry:
    """Somebody was shown all that is held about one human being and who saw it, and said for whom or what for.

    `in_full`: with the numbers that every other page masks.
    """
    return note(
        by=by,
        verb="xem mọi dữ liệu về một người",
        subject=person,
        organization=organization,
        after={"hiện đủ số căn cước, số thẻ": in_full},
        reason=reason,
    )


def request_shown(*, by: User, request: PersonRequest) -> AuditEntry:
    """Somebody read what a person asked about their data, and what they were answered."""
    return note(by=by, verb="xem yêu cầu về dữ liệu", subject=request, organization=request.organization_id)


def searched(*, by: User, where: str, found: int, organization: int | None) -> AuditEntry:
    """Somebody searched a list by name. The words are not kept: they are a person's name."""
    return note(
        by=by,
        verb="tìm theo tên",
        subject=by,
        organization=organization,
        after={"danh sách": where, "số dòng": found},
    )


def list_opened(*, by: User, organization: Organization, what: str, rows: int) -> AuditEntry:
    """Somebody opened the list of people behind a number."""
    return note(
        by=by, verb="mở danh sách", subject=organization, organization=organization, after={"ô": what, "số dòng": rows}
    )


def downloaded(*, by: User, file: Model, organization: Organization, name: str, what: str) -> AuditEntry:
    """Somebody took a file out of the program: what it is called and of which time, and in which form."""
    return note(by=by, verb="tải tệp", subject=file, organization=organization, after={"tệp": name, "dạng": what})


def exported(
    *, by: User, what: str, count: int, organization: Organization | int | None, reason: str = ""
) -> AuditEntry:
    """Somebody took a list of the register out of the program as an Excel file: which list, how many rows, what for."""
    return note(
        by=by,
        verb="xuất Excel",
        subject=by,
        organization=organization,
        after={"danh sách": what, "số dòng": count},
        reason=reason,
    )


def calendar_taken(*, by: User, count: int, organization: Organization | int | None) -> AuditEntry:
    """Somebody took the days of what is due out of the program as a calendar file: how many."""
    return note(by=by, verb="tải lịch", subject=by, organization=organization, after={"số dòng": count})


@transaction.atomic
def numbers_met(*, by: User, met: Iterable[Met], today: date) -> list[AuditEntry]:
    """A form that was not carried out told somebody that these numbers are in the register: of people they may not see
    that is an answer, and it is written down where they serve and at the places that have, or last had, the person."""
    asked = list(met)
    scope = Scope.of(by, today)
    told = []
    for one, person in [(one, Person.objects.get(pk=one.person)) for one in asked]:
        if is_known(scope, person):
            continue
        after = {"loại số": one.what, "số": one.number}
        told.append(
            note(by=by, verb="gõ số của người nơi khác", subject=by, organization=by.first_organization_id, after=after)
        )
        told += [
            note(by=by, verb="nơi khác gõ số của người ở đây", subject=person, organization=place, after=after)
            for place in places_before(person)
        ]
    return told


def list_met_others(*, by: User | None, batch: ImportBatch, rows: int) -> AuditEntry:
    """A list was held against the register and told of some rows that their numbers belong to people elsewhere.

    Written with the check, so that it stays when the list is dropped.
    """
    return note(
        by=by,
        verb="danh sách có số của người nơi khác",
        subject=batch,
        organization=batch.organization_id,
        after={"số dòng": rows},
    )


def printed_at_server(
    *, by: User | None, organization: Organization, report: str, period: str, form: str
) -> AuditEntry:
    """Somebody at the server's shell printed a report, with the people behind its numbers. `by` is None there."""
    return note(
        by=by,
        verb="in báo cáo ở máy chủ",
        subject=organization,
        organization=organization,
        after={"báo cáo": report, "kỳ": period, "dạng": form},
    )


def file_compared(*, by: User | None, organization: Organization, file: str, rows: int) -> AuditEntry:
    """Somebody at the server's shell held a file of people against the register, which told whom it knows."""
    return note(
        by=by,
        verb="so danh sách với sổ ở máy chủ",
        subject=organization,
        organization=organization,
        after={"tệp": file, "số dòng": rows},
    )

"""Small makers of rows for tests: each gives a valid row from the few facts a test is about."""

from __future__ import annotations

from datetime import date
from itertools import count

from dangvien.models import (
    Appointment,
    Candidate,
    Decision,
    Enrollment,
    Kind,
    Letterhead,
    Member,
    Movement,
    Organization,
    OrganizationKind,
    Person,
    Placement,
    TrainingClass,
    User,
)
from dangvien.rules import term_on

PASSWORD = "thuyen-xanh-ban-ghe"
SINCE = date(2010, 1, 1)
_numbers = count(1)


def organization(
    code: str, name: str, kind: OrganizationKind, parent: Organization | None = None, **more: object
) -> Organization:
    """An organization that has stood since 2010, unless `valid_from` says otherwise."""
    made = Organization.objects.create(code=code)
    place(made, name, kind, parent, **more)
    return made


def place(
    organization: Organization, name: str, kind: OrganizationKind, parent: Organization | None = None, **more: object
) -> Placement:
    facts: dict[str, object] = {"valid_from": SINCE, "position": next(_numbers), **more}
    return Placement.objects.create(
        organization=organization,
        name=name,
        kind=kind,
        parent=parent,
        **facts,
    )


def letterhead(organization: Organization, symbol: str, signer: str = "", since: date = SINCE) -> Letterhead:
    return Letterhead.objects.create(
        organization=organization,
        superior="ĐẢNG BỘ TỈNH",
        body="THÀNH ỦY",
        place="Đông Hà",
        symbol=symbol,
        attached_to="BTV Thành ủy",
        authority="T/M BAN THƯỜNG VỤ",
        position="BÍ THƯ",
        signer=signer,
        recipients="Lưu Văn phòng",
        valid_from=since,
    )


def person(full_name: str = "", birth: date = date(1995, 3, 8), **more: object) -> Person:
    name = full_name or f"Nguyễn Văn {next(_numbers)}"
    facts: dict[str, object] = {"gender": "nam", **more}
    return Person.objects.create(full_name=name, birth_date=birth, **facts)


def decision(issuer: Organization, issued_on: date, number: int = 0, **more: object) -> Decision:
    facts: dict[str, object] = {"subject": Decision.Subject.KET_NAP, "symbol": "TU", **more}
    return Decision.objects.create(
        issuer=issuer,
        number=number or 1000 + next(_numbers),
        term=term_on(issued_on),
        issued_on=issued_on,
        **facts,
    )


def member(
    cell: Organization, full_name: str = "", admitted_on: date = date(2015, 5, 19), *, official: bool = True
) -> Member:
    """A member with their admission in the ledger; on probation when not official."""
    made = Member.objects.create(
        person=person(full_name),
        organization=cell,
        admitted_on=admitted_on,
        official_on=admitted_on.replace(year=admitted_on.year + 1) if official else None,
    )
    movement(made, cell, Kind.KET_NAP, admitted_on)
    return made


def movement(member: Member, cell: Organization, kind: Kind, day: date, **more: object) -> Movement:
    return Movement.objects.create(
        member=member,
        organization=cell,
        kind=kind,
        occurred_on=day,
        **more,
    )


def candidate(
    cell: Organization, full_name: str = "", opened_on: date = date(2023, 1, 10), birth: date = date(1998, 2, 3)
) -> Candidate:
    """Somebody followed by a cell, not in any class yet."""
    return Candidate.objects.create(
        person=person(full_name, birth), organization=cell, source="nong_thon", opened_on=opened_on
    )


def training_class(organizer: Organization, code: str = "", ends_on: date = date(2023, 6, 9)) -> TrainingClass:
    """A class of the week up to its last day."""
    code = code or f"NT-{next(_numbers)}"
    return TrainingClass.objects.create(
        code=code, name=f"Lớp {code}", organizer=organizer, starts_on=ends_on.replace(day=1), ends_on=ends_on
    )


def enrollment(training_class: TrainingClass, candidate: Candidate) -> Enrollment:
    return Enrollment.objects.create(
        training_class=training_class, person=candidate.person, sent_by=candidate.organization
    )


def certificate(candidate: Candidate, training_class: TrainingClass, issued_on: date = date(2023, 6, 20)) -> Enrollment:
    """The candidate has learned in this class and holds its certificate."""
    made = enrollment(training_class, candidate)
    made.result = Enrollment.Result.DAT
    made.certificate_number = f"{next(_numbers):06d}/GCN"
    made.certificate_on = issued_on
    made.save()
    return made


def user(username: str, full_name: str, organization: Organization, role: str) -> User:
    """An account with one role since 2020."""
    made = User.objects.create_user(username, password=PASSWORD, full_name=full_name)
    Appointment.objects.create(user=made, organization=organization, role=role, valid_from=date(2020, 1, 1))
    return made

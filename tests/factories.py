"""Small makers of rows for tests: each gives a valid row from the few facts a test is about."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from fractions import Fraction
from itertools import count

from django.utils import timezone
from django.utils.timezone import localdate

from dangvien.actions.progress import refresh_candidate, refresh_member
from dangvien.models import (
    Amendment,
    Appointment,
    Badge,
    BatchItem,
    Candidate,
    ClassProposal,
    CommitteeTerm,
    Decision,
    DeclaredFigure,
    Discipline,
    DossierBatch,
    Enrollment,
    Erasure,
    Holiday,
    ImportBatch,
    ImportFile,
    ImportRow,
    Indicator,
    Kind,
    Letterhead,
    Mandate,
    Member,
    Movement,
    Organization,
    OrganizationKind,
    Person,
    PersonLink,
    PersonRequest,
    Placement,
    Post,
    Prospect,
    ReformPlan,
    SchoolClass,
    Step,
    StepKind,
    TargetExemption,
    TrainingClass,
    Transfer,
    TransferStep,
    UnitFollower,
    User,
    UserSession,
    Verdict,
)
from dangvien.rules import term_on
from reports import checking
from reports.figure_check.findings import Figure, Finding, Klass, Piece
from reports.figure_check.findings import Verdict as FindingVerdict
from reports.models import CheckedDraft, PeriodKind, ReportRequirement
from reports.stored_check import figures_to_json, finding_row, pieces_to_json

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


def committee_term(
    organization: Organization, label: str = "2025-2030", first_day: date = date(2025, 6, 21)
) -> CommitteeTerm:
    """A term that a committee has written down."""
    return CommitteeTerm.objects.create(
        organization=organization, label=label, first_day=first_day, document="Nghị quyết Đại hội"
    )


def report_requirement(organization: Organization, report: str = "R02", **more: object) -> ReportRequirement:
    """A report asked of everybody directly below each year, ten days after its end."""
    facts: dict[str, object] = {
        "period_kind": PeriodKind.NAM,
        "deadline_days": 10,
        "document": "Quy chế 05-QC/TU",
        "valid_from": SINCE,
        **more,
    }
    return ReportRequirement.objects.create(organization=organization, report=report, **facts)


DRAFT_TEXT = "Đến ngày 31/12/2023, Đảng bộ có 49 tổ chức cơ sở đảng (gồm 17 đảng bộ cơ sở và 31 chi bộ cơ sở)."


def check_result() -> checking.Result:
    """What a worker finds in DRAFT_TEXT: three figures, and that two of them do not make the third."""
    piece = Piece("doan", DRAFT_TEXT, "Đoạn 1")
    spans = [
        (0, start, start + 2)
        for start in (DRAFT_TEXT.index(" 17") + 1, DRAFT_TEXT.index("31 chi"), DRAFT_TEXT.index("49"))
    ]
    figures = [Figure(*span, DRAFT_TEXT[span[1] : span[2]], Fraction(DRAFT_TEXT[span[1] : span[2]])) for span in spans]
    finding = Finding(
        key="sum-49",
        klass=Klass.SUM,
        verdict=FindingVerdict.WRONG,
        sentence="17 và 31 cộng lại là 48, văn bản in 49.",
        piece=0,
        spans=(spans[2], spans[0], spans[1]),
        quote=DRAFT_TEXT,
        printed="49",
        computed="48",
        arithmetic="17 + 31 = 48 ≠ 49",
        repairs=("sửa 49 thành 48", "sửa 31 thành 32"),
    )
    return checking.Result(
        pieces=pieces_to_json([piece]),
        figures=figures_to_json(figures),
        findings=[finding_row(finding)],
        counted=[],
        unread=[],
        notes=[],
    )


def checked_draft(organization: Organization, by: User, result: checking.Result | None = None) -> CheckedDraft:
    """A pasted draft that the worker has tested."""
    draft = checking.keep_draft(by=by, organization=organization, content=DRAFT_TEXT.encode(), file_name="")
    return checking.keep_result(draft=draft, result=result or check_result())


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
    if not official:
        refresh_member(made, localdate())
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
    made = Candidate.objects.create(
        person=person(full_name, birth), organization=cell, source="nong_thon", opened_on=opened_on
    )
    refresh_candidate(made, localdate())
    return made


def listed(cell: Organization, full_name: str = "", opened_on: date = date(2023, 1, 10), **more: date) -> Candidate:
    """Somebody whom the cell has put on its list of cảm tình Đảng by a resolution."""
    made = candidate(cell, full_name, opened_on, **more)
    step(made, StepKind.VAO_DANH_SACH, opened_on, number="05-NQ/CB")
    return made


def admitted(candidate: Candidate, admitted_on: date) -> Member:
    """The candidate's person as a member on probation, by the line of the ledger that ends the candidate's way."""
    made = Member.objects.create(person=candidate.person, organization=candidate.organization, admitted_on=admitted_on)
    movement(made, candidate.organization, Kind.KET_NAP, admitted_on, candidate=candidate)
    refresh_candidate(candidate, localdate())
    return made


def closed(candidate: Candidate, closed_on: date, reason: str = "Chuyển đi") -> Candidate:
    """The candidate taken off the list."""
    candidate.closed_on, candidate.close_reason = closed_on, reason
    candidate.save()
    refresh_candidate(candidate, localdate())
    return candidate


def step(of: Candidate | Member, kind: StepKind, day: date, **more: object) -> Step:
    """A step as its row, without the checks of recording; `of` is the candidate or the member on probation."""
    subject = {"candidate": of} if isinstance(of, Candidate) else {"probationer": of}
    made = Step.objects.create(kind=kind, occurred_on=day, rules_key="E3", **subject, **more)
    if isinstance(of, Candidate):
        refresh_candidate(of, localdate())
    else:
        refresh_member(of, localdate())
    return made


def prospect(cell: Organization, full_name: str, year: int = 2024, source: str = "nong_thon") -> Prospect:
    """Somebody a survey found worth following, born on 2 March 2000."""
    return Prospect.objects.create(
        organization=cell, year=year, full_name=full_name, birth_date=date(2000, 3, 2), gender="nam", source=source
    )


def school_class(organization: Organization, name: str = "12A1") -> SchoolClass:
    return SchoolClass.objects.create(
        organization=organization,
        school="Trường THPT Bờ Sông",
        name=name,
        school_year=2023,
        pupils=40,
        excellent=9,
        followed=3,
    )


def training_class(organizer: Organization, code: str = "", ends_on: date = date(2023, 6, 9)) -> TrainingClass:
    """A class of the week up to its last day."""
    code = code or f"NT-{next(_numbers)}"
    return TrainingClass.objects.create(
        code=code, name=f"Lớp {code}", organizer=organizer, starts_on=ends_on.replace(day=1), ends_on=ends_on
    )


def enrollment(training_class: TrainingClass, candidate: Candidate) -> Enrollment:
    made = Enrollment.objects.create(
        training_class=training_class, person=candidate.person, sent_by=candidate.organization
    )
    refresh_candidate(candidate, localdate())
    return made


def proposal(training_class: TrainingClass, candidate: Candidate, day: date = date(2023, 5, 8)) -> ClassProposal:
    """The candidate's cell has proposed them for this class; nobody has answered."""
    return ClassProposal.objects.create(
        training_class=training_class,
        person=candidate.person,
        sent_by=candidate.organization,
        proposed_on=day,
        resolution="08-NQ/CB",
    )


def certificate(candidate: Candidate, training_class: TrainingClass, issued_on: date = date(2023, 6, 20)) -> Enrollment:
    """The candidate has learned in this class and holds its certificate."""
    made = enrollment(training_class, candidate)
    made.result = Enrollment.Result.DAT
    made.certificate_number = f"{next(_numbers):06d}/GCN-TH"
    made.certificate_on = issued_on
    made.save()
    refresh_candidate(candidate, localdate())
    return made


def new_member_certificate(member: Member, organizer: Organization, issued_on: date) -> Enrollment:
    """The member has learned in a class for new members that ended on the day of its certificates."""
    held = training_class(organizer, ends_on=issued_on)
    held.kind = TrainingClass.Kind.DANG_VIEN_MOI
    held.save()
    assert member.organization is not None
    return Enrollment.objects.create(
        training_class=held,
        person=member.person,
        sent_by=member.organization,
        result=Enrollment.Result.DAT,
        certificate_number=f"{next(_numbers):06d}/GCN-ĐVM",
        certificate_on=issued_on,
    )


def user(username: str, full_name: str, organization: Organization, role: str) -> User:
    """An account with one role since 2020."""
    made = User.objects.create_user(username, password=PASSWORD, full_name=full_name)
    Appointment.objects.create(user=made, organization=organization, role=role, valid_from=date(2020, 1, 1))
    return made


def amendment(organization: Organization | None, by: User, **more: object) -> Amendment:
    """A shorter time for decisions since 1 August 2025, for an organization or (None) for everybody."""
    facts: dict[str, object] = {
        "rule": "decision_days", "value": "40", "since": date(2025, 8, 1), "document": "Hướng dẫn 02-HD/BTCTU", **more
    }  # fmt: skip
    return Amendment.objects.create(organization=organization, recorded_by=by, **facts)


def holiday(by: User, day: date = date(2027, 11, 24), kind: str = "nghi") -> Holiday:
    """A day an administrator recorded."""
    return Holiday.objects.create(day=day, kind=kind, name="Ngày nghỉ", document="Thông báo 1/TB", recorded_by=by)


def batch(candidate: Candidate, day: date = date(2024, 5, 20)) -> DossierBatch:
    """The candidate's cell has sent their dossier to the committee above it."""
    placement = candidate.organization.placement_on(day)
    assert placement is not None
    assert placement.parent is not None
    made = DossierBatch.objects.create(
        purpose=DossierBatch.Purpose.KET_NAP,
        from_organization=candidate.organization,
        to_organization=placement.parent,
        sent_on=day,
    )
    BatchItem.objects.create(batch=made, candidate=candidate)
    return made


def mandate(organization: Organization, since: date = date(2024, 1, 1), **more: object) -> Mandate:
    """The committee may decide on admissions itself since a day."""
    facts: dict[str, object] = {"kind": Mandate.Kind.UY_QUYEN, "document": "Quyết định 12-QĐ/TU", **more}
    return Mandate.objects.create(organization=organization, valid_from=since, issued_on=since, **facts)


def moving(candidate: Candidate, to: Organization, day: date = date(2024, 5, 20)) -> Candidate:
    """The candidate's move to another place was recorded, and nobody has taken them in."""
    Step.objects.create(
        candidate=candidate,
        kind=StepKind.CHUYEN_NOI,
        occurred_on=day,
        organization=to,
        origin=candidate.organization,
        number="02-GCN/ĐU",
        outcome="chua_co_nghi_quyet",
        rules_key="E1",
    )
    return candidate


def post(member: Member, title: str = "truong_thon", since: date = date(2020, 1, 1)) -> Post:
    """A post the member has held in Khu phố 3 since a day."""
    return Post.objects.create(person=member.person, title=title, place="Khu phố 3", since=since)


def badge(member: Member, years: int = 30, awarded_on: date = date(2020, 2, 3), number: str = "") -> Badge:
    return Badge.objects.create(member=member, years=years, number=number, awarded_on=awarded_on)


def discipline(member: Member, form: str, decided_on: date) -> Discipline:
    return Discipline.objects.create(member=member, form=form, decided_on=decided_on)


def person_link(kept: Person, other: Person, by: User) -> PersonLink:
    """Two entries that somebody found to be one."""
    return PersonLink.objects.create(kept=kept, other=other, reason="Cùng số căn cước", recorded_by=by)


def long_gone(cell: Organization, full_name: str = "") -> Candidate:
    """Somebody who was followed from 2012 to 2014 and never became a member."""
    return closed(candidate(cell, full_name, date(2012, 1, 10), date(1985, 4, 5)), date(2014, 3, 3))


def erasure(cell: Organization, by: User) -> Erasure:
    """A proposal to erase who such a person was."""
    return Erasure.objects.create(
        person=long_gone(cell).person, organization=cell, reason="Hết thời hạn giữ", proposed_by=by
    )


def person_request(person: Person, organization: Organization, by: User, **more: object) -> PersonRequest:
    """Somebody asked on Friday to see what is held about them; nobody has answered yet."""
    facts: dict[str, object] = {
        "kind": "xem", "asked_on": date(2024, 5, 31), "due_on": date(2024, 6, 4), "content": "Xem dữ liệu",
        **more,
    }  # fmt: skip
    return PersonRequest.objects.create(person=person, organization=organization, recorded_by=by, **facts)


def transfer(member: Member, to: Organization, day: date = date(2024, 5, 20)) -> Transfer:
    """A transfer whose paper was written and whose member was not taken in yet."""
    made = Transfer.objects.create(member=member, kind="noi_bo", origin=member.organization, destination=to)
    TransferStep.objects.create(transfer=made, kind="gioi_thieu", occurred_on=day, number="07")
    return made


def reform_plan(organization: Organization, by: User, on: date = date(2024, 7, 1)) -> ReformPlan:
    """A plan of one line, which gives the organization another name."""
    line = {"row": 4, "old": organization.code, "work": "đổi tên", "name": "Đảng bộ Phường Mới"}
    return ReformPlan.objects.create(
        organization=organization, name="Phương án thử", occurred_on=on, rows={"lines": [line]}, recorded_by=by
    )


def target(organization: Organization, value: int, year: int = 2024, **more: object) -> DeclaredFigure:
    """A target of one year, of everybody admitted, by a directive."""
    facts: dict[str, object] = {
        "purpose": DeclaredFigure.Purpose.TARGET,
        "indicator": Indicator.ADMITTED,
        "first_year": year,
        "last_year": year,
        "document": "số 12-CT/TU ngày 05/01/2024 của Ban Thường vụ Thành ủy",
        "document_number": "số 12-CT/TU",
        "document_day": date(2024, 1, 5),
        "document_issuer": "Ban Thường vụ Thành ủy",
        **more,
    }
    return DeclaredFigure.objects.create(organization=organization, value=value, **facts)


def exemption(cell: Organization, since: date = date(2024, 1, 1), **more: object) -> TargetExemption:
    facts: dict[str, object] = {"reason": "Không còn nguồn", "document": "Thông báo 7-TB/ĐU", **more}
    return TargetExemption.objects.create(organization=cell, valid_from=since, **facts)


def follower(unit: Organization, full_name: str = "Hà Thị Sáu", **more: object) -> UnitFollower:
    facts: dict[str, object] = {
        "kind": UnitFollower.Kind.COMMITTEE_MEMBER,
        "position": "Ủy viên ban thường vụ",
        "valid_from": date(2024, 1, 1),
        "document": "Quyết định 15-QĐ/TU",
        **more,
    }
    return UnitFollower.objects.create(organization=unit, full_name=full_name, **facts)


def declared_figure(organization: Organization, by: User, **more: object) -> DeclaredFigure:
    """Twelve people admitted in 2019, as a report says."""
    facts: dict[str, object] = {
        "purpose": DeclaredFigure.Purpose.RESULT,
        "indicator": "ket_nap",
        "first_year": 2019,
        "last_year": 2019,
        "value": 12,
        "document": "Báo cáo số 120-BC/TU ngày 15/12/2022",
        **more,
    }
    return DeclaredFigure.objects.create(organization=organization, recorded_by=by, **facts)


def import_batch(organization: Organization, by: User, content: bytes = b"STT,Ho ten", **more: object) -> ImportBatch:
    """A file of members that was read and checked: one row that would be new."""
    columns = {"ho_ten": [1], "ngay_sinh": [2]}
    facts: dict[str, object] = {
        "kind": "dang_vien",
        "as_of": date(2024, 5, 31),
        "file_name": "Danh sách.csv",
        "digest": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "state": ImportBatch.State.CHECKED,
        "layout": {"sheets": [{"name": "Danh sách", "state": "visible", "taken": True, "columns": columns}]},
        "counts": {"moi": 1},
        "stamp": "0" * 64,
        **more,
    }
    batch = ImportBatch.objects.create(organization=organization, recorded_by=by, **facts)
    ImportFile.objects.create(batch=batch, content=content)
    ImportRow.objects.create(
        batch=batch,
        sheet=0,
        number=2,
        cells=["1", "Lê Văn Bảy", "1980"],
        verdict=Verdict.NEW,
        record={"ho_ten": "Lê Văn Bảy", "ngay_sinh": "1980", "so_cccd": "045099000123", "so_the": "001122334455"},
    )
    return batch


def user_session(user: User, browser: str = "Firefox, máy Windows", address: str = "10.0.0.7") -> UserSession:
    """The account signed in at another machine, used just now."""
    now = timezone.now()
    return UserSession.objects.create(
        session_key=secrets.token_hex(16),
        session_data="",
        expire_date=now + timedelta(hours=12),
        user=user,
        address=address,
        browser=browser,
        began_at=now,
        seen_at=now,
    )

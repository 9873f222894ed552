"""Every act that changes something, run once on a small register: for tests that must hold for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import time_machine
from django.utils import timezone
from django_otp.oath import totp

from dangvien.actions import (
    accounts,
    admission,
    arriving,
    audit_keeping,
    auditing,
    backing_up,
    badges,
    candidacy,
    casework,
    casework_bulk,
    certificates,
    closing_books,
    correction,
    deciding,
    declaring,
    departure,
    dossier,
    erasing,
    import_candidates,
    joining,
    mandates,
    member_statuses,
    person_requests,
    personal,
    proposing,
    rating,
    reading,
    reconciling,
    record,
    reference,
    reform_plans,
    regulating,
    reorganization,
    restored,
    restructuring,
    restructuring_undo,
    second_factor,
    session,
    surveying,
    throttling,
    training,
    transferring,
    verifying,
)
from dangvien.actions.casework_bulk import Entry
from dangvien.dates import PartialDate
from dangvien.holidays import DayKind
from dangvien.models import (
    Amendment,
    Appointment,
    AuditHead,
    AuditSeal,
    Candidate,
    Case,
    ClassProposal,
    Decision,
    DeclaredFigure,
    DossierBatch,
    Enrollment,
    Holiday,
    ImportBatch,
    ImportRow,
    Indicator,
    Job,
    Kind,
    Locality,
    Mandate,
    Member,
    MemberStatus,
    Movement,
    Organization,
    OrganizationKind,
    Person,
    PersonLink,
    PersonRequest,
    Prospect,
    ReformPlan,
    Reorganization,
    RosterKind,
    StatusKind,
    Step,
    StepKind,
    TrainingClass,
    Transfer,
    TransferKind,
    TransferStep,
    TransferStepKind,
    User,
)
from dangvien.procedure.amending import AmendmentFacts, HolidayFacts
from dangvien.procedure.awards import Award
from dangvien.procedure.checks.results import ResultFacts
from dangvien.procedure.declared import FigureFacts
from dangvien.procedure.facts import DecisionFacts, StepFacts
from dangvien.procedure.member_statuses import StatusFacts
from dangvien.procedure.personal import PersonFacts
from dangvien.procedure.problem import Met
from dangvien.procedure.reform_register import stamp_of
from dangvien.procedure.reform_sheets import Line, Sheets
from dangvien.procedure.restructuring import Restructuring, Seat
from dangvien.procedure.survey_checks import ProspectFacts, SchoolClassFacts
from dangvien.procedure.transfer_checks import ArrivalFacts, TransferFacts, TransferStepFacts
from tests import factories
from tests.file_acts import FILE_ACTS, FILE_PARTS
from tests.import_acts import IMPORT_ACTS, IMPORT_PARTS
from tests.report_acts import REPORT_ACTS, REPORT_PARTS
from tests.target_acts import TARGET_ACTS
from tests.worlds import SINCE, City

TODAY = date(2026, 1, 15)


class Stage:
    """A city of two wards, somebody who acts, and one of each thing an act may be about."""

    def __init__(self) -> None:
        self.city = City(wards=2, cells=1)
        self.ward, self.cell = self.city["p1"], self.city["p1c1"]
        self.actor = User.objects.create_user("an", full_name="Nguyễn Thị Kim An")
        Appointment.objects.create(user=self.actor, organization=self.city["tp"], role="ban_to_chuc", valid_from=SINCE)

    def person(self, name: str = "Lê Văn Bình") -> Person:
        return Person.objects.create(full_name=name, birth_date=date(1995, 3, 4), gender="nam")

    def old_entries_gone(self) -> AuditSeal | None:
        """An entry eleven years before the others, let go."""
        with time_machine.travel("2013-06-03"):
            auditing.note(by=self.actor, verb="xem hồ sơ", subject=self.ward, organization=self.ward)
        return audit_keeping.let_old_entries_go(by=self.actor, today=TODAY)

    def user(self) -> User:
        user = User.objects.create_user("chi", full_name="Trần Thị Chi")
        Appointment.objects.create(user=user, organization=self.ward, role="xem", valid_from=SINCE)
        return user

    def candidate(self) -> Candidate:
        """Somebody with a certificate, ready for admission."""
        candidate = Candidate.objects.create(
            person=self.person(), organization=self.cell, source="doan_vien", opened_on=date(2024, 1, 2)
        )
        enrollment = self.enrollment(candidate.person)
        enrollment.result, enrollment.certificate_number = Enrollment.Result.DAT, "001"
        enrollment.certificate_on = date(2024, 6, 1)
        enrollment.save()
        return candidate

    def request(self) -> PersonRequest:
        """What the member asks about their own data."""
        return person_requests.record_request(
            by=self.actor,
            person=self.member().person,
            kind=PersonRequest.Kind.SEE,
            asked_on=TODAY,
            asked_by="",
            content="Xem mọi điều sổ ghi về mình",
            today=TODAY,
        )

    def prospect(self) -> Prospect:
        """Somebody the survey of 2025 found worth following."""
        return Prospect.objects.create(
            organization=self.cell,
            year=2025,
            full_name="Cao Văn Chín",
            birth_date=date(2000, 3, 2),
            gender="nam",
            source="nong_thon",
        )

    def prospect_facts(self) -> ProspectFacts:
        return ProspectFacts("Ngô Thị Mười", PartialDate(2001, 5), "nu", "hoc_sinh_sinh_vien", "12A1")

    def training_class(self) -> TrainingClass:
        found, _ = TrainingClass.objects.get_or_create(
            code="L1",
            defaults={
                "name": "Lớp nhận thức về Đảng khóa 1",
                "organizer": self.city["tp"],
                "starts_on": date(2024, 5, 6),
                "ends_on": date(2024, 5, 10),
            },
        )
        return found

    def enrollment(self, person: Person) -> Enrollment:
        return Enrollment.objects.create(training_class=self.training_class(), person=person, sent_by=self.cell)

    def member(self) -> Member:
        """A member on probation since 2 February 2024."""
        member = Member.objects.create(
            person=self.person("Phạm Thị Dung"), organization=self.cell, admitted_on=date(2024, 2, 2)
        )
        Movement.objects.create(member=member, organization=self.cell, kind=Kind.KET_NAP, occurred_on=date(2024, 2, 2))
        return member

    def leaving(self) -> TransferFacts:
        """For the cell of the other ward, with a paper of 5 March 2025."""
        return TransferFacts(TransferKind.NOI_BO, destination=self.city["p2c1"], introduced_on=date(2025, 3, 5))

    def transfer(self) -> Transfer:
        """The member on the way to the cell of the other ward."""
        started = Transfer.objects.create(
            member=self.member(), kind="noi_bo", origin=self.cell, destination=self.city["p2c1"]
        )
        TransferStep.objects.create(transfer=started, kind="gioi_thieu", occurred_on=date(2025, 3, 5))
        return started

    def sent(self) -> TransferStep:
        return self.transfer().steps.get()

    def figure(self) -> FigureFacts:
        """So many admitted by the ward in 2018, as a report says."""
        result = DeclaredFigure.Purpose.RESULT
        return FigureFacts(self.ward, result, Indicator.ADMITTED, 2018, 2018, 9, "Báo cáo số 45-BC/ĐU ngày 5/1/2019")

    def figures_file(self) -> ImportBatch:
        """A file of such figures."""
        return ImportBatch.objects.create(
            organization=self.ward,
            kind=RosterKind.DECLARED,
            as_of=TODAY,
            file_name="so-lieu.xlsx",
            digest="0" * 64,
            size=1,
            recorded_by=self.actor,
        )

    def taking_in(self) -> TransferStepFacts:
        kind = TransferStepKind.TIEP_NHAN
        return TransferStepFacts(kind, date(2025, 3, 20), organization=self.city["p2c1"])

    def newcomer(self) -> Person:
        return Person(full_name="Hồ Văn Mới", birth_date=date(1990, 2, 3), gender="nam")

    def stranger(self) -> Met:
        """A number that was typed, of a member of another city."""
        there = self.city.add("tp2", OrganizationKind.CHI_BO, None)
        member = self.city.member()
        Movement.objects.create(member=member, organization=there, kind=Kind.DAU_SO, occurred_on=date(2020, 1, 1))
        Member.objects.filter(pk=member.pk).update(organization=there)
        return Met.of(member.person_id, "số thẻ đảng viên", "04512345")

    def arrival(self) -> ArrivalFacts:
        return ArrivalFacts(self.cell, "Đảng ủy xã Vĩnh Thủy", date(2025, 3, 20), admitted_on=date(2018, 5, 19))

    def listed(self) -> Step:
        """A first step of a case: onto the list of the cell, with an official member who helps."""
        helper = self.member()
        helper.official_on = date(2025, 2, 2)
        helper.save()
        facts = StepFacts(
            StepKind.VAO_DANH_SACH, date(2025, 5, 5), organization=self.cell, number="05-NQ/CB", helper=helper
        )
        return casework.record(by=self.actor, subject=self.candidate(), facts=facts, today=TODAY)

    def decision(self, number: int = 12) -> DecisionFacts:
        return DecisionFacts(self.city["tp"], number, "TU", date(2025, 3, 3))

    def merger(self) -> Restructuring:
        """The cell of the first ward and its member into one founded for it."""
        self.member()
        return Restructuring(
            Reorganization.Kind.HOP_NHAT,
            "p1c1",
            date(2025, 7, 1),
            founded={"p1c9": Seat("Chi bộ khu phố 9", OrganizationKind.CHI_BO, "p1")},
            ended={"p1c1": "p1c9"},
            rest={"p1c1": "p1c9"},
        )

    def place(self, name: str, kind: OrganizationKind, parent: Organization) -> reorganization.Place:
        return reorganization.Place(name=name, kind=kind, parent=parent)


def _recognized(stage: Stage) -> Any:
    member = stage.member()
    factories.new_member_certificate(member, stage.ward, date(2025, 1, 10))
    return admission.recognize(by=stage.actor, member=member, decision=stage.decision(), today=TODAY)


def _result(stage: Stage) -> Any:
    person = stage.person()
    stage.enrollment(person)
    facts = ResultFacts(person, Enrollment.Result.DAT, "Khá", "017", date(2024, 6, 1))
    return training.record_result(by=stage.actor, training_class=stage.training_class(), facts=facts, today=TODAY)


def _coming_class(stage: Stage) -> TrainingClass:
    """A class that has not begun."""
    return TrainingClass.objects.create(
        code="L9",
        name="Lớp nhận thức về Đảng khóa 9",
        organizer=stage.city["tp"],
        starts_on=date(2026, 5, 4),
        ends_on=date(2026, 5, 8),
    )


def _newcomer(stage: Stage) -> Candidate:
    """Somebody on the cell's list who has learned in no class."""
    made = Candidate.objects.create(
        person=stage.person(), organization=stage.cell, source="doan_vien", opened_on=date(2024, 1, 2)
    )
    Step.objects.create(candidate=made, kind=StepKind.VAO_DANH_SACH, occurred_on=date(2024, 1, 9), rules_key="E1")
    return made


def _proposal(stage: Stage) -> ClassProposal:
    candidate = _newcomer(stage)
    return ClassProposal.objects.create(
        training_class=_coming_class(stage), person=candidate.person, sent_by=stage.cell, proposed_on=date(2026, 1, 5)
    )


def _answered(stage: Stage, *, approved: bool) -> Any:
    proposal = _proposal(stage)
    given: dict[str, Any] = {"by": stage.actor, "training_class": proposal.training_class, "proposals": [proposal]}
    if approved:
        return proposing.approve(**given, decided_on=TODAY, list_number="03-DS/TU", today=TODAY)
    return proposing.send_back(**given, decided_on=TODAY, reason="Thiếu nghị quyết", today=TODAY)


def _numbered(stage: Stage) -> Any:
    enrollment = stage.enrollment(stage.person())
    enrollment.awaits_certificate = True
    enrollment.save()
    return certificates.number_certificates(
        by=stage.actor,
        training_class=stage.training_class(),
        first="01/GCN",
        issued_on=date(2024, 6, 1),
        today=TODAY,
    )


def _sent(stage: Stage) -> Any:
    candidate = stage.candidate()
    Case.objects.create(
        candidate=candidate, person=candidate.person, organization=stage.cell, state="S13", since=date(2025, 1, 6)
    )
    return dossier.send_batch(
        by=stage.actor,
        sender=stage.cell,
        purpose=DossierBatch.Purpose.KET_NAP,
        cases=Case.objects.all(),
        subjects=[candidate],
        number="05-DS/CB",
        sent_on=TODAY,
        today=TODAY,
    )


def _returned(stage: Stage) -> Any:
    batch = factories.batch(stage.candidate())
    batch.received_on = TODAY
    batch.save()
    item = batch.items.get()
    return dossier.return_dossier(by=stage.actor, item=item, codes=["kn-don"], returned_on=TODAY, today=TODAY)


def _plan(stage: Stage) -> ReformPlan:
    """A plan that renames a ward, kept by the city's administrator."""
    Appointment.objects.create(user=stage.actor, organization=stage.city["tp"], role="quan_tri", valid_from=SINCE)
    line = Line(4, old="p1", work="đổi tên", name="Đảng bộ Phường Một")
    return ReformPlan.objects.create(
        organization=stage.city["tp"],
        name="Phương án thử",
        occurred_on=date(2025, 7, 1),
        rows=Sheets((line,)).as_rows(),
        recorded_by=stage.actor,
    )


def _reformed(stage: Stage) -> ReformPlan:
    plan = _plan(stage)
    seen = stamp_of(plan.organization, plan.occurred_on)
    job = Job.objects.create(
        kind=reform_plans.KIND,
        title="Thực hiện",
        requested_by=stage.actor,
        params={"plan": plan.pk, "seen": seen, "decision": None},
    )
    reform_plans.perform_reform(job)
    plan.refresh_from_db()
    return plan


def _verified(stage: Stage) -> Any:
    AuditHead.objects.get_or_create(pk=1)
    job = Job.objects.create(
        kind=verifying.KIND, title="Kiểm tra", requested_by=stage.actor, params={"organization": stage.ward.pk}
    )
    return verifying.verify_trail(job)


def _reconciled(stage: Stage) -> Any:
    job = Job.objects.create(
        kind=reconciling.KIND, title="Kiểm tra sổ", requested_by=stage.actor, params={"organization": stage.ward.pk}
    )
    return reconciling.reconcile(job)


def _official(stage: Stage) -> Member:
    member = stage.member()
    Movement.objects.create(member=member, organization=stage.cell, kind=Kind.CONG_NHAN, occurred_on=date(2025, 2, 2))
    member.official_on = date(2025, 2, 2)
    member.save()
    return member


def _restored(stage: Stage) -> Movement:
    member = _official(stage)
    Movement.objects.create(member=member, organization=stage.cell, kind=Kind.KHAI_TRU, occurred_on=date(2025, 9, 9))
    member.organization = None
    member.save()
    return departure.restore(
        by=stage.actor, member=member, cell=stage.cell, decision=stage.decision(), occurred_on=TODAY, today=TODAY
    )


def _list_undone(stage: Stage) -> Any:
    """Somebody whom a list put on the way, off it again."""
    candidate = stage.candidate()
    candidate.person.enrollments.all().delete()
    batch = stage.figures_file()
    batch.kind, batch.committed_at = RosterKind.CANDIDATES, timezone.now()
    batch.save()
    made = {"candidate": candidate.pk, "person": candidate.person_id, "cell": stage.cell.pk, "entry": 0}
    row = ImportRow.objects.create(batch=batch, sheet=0, number=2, verdict="moi", person=candidate.person, made=made)
    return import_candidates.undo_candidate_rows(
        by=stage.actor, batch=batch, rows=[row], reason="Nhầm tệp", today=TODAY
    )


def _status(stage: Stage) -> MemberStatus:
    facts = StatusFacts(StatusKind.DI_XA, date(2025, 5, 5), place="thành phố Biên Hòa", contact="gọi điện")
    return member_statuses.record_status(by=stage.actor, member=stage.member(), facts=facts, today=TODAY)


_KEY = "00112233445566778899aabbccddeeff00112233"


def _code_now() -> str:
    """What a telephone with this secret shows."""
    return f"{totp(bytes.fromhex(_KEY)):06d}"


ACTS: dict[str, Callable[[Stage], Any]] = {
    "accounts.create_account": lambda on: accounts.create_account(
        by=on.actor, username="moi", full_name="Hồ Thị Mới", organization=on.ward, role="xem", since=TODAY
    ),
    "accounts.reset_password": lambda on: accounts.reset_password(by=on.actor, user=on.user()),
    "accounts.change_own_password": lambda on: accounts.change_own_password(user=on.actor, password="bờ biển xanh xa"),
    "accounts.set_own_address": lambda on: accounts.set_own_address(user=on.actor, email="an@don-vi.vn"),
    "accounts.set_active": lambda on: accounts.set_active(by=on.actor, user=on.user(), active=False, reason="Nghỉ"),
    "accounts.appoint": lambda on: accounts.appoint(
        by=on.actor, user=on.user(), organization=on.cell, role="chi_bo", since=TODAY
    ),
    "accounts.end_appointment": lambda on: accounts.end_appointment(
        by=on.actor, appointment=on.user().appointments.get(), last_day=TODAY, reason="Chuyển công tác"
    ),
    "admission.admit": lambda on: admission.admit(
        by=on.actor,
        candidate=on.candidate(),
        cell=on.cell,
        decision=on.decision(),
        ceremony_on=date(2025, 3, 20),
        today=TODAY,
    ),
    "admission.recognize": _recognized,
    "auditing.note": lambda on: auditing.note(by=on.actor, verb="xem hồ sơ", subject=on.member(), organization=on.ward),
    "candidacy.follow": lambda on: candidacy.follow(
        by=on.actor,
        person=on.person(),
        cell=on.cell,
        source="doan_vien",
        opened_on=date(2025, 1, 2),
        bodies=["doan_thanh_nien"],
        today=TODAY,
    ),
    "certificates.number_certificates": _numbered,
    "certificates.ask_to_print": lambda on: certificates.ask_to_print(
        by=on.actor,
        training_class=on.training_class(),
        paper=certificates.Paper.ROSTER,
        rows=3,
        organization=on.city["tp"].pk,
    ),
    "certificates.papers_taken": lambda on: certificates.papers_taken(
        by=on.actor,
        training_class=on.training_class(),
        paper=certificates.Paper.CERTIFICATES,
        organization=on.city["tp"].pk,
    ),
    "casework.record": lambda on: on.listed(),
    "casework_bulk.record_together": lambda on: casework_bulk.record_together(
        by=on.actor,
        entries=[Entry(on.candidate(), StepFacts(StepKind.Y_KIEN_CU_TRU, date(2025, 5, 5), body="Chi ủy khu phố 1"))],
        today=TODAY,
    ),
    "casework.reverse_step": lambda on: casework.reverse_step(
        by=on.actor, step=on.listed(), reason="Ghi nhầm người", today=TODAY
    ),
    "correction.reverse": lambda on: correction.reverse(
        by=on.actor, line=on.member().movements.get(), reason="Ghi nhầm người"
    ),
    "deciding.record_decision": lambda on: deciding.record_decision(
        by=on.actor, facts=on.decision(), subject=Decision.Subject.KHAC, today=TODAY
    ),
    "departure.record_death": lambda on: departure.record_death(
        by=on.actor, member=on.member(), occurred_on=TODAY, today=TODAY
    ),
    "departure.expel": lambda on: departure.expel(
        by=on.actor, member=_official(on), decision=on.decision(), occurred_on=TODAY, today=TODAY
    ),
    "departure.strike_off": lambda on: departure.strike_off(
        by=on.actor, member=_official(on), decision=on.decision(), occurred_on=TODAY, ground="tra_the", today=TODAY
    ),
    "departure.accept_resignation": lambda on: departure.accept_resignation(
        by=on.actor, member=on.member(), decision=on.decision(), occurred_on=TODAY, today=TODAY
    ),
    "departure.restore": _restored,
    "dossier.record_papers": lambda on: dossier.record_papers(
        by=on.actor, subject=on.candidate(), papers=[dossier.PaperFacts("kn-don", True)], today=TODAY
    ),
    "dossier.send_batch": _sent,
    "dossier.receive_batch": lambda on: dossier.receive_batch(
        by=on.actor, batch=factories.batch(on.candidate()), received_on=TODAY, today=TODAY
    ),
    "dossier.return_dossier": _returned,
    "mandates.grant_mandate": lambda on: mandates.grant_mandate(
        by=on.actor,
        organization=on.ward,
        kind=Mandate.Kind.UY_QUYEN,
        since=TODAY,
        until=None,
        document="Quyết định 12-QĐ/TU",
        issued_on=TODAY,
        today=TODAY,
    ),
    "mandates.end_mandate": lambda on: mandates.end_mandate(
        by=on.actor, mandate=factories.mandate(on.ward), last_day=TODAY, reason="Quyết định 30-QĐ/TU", today=TODAY
    ),
    "joining.join_people": lambda on: joining.join_people(
        by=on.actor, kept=on.member().person, other=on.candidate().person, reason="Cùng số căn cước"
    ),
    "joining.part_people": lambda on: joining.part_people(
        by=on.actor,
        link=PersonLink.objects.create(
            kept=on.member().person, other=on.candidate().person, reason="Cùng tên", recorded_by=on.actor
        ),
        reason="Hai người khác nhau",
    ),
    "erasing.propose_erasure": lambda on: erasing.propose_erasure(
        by=on.actor, person=factories.long_gone(on.cell).person, reason="Hết thời hạn giữ", today=TODAY
    ),
    "erasing.confirm_erasure": lambda on: erasing.confirm_erasure(
        by=on.actor, erasure=factories.erasure(on.cell, on.user()), today=TODAY
    ),
    "erasing.drop_erasure": lambda on: erasing.drop_erasure(by=on.actor, erasure=factories.erasure(on.cell, on.user())),
    "person_requests.record_request": lambda on: on.request(),
    "person_requests.answer_request": lambda on: person_requests.answer_request(
        by=on.actor,
        request=on.request(),
        outcome=PersonRequest.Outcome.DONE,
        answer="Đã in và đưa tận tay",
        answered_on=TODAY,
        today=TODAY,
    ),
    "reading.request_shown": lambda on: reading.request_shown(by=on.actor, request=on.request()),
    "personal.correct_person": lambda on: personal.correct_person(
        by=on.actor,
        subject=(member := on.member()),
        facts=replace(PersonFacts.of(member.person), phone="0912 345 678"),
        reason="",
        number="",
        seen=member.person.version,
        today=TODAY,
    ),
    "record.record_standing": lambda on: record.record_standing(
        by=on.actor, member=on.member(), since=PartialDate(2020), schooling={"professional": "dai_hoc"}, today=TODAY
    ),
    "record.record_residence": lambda on: record.record_residence(
        by=on.actor, member=on.member(), since=PartialDate(2020, 3), place="Khu phố 3", today=TODAY
    ),
    "record.record_post": lambda on: record.record_post(
        by=on.actor,
        member=on.member(),
        title="truong_thon",
        organization=None,
        place="Khu phố 3",
        since=PartialDate(2020),
        until=None,
        today=TODAY,
    ),
    "record.end_post": lambda on: record.end_post(
        by=on.actor,
        member=(member := on.member()),
        post=factories.post(member),
        until=PartialDate(2021),
        today=TODAY,
    ),
    "record.record_reward": lambda on: record.record_reward(
        by=on.actor, member=on.member(), title="Giấy khen", number="5", awarded_on=PartialDate(2020), today=TODAY
    ),
    "record.record_discipline": lambda on: record.record_discipline(
        by=on.actor, member=on.member(), form="khien_trach", number="5", decided_on=PartialDate(2020), today=TODAY
    ),
    "record.take_back_record": lambda on: record.take_back_record(
        by=on.actor, member=(member := on.member()), row=factories.post(member), reason="ghi nhầm"
    ),
    "rating.record_rating": lambda on: rating.record_rating(
        by=on.actor, member=on.member(), year=2024, level="tot", today=TODAY
    ),
    "rating.record_ratings": lambda on: rating.record_ratings(
        by=on.actor, year=2024, levels={(member := on.member()).pk: "tot"}, members=[member], today=TODAY
    ),
    "badges.award_badges": lambda on: badges.award_badges(
        by=on.actor, awards=[Award(on.member(), 30, "12345678")], awarded_on=PartialDate(2024, 2, 3), today=TODAY
    ),
    **REPORT_ACTS,
    "proposing.propose": lambda on: proposing.propose(
        by=on.actor,
        training_class=_coming_class(on),
        learners=[_newcomer(on)],
        proposed_on=date(2026, 1, 5),
        resolution="12-NQ/CB",
        today=TODAY,
    ),
    "proposing.approve": lambda on: _answered(on, approved=True),
    "proposing.send_back": lambda on: _answered(on, approved=False),
    "proposing.withdraw": lambda on: proposing.withdraw(by=on.actor, proposal=_proposal(on), today=TODAY),
    "member_statuses.record_status": _status,
    "member_statuses.end_status": lambda on: member_statuses.end_status(
        by=on.actor, status=_status(on), ended_on=TODAY, today=TODAY
    ),
    "member_statuses.take_back_status": lambda on: member_statuses.take_back_status(
        by=on.actor, status=_status(on), reason="Ghi nhầm người"
    ),
    "reading.numbers_met": lambda on: reading.numbers_met(by=on.actor, met=[on.stranger()], today=TODAY),
    "reading.list_met_others": lambda on: reading.list_met_others(by=on.actor, batch=on.figures_file(), rows=2),
    "reading.opened": lambda on: reading.opened(by=on.actor, file=on.member()),
    "reading.data_told": lambda on: reading.data_told(
        by=on.actor, person=on.member().person, organization=on.ward.pk, reason="Người ấy hỏi", in_full=False
    ),
    "reading.searched": lambda on: reading.searched(by=on.actor, where="đảng viên", found=3, organization=on.ward.pk),
    "reading.list_opened": lambda on: reading.list_opened(by=on.actor, organization=on.ward, what="Kết nạp", rows=3),
    "reading.downloaded": lambda on: reading.downloaded(
        by=on.actor, file=on.training_class(), organization=on.ward, name="Danh sách lớp", what="PDF"
    ),
    "reading.printed_at_server": lambda on: reading.printed_at_server(
        by=on.actor, organization=on.ward, report="R01", period="năm 2025", form="pdf"
    ),
    "reading.file_compared": lambda on: reading.file_compared(
        by=on.actor, organization=on.ward, file="danh-sach.xlsx", rows=3
    ),
    "reading.calendar_taken": lambda on: reading.calendar_taken(by=on.actor, count=3, organization=on.ward),
    "reading.exported": lambda on: reading.exported(by=on.actor, what="khảo sát nguồn", count=3, organization=on.ward),
    "reference.keep": lambda on: reference.keep(
        by=on.actor,
        row=Locality(name="Khu phố 3", kind=Locality.Kind.KHU_PHO, organization=on.ward, valid_from=SINCE),
        today=TODAY,
    ),
    "regulating.amend": lambda on: regulating.amend(
        by=on.actor,
        facts=AmendmentFacts("decision_days", "40", date(2025, 8, 1), None, "Hướng dẫn 01-HD/BTCTU"),
        desk=on.ward.pk,
    ),
    "regulating.withdraw_amendment": lambda on: regulating.withdraw_amendment(
        by=on.actor,
        amendment=Amendment.objects.create(
            rule="decision_days", value="40", since=date(2025, 8, 1), document="HD 01", recorded_by=on.actor
        ),
        on=TODAY,
        reason="Có văn bản mới",
        desk=on.ward.pk,
    ),
    "regulating.set_holiday": lambda on: regulating.set_holiday(
        by=on.actor, facts=HolidayFacts(date(2028, 1, 3), DayKind.OFF, "Nghỉ bù", "Thông báo 1/TB"), desk=on.ward.pk
    ),
    "regulating.remove_holiday": lambda on: regulating.remove_holiday(
        by=on.actor,
        holiday=Holiday.objects.create(day=date(2028, 1, 3), name="Nghỉ bù", document="TB", recorded_by=on.actor),
        reason="Ghi nhầm",
        desk=on.ward.pk,
    ),
    "regulating.confirm_calendar": lambda on: regulating.confirm_calendar(
        by=on.actor, year=2027, document="Thông báo 1/TB", desk=on.ward.pk
    ),
    "reorganization.found": lambda on: reorganization.found(
        by=on.actor,
        code="p1c9",
        place=on.place("Chi bộ khu phố 9", OrganizationKind.CHI_BO, on.ward),
        on=date(2025, 2, 1),
    ),
    "reorganization.replace": lambda on: reorganization.replace(
        by=on.actor,
        organization=on.cell,
        place=on.place("Chi bộ khu phố Một", OrganizationKind.CHI_BO, on.city["p2"]),
        on=date(2025, 2, 1),
    ),
    "reorganization.archive": lambda on: reorganization.archive(
        by=on.actor, organization=on.cell, heir=on.city["p2c1"], on=date(2025, 2, 1)
    ),
    "restructuring.carry_out": lambda on: restructuring.carry_out(by=on.actor, restructuring=on.merger(), today=TODAY),
    "restructuring_undo.take_back": lambda on: restructuring_undo.take_back(
        by=on.actor,
        act=restructuring.carry_out(by=on.actor, restructuring=on.merger(), today=TODAY),
        reason="Ghi nhầm",
        today=TODAY,
    ),
    "session.slip_failed": lambda on: session.slip_failed(user=on.actor),
    "session.sign_in_failed": lambda on: session.sign_in_failed(username="AN"),
    "second_factor.keep_phone": lambda on: second_factor.keep_phone(user=on.actor, key=_KEY, code=_code_now()),
    "second_factor.print_codes": lambda on: second_factor.print_codes(user=on.actor),
    "second_factor.give_up_second_factor": lambda on: second_factor.give_up_second_factor(user=on.actor),
    "second_factor.take_second_factor_away": lambda on: second_factor.take_second_factor_away(
        by=on.actor, user=on.user(), reason="Mất điện thoại"
    ),
    "second_factor.let_in": lambda on: second_factor.let_in(by=on.actor, user=on.user()),
    "second_factor.check_code": lambda on: (
        second_factor.new_phone(on.actor).save(),
        second_factor.check_code(user=on.actor, code="000000"),
    ),
    "session.note_of_stranger": lambda on: session.note_of_stranger(verb="đăng nhập không được", user=on.actor),
    "throttling.lift_wait": lambda on: throttling.lift_wait(by=on.actor, user=on.user()),
    "session.confirmed": lambda on: session.confirmed(user=on.actor),
    "session.session_expired": lambda on: session.session_expired(user=on.actor, why="để yên quá lâu"),
    "session.end_sessions": lambda on: session.end_sessions(by=on.actor, user=on.user()),
    "session.end_own_sessions": lambda on: session.end_own_sessions(
        user=on.actor, keys=[factories.user_session(on.actor).pk]
    ),
    "session.signed_in": lambda on: session.signed_in(user=on.actor),
    "session.signed_out": lambda on: session.signed_out(user=on.actor),
    "surveying.record_survey": lambda on: surveying.record_survey(
        by=on.actor,
        cell=on.cell,
        year=2025,
        surveyed_on=date(2025, 3, 3),
        counts={"nong_thon": (5, 2)},
        none_reason="",
        comment="",
        today=TODAY,
        version=0,
    ),
    "surveying.add_prospect": lambda on: surveying.add_prospect(
        by=on.actor, cell=on.cell, year=2025, facts=on.prospect_facts(), today=TODAY
    ),
    "surveying.change_prospect": lambda on: surveying.change_prospect(
        by=on.actor, prospect=on.prospect(), facts=on.prospect_facts(), today=TODAY
    ),
    "surveying.drop_prospect": lambda on: surveying.drop_prospect(
        by=on.actor, prospect=on.prospect(), dropped_on=TODAY, reason="Chuyển đi", today=TODAY
    ),
    "surveying.follow_prospect": lambda on: surveying.follow_prospect(
        by=on.actor,
        prospect=on.prospect(),
        person=on.person(),
        cell=on.cell,
        source="nong_thon",
        opened_on=date(2025, 4, 1),
        bodies=[],
        today=TODAY,
    ),
    "surveying.record_school_class": lambda on: surveying.record_school_class(
        by=on.actor,
        organization=on.cell,
        facts=SchoolClassFacts("Trường THPT Bờ Sông", "12A1", 2025, 40, 9, 3),
        today=TODAY,
    ),
    "surveying.review_list": lambda on: surveying.review_list(
        by=on.actor,
        cell=on.cell,
        month=date(2025, 12, 1),
        reviewed_on=date(2025, 12, 5),
        resolution="12-NQ/CB",
        today=TODAY,
    ),
    "training.open_class": lambda on: training.open_class(
        by=on.actor,
        code="L2",
        name="Lớp nhận thức về Đảng khóa 2",
        kind=TrainingClass.Kind.NHAN_THUC,
        organizer=on.city["tp"],
        starts_on=date(2025, 5, 5),
        ends_on=date(2025, 5, 9),
        venue="",
    ),
    "training.change_class": lambda on: training.change_class(
        by=on.actor,
        training_class=on.training_class(),
        program=training.Program(venue="Hội trường", provider_kind="trung_tam", provider="Trung tâm Chính trị"),
        opening=on.decision(),
        today=TODAY,
    ),
    "training.enroll": lambda on: training.enroll(
        by=on.actor, training_class=on.training_class(), person=on.person(), sent_by=on.cell
    ),
    "training.enroll_candidates": lambda on: training.enroll_candidates(
        by=on.actor,
        training_class=on.training_class(),
        candidates=[_newcomer(on)],
    ),
    "training.record_result": _result,
    "arriving.receive_member": lambda on: arriving.receive_member(
        by=on.actor, person=on.newcomer(), facts=on.arrival(), today=TODAY
    ),
    "transferring.start_transfer": lambda on: transferring.start_transfer(
        by=on.actor, member=on.member(), facts=on.leaving(), today=TODAY
    ),
    "transferring.record_transfer_step": lambda on: transferring.record_transfer_step(
        by=on.actor, transfer=on.transfer(), facts=on.taking_in(), today=TODAY
    ),
    "transferring.record_transfer_steps": lambda on: transferring.record_transfer_steps(
        by=on.actor, entries=[(on.transfer(), on.taking_in())], today=TODAY
    ),
    "transferring.take_back_transfer_step": lambda on: transferring.take_back_transfer_step(
        by=on.actor, step=on.sent(), reason="ghi nhầm", today=TODAY
    ),
    "transferring.transfer_together": lambda on: transferring.transfer_together(
        by=on.actor, leaving=[transferring.Leaving(on.member())], facts=on.leaving(), decision=None, today=TODAY
    ),
    "verifying.verify_trail": _verified,
    "backing_up.ask_to_back_up": lambda on: backing_up.ask_to_back_up(by=on.actor),
    "backing_up.register_backed_up": lambda on: backing_up.register_backed_up(
        by=on.actor, file="so-20260115-172000.age", rows=90000, verdict="Đã khôi phục thử."
    ),
    "restored.register_restored": lambda on: restored.register_restored(
        by=on.actor, file="so-20260115-172000.age", made_at="0 giờ 20 ngày 15/01/2026", rows=90000
    ),
    "declaring.declare_figure": lambda on: declaring.declare_figure(by=on.actor, facts=on.figure(), today=TODAY),
    "declaring.take_back_figure": lambda on: declaring.take_back_figure(
        by=on.actor, figure=factories.declared_figure(on.ward, on.actor), reason="Ghi nhầm năm"
    ),
    "declaring.declare_figures": lambda on: declaring.declare_figures(
        by=on.actor, facts=[on.figure()], replaced=[], batch=on.figures_file()
    ),
    "declaring.undo_figures": lambda on: declaring.undo_figures(
        by=on.actor, written=[factories.declared_figure(on.ward, on.actor).pk], replaced=[], reason="Nhầm tệp"
    ),
    "reform_plans.keep_plan": lambda on: reform_plans.keep_plan(
        by=on.actor, organization=on.city["tp"], name="Phương án", on=date(2025, 7, 1), sheets=Sheets((Line(4),))
    ),
    "reform_plans.choose_heirs": lambda on: reform_plans.choose_heirs(
        by=on.actor, plan=_plan(on), choices={"luu-tru:p1": "p2"}
    ),
    "reform_plans.drop_plan": lambda on: reform_plans.drop_plan(by=on.actor, plan=_plan(on)),
    "reform_plans.ask_to_reform": lambda on: reform_plans.ask_to_reform(by=on.actor, plan=_plan(on), seen={}),
    "reform_plans.perform_reform": _reformed,
    "reform_plans.take_plan_back": lambda on: reform_plans.take_plan_back(
        by=on.actor, plan=_reformed(on), reason="Ghi nhầm", today=TODAY
    ),
    "reconciling.reconcile": _reconciled,
    **FILE_ACTS,
    **IMPORT_ACTS,
    **TARGET_ACTS,
    "import_candidates.undo_candidate_rows": _list_undone,
    "audit_keeping.let_old_entries_go": lambda on: on.old_entries_gone(),
    "closing_books.close_books": lambda on: closing_books.close_books(by=on.actor, on=date(2024, 12, 31), today=TODAY),
}
"""module.function → running it once. Those of reports/ come from `tests.report_acts`."""

WITHOUT_ENTRY = {
    "admission.dates_of": "reads",
    "audit_keeping.old_through": "reads",
    "auditing.note_all": "writes the entries of the acts on organizations; see `restructuring.carry_out`",
    "casework.to_reverse_first": "reads",
    "certificates.hold_series": "locks a row, changes nothing",
    "reorganization.archiving": "makes a plan in memory",
    "reorganization.changing": "makes a plan in memory",
    "reorganization.founding": "makes a plan in memory",
    "restructuring.lock_organizations": "locks rows, changes nothing",
    "restructuring.point": "a part of `carry_out` and `take_back`, which note the act",
    "restructuring.write_cases_anew": "writes down what follows from facts whose acts were noted",
    "step_results.keep_results": "a part of `casework.record` and `admission.admit`",
    "record.tell": "the entry of the acts of `record`, `rating` and `badges`",
    "auditing.broken_entries": "reads",
    "accounts.slip_password": "makes a word, keeps nothing",
    "admission.write_admission": "a part of `admit` and of the ceremony's step",
    "admission.write_recognition": "a part of `recognize` and of the decision's step",
    "casework.newest_step": "reads",
    "consequences.before": "a part of `casework.record`",
    "consequences.close": "a part of `casework.record`",
    "consequences.locked_member": "a part of `casework.record`, reads a row",
    "undoing.undo": "a part of `casework.reverse_step`",
    "taking_up.list_took_up": "makes the entries that the acts of lists write",
    "taking_up.tell_places_before": "a part of `candidacy.follow` and `arriving.receive_member`",
    "progress.refresh_candidate": "writes down what follows from facts whose acts were noted",
    "progress.refresh_member": "writes down what follows from facts whose acts were noted",
    "progress.refresh_person": "writes down what follows from facts whose acts were noted",
    "progress.refresh_all": "writes down what follows from facts whose acts were noted",
    "progress.open_ways": "reads",
    "progress.open_probations": "reads",
    "progress.said": "reads",
    "progress.standing_row": "makes a row in memory",
    "progress.unwritten": "reads",
    "second_factor.proofs_of": "reads",
    "issuing.as_seen": "reads",
    "second_factor.new_phone": "makes a row in memory",
    "session.forget_sessions": "a part of the acts that end sessions",
    "accounts.slip_presented": "shortens the life of a slip; the sign-in itself is noted",
    "throttling.count_try": "counts; a wait and a failure are noted as such (tests/dangvien/test_throttling.py)",
    "throttling.try_succeeded": "counts; the sign-in itself is noted",
    "throttling.door_passed": "counts; the sign-in itself is noted",
    "throttling.forget_old_tries": "drops counts that say nothing any more",
    "throttling.waiting_until": "reads",
    "progress.write_down": "writes down what follows from facts whose acts were noted",
    "refreshing.ask_to_refresh": "a part of the acts of `regulating`, which note their change",
    "refreshing.refresh_deadlines": "writes down what follows from facts whose acts were noted",
    "digest.send_digests": "nobody's act; what it writes to the account is when it was last reminded",
    "digest.what_is_due": "reads",
    "digest.subject": "makes words, keeps nothing",
    "digest.body": "makes words, keeps nothing",
    "progress.lock_people": "locks rows, changes nothing",
    "correction.take_back": "a part of `correction.reverse` and of the steps that write lines; leaves its entry there",
    "correction.set_pointers": "a part of `reverse`, sets pointers on a row in hand",
    **REPORT_PARTS,
    "jobs.register": "tells this process who does a kind of job",
    "jobs.request_job": "its callers note the act in their own words",
    "jobs.asked_anew_at": "reads",
    "jobs.ring": "rings; the row stays as it is",
    "jobs.run": "the worker's; what its handler changes, the handler's actions note",
    "jobs.sweep": "rings; the rows stay as they are",
    "jobs.try_again": "the same request once more, noted when it was made",
    "reference.facts": "reads",
    "transferring.destination_of": "reads",
    "submission.once": "runs an act, which notes itself",
    "submission.outcome_of": "reads",
    "training.locked_learners": "holds rows for an act, which notes itself",
    "backing_up.ask_for_nightly": "the backup itself is the entry",
    "restored.top_organization": "reads",
    "verifying.ask_to_verify": "the finding itself is the entry",
    "reconciling.ask_to_reconcile": "the finding itself is the entry",
    "reconciling.finding_of": "reads",
    "reconciling.forget_old_findings": "drops what old checks found; the register stays as it is",
    "reconciling.forget_findings_about": "a part of `erasing.confirm_erasure`",
    "reform_places.move_places": "a part of `reform_plans.perform_reform`",
    "reform_places.return_places": "a part of `restructuring_undo.take_back`",
    "reform_plans.rehearsal_of": "reads",
    "reform_plans.unfinished": "reads",
    "closing_books.close_last_year": "runs `close_books`",
    **FILE_PARTS,
    **IMPORT_PARTS,
    "import_figures.write_figures": "`declaring.declare_figures` notes each figure",
    "import_figures.undo_figure_rows": "`declaring.undo_figures` notes each figure",
    "import_candidates.write_candidates": "`candidacy.follow` notes each person",
    "import_organizations.write_organizations": "`restructuring.carry_out` notes each founding",
    "import_organizations.undo_organization_rows": "`restructuring_undo.take_back` notes each founding",
}
"""Public functions of the actions that leave no entry of their own → why. Names ending in `_problems` only check."""

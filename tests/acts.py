"""Every act that changes something, run once on a small register: for tests that must hold for all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from dangvien.actions import (
    accounts,
    admission,
    auditing,
    candidacy,
    correction,
    deciding,
    reading,
    reference,
    reorganization,
    session,
    training,
    verifying,
)
from dangvien.models import (
    Appointment,
    AuditHead,
    Candidate,
    Decision,
    Enrollment,
    Job,
    Kind,
    Locality,
    Member,
    Movement,
    Organization,
    OrganizationKind,
    Person,
    TrainingClass,
    User,
)
from dangvien.period import Period
from reports import issuing
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

    def decision(self, number: int = 12) -> deciding.DecisionFacts:
        return deciding.DecisionFacts(self.city["tp"], number, "TU", date(2025, 3, 3))

    def place(self, name: str, kind: OrganizationKind, parent: Organization) -> reorganization.Place:
        return reorganization.Place(name=name, kind=kind, parent=parent)


def _result(stage: Stage) -> Any:
    person = stage.person()
    stage.enrollment(person)
    facts = training.ResultFacts(person, Enrollment.Result.DAT, "Khá", "017", date(2024, 6, 1))
    return training.record_result(by=stage.actor, training_class=stage.training_class(), facts=facts, today=TODAY)


def _verified(stage: Stage) -> Any:
    AuditHead.objects.get_or_create(pk=1)
    job = Job.objects.create(
        kind=verifying.KIND, title="Kiểm tra", requested_by=stage.actor, params={"organization": stage.ward.pk}
    )
    return verifying.verify_trail(job)


ACTS: dict[str, Callable[[Stage], Any]] = {
    "accounts.create_account": lambda on: accounts.create_account(
        by=on.actor, username="moi", full_name="Hồ Thị Mới", organization=on.ward, role="xem", since=TODAY
    ),
    "accounts.reset_password": lambda on: accounts.reset_password(by=on.actor, user=on.user()),
    "accounts.change_own_password": lambda on: accounts.change_own_password(user=on.actor, password="bờ biển xanh xa"),
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
    "admission.recognize": lambda on: admission.recognize(
        by=on.actor, member=on.member(), decision=on.decision(), today=TODAY
    ),
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
    "candidacy.introduce": lambda on: candidacy.introduce(
        by=on.actor, candidate=on.candidate(), body="doan_thanh_nien", resolution="05-NQ/ĐTN", resolved_on=TODAY
    ),
    "candidacy.stop_following": lambda on: candidacy.stop_following(
        by=on.actor, candidate=on.candidate(), closed_on=TODAY, reason="Chuyển nơi ở", today=TODAY
    ),
    "correction.reverse": lambda on: correction.reverse(
        by=on.actor, line=on.member().movements.get(), reason="Ghi nhầm người"
    ),
    "deciding.record_decision": lambda on: deciding.record_decision(
        by=on.actor, facts=on.decision(), subject=Decision.Subject.KHAC, today=TODAY
    ),
    "issuing.freeze": lambda on: issuing.freeze(
        by=on.actor, question=on.city.ask("R01", Period(date(2020, 1, 1), date(2025, 12, 31))), reason="Thử"
    ),
    "reading.opened": lambda on: reading.opened(by=on.actor, file=on.member()),
    "reading.searched": lambda on: reading.searched(by=on.actor, where="đảng viên", found=3, organization=on.ward.pk),
    "reading.list_opened": lambda on: reading.list_opened(by=on.actor, organization=on.ward, what="Kết nạp", rows=3),
    "reading.downloaded": lambda on: reading.downloaded(
        by=on.actor, file=on.training_class(), organization=on.ward, what="PDF"
    ),
    "reference.keep": lambda on: reference.keep(
        by=on.actor,
        row=Locality(name="Khu phố 3", kind=Locality.Kind.KHU_PHO, organization=on.ward, valid_from=SINCE),
        today=TODAY,
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
    "session.sign_in_failed": lambda on: session.sign_in_failed(username="AN"),
    "session.signed_in": lambda on: session.signed_in(user=on.actor),
    "session.signed_out": lambda on: session.signed_out(user=on.actor),
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
    "training.enroll": lambda on: training.enroll(
        by=on.actor, training_class=on.training_class(), person=on.person(), sent_by=on.cell
    ),
    "training.enroll_candidates": lambda on: training.enroll_candidates(
        by=on.actor,
        training_class=on.training_class(),
        candidates=[
            Candidate.objects.create(
                person=on.person(), organization=on.cell, source="doan_vien", opened_on=date(2024, 1, 2)
            )
        ],
    ),
    "training.record_result": _result,
    "verifying.verify_trail": _verified,
}
"""module.function → running it once. `issuing` is the reports' own."""

WITHOUT_ENTRY = {
    "auditing.broken_entries": "reads",
    "accounts.slip_password": "makes a word, keeps nothing",
    "correction.set_pointers": "a part of `reverse`, sets pointers on a row in hand",
    "issuing.changes_since": "reads",
    "issuing.frozen_evidence": "reads",
    "issuing.frozen_table": "reads",
    "issuing.is_whole": "reads",
    "issuing.question_of": "reads",
    "issuing.visible": "reads",
    "jobs.register": "tells this process who does a kind of job",
    "jobs.request_job": "its callers note the act in their own words",
    "jobs.ring": "rings; the row stays as it is",
    "jobs.run": "the worker's; what its handler changes, the handler's actions note",
    "jobs.sweep": "rings; the rows stay as they are",
    "jobs.try_again": "the same request once more, noted when it was made",
    "reference.facts": "reads",
    "submission.once": "runs an act, which notes itself",
    "submission.outcome_of": "reads",
    "training.not_enrolled": "puts a refusal into words",
    "verifying.ask_to_verify": "the finding itself is the entry",
}
"""Public functions of the actions that leave no entry of their own → why. Names ending in `_problems` only check."""

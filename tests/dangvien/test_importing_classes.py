"""The list of a class from its file into the register and back."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from dangvien.actions import importing
from dangvien.imports.allowed import NOT_ALLOWED
from dangvien.models import AuditEntry, Candidate, Case, Enrollment, Person, RosterKind, TrainingClass, User, Verdict
from dangvien.procedure import reconciliation
from dangvien.procedure.problem import Refused
from tests import factories
from tests.people import TODAY, World
from tests.roster_files import LEARNER, commit, keep, row_of, undo, verdicts


@pytest.fixture
def held(world: World) -> TrainingClass:
    return factories.training_class(world.ward_a, "K1", date(2023, 6, 9))


def kept(an: User, world: World, held: TrainingClass, *rows: dict[str, object], **options: object):
    return keep(an, world.ward_a, rows, kind="lop", training_class=held, options=options)


def test_a_class_list_needs_its_class(world: World, an: User) -> None:
    with pytest.raises(Refused, match="Chọn lớp của danh sách này"):
        keep(an, world.ward_a, [LEARNER], kind="lop")


def test_those_a_cell_follows_learn_and_have_their_certificate(world: World, an: User, held: TrainingClass) -> None:
    candidate = factories.candidate(world.a1, "Trần Quốc Toản", birth=date(1999, 9, 4))
    batch = kept(an, world, held, dict(LEARNER))
    assert verdicts(batch) == [Verdict.NEW]
    commit(an, batch)
    line = Enrollment.objects.get()
    assert (line.person, line.sent_by, line.result, line.grade) == (candidate.person, world.a1, "dat", "Giỏi")
    assert (line.certificate_number, line.certificate_on) == ("001/K1-GCN", date(2023, 6, 20))
    assert (Candidate.objects.count(), Person.objects.count()) == (1, 1)
    assert list(reconciliation.faults(TODAY)) == []
    assert AuditEntry.objects.get(verb="ghi từ danh sách").subject == str(line)
    assert verdicts(kept(an, world, held, dict(LEARNER))) == [Verdict.SAME]


def test_somebody_new_is_followed_by_the_cell_from_the_first_day_of_the_class(
    world: World, an: User, held: TrainingClass
) -> None:
    batch = kept(an, world, held, dict(LEARNER))
    assert [issue["code"] for issue in row_of(batch, 2).issues] == ["not_known"]
    batch = kept(an, world, held, dict(LEARNER), assume=True)
    assert verdicts(batch) == [Verdict.NEW]
    commit(an, batch)
    followed = Candidate.objects.get()
    assert (followed.organization, followed.opened_on) == (world.a1, held.starts_on)
    assert Case.objects.filter(candidate=followed).exists()
    assert list(reconciliation.faults(TODAY)) == []
    undo(an, batch)
    assert (Enrollment.objects.count(), Candidate.objects.count(), Person.objects.count()) == (0, 0, 0)
    assert list(reconciliation.faults(TODAY)) == []


def test_a_result_that_changed_is_told_and_set_back(world: World, an: User, held: TrainingClass) -> None:
    candidate = factories.candidate(world.a1, "Trần Quốc Toản", birth=date(1999, 9, 4))
    factories.enrollment(held, candidate)
    batch = kept(an, world, held, dict(LEARNER))
    row = row_of(batch, 2)
    assert (row.verdict, row.before) == (Verdict.CHANGED, {"ket_qua": "Đang học", "so_gcn": "", "ngay_cap": ""})
    commit(an, batch)
    assert Enrollment.objects.get().result == "dat"
    undo(an, batch)
    line = Enrollment.objects.get()
    assert (line.result, line.grade, line.certificate_number, line.certificate_on) == ("dang_hoc", "", "", None)
    assert list(reconciliation.faults(TODAY)) == []


def test_a_number_of_the_same_series_and_a_day_before_the_end_are_refused(
    world: World, an: User, held: TrainingClass
) -> None:
    other = factories.certificate(factories.candidate(world.a2, "Lê Thị Mai"), held)
    Enrollment.objects.filter(pk=other.pk).update(certificate_number="001/K1-GCN")
    factories.candidate(world.a1, "Trần Quốc Toản", birth=date(1999, 9, 4))
    batch = kept(an, world, held, {**LEARNER, "ngay_cap": "01/06/2023"})
    assert [issue["code"] for issue in row_of(batch, 2).issues] == ["certificate_early", "certificate_taken"]
    assert importing.unfinished(batch) is None


def test_who_failed_or_left_has_no_certificate(world: World, an: User, held: TrainingClass) -> None:
    factories.candidate(world.a1, "Trần Quốc Toản", birth=date(1999, 9, 4))
    commit(an, kept(an, world, held, {**LEARNER, "ket_qua": "Không đạt", "so_gcn": None, "ngay_cap": None}))
    line = Enrollment.objects.get()
    assert (line.result, line.grade, line.certificate_number) == ("khong_dat", "", "")


# A class of those above ---------------------------------------------------------------------------------------------


@pytest.fixture
def of_the_city(world: World) -> TrainingClass:
    return factories.training_class(world.city, "TP1", date(2023, 6, 9))


def codes(batch, number: int) -> list[str]:
    return [issue["code"] for issue in row_of(batch, number).issues]


WAITING = {**LEARNER, "so_gcn": None, "ngay_cap": None}


def test_a_ward_puts_nobody_on_the_list_of_a_class_of_the_city(world: World, an: User, chi: User, of_the_city) -> None:
    factories.candidate(world.a1, "Trần Quốc Toản", birth=date(1999, 9, 4))

    batch = kept(an, world, of_the_city, dict(LEARNER))
    assert verdicts(batch) == [Verdict.WRONG]
    (issue,) = row_of(batch, 2).issues
    assert (issue["code"], issue["field"]) == ("class_of_others", "ho_ten")
    assert "lớp do Đảng bộ thành phố mở" in issue["message"]

    commit(chi, kept(chi, world, of_the_city, dict(LEARNER)))
    assert Enrollment.objects.get().certificate_number == "001/K1-GCN"


def test_a_ward_writes_results_of_its_own_learners_and_numbers_no_certificate(
    world: World, an: User, of_the_city: TrainingClass
) -> None:
    factories.enrollment(of_the_city, factories.candidate(world.a1, "Trần Quốc Toản", birth=date(1999, 9, 4)))

    numbered = kept(an, world, of_the_city, dict(LEARNER))
    assert codes(numbered, 2) == ["certificate_of_others"]

    commit(an, kept(an, world, of_the_city, WAITING))
    line = Enrollment.objects.get()
    assert (line.result, line.grade, line.awaits_certificate) == ("dang_hoc", "Giỏi", True)

    Enrollment.objects.update(
        result="dat", awaits_certificate=False, certificate_number="9/TP", certificate_on=date(2023, 6, 20)
    )
    emptied = kept(an, world, of_the_city, WAITING)
    assert "certificate_of_others" in codes(emptied, 2)


def test_learners_whom_others_sent_are_theirs(world: World, an: User, of_the_city: TrainingClass) -> None:
    line = factories.enrollment(of_the_city, factories.candidate(world.a1, "Trần Quốc Toản", birth=date(1999, 9, 4)))
    Enrollment.objects.filter(pk=line.pk).update(sent_by=world.b1)

    batch = kept(an, world, of_the_city, WAITING)

    assert "learner_of_others" in codes(batch, 2)


def test_the_rights_are_those_of_the_day_of_writing(
    world: World, an: User, chi: User, held: TrainingClass, of_the_city: TrainingClass
) -> None:
    factories.candidate(world.a1, "Trần Quốc Toản", birth=date(1999, 9, 4))
    batch = kept(chi, world, of_the_city, dict(LEARNER))
    assert verdicts(batch) == [Verdict.NEW]
    chi.appointments.update(organization=world.ward_a)

    job = commit(chi, batch)

    assert (job.state, job.message) == ("loi", importing.STALE)
    assert not Enrollment.objects.exists()


def test_who_records_no_classes_brings_no_class_list(world: World, chi: User, held: TrainingClass, as_dung) -> None:
    factories.candidate(world.a1, "Trần Quốc Toản", birth=date(1999, 9, 4))
    batch = kept(chi, world, held, dict(LEARNER))
    chi.appointments.update(role="quan_tri")

    job = commit(chi, batch)

    assert (job.state, job.message) == ("loi", NOT_ALLOWED[RosterKind.CLASS])
    assert not Enrollment.objects.exists()
    page = as_dung.get(reverse("nhap-dua-len")).content.decode()
    assert 'value="lop"' not in page
    assert str(held) not in page

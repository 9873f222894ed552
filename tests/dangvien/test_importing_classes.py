"""The list of a class from its file into the register and back."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions import importing
from dangvien.models import AuditEntry, Candidate, Case, Enrollment, Person, TrainingClass, User, Verdict
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

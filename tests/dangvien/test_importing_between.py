"""What happens between the stages of an import: two writings at once, an appointment that ends, an old job tried again,
a long file that is asked about before it is taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from dangvien.actions import importing, jobs
from dangvien.actions.auditing import broken_entries
from dangvien.actions.import_keeping import open_again
from dangvien.imports import plan, stages, undoing
from dangvien.models import Appointment, AuditEntry, ImportBatch, Job, Member, User
from dangvien.procedure.problem import Refused
from tests.people import TODAY, World
from tests.roster_files import commit, keep, member

WROTE = "ghi danh sách vào sổ"


def at_once(monkeypatch: pytest.MonkeyPatch, *acts: Callable[[], object]) -> list[str]:
    """What comes of acts that are all through with comparing before any of them writes: "" or why it was refused.

    SQLite lets only one write at a time, and a test has one connection to it: there they go one after the other.
    """
    told = [""] * len(acts)
    together = connection.vendor == "postgresql"
    met = threading.Barrier(len(acts) if together else 1, timeout=60)
    compared_again = plan.compared_again

    def compared(*args: Any, **more: Any) -> str:
        stamp = compared_again(*args, **more)
        if not connection.in_atomic_block:
            met.wait()
        return stamp

    def run(place: int) -> None:
        try:
            acts[place]()
        except Refused as refused:
            told[place] = str(refused)
        except Exception as wrong:  # noqa: BLE001 - shown by the assertion, whatever it is
            told[place] = repr(wrong)
        finally:
            if together:
                connections.close_all()

    with monkeypatch.context() as patched:
        patched.setattr(plan, "compared_again", compared)
        threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
        for place, thread in enumerate(threads):
            if together:
                thread.start()
            else:
                run(place)
        for thread in threads:
            if together:
                thread.join(120)
    return told


def asked(by: User, batch: ImportBatch) -> ImportBatch:
    """A batch whose writing was asked for, and whose job nobody has taken."""
    importing.ask_to_commit(by=by, batch=batch, seen=batch.stamp)
    return ImportBatch.objects.get(pk=batch.pk)


def writing(by: User, batch: ImportBatch) -> Callable[[], object]:
    return lambda: stages.commit(ImportBatch.objects.get(pk=batch.pk), by, batch.stamp)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_the_same_batch_is_written_once(self, world: World, an: User, monkeypatch: pytest.MonkeyPatch) -> None:
        batch = asked(an, keep(an, world.ward_a, [member(1), member(2)]))

        told = at_once(monkeypatch, writing(an, batch), writing(an, batch))

        batch.refresh_from_db()
        assert (told, batch.state, batch.counts["committed"]) == (["", ""], "da_ghi", 2)
        assert (Member.objects.count(), AuditEntry.objects.filter(verb=WROTE).count()) == (2, 1)
        assert broken_entries() == []

    def test_two_batches_of_different_people_are_both_written(
        self, world: World, an: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = asked(an, keep(an, world.ward_a, [member(1), member(2)]))
        other = asked(an, keep(an, world.ward_a, [member(3), member(4, chi_bo="Chi bộ A2")]))

        assert at_once(monkeypatch, writing(an, one), writing(an, other)) == ["", ""]

        assert (Member.objects.count(), AuditEntry.objects.filter(verb=WROTE).count()) == (4, 2)
        assert broken_entries() == []

    def test_of_two_batches_of_one_person_the_second_is_told_that_the_register_moved(
        self, world: World, an: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        one = asked(an, keep(an, world.ward_a, [member(1), member(2)]))
        other = asked(an, keep(an, world.ward_a, [member(2), member(3)]))

        told = at_once(monkeypatch, writing(an, one), writing(an, other))

        assert sorted(told) == ["", importing.STALE]
        assert (Member.objects.count(), AuditEntry.objects.filter(verb=WROTE).count()) == (2, 1)
        assert broken_entries() == []


def dismissed(user: User) -> None:
    """Their appointment ended yesterday."""
    Appointment.objects.filter(user=user).update(valid_to=TODAY - timedelta(days=1))


class TestAnAppointmentThatEnds:
    def refused(self, job: Job) -> str:
        """Why a job was not done; nothing of it is."""
        members = Member.objects.count()
        assert not jobs.run(str(job.pk))
        job.refresh_from_db()
        assert (job.state, Member.objects.count()) == ("loi", members)
        return job.message

    def test_before_the_check(self, world: World, an: User) -> None:
        batch = importing.check_again(by=an, batch=keep(an, world.ward_a, [member(1)]))
        dismissed(an)

        assert batch.job is not None
        assert self.refused(batch.job) == stages.OUTSIDE

    def test_before_the_writing(self, world: World, an: User, chi: User) -> None:
        batch = keep(an, world.ward_a, [member(1)])
        job = importing.ask_to_commit(by=an, batch=batch, seen=batch.stamp)
        dismissed(an)

        assert self.refused(job) == stages.OUTSIDE

    def test_before_the_undoing(self, world: World, an: User) -> None:
        batch = keep(an, world.ward_a, [member(1)])
        commit(an, batch)
        job = importing.ask_to_undo(by=an, batch=batch, reason="Nhầm tệp")
        dismissed(an)

        assert self.refused(job) == stages.OUTSIDE
        batch.refresh_from_db()
        assert (batch.state, batch.undone_at) == ("da_ghi", None)

    def test_somebody_else_goes_on_with_the_file(self, world: World, an: User, dung: User) -> None:
        batch = keep(an, world.ward_a, [member(1)])
        importing.ask_to_commit(by=an, batch=batch, seen=batch.stamp)
        dismissed(an)
        batch.refresh_from_db()
        assert batch.job is not None
        jobs.run(str(batch.job.pk))

        again = importing.check_again(by=dung, batch=batch)
        assert again.job is not None
        assert jobs.run(str(again.job.pk))
        assert commit(dung, ImportBatch.objects.get(pk=batch.pk)).state == "xong"


def test_an_old_writing_that_is_tried_again_leaves_the_newer_one_alone(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1)])
    old = importing.ask_to_commit(by=an, batch=batch, seen=batch.stamp)
    Job.objects.filter(pk=old.pk).update(state=Job.State.LOI, params={**old.params, "stamp": "of another check"})
    open_again(batch, importing.STALE)
    newer = importing.ask_to_commit(by=an, batch=batch, seen=batch.stamp)

    old.refresh_from_db()
    jobs.try_again(job=old)
    assert not jobs.run(str(old.pk))

    old.refresh_from_db()
    batch.refresh_from_db()
    assert (old.state, old.message) == ("loi", stages.NEWER)
    assert (batch.state, batch.job_id, batch.message) == (ImportBatch.State.COMMITTING, newer.pk, "")
    assert jobs.run(str(newer.pk))
    assert Member.objects.count() == 1


class TestAskingBeforeTakingBack:
    def test_a_long_file_is_told_as_an_estimate(self, world: World, an: User, as_an, monkeypatch) -> None:
        batch = keep(an, world.ward_a, [member(1), member(2), member(3)])
        commit(an, batch)
        touch = Member.objects.get(card_number="51000002")
        touch.person.version += 1
        touch.person.save()

        exact = as_an.get(f"/nhap-danh-sach/{batch.pk}/hoan-tac/").content.decode()
        monkeypatch.setattr(undoing, "EXACT", 2)
        guessed = as_an.get(f"/nhap-danh-sach/{batch.pk}/hoan-tac/").content.decode()

        assert "nhiều nhất" not in exact
        assert "nhiều nhất 3 dòng" in guessed
        assert "hoàn tác xong mới biết đúng bao nhiêu" in guessed
        batch.refresh_from_db()
        assert (undoing.preview_of(batch).exact, undoing.preview_of(batch).going) == (False, 3)
        monkeypatch.undo()
        assert (undoing.preview_of(batch).exact, undoing.preview_of(batch).going) == (True, 2)

"""A file of members from its keeping to its undoing, through the jobs of the worker."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from dangvien.actions import import_undo, import_writing, importing, jobs
from dangvien.actions.auditing import broken_entries
from dangvien.actions.reading import opened
from dangvien.actions.record import record_residence
from dangvien.dates import PartialDate
from dangvien.imports import plan, stages
from dangvien.models import (
    Appointment,
    AuditEntry,
    ImportBatch,
    ImportFile,
    ImportRow,
    Job,
    Kind,
    Member,
    Movement,
    Organization,
    Person,
    Standing,
    User,
    Verdict,
)
from dangvien.procedure import reconciliation
from dangvien.procedure.import_telling import cell_told
from dangvien.procedure.problem import Refused
from dangvien.sentences import changes_of
from tests import factories
from tests.people import TODAY, World
from tests.roster_files import AS_OF, book, commit, done, keep, member, row_of, undo, verdicts


def heads(organization: Organization, day: date) -> int:
    return Movement.objects.filter(organization__in=[organization]).until(day).headcount()


def test_new_members_come_in_with_a_line_on_the_day_of_the_list(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1), member(2, chi_bo="Chi bộ A2"), member(3, ngay_chinh_thuc=None)])
    assert (batch.state, verdicts(batch)) == ("da_kiem", ["moi", "moi", "moi"])
    assert not Member.objects.exists()
    job = commit(an, batch)
    assert (job.state, job.message) == ("xong", "")
    batch.refresh_from_db()
    assert (batch.state, batch.committed_by, batch.counts["committed"]) == ("da_ghi", an, 3)
    lines = Movement.objects.in_order()
    assert {(line.kind, line.occurred_on, line.batch_id, line.recorded_by_id) for line in lines} == {
        (Kind.DAU_SO, AS_OF, batch.pk, an.pk)
    }
    assert (heads(world.a1, AS_OF), heads(world.a2, AS_OF)) == (2, 1)
    first = Member.objects.select_related("person").get(card_number="51000001")
    said = member(1)
    assert first.person.full_name == said["ho_ten"]
    assert (first.organization, first.file_number) == (world.a1, "300001 QT")
    standing = Standing.objects.get(person=first.person)
    assert (standing.since, standing.professional, standing.occupation) == (AS_OF, "dai_hoc", "vien_chuc_cong_lap")
    assert list(reconciliation.faults(TODAY)) == []
    told = AuditEntry.objects.filter(verb="ghi từ danh sách").order_by("sequence")
    assert [entry.subject for entry in told] == [member(n)["ho_ten"] for n in (1, 2, 3)]
    assert (AuditEntry.objects.filter(verb="ghi danh sách vào sổ").get().after or {})["số dòng"] == 3


def test_the_same_file_again_changes_nothing(world: World, an: User) -> None:
    content = book(member(n) for n in range(1, 6))
    first = keep(an, world.ward_a, (), content=content)
    commit(an, first)
    again = keep(an, world.ward_a, (), content=content)
    assert verdicts(again) == [Verdict.SAME] * 5
    assert set(ImportBatch.objects.of_file(again.digest)) == {first, again}
    with pytest.raises(Refused) as refused:
        commit(an, again)
    assert str(refused.value).startswith("Không có dòng nào để ghi.")


def test_undoing_leaves_the_headcounts_of_before_and_a_new_import_finds_the_people(world: World, an: User) -> None:
    factories.member(world.a1, "Lê Văn Sáu", date(2023, 9, 2), official=False)
    rows = [member(n) for n in range(1, 6)]
    batch = keep(an, world.ward_a, rows)
    commit(an, batch)
    job = undo(an, batch)
    assert job.state == "xong"
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by, batch.undo_reason) == ("hoan_tac", an, "Nhầm tệp")
    assert (heads(world.a1, TODAY), Member.objects.present().count()) == (1, 1)
    assert list(reconciliation.faults(TODAY)) == []
    people = Person.objects.count()
    again = keep(an, world.ward_a, rows)
    assert verdicts(again) == [Verdict.NEW] * 5
    commit(an, again)
    assert (Person.objects.count(), heads(world.a1, TODAY)) == (people, 6)
    assert list(reconciliation.faults(TODAY)) == []


def test_good_rows_go_in_while_bad_ones_stay_and_go_in_later(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1), member(2, ngay_sinh="31/02/1952"), member(3, chi_bo="Chi bộ Z")])
    assert verdicts(batch) == [Verdict.NEW, Verdict.WRONG, Verdict.WRONG]
    commit(an, batch)
    batch.refresh_from_db()
    assert (batch.state, heads(world.a1, TODAY)) == ("da_ghi", 1)
    wrong = row_of(batch, 3)
    mended = importing.mend_cell(by=an, row=wrong, column="B", text="28/02/1952")
    assert (mended.verdict, mended.mended) == (Verdict.NEW, {"B": "28/02/1952"})
    batch.refresh_from_db()
    assert (batch.state, batch.counts["committed"], batch.counts["moi"]) == ("da_kiem", 1, 1)
    commit(an, batch)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["committed"], heads(world.a1, TODAY)) == ("da_ghi", 2, 2)
    assert (row_of(batch, 2).committed, row_of(batch, 4).committed) == (True, False)
    undo(an, batch)
    assert heads(world.a1, TODAY) == 0


def test_a_row_in_the_register_is_not_mended_any_more(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1)])
    commit(an, batch)
    with pytest.raises(Refused, match="đã ghi vào sổ"):
        importing.mend_cell(by=an, row=row_of(batch, 2), column="A", text="Lê Thị Lan")


def test_what_the_check_did_not_see_is_not_written(world: World, an: User) -> None:
    rows = [member(1), member(2)]
    batch = keep(an, world.ward_a, rows)
    commit(an, keep(an, world.ward_a, rows[:1]))
    job = commit(an, batch)
    assert (job.state, job.message) == ("loi", importing.STALE)
    batch.refresh_from_db()
    assert (batch.state, batch.message, Member.objects.count()) == ("da_kiem", importing.STALE, 1)
    importing.check_again(by=an, batch=batch)
    batch = done(batch)
    assert verdicts(batch) == [Verdict.SAME, Verdict.NEW]
    assert commit(an, batch).state == "xong"
    assert Member.objects.count() == 2


def test_an_old_page_does_not_write_what_a_newer_check_found(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1), member(2)])
    seen = batch.stamp
    importing.leave_out(by=an, row=row_of(batch, 3))
    with pytest.raises(Refused) as refused:
        importing.ask_to_commit(by=an, batch=batch, seen=seen)
    assert (str(refused.value), Member.objects.count()) == (importing.STALE, 0)


def test_a_job_that_was_killed_in_the_middle_writes_once_when_it_is_taken_up_again(
    world: World, an: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = keep(an, world.ward_a, [member(1), member(2)])
    job = importing.ask_to_commit(by=an, batch=batch, seen=batch.stamp)

    class Killed(BaseException):
        """As a worker ends that is killed: nothing catches it."""

    def killed(**kwargs: object) -> None:
        import_writing.write_members(**kwargs)  # type: ignore[arg-type]
        raise Killed

    with monkeypatch.context() as broken:
        broken.setitem(stages.WRITERS, "dang_vien", killed)
        assert job.claim()
        with pytest.raises(Killed), transaction.atomic():
            stages.commit_job(job)
    Job.objects.filter(pk=job.pk).update(state=Job.State.CHO)  # as the sweep finds it when the lease has run out
    assert (Member.objects.count(), AuditEntry.objects.filter(verb="ghi từ danh sách").count()) == (0, 0)
    assert jobs.run(str(job.pk))
    assert Member.objects.count() == 2
    assert not jobs.run(str(job.pk))
    batch.refresh_from_db()
    stages.commit(batch, an, batch.stamp)  # a second worker that was not stopped by the claim
    assert (Member.objects.count(), Movement.objects.count()) == (2, 2)
    assert AuditEntry.objects.filter(verb="ghi danh sách vào sổ").count() == 1
    assert broken_entries() == []


def test_who_lost_the_organization_meanwhile_writes_nothing(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1)])
    job = importing.ask_to_commit(by=an, batch=batch, seen=batch.stamp)
    Appointment.objects.filter(user=an).delete()
    assert not jobs.run(str(job.pk))
    job.refresh_from_db()
    assert (job.message, Member.objects.count()) == (stages.OUTSIDE, 0)


def test_changes_are_written_as_told_and_set_back(world: World, an: User) -> None:
    commit(an, keep(an, world.ward_a, [member(1)], as_of=date(2023, 1, 1)))
    changed = member(1, que_quan="xã Gio Mỹ", so_ly_lich="399999 QT", ngay_chinh_thuc="01/03/1977", trinh_do="Thạc sĩ")
    batch = keep(an, world.ward_a, [changed])
    assert verdicts(batch) == [Verdict.CHANGED]
    before = facts()
    commit(an, batch)
    assert facts() == ("xã Gio Mỹ", "399999 QT", date(1977, 3, 1), ["dai_hoc", "thac_si"])
    entry = AuditEntry.objects.get(verb="sửa theo danh sách")
    assert ((entry.before or {})["quê quán"], (entry.after or {})["quê quán"]) == (member(1)["que_quan"], "xã Gio Mỹ")
    undo(an, batch)
    assert facts() == before
    assert list(reconciliation.faults(TODAY)) == []


def facts() -> tuple[object, ...]:
    found = Member.objects.select_related("person").get()
    standings = Standing.objects.standing().order_by("since")
    return (
        found.person.native_place,
        found.file_number,
        found.official_on,
        list(standings.values_list("professional", flat=True)),
    )


def test_people_touched_since_are_listed_and_left(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(n) for n in range(1, 6)])
    commit(an, batch)
    people = [Member.objects.get(card_number=f"{51000000 + n}") for n in range(1, 6)]
    factories.movement(people[0], world.a1, Kind.CHUYEN_DI, date(2024, 6, 2))
    Member.objects.filter(pk=people[0].pk).update(organization=None)
    record_residence(by=an, member=people[1], since=PartialDate(2024, 6, 1), place="phường Đông Lễ", today=TODAY)
    opened(by=an, file=people[2])
    undo(an, batch)
    batch.refresh_from_db()
    assert (batch.counts["undone"], batch.counts["left"]) == (3, 2)
    assert [row.made["left"] for row in batch.rows.data().in_order() if row.made.get("left")] == [
        "có dòng sổ “Chuyển đi” sau đó",
        "có dòng nơi cư trú ghi sau đó",
    ]
    assert Movement.objects.filter(reverses__isnull=False).count() == 3
    assert set(Member.objects.present()) == {people[1]}


def test_nothing_is_taken_back_twice_or_without_a_reason(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1)])
    with pytest.raises(Refused, match="chưa ghi vào sổ"):
        importing.ask_to_undo(by=an, batch=batch, reason="Nhầm")
    commit(an, batch)
    with pytest.raises(Refused, match="Ghi lý do hoàn tác"):
        importing.ask_to_undo(by=an, batch=batch, reason="  ")
    undo(an, batch)
    with pytest.raises(Refused, match="đã hoàn tác"):
        importing.ask_to_undo(by=an, batch=batch, reason="Nhầm")
    with pytest.raises(Refused, match="đã hoàn tác"):
        import_undo.take_back(by=an, batch=batch, reason="Nhầm", today=TODAY)


def test_a_file_that_is_not_wanted_goes_with_its_rows(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1)])
    importing.drop_batch(by=an, batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count(), ImportFile.objects.count()) == ("bo", 0, 0)
    assert not ImportBatch.objects.of_file(batch.digest).exists()


def test_hidden_rows_wait_for_an_answer(world: World, an: User) -> None:
    workbook = load_workbook(BytesIO(book([member(1), member(2)])))
    workbook.worksheets[0].row_dimensions[3].hidden = True
    out = BytesIO()
    workbook.save(out)
    batch = keep(an, world.ward_a, (), content=out.getvalue())
    assert verdicts(batch) == [Verdict.NEW, Verdict.LEFT_OUT]
    importing.answer_questions(by=an, batch=batch, options={"dong_an": True})
    assert verdicts(done(batch)) == [Verdict.NEW, Verdict.NEW]
    told = AuditEntry.objects.get(verb="trả lời về danh sách")
    assert changes_of(told, {}) == ["Nhập cả dòng ẩn: không → có"]


def test_what_the_columns_are_is_remembered_for_the_next_file(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1)])
    columns = {key: list(found) for key, found in batch.layout["sheets"][0]["columns"].items() if key != "que_quan"}
    importing.correct_layout(by=an, batch=batch, sheet=0, header_rows=[1], columns=columns)
    told = changes_of(AuditEntry.objects.get(verb="chọn cột của danh sách"), {})
    assert told == ["Quê quán: F → (trống)", "Trang tính: Danh sách"]
    assert (row_of(done(batch), 2).record or {}).get("que_quan") is None
    assert (row_of(keep(an, world.ward_a, [member(2)]), 2).record or {}).get("que_quan") is None


def test_a_file_that_cannot_be_read_says_why(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, (), content=b"<html><table></table></html>")
    assert (batch.state, batch.rows.count()) == ("khong_doc", 0)
    assert batch.job is not None
    assert batch.message == batch.job.message != ""


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.integers(0, 25), st.sampled_from(["Chi bộ A1", "Chi bộ A2", "Chi bộ X"])), max_size=12),
    again=st.lists(st.integers(0, 25), max_size=6),
)
def test_any_list_written_and_taken_back_leaves_the_headcounts_of_before(
    world: World, an: User, rows: list[tuple[int, str]], again: list[int]
) -> None:
    with transaction.atomic():
        if again:
            write_if_any(an, keep(an, world.ward_a, [member(n) for n in again], as_of=date(2023, 3, 3)))
        places = [world.a1, world.a2]
        before = [(heads(place, TODAY), heads(place, date(2023, 12, 31))) for place in places]
        batch = keep(
            an, world.ward_a, [member(n, chi_bo=cell, que_quan="xã Gio Mỹ") for n, cell in rows] or [member(99)]
        )
        if write_if_any(an, batch):
            undo(an, batch)
            batch.refresh_from_db()
            assert batch.counts["left"] == 0
        assert [(heads(place, TODAY), heads(place, date(2023, 12, 31))) for place in places] == before
        assert list(reconciliation.faults(TODAY)) == []
        transaction.set_rollback(True)


def write_if_any(by: User, batch: ImportBatch) -> bool:
    return bool(plan.rows_to_write(batch).count()) and commit(by, batch).state == "xong"


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("A", {"ô": "A4", "cột": "Họ và tên", "nội dung": "(không ghi ra vì nói về người)"}),
        ("B", {"ô": "B4", "cột": "Ngày sinh", "nội dung": "3/2/1990"}),
        ("C", {"ô": "C4", "cột": "Số căn cước", "nội dung": "•••••990"}),
        ("D", {"ô": "D4", "cột": "chưa rõ", "nội dung": "(không ghi ra vì nói về người)"}),
    ],
)
def test_the_trail_tells_a_mended_cell_but_never_who_somebody_is(column: str, told: dict[str, str]) -> None:
    columns = {"ho_ten": [0], "ngay_sinh": [1], "so_cccd": [2]}
    batch = ImportBatch(kind="dang_vien", layout={"sheets": [{"columns": columns}]})
    assert cell_told(batch, ImportRow(sheet=0, number=4), column, "", "3/2/1990")[1] == told

"""What a file may try: texts nobody has room for, numbers taken in the last moment, other wards."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError
from django.test import Client

from dangvien.actions import importing
from dangvien.imports import stages
from dangvien.models import ImportBatch, Job, Member, Movement, Person, User
from tests.people import World
from tests.roster_files import commit, keep, member, row_of, verdicts

pytestmark = pytest.mark.django_db


def codes(batch: ImportBatch) -> list[list[str]]:
    return [[issue["code"] for issue in row.issues] for row in batch.rows.data().in_order()]


def test_a_text_longer_than_its_column_is_told_and_never_cut(world: World, an: User) -> None:
    batch = keep(
        an, world.ward_a, [member(1, que_quan="xã " * 200), member(2, so_ly_lich="1234567890123456789"), member(3)]
    )

    assert verdicts(batch) == ["sai", "sai", "moi"]
    told = batch.rows.data().in_order()[0].issues
    assert [issue["code"] for issue in told] == ["too_long"]
    assert "sổ chỉ giữ được 250" in told[0]["message"]
    assert commit(an, batch).state == Job.State.XONG
    assert Person.objects.count() == 1


def test_a_number_taken_in_the_last_moment_makes_the_check_stale_and_names_nobody(
    world: World, an: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = keep(an, world.ward_a, [member(1)])

    def taken(*_: object, **__: object) -> None:
        raise IntegrityError("Key (card_number)=(12345678) of Nguyễn Văn An already exists")

    monkeypatch.setitem(stages.WRITERS, "dang_vien", taken)
    job = commit(an, batch)

    assert (job.state, job.message) == (Job.State.LOI, importing.STALE)
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.CHECKED
    assert not Member.objects.exists()
    assert not Movement.objects.exists()


def test_escapes_that_hide_what_no_database_keeps_are_dropped(world: World, an: User) -> None:
    batch = keep(an, world.ward_a, [member(1, que_quan="xã _x0000_Gio_xD800_ Mỹ")])

    assert verdicts(batch) == ["moi"]
    assert commit(an, batch).state == Job.State.XONG
    assert Person.objects.get().native_place == "xã Gio Mỹ"


def test_a_file_sent_again_does_not_drop_what_was_written(world: World, an: User) -> None:
    first = keep(an, world.ward_a, [member(1), member(2, ngay_sinh="31/02/1952")])
    commit(an, first)
    first.refresh_from_db()
    importing.mend_cell(by=an, row=row_of(first, 3), column="B", text="30/02/1952")
    first.refresh_from_db()
    assert first.committed_at is not None

    importing.keep_batch(
        by=an,
        organization=world.ward_a,
        kind="dang_vien",
        as_of=date(2024, 5, 31),
        content=b"STT,x",
        file_name="lai.csv",
        instead_of=first,
    )

    first.refresh_from_db()
    assert first.state != ImportBatch.State.DROPPED


def test_a_card_held_in_another_ward_is_told_without_a_name(world: World, an: User, chi: User, as_an: Client) -> None:
    commit(chi, keep(chi, world.ward_b, [member(1, chi_bo="Chi bộ B1")]))
    held = Person.objects.get().full_name
    batch = keep(an, world.ward_a, [member(2, so_the=member(1)["so_the"]), member(3)])

    assert verdicts(batch) == ["sai", "moi"]
    page = as_an.get(f"/nhap-danh-sach/{batch.pk}/dong/?loai=sai").content.decode()
    assert held not in page

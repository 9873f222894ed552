"""`manage.py reconcile`: each fault is made by a write behind the program's back and must be named."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from dangvien.actions.auditing import note
from dangvien.actions.progress import refresh_all
from dangvien.models import AuditEntry, Kind, Member, Movement, Organization, OrganizationKind, Placement
from dangvien.procedure import reconciliation
from tests.worlds import City

TODAY = date(2026, 1, 1)
ENTERED = date(2012, 1, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return City()


def faults() -> list[str]:
    refresh_all(TODAY)
    return list(reconciliation.faults(TODAY))


def raw(model: type[models.Model], **which: object) -> models.QuerySet[models.Model]:
    """Rows as somebody with the database's own shell would reach them."""
    return models.QuerySet(model).filter(**which)


def entered(city: City, cell: str = "p1c1", kind: Kind = Kind.DAU_SO, day: date = ENTERED) -> Member:
    """A member with one line, and the pointers that follow from it."""
    member = city.member()
    city.line(member, cell, kind, day)
    member.organization = city[cell]
    if kind == Kind.KET_NAP:
        member.admitted_on = day
    member.save()
    return member


def moved(city: City, code: str, day: date, **change: object) -> None:
    """Close an organization's placement on a day and open the next with something changed."""
    now = Placement.objects.get(organization=city[code], valid_to=date(9999, 12, 31))
    raw(Placement, pk=now.pk).update(valid_to=day)
    now.pk, now.valid_from = None, day
    for name, value in change.items():
        setattr(now, name, value)
    now.save()


def test_a_sound_register_has_no_faults(city):
    entered(city)
    admitted = entered(city, "p1c2", Kind.KET_NAP, date(2020, 3, 1))
    city.line(admitted, "p1c2", Kind.CONG_NHAN, date(2021, 3, 1))
    raw(Member, pk=admitted.pk).update(official_on=date(2021, 3, 1))
    gone = entered(city)
    city.line(gone, "p1c1", Kind.CHUYEN_DI, date(2015, 5, 5))
    city.line(gone, "p2c1", Kind.CHUYEN_DEN, date(2015, 5, 5))
    mistaken = city.line(gone, "p2c1", Kind.TU_TRAN, date(2019, 9, 9))
    city.reverse(mistaken)
    raw(Member, pk=gone.pk).update(organization=city["p2c1"], admitted_on=date(2001, 1, 1))

    assert faults() == []


# The ledger


def test_a_place_that_left_its_ledger(city):
    member = entered(city)
    raw(Member, pk=member.pk).update(organization=city["p2c1"])

    assert faults() == [f"Đồng chí {member}: theo dòng sổ đang ở Tên p1c1, theo hồ sơ đang ở Tên p2c1."]


def test_a_member_without_lines(city):
    member = city.member()
    raw(Member, pk=member.pk).update(organization=city["p1c1"], admitted_on=date(2020, 1, 1))

    assert faults() == [
        "Số đảng viên cộng theo dòng sổ là 0, đếm theo chi bộ hiện tại là 1.",
        f"Đồng chí {member}: theo dòng sổ không còn ở chi bộ nào, theo hồ sơ đang ở Tên p1c1.",
        f"Đồng chí {member}: ngày vào Đảng trong hồ sơ là 01/01/2020, nhưng sổ không có dòng kết nạp.",
    ]


def test_a_place_that_was_lost(city):
    member = entered(city)
    raw(Member, pk=member.pk).update(organization=None)

    assert faults() == [
        "Số đảng viên cộng theo dòng sổ là 1, đếm theo chi bộ hiện tại là 0.",
        f"Đồng chí {member}: theo dòng sổ đang ở Tên p1c1, theo hồ sơ không còn ở chi bộ nào.",
    ]


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"admitted_on": date(2020, 3, 2)}, "ngày vào Đảng trong hồ sơ là 02/3/2020, theo dòng sổ là 01/3/2020."),
        ({"admitted_on": None}, "ngày vào Đảng trong hồ sơ là trống, theo dòng sổ là 01/3/2020."),
        (
            {"official_on": date(2021, 3, 1)},
            "ngày chính thức trong hồ sơ là 01/3/2021, nhưng sổ không có dòng công nhận chính thức.",
        ),
    ],
)
def test_dates_that_left_their_lines(city, told, sentence):
    member = entered(city, kind=Kind.KET_NAP, day=date(2020, 3, 1))
    raw(Member, pk=member.pk).update(**told)

    assert faults() == [f"Đồng chí {member}: {sentence}"]


def test_a_recognition_that_the_member_does_not_carry(city):
    member = entered(city, kind=Kind.KET_NAP, day=date(2020, 3, 1))
    city.line(member, "p1c1", Kind.CONG_NHAN, date(2021, 3, 1))

    assert faults() == [f"Đồng chí {member}: ngày chính thức trong hồ sơ là trống, theo dòng sổ là 01/3/2021."]


def test_a_date_brought_along_cannot_be_younger_than_the_entry(city):
    member = entered(city, kind=Kind.CHUYEN_DEN, day=date(2020, 3, 1))
    raw(Member, pk=member.pk).update(admitted_on=date(2020, 3, 2))

    assert faults() == [f"Đồng chí {member}: ngày vào Đảng trong hồ sơ là 02/3/2020, sau ngày ghi vào sổ (01/3/2020)."]


def test_somebody_counted_twice(city):
    member = entered(city)
    city.line(member, "p2c1", Kind.CHUYEN_DEN, date(2015, 5, 5))
    raw(Member, pk=member.pk).update(organization=city["p2c1"])

    assert faults() == [
        "Số đảng viên cộng theo dòng sổ là 2, đếm theo chi bộ hiện tại là 1.",
        f"Đồng chí {member}: dòng “Chuyển đến” ngày 05/5/2015 ghi thêm một lần khi đang ở Tên p1c1.",
    ]


def test_somebody_who_left_without_being_there(city):
    member = city.member()
    city.line(member, "p1c1", Kind.TU_TRAN, date(2015, 5, 5))

    assert faults() == [
        "Số đảng viên cộng theo dòng sổ là -1, đếm theo chi bộ hiện tại là 0.",
        f"Đồng chí {member}: dòng “Từ trần” ngày 05/5/2015 ghi giảm khi không có trong sổ.",
    ]


def test_somebody_who_left_from_another_place(city):
    member = entered(city)
    city.line(member, "p2c1", Kind.CHUYEN_DI, date(2015, 5, 5))
    raw(Member, pk=member.pk).update(organization=None)

    assert faults() == [f"Đồng chí {member}: dòng “Chuyển đi” ngày 05/5/2015 ghi tại Tên p2c1 khi đang ở Tên p1c1."]


def test_a_line_on_an_organization_that_did_not_stand(city):
    member = entered(city, day=date(2009, 12, 31))

    assert faults() == [
        f"Đồng chí {member}: dòng “Ghi đầu sổ” ngày 31/12/2009 ghi tại Tên p1c1, tổ chức không hoạt động ngày ấy."
    ]


def test_members_and_lines_in_an_archive(city):
    moved(city, "p1c1", date(2014, 1, 1), kind=OrganizationKind.LUU_TRU)
    member = entered(city, day=date(2014, 1, 1))
    entered(city, "p1c2", day=date(2014, 1, 1))

    assert faults() == [
        f"Đồng chí {member}: dòng “Ghi đầu sổ” ngày 01/01/2014 ghi tại Tên p1c1, tổ chức không hoạt động ngày ấy.",
        f"Đồng chí {member}: đang ghi ở Tên p1c1, tổ chức không hoạt động ngày 01/01/2026.",
    ]


@pytest.mark.parametrize("field", ["occurred_on", "kind", "organization", "member"])
def test_a_reversal_of_something_else(city, field):
    member, other = entered(city), city.member()
    mend = city.reverse(member.movements.get())
    raw(Member, pk=member.pk).update(organization=None)
    changes = {
        "occurred_on": date(2012, 1, 2),
        "kind": Kind.CHUYEN_DEN,
        "organization": city["p1c2"],
        "member": other,
    }
    raw(Movement, pk=mend.pk).update(**{field: changes[field]})
    who = other if field == "member" else member
    what = "Chuyển đến" if field == "kind" else "Ghi đầu sổ"
    day = "02/01/2012" if field == "occurred_on" else "01/01/2012"

    assert faults() == [f"Đồng chí {who}: dòng đính chính “{what}” ngày {day} không khớp dòng mà nó đính chính."]


# The tree


def test_an_organization_without_a_place(city):
    Organization.objects.create(code="mo-coi")

    assert faults() == ["Tổ chức mo-coi: chưa có vị trí nào trong hệ thống."]


def test_two_places_at_once(city):
    moved(city, "p1c1", date(2014, 1, 1), name="Tên mới")
    raw(Placement, organization=city["p1c1"], name="Tên p1c1").update(valid_to=date(2014, 3, 1))

    assert faults() == ["Tên mới: hai vị trí chồng lên nhau từ ngày 01/01/2014 đến trước ngày 01/3/2014."]


def test_a_gap_between_two_places(city):
    moved(city, "p1c1", date(2014, 1, 1), name="Tên mới")
    raw(Placement, organization=city["p1c1"], name="Tên p1c1").update(valid_to=date(2013, 11, 1))

    assert faults() == ["Tên mới: không có vị trí nào từ ngày 01/11/2013 đến trước ngày 01/01/2014."]


def test_a_superior_that_ended(city):
    raw(Placement, organization=city["p2"]).update(valid_to=date(2014, 1, 1))

    assert faults() == [
        "Tên p2c1: cấp trên Tên p2 không hoạt động từ ngày 01/01/2014.",
        "Tên p2c2: cấp trên Tên p2 không hoạt động từ ngày 01/01/2014.",
    ]


def test_a_superior_that_came_later(city):
    raw(Placement, organization=city["p2"]).update(valid_from=date(2010, 2, 1))
    raw(Placement, organization=city["p2c2"]).update(valid_from=date(2010, 2, 1))

    assert faults() == ["Tên p2c1: cấp trên Tên p2 không hoạt động từ ngày 01/01/2010 đến trước ngày 01/02/2010."]


def test_an_archive_holds_only_archives(city):
    moved(city, "p2", date(2014, 1, 1), kind=OrganizationKind.LUU_TRU, parent=city["p1"])
    moved(city, "p2c2", date(2014, 1, 1), kind=OrganizationKind.LUU_TRU)

    assert faults() == ["Tên p2c1: cấp trên Tên p2 không hoạt động từ ngày 01/01/2014."]


def test_a_circle(city):
    moved(city, "p1", date(2014, 1, 1), parent=city["p1c1"])

    assert faults() == ["Vòng lặp cấp trên từ ngày 01/01/2014: Tên p1 → Tên p1c1 → Tên p1."]


# The command


def test_the_command_counts_what_agrees(city):
    entered(city)
    refresh_all(TODAY)
    output = StringIO()

    call_command("reconcile", stdout=output)

    assert output.getvalue() == "Sổ khớp: 7 tổ chức, 1 đảng viên, 1 dòng sổ, 0 dòng nhật ký.\n"


def test_the_command_names_every_fault_and_fails(city):
    member = entered(city)
    raw(Member, pk=member.pk).update(organization=city["p2c1"])
    note(by=None, verb="thử", subject=member, organization=city["p1"])
    raw(AuditEntry).update(reason="sửa lén")
    refresh_all(TODAY)
    output = StringIO()

    with pytest.raises(CommandError, match=r"Sổ không khớp: 2 chỗ cần xem lại\."):
        call_command("reconcile", stdout=output)
    assert output.getvalue().splitlines() == [
        f"Đồng chí {member}: theo dòng sổ đang ở Tên p1c1, theo hồ sơ đang ở Tên p2c1.",
        "Nhật ký: dòng số 1 đã bị sửa, bị mất hoặc bị chèn.",
    ]

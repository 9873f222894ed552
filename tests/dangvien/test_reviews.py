"""Rà soát, sàng lọc: who stands in each list and why, the figures of who left, scope, file, query counts."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.utils.timezone import localdate
from openpyxl import load_workbook

from dangvien.models import AuditEntry, Kind, Member, MemberStatus, Rating, StatusKind, Transfer, TransferStep
from dangvien.models.transfer import TransferKind, TransferReason, TransferStepKind
from tests import factories
from tests.dangvien.reading import queries_of, taken
from tests.people import World

PAGE = "/dang-vien/ra-soat/"


def failed(member: Member, *years: int, level: str = "khong") -> None:
    for year in years:
        Rating.objects.create(member=member, year=year, level=level)


def sent_away(world: World, name: str, on: date, reason: str = TransferReason.CU_TRU) -> Transfer:
    member = factories.member(world.a1, name)
    transfer = Transfer.objects.create(
        member=member, kind=TransferKind.CHINH_THUC, reason=reason, origin=world.a1, destination=world.b1
    )
    TransferStep.objects.create(transfer=transfer, kind=TransferStepKind.GIOI_THIEU, occurred_on=on, number="1")
    return transfer


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_two_years_running_and_not_one_nor_a_gap_nor_a_better_year_since(world, as_an):
    failed(factories.member(world.a1, "Lê Văn Hai"), 2022, 2023)
    failed(factories.member(world.a1, "Lê Văn Một"), 2023)
    failed(factories.member(world.a1, "Lê Văn Cách"), 2021, 2023)
    failed(better := factories.member(world.a1, "Lê Văn Khá"), 2021, 2022)
    failed(better, 2023, level="tot")
    page = text(as_an, PAGE)
    assert "Lê Văn Hai" in page
    assert "2022–2023" in page
    assert "2 năm liền" in page
    assert "chưa đối chiếu văn bản" in page
    assert not any(name in page for name in ("Lê Văn Một", "Lê Văn Cách", "Lê Văn Khá"))


def test_papers_not_handed_in_after_the_months_of_the_rule(world, as_an):
    sent_away(world, "Lê Văn Lâu", date(2020, 1, 6))
    page = text(as_an, PAGE + "?muc=chua-nop")
    assert "Lê Văn Lâu" in page
    assert "quá " in page
    assert "Mở việc chuyển" in page
    assert "Lê Văn Lâu" not in text(as_an, PAGE + "?muc=xuat-ngu")


def test_a_soldier_who_waits_to_be_taken_in_is_seen_from_both_sides(world, as_an, as_binh):
    sent_away(world, "Lê Văn Lính", date(2020, 1, 6), TransferReason.XUAT_NGU)
    assert "Lê Văn Lính" in text(as_an, PAGE + "?muc=xuat-ngu")
    assert "Lê Văn Lính" in text(as_binh, PAGE + "?muc=xuat-ngu")


@pytest.mark.parametrize(("tab", "kind"), [("mat-lien-lac", StatusKind.MAT_LIEN_LAC), ("di-xa", StatusKind.DI_XA)])
def test_statuses_with_how_long_they_have_lasted(world, as_an, as_binh, tab, kind):
    member = factories.member(world.a1, "Lê Văn Xa")
    MemberStatus.objects.create(member=member, kind=kind, since=date(2024, 3, 1), place="Biên Hòa", contact="gọi điện")
    page = text(as_an, f"{PAGE}?muc={tab}")
    assert "Lê Văn Xa" in page
    assert " tháng" in page
    assert "Lê Văn Xa" not in text(as_binh, f"{PAGE}?muc={tab}")


@pytest.mark.parametrize("tab", ["hai-nam", "chua-nop", "mat-lien-lac", "di-xa", "xuat-ngu"])
def test_an_empty_list_says_so(world, as_an, tab):
    assert "Không có đảng viên" in text(as_an, f"{PAGE}?muc={tab}")


def test_who_left_by_year_opens_into_the_people(world, as_an, as_binh):
    year = localdate().year - 1
    member = factories.member(world.a1, "Lê Văn Rời")
    factories.movement(member, world.a1, Kind.XOA_TEN, date(year, 5, 6))
    address = f"{PAGE}?muc=ra-khoi&loai=xoa_ten&nam={year}&to_chuc={world.a1.pk}"
    assert address.replace("&", "&amp;") in text(as_an, PAGE + "?muc=ra-khoi")
    assert "Lê Văn Rời" in text(as_an, address)
    assert "Lê Văn Rời" not in text(as_binh, f"{PAGE}?muc=ra-khoi&loai=xoa_ten&nam={year}")


def test_the_file_has_the_list_and_leaves_a_trace_and_no_way_of_contact(world, as_an):
    member = factories.member(world.a1, "Lê Văn Xa")
    MemberStatus.objects.create(
        member=member, kind=StatusKind.DI_XA, since=date(2024, 3, 1), place="Biên Hòa", contact="qua mẹ"
    )
    before = AuditEntry.objects.count()
    answer = taken(as_an, PAGE + "?muc=di-xa&tep=excel")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    told = [str(cell) for row in sheet.values for cell in row]
    assert "Lê Văn Xa" in told
    assert "Biên Hòa" in told
    assert "qua mẹ" not in told
    assert AuditEntry.objects.count() == before + 1


@pytest.mark.parametrize("tab", ["hai-nam", "chua-nop", "mat-lien-lac", "xuat-ngu", "ra-khoi"])
def test_more_people_ask_no_more_of_the_database(world, as_an, tab):
    def one_more(name: str) -> None:
        member = factories.member(world.a1, name)
        failed(member, 2022, 2023)
        MemberStatus.objects.create(member=member, kind=StatusKind.MAT_LIEN_LAC, since=date(2024, 3, 1))
        sent_away(world, f"{name} Đi", date(2020, 1, 6), TransferReason.XUAT_NGU)

    one_more("Lê Văn Một")
    address = f"{PAGE}?muc={tab}"
    text(as_an, address)
    first = queries_of(as_an, address)
    one_more("Lê Văn Hai")
    one_more("Lê Văn Ba")
    assert queries_of(as_an, address) == first

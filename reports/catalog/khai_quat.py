"""R00: the overview that opens a report: organizations and cells by khối and kind, members on a day."""

from __future__ import annotations

from dangvien.models import OrganizationKind
from dangvien.models.organization import GRASSROOTS
from reports.definition import Column, CriteriaRows, Criterion, Partition, Report, Sheet
from reports.indicators import (
    LOCALITIES,
    LOCALITIES_WITH_CELL,
    MEMBERS,
    MEMBERS_OFFICIAL,
    MEMBERS_PROBATIONARY,
    cells_under,
    organizations,
)

SECTORS = (
    ("phuong", "Khối phường", ("phuong",)),
    ("xa", "Khối xã, thị trấn", ("xa", "thi_tran")),
    ("hanh_chinh", "Khối hành chính", ("hanh_chinh",)),
    ("su_nghiep", "Khối sự nghiệp", ("su_nghiep",)),
    ("llvt", "Lực lượng vũ trang", ("llvt",)),
    ("doanh_nghiep", "Khối doanh nghiệp", ("doanh_nghiep",)),
    ("khac", "Khối khác", ("khac",)),
)
"""The official order of the khối; administrative and career units are one line where cells are counted."""

CELL_SECTORS = (
    ("phuong", "Thuộc đảng ủy các phường", ("phuong",)),
    ("xa", "Thuộc đảng ủy các xã, thị trấn", ("xa", "thi_tran")),
    ("hcsn", "Thuộc đảng ủy các cơ quan hành chính, sự nghiệp", ("hanh_chinh", "su_nghiep")),
    ("llvt", "Thuộc đảng ủy lực lượng vũ trang", ("llvt",)),
    ("doanh_nghiep", "Thuộc đảng ủy doanh nghiệp", ("doanh_nghiep",)),
    ("khac", "Thuộc đảng ủy khác", ("khac",)),
)

RARE = ("xa", "khac")
"""Lines left out where they count nothing: a city has no xã, most have no other khối."""


def _by_kind(code: str, label: str, kind: OrganizationKind) -> Criterion:
    return Criterion(code, label, organizations(code, label, kinds=(kind,)))


def _by_sector(code: str, label: str, sectors: tuple[str, ...]) -> Criterion:
    indicator = organizations(f"tccsd_{code}", label, kinds=GRASSROOTS, sectors=sectors)
    return Criterion(f"tccsd_{code}", label, indicator, kept_at_zero=code not in RARE)


def _cells(code: str, label: str, sectors: tuple[str, ...]) -> Criterion:
    indicator = cells_under(f"chi_bo_{code}", label, sectors=sectors)
    return Criterion(f"chi_bo_{code}", label, indicator, kept_at_zero=code not in RARE)


REPORT = Report(
    code="R00",
    slug="khai-quat",
    name="Khái quát tổ chức đảng, đảng viên",
    title="khái quát tổ chức đảng và đảng viên",
    period_words="tính đến ngày {day}",
    basis="Hướng dẫn số 12-HD/BTCTW, ngày 18/01/2022 của Ban Tổ chức Trung ương",
    purpose="Số tổ chức cơ sở đảng, chi bộ và đảng viên vào một ngày, cho phần mở đầu báo cáo.",
    as_of_day=True,
    sheet=Sheet.DOCUMENT,
    rows=CriteriaRows(
        (
            Criterion(
                "tccsd",
                "Tổ chức cơ sở đảng",
                organizations("tccsd", "Tổ chức cơ sở đảng", kinds=GRASSROOTS),
                parts=(
                    _by_kind("dang_bo_co_so", "Đảng bộ cơ sở", OrganizationKind.DANG_BO_CO_SO),
                    _by_kind("chi_bo_co_so", "Chi bộ cơ sở", OrganizationKind.CHI_BO_CO_SO),
                ),
            ),
            Partition("tccsd", "Chia theo khối", tuple(_by_sector(*sector) for sector in SECTORS)),
            Criterion(
                "chi_bo",
                "Chi bộ trực thuộc đảng ủy cơ sở",
                cells_under("chi_bo", "Chi bộ trực thuộc"),
                parts=tuple(_cells(*sector) for sector in CELL_SECTORS),
            ),
            Criterion("khu_pho", "Khu phố, thôn có chi bộ", LOCALITIES_WITH_CELL, out_of=LOCALITIES),
            Criterion(
                "dang_vien",
                "Đảng viên",
                MEMBERS,
                parts=(
                    Criterion("chinh_thuc", "Chính thức", MEMBERS_OFFICIAL),
                    Criterion("du_bi", "Dự bị", MEMBERS_PROBATIONARY),
                ),
            ),
        )
    ),
    row_title="Nội dung",
    columns=(Column("so_luong", "Số lượng", MEMBERS),),
)

"""The organizations of one city: province, city, grassroots organizations, cells, khu phố."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from dangvien.demo.chance import generator
from dangvien.demo.figures import City, Head, Unit
from dangvien.models import FOREVER, Locality, Organization, OrganizationKind, Placement

SINCE = date(2010, 1, 1)
"""From this day on everything stands: before the first line of the ledger."""

RESIDENTIAL = "khu_dan_cu"

WARD_CELLS = {
    "co_quan": (("co-quan", "Cơ quan"),),
    "cong_an": (("cong-an", "Công an"),),
    "quan_su": (("quan-su", "Quân sự"),),
    "y_te": (("tram-y-te", "Trạm Y tế"),),
    "truong_hoc": (
        ("truong-mam-non", "Trường Mầm non"),
        ("truong-tieu-hoc", "Trường Tiểu học"),
        ("truong-thcs", "Trường THCS"),
        ("truong-mam-non-2", "Trường Mầm non số 2"),
        ("truong-tieu-hoc-2", "Trường Tiểu học số 2"),
        ("truong-thcs-2", "Trường THCS số 2"),
    ),
    "doanh_nghiep": (("hop-tac-xa", "Hợp tác xã"), ("cho", "Ban Quản lý chợ")),
}
"""Cells of a ward outside of its khu phố: end of the code and name, by area."""

OTHER_CELLS = {
    "co-quan-chinh-quyen": (
        ("Văn phòng", "Nội vụ", "Tài chính - Kế hoạch", "Giáo dục và Đào tạo", "Quản lý đô thị", "Kinh tế", "Thanh tra")
    ),
    "co-quan-dang-doan-the": ("Văn phòng", "Tổ chức", "Tuyên giáo", "Kiểm tra", "Dân vận - Mặt trận", "Đoàn thể"),
    "trung-tam-y-te": ("Hành chính", "Nội", "Ngoại", "Sản - Nhi", "Dự phòng", "Dược", "Xét nghiệm"),
    "truong-thpt-song-hieu": ("Văn phòng", "Toán - Tin", "Khoa học tự nhiên", "Ngữ văn", "Xã hội", "Ngoại ngữ"),
    "cong-an-thanh-pho": (
        ("Tham mưu", "Hình sự", "Kinh tế - Môi trường", "Ma túy", "An ninh", "Giao thông", "Quản lý hành chính")
    ),
}
"""Names of the cells below other units; units and cells not named here are "Chi bộ số n"."""


@dataclass(eq=False)
class Cell:
    """A cell: its organization, the unit it belongs to (or is), its area and how many people it draws."""

    organization: Organization
    name: str
    unit: Unit
    area: str
    weight: float
    """How many of the unit's members it has, in proportion."""
    pull: float
    """How many of the unit's new people come to it: some cells admit nobody for years."""
    locality: Locality | None = None

    @property
    def is_residential(self) -> bool:
        return self.area == RESIDENTIAL


@dataclass
class Tree:
    """The organizations of a city, saved; `superiors` and `superiors_after` name the committee above each unit."""

    province: Organization
    city: Organization
    units: dict[str, Organization]
    cells: list[Cell]
    reformed_on: date = FOREVER
    heirs: dict[str, Organization] | None = None
    """After the reform: code of a unit → the committee its cells answer to."""

    def __post_init__(self) -> None:
        self._cells_of: dict[str, list[Cell]] = {}
        for cell in self.cells:
            self._cells_of.setdefault(cell.unit.code, []).append(cell)

    def cells_of(self, unit: Unit, *, residential: bool = False) -> list[Cell]:
        """The cells of a unit, or only those of its khu phố."""
        return [cell for cell in self._cells_of[unit.code] if cell.is_residential or not residential]

    def working_share(self, unit: Unit) -> float:
        """The part of a unit's members who belong to it by their work: all, but not those in the khu phố of a ward."""
        cells = self._cells_of[unit.code]
        return sum(cell.weight for cell in cells if not cell.is_residential) / sum(cell.weight for cell in cells)

    def committee(self, unit: Unit, day: date) -> Organization:
        """Who admits members of this unit on that day and opens classes for it: the committee above the unit."""
        if day < self.reformed_on or self.heirs is None:
            return self.city
        return self.heirs[unit.code]

    def committees(self, day: date) -> list[Organization]:
        """Every committee of that kind on that day."""
        if day < self.reformed_on or self.heirs is None:
            return [self.city]
        return list(dict.fromkeys(self.heirs.values()))


def plant(city: City, seed: str) -> Tree:
    """Save the organizations of a city, all standing since SINCE. A province that is there already is shared."""
    rng = generator(seed, "tree")
    province, _ = Organization.objects.get_or_create(code=city.province.code)
    if not province.placements.exists():
        Placement.objects.create(**_head(city.province, province, None))
    above = Organization.objects.create(code=city.city.code)
    Placement.objects.create(**_head(city.city, above, province))
    units = _saved([unit.code for unit in city.units])
    localities = {
        locality.organization.code + locality.name: locality
        for locality in Locality.objects.bulk_create(
            Locality(name=name, kind=Locality.Kind.KHU_PHO, organization=units[unit.code], valid_from=SINCE)
            for unit in city.wards
            for name in _khu_pho(unit)
        )
    }
    below = {unit.code: list(_cells(unit)) for unit in city.units}
    organizations = _saved([code for named in below.values() for code, _, _ in named])
    placements = [_unit_placement(unit, units[unit.code], above) for unit in city.units]
    cells: list[Cell] = []
    for unit in city.units:
        for position, (code, name, area) in enumerate(below[unit.code], start=1):
            cell = _cell(rng, organizations[code], name, unit, area)
            cell.locality = localities.get(unit.code + name)
            cells.append(cell)
            placements.append(_cell_placement(cell, units[unit.code], position))
        if not below[unit.code]:
            cells.append(_cell(rng, units[unit.code], unit.short_name, unit, unit.area))
    Placement.objects.bulk_create(placements)
    return Tree(province, above, units, cells)


def _saved(codes: list[str]) -> dict[str, Organization]:
    made = Organization.objects.bulk_create(Organization(code=code) for code in codes)
    return {organization.code: organization for organization in made}


def _khu_pho(unit: Unit) -> list[str]:
    return [f"Khu phố {number}" for number in range(1, unit.cells[RESIDENTIAL] + 1)]


def _cells(unit: Unit) -> Iterator[tuple[str, str, str]]:
    """Code, name and area of every cell below the unit, those of the khu phố first."""
    for area, count in unit.cells.items():
        if area == RESIDENTIAL:
            for number, name in enumerate(_khu_pho(unit), start=1):
                yield f"{unit.code}-khu-pho-{number}", name, area
        elif unit.is_ward:
            for ending, name in WARD_CELLS[area][:count]:
                yield f"{unit.code}-{ending}", f"{name} {unit.short_name}", area
        else:
            names = OTHER_CELLS.get(unit.code, ())
            for number in range(1, count + 1):
                name = names[number - 1] if number <= len(names) else f"số {number}"
                yield f"{unit.code}-{number:02d}", name, area


def _cell(rng: Random, organization: Organization, name: str, unit: Unit, area: str) -> Cell:
    residential = area == RESIDENTIAL
    weight = rng.uniform(34, 62) if residential else rng.uniform(11, 17)
    pull = rng.uniform(0.4, 1.6) if rng.random() > 0.15 else 0.08
    return Cell(organization, name, unit, area, weight, pull)


def _head(head: Head, organization: Organization, parent: Organization | None) -> dict[str, object]:
    return {
        "organization": organization,
        "parent": parent,
        "name": head.name,
        "short_name": head.short_name,
        "kind": head.kind,
        "position": 1,
        "valid_from": SINCE,
    }


def _unit_placement(unit: Unit, organization: Organization, parent: Organization) -> Placement:
    return Placement(
        organization=organization,
        parent=parent,
        name=unit.name,
        short_name=unit.short_name,
        kind=unit.kind,
        sector=unit.sector,
        area=unit.area,
        position=unit.position,
        valid_from=SINCE,
    )


def _cell_placement(cell: Cell, parent: Organization, position: int) -> Placement:
    return Placement(
        organization=cell.organization,
        parent=parent,
        name=f"Chi bộ {cell.name}",
        short_name=cell.name if cell.locality else f"Chi bộ {cell.name}",
        kind=OrganizationKind.CHI_BO,
        sector=cell.unit.sector,
        area=cell.area,
        locality=cell.locality,
        position=position,
        valid_from=SINCE,
    )

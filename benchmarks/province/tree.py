"""The organizations of the province, absorbed communes among them, and the training classes of its districts."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from benchmarks.province.rows import LAST, MERGED, OPENED, Rows, Size
from dangvien.models import FOREVER, Locality, Organization, OrganizationKind, Placement, TrainingClass

ROOT = "tinh-mau"
"""The code of the province's organization."""


class Ground:
    """Draws where people will stand: the organizations, and the classes held in each district."""

    def __init__(self, size: Size, seed: str = "tinh") -> None:
        self.size, self.rng, self.rows = size, Random(seed), Rows()
        self.numbers: dict[tuple[int, str], int] = {}
        self.district_of: dict[int, int] = {}
        self.cells: list[int] = []
        self.classes_of: dict[int, list[TrainingClass]] = {}

    def _organization(self, code: str) -> int:
        self.rows.organization.append(Organization(pk=len(self.rows.organization) + 1, code=code))
        return len(self.rows.organization)

    def _place(
        self,
        organization: int,
        parent: int | None,
        name: str,
        kind: OrganizationKind,
        position: int,
        *,
        sector: str = "",
        area: str = "",
        locality: int | None = None,
        since: date = OPENED,
        to: date = FOREVER,
    ) -> None:
        self.rows.placement.append(
            Placement(
                organization_id=organization,
                parent_id=parent,
                name=name,
                kind=kind,
                position=position,
                sector=sector,
                area=area,
                locality_id=locality,
                valid_from=since,
                valid_to=to,
            )
        )

    def _tree(self) -> None:
        size = self.size
        top = self._organization(ROOT)
        self._place(top, None, "Đảng bộ tỉnh Mẫu", OrganizationKind.TINH, 1)
        districts = [self._organization(f"huyen-{number}") for number in range(1, size.districts + 1)]
        for number, district in enumerate(districts, start=1):
            self._place(district, top, f"Đảng bộ huyện số {number}", OrganizationKind.CAP_TREN, number)
        communes: list[int] = []
        for number in range(1, size.communes + size.absorbed + 1):
            commune = self._commune(number, districts[number % size.districts], heirs=communes)
            communes.append(commune)
        for number in range(1, size.offices + 1):
            self._office(number, districts[number % size.districts])
        cells_of = dict.fromkeys(communes, 0)
        for number in range(1, size.cells + 1):
            commune = communes[number % len(communes)]
            cells_of[commune] += 1
            self._cell(number, commune, cells_of[commune], heirs=communes)

    def _commune(self, number: int, district: int, heirs: list[int]) -> int:
        urban = number % 4 == 0
        sector, word = ("phuong", "phường") if urban else ("xa", "xã")
        commune = self._organization(f"co-so-{number}")
        self.district_of[commune] = district
        name = f"Đảng bộ {word} số {number}"
        absorbed = number > self.size.communes
        end = MERGED if absorbed else FOREVER
        self._place(commune, district, name, OrganizationKind.DANG_BO_CO_SO, number, sector=sector, to=end)
        if absorbed:
            heir = heirs[number - self.size.communes - 1]
            self._place(commune, heir, name, OrganizationKind.LUU_TRU, 900 + number, sector=sector, since=MERGED)
        return commune

    def _office(self, number: int, district: int) -> None:
        office = self._organization(f"co-quan-{number}")
        sector = ("hanh_chinh", "su_nghiep", "llvt", "doanh_nghiep")[number % 4]
        self.cells.append(office)
        self.district_of[office] = district
        kind, position = OrganizationKind.CHI_BO_CO_SO, 400 + number
        self._place(office, district, f"Chi bộ cơ quan số {number}", kind, position, sector=sector, area="co_quan")

    def _cell(self, number: int, commune: int, position: int, heirs: list[int]) -> None:
        cell = self._organization(f"chi-bo-{number}")
        residential = self.rng.random() < 0.7
        locality = self._locality(number, commune) if residential else None
        area = "khu_dan_cu" if residential else self.rng.choice(("co_quan", "truong_hoc", "y_te", "doanh_nghiep"))
        place = heirs.index(commune) - self.size.communes
        moved = place >= 0
        self.cells.append(cell)
        self.district_of[cell] = self.district_of[commune]
        for parent, since, to in (
            ((commune, OPENED, MERGED), (heirs[place], MERGED, FOREVER)) if moved else ((commune, OPENED, FOREVER),)
        ):
            self._place(
                cell,
                parent,
                f"Chi bộ số {number}",
                OrganizationKind.CHI_BO,
                position,
                area=area,
                locality=locality,
                since=since,
                to=to,
            )

    def _locality(self, number: int, commune: int) -> int:
        key = len(self.rows.locality) + 1
        self.rows.locality.append(
            Locality(
                pk=key,
                name=f"Thôn {number}",
                kind=Locality.Kind.THON,
                organization_id=commune,
                valid_from=OPENED,
            )
        )
        return key

    def _classes(self) -> None:
        for district in sorted(set(self.district_of.values())):
            for year in range(OPENED.year, LAST.year + 1):
                for month in (3, 6, 10):
                    self._class(district, date(year, month, 5))

    def _class(self, district: int, day: date) -> None:
        made = TrainingClass(
            pk=len(self.rows.training_class) + 1,
            code=f"NT-{district}-{day:%Y-%m}",
            name=f"Lớp bồi dưỡng nhận thức về Đảng tháng {day.month} năm {day.year}",
            kind=TrainingClass.Kind.NHAN_THUC,
            organizer_id=district,
            starts_on=day,
            ends_on=day + timedelta(days=4),
        )
        self.rows.training_class.append(made)
        self.classes_of.setdefault(district, []).append(made)

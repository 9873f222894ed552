"""Invented people: name, birth, origin, and what they learned and work as."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from random import Random

from dangvien.demo import names
from dangvien.demo.tree import Cell
from dangvien.models import Person, Standing
from dangvien.models.person import BirthPrecision

KINH, BRU_VAN_KIEU, TA_OI = "01", "23", "31"
ETHNICITIES = ((KINH, 965), (BRU_VAN_KIEU, 18), (TA_OI, 8), ("02", 3), ("06", 3), ("04", 3))
HIGHLANDERS = frozenset({BRU_VAN_KIEU, TA_OI})
RELIGIONS = (("00", 880), ("01", 88), ("02", 26), ("08", 6))

HOME_PLACES = (
    "xã Cam Thanh, huyện Cam Lộ", "xã Cam Hiếu, huyện Cam Lộ", "xã Gio Mai, huyện Gio Linh",
    "xã Gio Việt, huyện Gio Linh",
    "xã Triệu Ái, huyện Triệu Phong", "xã Triệu Độ, huyện Triệu Phong", "xã Hải Phú, huyện Hải Lăng",
    "xã Hải Quế, huyện Hải Lăng", "xã Vĩnh Thủy, huyện Vĩnh Linh", "xã Vĩnh Tú, huyện Vĩnh Linh",
    "phường An Đôn, thị xã Quảng Trị", "phường Đông Giang, thành phố Đông Hà", "phường 1, thành phố Đông Hà",
    "phường Đông Lễ, thành phố Đông Hà",
)  # fmt: skip
HIGHLAND_PLACES = ("xã Hướng Hiệp, huyện Đakrông", "xã Tà Rụt, huyện Đakrông", "xã Hướng Phùng, huyện Hướng Hóa")

OCCUPATIONS = {
    "khu_dan_cu": (
        ("khac", 34), ("doanh_nghiep_truc_tiep", 16), ("lao_dong_ngoai_cong_lap", 16), ("doanh_nghiep_gian_tiep", 10),
        ("nong_lam_ngu", 10), ("khong_chuyen_trach_thon", 8), ("sinh_vien", 6),
    ),
    "co_quan": (("can_bo_nha_nuoc_huyen", 70), ("can_bo_dang_doan_the_huyen", 30)),
    "truong_hoc": (("vien_chuc_cong_lap", 96), ("hoc_sinh", 4)),
    "y_te": (("vien_chuc_cong_lap", 100),),
    "cong_an": (("luc_luong_vu_trang", 100),),
    "quan_su": (("luc_luong_vu_trang", 100),),
    "doanh_nghiep": (("doanh_nghiep_truc_tiep", 50), ("doanh_nghiep_gian_tiep", 38), ("doanh_nghiep_quan_ly", 12)),
}  # fmt: skip
DEGREES_YOUNG = (("", 16), ("so_cap", 6), ("trung_cap", 16), ("cao_dang", 16), ("dai_hoc", 42), ("thac_si", 4))
DEGREES_OLD = (("", 42), ("so_cap", 14), ("trung_cap", 22), ("cao_dang", 6), ("dai_hoc", 15), ("thac_si", 1))
SCHOOLING_YOUNG = (("thpt", 95), ("thcs", 5))
SCHOOLING_OLD = (("thpt", 58), ("thcs", 34), ("tieu_hoc", 8))
THEORY_MEMBER = (("chua", 30), ("so_cap", 40), ("trung_cap", 24), ("cao_cap", 5), ("cu_nhan", 1))

Weighted = tuple[tuple[str, int], ...]


class People:
    """Makes people one after another and keeps them for saving."""

    def __init__(self, rng: Random, serials: count[int]) -> None:
        self._rng = rng
        self._serials = serials
        self.persons: list[Person] = []
        self.standings: list[Standing] = []

    def person(self, born: date, cell: Cell, women: float) -> Person:
        """Somebody of this birth day who lives or works where the cell is; `women` is the share of women."""
        rng = self._rng
        gender = Person.Gender.NU if rng.random() < women else Person.Gender.NAM
        ethnicity = self._one_of(ETHNICITIES)
        highland = ethnicity in HIGHLANDERS
        made = names.highland_name if highland else names.full_name
        where = rng.choice(HIGHLAND_PLACES if highland else HOME_PLACES)
        person = Person(
            full_name=made(rng, gender),
            birth_date=born,
            gender=gender,
            ethnicity=ethnicity,
            religion=self._one_of(RELIGIONS),
            native_place=f"{where}, tỉnh Quảng Trị",
            residence=residence(rng, cell),
            citizen_id=self._citizen_id(born, gender),
        )
        if born.year < 1956:
            _blur_birth(rng, person)
        person.derive_keys()
        self.persons.append(person)
        return person

    def standing(self, person: Person, since: date, cell: Cell, *, member: bool) -> None:
        """Schooling, degree, theory and occupation of a person from a day on."""
        young = person.birth_date.year >= 1975
        occupation = self._one_of(OCCUPATIONS[cell.area])
        if cell.area == "co_quan" and cell.unit.is_ward:
            occupation = "can_bo_xa"
        office = cell.area in {"co_quan", "truong_hoc", "y_te"}
        degree = self._one_of(DEGREES_YOUNG if young else DEGREES_OLD)
        self.standings.append(
            Standing(
                person=person,
                since=since,
                general_education="thpt" if office else self._one_of(SCHOOLING_YOUNG if young else SCHOOLING_OLD),
                professional="dai_hoc" if office and degree in {"", "so_cap"} else degree,
                theory=self._one_of(THEORY_MEMBER) if member else "chua",
                occupation=occupation,
            )
        )

    def _one_of(self, weighted: Weighted) -> str:
        return self._rng.choices([code for code, _ in weighted], [weight for _, weight in weighted])[0]

    def _citizen_id(self, born: date, gender: Person.Gender) -> str:
        """Twelve digits built as real ones are, under 099, which is no province's: nobody real has this number."""
        century = 2 * (born.year // 100 - 19) + (gender == Person.Gender.NU)
        return f"099{century}{born.year % 100:02d}{next(self._serials) % 1_000_000:06d}"


def birth_for_age(rng: Random, age: int, on: date) -> date:
    """A birth day of somebody who is `age` full years old on that day, and was a month before and will be after."""
    return date(on.year - age, 1, 1) + timedelta(days=on.timetuple().tm_yday - 1 - rng.randrange(40, 320))


def residence(rng: Random, cell: Cell) -> str:
    """An address in the cell's khu phố, or anywhere in its ward or the city."""
    ward = cell.unit.short_name if cell.unit.is_ward else f"Phường {rng.randrange(1, 6)}"
    place = cell.locality.name if cell.locality else f"Khu phố {rng.randrange(1, 5)}"
    return f"{place}, {ward}, thành phố Đông Hà"


def _blur_birth(rng: Random, person: Person) -> None:
    """Old papers often give only the year of a birth, sometimes the month."""
    chance, born = rng.random(), person.birth_date
    if chance < 0.18:
        person.birth_date, person.birth_precision = born.replace(month=1, day=1), BirthPrecision.YEAR
    elif chance < 0.23:
        person.birth_date, person.birth_precision = born.replace(day=1), BirthPrecision.MONTH

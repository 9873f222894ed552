"""What each kind of list takes from the register: one resource a kind, one field a column of its form.

Resources, fields and widgets are those of django-import-export. Their `fields` say which attribute of a row stands in
which column and how it is written; rows come as plain dictionaries of `attributes` (see `export.py`, which streams
them) instead of model instances, because a hundred thousand instances would take most of the time and memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from import_export import resources, widgets
from import_export.fields import Field as Column

from dangvien import codes
from dangvien.models import Enrollment, OrganizationKind, Person
from dangvien.models.dated_fact import partial
from dangvien.models.person import BirthPrecision
from dangvien.rosters.fields import CANDIDATES, CLASS, DECLARED, MEMBERS, ORGANIZATIONS, TARGETS, RosterForm
from dangvien.rosters.years import written_years

Row = Mapping[str, Any]
"""A row of the register: attribute → value."""


class TextWidget(widgets.CharWidget):  # type: ignore[misc]  # the library has no types
    """Text as it is stored; nothing for nothing."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        return str(value) if value else None


class DayWidget(widgets.DateWidget):  # type: ignore[misc]
    """A day as a day, which the sheet shows its own way."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> date | None:
        return value if isinstance(value, date) else None


class CodeWidget(widgets.CharWidget):  # type: ignore[misc]
    """A code as its label; a code that is in no list any more stands as it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._labels = {line.code: line.label for line in codes.of(name)}

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        return self._labels.get(value, value) or None


class ChoiceWidget(widgets.CharWidget):  # type: ignore[misc]
    """A choice of a model as people read it."""

    def __init__(self, choices: Iterable[tuple[str, Any]]) -> None:
        super().__init__()
        self._labels = {code: str(label) for code, label in choices}

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        return self._labels.get(value)


class PlaceWidget(widgets.CharWidget):  # type: ignore[misc]
    """An organization by the name that tells it apart in the subtree that is exported."""

    names: Mapping[int, str] = {}

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str | None:
        return self.names.get(value) if value else None


def _text(attribute: str) -> Column:
    return Column(attribute=attribute, widget=TextWidget())


def _day(attribute: str) -> Column:
    return Column(attribute=attribute, widget=DayWidget())


class RegisterResource(resources.Resource):  # type: ignore[misc]
    """A resource whose columns are those of a form, in its order; a field the register keeps nothing of stays empty."""

    form: RosterForm
    attributes: Mapping[str, str]
    """Attribute of a row → where it stands, from the model of the rows; no attribute is called like a column there."""
    shows: frozenset[str]
    """The columns "model.field" of `privacy.py` that a row shows."""

    def __init__(self, names: Mapping[int, str]) -> None:
        super().__init__()
        for field in self.fields.values():
            if isinstance(field.widget, PlaceWidget):
                field.widget.names = names
        self._takers = {name: self._taker(name, column) for name, column in self.fields.items()}

    def cells(self, row: Row, keys: Iterable[str]) -> list[Any]:
        """The values of a row for the columns asked for, in that order."""
        return [self._takers[key](row) if key in self._takers else None for key in keys]

    def _taker(self, name: str, column: Column) -> Callable[[Row], Any]:
        """What `export_field` does with a column, found once instead of for every cell."""
        dehydrate: Callable[[Row], Any] | None = getattr(self, column.get_dehydrate_method(name), None)
        if dehydrate is not None:
            return dehydrate
        attribute, render = column.attribute, column.widget.render
        return lambda row: render(row.get(attribute))


class MemberResource(RegisterResource):
    """Members as they are now."""

    form = MEMBERS
    attributes = {
        "name": "person__full_name",
        "other_names": "person__other_names",
        "birth_date": "person__birth_date",
        "birth_precision": "person__birth_precision",
        "gender": "person__gender",
        "ethnicity": "person__ethnicity",
        "religion": "person__religion",
        "native_place": "person__native_place",
        "residence": "person__residence",
        "citizen_id": "person__citizen_id",
        "admitted": "admitted_on",
        "official": "official_on",
        "card": "card_number",
        "file": "file_number",
        "cell": "organization",
        "phone": "person__phone",
    }
    shows = frozenset({
        "person.full_name", "person.other_names", "person.birth_date", "person.birth_precision", "person.gender",
        "person.ethnicity", "person.religion", "person.native_place", "person.residence", "person.citizen_id",
        "person.phone", "member.admitted_on", "member.official_on", "member.card_number", "member.file_number",
        "member.organization", "standing.general_education", "standing.professional", "standing.theory",
        "standing.occupation",
    })  # fmt: skip

    ho_ten = _text("name")
    ten_khac = _text("other_names")
    ngay_sinh = Column()
    gioi_tinh = Column(attribute="gender", widget=ChoiceWidget(Person.Gender.choices))
    dan_toc = Column(attribute="ethnicity", widget=CodeWidget("ethnicity"))
    ton_giao = Column(attribute="religion", widget=CodeWidget("religion"))
    que_quan = _text("native_place")
    thuong_tru = _text("residence")
    so_cccd = _text("citizen_id")
    ngay_vao_dang = _day("admitted")
    ngay_chinh_thuc = _day("official")
    so_the = _text("card")
    so_ly_lich = _text("file")
    chi_bo = Column(attribute="cell", widget=PlaceWidget())
    trinh_do = Column()
    ly_luan = Column(attribute="theory", widget=CodeWidget("political_theory"))
    nghe_nghiep = Column(attribute="occupation", widget=CodeWidget("occupation"))
    dien_thoai = _text("phone")

    def dehydrate_ngay_sinh(self, row: Row) -> date | str:
        return birth_of(row)

    def dehydrate_trinh_do(self, row: Row) -> str | None:
        return schooling(row.get("general_education") or "", row.get("professional") or "")


class CandidateResource(RegisterResource):
    """People on the way to admission whom a cell follows now."""

    form = CANDIDATES
    attributes = {
        "name": "person__full_name",
        "birth_date": "person__birth_date",
        "birth_precision": "person__birth_precision",
        "gender": "person__gender",
        "ethnicity": "person__ethnicity",
        "religion": "person__religion",
        "native_place": "person__native_place",
        "citizen_id": "person__citizen_id",
        "cell": "organization",
        "from_source": "source",
        "since": "opened_on",
    }
    shows = frozenset({
        "person.full_name", "person.birth_date", "person.birth_precision", "person.gender", "person.ethnicity",
        "person.religion", "person.native_place", "person.citizen_id", "candidate.organization", "candidate.source",
        "candidate.opened_on", "introduction.body", "standing.general_education", "enrollment.certificate_number",
        "enrollment.certificate_on",
    })  # fmt: skip

    ho_ten = _text("name")
    ngay_sinh = Column()
    gioi_tinh = Column(attribute="gender", widget=ChoiceWidget(Person.Gender.choices))
    dan_toc = Column(attribute="ethnicity", widget=CodeWidget("ethnicity"))
    ton_giao = Column(attribute="religion", widget=CodeWidget("religion"))
    que_quan = _text("native_place")
    so_cccd = _text("citizen_id")
    chi_bo = Column(attribute="cell", widget=PlaceWidget())
    nguon = Column(attribute="from_source", widget=CodeWidget("source"))
    ngay_vao_danh_sach = _day("since")
    gioi_thieu = Column()
    hoc_van = Column(attribute="general_education", widget=CodeWidget("education_general"))
    so_gcn = _text("number")
    ngay_cap = _day("issued")

    def dehydrate_ngay_sinh(self, row: Row) -> date | str:
        return birth_of(row)

    def dehydrate_gioi_thieu(self, row: Row) -> str:
        """The bodies that introduced somebody, one after the other."""
        known = codes.of("introducing_body")
        return "; ".join(known.label(code) if code in known else code for code in row.get("bodies", ()))


class OrganizationResource(RegisterResource):
    """Organizations as they stand now, each since it first stood."""

    form = ORGANIZATIONS
    attributes = {
        "code": "organization__code",
        "full_name": "name",
        "short": "short_name",
        "what": "kind",
        "above": "parent",
        "block": "sector",
        "place": "area",
    }
    shows = frozenset()

    ma = _text("code")
    ten_to_chuc = _text("full_name")
    ten_ngan = _text("short")
    loai = Column(attribute="what", widget=ChoiceWidget(OrganizationKind.choices))
    truc_thuoc = Column(attribute="above", widget=PlaceWidget())
    khoi = Column(attribute="block", widget=CodeWidget("sector"))
    dia_ban = Column(attribute="place", widget=CodeWidget("cell_area"))
    ngay_thanh_lap = _day("founded")


class LearnerResource(RegisterResource):
    """Learners of one class with their results."""

    form = CLASS
    attributes = {
        "name": "person__full_name",
        "birth_date": "person__birth_date",
        "birth_precision": "person__birth_precision",
        "gender": "person__gender",
        "sender": "sent_by",
        "outcome": "result",
        "mark": "grade",
        "awaits": "awaits_certificate",
        "number": "certificate_number",
        "issued": "certificate_on",
    }
    shows = frozenset({
        "person.full_name", "person.birth_date", "person.birth_precision", "person.gender", "enrollment.sent_by",
        "enrollment.result", "enrollment.grade", "enrollment.awaits_certificate", "enrollment.certificate_number",
        "enrollment.certificate_on",
    })  # fmt: skip

    ho_ten = _text("name")
    ngay_sinh = Column()
    gioi_tinh = Column(attribute="gender", widget=ChoiceWidget(Person.Gender.choices))
    don_vi = Column(attribute="sender", widget=PlaceWidget())
    ket_qua = Column()
    so_gcn = _text("number")
    ngay_cap = _day("issued")

    def dehydrate_ngay_sinh(self, row: Row) -> date | str:
        return birth_of(row)

    def dehydrate_ket_qua(self, row: Row) -> str:
        """The grade of who passed; otherwise the result as people say it."""
        if row["awaits"] or row["outcome"] == Enrollment.Result.DAT:
            return str(row["mark"] or "Đạt")
        return str(Enrollment.Result(row["outcome"]).label)


class YearsWidget(widgets.CharWidget):  # type: ignore[misc]
    """A year, or a span of years as a list writes it."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return written_years(*value)


class CountWidget(widgets.IntegerWidget):  # type: ignore[misc]
    """A number of people as a number; none is none, not nothing."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> int:
        return int(value)


class FigureResource(RegisterResource):
    """Figures of organizations, one a row, with the document that states each."""

    attributes = {
        "of": "organization",
        "what": "indicator",
        "from_source": "source",
        "whose": "tier",
        "first": "first_year",
        "last": "last_year",
        "number": "value",
        "paper": "document",
    }
    shows = frozenset()

    to_chuc = Column(attribute="of", widget=PlaceWidget())
    nguon = Column(attribute="from_source", widget=CodeWidget("source"))
    chi_so = Column(attribute="what", widget=CodeWidget("indicator"))
    cua_nam = Column(attribute="years", widget=YearsWidget())
    so = Column(attribute="number", widget=CountWidget())
    van_ban = _text("paper")


class TargetResource(FigureResource):
    """Targets, those that were given and those that a unit pledged itself."""

    form = TARGETS
    loai = Column(attribute="whose", widget=CodeWidget("target_tier"))


class DeclaredResource(FigureResource):
    """Counts of past years as documents give them: the same columns in another order."""

    form = DECLARED


def birth_of(row: Row) -> date | str:
    """A birth exactly as far as it is known: a day, or text where only the month or the year is."""
    day: date = row["birth_date"]
    known = partial(day, row["birth_precision"]) if row["birth_precision"] != BirthPrecision.DAY else None
    if known is None:
        return day
    return f"{known.month}/{known.year}" if known.month > 2 else str(known)


@lru_cache(maxsize=256)
def schooling(general: str, professional: str) -> str | None:
    """Both parts of an education in one cell: "Trung học phổ thông; Đại học"."""
    parts = [
        codes.of(name).label(code)
        for name, code in (("education_general", general), ("education_professional", professional))
        if code in codes.of(name)
    ]
    return "; ".join(parts) or None


RESOURCES: dict[str, type[RegisterResource]] = {
    resource.form.kind: resource
    for resource in (
        MemberResource,
        CandidateResource,
        LearnerResource,
        OrganizationResource,
        TargetResource,
        DeclaredResource,
    )
}
"""Kind of list → what it takes from the register."""

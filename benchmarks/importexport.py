"""django-import-export importing the same file into the same tables: what our import is measured against."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from django.db.models import Max
from import_export import fields, resources, widgets
from openpyxl import load_workbook
from tablib import Dataset

from dangvien import codes
from dangvien.models import Member, Organization, Person
from dangvien.text import search_key, sort_key

HEADERS = (
    "ho_ten", "ngay_sinh", "gioi_tinh", "dan_toc", "ton_giao", "que_quan", "ngay_vao_dang", "ngay_chinh_thuc",
    "so_the", "so_ly_lich", "chi_bo", "trinh_do", "nghe_nghiep", "so_cccd",
)  # fmt: skip
"""The columns of the measured file, in their order."""

Table = tuple[tuple[str, ...], list[tuple[Any, ...]]]
"""Names of columns, and rows."""


def dataset_of(content: bytes, cells: Mapping[str, int]) -> Dataset:
    """The file as import-export takes it, read by openpyxl as it reads files, with the codes its texts stand for."""
    sheet = load_workbook(BytesIO(content), read_only=True).worksheets[0]
    dataset = Dataset(headers=[*HEADERS, "sort_key", "search_key"])
    genders = {"Nam": "nam", "Nữ": "nu"}
    for row in sheet.iter_rows(min_row=2, values_only=True):
        told = dict(zip(HEADERS, row, strict=False))
        name = str(told["ho_ten"])
        told["gioi_tinh"] = genders[str(told["gioi_tinh"])]
        told["dan_toc"] = codes.of("ethnicity").find(str(told["dan_toc"]))
        told["ton_giao"] = codes.of("religion").find(str(told["ton_giao"]))
        told["chi_bo"] = cells[str(told["chi_bo"])]
        dataset.append([*told.values(), sort_key(name), search_key(name)])
    return dataset


def _text(attribute: str, column: str) -> fields.Field:
    return fields.Field(attribute=attribute, column_name=column)


def _day(attribute: str, column: str) -> fields.Field:
    return fields.Field(attribute=attribute, column_name=column, widget=widgets.DateWidget(format="%d/%m/%Y"))


def _of(attribute: str, column: str, model: Any, field: str) -> fields.Field:
    return fields.Field(attribute=attribute, column_name=column, widget=widgets.ForeignKeyWidget(model, field))


class PersonRows(resources.ModelResource):  # type: ignore[misc]  # the library has no types
    """People, found by their number of citizens."""

    citizen_id = _text("citizen_id", "so_cccd")
    full_name = _text("full_name", "ho_ten")
    sort_key = _text("sort_key", "sort_key")
    search_key = _text("search_key", "search_key")
    birth_date = _day("birth_date", "ngay_sinh")
    gender = _text("gender", "gioi_tinh")
    ethnicity = _text("ethnicity", "dan_toc")
    religion = _text("religion", "ton_giao")
    native_place = _text("native_place", "que_quan")

    class Meta:
        model = Person
        import_id_fields = ("citizen_id",)
        fields = (
            "citizen_id", "full_name", "sort_key", "search_key", "birth_date", "gender", "ethnicity", "religion",
            "native_place",
        )  # fmt: skip


class MemberRows(resources.ModelResource):  # type: ignore[misc]
    """Members, found by their cards, who name their people."""

    card_number = _text("card_number", "so_the")
    person = _of("person", "so_cccd", Person, "citizen_id")
    organization = _of("organization", "chi_bo", Organization, "pk")
    file_number = _text("file_number", "so_ly_lich")
    admitted_on = _day("admitted_on", "ngay_vao_dang")
    official_on = _day("official_on", "ngay_chinh_thuc")

    class Meta:
        model = Member
        import_id_fields = ("card_number",)
        fields = ("card_number", "person", "organization", "file_number", "admitted_on", "official_on")


class PersonRowsInBulk(PersonRows):
    class Meta(PersonRows.Meta):
        use_bulk = True
        batch_size = 1000


class MemberRowsInBulk(MemberRows):
    class Meta(MemberRows.Meta):
        use_bulk = True
        batch_size = 1000


def import_all(dataset: Dataset, *, bulk: bool) -> None:
    """People, then members, as the library does it."""
    for resource in (PersonRowsInBulk, MemberRowsInBulk) if bulk else (PersonRows, MemberRows):
        result = resource().import_data(dataset, raise_errors=True, use_transactions=False)
        if result.has_errors() or result.totals["new"] != len(dataset):
            raise RuntimeError(f"import-export did not take every row: {result.totals}")


def copy_rows(dataset: Dataset) -> tuple[Table, Table]:
    """The same people and members as rows of their tables, with keys of their own."""
    start = (Person.objects.aggregate(last=Max("pk"))["last"] or 0) + 1_000_000
    people, members = [], []
    for key, told in enumerate(dataset.dict, start):
        people.append((
            key, told["ho_ten"], told["sort_key"], told["search_key"], "", _iso(told["ngay_sinh"]), "ngay",
            told["gioi_tinh"], told["dan_toc"], told["ton_giao"], told["que_quan"], "", told["so_cccd"], "", 1,
        ))  # fmt: skip
        members.append((
            key, key, told["chi_bo"], told["so_the"], told["so_ly_lich"], _iso(told["ngay_vao_dang"]),
            _iso(told["ngay_chinh_thuc"]),
        ))  # fmt: skip
    return (
        (
            ("id", "full_name", "sort_key", "search_key", "other_names", "birth_date", "birth_precision", "gender",
             "ethnicity", "religion", "native_place", "residence", "citizen_id", "phone", "version"),
            people,
        ),
        (
            ("id", "person_id", "organization_id", "card_number", "file_number", "admitted_on", "official_on"),
            members,
        ),
    )  # fmt: skip


def _iso(text: str) -> str:
    return datetime.strptime(text, "%d/%m/%Y").date().isoformat()  # noqa: DTZ007 - a day, no moment

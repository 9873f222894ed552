"""What goes out can come in again: an export is the same in every row when imported; a template tells of nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from openpyxl import load_workbook

from dangvien import codes
from dangvien.actions import jobs
from dangvien.actions.exporting import ask_to_export
from dangvien.imports.central import AnyUnits
from dangvien.imports.export import path_of
from dangvien.imports.resources import schooling
from dangvien.imports.templates import KINDS, template_for
from dangvien.models import Enrollment, ImportRow, Member, RosterKind, Standing, Tier
from dangvien.models.person import BirthPrecision
from dangvien.procedure.roster_facts import schooling_of
from dangvien.rosters.fields import FORMS, MEMBERS
from dangvien.rosters.judge import judge
from dangvien.rosters.layout import recognize
from dangvien.rosters.reading import read_roster
from dangvien.rosters.sheets import columns_of
from tests import factories
from tests.people import TODAY
from tests.roster_files import keep, verdicts

WHY = "Chuyển sang máy chủ mới"
NAMES = (
    "Hồ Thị H'Hen",
    "K'Brôih",
    "Y Bliă Niê",
    "Nguyễn Thị Hoà",
    "Nguyễn Thị Hòa",
    "Lê Thuỷ",
    "Đặng Văn Được",
    "Ngô Ý",
)


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def exported(by, organization, kind=RosterKind.MEMBERS, training_class=None):
    """The bytes of the register of an organization."""
    job = ask_to_export(
        by=by, kind=kind, organization=organization, name="Đảng bộ", rows=1, reason=WHY, training_class=training_class
    )
    jobs.run(str(job.pk))
    return path_of(job).read_bytes()


def brought(by, organization, content, kind="dang_vien", **more):
    """The file brought again, read and checked."""
    return keep(by, organization, (), kind=kind, content=content, **more)


@pytest.fixture
def people(world):
    """Members of every sort: names of other tongues, births known in part, no card, on probation, two of one name."""
    for number, name in enumerate(NAMES):
        member = factories.member(world.a1 if number % 2 else world.a2, name, date(2012, 4, 27))
        person = member.person
        person.gender, person.ethnicity, person.religion = "nu", "14", "01"
        person.citizen_id, person.phone = f"00118500{number:04d}", f"0905000{number:03d}"
        person.native_place, person.residence = "xã Gio Mỹ, huyện Gio Linh", "Khu phố 1, phường A"
        person.birth_date = date(1945 + number, 2, 5)
        person.save()
        Member.objects.filter(pk=member.pk).update(card_number=f"0001234{number}", file_number=f"00004{number} QT")
        Standing.objects.create(
            person=person, since=date(2010, 1, 1), general_education="thpt", professional="dai_hoc", theory="trung_cap",
            occupation="vien_chuc_cong_lap",
        )  # fmt: skip
    for name, day, precision in (
        ("Trần Văn Năm", date(1945, 1, 1), BirthPrecision.YEAR),
        ("Trần Văn Tháng", date(1950, 3, 1), BirthPrecision.MONTH),
    ):
        person = factories.member(world.a1, name).person
        person.birth_date, person.birth_precision = day, precision
        person.save()
    factories.member(world.a3, "Vũ Văn Mới", date(2023, 9, 3), official=False)


@pytest.mark.usefixtures("people")
class TestMembers:
    def test_every_row_is_the_same(self, world, an):
        batch = brought(an, world.ward_a, exported(an, world.ward_a), as_of=TODAY)

        told = {(row.record or {}).get("ho_ten"): (row.verdict, row.before, row.issues) for row in batch.rows.data()}
        assert {name: found for name, found in told.items() if found[0] != "nhu_cu" or found[1]} == {}
        assert verdicts(batch) == ["nhu_cu"] * 11

    def test_nothing_in_it_has_to_be_seen_but_births_known_in_part(self, world, an):
        batch = brought(an, world.ward_a, exported(an, world.ward_a), as_of=TODAY)

        codes = [(row.record["ho_ten"], issue["code"]) for row in batch.rows.data() for issue in row.issues]
        assert {code for _, code in codes} <= {"date_year_only", "date_incomplete"}

    def test_the_layout_is_known_whole(self, world, an):
        sheets = read_roster(exported(an, world.ward_a), "so.xlsx")
        layout = recognize(sheets[0], MEMBERS)

        assert layout.known
        assert not layout.unknown
        assert [recognize(sheet, MEMBERS).taken for sheet in sheets] == [True, False]


def test_a_class_comes_back_the_same(world, an):
    course = factories.training_class(world.ward_a, "NT-01")
    passed = {"result": "dat", "certificate_on": date(2023, 6, 20)}
    for name, facts in (
        ("Lê Đạt", {**passed, "grade": "Giỏi", "certificate_number": "007/GCN"}),
        ("Lê Hỏng", {"result": "khong_dat"}),
    ):
        line = factories.enrollment(course, factories.candidate(world.a1, name))
        Enrollment.objects.filter(pk=line.pk).update(**facts)

    content = exported(an, world.ward_a, RosterKind.CLASS, course)
    batch = brought(an, world.ward_a, content, kind="lop", training_class=course, as_of=TODAY)

    assert verdicts(batch) == ["nhu_cu"] * 2


def test_organizations_come_back_the_same(world, dung):
    """But the top of the tree, which has no superior to name: that one is told to be mended."""
    content = exported(dung, world.city, RosterKind.ORGANIZATIONS)

    batch = brought(dung, world.city, content, kind="to_chuc", as_of=TODAY)

    rows = [(row.verdict, row.before) for row in batch.rows.data().in_order()]
    assert rows == [("sai", {}), *[("nhu_cu", {})] * 6]


def test_candidates_come_back_the_same(world, an):
    for number, name in enumerate(NAMES):
        factories.candidate(world.a1, name, birth=date(1990 + number, 2, 5))
    content = exported(an, world.ward_a, RosterKind.CANDIDATES)

    batch = brought(an, world.ward_a, content, kind="nguon", as_of=TODAY)

    assert verdicts(batch) == ["nhu_cu"] * len(NAMES)


class TestTemplates:
    @pytest.mark.parametrize("kind", [kind for kind, _ in KINDS])
    def test_an_untouched_one_tells_of_nobody(self, world, kind):
        content, units = template_for(world.scope(world.city), world.ward_a, kind)
        form = FORMS[kind]

        assert units == (3 if kind in ("dang_vien", "nguon", "lop") else 4)
        for sheet in read_roster(content, "mau.xlsx"):
            layout = recognize(sheet, form)
            judged = judge(sheet, layout, form, as_of=TODAY, units=AnyUnits()) if layout.taken else ()
            assert [row.number for row in judged if row.is_data] == [], sheet.name

    def test_a_filled_one_is_judged_clean(self, world, an):
        content, _ = template_for(world.scope(world.city), world.ward_a, "dang_vien")
        book = load_workbook(BytesIO(content))
        sheet = book["Danh sách"]
        keys = [field.key for field in columns_of(MEMBERS)]
        typed: dict[str, Any] = {
            "stt": 1, "ho_ten": "Phạm Thị Mới", "ngay_sinh": "5/2/1974", "gioi_tinh": "Nữ", "dan_toc": "Kinh",
            "ton_giao": "Không", "so_cccd": "001174000012", "ngay_vao_dang": "27/3/2010",
            "ngay_chinh_thuc": "27/3/2011", "so_the": "00123456", "chi_bo": "Chi bộ A1", "trinh_do": "Đại học",
        }  # fmt: skip
        for place, key in enumerate(keys, start=1):
            sheet.cell(3, place, typed.get(key))
        written = BytesIO()
        book.save(written)

        batch = brought(an, world.ward_a, written.getvalue(), as_of=TODAY)

        (row,) = ImportRow.objects.filter(batch=batch).data()
        assert (row.number, row.verdict, row.issues) == (3, "moi", [])
        record = row.record or {}
        assert (record["so_cccd"], record["ngay_sinh"]) == ("001174000012", "1974-02-05")


GENERAL = ["", *(line.code for line in codes.of("education_general"))]
PROFESSIONAL = ["", *(line.code for line in codes.of("education_professional"))]


@pytest.mark.parametrize(("general", "professional"), [*product(GENERAL, PROFESSIONAL)])
def test_every_education_is_read_back(general, professional):
    said = schooling_of({"trinh_do": schooling(general, professional)})

    held = {"general_education": general, "professional": professional}
    assert said.codes == {name: code for name, code in held.items() if code}


@pytest.mark.parametrize(
    ("key", "name", "column"), [("ly_luan", "political_theory", "theory"), ("nghe_nghiep", "occupation", "occupation")]
)
def test_every_label_is_read_back(key, name, column):
    for line in codes.of(name):
        assert schooling_of({key: line.label}).codes == {column: line.code}


@pytest.mark.parametrize(("kind", "purpose"), [("chi_tieu", "chi_tieu"), ("so_lieu", "ket_qua")])
def test_figures_come_back_the_same(world, dung, kind, purpose):
    """Years and spans, sources, the document of each; also a nought. What was taken back does not go out."""
    written: list[dict[str, Any]] = [
        {"first_year": 2019, "last_year": 2019, "value": 0},
        {"first_year": 2015, "last_year": 2020, "value": 120, "indicator": "hoc_lop"},
        {"first_year": 2020, "last_year": 2020, "value": 7, "source": next(iter(codes.of("source"))).code},
        {"first_year": 2021, "last_year": 2021, "value": 9, "voided_at": datetime(2024, 1, 1, tzinfo=UTC)},
    ]
    if purpose == "chi_tieu":  # what was given and what was pledged of one year are two figures
        written.append({"first_year": 2020, "last_year": 2020, "value": 11, "tier": Tier.PLEDGED})
        written.append({"first_year": 2020, "last_year": 2020, "value": 8})
    for place, facts in enumerate(written):
        document = f"Nghị quyết số {place}-NQ/ĐU ngày 05/01/2020"
        of = world.ward_a if place else world.a1
        factories.declared_figure(of, dung, purpose=purpose, document=document, **facts)
    content = exported(dung, world.city, RosterKind(kind))

    batch = brought(dung, world.city, content, kind=kind, document="Văn bản của cả tệp", as_of=TODAY)

    told = [(row.verdict, row.before, row.issues) for row in batch.rows.data()]
    values = [0, 7, 120] if purpose == "ket_qua" else [0, 7, 8, 11, 120]
    assert told == [("nhu_cu", {}, [])] * len(values)
    assert sorted(row.record["so"] for row in batch.rows.data()) == values

"""The register of a subtree as a file: everything in its cell, text stays text, nothing invented, nothing outside."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from dangvien import codes, privacy
from dangvien.actions import jobs
from dangvien.actions.exporting import EXPORT, ask_to_export
from dangvien.day_files import forget_old_files
from dangvien.imports import export
from dangvien.imports.export import extent_of, path_of
from dangvien.imports.resources import RESOURCES, birth_of, schooling
from dangvien.models import AuditEntry, Enrollment, Job, Member, OrganizationKind, RosterKind, Standing
from dangvien.models.person import BirthPrecision
from dangvien.procedure.problem import Refused
from dangvien.rosters.fields import MEMBERS
from dangvien.rosters.sheets import columns_of
from tests import factories
from tests.dangvien.reading import mistakes, newest_entry, page_of

ADDRESS = "/xuat-so/"
WHY = "Đối chiếu với danh sách của Ban Tổ chức"
LABELS = [field.label for field in columns_of(MEMBERS)]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def read(day):
    """A day as the reader of workbooks gives it back."""
    return datetime.fromisoformat(day)


def named(cell, name, **more):
    """A member with facts of the person and of the membership."""
    member = factories.member(cell, name)
    own = {field.name for field in Member._meta.concrete_fields}
    for key, value in more.items():
        setattr(member if key in own else member.person, key, value)
    member.person.save()
    member.save()
    return member


def asked(by, organization, kind=RosterKind.MEMBERS, **more):
    """The job that was asked for and done."""
    job = ask_to_export(
        by=by, kind=kind, organization=organization, name="Đảng bộ Phường A", rows=1, reason=WHY, **more
    )
    jobs.run(str(job.pk))
    job.refresh_from_db()
    return job


def rows_of(job):
    sheet = load_workbook(path_of(job))["Danh sách"]
    return [dict(zip([cell.value for cell in sheet[1]], row, strict=True)) for row in sheet.iter_rows(min_row=2)]


def values(row):
    return {label: cell.value for label, cell in row.items() if cell.value is not None}


class TestContent:
    def test_a_member_with_everything(self, world, an):
        member = named(
            world.a1,
            "Hồ Thị H'Hen",
            other_names="Ba Hen",
            birth_date=date(1974, 2, 5),
            gender="nu",
            ethnicity="14",
            religion="01",
            native_place="xã Gio Mỹ, huyện Gio Linh",
            residence="Khu phố 1",
            citizen_id="001174000012",
            phone="0905000111",
            card_number="00123456",
            file_number="000045 QT",
            admitted_on=date(2010, 3, 27),
            official_on=date(2011, 3, 27),
        )
        Standing.objects.create(
            person=member.person, since=date(2000, 1, 1), professional="trung_cap", occupation="vien_chuc_cong_lap"
        )
        Standing.objects.create(
            person=member.person,
            since=date(2010, 1, 1),
            general_education="thpt",
            professional="dai_hoc",
            theory="trung_cap",
            occupation="vien_chuc_cong_lap",
        )

        (row,) = rows_of(asked(an, world.ward_a))

        assert list(row) == LABELS
        found = values(row)
        assert found == {
            "STT": 1,
            "Họ và tên": "Hồ Thị H'Hen",
            "Tên gọi khác": "Ba Hen",
            "Ngày sinh": read("1974-02-05"),
            "Giới tính": "Nữ",
            "Dân tộc": member.person.ethnicity_label,
            "Tôn giáo": member.person.religion_label,
            "Quê quán": "xã Gio Mỹ, huyện Gio Linh",
            "Nơi thường trú": "Khu phố 1",
            "Số căn cước": "001174000012",
            "Ngày vào Đảng": read("2010-03-27"),
            "Ngày chính thức": read("2011-03-27"),
            "Số thẻ đảng": "00123456",
            "Số lý lịch": "000045 QT",
            "Chi bộ": "Chi bộ A1",
            "Trình độ": "Trung học phổ thông; Đại học",
            "Lý luận chính trị": "Trung cấp",
            "Nghề nghiệp": codes.of("occupation").label("vien_chuc_cong_lap"),
            "Điện thoại": "0905000111",
        }
        assert {label: row[label].data_type for label in ("Số căn cước", "Số thẻ đảng", "Điện thoại")} == dict.fromkeys(
            ("Số căn cước", "Số thẻ đảng", "Điện thoại"), "s"
        )
        shapes = {row[label].value: row[label].number_format for label in ("Ngày sinh", "Ngày vào Đảng")}
        assert shapes == {read("1974-02-05"): "dd/mm/yyyy", read("2010-03-27"): "dd/m/yyyy"}

    @pytest.mark.parametrize(
        "name", ["=Nguyễn Văn An", "+84", "-An", "@Nguyễn An", "H'Hen", "K'Brôih", "Y Bliă Niê", "Hoà", "Hòa", "Thuỷ"]
    )
    def test_a_name_stays_as_it_is(self, world, an, name):
        named(world.a1, name)

        (row,) = rows_of(asked(an, world.ward_a))

        cell = row["Họ và tên"]
        assert (cell.value, cell.data_type) == (name, "s")
        assert bool(cell.quotePrefix) == (name[0] in "=+-@")

    @pytest.mark.parametrize(
        ("day", "precision", "shown"),
        [
            (date(1945, 1, 1), BirthPrecision.YEAR, "1945"),
            (date(1945, 2, 1), BirthPrecision.MONTH, "02/1945"),
            (date(1945, 3, 1), BirthPrecision.MONTH, "3/1945"),
            (date(1945, 3, 1), BirthPrecision.DAY, date(1945, 3, 1)),
        ],
    )
    def test_a_birth_is_told_as_far_as_it_is_known(self, day, precision, shown):
        assert birth_of({"birth_date": day, "birth_precision": precision}) == shown

    def test_no_card_and_no_official_day_stay_empty(self, world, an):
        factories.member(world.a1, "Lê Văn Mới", date(2024, 5, 19), official=False)

        (row,) = rows_of(asked(an, world.ward_a))

        assert not {"Số thẻ đảng", "Ngày chính thức", "Số căn cước", "Ghi chú"} & values(row).keys()

    def test_order_is_by_cell_then_by_name(self, world, an):
        for cell, name in ((world.a2, "Lê An"), (world.a1, "Trần Bình"), (world.a1, "Vũ An")):
            named(cell, name)

        rows = rows_of(asked(an, world.ward_a))

        assert [(row["STT"].value, row["Họ và tên"].value) for row in rows] == [
            (1, "Vũ An"),
            (2, "Trần Bình"),
            (3, "Lê An"),
        ]

    def test_cells_of_one_name_are_told_with_what_stands_above(self, world, chi):
        twin = factories.organization("b-9", "Chi bộ A1", OrganizationKind.CHI_BO, world.ward_b)
        named(world.a1, "Lê An")
        named(twin, "Lê Bình")

        rows = rows_of(asked(chi, world.city))

        assert [row["Chi bộ"].value for row in rows] == ["Chi bộ A1, Đảng bộ Phường A", "Chi bộ A1, Đảng bộ Phường B"]

    def test_who_left_and_who_is_elsewhere_are_not_there(self, world, an):
        named(world.a1, "Lê An")
        named(world.b1, "Trần Ngoài")
        gone = factories.member(world.a1, "Vũ Đã Đi")
        Member.objects.filter(pk=gone.pk).update(organization=None)

        assert [row["Họ và tên"].value for row in rows_of(asked(an, world.ward_a))] == ["Lê An"]

    def test_a_class_list(self, world, an):
        course = factories.training_class(world.ward_a, "NT-01")
        states: list[tuple[str, dict[str, Any]]] = [
            (
                "Lê Đạt",
                {
                    "result": "dat",
                    "grade": "Giỏi",
                    "certificate_number": "007/GCN",
                    "certificate_on": date(2023, 6, 20),
                },
            ),
            ("Lê Hỏng", {"result": "khong_dat"}),
            ("Lê Xong", {"result": "dat", "certificate_number": "008/GCN", "certificate_on": date(2023, 6, 20)}),
        ]
        for name, facts in states:
            line = factories.enrollment(course, factories.candidate(world.a1, name))
            Enrollment.objects.filter(pk=line.pk).update(**facts)

        rows = [values(row) for row in rows_of(asked(an, world.ward_a, RosterKind.CLASS, training_class=course))]

        assert [(row["Họ và tên"], row["Kết quả"], row.get("Số giấy chứng nhận"), row["Đơn vị"]) for row in rows] == [
            ("Lê Đạt", "Giỏi", "007/GCN", "Chi bộ A1"),
            ("Lê Hỏng", "Không đạt", None, "Chi bộ A1"),
            ("Lê Xong", "Đạt", "008/GCN", "Chi bộ A1"),
        ]

    def test_a_candidate_with_everything(self, world, an):
        candidate = factories.candidate(world.a1, "Y Bliă Niê", date(2023, 3, 27), date(1998, 2, 5))
        factories.certificate(candidate, factories.training_class(world.ward_a))
        candidate.introductions.create(body=codes.of("introducing_body").codes[0].code)
        candidate.introductions.create(body=codes.of("introducing_body").codes[1].code)
        Standing.objects.create(person=candidate.person, since=date(2020, 1, 1), general_education="thpt")
        factories.closed(factories.candidate(world.a1, "Lê Đã Thôi"), date(2024, 1, 1))

        (row,) = [values(row) for row in rows_of(asked(an, world.ward_a, RosterKind.CANDIDATES))]

        bodies = [line.label for line in codes.of("introducing_body").codes[:2]]
        assert (row["Họ và tên"], row["Ngày sinh"], row["Chi bộ theo dõi"]) == (
            "Y Bliă Niê",
            read("1998-02-05"),
            "Chi bộ A1",
        )
        assert (row["Nguồn"], row["Ngày vào danh sách"]) == (candidate.source_label, read("2023-03-27"))
        assert row["Đoàn thể giới thiệu"] == "; ".join(bodies)
        assert row["Giáo dục phổ thông"] == "Trung học phổ thông"
        assert row["Số giấy chứng nhận"] == Enrollment.objects.get().certificate_number

    def test_organizations_from_the_top_down(self, world, an):
        rows = [values(row) for row in rows_of(asked(an, world.ward_a, RosterKind.ORGANIZATIONS))]

        assert [(row["Mã tổ chức"], row["Tên tổ chức"], row.get("Trực thuộc")) for row in rows] == [
            ("phuong-a", "Đảng bộ Phường A", "Đảng bộ thành phố"),
            ("a-1", "Chi bộ A1", "Đảng bộ Phường A"),
            ("a-2", "Chi bộ A2", "Đảng bộ Phường A"),
            ("a-3", "Chi bộ A3", "Đảng bộ Phường A"),
        ]
        assert {row["Loại"] for row in rows} == {"Đảng bộ cơ sở", "Chi bộ trực thuộc"}
        assert rows[3]["Ngày thành lập"] == read("2023-01-01")

    def test_every_page_and_the_file_say_whose_copy_it_is(self, world, an):
        named(world.a1, "Lê An")

        book: Any = load_workbook(path_of(asked(an, world.ward_a)))

        who = "Nguyễn Thị An (an) xuất lúc 12:00 ngày 03/6/2024"
        for sheet in book.worksheets:
            assert sheet.oddFooter.left.text == who
            assert sheet.oddHeader.right.text == f"Để: {WHY}"
        assert (book.properties.creator, book.properties.description) == ("Nguyễn Thị An (an)", f"{who}. Để: {WHY}")
        assert book["Hướng dẫn"]["A2"].value == f"{who}. Để: {WHY}"
        assert book["Danh sách"].max_row == 2


class TestPrivacy:
    @pytest.mark.parametrize("kind", sorted(RESOURCES))
    def test_only_what_may_leave_leaves(self, kind):
        shows = RESOURCES[kind].shows

        assert (
            sorted(name for name in shows if not privacy.column(name).exported and name not in privacy.OF_REGISTER_FILE)
            == []
        )
        assert {privacy.column(name).protection for name in shows} <= set(privacy.Protection)

    def test_nothing_may_leave_that_no_file_shows(self):
        shown = frozenset().union(*(resource.shows for resource in RESOURCES.values())) | {"person.birth_precision"}

        assert sorted(privacy.OF_REGISTER_FILE - shown) == []

    @pytest.mark.parametrize("kind", sorted(RESOURCES))
    def test_every_column_of_a_resource_is_one_of_its_form(self, kind):
        resource = RESOURCES[kind]

        assert set(resource.fields) <= {field.key for field in resource.form.fields if field.template}


class TestAsking:
    def test_the_whole_way(self, world, an, as_an):
        named(world.a1, "Lê An")
        page_of(as_an.get(ADDRESS))

        sent = {"kind": "dang_vien", "organization": world.ward_a.pk, "reason": WHY}
        answer = as_an.post(ADDRESS, sent)

        job = Job.objects.get(kind=EXPORT)
        assert answer["Location"] == f"/viec/{job.pk}/"
        entry = newest_entry()
        assert (entry.verb, entry.actor_id, entry.organization_id, entry.reason) == (
            "xuất Excel",
            an.pk,
            world.ward_a.pk,
            WHY,
        )
        assert entry.after == {"danh sách": "Danh sách đảng viên: Đảng bộ Phường A", "số dòng": 1}
        jobs.run(str(job.pk))
        job.refresh_from_db()
        assert (job.state, job.result_url, job.step, job.steps) == ("xong", f"{ADDRESS}{job.pk}/tep/", 1, 1)
        taken = as_an.get(job.result_url)
        assert taken["Content-Disposition"] == 'attachment; filename="danh-sach-dang-vien-dang-bo-phuong-a.xlsx"'
        assert load_workbook(BytesIO(taken.getvalue()))["Danh sách"]["B2"].value == "Lê An"
        assert (newest_entry().verb, newest_entry().reason) == ("tải sổ đã xuất", WHY)
        assert "Tải tệp" in page_of(as_an.get(ADDRESS)).texts("a")

    @pytest.mark.parametrize("reason", ["", "abc", "x" * 201])
    def test_without_a_reason_nothing_is_asked(self, world, as_an, reason):
        named(world.a1, "Lê An")

        found = mistakes(as_an.post(ADDRESS, {"kind": "dang_vien", "organization": world.ward_a.pk, "reason": reason}))

        assert list(found) == ["reason"]
        assert not Job.objects.exists()
        assert not AuditEntry.objects.filter(verb="xuất Excel").exists()

    def test_a_class_list_without_a_class_and_an_empty_list_are_refused(self, world, an):
        with pytest.raises(Refused) as refused:
            ask_to_export(
                by=an, kind=RosterKind.CLASS, organization=world.ward_a, name="Đảng bộ Phường A", rows=0, reason=""
            )

        assert [problem.field for problem in refused.value.problems] == ["reason", "training_class", "organization"]
        assert not Job.objects.exists()

    def test_asked_twice_it_is_done_once(self, world, as_an):
        named(world.a1, "Lê An")
        sent = {
            "kind": "dang_vien",
            "organization": world.ward_a.pk,
            "reason": WHY,
            "token": "0f5ad6f0-43a4-4a8e-9c4e-8d3a4c3e2b10",
        }

        for _ in range(2):
            as_an.post(ADDRESS, sent)

        assert Job.objects.filter(kind=EXPORT).count() == 1

    def test_an_organization_outside_is_not_on_offer(self, world, as_an):
        found = mistakes(as_an.post(ADDRESS, {"kind": "dang_vien", "organization": world.ward_b.pk, "reason": WHY}))

        assert list(found) == ["organization"]

    def test_who_may_not_is_told_so(self, as_giang, as_hoa):
        assert [client.get(ADDRESS).status_code for client in (as_giang, as_hoa)] == [403, 403]


class TestFile:
    def test_nobody_else_takes_it(self, world, an, as_chi, as_binh):
        named(world.a1, "Lê An")
        job = asked(an, world.ward_a)

        assert [client.get(job.result_url).status_code for client in (as_chi, as_binh)] == [404, 404]

    def test_it_goes_after_a_day(self, world, an, as_an, files):
        named(world.a1, "Lê An")
        job = asked(an, world.ward_a)
        Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(hours=25))

        answer = as_an.get(job.result_url)

        assert answer.status_code == 410
        assert "24 giờ" in answer.content.decode()
        old = (timezone.now() - timedelta(hours=25)).timestamp()
        os.utime(path_of(job), (old, old))
        assert forget_old_files() == 1
        assert list((files / "xuat-so").iterdir()) == []

    def test_a_role_that_was_lost_meanwhile_gives_nothing(self, world, an):
        named(world.a1, "Lê An")
        job = ask_to_export(
            by=an, kind=RosterKind.MEMBERS, organization=world.ward_a, name="Đảng bộ Phường A", rows=1, reason=WHY
        )
        an.appointments.update(role="xem")

        jobs.run(str(job.pk))

        job.refresh_from_db()
        assert (job.state, job.message) == ("loi", export.OUT_OF_SCOPE)
        assert not path_of(job).exists()

    def test_a_worker_that_dies_leaves_no_half_file(self, world, an, files, monkeypatch):
        named(world.a1, "Lê An")

        def die(*_):
            raise RuntimeError

        monkeypatch.setattr(export, "write", die)
        job = asked(an, world.ward_a)

        assert job.state == "loi"
        assert list((files / "xuat-so").iterdir()) == []

    def test_written_twice_it_is_one_file(self, world, an, files):
        named(world.a1, "Lê An")
        job = asked(an, world.ward_a)

        Job.objects.filter(pk=job.pk).update(state=Job.State.CHO)
        jobs.run(str(job.pk))

        assert [path.name for path in (files / "xuat-so").iterdir()] == [f"{job.pk}.xlsx"]


def test_queries_do_not_grow_with_the_people(world):
    named(world.a1, "Lê An")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            extent = extent_of(world.scope(world.ward_a), world.ward_a, "dang_vien")
            assert sum(len(rows) for rows in extent.slices) == extent.count
        return len(captured)

    few = queries()
    for number in range(12):
        named(world.a2 if number % 2 else world.a1, f"Trần Văn {number}")
    assert queries() == few


@pytest.mark.parametrize(
    ("general", "professional", "said"),
    [("", "", None), ("thpt", "", "Trung học phổ thông"), ("", "dai_hoc", "Đại học"), ("lạ", "dai_hoc", "Đại học")],
)
def test_schooling_in_one_cell(general, professional, said):
    assert schooling(general, professional) == said

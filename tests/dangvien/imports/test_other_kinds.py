"""Workbooks of candidates, organizations, targets and declared figures on their whole way: read, checked, written,
taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from dangvien.actions import importing
from dangvien.imports.allowed import NOT_ALLOWED
from dangvien.models import (
    AuditEntry,
    Candidate,
    DeclaredFigure,
    ImportBatch,
    ImportRow,
    Job,
    Organization,
    Placement,
    RosterKind,
    User,
    Verdict,
)
from tests import factories
from tests.people import TODAY, World
from tests.roster_files import commit as write
from tests.roster_files import done, verdicts
from tests.roster_files import undo as take_back

REPORT = "Báo cáo số 45-BC/ĐU ngày 05/01/2024"
Rows = Sequence[Sequence[Any]]


def workbook(rows: Rows, sheet: str = "Danh sách") -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


Bring = Callable[..., ImportBatch]


@pytest.fixture
def bring(world: World, dung: User) -> Bring:
    """Bring a workbook for ward A as the city's administrator, and have it read and checked."""

    def brought(kind: RosterKind, rows: Rows, document: str = "", **options: Any) -> ImportBatch:
        batch = importing.keep_batch(
            by=dung,
            organization=world.ward_a,
            kind=kind,
            as_of=TODAY,
            content=workbook(rows),
            file_name="danh-sach.xlsx",
            document=document,
            options=options,
        )
        return done(batch)

    return brought


def issues(batch: ImportBatch) -> list[tuple[int, str, str, str]]:
    """Row, column, code and severity of everything there is to see."""
    return [
        (row.number, issue["column"], issue["code"], issue["severity"])
        for row in batch.rows.data().in_order()
        for issue in row.issues
    ]


def commit(batch: ImportBatch, by: User) -> ImportBatch:
    job = write(by, batch)
    assert job.state == Job.State.XONG, job.message
    batch.refresh_from_db()
    return batch


def undo(batch: ImportBatch, by: User) -> ImportBatch:
    job = take_back(by, batch)
    assert job.state == Job.State.XONG, job.message
    batch.refresh_from_db()
    return batch


# Declared figures and targets


WIDE: Rows = [
    ["ĐẢNG BỘ PHƯỜNG A"],
    ["KẾT QUẢ KẾT NẠP ĐẢNG VIÊN CÁC NĂM"],
    [],
    ["STT", "Đơn vị", "Nội dung", 2018, 2019, "Năm 2020"],
    [1, "Chi bộ A1", "Kết nạp đảng viên", 2, 0, 3],
    [2, "Chi bộ A2", "Kết nạp đảng viên", None, 1, 1],
    [3, "Chi bộ Z", "Kết nạp đảng viên", 1, 1, 1],
    ["", "Cộng", "", 3, 2, 5],
]


def figures() -> set[tuple[str, str, int, int]]:
    return {
        (row.organization.code, row.purpose, row.first_year, row.value)
        for row in DeclaredFigure.objects.standing().select_related("organization")
    }


def test_a_wide_table_of_years_is_read_written_and_taken_back(bring: Bring, dung: User):
    batch = bring(RosterKind.DECLARED, WIDE, REPORT)

    assert batch.state == ImportBatch.State.CHECKED, batch.message
    assert verdicts(batch) == [Verdict.NEW, Verdict.NEW, Verdict.WRONG]
    assert issues(batch) == [(7, "B", "unit_unknown", "error")]

    commit(batch, dung)

    assert figures() == {
        ("a-1", "ket_qua", 2018, 2),
        ("a-1", "ket_qua", 2019, 0),
        ("a-1", "ket_qua", 2020, 3),
        ("a-2", "ket_qua", 2019, 1),
        ("a-2", "ket_qua", 2020, 1),
    }
    assert set(DeclaredFigure.objects.values_list("document", flat=True)) == {REPORT}

    assert undo(batch, dung).counts["left"] == 0
    assert figures() == set()
    assert DeclaredFigure.objects.count() == 5


LONG: Rows = [
    ["STT", "Tổ chức", "Chỉ số", "Nguồn", "Năm", "Số", "Văn bản"],
    [1, "Đảng bộ Phường A", "Tổng số đảng viên", None, 2019, 245, None],
    [2, "Đảng bộ Phường A", "Tổng số đảng viên", None, "2015-2018", 240, "Báo cáo 7-BC/ĐU"],
    [3, "Đảng bộ Phường A", "Tổng số đảng viên", None, 2019, 246, None],
    [4, "Đảng bộ Phường A", "Số xe đạp", None, 2019, 1, None],
    [5, "Đảng bộ Phường A", "Kết nạp", None, 2019, "mười hai", None],
    [6, "Đảng bộ Phường A", "Kết nạp", None, 2031, 3, None],
    [7, "Đảng bộ Phường A", "Kết nạp", None, 2019, 2.5, None],
    [8, "Đảng bộ Phường A", "Kết nạp", None, None, 2, None],
]


def test_every_bad_cell_of_a_long_table_is_told_at_once(bring: Bring, dung: User):
    batch = bring(RosterKind.DECLARED, LONG, REPORT)

    assert verdicts(batch)[:3] == [Verdict.NEW, Verdict.NEW, Verdict.WRONG]
    assert set(verdicts(batch)[3:]) == {Verdict.WRONG}
    assert {row for row, *_ in issues(batch)} == {4, 5, 6, 7, 8, 9}
    assert all(severity == "error" for *_, severity in issues(batch))
    columns = {row: column for row, column, *_ in issues(batch)}
    assert columns == {4: "E", 5: "C", 6: "F", 7: "E", 8: "F", 9: "E"}

    commit(batch, dung)
    assert figures() == {("phuong-a", "ket_qua", 2019, 245), ("phuong-a", "ket_qua", 2015, 240)}


def test_what_another_document_declared_shows_before_and_after(bring: Bring, world: World, dung: User):
    factories.declared_figure(world.ward_a, dung, indicator="dang_vien", value=244, document="Báo cáo cũ")
    batch = bring(RosterKind.DECLARED, LONG[:2], REPORT)

    row = batch.rows.data().get()
    assert (row.verdict, row.before) == (Verdict.CHANGED, {"so": 244, "van_ban_chung": "Báo cáo cũ"})

    commit(batch, dung)
    assert figures() == {("phuong-a", "ket_qua", 2019, 245)}

    undo(batch, dung)
    assert figures() == {("phuong-a", "ket_qua", 2019, 244)}


def test_a_register_that_changed_since_the_check_is_said_and_nothing_is_written(bring: Bring, world: World, dung: User):
    batch = bring(RosterKind.DECLARED, LONG[:2], REPORT)
    factories.declared_figure(world.ward_a, dung, indicator="dang_vien", value=244)

    job = write(dung, batch)

    assert (job.state, job.message) == (Job.State.LOI, importing.STALE)
    assert figures() == {("phuong-a", "ket_qua", 2019, 244)}


def test_targets_by_source_look_ahead(bring: Bring, chi: User):
    batch = bring(
        RosterKind.TARGETS,
        [
            ["TT", "Đơn vị", "Nguồn", "Chỉ số", "Năm", "Chỉ tiêu"],
            [1, "Chi bộ A1", "Nông thôn", "Kết nạp", "2025", "3"],
            [2, "Chi bộ A1", "Học sinh, sinh viên", "Kết nạp", "2025-2030", "1.000"],
        ],
        "Nghị quyết 02-NQ/ĐU",
    )
    assert verdicts(batch) == [Verdict.NEW, Verdict.NEW]

    commit(batch, chi)

    found = {(row.source, row.first_year, row.last_year, row.value) for row in DeclaredFigure.objects.standing()}
    assert found == {("nong_thon", 2025, 2025, 3), ("hoc_sinh_sinh_vien", 2025, 2030, 1000)}


# Organizations

TREE: Rows = [
    ["STT", "Mã", "Tên tổ chức", "Loại", "Trực thuộc", "Địa bàn", "Ngày thành lập"],
    [1, "cho-1", "Chi bộ Chợ 1", "Chi bộ", "Đảng bộ bộ phận Chợ", "Khu dân cư", "20/5/2024"],
    [2, "cho", "Đảng bộ bộ phận Chợ", "Đảng bộ bộ phận", "Đảng bộ Phường A", None, "20/5/2024"],
    [3, "a-1", "Chi bộ A1", "Chi bộ trực thuộc", "Đảng bộ Phường A", None, "01/01/2010"],
    [4, "a-2", "Chi bộ Chợ cũ", "Chi bộ trực thuộc", "Đảng bộ Phường A", None, "01/01/2010"],
    [5, None, "Chi bộ Chợ 2", "Câu lạc bộ", "Đảng bộ bộ phận Chợ", None, "20/5/2024"],
    [6, None, "Chi bộ Chợ 3", "Chi bộ", "Đảng bộ Phường Z", None, "20/5/2024"],
]


def test_a_list_of_organizations_is_read_founded_and_taken_back(bring: Bring, dung: User):
    batch = bring(RosterKind.ORGANIZATIONS, TREE)

    assert verdicts(batch) == [
        Verdict.NEW,
        Verdict.NEW,
        Verdict.SAME,
        Verdict.LEFT_OUT,
        Verdict.WRONG,
        Verdict.WRONG,
    ]
    assert [(row, code) for row, _, code, _ in issues(batch)] == [
        (5, "organization_differs"),
        (6, "code_unknown"),
        (7, "parent_unknown"),
    ]

    commit(batch, dung)

    cell = Placement.objects.select_related("parent").get(organization__code="cho-1")
    assert (cell.name, cell.area, cell.valid_from) == ("Chi bộ Chợ 1", "khu_dan_cu", date(2024, 5, 20))
    assert cell.parent is not None
    assert cell.parent.code == "cho"

    assert undo(batch, dung).counts["left"] == 0
    assert not Organization.objects.filter(code__in=["cho", "cho-1"]).exists()


# Candidates

CANDIDATES: Rows = [
    ["DANH SÁCH QUẦN CHÚNG ƯU TÚ"],
    ["STT", "Họ và tên", "Ngày sinh", "Nam", "Nữ", "Dân tộc", "Tôn giáo", "Chi bộ", "Nguồn", "Ngày vào danh sách",
     "Đoàn thể giới thiệu"],
    [1, "Nguyễn Thị Hạnh", "12/4/1998", None, "x", "Kinh", "Không", "Chi bộ A1", "Nông thôn", "01/3/2024", "Đoàn TN"],
    [2, "Lê Văn Tới", "1999", "x", None, "Kinh", "Không", "CB A2", None, "01/3/2024", None],
    [3, "Phạm Văn Lùi", "31/02/1999", "x", None, "Kinh", "Không", "Chi bộ A2", None, "01/3/2024", None],
    [4, "Võ Thị Mơ", "12/5/1999", None, "x", "Kinh", "Không", "Chi bộ A2", "Người quen", "01/3/2024", None],
]  # fmt: skip


def test_a_list_of_candidates_is_read_written_and_taken_back(bring: Bring, dung: User):
    batch = bring(RosterKind.CANDIDATES, CANDIDATES)

    assert verdicts(batch) == [Verdict.NEW, Verdict.NEW, Verdict.WRONG, Verdict.WRONG]
    assert ("date_invalid", "error") in [(code, severity) for row, _, code, severity in issues(batch) if row == 5]
    assert ("code_unknown", "error") in [(code, severity) for row, _, code, severity in issues(batch) if row == 6]

    commit(batch, dung)

    hanh = Candidate.objects.get(person__full_name="Nguyễn Thị Hạnh")
    assert (hanh.organization.code, hanh.source, hanh.opened_on) == ("a-1", "nong_thon", date(2024, 3, 1))
    assert [row.body for row in hanh.introductions.all()] == ["doan_thanh_nien"]
    assert Candidate.objects.count() == 2
    assert AuditEntry.objects.filter(verb="đưa vào danh sách nguồn").count() == 2

    assert undo(batch, dung).counts["left"] == 0
    assert not Candidate.objects.exists()
    assert ImportRow.objects.filter(committed=True).count() == 2


def test_the_same_file_again_after_it_was_taken_back_is_new_again(bring: Bring, dung: User):
    first = bring(RosterKind.CANDIDATES, CANDIDATES)
    commit(first, dung)
    undo(first, dung)

    assert verdicts(bring(RosterKind.CANDIDATES, CANDIDATES))[:2] == [Verdict.NEW, Verdict.NEW]


# Who may


def test_only_who_may_found_an_organization_brings_a_list_of_them(world: World, an: User, as_an, as_dung):
    asked = "/nhap-danh-sach/dua-len/"
    assert 'value="to_chuc"' not in as_an.get(asked).content.decode()
    assert "Phương án sắp xếp" in as_dung.get(asked).content.decode()

    sent = {"kind": "to_chuc", "organization": world.ward_a.pk, "as_of": "03/06/2024"}
    file = SimpleUploadedFile("to-chuc.xlsx", workbook(TREE))
    page = as_an.post(asked, {**sent, "file": file}).content.decode()

    assert "Chọn loại danh sách trong danh sách." in page
    assert not ImportBatch.objects.exists()


def test_a_list_of_organizations_is_not_written_for_somebody_who_may_not_found(world: World, an: User):
    batch = importing.keep_batch(
        by=an,
        organization=world.ward_a,
        kind=RosterKind.ORGANIZATIONS,
        as_of=TODAY,
        content=workbook(TREE),
        file_name="to-chuc.xlsx",
    )
    job = write(an, done(batch))

    assert (job.state, job.message) == (Job.State.LOI, NOT_ALLOWED[RosterKind.ORGANIZATIONS])
    assert not Organization.objects.filter(code="cho").exists()


def test_targets_are_not_written_for_somebody_who_sets_none(world: World, dung: User):
    batch = importing.keep_batch(
        by=dung, organization=world.ward_a, kind=RosterKind.TARGETS, as_of=TODAY, content=workbook(WIDE),
        file_name="chi-tieu.xlsx", document=REPORT,
    )  # fmt: skip
    job = write(dung, done(batch))

    assert (job.state, job.message) == (Job.State.LOI, NOT_ALLOWED[RosterKind.TARGETS])
    assert not DeclaredFigure.objects.exists()


def test_figures_are_brought_by_a_ward_for_itself_alone(world: World, an: User, as_binh):
    batch = importing.keep_batch(
        by=an,
        organization=world.ward_a,
        kind=RosterKind.DECLARED,
        as_of=TODAY,
        content=workbook(WIDE),
        file_name="so-lieu.xlsx",
        document=REPORT,
    )
    batch = done(batch)

    assert as_binh.get(f"/nhap-danh-sach/{batch.pk}/").status_code == 404
    commit(batch, an)
    assert len(figures()) == 5


def test_the_rows_of_a_wide_table_show_their_years(world: World, an: User, as_an):
    batch = importing.keep_batch(
        by=an,
        organization=world.ward_a,
        kind=RosterKind.DECLARED,
        as_of=TODAY,
        content=workbook(WIDE),
        file_name="so-lieu.xlsx",
        document=REPORT,
    )
    done(batch)

    page = as_an.get(f"/nhap-danh-sach/{batch.pk}/dong/?loai=moi").content.decode()

    assert "2018: 2; 2019: 0; 2020: 3" in page

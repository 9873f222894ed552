"""Screens of importing: the history, sending a file, each state of a batch, rows by verdict, columns, copies."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from dangvien.models import ImportBatch, ImportFile, ImportRow, Job, Verdict
from dangvien.permissions import Permission
from dangvien.rosters.sizes import TOO_LARGE
from dangvien.sentences import act_of
from dangvien.uploads import TAKEN, Taken
from tests import factories
from tests.dangvien.reading import heads, mistakes, newest_entry, page_of, queries_of
from tests.roster_files import keep, member

LIST = "/nhap-danh-sach/"
UPLOAD = "/nhap-danh-sach/dua-len/"
LAYOUT = {
    "sheets": [
        {
            "name": "Danh sách",
            "rows": 3,
            "header_rows": [3],
            "columns": {"ho_ten": [1], "ngay_sinh": [2], "so_the": [3], "chi_bo": [4]},
            "unknown": [[5, "Nhóm máu"]],
            "encodings": [{"column": 1, "from": "tcvn3", "before": "NguyÔn V¨n An", "after": "Nguyễn Văn An"}],
        },
        {"name": "Bản cũ", "state": "hidden", "taken": False, "why": "Trang tính ẩn.", "columns": {"ho_ten": [1]}},
    ]
}


def book() -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Danh sách"
    for line in (
        ["DANH SÁCH ĐẢNG VIÊN"],
        [],
        ["STT", "Họ và tên", "Ngày sinh", "Số thẻ đảng", "Chi bộ"],
        [1, "Nguyễn Văn An", "31/02/1985", "12345678", "Chi bộ A1"],
    ):
        sheet.append(line)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


BOOK = book()
RECORD = {"ho_ten": "Trần Thị Bích", "ngay_sinh": "1980-05", "so_the": "45000123", "chi_bo": "Chi bộ A1"}
WRONG = {
    "column": "C",
    "field": "ngay_sinh",
    "code": "date_invalid",
    "severity": "error",
    "value": "31/02/1985",
    "message": "Không có ngày 31/02/1985.",
    "mend": "Ghi lại ngày sinh.",
}


@pytest.fixture
def batch(world, an):
    """A checked file of ward A with a row for each verdict."""
    kept = ImportBatch.objects.create(
        organization=world.ward_a,
        kind="dang_vien",
        as_of=date(2024, 5, 31),
        file_name="Danh sách đảng viên.xlsx",
        digest="ab" * 32,
        size=len(BOOK),
        state=ImportBatch.State.CHECKED,
        layout=LAYOUT,
        counts={"sai": 1, "moi": 1, "doi": 1, "co_the_trung": 1},
        stamp="s" * 64,
        recorded_by=an,
    )
    ImportFile.objects.create(batch=kept, content=BOOK)
    ImportRow.objects.create(
        batch=kept, sheet=0, number=3, part="header", cells=["STT", "Họ và tên", "Ngày sinh", "Số thẻ đảng", "Chi bộ"]
    )
    wrong_row(kept, 4)
    row(kept, 5, Verdict.NEW)
    row(kept, 6, Verdict.CHANGED, before={"ngay_sinh": "1981-05", "so_the": ""})
    return kept


def row(batch, number, verdict, **more):
    given = {"record": RECORD, "cells": [str(number), "Trần Thị Bích", "5/1980", "45000123", "Chi bộ A1"], **more}
    return ImportRow.objects.create(batch=batch, sheet=0, number=number, verdict=verdict, **given)


def wrong_row(batch, number):
    cells = [{"n": 1, "t": "1"}, "Nguyễn Văn An", "31/02/1985", "12345678", "Chi bộ A1"]
    return row(batch, number, Verdict.WRONG, record=None, cells=cells, issues=[WRONG])


@pytest.fixture
def maybe(batch, world):
    member = factories.member(world.a1, "Trần Thị Bích")
    member.person.citizen_id = "045099000123"
    member.person.save()
    return row(batch, 7, Verdict.MAYBE, alike=[{"person": member.person_id, "ground": "cùng tên"}])


def address(batch, end=""):
    return f"{LIST}{batch.pk}/{end}"


class TestHistory:
    def test_is_empty_with_what_to_do(self, as_an):
        page = page_of(as_an.get(LIST))

        assert {"Đưa tệp lên", "Tải tệp mẫu"} <= set(page.texts("a"))

    def test_a_line_tells_what_a_file_came_to(self, batch, as_an):
        page = page_of(as_an.get(LIST))

        assert page.texts("th", scope="row") == ["Danh sách đảng viên.xlsx"]
        cells = page.texts("td")
        assert cells[:2] == ["Đảng viên", "Đảng bộ Phường A"]
        assert cells[3] == "Phải sửa: 1; Có thể đã có trong sổ: 1; Mới: 1; Thay đổi: 1"
        assert cells[4] == "Đã kiểm tra, chưa ghi"

    def test_one_and_many_cost_the_same(self, batch, as_an, an, world):
        few = queries_of(as_an, LIST)
        for number in range(3):
            ImportBatch.objects.create(
                organization=world.ward_a, kind="dang_vien", as_of=date(2024, 5, 31), file_name=f"{number}.xlsx",
                digest="cd" * 32, size=1, recorded_by=an,
            )  # fmt: skip

        assert queries_of(as_an, LIST) == few

    def test_stands_in_the_menu_of_those_who_may(self, as_an, as_giang):
        assert "Nhập danh sách" in page_of(as_an.get("/")).texts("a")
        assert "Nhập danh sách" not in page_of(as_giang.get("/")).texts("a")


class TestWhoMay:
    ENDS = ("", "cot/", "dong/", "ghi/", "hoan-tac/", "bo/", "tep-goc/", "tep-danh-dau/")

    def test_another_ward_does_not_learn_of_it(self, batch, as_binh):
        assert heads(as_binh.get(LIST)) == []
        for end in self.ENDS:
            assert as_binh.get(address(batch, end)).status_code == 404
        line = batch.rows.get(number=4)
        assert as_binh.get(address(batch, f"dong/{line.pk}/")).status_code == 404

    def test_readers_and_cells_may_not(self, batch, as_giang, as_hoa):
        for other in (as_giang, as_hoa):
            assert [other.get(address(batch, end)).status_code for end in self.ENDS] == [403] * len(self.ENDS)

    def test_a_row_of_another_batch_is_not_found(self, batch, as_an, an, world):
        other = ImportBatch.objects.create(
            organization=world.ward_a, kind="dang_vien", as_of=date(2024, 5, 31), file_name="b.xlsx",
            digest="cd" * 32, size=1, recorded_by=an,
        )  # fmt: skip
        line = batch.rows.get(number=4)

        assert as_an.get(address(other, f"dong/{line.pk}/")).status_code == 404


@pytest.fixture
def typed(world):
    return {"kind": "dang_vien", "organization": world.ward_a.pk, "as_of": "31/5/2024", "document": ""}


def file_of(content, name="danh-sach.xlsx"):
    return SimpleUploadedFile(name, content)


class TestUploading:
    def test_a_file_is_kept_as_it_came_and_waits_for_the_worker(self, typed, world, an, as_an, monkeypatch, tmp_path):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        content = BOOK + b"\0" * (3 * 1024 * 1024)
        answer = as_an.post(UPLOAD, {**typed, "file": file_of(content, "Chi bộ A1.xls")})

        batch = ImportBatch.objects.get()
        assert answer.url == address(batch)
        assert (batch.organization, batch.kind, batch.as_of) == (world.ward_a, "dang_vien", date(2024, 5, 31))
        assert (batch.file_name, batch.size, batch.recorded_by) == ("Chi bộ A1.xls", len(content), an)
        assert bytes(batch.file.content) == content
        assert batch.job is not None
        assert batch.job.state == Job.State.CHO
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [(b"", "Tệp này không có gì bên trong. Chọn lại tệp."), (b"PK" + b"\0" * (25 * 1024 * 1024), TOO_LARGE)],
    )
    def test_a_bad_file_is_one_sentence_at_its_box(self, typed, as_an, content, sentence):
        assert mistakes(as_an.post(UPLOAD, {**typed, "file": file_of(content)})) == {"file": [sentence]}
        assert not ImportBatch.objects.exists()

    def test_every_empty_box_is_told(self, as_an):
        assert mistakes(as_an.post(UPLOAD, {})) == {
            "kind": ["Chọn loại danh sách."],
            "organization": ["Chọn tổ chức."],
            "as_of": ["Nhập ngày của danh sách theo dạng ngày/tháng/năm, ví dụ 03/02/1990."],
            "file": ["Chọn tệp danh sách."],
        }

    def test_a_day_to_come_and_a_strange_organization(self, typed, world, as_an):
        sent = {**typed, "as_of": "1/7/2024", "organization": world.b1.pk, "file": file_of(BOOK)}

        assert set(mistakes(as_an.post(UPLOAD, sent))) == {"as_of", "organization"}
        assert not ImportBatch.objects.exists()

    def test_a_list_of_a_class_names_its_class(self, typed, world, as_an):
        sent = {**typed, "kind": "lop"}
        assert "Mở lớp ở mục Lớp bồi dưỡng" in mistakes(as_an.post(UPLOAD, {**sent, "file": file_of(BOOK)}))["kind"][0]

        held = factories.training_class(world.ward_a)
        assert mistakes(as_an.post(UPLOAD, {**sent, "file": file_of(BOOK)})) == {
            "training_class": ["Chọn lớp của danh sách này."]
        }
        as_an.post(UPLOAD, {**sent, "training_class": held.pk, "file": file_of(BOOK)})
        assert ImportBatch.objects.get().training_class == held

    def test_the_mended_file_comes_with_what_is_known(self, batch, as_an):
        page = page_of(as_an.get(f"{UPLOAD}?thay={batch.pk}"))

        assert page.texts("h1") == ["Đưa lại tệp đã sửa"]
        assert page.all("input", name="as_of")[0].attributes["value"] == "31/05/2024"

    @pytest.mark.parametrize("asked", ["x", "9" * 30, "12345", ""])
    def test_nonsense_in_the_address_replaces_nothing(self, as_an, asked):
        assert page_of(as_an.get(f"{UPLOAD}?thay={asked}")).texts("h1") == ["Đưa tệp lên"]

    def test_those_without_the_permission_send_nothing_into_memory(self, typed, as_giang, as_hoa):
        for other in (as_giang, as_hoa):
            answer = other.post(UPLOAD, {**typed, "file": file_of(b"x" * 1000)})
            assert answer.status_code == 403
            assert not answer.wsgi_request.FILES

    def test_a_very_long_request_is_not_read_to_its_end(self, typed, as_an, monkeypatch):
        monkeypatch.setattr("dangvien.uploads.MOST_SENT", 1000)
        answer = as_an.post(UPLOAD, {**typed, "file": file_of(b"x" * 2000)})

        assert answer.status_code == 413
        assert "Nội dung gửi lên quá lớn" in answer.content.decode()
        assert answer.wsgi_request.read(10)

    def test_one_that_is_much_too_large_is_read_to_its_end_and_answered(self, typed, as_an, monkeypatch):
        monkeypatch.setitem(TAKEN, "nhap-dua-len", Taken(Permission.IMPORT_ROSTERS, 1000))
        answer = as_an.post(UPLOAD, {**typed, "file": file_of(b"x" * 3_000_000)})

        assert answer.wsgi_request.FILES["file"].size == 3_000_000
        assert not answer.wsgi_request.read(1)

    def test_a_reform_plan_is_still_bound_to_its_two_megabytes(self, world, as_dung):
        sent = {"organization": world.city.pk, "name": "Phương án 2024", "on": "1/6/2024"}
        content = b"PK" + b"\0" * (2 * 1024 * 1024)
        answer = as_dung.post("/to-chuc/phuong-an/dua-len/", {**sent, "file": file_of(content)})

        assert mistakes(answer)["file"][0].startswith("Tệp lớn hơn 2 MB.")


class TestStates:
    @pytest.fixture
    def working(self, batch, an):
        batch.job = Job.objects.create(kind="nhap", title="Đọc tệp", requested_by=an)
        batch.state = ImportBatch.State.READING
        batch.save()
        batch.job.claim()
        batch.job.advance(30, 60, "Đang đọc dòng 30 trong 60")
        return batch

    def test_while_the_worker_reads_the_page_moves_by_itself(self, working, as_an):
        answer = as_an.get(address(working))
        page = page_of(answer)

        assert page.all("progress")[0].attributes["value"] == "50"
        assert "Đang đọc dòng 30 trong 60" in answer.content.decode()
        assert '<noscript><meta http-equiv="refresh"' in answer.content.decode()
        piece = page.all("div", id="tien-do-nhap")[0].attributes
        assert (piece["hx-get"], piece["hx-trigger"]) == (f"{address(working)}?hen_gio=1", "every 1s")

    def test_the_piece_alone_and_the_end(self, working, as_an):
        piece = as_an.get(address(working), headers={"HX-Request": "true"})
        assert "<html" not in piece.content.decode()
        assert 'id="tien-do-nhap"' in piece.content.decode()

        working.job.finish(address(working))
        over = as_an.get(address(working), headers={"HX-Request": "true"})
        assert (over.content, over["HX-Refresh"]) == (b"", "true")

    def test_unreadable(self, batch, as_an):
        batch.state, batch.message = ImportBatch.State.UNREADABLE, "Tệp này có mật khẩu nên không đọc được."
        batch.layout, batch.counts = {}, {}
        batch.save()
        page = page_of(as_an.get(address(batch)))

        assert "Không đọc được tệp này. Tệp này có mật khẩu nên không đọc được." in page.texts("p")
        assert "Đưa tệp khác lên" in page.texts("a")

    def test_columns_must_be_told(self, batch, as_an):
        batch.state, batch.counts = ImportBatch.State.MAPPING, {}
        batch.save()

        assert "Xem lại các cột" in page_of(as_an.get(address(batch))).texts("a")

    def test_checked_with_what_was_understood(self, batch, as_an):
        page = page_of(as_an.get(address(batch)))

        assert "Còn 1 dòng phải sửa." in page.texts("strong")
        assert page.texts("th", scope="row") == ["Danh sách", "Bản cũ trang tính ẩn", "Danh sách, cột B"]
        cells = page.texts("td")
        assert cells[1].startswith("B: Họ và tên; C: Ngày sinh; D: Số thẻ đảng; E: Chi bộ")
        assert cells[2] == "F: Nhóm máu"
        assert cells[3].startswith("Trang tính ẩn.")
        assert cells[4:] == ["TCVN3 (ABC)", "NguyÔn V¨n An", "Nguyễn Văn An"]
        links = page.texts("a")
        assert {"Sửa trên màn hình", "Tải tệp đã đánh dấu", "Đưa lại tệp đã sửa", "Ghi vào sổ (2 dòng)"} <= set(links)

    @pytest.mark.parametrize("end", ["", "cot/", "ghi/", "tep-danh-dau/"])
    def test_one_row_and_many_cost_the_same(self, batch, as_an, end):
        as_an.get(address(batch, end))  # the audit trail begins
        few = queries_of(as_an, address(batch, end))
        for number in range(10, 13):
            wrong_row(batch, number)
            row(batch, number + 10, Verdict.NEW)

        assert queries_of(as_an, address(batch, end)) == few

    def test_a_file_that_was_not_read_has_nothing_to_mark(self, batch, as_an):
        ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.UNREADABLE, layout={})

        answer = as_an.get(address(batch, "tep-danh-dau/"), follow=True)

        assert "chưa có gì để đánh dấu" in answer.content.decode()

    @pytest.mark.parametrize(
        ("counts", "sentence"),
        [
            ({}, "Không có dòng nào để ghi."),
            ({"co_the_trung": 2}, "Còn 2 dòng phải trả lời"),
            ({"moi": 3}, "Không còn chỗ nào phải sửa."),
            ({"nhu_cu": 3}, "Sổ đã có đúng như tệp này."),
        ],
    )
    def test_what_to_do_next(self, batch, as_an, counts, sentence):
        batch.counts = counts
        batch.save()

        assert sentence in page_of(as_an.get(address(batch))).texts("strong")

    def test_written_and_taken_back(self, batch, as_an, an):
        batch.state, batch.committed_by = ImportBatch.State.COMMITTED, an
        batch.committed_at = batch.recorded_at
        batch.save()
        assert "Hoàn tác lần nhập này" in page_of(as_an.get(address(batch))).texts("a")
        assert as_an.get(address(batch, "ghi/")).status_code == 302

        batch.state, batch.undone_by, batch.undo_reason = ImportBatch.State.UNDONE, an, "Nhầm tệp"
        batch.undone_at = batch.recorded_at
        batch.save()
        assert "Lý do: Nhầm tệp" in as_an.get(address(batch)).content.decode()
        assert as_an.get(address(batch, "hoan-tac/")).status_code == 302

    def test_the_same_bytes_brought_before_are_announced(self, batch, as_an, an, world):
        again = ImportBatch.objects.create(
            organization=world.ward_a, kind="dang_vien", as_of=date(2024, 5, 31), file_name="Bản sao.xlsx",
            digest=batch.digest, size=1, recorded_by=an,
        )  # fmt: skip
        page = page_of(as_an.get(address(again)))

        assert "Đúng tệp này đã được đưa lên trước đây:" in page.texts("strong")
        assert [link for link in page.all("a") if link.attributes.get("href") == address(batch)]


class TestRows:
    def test_a_wrong_cell_shows_itself_with_a_box(self, batch, as_an):
        page = page_of(as_an.get(address(batch, "dong/?loai=sai")))

        assert page.texts("h2") == ["Nguyễn Văn An Chi bộ A1"]
        assert "Ô C4, Ngày sinh" in page.texts("label")
        line = batch.rows.get(number=4)
        box = page.all("input", name=f"o_{line.pk}_C")[0].attributes
        assert box["value"] == "31/02/1985"
        assert any("Không có ngày 31/02/1985. Ghi lại ngày sinh." in text for text in page.texts("p"))

    def test_changed_cell_by_cell_with_numbers_masked(self, batch, as_an):
        page = page_of(as_an.get(address(batch, "dong/?loai=doi")))

        assert page.texts("td") == [
            "Ngày sinh", "05/1981", "05/1980", "Số thẻ đảng", "(trống)", "•••••123",
        ]  # fmt: skip
        assert "45000123" not in as_an.get(address(batch, "dong/?loai=moi")).content.decode()

    def test_who_it_may_be(self, batch, maybe, as_an):
        page = page_of(as_an.get(address(batch, "dong/?loai=co_the_trung")))

        choices = [text for text in page.texts("label") if "sinh" in text]
        assert choices == ["Trần Thị Bích, sinh 08/03/1995, căn cước •••••••••123, Chi bộ A1 (cùng tên)"]
        assert "Người khác, ghi mới" in page.texts("label")

    @pytest.mark.parametrize("asked", ["", "?loai=khong-co", "?loai=sai&trang=99", "?loai=&trang=x"])
    def test_nonsense_shows_what_must_be_seen_first(self, batch, as_an, asked):
        assert page_of(as_an.get(address(batch, f"dong/{asked}"))).texts("h1") == ["Phải sửa: 1 dòng"]

    def test_a_verdict_without_rows_says_so(self, batch, as_an):
        assert "Không có dòng nào như vậy." in page_of(as_an.get(address(batch, "dong/?loai=nhu_cu"))).texts("p")

    @pytest.mark.parametrize("verdict", ["sai", "moi", "doi", "co_the_trung"])
    def test_one_and_many_cost_the_same(self, batch, maybe, as_an, world, verdict):
        few = queries_of(as_an, address(batch, f"dong/?loai={verdict}"))
        for number in range(10, 13):
            wrong_row(batch, number)
            row(batch, number + 10, Verdict.NEW)
            row(batch, number + 20, Verdict.CHANGED, before={"ngay_sinh": "1981-05"})
            member = factories.member(world.a2, f"Trần Thị Bích {number}")
            row(batch, number + 30, Verdict.MAYBE, alike=[{"person": member.person_id, "ground": "cùng tên"}])

        assert queries_of(as_an, address(batch, f"dong/?loai={verdict}")) == few

    def test_one_row_alone(self, batch, as_an):
        line = batch.rows.get(number=6)
        page = page_of(as_an.get(address(batch, f"dong/{line.pk}/")))

        assert page.texts("th", scope="row") == ["Họ và tên", "Ngày sinh", "Số thẻ đảng", "Chi bộ"]


class TestColumns:
    def test_the_first_rows_with_a_choice_for_each_column(self, batch, as_an):
        page = page_of(as_an.get(address(batch, "cot/")))

        assert page.texts("th", scope="row") == ["3", "4", "5", "6"]
        labels = [text for text in page.texts("label") if text.startswith("Cột")]
        assert labels == [f"Cột {letter} là" for letter in "ABCDE"]
        assert page.all("input", name="header_rows")[0].attributes["value"] == "3"

    def test_what_cannot_be_is_told(self, batch, as_an):
        sent = {"header_rows": "x", "cot_a": "", "cot_b": "", "cot_c": "ngay_sinh"}
        assert mistakes(as_an.post(address(batch, "cot/"), sent)) == {"header_rows": ["Ghi số dòng, ví dụ 5 hoặc 5-6."]}

        sent = {"header_rows": "3", "cot_c": "ngay_sinh"}
        assert mistakes(as_an.post(address(batch, "cot/"), sent)) == {
            "": ["Chưa cột nào được chọn là “Họ và tên”. Chọn cột ấy rồi lưu."]
        }
        sent = {"header_rows": "3", "cot_b": "ho_ten", "cot_c": "ho_ten"}
        assert mistakes(as_an.post(address(batch, "cot/"), sent)) == {
            "cot_c": ["Các cột B, C cùng chọn một nội dung. Để lại một cột."]
        }

    @pytest.mark.parametrize("asked", ["x", "99", "1"])
    def test_nonsense_in_the_address_shows_a_sheet(self, batch, as_an, asked):
        assert as_an.get(address(batch, f"cot/?trang_tinh={asked}")).status_code == 200


class TestCopies:
    def test_the_original_comes_back_as_it_was_and_leaves_a_trace(self, batch, as_an):
        answer = as_an.get(address(batch, "tep-goc/"))

        assert b"".join(answer.streaming_content) == BOOK
        assert act_of(newest_entry(), {}) == f"tải “{batch.file_name}” của một tổ chức"

    def test_the_marked_workbook_can_be_mended(self, batch, as_an):
        answer = as_an.get(address(batch, "tep-danh-dau/"))

        made = load_workbook(BytesIO(answer.content))
        assert made["Danh sách"]["C4"].comment.text == "Không có ngày 31/02/1985. Ghi lại ngày sinh."
        assert made["Danh sách"]["A1"].value == "DANH SÁCH ĐẢNG VIÊN"
        assert newest_entry().verb == "xuất Excel"

    def test_another_kind_of_file_comes_back_as_a_workbook_of_its_rows(self, batch, as_an):
        ImportBatch.objects.filter(pk=batch.pk).update(file_name="Danh sách.csv")
        made = load_workbook(BytesIO(as_an.get(address(batch, "tep-danh-dau/")).content))

        assert made["Danh sách"]["B4"].value == "Nguyễn Văn An"
        assert made["Danh sách"]["C4"].comment is not None

    def test_of_a_long_file_only_what_must_be_mended(self, batch, as_an, monkeypatch):
        monkeypatch.setattr("dangvien.imports.marking.WHOLE", 3)
        wrong_row(batch, 900)
        made = load_workbook(BytesIO(as_an.get(address(batch, "tep-danh-dau/")).content))

        names = [cells[1].value for cells in made["Danh sách"].iter_rows()]
        assert names == ["Họ và tên", "Nguyễn Văn An", "Nguyễn Văn An"]
        assert made["Danh sách"]["C3"].comment is not None


def test_the_page_before_writing_tells_the_numbers(batch, as_an):
    page = page_of(as_an.get(address(batch, "ghi/")))

    assert page.texts("h1") == ["Ghi 2 dòng vào sổ"]
    assert page.texts("dd")[1:] == ["1", "1", "0", "1 dòng phải sửa, 1 dòng phải trả lời"]
    assert page.all("input", name="seen")[0].attributes["value"] == batch.stamp


def test_the_page_of_a_file_says_which_columns_are_wrong_and_in_how_many_rows(world, an, as_an):
    rows = [member(1, ngay_sinh="31/02/1952"), member(2, ngay_sinh="30/02/1952", so_the="12"), member(3)]
    batch = keep(an, world.ward_a, rows)

    page = as_an.get(address(batch)).content.decode()
    assert "Phải sửa ở: Ngày sinh (2 dòng); Số thẻ đảng (1 dòng)." in page

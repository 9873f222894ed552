"""A list kept elsewhere beside the register: who is missing where, what differs, and that nothing is written."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from dangvien.actions import jobs
from dangvien.actions.comparing import COMPARE, drop_comparison, keep_comparison
from dangvien.models import AuditEntry, ImportBatch, ImportFile, ImportRow, Job, Member, Person
from dangvien.procedure.problem import Refused
from tests import factories
from tests.dangvien.reading import heads, mistakes, newest_entry, page_of, queries_of, taken
from tests.people import TODAY

ADDRESS = "/nhap-danh-sach/doi-chieu/"
EIGHT = ("Họ và tên", "Số thẻ", "Số CCCD", "Ngày sinh", "Ngày kết nạp", "Chi bộ đang sinh hoạt", "Chi bộ nơi cư trú",
         "Trạng thái")  # fmt: skip
NATIONAL = (
    "STT", "ID", "Họ và tên", "Tên gọi khác", "Giới tính", "Sinh ngày", "Dân tộc", "Tôn giáo", "Số định danh",
    "Số thẻ Đảng", "Nơi cấp thẻ", "Ngày cấp thẻ", "Số thẻ theo QĐ 85", "Tổ chức đảng đang SH", "ĐKKS - Quốc gia",
    "ĐKKS - Tỉnh", "ĐKKS - Chi tiết", "Quê quán - Quốc gia", "Quê quán - Tỉnh", "Quê quán - Chi tiết",
    "Thường trú - Quốc gia", "Thường trú - Tỉnh", "Thường trú - Chi tiết", "Ngày vào Đảng", "Ngày chính thức",
    "Số CMND cũ", "Trạng thái hoạt động", "Ngày rời khỏi/mất/miễn", "Đề nghị xóa",
)  # fmt: skip


def book(*rows, headers=EIGHT):
    """The bytes of a list."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(list(headers))
    for row in rows:
        sheet.append(list(row))
    written = BytesIO()
    made.save(written)
    return written.getvalue()


def row(name, birth, *, card=None, citizen=None, admitted="19/5/2015", cell="Chi bộ A1"):
    return (name, card, citizen, birth, admitted, cell, None, "Đang sinh hoạt")


@pytest.fixture
def lan(world):
    """Lan, with a number of citizens and a card."""
    member = factories.member(world.a1, "Trần Thị Lan")
    Person.objects.filter(pk=member.person_id).update(citizen_id="045190000111", gender="nu")
    Member.objects.filter(pk=member.pk).update(card_number="45000111")
    return member


@pytest.fixture
def compared(an, world):
    """Bring a list and let the worker compare it."""

    def compare(content, by=None, organization=None):
        batch = keep_comparison(
            by=by or an,
            organization=organization or world.ward_a,
            content=content,
            file_name="DS_DANGVIEN.xlsx",
            today=TODAY,
        )
        jobs.run(str(batch.job_id))
        batch.refresh_from_db()
        return batch

    return compare


def found(batch):
    """Row → verdict, person, differing fields."""
    rows = ImportRow.objects.filter(batch=batch).in_order()
    return [(each.number, each.verdict, each.person_id, sorted(each.before)) for each in rows]


class TestMatching:
    def test_by_citizen_number_whatever_the_name(self, lan, compared):
        batch = compared(book(row("Trần Thị Lành", "9/3/1995", citizen="045190000111")))

        assert found(batch) == [(2, "doi", lan.person_id, ["ho_ten", "ngay_sinh", "so_the"])]
        assert ImportRow.objects.get().before == {
            "ho_ten": "Trần Thị Lan",
            "ngay_sinh": "08/03/1995",
            "so_the": "45000111",
        }

    def test_then_by_card(self, lan, compared):
        batch = compared(book(row("Trần Thị Lan", "08/3/1995", card="45000111", citizen="045190000999")))

        assert found(batch) == [(2, "doi", lan.person_id, ["so_cccd"])]

    def test_then_by_name_without_marks_and_birth(self, lan, compared):
        batch = compared(book(row("TRAN THI LAN", "08/3/1995", card="45000111", citizen="045190000111")))

        assert [line[:3] for line in found(batch)] == [(2, "doi", lan.person_id)]
        other = compared(book(row("Trần Thị Lan", "08/3/1995")))
        assert found(other) == [(2, "doi", lan.person_id, ["so_cccd", "so_the"])]

    def test_the_same_in_every_cell(self, lan, compared):
        batch = compared(book(row("Trần Thị Lan", "08/3/1995", card="45000111", citizen="045190000111")))

        assert found(batch) == [(2, "nhu_cu", lan.person_id, [])]

    def test_two_of_one_name_and_birth_are_nobody(self, world, compared):
        for cell in (world.a1, world.a2):
            factories.member(cell, "Lê Văn Đôi")

        batch = compared(book(row("Lê Văn Đôi", "08/3/1995")))

        assert [line[1:3] for line in found(batch)] == [("co_the_trung", None)]
        assert len(ImportRow.objects.get().alike) == 2

    def test_the_second_row_of_one_person_says_so(self, lan, compared):
        line = row("Trần Thị Lan", "08/3/1995", card="45000111", citizen="045190000111")
        batch = compared(book(line, line))

        assert {verdict for _, verdict, *_ in found(batch)} <= {"nhu_cu", "sai"}
        assert "sai" in {verdict for _, verdict, *_ in found(batch)}

    def test_a_person_of_another_ward_is_missing_here_and_named_nowhere(self, world, compared):
        factories.member(world.b1, "Cao Văn Xa")

        batch = compared(book(row("Cao Văn Xa", "08/3/1995", cell="Chi bộ B1")))

        assert found(batch) == [(2, "moi", None, [])]

    def test_who_left_is_missing_here(self, world, compared):
        gone = factories.member(world.a1, "Võ Đã Đi")
        Member.objects.filter(pk=gone.pk).update(organization=None)

        assert [line[1] for line in found(compared(book(row("Võ Đã Đi", "08/3/1995"))))] == ["moi"]

    def test_an_unreadable_cell_holds_the_row_and_says_why(self, compared):
        batch = compared(book(row("Lê Văn Sai", "31/02/1990")))

        assert found(batch)[0][1] == "sai"
        (kept,) = ImportRow.objects.all()
        assert kept.issues[0]["column"] == "D"
        assert kept.record == {"ho_ten": "Lê Văn Sai", "ngay_sinh": "31/02/1990"}

    def test_another_cell_is_a_difference(self, lan, compared):
        batch = compared(
            book(row("Trần Thị Lan", "08/3/1995", card="45000111", citizen="045190000111", cell="Chi bộ A2"))
        )

        assert found(batch)[0][3] == ["chi_bo"]

    def test_the_table_of_33_columns(self, lan, compared):
        cells = dict.fromkeys(NATIONAL)
        cells |= {
            "STT": 1, "Họ và tên": "Trần Thị Lan", "Giới tính": "Nữ", "Sinh ngày": "08/03/1995", "Dân tộc": "Kinh",
            "Tôn giáo": "Không", "Số định danh": "045190000111", "Số thẻ theo QĐ 85": "45000111",
            "Tổ chức đảng đang SH": "Chi bộ A1", "Ngày vào Đảng": "19/05/2015", "Ngày chính thức": "19/05/2016",
        }  # fmt: skip

        batch = compared(book(tuple(cells.values()), headers=NATIONAL))

        assert found(batch)[0][:3] == (2, "nhu_cu", lan.person_id)


class TestNothingIsWritten:
    def test_the_register_stays_and_the_file_goes(self, lan, compared):
        people, members = list(Person.objects.values()), list(Member.objects.values())

        batch = compared(book(row("Trần Thị Lành", "9/3/1995", citizen="045190000111"), row("Lê Mới", "1/1/1990")))

        assert (list(Person.objects.values()), list(Member.objects.values())) == (people, members)
        assert batch.state == ImportBatch.State.COMPARED
        assert not ImportFile.objects.exists()
        assert batch.counts == {"doi": 1, "moi": 1, "so_co": 1}

    def test_it_cannot_be_opened_as_an_import(self, lan, compared, as_an):
        batch = compared(book(row("Lê Mới", "1/1/1990")))

        for end in ("", "ghi/", "dong/", "cot/"):
            assert as_an.get(f"/nhap-danh-sach/{batch.pk}/{end}").status_code == 404
        assert heads(as_an.get("/nhap-danh-sach/")) == []

    def test_done_twice_it_is_the_same(self, lan, compared):
        batch = compared(book(row("Trần Thị Lan", "08/3/1995")))
        before = found(batch)

        Job.objects.filter(pk=batch.job_id).update(state=Job.State.CHO)
        jobs.run(str(batch.job_id))

        assert found(batch) == before

    def test_what_is_no_list_gets_one_sentence(self, compared, as_an):
        for content in (b"%PDF-1.7", book(("a", "b"), headers=("Mã hàng", "Số lượng"))):
            batch = compared(content)

            assert (batch.state, bool(batch.message)) == ("khong_doc", True)
            assert batch.message in page_of(as_an.get(f"{ADDRESS}{batch.pk}/")).source

    def test_dropping_forgets_rows_and_leaves_a_trace(self, lan, an, compared):
        batch = compared(book(row("Trần Thị Lan", "08/3/1995")))

        drop_comparison(by=an, batch=batch)

        assert not ImportRow.objects.exists()
        assert newest_entry().verb == "bỏ lần đối chiếu"
        with pytest.raises(Refused):
            drop_comparison(by=an, batch=batch)

    def test_an_import_is_not_dropped_this_way(self, an, world):
        batch = factories_batch(an, world)

        with pytest.raises(Refused):
            drop_comparison(by=an, batch=batch)
        batch.refresh_from_db()
        assert batch.state == ImportBatch.State.READING


def factories_batch(by, world):
    """A file that is to be written."""
    return ImportBatch.objects.create(
        organization=world.ward_a, kind="dang_vien", as_of=TODAY, file_name="a.xlsx", digest="0", size=1, recorded_by=by
    )


class TestScreens:
    def sent(self, world, content):
        return {"organization": world.ward_a.pk, "file": SimpleUploadedFile("ds.xlsx", content)}

    def test_the_whole_way(self, world, lan, an, as_an):
        factories.member(world.a2, "Hồ Chỉ Ở Sổ")
        content = book(
            row("Trần Thị Lan", "08/3/1995", card="45000999", citizen="045190000111"), row("Lê Mới", "1/1/1990")
        )

        answer = as_an.post(ADDRESS, self.sent(world, content))

        job = Job.objects.get(kind=COMPARE)
        assert answer["Location"] == f"/viec/{job.pk}/"
        assert (newest_entry().verb, newest_entry().organization_id) == ("đối chiếu danh sách", world.ward_a.pk)
        assert "Đang so" in page_of(as_an.get(ADDRESS)).texts("td")
        jobs.run(str(job.pk))
        job.refresh_from_db()
        page = page_of(as_an.get(job.result_url))
        assert "Hồ Chỉ Ở Sổ" in page.texts("th", scope="row")
        assert heads(as_an.get(f"{job.result_url}?muc=thieu-o-so")) == ["Lê Mới"]
        differing = as_an.get(f"{job.result_url}?muc=khac")
        assert heads(differing) == ["Trần Thị Lan"]
        assert "45000111" not in differing.content.decode()
        assert "•••••111" in differing.content.decode()
        assert heads(as_an.get(f"{job.result_url}?muc=giong")) == []
        assert as_an.get(f"{job.result_url}?muc=khong-co&trang=99").status_code == 200

    def test_the_differences_go_out_with_a_reason(self, world, lan, compared, as_an):
        factories.member(world.a2, "=Hồ Chỉ Ở Sổ")
        batch = compared(book(row("Trần Thị Lan", "08/3/1995", card="45000999", citizen="045190000111")))

        file = taken(as_an, f"{ADDRESS}{batch.pk}/excel/")

        sheet = load_workbook(BytesIO(file.content)).worksheets[0]
        assert [[cell.value for cell in line][1:] for line in sheet.iter_rows(min_row=5)] == [
            ["Có trong sổ, không có trong tệp", None, "=Hồ Chỉ Ở Sổ", "08/03/1995", "Chi bộ A2", None, None, None],
            ["Khác nhau", "2", "Trần Thị Lan", "08/3/1995", "Chi bộ A1", "Số thẻ đảng", "45000999", "45000111"],
        ]
        assert newest_entry().verb == "xuất Excel"
        assert newest_entry().reason

    def test_nothing_sent_says_what_is_missing(self, as_an):
        assert set(mistakes(as_an.post(ADDRESS, {}))) == {"organization", "file"}
        assert not ImportBatch.objects.exists()

    def test_an_empty_file_and_one_outside_are_refused(self, world, as_an):
        found_wrong = mistakes(
            as_an.post(ADDRESS, {"organization": world.ward_b.pk, "file": SimpleUploadedFile("a.xlsx", b"")})
        )

        assert set(found_wrong) == {"organization", "file"}

    def test_others_do_not_find_it(self, lan, compared, as_binh, as_giang, as_an):
        batch = compared(book(row("Trần Thị Lan", "08/3/1995")))

        for end in ("", "excel/", "bo/"):
            assert as_binh.get(f"{ADDRESS}{batch.pk}/{end}").status_code == 404
            assert as_giang.get(f"{ADDRESS}{batch.pk}/{end}").status_code == 403
        as_an.post(f"{ADDRESS}{batch.pk}/bo/")
        assert as_an.get(f"{ADDRESS}{batch.pk}/").status_code == 404

    @pytest.mark.parametrize("part", ["thieu-o-tep", "thieu-o-so", "giong"])
    def test_one_and_many_cost_the_same(self, world, compared, as_an, part):
        lines = [row(f"Lê Văn {number}", "08/3/1995") for number in range(12)]
        factories.member(world.a1, "Lê Văn 0")
        few = compared(book(lines[0], row("Ngô Mới", "1/1/1990")))
        address = f"{ADDRESS}{few.pk}/?muc={part}"
        as_an.get(address)
        asked = queries_of(as_an, address)
        for number in range(1, 12):
            factories.member(world.a1, f"Lê Văn {number}")
        many = compared(book(*lines, *(row(f"Ngô Mới {number}", "1/1/1990") for number in range(9))))

        assert queries_of(as_an, f"{ADDRESS}{many.pk}/?muc={part}") <= asked

    def test_the_trace_names_nobody(self, lan, compared):
        compared(book(row("Trần Thị Lan", "08/3/1995")))

        assert "Trần Thị Lan" not in str(AuditEntry.objects.get(verb="đối chiếu danh sách").after)
        assert date(2024, 6, 3) == ImportBatch.objects.get().as_of

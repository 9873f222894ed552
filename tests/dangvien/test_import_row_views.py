"""What is done on the screens of importing: cells mended, people chosen, questions, columns, writing, taking back."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from dangvien.actions import importing, jobs
from dangvien.models import AuditEntry, ImportBatch, ImportLayout, Job, Kind, Member, Verdict
from dangvien.sentences import changes_of
from tests import factories
from tests.dangvien.reading import mistakes, newest_entry, page_of
from tests.roster_files import book, commit, done, keep, member, row_of, undo, verdicts

NAME, BIRTH, CARD = "A", "B", "I"


def address(batch, end=""):
    return f"/nhap-danh-sach/{batch.pk}/{end}"


def sentence(answer) -> str:
    """What the page says of the last act."""
    return " ".join(page_of(answer).texts("p", class_="notice good")[0].split())


@pytest.fixture
def batch(world, an):
    """Two good rows, an impossible birth in row 4, a card too short in row 5."""
    rows = [member(1), member(2), member(3, ngay_sinh="31/02/1953"), member(4, so_the="5100004")]
    return keep(an, world.ward_a, rows)


def boxes(batch, number, **cells):
    line = row_of(batch, number)
    return {f"o_{line.pk}_{column}": text for column, text in cells.items()}


class TestMending:
    def test_every_cell_of_a_page_is_kept_at_once_and_judged(self, batch, as_an):
        assert verdicts(batch) == ["moi", "moi", "sai", "sai"]
        page = address(batch, "dong/?loai=sai")
        sent = {**boxes(batch, 4, B="28/02/1953"), **boxes(batch, 5, I="51000014")}
        answer = as_an.post(page, sent, follow=True)

        assert sentence(answer) == "Xong. Đã lưu 2 dòng: 2 mới."
        assert verdicts(batch) == ["moi"] * 4
        assert row_of(batch, 4).mended == {"B": "28/02/1953"}
        entries = AuditEntry.objects.filter(verb="sửa ô của danh sách").order_by("sequence")
        assert [changes_of(entry, {}) for entry in entries] == [
            ["Nội dung: 31/02/1953 → 28/02/1953", "Cột: Ngày sinh"],
            ["Nội dung: ••••004 → •••••014", "Cột: Số thẻ đảng"],
        ]
        assert "51000014" not in str([entry.after for entry in entries])

    def test_what_is_still_wrong_stays_with_its_sentence(self, batch, as_an):
        answer = as_an.post(address(batch, "dong/?loai=sai"), boxes(batch, 4, B="30/02/1953"), follow=True)

        assert sentence(answer).endswith("dòng 4: phải sửa.")
        box = page_of(answer).all("input", name=f"o_{row_of(batch, 4).pk}_B")[0]
        assert box.attributes["value"] == "30/02/1953"

    def test_an_offered_reading_is_one_click_and_keeps_what_else_was_typed(self, batch, as_an):
        line = row_of(batch, 5)
        page = page_of(as_an.get(address(batch, "dong/?loai=sai")))
        assert [button.attributes["value"] for button in page.all("button", name="dung")] == [f"{line.pk}|I|05100004"]

        sent = {**boxes(batch, 4, B="28/02/1953"), **boxes(batch, 5, I="5100004"), "dung": f"{line.pk}|I|05100004"}
        as_an.post(address(batch, "dong/?loai=sai"), sent)

        assert row_of(batch, 5).mended == {"I": "05100004"}
        assert verdicts(batch) == ["moi"] * 4

    def test_the_first_button_of_the_form_takes_no_reading(self, batch, as_an):
        page = page_of(as_an.get(address(batch, "dong/?loai=sai")))
        first = next(button for button in page.all("button") if "main" in button.inside)

        assert "name" not in first.attributes

    def test_nothing_typed_changes_nothing(self, batch, as_an):
        before = AuditEntry.objects.count()
        sent = {**boxes(batch, 4, B="31/02/1953"), "dung": "1|B|x", "bo_qua": "999"}
        answer = as_an.post(address(batch, "dong/?loai=sai"), sent, follow=True)

        assert sentence(answer) == "Xong. Chưa có ô nào được sửa."
        assert AuditEntry.objects.count() == before

    def test_a_row_is_left_out_and_taken_in_again(self, batch, as_an):
        line = row_of(batch, 2)
        as_an.post(address(batch, f"dong/{line.pk}/"), {"bo_qua": line.pk})
        assert row_of(batch, 2).verdict == Verdict.LEFT_OUT
        page = page_of(as_an.get(address(batch, f"dong/{line.pk}/")))
        assert "Lấy lại dòng này" in page.texts("button")

        as_an.post(address(batch, f"dong/{line.pk}/"), {"lay_lai": line.pk})
        assert row_of(batch, 2).verdict == Verdict.NEW

    def test_what_cannot_be_kept_stays_in_its_box(self, batch, an, as_an):
        importing.check_again(by=an, batch=batch)
        batch.refresh_from_db()
        ImportBatch.objects.filter(pk=batch.pk).update(state=ImportBatch.State.CHECKED)
        answer = as_an.post(address(batch, "dong/?loai=sai"), boxes(batch, 4, B="28/02/1953"))

        assert mistakes(answer) == {"": [importing.BUSY]}
        box = page_of(answer).all("input", name=f"o_{row_of(batch, 4).pk}_B")[0]
        assert box.attributes["value"] == "28/02/1953"
        assert row_of(batch, 4).mended == {}

    def test_a_text_too_long_is_told_at_its_box(self, batch, as_an):
        found = mistakes(as_an.post(address(batch, "dong/?loai=sai"), boxes(batch, 4, B="1" * 501)))

        assert list(found) == [f"o_{row_of(batch, 4).pk}_B"]

    def test_a_long_file_is_judged_by_the_worker(self, batch, as_an, monkeypatch):
        monkeypatch.setattr(importing, "QUICK", 2)
        sent = {**boxes(batch, 4, B="28/02/1953"), **boxes(batch, 5, I="51000014")}
        answer = as_an.post(address(batch, "dong/?loai=sai"), sent)

        assert answer.url == address(batch)
        assert "máy đang kiểm tra lại cả tệp" in as_an.get(answer.url).content.decode()
        done(batch)
        assert verdicts(batch) == ["moi"] * 4


class TestWhoItIs:
    @pytest.fixture
    def alike(self, world, an):
        """A row of somebody who has a namesake of the same year in the register."""
        said = member(1)
        there = factories.member(world.a2, said["ho_ten"])
        there.person.birth_date = date(int(said["ngay_sinh"][-4:]), 1, 1)
        there.person.birth_precision = "nam"
        there.person.gender = "nam"
        there.person.save()
        batch = keep(an, world.ward_a, [said])
        assert verdicts(batch) == ["co_the_trung"], row_of(batch, 2).issues
        return batch, there

    def test_somebody_else_is_new(self, alike, as_an):
        batch, there = alike
        page = page_of(as_an.get(address(batch, "dong/?loai=co_the_trung")))
        radios = [radio.attributes["value"] for radio in page.all("input", type="radio")]
        assert radios == [str(there.person_id), "moi"]

        as_an.post(address(batch, "dong/?loai=co_the_trung"), {f"nguoi_{row_of(batch, 2).pk}": "moi"})

        assert verdicts(batch) == ["moi"]
        assert newest_entry().verb == "chọn người trong danh sách"

    def test_the_one_who_is_there_is_changed(self, alike, as_an):
        batch, there = alike
        line = row_of(batch, 2)
        as_an.post(address(batch, "dong/?loai=co_the_trung"), {f"nguoi_{line.pk}": there.person_id})

        line.refresh_from_db()
        assert (line.choice, line.person_id) == (str(there.person_id), there.person_id)
        assert line.verdict != Verdict.MAYBE

    def test_nobody_else_can_be_chosen(self, alike, world, as_an):
        batch, _ = alike
        stranger = factories.member(world.b1, "Lê Thị Lạ")
        sent = {f"nguoi_{row_of(batch, 2).pk}": stranger.person_id}
        found = mistakes(as_an.post(address(batch, "dong/?loai=co_the_trung"), sent))

        assert found == {"": ["Chọn một trong những người được đưa ra, hoặc chọn người mới."]}
        assert verdicts(batch) == ["co_the_trung"], row_of(batch, 2).issues


class TestQuestionsAndColumns:
    def test_people_without_ethnicity_are_asked_about(self, world, an, as_an):
        batch = keep(an, world.ward_a, [member(1, dan_toc=None, ton_giao=None)])
        page = page_of(as_an.get(address(batch)))
        assert "Sổ cần hỏi" in page.texts("h2")
        assert [box.attributes["name"] for box in page.all("input", type="checkbox")] == ["mac_dinh"]

        as_an.post(address(batch), {"mac_dinh": "on"})
        batch = done(batch)

        assert verdicts(batch) == ["moi"]
        assert batch.options["assume"] is True

    def test_without_a_question_nothing_is_answered(self, batch, as_an):
        answer = as_an.post(address(batch), {"mac_dinh": "on"}, follow=True)

        assert "Lúc này sổ không cần hỏi gì về tệp." in answer.content.decode()

    def test_columns_are_told_remembered_and_checked_again(self, batch, world, as_an):
        page = page_of(as_an.get(address(batch, "cot/")))
        told = {box.attributes["name"]: "" for box in page.all("select")}
        told |= {"cot_a": "ho_ten", "cot_b": "ngay_sinh", "cot_c": "gioi_tinh", "header_rows": "1"}
        answer = as_an.post(address(batch, "cot/"), told)

        assert answer.url == address(batch)
        assert ImportLayout.objects.get().organization == world.ward_a
        checked = done(batch)
        assert set(checked.layout["sheets"][0]["columns"]) == {"ho_ten", "ngay_sinh", "gioi_tinh"}
        assert set(verdicts(checked)) == {"sai"}


class TestWritingAndTakingBack:
    def test_the_good_rows_are_written_and_open_into_people(self, batch, as_an):
        sent = {"seen": page_of(as_an.get(address(batch, "ghi/"))).all("input", name="seen")[0].attributes["value"]}
        answer = as_an.post(address(batch, "ghi/"), sent)
        assert answer.url == address(batch)
        jobs.run(str(Job.objects.filter(kind=importing.COMMIT).get().pk))

        assert "Đã ghi 2 dòng vào sổ" in page_of(as_an.get(address(batch))).texts("strong")
        page = page_of(as_an.get(address(batch, "dong/?loai=da_ghi")))
        people = sorted(Member.objects.values_list("person_id", flat=True))
        links = [
            str(link.attributes["href"]) for link in page.all("a") if "/tim-nguoi/" in str(link.attributes["href"])
        ]
        assert len([link for link in links if any(str(key) in link for key in people)]) == 2

    def test_what_is_mended_afterwards_goes_in_too(self, batch, an, as_an):
        commit(an, batch)
        as_an.post(address(batch, "dong/?loai=sai"), boxes(batch, 4, B="28/02/1953"))
        page = page_of(as_an.get(address(batch)))

        assert {"Ghi vào sổ (1 dòng)", "Hoàn tác phần đã ghi"} <= set(page.texts("a"))
        assert as_an.get(address(batch, "cot/")).status_code == 302

    def test_a_check_that_is_old_is_not_written(self, batch, as_an):
        assert mistakes(as_an.post(address(batch, "ghi/"), {"seen": "0" * 64})) == {"": [importing.STALE]}
        assert not Job.objects.filter(kind=importing.COMMIT).exists()

    def test_a_register_that_changed_since_is_told_with_a_way_on(self, batch, world, an, as_an):
        job = importing.ask_to_commit(by=an, batch=batch, seen=batch.stamp)
        there = factories.member(world.a1, member(1)["ho_ten"])
        day, month, year = (int(part) for part in member(1)["ngay_sinh"].split("/"))
        there.person.birth_date = date(year, month, day)
        there.person.save()
        jobs.run(str(job.pk))
        page = page_of(as_an.get(address(batch)))
        assert importing.STALE in page.texts("p")
        assert "Kiểm tra lại" in page.texts("button")

        as_an.post(address(batch, "kiem-lai/"))

        assert done(batch).message == ""

    def test_check_again_while_the_worker_is_at_it(self, batch, an, as_an):
        importing.check_again(by=an, batch=batch)

        assert importing.BUSY in as_an.post(address(batch, "kiem-lai/"), follow=True).content.decode()

    def test_taken_back_but_for_those_touched_since(self, batch, world, an, as_an):
        commit(an, batch)
        touched = Member.objects.order_by("pk")[0]
        factories.movement(touched, world.a1, Kind.XIN_RA, date(2024, 6, 2))
        page = page_of(as_an.get(address(batch, "hoan-tac/")))
        assert page.texts("dd")[1:] == ["1 dòng", "1 dòng"]
        assert page.texts("th", scope="row") == [touched.person.full_name]
        assert mistakes(as_an.post(address(batch, "hoan-tac/"), {})) == {"reason": ["Nhập lý do hoàn tác."]}

        as_an.post(address(batch, "hoan-tac/"), {"reason": "Nhập nhầm tệp"})
        jobs.run(str(Job.objects.get(kind=importing.UNDO).pk))

        page = page_of(as_an.get(address(batch, "dong/?loai=de_lai")))
        assert page.texts("h1") == ["Để lại khi hoàn tác: 1 dòng"]
        assert touched.person.full_name in page.texts("a")
        assert "Nhập nhầm tệp" in as_an.get(address(batch)).content.decode()

    def test_dropped_with_its_bytes(self, batch, as_an):
        as_an.post(address(batch, "bo/"))

        page = page_of(as_an.get(address(batch)))
        assert "Tải tệp gốc" not in page.texts("a")
        for end in ("tep-goc/", "tep-danh-dau/"):
            assert as_an.get(address(batch, end)).status_code == 404

    def test_work_that_failed_can_be_done_again(self, batch, an, as_an):
        importing.check_again(by=an, batch=batch)
        batch.refresh_from_db()
        batch.job.claim()
        batch.job.fail("Có lỗi khi làm việc này.")
        page = page_of(as_an.get(address(batch)))

        assert {"Làm lại", "Kiểm tra lại"} <= set(page.texts("button"))

    def test_an_unreadable_file_says_it_once(self, world, an, as_an):
        batch = keep(an, world.ward_a, [], content=b"%PDF-1.7 khong phai bang tinh")
        html = as_an.get(address(batch)).content.decode()

        assert batch.state == ImportBatch.State.UNREADABLE
        assert html.count(batch.message) == 1

    def test_mended_in_excel_and_brought_again_the_old_one_is_dropped(self, batch, world, as_an):
        sent = {"kind": "dang_vien", "organization": world.ward_a.pk, "as_of": "31/5/2024", "document": ""}
        content = book([member(1), member(2), member(3), member(4)])
        as_an.post(f"/nhap-danh-sach/dua-len/?thay={batch.pk}", {**sent, "file": SimpleUploadedFile("b.xlsx", content)})

        batch.refresh_from_db()
        assert batch.state == ImportBatch.State.DROPPED
        assert verdicts(done(ImportBatch.objects.latest("pk"))) == ["moi"] * 4


def test_taken_back_twice_leads_back(batch, an, as_an):
    commit(an, batch)
    undo(an, batch)

    assert as_an.get(address(batch, "hoan-tac/")).status_code == 302


class TestHidden:
    """Hidden sheets, rows and columns are asked about, never taken or left in silence."""

    @pytest.fixture
    def hiding(self, world, an):
        made = load_workbook(BytesIO(book([member(1), member(2, ghi_chu="nợ đảng phí"), member(3)])))
        sheet = made.worksheets[0]
        column = next(cell.column_letter for cell in sheet[1] if cell.value == "Số lý lịch")
        sheet.column_dimensions[column].hidden = True
        sheet.row_dimensions[4].hidden = True
        old = made.copy_worksheet(sheet)
        old.title, old.sheet_state = "Bản cũ", "hidden"
        out = BytesIO()
        made.save(out)
        return keep(an, world.ward_a, [], content=out.getvalue())

    def test_each_is_asked_about_as_it_stands_now(self, hiding, as_an):
        assert verdicts(hiding) == ["moi", "moi", "bo_qua"]
        ticks = {
            box.attributes["name"]: "checked" in box.attributes
            for box in page_of(as_an.get(address(hiding))).all("input", type="checkbox")
        }
        assert ticks == {"trang_1": False, "dong_an": False, "cot_an": True}

    def test_answers_hold_and_can_be_changed(self, hiding, as_an):
        as_an.post(address(hiding), {"trang_1": "on", "dong_an": "on"})
        batch = done(hiding)
        assert len(verdicts(batch)) == 6
        assert "so_ly_lich" not in batch.layout["sheets"][0]["columns"]
        assert "Đã lưu, đang kiểm tra lại." in as_an.get(address(batch)).content.decode()

        as_an.post(address(batch), {"cot_an": "on"})
        batch = done(batch)
        assert verdicts(batch) == ["moi", "moi", "bo_qua"]
        assert "so_ly_lich" in batch.layout["sheets"][0]["columns"]

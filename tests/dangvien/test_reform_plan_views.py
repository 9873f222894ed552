"""Screens of reform plans: the workbook in, problems, choices, preview, the worker's part, taking back."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from dangvien import workbooks
from dangvien.actions import jobs, reform_plans
from dangvien.actions.jobs import JobFailed
from dangvien.models import Decision, Job, Kind, Locality, Member, Placement, ReformPlan
from dangvien.procedure.problem import Refused
from dangvien.procedure.reform_register import stamp_of
from dangvien.sentences import changes_of
from tests import factories
from tests.dangvien.reading import heads, mistakes, newest_entry, page_of, queries_of
from tests.reform_books import book, sheets

LIST = "/to-chuc/phuong-an/"
UPLOAD = "/to-chuc/phuong-an/dua-len/"
DAY = date(2024, 6, 1)
NEW = {"work": "thành lập mới", "new": "phuong-c", "name": "Đảng bộ phường C", "kind": "Đảng bộ cơ sở", "parent": "tp"}
ABSORBED = {"old": "phuong-a", "work": "sáp nhập", "new": "phuong-c"}


def file_of(content, name="phuong-an.xlsx"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def typed(world):
    return {"organization": world.city.pk, "name": "Phương án 2024", "on": "1/6/2024"}


@pytest.fixture
def kept(world, dung):
    def keep(*lines, **choices):
        return reform_plans.keep_plan(
            by=dung, organization=world.city, name="Phương án 2024", on=DAY, sheets=sheets(*lines, **choices)
        )

    return keep


@pytest.fixture
def done(world, dung):
    """Ask for a plan to be carried out and let the worker do it; gives the job."""

    def perform(plan, decision=None):
        seen = stamp_of(world.city, DAY)
        job = reform_plans.ask_to_reform(by=dung, plan=plan, seen=seen, decision=decision)
        jobs.run(str(job.pk))
        job.refresh_from_db()
        plan.refresh_from_db()
        return job

    return perform


def address(plan, end=""):
    return f"{LIST}{plan.pk}/{end}"


class TestList:
    def test_is_empty_with_the_first_thing_to_do(self, as_dung):
        assert "Lập phương án từ tệp Excel" in page_of(as_dung.get(LIST)).texts("a")

    def test_one_and_many_cost_the_same(self, kept, as_dung):
        kept(NEW)
        few = queries_of(as_dung, LIST)
        for _ in range(5):
            kept(NEW)

        assert queries_of(as_dung, LIST) == few
        assert heads(as_dung.get(LIST)) == ["Phương án 2024"] * 6

    def test_another_administrators_plans_are_not_there(self, world, kept, signed_in):
        plan = kept(NEW)
        son = signed_in(factories.user("son", "Mai Văn Sơn", world.ward_b, "quan_tri"))

        assert heads(son.get(LIST)) == []
        for end in ("", "chon/", "xem-truoc/", "rut-lai/", "bo/"):
            assert son.get(address(plan, end)).status_code == 404


class TestTemplate:
    def test_holds_every_organization_of_the_day_and_is_read_back_as_nothing(self, world, as_dung):
        answer = as_dung.get(f"{LIST}tep-mau/?to_chuc={world.city.pk}&ngay=1/6/2024")

        assert answer.status_code == 200
        made = load_workbook(BytesIO(answer.content))
        assert made.sheetnames == ["Phương án", "Địa bàn", "Hướng dẫn"]
        codes = [row[0].value for row in made["Phương án"].iter_rows(min_row=4)]
        assert codes == ["tp", "phuong-a", "a-1", "a-2", "a-3", "phuong-b", "b-1"]
        lists = made["Phương án"].data_validations.dataValidation
        assert [len(str(rule.formula1)) < 255 for rule in lists] == [True, True]
        assert newest_entry().verb == "xuất Excel"

    def test_a_day_that_cannot_be_leads_back_with_the_reason(self, world, as_dung):
        answer = as_dung.get(f"{LIST}tep-mau/?to_chuc={world.city.pk}&ngay=31/2/2024", follow=True)

        assert "Ngày có hiệu lực: tháng 2 năm 2024 chỉ có 29 ngày." in answer.content.decode()

    def test_one_outside_is_not_given(self, world, signed_in):
        son = signed_in(factories.user("son", "Mai Văn Sơn", world.ward_b, "quan_tri"))

        assert son.get(f"{LIST}tep-mau/?to_chuc={world.city.pk}&ngay=1/6/2024").status_code == 302


class TestUploading:
    def test_a_workbook_becomes_a_plan_and_is_gone(self, typed, world, dung, as_dung, monkeypatch, tmp_path):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        answer = as_dung.post(UPLOAD, {**typed, "file": file_of(book([NEW, ABSORBED]), "Phương án.pdf")}, follow=True)

        plan = ReformPlan.objects.get()
        assert (plan.organization, plan.name, plan.occurred_on) == (world.city, "Phương án 2024", DAY)
        assert (plan.file_name, len(plan.digest), plan.recorded_by) == ("Phương án.pdf", 64, dung)
        assert [line["row"] for line in plan.rows["lines"]] == [4, 5]
        assert "Không còn chỗ nào phải sửa." in page_of(answer).texts("strong")
        assert list(tmp_path.iterdir()) == []
        entry = newest_entry()
        assert (entry.verb, entry.actor_id, entry.organization_id) == (
            "đưa phương án sắp xếp lên",
            dung.pk,
            world.city.pk,
        )

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"%PDF-1.7", workbooks.NOT_A_WORKBOOK),
            (b"", workbooks.NOT_A_WORKBOOK),
            (b"PK\x03\x04 cut off", workbooks.BROKEN),
            (b"PK" + b"\0" * (workbooks.MOST_BYTES + 10), workbooks.TOO_LARGE),
        ],
    )
    def test_a_bad_file_is_one_sentence_at_its_box(self, typed, as_dung, content, sentence):
        assert mistakes(as_dung.post(UPLOAD, {**typed, "file": file_of(content)})) == {"file": [sentence]}
        assert not ReformPlan.objects.exists()

    def test_no_file_and_no_lines(self, typed, as_dung):
        assert mistakes(as_dung.post(UPLOAD, typed)) == {"file": ["Chọn tệp Excel."]}
        assert mistakes(as_dung.post(UPLOAD, {**typed, "file": file_of(book([{"old": "a-1"}]))})) == {
            "file": [
                "Tệp không có dòng nào ghi việc phải làm. Chọn việc ở cột “Việc” cho các tổ chức thay đổi rồi gửi lại."
            ]
        }

    def test_sent_twice_is_kept_once(self, typed, as_dung):
        content, token = book([NEW]), str(uuid4())
        for _ in range(2):
            as_dung.post(UPLOAD, {**typed, "token": token, "file": file_of(content)})

        assert ReformPlan.objects.count() == 1

    def test_a_mended_workbook_puts_the_old_plan_aside(self, typed, kept, as_dung):
        old = kept({"old": "khong-co", "work": "giải thể"})
        as_dung.post(f"{UPLOAD}?thay={old.pk}", {**typed, "file": file_of(book([NEW]))})

        old.refresh_from_db()
        assert old.dropped_at is not None
        assert ReformPlan.objects.count() == 2
        assert "Phương án này đã bỏ" in as_dung.get(address(old)).content.decode()

    @pytest.mark.parametrize("asked", ["x", "9" * 30, "12345", ""])
    def test_nonsense_in_the_address_replaces_nothing(self, as_dung, asked):
        assert as_dung.get(f"{UPLOAD}?thay={asked}").status_code == 200

    def test_those_without_the_permission_send_nothing_into_memory(self, typed, as_an, as_chi):
        for other in (as_an, as_chi):
            answer = other.post(UPLOAD, {**typed, "file": file_of(b"x" * 1000)})
            assert answer.status_code == 403
            assert not answer.wsgi_request.FILES

    def test_a_very_long_request_is_not_read_to_its_end(self, typed, as_dung, monkeypatch):
        monkeypatch.setattr("dangvien.uploads.MOST_SENT", 1000)

        assert as_dung.post(UPLOAD, {**typed, "file": file_of(book([NEW]))}).status_code == 413


class TestProblems:
    def test_each_is_shown_with_its_place_and_mend(self, kept, as_dung):
        plan = kept({"old": "khong-co", "work": "giải thể"}, {"old": "a-1", "work": "sáp nhập", "new": "tp-cu"})
        page = page_of(as_dung.get(address(plan)))

        assert "Còn 2 chỗ phải sửa trong tệp." in page.texts("strong")
        cells = page.texts("td")
        assert {"khong-co", "Mã cũ", "4", "tp-cu", "Mã mới", "5"} <= set(cells)
        assert "Xem trước" not in page.texts("a")
        assert as_dung.get(address(plan, "xem-truoc/")).status_code == 302

    def test_what_the_register_holds_against_it_is_shown(self, world, kept, as_dung):
        member = factories.member(world.a1)
        factories.movement(member, world.a1, Kind.CONG_NHAN, date(2024, 6, 2))
        page = as_dung.get(address(kept({"old": "a-1", "work": "sáp nhập", "new": "a-2"}))).content.decode()

        assert "Chi bộ A1 có dòng sổ ngày 02/6/2024." in page


class TestChoosing:
    LINES = (
        {"old": "phuong-a", "work": "chia", "new": "phuong-b"},
        {**NEW, "old": "phuong-a", "work": "chia"},
    )

    def test_choices_are_kept_and_the_plan_goes_on(self, kept, dung, as_dung):
        plan = kept(*self.LINES)
        page = page_of(as_dung.get(address(plan, "chon/")))
        assert page.texts("th", scope="row") == [
            "Chi bộ A1",
            "Chi bộ A2",
            "Chi bộ A3",
            "Lịch sử của Đảng bộ Phường A",
        ]

        as_dung.post(address(plan, "chon/"), {"to-chuc__a-1": "phuong-b", "to-chuc__a-2": "phuong-c"})
        assert "Còn 2 chỗ phải chọn" in as_dung.get(address(plan)).content.decode()
        as_dung.post(
            address(plan, "chon/"),
            {
                "to-chuc__a-1": "phuong-b",
                "to-chuc__a-2": "phuong-c",
                "to-chuc__a-3": "phuong-c",
                "luu-tru__phuong-a": "phuong-b",
            },
        )

        plan.refresh_from_db()
        assert plan.rows["choices"] == {
            "to-chuc:a-1": "phuong-b",
            "to-chuc:a-2": "phuong-c",
            "to-chuc:a-3": "phuong-c",
            "luu-tru:phuong-a": "phuong-b",
        }
        assert newest_entry().verb == "chọn nơi nhận trong phương án sắp xếp"
        assert "Lịch sử của Đảng bộ Phường A: (trống) → phuong-b" in changes_of(newest_entry(), {})
        assert as_dung.get(address(plan, "xem-truoc/")).status_code == 200

    def test_another_heir_is_refused(self, kept, as_dung):
        plan = kept(*self.LINES)

        found = mistakes(as_dung.post(address(plan, "chon/"), {"to-chuc__a-1": "tp"}))
        assert found == {"to-chuc__a-1": ["Chọn nơi nhận trong danh sách."]}
        plan.refresh_from_db()
        assert plan.rows["choices"] == {}

    def test_a_plan_without_questions_says_so(self, kept, as_dung):
        page = as_dung.get(address(kept(NEW), "chon/")).content.decode()
        assert "Phương án này không chia tổ chức nào" in page

    def test_places_go_to_their_heirs_and_come_back(self, world, kept, done, dung):
        place = Locality.objects.create(
            name="Khu phố 1", kind="khu_pho", organization=world.ward_a, valid_from=date(2010, 1, 1)
        )
        world.a1.placements.update(locality=place)
        plan = kept(
            *self.LINES,
            **{
                f"dia-ban__{place.pk}": "phuong-c",
                "to-chuc__a-2": "phuong-b",
                "to-chuc__a-3": "phuong-b",
                "luu-tru__phuong-a": "phuong-b",
            },
        )
        assert done(plan).state == Job.State.XONG

        place.refresh_from_db()
        new = Locality.objects.exclude(pk=place.pk).get()
        seat = world.a1.latest_placement()
        assert (place.valid_to, new.organization.code, new.valid_from, new.name) == (DAY, "phuong-c", DAY, "Khu phố 1")
        assert (seat.parent.code, seat.locality) == ("phuong-c", new)

        reform_plans.take_plan_back(by=dung, plan=plan, reason="Ghi nhầm", today=date(2024, 6, 3))

        place.refresh_from_db()
        assert place.valid_to == date(9999, 12, 31)
        assert Locality.objects.count() == 1
        assert world.a1.latest_placement().locality == place


class TestPreviewAndWork:
    def test_the_page_tells_all_and_asks_the_worker(self, world, kept, dung, as_dung):
        factories.member(world.a1)
        plan = kept(NEW, ABSORBED)
        answer = as_dung.get(address(plan, "xem-truoc/"))
        page = page_of(answer)
        assert "Đảng viên trước và sau bằng nhau: 1." in page.texts("strong")
        assert {"Đảng bộ phường C", "Đảng bộ Phường A"} <= set(page.texts("th", scope="row"))
        sent = {box.attributes["name"]: box.attributes.get("value") for box in page.all("input", type="hidden")}

        answer = as_dung.post(
            address(plan, "xem-truoc/"),
            {**sent, "number": "12-QĐ/TU", "issuer": world.city.pk, "issued_on": "20/5/2024"},
        )

        job = Job.objects.get()
        assert answer.url == f"/viec/{job.pk}/"
        assert not Placement.objects.filter(organization__code="phuong-c").exists()
        assert "Đang thực hiện." in as_dung.get(address(plan)).content.decode()
        jobs.run(str(job.pk))
        job.refresh_from_db()
        plan.refresh_from_db()
        assert (job.state, job.message, job.result_url) == (Job.State.XONG, "", address(plan))
        assert plan.act is not None
        assert plan.act.decision == Decision.objects.get()
        assert world.a1.latest_placement().parent.code == "phuong-c"
        assert "Đã thực hiện" in as_dung.get(address(plan)).content.decode()
        assert newest_entry().verb == "thực hiện phương án sắp xếp"

    def test_members_of_merged_cells_go_along_and_come_back(self, world, kept, done, dung):
        member = factories.member(world.a1)
        plan = kept({"old": "a-1", "work": "sáp nhập", "new": "a-2"})
        assert done(plan).state == Job.State.XONG
        assert Member.objects.get().organization == world.a2

        reform_plans.take_plan_back(by=dung, plan=plan, reason="Ghi nhầm", today=date(2024, 6, 3))

        member.refresh_from_db()
        assert member.organization == world.a1
        assert member.movements.headcount() == 1

    def test_a_register_that_changed_since_asks_for_another_look(self, world, kept, dung, as_dung):
        plan = kept(NEW, ABSORBED)
        seen = stamp_of(world.city, DAY)
        job = reform_plans.ask_to_reform(by=dung, plan=plan, seen=seen)
        factories.member(world.b1)

        jobs.run(str(job.pk))

        job.refresh_from_db()
        plan.refresh_from_db()
        assert (job.state, job.message, plan.act) == (Job.State.LOI, reform_plans.STALE, None)
        assert not Placement.objects.filter(organization__code="phuong-c").exists()
        assert reform_plans.STALE in as_dung.get(address(plan)).content.decode()
        answer = as_dung.post(address(plan, "xem-truoc/"), {"seen": "placement=1"}, follow=True)
        assert reform_plans.STALE in answer.content.decode()

    def test_it_is_done_once_however_often_the_worker_comes(self, kept, done):
        plan = kept(NEW, ABSORBED)
        job = done(plan)
        rows = Placement.objects.count()

        assert reform_plans.perform_reform(job) == address(plan)
        assert Placement.objects.count() == rows

    def test_a_worker_that_dies_in_the_middle_leaves_nothing(self, kept, dung, world, monkeypatch):
        plan = kept(NEW, ABSORBED)
        job = reform_plans.ask_to_reform(by=dung, plan=plan, seen=stamp_of(world.city, DAY))
        with monkeypatch.context() as broken:
            broken.setattr(reform_plans, "move_places", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                reform_plans.perform_reform(job)
        assert not Placement.objects.filter(organization__code="phuong-c").exists()

        reform_plans.perform_reform(job)

        plan.refresh_from_db()
        assert plan.act is not None

    def test_asked_for_twice_is_refused(self, world, kept, dung):
        plan = kept(NEW, ABSORBED)
        seen = stamp_of(world.city, DAY)
        reform_plans.ask_to_reform(by=dung, plan=plan, seen=seen)

        with pytest.raises(Refused, match="đang được thực hiện"):
            reform_plans.ask_to_reform(by=dung, plan=plan, seen=seen)
        assert Job.objects.count() == 1

    def test_an_asker_who_lost_the_role_gets_nothing(self, kept, dung, world):
        plan = kept(NEW)
        job = reform_plans.ask_to_reform(by=dung, plan=plan, seen=stamp_of(world.city, DAY))
        dung.appointments.all().delete()

        with pytest.raises(JobFailed, match="không còn trong phạm vi"):
            reform_plans.perform_reform(job)


class TestTakingBackAndDropping:
    def test_taken_back_on_its_page(self, world, kept, done, as_dung):
        columns = ("organization__code", "parent__code", "name", "valid_from", "valid_to")
        before = sorted(Placement.objects.values_list(*columns), key=str)
        plan = kept(NEW, ABSORBED)
        done(plan)
        assert mistakes(as_dung.post(address(plan, "rut-lai/"), {"reason": ""})) == {"reason": ["Nhập lý do rút lại."]}

        as_dung.post(address(plan, "rut-lai/"), {"reason": "Sai ngày"})

        assert sorted(Placement.objects.values_list(*columns), key=str) == before
        entry = newest_entry()
        assert (entry.verb, entry.reason) == ("rút lại phương án sắp xếp", "Sai ngày")
        assert "Đã rút lại" in as_dung.get(address(plan)).content.decode()
        again = mistakes(as_dung.post(address(plan, "rut-lai/"), {"reason": "Sai ngày"}))
        assert again == {"": ["Phương án này chưa thực hiện hoặc đã rút lại, nên không có gì để rút."]}

    def test_not_when_something_was_built_on_it(self, world, kept, done, as_dung):
        plan = kept({"old": "a-1", "work": "sáp nhập", "new": "a-2"})
        member = factories.member(world.a1)
        done(plan)
        factories.movement(member, world.a2, Kind.XIN_RA, date(2024, 6, 2))

        assert mistakes(as_dung.post(address(plan, "rut-lai/"), {"reason": "Sai ngày"}))
        plan.act.refresh_from_db()
        assert plan.act.taken_back_at is None

    def test_dropped(self, kept, as_dung):
        plan = kept(NEW)
        as_dung.post(address(plan, "bo/"))

        assert newest_entry().verb == "bỏ phương án sắp xếp"
        assert mistakes(as_dung.post(address(plan, "bo/"))) == {
            "": ["Phương án này đã bỏ. Đưa tệp lên lại để lập phương án khác."]
        }
        assert as_dung.get(address(plan, "xem-truoc/")).status_code == 302

    def test_one_that_was_done_is_not_dropped_or_changed(self, kept, done, as_dung):
        plan = kept(NEW)
        done(plan)

        assert mistakes(as_dung.post(address(plan, "bo/"))) == {"": ["Phương án này đã được thực hiện."]}

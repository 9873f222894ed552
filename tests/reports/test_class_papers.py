"""Papers of a class: asked for, printed by the worker, taken by whoever asked; what stands on them, and for whom."""

from __future__ import annotations

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from pypdf import PdfReader

from dangvien.actions import jobs
from dangvien.actions.certificates import PRINT_CLASS
from dangvien.day_files import forget_old_files
from dangvien.models import AuditEntry, Enrollment, Job, TrainingClass
from tests import factories
from tests.dangvien.pages import faults

A4_ON_ITS_SIDE = pytest.approx((841.89, 595.28), abs=0.5)


@pytest.fixture
def course(world):
    made = factories.training_class(world.city, "NT-2023-01")
    TrainingClass.objects.filter(pk=made.pk).update(
        decision=factories.decision(world.city, made.starts_on, 15), provider="Trung tâm Chính trị thành phố"
    )
    return made


@pytest.fixture
def learners(world, course):
    """One of each ward with a certificate, and one of ward A without."""
    made = [
        factories.certificate(factories.candidate(cell, name), course)
        for cell, name in ((world.a1, "Trần Học Ở A"), (world.b1, "Lê Học Ở B"))
    ]
    for number, line in enumerate(made, start=1):
        Enrollment.objects.filter(pk=line.pk).update(certificate_number=f"{number:02d}/GCN", grade="Giỏi")
    made[0].person.native_place = "Xã Gio Linh, tỉnh Quảng Trị"
    made[0].person.save()
    return [*made, factories.enrollment(course, factories.candidate(world.a1, "Võ Chưa Đạt"))]


def printed(client, course, paper):
    """Ask for a paper, let the worker do it, and give the job with the address of what came out."""
    answer = client.post(f"/lop/{course.pk}/in/{paper}/")
    assert answer.status_code == 302
    job = Job.objects.filter(kind=PRINT_CLASS).latest("created_at")
    assert answer.url == f"/viec/{job.pk}/"
    jobs.run(str(job.pk))
    job.refresh_from_db()
    return job


def pages(client, job):
    answer = client.get(job.result_url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.getvalue())).pages


def words(page):
    return " ".join(page.extract_text().split())


class TestPapers:
    def test_certificates_one_a_sheet_with_everything_on_them(self, course, learners, as_chi):
        job = printed(as_chi, course, "giay-chung-nhan")

        sheets = pages(as_chi, job)
        assert len(sheets) == 2
        assert all((sheet.mediabox.width, sheet.mediabox.height) == A4_ON_ITS_SIDE for sheet in sheets)
        text = words(sheets[0])
        for part in (
            "ĐẢNG CỘNG SẢN VIỆT NAM",
            "CN-NTVĐ",
            "GIẤY CHỨNG NHẬN",
            "Trần Học Ở A",
            "03/02/1998",
            "Xã Gio Linh, tỉnh Quảng Trị",
            "Lớp NT-2023-01",
            "từ ngày 01/6/2023 đến ngày 09/6/2023",
            "15-QĐ/TU",
            "Giỏi",
            "01/GCN",
            "ngày 20 tháng 6 năm 2023",
            "Trung tâm Chính trị thành phố",
            "(Ký tên, đóng dấu)",
            "chưa ký và đóng dấu thì chưa phải giấy chứng nhận",
        ):
            assert part in text
        assert "Lê Học Ở B" in words(sheets[1])

    def test_what_is_not_known_is_left_open(self, course, learners, as_chi):
        Enrollment.objects.update(grade="")

        text = words(pages(as_chi, printed(as_chi, course, "giay-chung-nhan"))[1])

        assert "Xếp loại: ………" in text
        assert "Quê quán: ………" in text

    def test_the_class_of_new_members_has_its_own_form(self, course, learners, as_chi):
        TrainingClass.objects.update(kind="dang_vien_moi")

        text = words(pages(as_chi, printed(as_chi, course, "giay-chung-nhan"))[0])

        assert "CN-ĐVM" in text
        assert "học lớp bồi dưỡng đảng viên mới" in text

    def test_the_list_of_certificates(self, course, learners, as_chi):
        [sheet] = pages(as_chi, printed(as_chi, course, "danh-sach-cap-giay"))

        text = words(sheet)
        assert "DANH SÁCH CẤP GIẤY CHỨNG NHẬN" in text
        assert "Tổng số: 2 người." in text
        assert "Võ Chưa Đạt" not in text
        assert all(part in text for part in ("Trần Học Ở A", "01/GCN", "20/06/2023", "Chi bộ B1", "Ký nhận"))

    def test_the_class_list_of_a_ward_holds_only_its_learners(self, course, learners, as_an):
        [sheet] = pages(as_an, printed(as_an, course, "danh-sach-lop"))

        text = words(sheet)
        assert "Trần Học Ở A" in text
        assert "Võ Chưa Đạt" in text
        assert "Lê Học Ở B" not in text

    def test_asking_and_taking_leave_entries(self, course, learners, as_chi):
        pages(as_chi, printed(as_chi, course, "giay-chung-nhan"))

        entries = AuditEntry.objects.filter(verb__contains="giấy tờ lớp").order_by("sequence")
        assert [(entry.verb, entry.after) for entry in entries] == [
            ("in giấy tờ lớp", {"giấy tờ": "Giấy chứng nhận", "số người": 2}),
            ("tải giấy tờ lớp", {"giấy tờ": "Giấy chứng nhận"}),
        ]

    def test_printing_twice_is_safe(self, course, learners, as_chi):
        job = printed(as_chi, course, "danh-sach-lop")
        Job.objects.filter(pk=job.pk).update(state=Job.State.CHO)

        assert jobs.run(str(job.pk))
        assert len(pages(as_chi, job)) == 1

    def test_nobody_certified_is_told(self, world, as_chi):
        made = factories.training_class(world.city, "NT-9")
        factories.enrollment(made, factories.candidate(world.a1))

        job = printed(as_chi, made, "giay-chung-nhan")

        assert (job.state, job.message) == ("loi", "Chưa có ai được cấp giấy chứng nhận.")


class TestFence:
    def test_a_ward_prints_no_certificates_of_a_class_of_the_city(self, course, learners, as_an):
        for paper in ("giay-chung-nhan", "danh-sach-cap-giay"):
            assert as_an.post(f"/lop/{course.pk}/in/{paper}/").status_code == 404
        assert not Job.objects.exists()

    def test_only_those_who_may(self, course, learners, as_giang, as_hoa, as_dung):
        for other in (as_giang, as_hoa, as_dung):
            assert other.post(f"/lop/{course.pk}/in/danh-sach-lop/").status_code == 403

    def test_an_unknown_paper_is_not_found(self, course, as_chi):
        assert as_chi.post(f"/lop/{course.pk}/in/ly-lich/").status_code == 404

    def test_a_paper_is_taken_only_by_whoever_asked(self, course, learners, as_chi, as_an, as_binh, as_giang):
        job = printed(as_chi, course, "danh-sach-lop")

        assert as_an.get(job.result_url).status_code == 404
        assert as_binh.get(job.result_url).status_code == 404
        assert as_giang.get(job.result_url).status_code == 403

    def test_a_paper_belongs_to_one_class(self, world, course, learners, as_chi):
        job = printed(as_chi, course, "danh-sach-lop")
        other = factories.training_class(world.city, "NT-9")

        assert as_chi.get(f"/lop/{other.pk}/tep/{job.pk}/").status_code == 404

    def test_a_role_that_became_smaller_opens_no_paper_printed_with_the_larger(
        self, world, course, learners, as_chi, chi
    ):
        """The ward still sees the class, but not those whom other wards sent."""
        job = printed(as_chi, course, "danh-sach-lop")
        chi.appointments.update(organization=world.ward_a, role="dang_uy")

        answer = as_chi.get(job.result_url)

        assert (answer.status_code, answer["Content-Type"]) == (410, "text/html; charset=utf-8")
        assert "Về lớp để in lại" in answer.content.decode()
        assert "Lê Học Ở B" not in answer.content.decode()
        assert faults(answer.content.decode()) == []
        assert not AuditEntry.objects.filter(verb="tải giấy tờ lớp").exists()
        assert "Lê Học Ở B" not in words(pages(as_chi, printed(as_chi, course, "danh-sach-lop"))[0])

    def test_a_paper_of_before_that_does_not_tell_who_stands_on_it_is_printed_anew(self, course, learners, as_chi):
        job = printed(as_chi, course, "danh-sach-lop")
        Job.objects.filter(pk=job.pk).update(params={"class": course.pk, "paper": "danh-sach-lop"})

        assert as_chi.get(job.result_url).status_code == 410

    def test_a_paper_lies_there_for_a_day(self, course, learners, as_chi):
        job = printed(as_chi, course, "danh-sach-lop")
        file = Path(settings.MEDIA_ROOT) / "lop" / f"{job.pk}.pdf"
        old = timezone.now() - timedelta(hours=25)
        Job.objects.filter(pk=job.pk).update(finished_at=old)

        answer = as_chi.get(job.result_url)
        assert answer.status_code == 410
        assert "chỉ được giữ 24 giờ" in answer.content.decode()
        os.utime(file, (old.timestamp(), old.timestamp()))
        forget_old_files()
        assert not file.exists()

    def test_somebody_who_lost_the_role_meanwhile_gets_nothing(self, course, learners, as_chi, chi):
        as_chi.post(f"/lop/{course.pk}/in/danh-sach-lop/")
        chi.appointments.update(role="xem")
        job = Job.objects.get(kind=PRINT_CLASS)

        jobs.run(str(job.pk))

        job.refresh_from_db()
        assert (job.state, job.message) == ("loi", "Lớp này không còn trong phạm vi của người yêu cầu.")

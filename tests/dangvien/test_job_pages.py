"""The pages of long work: one's own requests only, told plainly, moving by themselves, with a way to try again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import current_app
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dangvien.actions.exporting import EXPORT
from dangvien.models import Job
from tests.dangvien.pages import Page, faults

REFRESH = '<noscript><meta http-equiv="refresh"'


def text_of(response):
    return response.content.decode()


@pytest.fixture
def job(an):
    return Job.objects.create(kind="thu", title="In Phụ lục 2022 – Đảng bộ Phường A", requested_by=an)


@pytest.fixture
def shown(job, as_an):
    """The job's page as a whole, its balance checked."""

    def show():
        response = as_an.get(f"/viec/{job.pk}/")
        assert response.status_code == 200
        assert faults(text_of(response)) == []
        return text_of(response)

    return show


def test_received(shown, job):
    html = shown()

    assert "Đã nhận yêu cầu, sắp làm." in html
    assert "Có thể đóng trang này" in html
    assert REFRESH in html
    piece = Page(html).all("div", id="viec")[0].attributes
    assert (piece["hx-get"], piece["hx-trigger"], piece["hx-swap"]) == (
        f"/viec/{job.pk}/?hen_gio=1",
        "every 1s",
        "outerHTML",
    )
    assert "value" not in Page(html).all("progress")[0].attributes


def test_in_the_middle(shown, job):
    job.claim()
    job.advance(1, 4, "Đang làm tệp PDF")
    html = shown()

    assert "Đang làm tệp PDF" in html
    assert Page(html).all("progress")[0].attributes["value"] == "25"


def test_a_long_wait_is_told_plainly(shown, job):
    Job.objects.update(created_at=timezone.now() - timedelta(seconds=16))

    assert "Đang chờ máy in báo cáo; yêu cầu đã được giữ" in shown()


def test_a_worker_that_died_is_told_plainly(shown, job):
    job.claim()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert "Đang chờ máy in báo cáo; yêu cầu đã được giữ" in shown()


def test_done(shown, job):
    job.claim()
    job.finish("/bao-cao/da-chot/")
    html = shown()

    assert "Làm xong lúc 12:00 03/06/2024." in html
    assert [link.attributes["href"] for link in Page(html).all("a", class_="button")] == ["/bao-cao/da-chot/"]
    assert REFRESH not in html
    assert "hx-get" not in html


def test_failed_and_tried_again(shown, job, as_an, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, **_: told.append(args[0]))
    job.claim()
    job.fail("Đảng bộ này không còn hoạt động.")
    html = shown()
    assert "Đảng bộ này không còn hoạt động." in html
    assert REFRESH not in html
    assert Page(html).all("form", action=f"/viec/{job.pk}/lam-lai/")

    with django_capture_on_commit_callbacks(execute=True):
        response = as_an.post(f"/viec/{job.pk}/lam-lai/")

    assert response["Location"] == f"/viec/{job.pk}/"
    assert told == [str(job.pk)]
    assert "Đã nhận yêu cầu, sắp làm." in shown()


def test_an_old_failure_tried_again_does_not_wait_long_at_once(shown, job, as_an):
    Job.objects.update(created_at=timezone.now() - timedelta(days=1))
    job.claim()
    job.fail("Không được.")

    as_an.post(f"/viec/{job.pk}/lam-lai/")

    assert "Đã nhận yêu cầu, sắp làm." in shown()


def test_a_failed_export_is_asked_for_anew_with_password_and_reason(shown, job, as_an):
    Job.objects.update(kind=EXPORT)
    job.claim()
    job.fail("Không được.")
    page = Page(shown())
    assert page.all("form", action=f"/viec/{job.pk}/lam-lai/") == []
    assert page.texts("a", href="/xuat-so/", class_="button") == ["Làm lại từ đầu"]

    answer = as_an.post(f"/viec/{job.pk}/lam-lai/")

    job.refresh_from_db()
    assert (answer["Location"], job.state) == ("/xuat-so/", Job.State.LOI)


def test_htmx_gets_the_piece_alone(job, as_an):
    html = text_of(as_an.get(f"/viec/{job.pk}/", headers={"HX-Request": "true"}))

    assert html.lstrip().startswith('<div id="viec"')
    assert "<html" not in html
    assert faults(html) == []


def test_the_list_is_one_s_own(job, an, as_an, as_binh, as_chi):
    html = text_of(as_an.get("/viec/"))

    assert Page(html).texts("th", scope="row") == ["In Phụ lục 2022 – Đảng bộ Phường A"]
    assert Page(html).texts("td")[1:] == ["12:00 03/06/2024", "Đang chờ", ""]
    assert REFRESH in html
    assert faults(html) == []
    for other in (as_binh, as_chi):
        assert "Chưa có việc nào." in text_of(other.get("/viec/"))
        assert other.get(f"/viec/{job.pk}/").status_code == 404
        assert other.post(f"/viec/{job.pk}/lam-lai/").status_code == 404


def test_the_list_shows_every_state(an, as_an):
    for number, state in enumerate(["finish", "fail", "advance"]):
        job = Job.objects.create(kind="thu", title=f"Việc {number}", requested_by=an)
        job.claim()
        if state == "advance":
            job.advance(3, 4, "Đang in")
        else:
            getattr(job, state)("/bao-cao/")

    rows = Page(text_of(as_an.get("/viec/"))).texts("tr")[1:]

    assert sorted(row.split("12:00 03/06/2024 ")[1] for row in rows) == [
        "Không làm được /bao-cao/",
        "Xong Mở kết quả Việc 0",
        "Đang làm 75%",
    ]


def test_fifty_a_page_under_one_query_count(job, an, as_an):
    def queries():
        with CaptureQueriesContext(connection) as made:
            assert as_an.get("/viec/").status_code == 200
        return len(made)

    few = queries()
    Job.objects.bulk_create(Job(kind="thu", title=f"Việc {n}", requested_by=an) for n in range(59))

    assert queries() == few
    assert few <= 15
    assert len(Page(text_of(as_an.get("/viec/"))).texts("tr")) == 51
    assert as_an.get("/viec/?trang=%00").status_code == 200

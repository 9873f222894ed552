"""The page of the backups, and what the first page says of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from pyrage import x25519

from dangvien import health
from dangvien.actions import jobs
from dangvien.actions.backing_up import BACK_UP, ask_for_nightly
from dangvien.backups import job as backup_job
from dangvien.backups.keeping import Kept
from dangvien.backups.keys import BackupRefused
from dangvien.models import AuditEntry, Job
from tests.dangvien.pages import Page, faults
from tests.people import TODAY

FOLLOWED = "Sổ chưa có bản sao lưu nào đã kiểm tra."


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = settings.BACKUP_DIR = tmp_path
    settings.BACKUP_KEY = str(x25519.Identity.generate())
    health.give_sign()
    return tmp_path


def lay(folder, made_at: datetime, **more: object) -> None:
    name = f"so-{made_at:%Y%m%d-%H%M%S}.age"
    (folder / name).write_bytes(b"x" * 2048)
    told = {"name": name, "made_at": made_at.isoformat(), "size": 2048, "rows": 90000, "files": 2, "key": "abcd1234"}
    (folder / name).with_suffix(".json").write_text(json.dumps({**told, **more}))


def main_of(client) -> str:
    answer = client.get("/sao-luu/")
    html = answer.content.decode()
    assert (answer.status_code, faults(html)) == (200, [])
    return " ".join(html.split("<main", 1)[1].split())


def test_an_empty_folder_tells_what_will_happen(as_dung):
    html = main_of(as_dung)

    assert FOLLOWED in html
    assert "Hỏng máy lúc này thì mất tất cả." in html
    assert "Sổ tự sao lưu mỗi đêm lúc 0 giờ 20" in html
    assert "Sao lưu ngay</button>" in html


def test_without_a_key_the_page_says_how_to_get_one(as_dung, settings):
    settings.BACKUP_KEY = ""
    html = main_of(as_dung)

    assert "máy chủ chưa có khóa sao lưu" in html
    assert "manage.py backup --new-key" in html
    assert "Sao lưu ngay</button>" not in html
    told = as_dung.post("/sao-luu/ngay/", follow=True).content.decode()
    assert "Chưa có khóa sao lưu." in told
    assert not Job.objects.exists()


def test_backups_are_listed_with_what_is_known_of_each(as_dung, folder):
    now = datetime(2024, 6, 3, 2, tzinfo=UTC)
    lay(folder, now, verified=True, faults=2)
    lay(folder, now - timedelta(days=1), trouble="Khôi phục thử không được: hết chỗ.")
    (folder / "so-20240601-020000.age").write_bytes(b"x")
    html = main_of(as_dung)
    rows = list(Page(as_dung.get("/sao-luu/").content.decode()).texts("th", scope="row"))

    assert len(rows) == 3
    assert "notice wrong" not in html
    assert "90.000" in html
    assert "mọi tệp đúng như trong sổ. Sổ có 2 chỗ cần xem lại" in html
    assert "Khôi phục thử không được: hết chỗ." in html
    assert "Chưa khôi phục thử." in html
    assert "Khóa …abcd1234." in html


def test_a_backup_asked_for_twice_is_made_once(as_dung, dung):
    answers = [as_dung.post("/sao-luu/ngay/") for _ in range(2)]

    job = Job.objects.get(kind=BACK_UP, requested_by=dung)
    assert {answer["Location"] for answer in answers} == {f"/viec/{job.pk}/"}
    assert AuditEntry.objects.filter(verb="yêu cầu sao lưu", actor_id=dung.pk).count() == 1


def test_the_first_page_warns_the_administrator_alone(as_dung, as_an, folder):
    assert FOLLOWED in as_dung.get("/").content.decode()
    assert FOLLOWED not in as_an.get("/").content.decode()
    lay(folder, datetime(2024, 6, 2, 2, tzinfo=UTC), verified=True)
    assert "notice wrong" not in as_dung.get("/").content.decode()


def test_the_night_s_backup_is_asked_for_in_an_administrator_s_name(dung, an):
    job = ask_for_nightly(TODAY)

    assert job is not None
    assert (job.kind, job.requested_by) == (BACK_UP, dung)


def test_without_an_administrator_there_is_no_job(an):
    assert ask_for_nightly(TODAY) is None


@pytest.mark.parametrize("address", ["/", "/sao-luu/"])
def test_what_is_wrong_with_the_machine_stands_before_whoever_keeps_the_register(as_dung, as_an, folder, address):
    lay(folder, datetime(2024, 6, 2, 2, tzinfo=UTC), verified=True)
    health.sign_of_worker().unlink()
    html = " ".join(as_dung.get(address).content.decode().split())

    assert faults(html) == []
    assert "<strong>Bộ xử lý việc nền không có tín hiệu.</strong> Việc in, nhập danh sách, sao lưu chờ" in html
    assert "Máy chủ có điều cần xem" not in as_an.get(address).content.decode()


@pytest.mark.parametrize(
    ("outcome", "state", "message"),
    [
        (Kept("so-1.age", datetime(2024, 6, 3, tzinfo=UTC), 9, rows=7, verified=True), Job.State.XONG, ""),
        (
            Kept("so-1.age", datetime(2024, 6, 3, tzinfo=UTC), 9, rows=7, trouble="Khôi phục thử không được: x."),
            Job.State.LOI,
            "Khôi phục thử không được: x.",
        ),
        (BackupRefused("Hết chỗ trống."), Job.State.LOI, "Hết chỗ trống."),
    ],
    ids=["good", "does not come back", "not made"],
)
def test_the_job_says_what_came_of_it(dung, monkeypatch, outcome, state, message):
    def make(*, verify, report, patience):
        assert verify
        report(3, 7)
        report(7, 7)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(backup_job, "make", make)
    job = ask_for_nightly(TODAY)
    assert job is not None
    jobs.run(str(job.pk))
    job.refresh_from_db()

    assert (job.state, job.message, job.steps) == (state, message, 7)
    entries = AuditEntry.objects.filter(verb="sao lưu sổ")
    assert entries.count() == isinstance(outcome, Kept)
    assert {entry.actor for entry in entries} <= {"Người vận hành máy chủ"}

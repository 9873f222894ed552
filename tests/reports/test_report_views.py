"""Reports in the browser: asked, opened, frozen, printed, compared; each only within one's own scope."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse
from docx import Document

from dangvien.actions import jobs
from dangvien.actions.correction import reverse as reverse_line
from dangvien.models import Appointment, AuditEntry, Enrollment, Job, Kind, Movement, TrainingClass, User
from dangvien.period import Period
from reports.issuing import freeze as freeze_now
from reports.issuing import is_whole
from reports.models import Issue, IssueFile
from tests.worlds import SINCE, City

DECADE = {"to_chuc": "thanh-pho-dong-ha", "tu": "01/01/2012", "den": "20/5/2022"}
R01 = "phu-luc-khu-dan-cu"


@pytest.fixture
def board(dong_ha, client):
    client.force_login(dong_ha.user("bantochuc"))
    return client


def show(client, slug=R01, **query):
    return client.get(reverse("bao-cao-xem", args=[slug]), {**DECADE, **query})


def freeze(client, slug=R01, **data):
    return client.post(reverse("bao-cao-chot", args=[slug]), {**DECADE, "token": str(uuid4()), **data})


def test_the_list_names_every_report(board):
    page = board.get(reverse("bao-cao")).content.decode()

    for code in ("R00", "R01", "R02"):
        assert f"Mã {code}." in page
    assert "Chưa chốt báo cáo nào" in page


def test_a_report_is_shown_after_it_was_asked(board):
    assert "1.703" not in board.get(reverse("bao-cao-xem", args=[R01])).content.decode()

    page = show(board).content.decode()

    assert ">1.703</a>" in page
    assert ">585</a>" in page
    assert "Khớp" in page
    assert "Không khớp" not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"den": "01/01/2011"}, "sớm hơn ngày đầu kỳ"),
        ({"den": "31/11/2021"}, "11 chỉ có 30 ngày"),
        ({"den": ""}, "Nhập đến ngày"),
        ({"to_chuc": "tinh-quang-tri"}, "Chọn một tổ chức trong danh sách."),
        ({"to_chuc": "khong-co"}, "Chọn một tổ chức trong danh sách."),
        ({"hoc_vien": "sai"}, "chọn một mục trong danh sách."),
        ({"to_chuc": "phuong-1\x00"}, "Chọn một tổ chức trong danh sách."),
    ],
)
def test_wrong_input_is_answered_at_the_field_and_nothing_is_counted(board, wrong, sentence):
    response = show(board, **wrong)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Lỗi:" in page
    assert sentence in page
    assert "1.703" not in page


def test_a_ward_secretary_cannot_ask_for_another_ward_or_the_city(dong_ha, client):
    client.force_login(dong_ha.user("bithu.phuong1"))

    for place in ("phuong-2", "thanh-pho-dong-ha"):
        assert "Chọn một tổ chức trong danh sách." in show(client, to_chuc=place).content.decode()
    assert ">93</a>" in show(client, to_chuc="phuong-1").content.decode()


def test_the_place_of_ones_own_stands_first(board):
    places = show(board).context["form"].fields["to_chuc"].choices

    assert [name for _, name in places][:3] == ["Đảng bộ thành phố Đông Hà", "Đảng bộ Phường 1", "Đảng bộ Phường 2"]


def test_a_number_opens_into_its_people(board):
    url = reverse("bao-cao-o", args=[R01, "phuong-3", "ket_nap"])
    response = board.get(url, DECADE)

    page = response.content.decode()
    assert response.context["page"].paginator.count == 85
    assert "<strong>85</strong>" in page
    assert "Trang 1 / 2" in page
    entry = AuditEntry.objects.get(verb="mở danh sách")
    after = entry.after or {}
    assert after["số dòng"] == 85
    assert after["ô"].startswith("Phụ lục: phát triển đảng viên ở địa bàn khu dân cư")
    assert after["ô"].endswith("từ 01/01/2012 đến 20/5/2022: Phường 3, Số lượng đảng viên kết nạp")


def test_an_organization_count_opens_into_organizations(board):
    response = board.get(reverse("bao-cao-o", args=["khai-quat", "tccsd_phuong", "so_luong"]), DECADE)

    names = [entry.name for entry in response.context["page"]]
    assert names[0] == "Đảng bộ Phường 1"
    assert len(names) == 9


@pytest.mark.parametrize(("row", "column"), [("phuong-99", "ket_nap"), ("phuong-1", "khong_co"), ("phuong-1", "tt")])
def test_a_cell_that_is_not_there_is_not_found(board, row, column):
    assert board.get(reverse("bao-cao-o", args=[R01, row, column]), DECADE).status_code == 404


def test_an_unknown_report_is_not_found(board):
    assert board.get(reverse("bao-cao-xem", args=["khong-co"])).status_code == 404


def test_the_list_behind_another_wards_number_is_closed(dong_ha, client):
    client.force_login(dong_ha.user("bithu.phuong1"))
    url = reverse("bao-cao-o", args=[R01, "phuong-3", "ket_nap"])

    assert client.get(url, {**DECADE, "to_chuc": "phuong-1"}).status_code == 404
    assert client.get(url, DECADE).status_code == 302


def test_a_reader_may_look_but_not_freeze(dong_ha, client):
    client.force_login(dong_ha.user("xem.phuong1"))

    assert "Chốt số liệu, lập bản thảo" not in show(client, to_chuc="phuong-1").content.decode()
    assert freeze(client, to_chuc="phuong-1").status_code == 403
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    ("slug", "digits"), [(R01, ["1.703", "585"]), ("ket-nap-theo-nam", ["1.587", "36,9"]), ("khai-quat", ["6.913"])]
)
def test_freezing_keeps_the_numbers_and_the_worker_makes_three_files(
    board, slug, digits, django_capture_on_commit_callbacks
):
    response = freeze(board, slug)
    issue = Issue.objects.get()
    assert response.url == reverse("bao-cao-da-chot", args=[issue.pk])
    assert "Đã nhận yêu cầu" in board.get(response.url).content.decode()

    assert jobs.run(str(issue.job_id))

    page = board.get(response.url).content.decode()
    for digit in digits:
        assert digit in page
    assert is_whole(issue)
    for form, mark in (("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK")):
        file = board.get(reverse("bao-cao-tep", args=[issue.pk, form]))
        assert b"".join(file.streaming_content).startswith(mark)
        assert f"{slug}_2" in file["Content-Disposition"]
    assert [entry.verb for entry in AuditEntry.objects.order_by("sequence")][-4:] == [
        "chốt báo cáo", "tải tệp", "tải tệp", "tải tệp",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_frozen_number_of_people_is_told_as_it_was_frozen(client):
    city = City()
    person = city.member().person
    for code in ("L1", "L2"):
        held = TrainingClass.objects.create(
            code=code, name=code, organizer=city["tp"], starts_on=date(2020, 3, 2), ends_on=date(2020, 3, 6)
        )
        Enrollment.objects.create(training_class=held, person=person, sent_by=city["p1c1"])
    board = User.objects.create_user("ban", full_name="Lê Ban")
    Appointment.objects.create(user=board, organization=city["tp"], role="ban_to_chuc", valid_from=SINCE)
    client.force_login(board)
    issue = freeze_now(by=board, question=city.ask("R01", Period.year(2020), hoc_vien="nguoi"))

    page = client.get(reverse("bao-cao-da-chot-o", args=[issue.pk, "p1", "hoc_lop"])).content.decode()

    assert "<strong>1</strong>" in page, "one person, though sent to two classes"


def test_a_double_click_freezes_once(board):
    token = str(uuid4())
    first, second = freeze(board, token=token), freeze(board, token=token)

    assert first.url == second.url
    assert Issue.objects.count() == Job.objects.count() == 1


def test_a_killed_worker_leaves_files_that_the_next_run_keeps(board, monkeypatch):
    freeze(board)
    issue = Issue.objects.get()
    jobs.run(str(issue.job_id))
    before = list(issue.files.order_by("format").values_list("format", "digest", "pk"))
    issue.files.filter(format="xlsx").delete()
    Job.objects.filter(issue=issue).update(state=Job.State.CHO, attempts=0)

    assert jobs.run(str(issue.job_id))

    after = list(issue.files.order_by("format").values_list("format", "digest", "pk"))
    assert after[:2] == before[:2]
    assert after[2][:2] == before[2][:2]


def test_frozen_numbers_stay_when_the_register_is_corrected_and_the_change_is_named(board, dong_ha):
    freeze(board)
    issue = Issue.objects.get()
    url = reverse("bao-cao-so-voi-nay", args=[issue.pk])
    assert "Không có gì thay đổi" in board.get(url).content.decode()
    line = _a_line_that_can_be_reversed(dong_ha)
    reverse_line(by=dong_ha.user("bithu.phuong1"), line=line, reason="Ghi nhầm")

    page = board.get(url).content.decode()

    changes = board.get(url).context["changes"]
    assert {(change.before, change.now) for change in changes} == {("93", "92"), ("585", "584")}
    assert {change.went for change in changes} == {(line.member.person.full_name,)}
    assert line.member.person.full_name in page
    frozen = board.get(reverse("bao-cao-da-chot", args=[issue.pk])).content.decode()
    assert ">585</a>" in frozen
    then = board.get(reverse("bao-cao-da-chot-o", args=[issue.pk, "phuong-1", "ket_nap"]))
    assert then.context["page"].paginator.count == 93


def _a_line_that_can_be_reversed(dong_ha):
    lines = Movement.objects.standing().filter(
        kind=Kind.KET_NAP, organization__code__startswith="phuong-1-", occurred_on__lte=date(2022, 5, 20)
    )
    for line in lines.order_by("-occurred_on"):
        newest = line.member.movements.standing().order_by("-occurred_on", "-pk")
        while newest[0] != line:
            reverse_line(by=dong_ha.user("bithu.phuong1"), line=newest[0], reason="Ghi nhầm")
        return line
    raise AssertionError("no admission in ward 1")


def test_somebody_elses_issue_is_not_found(board, dong_ha, client):
    freeze(board)
    issue = Issue.objects.get()
    jobs.run(str(issue.job_id))
    client.force_login(dong_ha.user("bithu.phuong2"))

    for name, more in (
        ("bao-cao-da-chot", []),
        ("bao-cao-cac-tep", []),
        ("bao-cao-so-voi-nay", []),
        ("bao-cao-tep", ["pdf"]),
        ("bao-cao-da-chot-o", ["phuong-2", "ket_nap"]),
    ):
        assert client.get(reverse(name, args=[issue.pk, *more])).status_code == 404
    assert "Chưa chốt báo cáo nào" in client.get(reverse("bao-cao-da-chot-ds")).content.decode()


def test_a_number_that_was_tampered_with_is_shown_as_such(board):
    freeze(board)
    issue = Issue.objects.get()
    issue.table["rows"][0]["cells"][0]["value"] = 301
    issue.save()

    assert "Số liệu lưu không còn nguyên vẹn" in board.get(reverse("bao-cao-da-chot", args=[issue.pk])).content.decode()


def test_red_checks_are_frozen_as_they_are_and_pass_the_checking_only_with_a_reason(board, dong_ha):
    """Drafts may be made by the schedule, which has no reasons to give; who checks them has."""
    dong_ha["phuong-1-khu-pho-1"].placements.update(valid_from=date(2022, 5, 21))
    ask = {"to_chuc": "phuong-1", "cay": "luc_do"}
    shown = show(board, **ask)
    assert [check.sentence for check in shown.context["table"].checks if not check.holds]
    assert freeze(board, **ask).status_code == 302
    issue = Issue.objects.get()
    address = reverse("bao-cao-kiem-tra", args=[issue.pk])

    refused = board.post(address, {"token": str(uuid4()), "reason": ""})
    assert "Nhập lý do vẫn dùng số liệu này" in refused.content.decode()
    assert Issue.objects.get().state == Issue.State.BAN_THAO

    board.post(address, {"token": str(uuid4()), "reason": "Đang rà soát chi bộ Khu phố 1"})
    checked = Issue.objects.get()
    assert (checked.state, checked.reason) == (Issue.State.DA_KIEM_TRA, "Đang rà soát chi bộ Khu phố 1")
    page = board.get(reverse("bao-cao-da-chot", args=[issue.pk])).content.decode()
    assert "lý do: Đang rà soát chi bộ Khu phố 1" in page


@pytest.mark.parametrize("slug", ["khai-quat", R01, "ket-nap-theo-nam"])
def test_a_page_takes_few_queries(board, slug, django_assert_max_num_queries):
    with django_assert_max_num_queries(35 if slug == "khai-quat" else 15):
        show(board, slug)


def test_files_are_one_per_format(board):
    freeze(board)
    issue = Issue.objects.get()
    jobs.run(str(issue.job_id))

    assert sorted(issue.files.values_list("format", flat=True)) == sorted(IssueFile.Format.values)


def test_a_missing_font_is_told_and_the_numbers_stay(board, settings, tmp_path):
    settings.REPORT_FONT_DIR = tmp_path
    freeze(board)
    issue = Issue.objects.get()

    assert not jobs.run(str(issue.job_id))

    job = Job.objects.get(issue=issue)
    assert job.state == Job.State.LOI
    assert str(tmp_path) in job.message
    page = board.get(reverse("bao-cao-da-chot", args=[issue.pk])).content.decode()
    assert "Chưa in được" in page
    assert ">1.703</a>" in page


@pytest.mark.parametrize(
    ("slug", "asked", "sheet"),
    [(R01, {}, "phu_luc"), (R01, {"the_thuc": "van_ban"}, "van_ban"), ("khai-quat", {}, "van_ban")],
)
def test_the_printed_page_is_an_appendix_or_a_document_of_its_own(board, slug, asked, sheet):
    freeze(board, slug, **asked)
    issue = Issue.objects.get()
    jobs.run(str(issue.job_id))

    assert issue.table["sheet"] == issue.options["the_thuc"] == sheet
    file = issue.files.get(format="docx")
    with (Path(settings.MEDIA_ROOT) / file.path).open("rb") as stored:
        text = "".join(part for part in Document(stored).element.body.itertext())
    assert ("Nơi nhận" in text) == (sheet == "van_ban")
    assert ("PHỤ LỤC" in text) == (sheet == "phu_luc")
    assert "Không có gì thay đổi" in board.get(reverse("bao-cao-so-voi-nay", args=[issue.pk])).content.decode()

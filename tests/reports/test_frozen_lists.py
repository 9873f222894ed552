"""Which people behind a frozen number a reader sees when the tree has changed since."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from dangvien.models import AuditEntry, OrganizationKind
from reports.issuing import ELSEWHERE
from reports.jobs import store
from reports.models import Issue, IssueFile
from tests import factories

PERIOD = {"to_chuc": "phuong-a", "tu": "01/01/2015", "den": "31/12/2023"}
HIDDEN = "1 người không hiện tên"


def freeze(client, slug="ket-nap-theo-nam", **more):
    answer = client.post(reverse("bao-cao-chot", args=[slug]), {**PERIOD, **more})
    assert answer.status_code == 302
    return Issue.objects.latest("frozen_at")


def behind(client, issue, row="tong"):
    """The page of the list behind a frozen number."""
    answer = client.get(reverse("bao-cao-da-chot-o", args=[issue.pk, row, "ket_nap"]))
    assert answer.status_code == 200
    return answer.content.decode()


def compared(client, issue):
    return client.get(reverse("bao-cao-so-voi-nay", args=[issue.pk])).content.decode()


@pytest.fixture
def move(world):
    """A way to send cell A2 to ward B from 1 June 2024 on, with the member it has had since 2015."""
    factories.member(world.a1, "Lê Ở Lại")
    factories.member(world.a2, "Trần Theo Chi Bộ")

    def move() -> None:
        since = date(2024, 6, 1)
        world.a2.placements.update(valid_to=since)
        factories.place(
            world.a2, "Chi bộ A2", OrganizationKind.CHI_BO, world.ward_b, area="khu_dan_cu", valid_from=since
        )

    return move


@pytest.mark.parametrize("moved_first", [True, False])
@pytest.mark.parametrize(
    ("slug", "more"),
    [("ket-nap-theo-nam", {}), ("phu-luc-khu-dan-cu", {}), ("phu-luc-khu-dan-cu", {"cay": "hien_nay"})],
)
def test_people_of_a_cell_that_went_elsewhere_are_named_only_to_those_above_both(
    move, as_an, as_binh, as_chi, slug, more, moved_first
):
    """The city froze it for ward A, with everybody who was of ward A in the years asked for."""
    today = more.get("cay") == "hien_nay"
    if moved_first:
        move()
    issue = freeze(as_chi, slug, **more)
    if not moved_first:
        move()

    own, above = behind(as_an, issue), behind(as_chi, issue)
    for page in (own, above):
        assert "Lê Ở Lại" in page
    assert "Trần Theo Chi Bộ" not in own
    assert (HIDDEN in own) is not (today and moved_first)  # then it was not counted at all
    assert ("Trần Theo Chi Bộ" in above) is not (today and moved_first)
    assert HIDDEN not in above
    assert as_binh.get(reverse("bao-cao-da-chot", args=[issue.pk])).status_code == 404
    assert "Trần Theo Chi Bộ" not in compared(as_an, issue)


def test_the_comparison_says_that_people_went_elsewhere(move, as_an, as_chi):
    move()
    issue = freeze(as_chi)

    assert HIDDEN in compared(as_an, issue)
    assert "Không có gì thay đổi" in compared(as_chi, issue)


def test_as_long_as_nothing_moved_nobody_is_left_out(move, as_an, as_chi):
    issue = freeze(as_chi)

    assert "Trần Theo Chi Bộ" in behind(as_an, issue)
    assert "không hiện tên" not in behind(as_an, issue)
    assert "Không có gì thay đổi" in compared(as_an, issue)


def test_a_person_who_moved_alone_stays_on_the_list_of_where_they_were(world, move, as_an, as_chi):
    """The line of their admission happened in ward A; their file went to ward B."""
    issue = freeze(as_chi)
    member = factories.member(world.a1, "Vũ Chuyển Đi", admitted_on=date(2016, 5, 19))
    later = freeze(as_chi)
    type(member).objects.filter(pk=member.pk).update(organization=world.b1)

    assert "Vũ Chuyển Đi" not in behind(as_an, issue)
    page = behind(as_an, later)
    assert "Vũ Chuyển Đi" in page
    assert f"/dang-vien/{member.pk}/" not in page
    assert f"/dang-vien/{member.pk}/" in behind(as_chi, later)


def test_people_named_by_the_comparison_leave_a_trace(world, move, as_chi):
    issue = freeze(as_chi)
    compared(as_chi, issue)
    assert not AuditEntry.objects.filter(verb="mở danh sách").exists()
    factories.member(world.a1, "Ngô Đến Sau")

    assert "Ngô Đến Sau" in compared(as_chi, issue)

    entry = AuditEntry.objects.get(verb="mở danh sách")
    assert entry.organization_id == world.ward_a.pk
    assert (entry.after or {})["ô"].endswith("so với nay")


def test_a_frozen_list_names_only_whom_the_reader_may_see_today(move, as_an, as_chi):
    """The lines and their number stay; the files are for those who keep the unit's papers."""
    issue = freeze(as_chi, "dang-vien-moi")
    move()

    own, above = (
        client.get(reverse("bao-cao-da-chot", args=[issue.pk])).content.decode() for client in (as_an, as_chi)
    )
    assert "Lê Ở Lại" in own
    assert "Trần Theo Chi Bộ" not in own
    assert own.count(ELSEWHERE) == 1
    assert HIDDEN in own
    assert "Trần Theo Chi Bộ" in above
    assert ELSEWHERE not in above
    told = compared(as_an, issue)
    assert "Trần Theo Chi Bộ" not in told
    assert ELSEWHERE in told


def test_the_files_of_a_list_with_closed_lines_are_for_who_keeps_the_papers(move, world, client, as_an, as_chi):
    issue = freeze(as_chi, "dang-vien-moi")
    store(Path(settings.MEDIA_ROOT) / "bao-cao" / "thu.pdf", b"%PDF-1.7")
    IssueFile.objects.create(issue=issue, format="pdf", path="bao-cao/thu.pdf", size=8, digest="0" * 64)
    reader = factories.user("doc", "Người Chỉ Xem", world.ward_a, "xem")
    client.force_login(reader)
    page, file = reverse("bao-cao-da-chot", args=[issue.pk]), reverse("bao-cao-tep", args=[issue.pk, "pdf"])
    assert file in client.get(page).content.decode()
    assert client.get(file).getvalue() == b"%PDF-1.7"
    move()

    shown = client.get(page).content.decode()
    assert file not in shown
    assert "chỉ người có quyền lập báo cáo của đơn vị tải được" in shown
    assert client.get(file).status_code == 403
    assert as_an.get(file).getvalue() == b"%PDF-1.7"
    entry = AuditEntry.objects.filter(verb="tải tệp").latest("sequence")
    assert "có 1 người nay thuộc nơi khác" in str(entry.after)
    assert (entry.after or {})["tệp"].startswith("Danh sách ")

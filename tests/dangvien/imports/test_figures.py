"""Targets and declared figures from a file: what is new, what replaces another document, what is wrong; and undone."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.declaring import take_back_figure
from dangvien.actions.import_figures import undo_figure_rows, write_figures
from dangvien.imports.figures import FigureComparison
from dangvien.imports.units import RegisterUnits
from dangvien.models import AuditEntry, DeclaredFigure, RosterKind, User, Verdict
from tests import factories
from tests.dangvien.imports.rows import asked, batch_of, codes, message, rows_of
from tests.people import TODAY, World

REPORT = "Báo cáo số 45-BC/ĐU ngày 05/01/2020"


def comparison(world: World, kind: RosterKind = RosterKind.DECLARED, document: str = REPORT) -> FigureComparison:
    units = RegisterUnits.below(world.ward_a, TODAY, cells_only=False)
    inside = {unit.key for unit in units.all}
    return FigureComparison(kind, units, document=document, today=TODAY, inside=inside, setting=inside)


def record(**said):
    return {
        "to_chuc": "Đảng bộ Phường A",
        "chi_so": "Đảng viên mới kết nạp",
        "nguon": None,
        "cua_nam": "2019",
        "so": 12,
        "van_ban": None,
        **said,
    }


def compare(world: World, *records, kind: RosterKind = RosterKind.DECLARED, document: str = REPORT):
    return comparison(world, kind, document).compare(asked(list(records)))


def test_a_figure_nobody_wrote_is_new_and_takes_the_document_of_the_file(world: World):
    (found,) = compare(world, record())

    assert (found.verdict, found.issues, found.before) == (Verdict.NEW, [], {})


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"to_chuc": None}, "required", "to_chuc"),
        ({"to_chuc": "Đảng bộ Phường Z"}, "unit_unknown", "to_chuc"),
        ({"to_chuc": "Đảng bộ Phường B"}, "unit_unknown", "to_chuc"),
        ({"chi_so": None}, "required", "chi_so"),
        ({"chi_so": "Số xe đạp"}, "code_unknown", "chi_so"),
        ({"nguon": "Người quen"}, "code_unknown", "nguon"),
        ({"cua_nam": "1929", "so": 1}, "required", "so"),
        ({"cua_nam": "2025"}, "year_out_of_range", "cua_nam"),
        ({"cua_nam": None}, "required", "cua_nam"),
        ({"so": None}, "required", "so"),
        ({"so": None, "cua_nam": None}, "required", "so"),
        ({"so": 10_000_001}, "number_out_of_range", "so"),
        ({"cac_nam": {"2025": 3}, "cua_nam": None, "so": None}, "year_out_of_range", "cac_nam"),
    ],
)
def test_what_is_wrong_with_a_figure_is_told_at_its_cell(world: World, said, code, field):
    (found,) = compare(world, record(**said))

    assert found.verdict == Verdict.WRONG
    assert (code, field) in [(issue["code"], issue["field"]) for issue in found.issues]
    assert all(issue["severity"] == "error" for issue in found.issues)


def test_a_figure_needs_a_document_of_its_own_or_of_the_file(world: World):
    (found,) = compare(world, record(), document="")
    assert codes(found) == ["required"]
    assert found.issues[0]["field"] == "van_ban"

    (found,) = compare(world, record(van_ban="Nghị quyết 02-NQ/ĐU"), document="")
    assert found.verdict == Verdict.NEW


def test_targets_look_ahead_and_results_do_not(world: World):
    (target,) = compare(world, record(cua_nam="2025-2030"), kind=RosterKind.TARGETS)
    (result,) = compare(world, record(cua_nam="2025-2030"))

    assert (target.verdict, result.verdict) == (Verdict.NEW, Verdict.WRONG)


def test_a_target_is_for_an_organization_that_works_in_its_years(world: World):
    """As on the screens; counts of the past are not asked, whoever keeps the books of a unit that is no more."""
    world.ward_a.placements.update(valid_from=date(2020, 7, 1))

    narrow, wide, begun = compare(
        world,
        record(),
        record(cua_nam=None, so=None, cac_nam={"2018": 3, "2021": 5}),
        record(cua_nam="2018-2020"),
        kind=RosterKind.TARGETS,
    )
    (result,) = compare(world, record())

    assert (begun.verdict, result.verdict) == (Verdict.NEW, Verdict.NEW)
    for found, field, year in ((narrow, "cua_nam", 2019), (wide, "cac_nam", 2018)):
        assert found.verdict == Verdict.WRONG
        assert [(issue["code"], issue["field"]) for issue in found.issues] == [("unit_not_working", field)]
        assert message(found, "unit_not_working") == (
            f"Đảng bộ Phường A không hoạt động trong năm {year}; tổ chức này hoạt động từ ngày 01/7/2020."
        )


def test_a_target_that_a_unit_pledged_itself_stands_beside_the_one_given(world: World, an: User):
    factories.declared_figure(world.ward_a, an, value=12, document=REPORT, purpose="chi_tieu")

    _, (row,) = commit(world, an, record(so=15, loai="Nghị quyết, phấn đấu"), record(), kind=RosterKind.TARGETS)

    assert row.verdict == Verdict.NEW
    assert set(DeclaredFigure.objects.standing().values_list("tier", "value")) == {("giao", 12), ("phan_dau", 15)}
    (wrong,) = compare(world, record(loai="Tự nguyện"), kind=RosterKind.TARGETS)
    assert [(issue["code"], issue["field"]) for issue in wrong.issues] == [("code_unknown", "loai")]


def test_the_same_figure_twice_in_the_file_is_wrong_the_second_time(world: World):
    first, second, other = compare(world, record(), record(so=13), record(chi_so="Công nhận chính thức"))

    assert [found.verdict for found in (first, second, other)] == [Verdict.NEW, Verdict.WRONG, Verdict.NEW]
    assert message(second, "figure_duplicate") == "Số của năm 2019 đã có ở một dòng trên của tệp (12)."


def test_a_figure_the_register_has_is_the_same_or_shows_before_and_after(world: World, an: User):
    factories.declared_figure(world.ward_a, an, value=12, document=REPORT)

    same, changed, other_year = (
        compare(world, record()),
        compare(world, record(so=15)),
        compare(world, record(cua_nam="2018")),
    )

    assert same[0].verdict == Verdict.SAME
    assert changed[0].verdict == Verdict.CHANGED
    assert changed[0].before == {"so": 12}
    assert "Sổ đã ghi số của năm 2019 là 12" in message(changed[0], "figure_declared")
    assert other_year[0].verdict == Verdict.NEW


def test_another_document_with_the_same_number_is_a_change(world: World, an: User):
    factories.declared_figure(world.ward_a, an, value=12, document="Báo cáo cũ")

    of_file, own = compare(world, record()), compare(world, record(van_ban="Báo cáo mới"))

    assert (of_file[0].verdict, own[0].verdict) == (Verdict.CHANGED, Verdict.CHANGED)
    assert (of_file[0].before, own[0].before) == ({"van_ban_chung": "Báo cáo cũ"}, {"van_ban": "Báo cáo cũ"})
    assert message(own[0], "figure_declared") == (
        "Số của năm 2019 như trong sổ, nhưng sổ ghi theo Báo cáo cũ; văn bản mới thay."
    )


def test_a_row_of_year_columns_tells_each_year(world: World, an: User):
    factories.declared_figure(world.ward_a, an, value=12, document=REPORT)

    (found,) = compare(world, record(cua_nam=None, so=None, cac_nam={"2018": 9, "2019": 14, "2020": 0}))

    assert found.verdict == Verdict.CHANGED
    assert found.before == {"cac_nam": {"2019": 12}}


def test_comparing_many_rows_takes_as_many_queries_as_one(world: World, django_assert_num_queries):
    held = comparison(world)
    with django_assert_num_queries(1):
        held.compare(asked([record(cua_nam=str(year)) for year in range(1950, 2020)]))


def commit(world: World, by: User, *records, kind: RosterKind = RosterKind.DECLARED):
    batch = batch_of(world.ward_a, by, kind, as_of=TODAY, document=REPORT)
    rows = rows_of(batch, records, compare(world, *records, kind=kind))
    places = {"Đảng bộ Phường A": world.ward_a.pk, "Chi bộ A1": world.a1.pk}
    write_figures(by=by, batch=batch, rows=rows, places=places, today=TODAY)
    return batch, rows


def standing() -> set[tuple[int, str, int, int, str]]:
    return {
        (row.organization_id, row.purpose, row.first_year, row.value, row.document)
        for row in DeclaredFigure.objects.standing()
    }


def test_what_was_shown_is_written_with_the_batch_and_told_in_the_trail(world: World, an: User):
    batch, rows = commit(
        world,
        an,
        record(),
        record(to_chuc="Chi bộ A1", cua_nam=None, so=None, cac_nam={"2018": 1, "2019": 2}, van_ban="Nghị quyết 5"),
    )

    assert standing() == {
        (world.ward_a.pk, "ket_qua", 2019, 12, REPORT),
        (world.a1.pk, "ket_qua", 2018, 1, "Nghị quyết 5"),
        (world.a1.pk, "ket_qua", 2019, 2, "Nghị quyết 5"),
    }
    assert set(DeclaredFigure.objects.values_list("batch", flat=True)) == {batch.pk}
    assert AuditEntry.objects.filter(verb="ghi số liệu theo văn bản").count() == 3
    assert all(batch.rows.values_list("committed", flat=True))
    assert [len(row.made["figures"]) for row in rows] == [1, 2]


def test_targets_are_written_as_targets(world: World, an: User):
    commit(world, an, record(cua_nam="2025-2030", nguon="Nông thôn"), kind=RosterKind.TARGETS)

    figure = DeclaredFigure.objects.get()
    assert (figure.purpose, figure.first_year, figure.last_year, figure.source) == ("chi_tieu", 2025, 2030, "nong_thon")


def test_a_target_shared_out_from_above_is_replaced_by_no_file_from_below(world: World, an: User, chi: User):
    whole = factories.target(world.city, 30, recorded_by=chi)
    part = factories.target(world.ward_a, 12, recorded_by=chi, basis="phan_bo", shared_from=whole)

    other, same = (
        compare(world, record(cua_nam="2024", so=so), kind=RosterKind.TARGETS, document=part.document)[0]
        for so in (3, 12)
    )

    assert (other.verdict, codes(other)) == (Verdict.WRONG, ["figure_set_above"])
    assert "Chỉ tiêu này do Đảng bộ thành phố phân bổ xuống" in other.issues[0]["message"]
    assert (same.verdict, same.issues) == (Verdict.SAME, [])
    own = factories.target(world.ward_a, 5, 2025, recorded_by=an)
    assert own.is_target
    (changed,) = compare(world, record(cua_nam="2025", so=6), kind=RosterKind.TARGETS)
    assert changed.verdict == Verdict.CHANGED


def test_undoing_takes_the_figures_back_and_lets_the_replaced_ones_stand_again(world: World, an: User):
    factories.declared_figure(world.ward_a, an, value=12, document="Báo cáo cũ")
    batch, rows = commit(world, an, record(so=15), record(cua_nam="2018", so=7))
    assert standing() == {
        (world.ward_a.pk, "ket_qua", 2019, 15, REPORT),
        (world.ward_a.pk, "ket_qua", 2018, 7, REPORT),
    }

    left = undo_figure_rows(by=an, batch=batch, rows=rows, reason="Nhầm tệp", today=TODAY)

    assert left == {}
    assert standing() == {(world.ward_a.pk, "ket_qua", 2019, 12, "Báo cáo cũ")}
    assert DeclaredFigure.objects.filter(void_reason="Nhầm tệp").count() == 2


def test_a_figure_taken_back_since_is_left_and_said(world: World, an: User):
    batch, rows = commit(world, an, record(), record(cua_nam="2018", so=7))
    take_back_figure(by=an, figure=DeclaredFigure.objects.get(first_year=2019), reason="Văn bản khác")

    left = undo_figure_rows(by=an, batch=batch, rows=rows, reason="Nhầm tệp", today=TODAY)

    assert list(left) == [rows[0].pk]
    assert "đã lấy lại" in left[rows[0].pk]
    assert standing() == set()

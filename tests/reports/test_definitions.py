"""A report that is declared wrongly is refused when the server starts, with the file, the line and what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dangvien.models.organization import GRASSROOTS
from dangvien.period import Period
from reports import catalog
from reports.definition import (
    AgainstDrawn,
    Band,
    BandRows,
    Base,
    Check,
    Column,
    Computed,
    Conversion,
    CriteriaRows,
    Criterion,
    DefinitionError,
    EachPeriod,
    Group,
    Growth,
    ItemRows,
    OrganizationRows,
    Partition,
    PeriodRows,
    Points,
    Ranking,
    Ratio,
    Ref,
    Report,
    Share,
    Streak,
    Sum,
    Text,
    YearsDrawn,
    shown_or_not,
)
from reports.indicators import ADMITTED, MEMBERS

COUNT = Column("ket_nap", "Kết nạp", ADMITTED)
TWO_YEARS = Period(date(2023, 1, 1), date(2024, 6, 30))


def report(**changes: Any) -> Report:
    """A sound report with some of its parts replaced."""
    parts: dict[str, Any] = {
        "code": "R99",
        "slug": "thu",
        "name": "Thử",
        "title": "thử",
        "basis": "Yêu cầu",
        "purpose": "Thử",
        "rows": OrganizationRows(kinds=GRASSROOTS),
        "row_title": "Tổ chức",
        "columns": (COUNT,),
    }
    return Report(**{**parts, **changes})


def criteria(*lines: Any, columns: tuple[Any, ...] = (COUNT,)) -> dict[str, Any]:
    return {"rows": CriteriaRows(lines), "columns": columns}


WRONG = {
    "no name": ({"name": " "}, "thiếu name"),
    "no columns": ({"columns": ()}, "không có cột"),
    "two columns of one code": ({"columns": (COUNT, COUNT)}, "hai cột trùng mã"),
    "a ratio of nothing": ({"columns": (COUNT, Ratio("r", "Tỷ lệ", "ket_nap", "so"))}, "cột r cần cột số so không có"),
    "a ratio of itself": ({"columns": (COUNT, Ratio("r", "Tỷ lệ", "ket_nap", "r"))}, "cột r cần cột số r không có"),
    "a sum of words": (
        {"rows": ItemRows(lambda *_: ()), "columns": (Text("ten", "Tên"), Sum("s", "Cộng", ("ten",)))},
        "cột s cần cột số ten không có",
    ),
    "a column without an indicator": ({"columns": (Column("x", "X"),)}, "cột x thiếu chỉ số"),
    "points that look like growth": (
        {"columns": (COUNT, Share("a", "A", "ket_nap"), Share("b", "B", "ket_nap"), Points("c", "Tăng (%)", "a", "b"))},
        "tiêu đề phải nói rõ là điểm phần trăm",
    ),
    "points of counts": ({"columns": (COUNT, Points("c", "Điểm", "ket_nap", "ket_nap"))}, "phải là tỷ lệ"),
    "growth beside organizations": (
        {"columns": (COUNT, Growth("g", "Tăng", "ket_nap"))},
        "chỉ có nghĩa khi dòng là kỳ",
    ),
    "stages of organizations": ({"columns": (COUNT, Conversion("g", "Tới", "ket_nap"))}, "cần các dòng nối nhau"),
    "a share of the line above": (
        {"columns": (COUNT, Share("s", "Tỷ trọng", "ket_nap", Base.PARENT))},
        "chỉ bảng tiêu chí có dòng trên",
    ),
    "a stock by years": (
        {"rows": PeriodRows(), "columns": (Column("n", "Đảng viên", MEMBERS),)},
        "chỉ số dang_vien không có ngày",
    ),
    "words beside years": (
        {"rows": PeriodRows(), "columns": (COUNT, Text("ghi_chu", "Ghi chú"))},
        "cột chữ ghi_chu không có",
    ),
    "numbers in a list": ({"rows": ItemRows(lambda *_: ())}, "danh sách chỉ có cột chữ"),
    "a streak of nothing": (
        {"columns": (EachPeriod((COUNT,)), Streak("s", "Số năm", each="dat", below=100))},
        "cần cột dat lặp lại theo kỳ",
    ),
    "ranking by nothing": (
        {"rows": OrganizationRows(kinds=GRASSROOTS, ranking=Ranking("dat"))},
        "xếp hạng theo cột dat không có",
    ),
    "bands of nothing": (
        {
            "rows": BandRows(OrganizationRows(kinds=GRASSROOTS), (COUNT,), "tang", (Band("cao", "Cao"),)),
            "columns": (Text("so_don_vi", "Số đơn vị"),),
        },
        "chia mức theo cột tang không có",
    ),
    "an option that is not there": (
        {"columns": (COUNT, Group("Thêm", (replace(COUNT, code="b"),), optional="hien"))},
        "cần lựa chọn hien không có",
    ),
    "a picture of nothing": (
        {"picture": AgainstDrawn("Hình", "chi_tieu", "ket_nap")},
        "hình cần cột chi_tieu không có",
    ),
    "years drawn of organizations": ({"picture": YearsDrawn("Hình", "ket_nap", "người")}, "cần các dòng là năm"),
    "no right page": ({"facing": 1}, "ít nhất một cột ở trang phải"),
    "a check of no column": (
        {"checks": (Check("A = B", Ref(("a",), "x"), Ref(("b",), "ket_nap")),)},
        "kiểm tra “A = B” cần cột x không có",
    ),
    "two criteria of one code": (criteria(Criterion("a", "A"), Criterion("a", "A")), "hai tiêu chí trùng mã"),
    "a computed line of nothing": (criteria(Computed("d", "D", ("a",))), "dòng d cần dòng a không có"),
    "a partition of nothing": (criteria(Partition("a", "Chia theo", ())), "cần dòng a không có"),
    "crossed where there is no column": (
        criteria(Criterion("a", "A", crossed=("x",))),
        "dòng a nói tới cột x không có",
    ),
    "a line that counts nothing": (
        criteria(Criterion("a", "A"), columns=(Column("n", "Số"),)),
        "dòng a, cột n: không có chỉ số nào để đếm",
    ),
}


@pytest.mark.parametrize(("changes", "sentence"), WRONG.values(), ids=WRONG)
def test_what_does_not_fit_together_is_refused(changes, sentence):
    with pytest.raises(DefinitionError, match="R99") as refused:
        report(**changes)

    assert sentence in str(refused.value)


def test_columns_of_each_year_are_written_out_for_the_period():
    asked = report(columns=(EachPeriod((COUNT, Ratio("dat", "Đạt (%)", "ket_nap", "ket_nap_2023"))),))

    assert [column.code for column in asked.leaves(TWO_YEARS, {})] == [
        "ket_nap_2023", "dat_2023", "ket_nap_2024", "dat_2024"
    ]  # fmt: skip
    assert [group.header for group in asked.heads(TWO_YEARS, {})] == ["2023", "6 tháng đầu năm 2024"]


def test_a_reader_leaves_out_a_group():
    asked = report(
        columns=(COUNT, Group("Thêm", (replace(COUNT, code="them"),), optional="hien_them")),
        options=(shown_or_not("hien_them", "Cột thêm"),),
    )

    assert [column.code for column in asked.leaves(TWO_YEARS, {"hien_them": "co"})] == ["ket_nap", "them"]
    assert [column.code for column in asked.leaves(TWO_YEARS, {"hien_them": "khong"})] == ["ket_nap"]


def test_a_faulty_file_is_named_with_its_line(tmp_path, monkeypatch):
    file = tmp_path / "sai.py"
    file.write_text("from reports.indicators import ADMITTED\n\nREPORT = ADMITED\n")
    monkeypatch.setattr(catalog, "__path__", [str(tmp_path)])
    monkeypatch.setattr(catalog, "__file__", str(tmp_path / "__init__.py"))

    with pytest.raises(DefinitionError, match=r"reports/catalog/sai\.py, dòng 3: name 'ADMITED' is not defined"):
        catalog.reports.__wrapped__()


def test_an_unknown_indicator_is_named_with_its_line(tmp_path, monkeypatch):
    file = tmp_path / "sai_nua.py"
    file.write_text("from reports.definition import Report\nfrom reports.indicators import KHONG_CO\n")
    monkeypatch.setattr(catalog, "__path__", [str(tmp_path)])
    monkeypatch.setattr(catalog, "__file__", str(tmp_path / "__init__.py"))

    with pytest.raises(DefinitionError, match=r"reports/catalog/sai_nua\.py, dòng 2: .*KHONG_CO"):
        catalog.reports.__wrapped__()


def test_a_check_against_a_report_that_is_not_there_is_refused():
    asked = report(checks=(Check("A = B", Ref(("a",), "ket_nap"), Ref(("b",), "ket_nap", "R00x")),))

    with pytest.raises(DefinitionError, match="cần báo cáo R00x không có"):
        catalog._look_after_relations({"thu": asked})

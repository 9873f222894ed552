"""R25: what the units below stated against what the register counts, with room for the reason of a difference."""

from __future__ import annotations

from dangvien.models import Indicator as Declared
from reports.definition import Column, Group, Indicator, Option, OrganizationRows, Report, Sheet, Sum, Text
from reports.indicators import ADMISSION_DAY, ADMITTED, CERTIFICATES, MEMBERS, RECOGNIZED, TRAINED, stated

COMPARED: tuple[tuple[Declared, Indicator, bool], ...] = (
    (Declared.MEMBERS, MEMBERS, True),
    (Declared.ADMITTED, ADMITTED, True),
    (Declared.RECOGNIZED, RECOGNIZED, True),
    (Declared.TRAINED, TRAINED, False),
    (Declared.CERTIFIED, CERTIFICATES, False),
)
"""What a document may state, what the register counts of it, and whether it is shown without asking."""


def _shown(declared: Declared, usual: bool) -> Option:
    values = (("co", "có"), ("khong", "không"))
    return Option(
        f"cot_{declared.value}", f"Cột {declared.label.lower()}", values if usual else values[::-1], noted=False
    )


def _compared(declared: Declared, counted: Indicator) -> Group:
    code = declared.value
    return Group(
        declared.label,
        (
            Column(f"bao_{code}", "Đơn vị báo", stated(declared)),
            Column(f"so_{code}", "Trong sổ", counted),
            Sum(f"lech_{code}", "Chênh lệch", plus=(f"so_{code}",), minus=(f"bao_{code}",)),
        ),
        optional=f"cot_{code}",
    )


REPORT = Report(
    code="R25",
    slug="doi-khop-so-lieu",
    name="Biên bản đối khớp số liệu với đơn vị trực thuộc",
    title="đối khớp số liệu với các đơn vị trực thuộc",
    basis="Hướng dẫn số 12-HD/BTCTW, ngày 18/01/2022 của Ban Tổ chức Trung ương",
    purpose="Số đơn vị trực thuộc báo bên cạnh số trong sổ, chênh lệch, chỗ ghi lý do; theo quý hoặc năm.",
    uncertain="mẫu của biên bản",
    landscape=True,
    sheet=Sheet.DOCUMENT,
    rows=OrganizationRows(direct=True),
    row_title="Đơn vị",
    columns=(*(_compared(declared, counted) for declared, counted, _ in COMPARED), Text("ly_do", "Lý do chênh lệch")),
    notes=(
        "Chênh lệch = số trong sổ − số đơn vị báo; đơn vị chưa báo thì để trống.",
        "Số đơn vị báo lấy từ “Số liệu theo văn bản”, chỉ có theo năm; kỳ không trọn năm (tháng, quý) thì ghi tay.",
    ),
    options=(ADMISSION_DAY, *(_shown(declared, usual) for declared, _, usual in COMPARED)),
)

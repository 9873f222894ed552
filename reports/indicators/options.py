"""What a reader may choose about how things are counted."""

from __future__ import annotations

from reports.definition import Choices, Option

ADMISSION_DAY = Option(
    "ngay_ket_nap",
    "Tính kết nạp theo",
    (("le", "ngày lễ kết nạp"), ("quyet_dinh", "ngày ký quyết định kết nạp")),
)
"""Which of its two days places an admission in a period: not settled in a central text (docs/decisions)."""

LEARNERS = Option("hoc_vien", "Đếm học viên theo", (("luot", "lượt dự lớp"), ("nguoi", "từng người một lần")))
"""Whether somebody sent to two classes counts twice; the 2022 report does not say."""


def admission_day(choices: Choices) -> str:
    """The path from an admission's line to the day that places it in a period."""
    return "decision__issued_on" if choices.get("ngay_ket_nap") == "quyet_dinh" else "occurred_on"

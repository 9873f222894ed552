"""Properties by which people divide: each line falls into one value, or under what is not known.

What changes with time (schooling, occupation) is taken as it stood on the day the line speaks of.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Case, CharField, Expression, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat

from dangvien import codes
from dangvien.models import Standing
from dangvien.period import Period
from reports.definition import Choices, Dimension, Indicator, person_dimension
from reports.indicators.ages import AGE
from reports.indicators.people import event_day_outside, of_member

__all__ = [
    "ACADEMIC_TITLES",
    "ADMISSION_ERA",
    "AGE",
    "ETHNICITY",
    "GENDER",
    "GENERAL_EDUCATION",
    "OCCUPATION",
    "PROFESSIONAL_EDUCATION",
    "RELIGION",
    "THEORY",
    "in_standing",
]

GENDER = person_dimension("gioi_tinh", "Giới tính", "gender")
ETHNICITY = person_dimension("dan_toc", "Dân tộc", "ethnicity", unknown="Chưa rõ dân tộc")
RELIGION = person_dimension("ton_giao", "Tôn giáo", "religion", unknown="Chưa rõ tôn giáo")


_COLUMNS = ("occupation", "general_education", "professional", "theory")


def _newest(indicator: Indicator, period: Period, choices: Choices, **column: Expression | F) -> Expression:
    """A column of the newest standing of a line's person on the day the line speaks of."""
    day = event_day_outside(indicator, period, choices)
    known = Standing.objects.standing().filter(person=OuterRef(indicator.item), since__lte=day)
    return Subquery(known.order_by("-since").values(**column)[:1])  # type: ignore[return-value]  # it is one


def _joint(indicator: Indicator, period: Period, choices: Choices) -> Expression:
    """All of its columns at once."""
    first, *others = (F(column) for column in _COLUMNS)
    parts = [part for column in others for part in (Value("|"), column)]
    return _newest(indicator, period, choices, all=Concat(first, *parts, output_field=CharField()))


def in_standing(code: str, label: str, field: str, codes_from: str, unknown: str) -> Dimension:
    """A column of the person's newest standing on the day, over a code list."""

    def value(indicator: Indicator, period: Period, choices: Choices) -> Expression:
        return _newest(indicator, period, choices, one=F(field))

    known = tuple(codes.of(codes_from).choices)
    return Dimension(code, label, value, known, unknown, of_event=True, joint=_joint, joint_place=_COLUMNS.index(field))


OCCUPATION = in_standing("nghe_nghiep", "Nghề nghiệp", "occupation", "occupation", "Chưa rõ nghề nghiệp")
GENERAL_EDUCATION = in_standing(
    "giao_duc_pho_thong", "Giáo dục phổ thông", "general_education", "education_general", "Chưa rõ trình độ phổ thông"
)
PROFESSIONAL_EDUCATION = in_standing(
    "chuyen_mon", "Chuyên môn, nghiệp vụ", "professional", "education_professional", "Không có hoặc chưa rõ"
)
THEORY = in_standing("ly_luan", "Lý luận chính trị", "theory", "political_theory", "Chưa rõ")

ACADEMIC_TITLES = tuple(codes.of("academic_title").choices)
"""Phó giáo sư, giáo sư: named by the forms; the register holds no such fact about anybody."""

_ERAS = (
    (date(1975, 5, 1), "tu_1975", "Từ 01/5/1975 đến nay"),
    (date(1954, 7, 21), "1954_1975", "Từ 21/7/1954 đến 30/4/1975"),
    (date(1945, 8, 19), "1945_1954", "Từ 19/8/1945 đến 20/7/1954"),
    (date(1, 1, 1), "truoc_1945", "Trước 19/8/1945"),
)
"""The newest first: its first day, code and label (Biểu 3-BTCTW, II.3)."""


def _era(indicator: Indicator, _period: Period, _choices: Choices) -> Expression:
    day = f"{of_member(indicator)}__admitted_on__gte"
    cases = [When(Q((day, first)), then=Value(code)) for first, code, _ in _ERAS]
    return Case(*cases, default=Value(""), output_field=CharField())


ADMISSION_ERA = Dimension(
    "thoi_gian_ket_nap",
    "Thời gian kết nạp",
    _era,
    tuple((code, label) for _, code, label in reversed(_ERAS)),
    "Chưa rõ ngày vào Đảng",
    of_event=True,
)
"""By the day of admission on the member's own line, wherever they were admitted."""

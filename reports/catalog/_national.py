"""What the national statistical forms of 2021 have in common: their columns, their dates, the splits of people.

Row lists are those of a public implementation of the forms: the guideline itself was not at hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from reports.definition import (
    SAME_LAST_YEAR,
    AnyCriterion,
    Base,
    Check,
    Column,
    Criterion,
    Group,
    Indicator,
    Mean,
    Partition,
    Ratio,
    Ref,
    Share,
    Slice,
    by_dimension,
)
from reports.definition.heads import AnyHead
from reports.indicators import (
    ACADEMIC_TITLES,
    AGE,
    BELIEVERS,
    ETHNICITY,
    GENERAL_EDUCATION,
    OCCUPATION,
    PROFESSIONAL_EDUCATION,
    RELIGION,
    THEORY,
    WOMEN,
    in_years,
)

BASIS = "Hướng dẫn số 11-HD/BTCTW, ngày 13/12/2021 của Ban Tổ chức Trung ương"
VALID_FROM, VALID_TO = date(2021, 12, 13), date(2025, 10, 10)
"""Replaced by Hướng dẫn 40-HD/BTCTW of 10/10/2025, whose row lists were not found."""

UNCERTAIN = (
    "Tên các dòng chép theo một phần mềm thống kê công khai, chưa đối chiếu với Hướng dẫn 11-HD/BTCTW; "
    "bộ biểu năm 2025 (Hướng dẫn 40-HD/BTCTW) chưa có"
)

EVERY = ("ky_nay", "cung_ky", "so_sanh")
"""The columns in which a line crosses out what the register does not hold."""

CROSSED_NOTE = "Dấu X: sổ không ghi dữ kiện này về từng người hoặc tổ chức, đơn vị điền theo hồ sơ của mình."


def columns(indicator: Indicator | None = None) -> tuple[AnyHead, ...]:
    """Tiêu chí | Kỳ này | Cùng kỳ năm trước | (%)."""
    return (
        Group(
            "Thực hiện",
            (
                Column("ky_nay", "Kỳ này", indicator, mark="2"),
                Column("cung_ky", "Cùng kỳ năm trước", indicator, when=SAME_LAST_YEAR, mark="3"),
            ),
        ),
        Ratio(
            "so_sanh",
            "(%) kỳ này so với cùng kỳ năm trước",
            numerator="ky_nay",
            denominator="cung_ky",
            places=2,
            mark="4 = (2)×100/(3)",
        ),
    )


def crossed(code: str, label: str, *parts: AnyCriterion, columns: tuple[str, ...] = EVERY) -> Criterion:
    """A line of the form for which the register holds no fact: printed with "X", never as nothing."""
    return Criterion(code, label, crossed=columns, parts=parts, adds_up=False)


def equal(sentence: str, row: str, column: str, rows: Iterable[str], report: str, other: str = "") -> Check:
    """A cell of this form is the sum of cells of another form."""
    return Check(sentence, Ref((row,), column), Ref(tuple(rows), other or column, report))


_BUSINESS = ("doanh_nghiep_quan_ly", "doanh_nghiep_gian_tiep", "doanh_nghiep_truc_tiep")
_OF_BUSINESS = ("Lãnh đạo, quản lý", "Nhân viên, lao động gián tiếp", "Công nhân, lao động trực tiếp")


def occupations(label: str) -> Partition:
    """The split of line I by occupation, those of enterprises under one line."""
    lines: list[Criterion] = []
    for line in by_dimension("nghe", OCCUPATION):
        code = line.code.removeprefix("nghe_")
        if code == _BUSINESS[0]:
            parts = tuple(
                Criterion(f"nghe_{part}", f"- {words}", of=Slice(OCCUPATION, (part,)))
                for part, words in zip(_BUSINESS, _OF_BUSINESS, strict=True)
            )
            whole = Slice(OCCUPATION, _BUSINESS)
            lines.append(Criterion("nghe_doanh_nghiep", "Trong doanh nghiệp, chia ra:", of=whole, parts=parts))
        elif code not in _BUSINESS:
            lines.append(line)
    return Partition("I", label, tuple(lines))


def ages(label: str, indicator: Indicator) -> Partition:
    """The split of line I by age, with the average."""
    mean = Mean("tuoi_binh_quan", "Tuổi bình quân", in_years(indicator), indicator, unit="tuổi")
    return Partition("I", label, (*by_dimension("tuoi", AGE), mean))


def schooling(label: str) -> Partition:
    """The split of line I by general education: the highest of each person."""
    return Partition("I", label, by_dimension("pho_thong", GENERAL_EDUCATION))


def professions(label: str) -> Partition:
    """Those with a professional education, by the highest of each; others are in no line."""
    known = [line for line in by_dimension("chuyen_mon", PROFESSIONAL_EDUCATION) if line.kept_at_zero]
    return Partition("I", label, tuple(known), adds_up=False)


def academic_titles(label: str) -> Partition:
    """Named by the forms; the register does not say who is a professor."""
    lines = tuple(crossed(f"hoc_ham_{code}", words) for code, words in ACADEMIC_TITLES)
    return Partition("I", label, lines, adds_up=False)


def theory(label: str) -> Partition:
    """Political theory by degree; those without any, or of whom nothing is written, are in no line."""
    lines = (
        Criterion("ly_luan_so_cap", "- Sơ cấp", of=Slice(THEORY, ("so_cap",))),
        Criterion("ly_luan_trung_cap", "- Trung cấp", of=Slice(THEORY, ("trung_cap",))),
        Criterion("ly_luan_cao_cap", "- Cao cấp, cử nhân", of=Slice(THEORY, ("cao_cap", "cu_nhan"))),
    )
    return Partition("I", label, lines, adds_up=False)


_FOREIGN, _NONE = "55", "56"
"""Codes of the list that the forms of 2021 print the other way round."""
_NAMED_RELIGIONS = ("01", "02", "03", "05", "08", "04")
"""The order of the forms of 2021: Phật giáo, Công giáo, Phật giáo Hòa Hảo, Cao Đài, Tin lành, Hồi giáo."""


def _peoples() -> tuple[Criterion, ...]:
    apart = {"dan_toc_chua_ro", f"dan_toc_{_FOREIGN}", f"dan_toc_{_NONE}"}
    named = [line for line in by_dimension("dan_toc", ETHNICITY) if line.code not in apart]
    other = Criterion("dan_toc_khac", "Dân tộc khác", of=Slice(ETHNICITY, (_NONE, "")))
    foreign = Criterion("dan_toc_nuoc_ngoai", "Quốc tịch gốc nước ngoài", of=Slice(ETHNICITY, (_FOREIGN,)))
    return (*named, other, foreign)


def _religions() -> tuple[Criterion, ...]:
    labels = dict(RELIGION.codes)
    named = [Criterion(f"ton_giao_{code}", labels[code], of=Slice(RELIGION, (code,))) for code in _NAMED_RELIGIONS]
    rest = tuple(code for code in labels if code not in ("00", *_NAMED_RELIGIONS))
    return (*named, Criterion("ton_giao_khac", "Tôn giáo khác", of=Slice(RELIGION, rest)))


PEOPLES = tuple(line.code for line in _peoples())
"""The lines of the peoples in forms 2 (tiếp) and 4."""


def peoples_and_religions() -> tuple[Criterion, ...]:
    """The two blocks side by side: 54 peoples and two more lines, seven religions."""
    return (
        Criterion("dan_toc", "Chia theo dân tộc", parts=_peoples()),
        Criterion("ton_giao", "Chia theo tôn giáo", only=BELIEVERS, parts=_religions()),
    )


def people_columns(indicator: Indicator) -> tuple[AnyHead, ...]:
    """Tổng số | Trong đó nữ | Tỷ lệ %."""
    return (
        Column("tong", "Tổng số", indicator),
        Column("nu", "Trong đó nữ", indicator, only=WOMEN),
        Share("ty_le", "Tỷ lệ (%)", of="tong", base=Base.PARENT, places=2),
    )

"""Columns told by what is in them: a list without a header, facts that a heading does not mention.

Used only where headings say nothing; the screen shows what was guessed before anything is checked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from dangvien import codes
from dangvien.rosters.form import BASE_KEYS, RosterForm
from dangvien.rosters.grid import CellKind, Row, cell_of
from dangvien.rosters.header import Columns, Texts
from dangvien.rosters.values.base import tidy
from dangvien.rosters.values.choices import read_result
from dangvien.rosters.values.names import looks_like_a_name, looks_like_a_unit
from dangvien.text import search_key

_MOST = 0.6
"""Share of the filled cells of a column that must look alike."""
_ROWS = 60
_DAY = re.compile(r"\D{0,12}\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}|\d{4}-\d{2}-\d{2}(?: 00:00(?::00)?)?")
_DAY_OR_YEAR = re.compile(rf"{_DAY.pattern}|(?:\d{{1,2}}[/.\-])?(?:19|20)\d{{2}}")
_PLACE = re.compile(r"(?:.*\b(?:xa|phuong|thi tran|huyen|quan|tinh|tp|thanh pho|thon)\b.*|[^,]+(?:,| - ) ?[^,]+)")
_FILE_NUMBER = re.compile(r"\d{6}\s*[-./]?\s*[A-ZĐ]{2,4}")
_CERTIFICATE = re.compile(r"\d+\s*[/\-].*|.*gcn.*", re.IGNORECASE)


_BY_DIGITS = {7: "card", 8: "card", 11: "citizen", 12: "citizen"}
_LISTS = ("ethnicity", "religion", "education_general", "education_professional", "occupation")


def _kinds(cell_text: str, kind: CellKind) -> set[str]:
    """What a cell could be, of the words used below."""
    text = tidy(cell_text)
    if kind is CellKind.DAY or _DAY_OR_YEAR.fullmatch(text):
        return {"day"}
    if text.isdigit():
        return {_BY_DIGITS.get(len(text), "serial")}
    words = search_key(text)
    tests = {
        "gender": words in ("nam", "nu"),
        "unit": looks_like_a_unit(text),
        "name": looks_like_a_name(text),
        "education_general": bool(re.fullmatch(r"(?:10|12|[1-9])/(?:10|12)", text)),
        "file": bool(_FILE_NUMBER.fullmatch(text)),
        "certificate": bool(_CERTIFICATE.fullmatch(text)) and not _FILE_NUMBER.fullmatch(text),
        "result": not read_result(cell_of(text)).findings,
        "place": bool(_PLACE.fullmatch(words)) and not looks_like_a_unit(text),
    }
    lists = {name for name in _LISTS if len(text) > 1 and codes.of(name).find(text)}
    return lists | {name for name, is_so in tests.items() if is_so}


_FIELDS: Mapping[str, tuple[str, ...]] = {
    "stt": ("serial",), "ho_ten": ("name",), "ngay_sinh": ("day",), "gioi_tinh": ("gender",), "dan_toc": ("ethnicity",),
    "ton_giao": ("religion",), "que_quan": ("place",), "so_cccd": ("citizen",), "ngay_vao_dang": ("day",),
    "ngay_chinh_thuc": ("day",), "so_the": ("card",), "so_ly_lich": ("file",), "chi_bo": ("unit",), "don_vi": ("unit",),
    "trinh_do": ("education_general", "education_professional"), "nghe_nghiep": ("occupation",), "ket_qua": ("result",),
    "so_gcn": ("certificate",), "ngay_cap": ("day",),
}  # fmt: skip


_USUAL: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "dang_vien": (("stt", *BASE_KEYS["dang_vien"]), BASE_KEYS["dang_vien"]),
    "lop": (
        ("stt", *BASE_KEYS["lop"]),
        BASE_KEYS["lop"],
        ("stt", *(key for key in BASE_KEYS["lop"] if key != "don_vi")),
    ),
}
"""The order of columns in the usual lists of a kind."""
_SAME_PLACES = 5


def columns_by_content(rows: Sequence[Row], form: RosterForm, texts: Texts) -> Columns:
    """The columns of a list without a header; none unless names and at least two other facts are certain."""
    votes: dict[int, Counter[str]] = {}
    filled: Counter[int] = Counter()
    for row in rows[:_ROWS]:
        here = texts.get(row.number, {})
        if len(here) < 3:
            continue
        for column, text in here.items():
            filled[column] += 1
            votes.setdefault(column, Counter()).update(_kinds(text, row.cell(column).kind))
    alike = {
        column: {kind for kind, count in counter.items() if count >= _MOST * filled[column]}
        for column, counter in votes.items()
    }
    found = Columns()
    taken: set[int] = set()
    last_day = -1
    for known in form.fields:
        for kind in _FIELDS.get(known.key, ()):
            after = last_day if kind == "day" else -1
            column = next((c for c in sorted(alike) if c not in taken and c > after and kind in alike[c]), -1)
            if known.key == "stt" and column != min(alike, default=-1):
                column = -1
            if column >= 0:
                found.keys[known.key] = (column,)
                taken.add(column)
                last_day = column if kind == "day" else last_day
                break
    certain = set(found.keys) - {"stt", "que_quan", "trinh_do", "nghe_nghiep"}
    if "ho_ten" not in found.keys or len(certain) < 3:
        return Columns()
    found.unknown = [(column, "") for column in sorted(filled) if column not in taken]
    _in_usual_order(found, form, max(filled) + 1)
    return found


def _in_usual_order(found: Columns, form: RosterForm, width: int) -> None:
    """When every column that was told stands where a usual list has it, the others are those of that list, too."""
    template = tuple(known.key for known in form.fields if known.template)
    for order in (*_USUAL.get(form.kind, ()), template):
        places = {key: order.index(key) for key in found.keys if key in order}
        same = [key for key, place in places.items() if found.keys[key] == (place,)]
        if width <= len(order) and len(same) == len(found.keys) >= _SAME_PLACES:
            found.keys = {key: (place,) for place, key in enumerate(order[:width])}
            found.unknown = []
            return


def look_into_cells(
    rows: Sequence[Row],
    last_header: int,
    columns: dict[str, tuple[int, ...]],
    shared: dict[int, tuple[str, ...]],
    headings: Mapping[int, str],
    texts: Texts,
) -> None:
    """Facts in cells that no heading mentions: a birth below the name, a given name in the next column."""
    if len(columns.get("ho_ten", ())) != 1:
        return
    column = columns["ho_ten"][0]
    below = [texts.get(row.number, {}) for row in rows if row.number > last_header]
    names = [here[column] for here in below if column in here and len(here) > 1][:_ROWS]
    if not names:
        return
    if "ngay_sinh" not in columns and column not in shared and not {"nam", "nu"} & set(columns):
        lines = [[line for line in re.split(r"[\r\n]+", text) if tidy(line)] for text in names]
        if sum(len(parts) == 2 and bool(_DAY_OR_YEAR.fullmatch(tidy(parts[1]))) for parts in lines) >= _MOST * len(
            names
        ):
            columns["ngay_sinh"] = (column,)
            shared[column] = ("ho_ten", "ngay_sinh")
    after = column + 1
    known = {place for places in columns.values() for place in places}
    if after in headings or after in known:
        return
    given = [here[after] for here in below if column in here and after in here][:_ROWS]
    words = [tidy(text) for text in given]
    if (
        len(given) >= _MOST * len(names)
        and sum(w.isalpha() and w[:1].isupper() for w in words) >= _MOST * len(words) > 0
    ):
        columns["ho_ten"] = (column, after)

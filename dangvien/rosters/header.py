"""Finding the header of a sheet: one to four rows of headings, merged or not, and the field of each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dangvien.rosters.encodings import Encoding, convert
from dangvien.rosters.form import RosterForm, Value
from dangvien.rosters.grid import CellKind, Row, Sheet, cell_of
from dangvien.rosters.headings import Meant, address_size, heading_key, meaning, meaning_of_path, rank
from dangvien.rosters.parts import is_numbering
from dangvien.rosters.values.base import tidy
from dangvien.rosters.years import year_columns
from dangvien.text import search_key

LOOKED_AT = 120
"""A header begins within so many filled rows."""
MOST_ROWS = 4
_DIGIT_COLUMNS = 6
_LONGEST = 60
"""Characters of a heading in a row that is a header only because of it."""
_JOINED = (Value.TEXT, Value.NAME)
_ALTERNATIVES = (Value.CARD, Value.CITIZEN)

_Candidate = tuple[int, tuple[str, ...], tuple[int, int]]
"""A column that may tell a field, the words of its heading, where the uppermost of them stands."""

Texts = Mapping[int, Mapping[int, str]]
"""Row number → column → text, converted and tidied."""


@dataclass(slots=True)
class Columns:
    """What the columns are. `shared`: a column whose cells hold several facts → their fields in order."""

    keys: dict[str, tuple[int, ...]] = field(default_factory=dict)
    shared: dict[int, tuple[str, ...]] = field(default_factory=dict)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)


def find_header(rows: Sequence[Row], sheet: Sheet, form: RosterForm, texts: Texts) -> tuple[int, ...]:
    """The rows of the header; () where there is none."""
    best: tuple[int, Row] | None = None
    for row in rows[:LOOKED_AT]:
        keys = _keys_in(texts.get(row.number, {}), form)
        if not keys & set(form.identity):
            continue
        score = len(keys - {"stt"})
        if score >= 2 and (best is None or score > best[0] + 2):
            best = (score, row)
    if best is None:
        return _lone_name(rows, form, texts)
    return _block(best[1].number, rows, sheet, form, texts)


def _keys_in(texts: Mapping[int, str], form: RosterForm) -> set[str]:
    return {key for text in texts.values() if (meant := meaning(text, form)) for key in meant.keys if key}


def _lone_name(rows: Sequence[Row], form: RosterForm, texts: Texts) -> tuple[int, ...]:
    """A header with nothing known but the name: "STT | Họ và tên | …"."""
    for row in rows[:LOOKED_AT]:
        here = texts.get(row.number, {})
        if (
            _keys_in(here, form) & set(form.identity)
            and len(here) >= 2
            and all(len(text) <= _LONGEST for text in here.values())
        ):
            return (row.number,)
    return ()


def _block(anchor: int, rows: Sequence[Row], sheet: Sheet, form: RosterForm, texts: Texts) -> tuple[int, ...]:
    """The rows around the one with most headings that belong to it."""
    first = last = anchor
    for top, left, bottom, _right in sheet.merges:
        # A heading that is merged downward says how deep the header is.
        text = texts.get(top, {}).get(left, "")
        if top <= anchor <= bottom and top < bottom < top + MOST_ROWS and meaning(text, form):
            first, last = min(first, top), max(last, bottom)
    while last - first + 1 < MOST_ROWS and _continues(last + 1, rows, form, texts):
        last += 1
    while last - first + 1 < MOST_ROWS and _stands_above(texts.get(first - 1, {}), texts.get(first, {}), form):
        first -= 1
    return tuple(range(first, last + 1))


def _continues(number: int, rows: Sequence[Row], form: RosterForm, texts: Texts) -> bool:
    """Whether a row goes on with the header: only words, under headings of more than one column."""
    row = next((row for row in rows if row.number == number), None)
    below, above = texts.get(number, {}), texts.get(number - 1, {})
    if row is None or not below or is_numbering([search_key(text) for text in below.values()]):
        return False
    if any(known.value is Value.YEAR_COLUMNS for known in form.fields) and set(year_columns(below)) == set(below):
        return True  # nothing but years: a row of figures also names whose they are
    if any(cell_of(raw).kind in (CellKind.NUMBER, CellKind.DAY) for raw in row.cells):
        return False
    if any(len(text) > _LONGEST for text in below.values()) or not _names_stay(above, below, form):
        return False
    resolved = sum(1 for column, text in below.items() if meaning_of_path(_path_above(column, above, text), form))
    return resolved >= 1 and 2 * resolved >= len(below)


def _names_stay(above: Mapping[int, str], below: Mapping[int, str], form: RosterForm) -> bool:
    """Whether nothing but parts of a name stands under the headings of names and serial numbers."""
    for column, text in above.items():
        meant = meaning(text, form)
        if column in below and meant and {"ho_ten", "stt"} & set(meant.keys):
            under = meaning(below[column], form)
            if under is None or not set(under.keys) <= {"ho_dem", "ten", "ho_ten"}:
                return False
    return True


def _path_above(column: int, above: Mapping[int, str], text: str) -> tuple[str, str]:
    left = max((place for place in above if place <= column), default=-1)
    return (above.get(left, ""), text)


def _stands_above(above: Mapping[int, str], below: Mapping[int, str], form: RosterForm) -> bool:
    """Whether a row belongs to the header below it: it names a column that has no heading there."""
    alone = [text for column, text in above.items() if column not in below]
    return len(above) >= 2 and any(meaning(text, form) for text in alone)


def columns_of_header(header: Sequence[int], sheet: Sheet, form: RosterForm, texts: Texts) -> Columns:
    """The field of each column of a header."""
    spread = _spread(header, sheet, texts)
    width = max((column for row in header for column in spread[row]), default=-1) + 1
    found = Columns()
    candidates: dict[str, list[_Candidate]] = {}
    meant_of: dict[int, Meant] = {}
    for column in range(width):
        path = tuple(spread[row][column][0] for row in header if column in spread[row])
        words = tuple(dict.fromkeys(text for text in path if text))
        if not words:
            continue
        found.headings[column] = " / ".join(words)
        origin = next((spread[row][column][1] for row in header if column in spread[row]), (0, column))
        meant = meaning_of_path(path, form)
        if meant is None:
            found.unknown.append((column, found.headings[column]))
            continue
        meant_of[column] = meant
        for key in dict.fromkeys(meant.keys):
            if key:
                candidates.setdefault(key, []).append((column, words, origin))
    for key, here in candidates.items():
        kept = _kept(key, _seen(here, sheet), form)
        found.keys[key] = tuple(kept)
        found.unknown += [(column, found.headings[column]) for column, *_ in here if column not in kept]
    for column, meant in meant_of.items():
        if len(meant.keys) > 1 and any(column in found.keys.get(key, ()) for key in meant.keys):
            found.shared[column] = meant.keys
    _years(found, header, form, texts)
    found.unknown = sorted(set(found.unknown))
    return found


def _spread(header: Sequence[int], sheet: Sheet, texts: Texts) -> dict[int, dict[int, tuple[str, tuple[int, int]]]]:
    """Row → column → (text, where it stands): merged headings reach over their columns and rows."""
    out: dict[int, dict[int, tuple[str, tuple[int, int]]]] = {
        row: {column: (text, (row, column)) for column, text in texts.get(row, {}).items()} for row in header
    }
    covered = False
    for top, left, bottom, right in sheet.merges:
        if top > header[-1] or bottom < header[0] or right - left > 60:
            continue
        text = texts.get(top, {}).get(left, "")
        if not text or top not in out:
            continue
        covered = True
        for row in range(max(top, header[0]), min(bottom, header[-1]) + 1):
            for column in range(left, right + 1):
                out.setdefault(row, {})[column] = (text, (top, left))
    if not covered and len(header) > 1:
        for place, row in enumerate(header[:-1]):
            below = {column for later in header[place + 1 :] for column in out[later]}
            last: tuple[str, tuple[int, int]] | None = None
            for column in range(max([*below, *out[row], 0]) + 1):
                if column in out[row]:
                    last = out[row][column] if column in below else None
                elif last and column in below:
                    out[row][column] = last
                else:
                    last = None
    return out


def _seen(here: Sequence[_Candidate], sheet: Sheet) -> Sequence[_Candidate]:
    """Hidden columns are old copies where another column says the same."""
    return [item for item in here if item[0] not in sheet.hidden_columns] or here


def _kept(key: str, here: Sequence[_Candidate], form: RosterForm) -> list[int]:
    """Which of the columns that mean one field tell it: all parts of it, the best of several, each of some kinds."""
    columns = [column for column, *_ in here]
    if len(columns) == 1:
        return columns
    value = form.field(key).value
    together = len({origin for *_, origin in here}) == 1
    if value in (Value.DAY, Value.BIRTH) and len(columns) == 3 and (together or _day_parts(here)):
        return columns
    if value is Value.RESULT and together:
        return columns
    if together and (len(columns) >= _DIGIT_COLUMNS or value in _JOINED):
        return _in_writing_order(here)
    if value in _JOINED and value is not Value.NAME:
        return _in_writing_order(here)
    ranked = sorted(here, key=lambda item: (rank(item[1], key, form), item[0]))
    if value in _ALTERNATIVES:
        return [column for column, *_ in ranked]
    return [ranked[0][0]]


def _day_parts(here: Sequence[_Candidate]) -> bool:
    return {heading_key(words[-1]) for _, words, _ in here} == {"ngay", "thang", "nam"}


def _in_writing_order(here: Sequence[_Candidate]) -> list[int]:
    return [column for column, *_ in sorted(here, key=lambda item: (address_size(item[1][-1]), item[0]))]


def _years(found: Columns, header: Sequence[int], form: RosterForm, texts: Texts) -> None:
    """Columns whose heading is a year, in forms that know such columns."""
    keys = [known.key for known in form.fields if known.value is Value.YEAR_COLUMNS]
    if not keys:
        return
    years = year_columns(
        {column: text for column, text in texts.get(header[-1], {}).items() if column not in _taken(found)}
    )
    if years:
        found.keys[keys[0]] = tuple(sorted(years))
        found.unknown = [(column, text) for column, text in found.unknown if column not in years]


def _taken(found: Columns) -> set[int]:
    return {column for columns in found.keys.values() for column in columns}


def texts_of(rows: Sequence[Row], encodings: Mapping[int, Encoding]) -> dict[int, dict[int, str]]:
    """Row number → column → text in Unicode letters, line breaks kept, blank cells left out."""
    out: dict[int, dict[int, str]] = {}
    for row in rows:
        here: dict[int, str] = {}
        for column, raw in enumerate(row.cells):
            if raw is None or raw == "":
                continue
            text = raw if isinstance(raw, str) else cell_of(raw).text
            if column in encodings:
                text = convert(text, encodings[column])
            if tidy(text):
                here[column] = text
        out[row.number] = here
    return out

"""Whatever bytes come, the reader ends with rows or with one sentence, soon; nothing else escapes.

The short form runs always, from the same seed; `FUZZ_ROSTERS=5000` looks further. The readers run here without their
child, whose bounds `test_limited` and `test_hostile` show; what only a child survives (no memory) is not made here.
"""

from __future__ import annotations

import json
import os
import random
import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from dangvien.limited import Unreadable
from dangvien.rosters.grid import CellKind, Row, cell_of
from dangvien.rosters.reading.events import understood
from dangvien.rosters.reading.work import read
from tests.dangvien.rosters import workbooks_made as made
from tests.dangvien.rosters.xls_made import ERROR_NA, Formula, OldSheet, old_workbook

ROUNDS = int(os.environ.get("FUZZ_ROSTERS", "60"))
SECONDS = 10

bounded = settings(
    max_examples=ROUNDS,
    deadline=SECONDS * 1000,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

OLD = old_workbook(
    OldSheet(
        "Danh sách",
        {(0, 0): "Họ và tên", (1, 0): "An", (1, 1): (31126.0, "dd/mm/yyyy"), (2, 0): ERROR_NA, (2, 1): Formula(5.0)},
        hidden_rows=(1,),
        hidden_columns=(1,),
        merges=((0, 0, 0, 1),),
    )
)
CSV = 'STT;Họ và tên;Ngày sinh\r\n1;"Nguyễn Văn An\n(Tư)";20/3/1985\r\n2;Trần Thị Bình;1/12/1990\r\n'.encode()
BOOKS = [made.as_excel(made.letterhead()), made.hidden_things(), made.formulas(), made.as_excel(made.commented())]


def verdict(content):
    """Reads a file to its end: how many rows, or the sentence. Every event is one that the parent understands."""
    started = time.monotonic()
    rows = 0
    try:
        for event in read(content, "a.xlsx"):
            told = understood(json.loads(json.dumps(event)))
            if isinstance(told, Row):
                rows += 1
                assert told.cells
                assert all(cell_of(raw).kind in CellKind for raw in told.cells)
    except Unreadable as sentence:
        return str(sentence)
    finally:
        assert time.monotonic() - started < SECONDS
    return rows


def mutated(content, pick):
    """Some bytes changed, put in, taken out or doubled."""
    out = bytearray(content)
    for _ in range(pick.choice((1, 1, 2, 5, 20))):
        place = pick.randrange(len(out))
        match pick.randrange(5):
            case 0:
                out[place] = pick.randrange(256)
            case 1:
                out[place:place] = pick.randbytes(pick.randrange(1, 9))
            case 2:
                del out[place : place + pick.randrange(1, 40)]
            case 3:
                out[place:place] = out[place : place + pick.randrange(1, 200)]
            case 4:
                out[place : place + 4] = pick.choice(
                    (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\0\0\0\x80")
                )
        if not out:
            break
    return bytes(out)


@seed(20250701)
@bounded
@given(st.binary(max_size=4000))
def test_any_bytes(content):
    verdict(content)


@seed(20250701)
@bounded
@given(
    st.sampled_from(
        [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\x09\x04\x06\x00", b"<?xml ", b"sep="]
    ),
    st.binary(max_size=2000),
)
def test_any_bytes_behind_a_known_beginning(beginning, content):
    verdict(beginning + content)


@seed(20250701)
@bounded
@given(st.text(max_size=2000), st.sampled_from(["utf-8", "utf-16", "utf-16-le", "utf-8-sig"]))
def test_any_text(text, encoding):
    verdict(text.encode(encoding, "replace"))


@pytest.mark.parametrize("base", [OLD, CSV, CSV.decode().encode("utf-16")])
def test_changed_bytes(base):
    pick = random.Random(20250701)
    for _ in range(ROUNDS * 4):
        verdict(mutated(base, pick))


@pytest.mark.parametrize("base", BOOKS)
def test_workbooks_with_changed_bytes(base):
    pick = random.Random(20250701)
    for _ in range(ROUNDS):
        verdict(mutated(base, pick))


@pytest.mark.parametrize("base", BOOKS)
def test_workbooks_with_changed_parts(base):
    """The zip is whole and one of its parts is not: what checksums would hide from the parsers."""
    pick = random.Random(20250701)
    names = [name for name in zipfile.ZipFile(BytesIO(base)).namelist() if not name.startswith("docProps")]
    for _ in range(ROUNDS * 2):
        verdict(made.repacked(base, {pick.choice(names): lambda part: mutated(part, pick)}))


_ODD = [
    "",
    "0",
    "-1",
    "1",
    "5",
    "99999999999999999999",
    "A1",
    "XFD1",
    "A0",
    "NaN",
    "inf",
    "1e400",
    "x",
    "true",
    "ễ",
    "A1:B2",
]


@pytest.mark.parametrize("base", BOOKS)
def test_workbooks_with_changed_values(base):
    """Well-formed, with values that no program writes."""
    pick = random.Random(20250701)
    names = [name for name in zipfile.ZipFile(BytesIO(base)).namelist() if "xl/" in name]

    def changed(part):
        pieces = part.decode().split('"')
        for _ in range(3):
            place = pick.randrange(len(pieces))
            if place % 2:
                pieces[place] = pick.choice(_ODD)
            elif "<v>" in pieces[place]:
                pieces[place] = pieces[place].replace("<v>", f"<v>{pick.choice(_ODD)}", 1)
        return '"'.join(pieces).encode()

    for _ in range(ROUNDS * 2):
        verdict(made.repacked(base, {pick.choice(names): changed}))


def test_what_is_whole_is_read():
    assert [verdict(content) for content in (OLD, CSV, *BOOKS)] == [3, 3, 10, 5, 1, 3]

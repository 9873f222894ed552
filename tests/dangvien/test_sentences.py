"""The audit trail in words: every verb has its sentence, and every sentence says all it promises."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dangvien.actions.verifying import VERB
from dangvien.models import AuditEntry
from dangvien.procedure.places import places_of
from dangvien.sentences import (
    ACCOUNT_VERBS,
    EMPTY,
    READERS,
    TO_ONESELF,
    VERBS,
    act_of,
    changes_of,
    organizations_in,
    told,
    value_of,
)
from tests.acts import ACTS, TODAY, Stage

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = {7: "Đảng bộ Phường 1", 8: "Đảng bộ Phường 2"}


NOTERS = {"note", "note_of_stranger", "_note"}
"""Functions that are given a verb: the one that writes, and those that only call it."""


def verbs_in(source: str) -> set[str]:
    """Every text a source gives to `note` as `verb=`, straight or by a name."""
    given: list[ast.expr] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NOTERS:
            given += [keyword.value for keyword in node.keywords if keyword.arg == "verb"]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Noted":
            given += node.args[:1]
        elif isinstance(node, ast.Assign) and isinstance(node.value, (ast.Constant, ast.IfExp)):
            named = {target.id for target in node.targets if isinstance(target, ast.Name)}
            given += [node.value] if named & {"verb", "VERB", "LET_GO", "ERASED", "DEMO_MADE", "TAKEN_UP"} else []
    parts = [part.value for value in given for part in ast.walk(value) if isinstance(part, ast.Constant)]
    return {part for part in parts if isinstance(part, str)}


SOURCES = [path for package in ("dangvien", "reports") for path in (ROOT / package).rglob("*.py")]
USED = set().union(*(verbs_in(path.read_text(encoding="utf-8")) for path in SOURCES))


def entry(verb="ghi kết nạp", **more):
    given = {
        "at": datetime(2026, 1, 15, 2, 30, tzinfo=UTC),
        "actor": "Nguyễn Thị Kim An (an)",
        "actor_id": 1,
        "subject": "Lê Văn Bình",
        "subject_type": "đảng viên",
        "subject_id": "5",
        "organization_id": 7,
    }
    return AuditEntry(verb=verb, **(given | more))


def test_every_verb_in_use_has_a_sentence_and_none_is_left_over():
    assert USED - VERBS.keys() == set()
    assert VERBS.keys() - USED == set()
    assert set(ACCOUNT_VERBS) <= VERBS.keys()
    assert TO_ONESELF.keys() <= VERBS.keys()
    assert VERB in VERBS


@pytest.mark.django_db
@pytest.mark.parametrize("act", sorted(ACTS))
def test_every_sentence_says_all_it_promises(act):
    ACTS[act](Stage())
    entries = list(AuditEntry.objects.all())
    names = {key: str(place) for key, place in places_of(organizations_in(entries), TODAY).items()}

    for line in (told(entry, names) for entry in entries):
        assert re.fullmatch(r"(Nguyễn Thị Kim An \(an\)|Người chưa đăng nhập) .+\.", line.sentence)
        assert "…" not in line.sentence
        assert "{" not in line.sentence
        assert "tổ chức số" not in " ".join(line.changes)
        assert not re.search(r"\d{4}-\d{2}-\d{2}", line.sentence + " ".join(line.changes))
        assert line.where == "trên máy chủ"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (entry(), "ghi kết nạp Lê Văn Bình tại Đảng bộ Phường 1"),
        (entry(organization_id=99), "ghi kết nạp Lê Văn Bình tại một tổ chức"),
        (entry("đổi mật khẩu", subject_id="1"), "đổi mật khẩu của mình"),
        (
            entry("phân công", after={"vai trò": "Ban tổ chức", "tại": "Thành ủy", "từ ngày": "2025-01-02"}),
            "phân công Lê Văn Bình làm Ban tổ chức tại Thành ủy",
        ),
        (
            entry("phân công", subject_id="1", after={"vai trò": "Ban tổ chức", "tại": "Thành ủy"}),
            "tự phân công cho mình làm Ban tổ chức tại Thành ủy",
        ),
        (entry("tải tệp", after={"dạng": "tệp gốc"}), "tải “Lê Văn Bình” của Đảng bộ Phường 1"),
        (entry("tải tệp", after={"tệp": "Biểu 1", "dạng": "PDF"}), "tải “Biểu 1” của Đảng bộ Phường 1"),
        (entry("việc đời trước"), "việc đời trước: Lê Văn Bình"),
        (entry("phân công"), "phân công Lê Văn Bình làm … tại …"),
        (entry(subject="{place} {0}"), "ghi kết nạp {place} {0} tại Đảng bộ Phường 1"),
    ],
)
def test_what_was_done(given, sentence):
    assert act_of(given, NAMES) == sentence


def test_codes_of_the_sheet_are_called_so():
    assert changes_of(entry("qua lớp thứ hai", after={"còn": 11}), NAMES) == ["Tờ mã còn: 11"]


def test_what_changed():
    given = entry(
        "đổi tên, loại hoặc cấp trên",
        before={"tên": "Chi bộ 1", "loại": "chi_bo", "cấp trên": 7, "ghi chú": "cũ"},
        after={"tên": "Chi bộ 1", "loại": "chi_bo_co_so", "cấp trên": 8, "từ ngày": "2025-02-01"},
    )

    assert changes_of(given, NAMES) == [
        "Tên: Chi bộ 1",
        "Loại: Chi bộ trực thuộc → Chi bộ cơ sở",
        "Cấp trên: Đảng bộ Phường 1 → Đảng bộ Phường 2",
        "Ghi chú: cũ",
        "Từ ngày: 01/02/2025",
    ]
    assert organizations_in([given]) == {7, 8}


def test_what_the_sentence_says_is_not_said_again():
    given = entry("phân công", after={"vai trò": "Ban tổ chức", "tại": "Thành ủy", "từ ngày": "2025-01-02"})

    assert changes_of(given, NAMES) == ["Từ ngày: 02/01/2025"]


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("ngày", None, EMPTY),
        ("ngày", "", EMPTY),
        ("ngày", date(2022, 5, 20), "20/05/2022"),
        ("ngày", "2022-05-20", "20/05/2022"),
        ("ngày", "9999-12-31", "không thời hạn"),
        ("ngày", "2022-13-45", "2022-13-45"),
        ("số", 1703, "1.703"),
        ("cấp trên", 7, "Đảng bộ Phường 1"),
        ("cấp trên", 99, "tổ chức số 99"),
        ("kết quả", "khong_dat", "Không đạt"),
        ("giới thiệu", [], EMPTY),
        ("nguồn", "khong_co_trong_danh_muc", "khong_co_trong_danh_muc"),
        ("bật", True, "có"),
        ("dòng sai", [3, 5], "3 và 5"),
    ],
)
def test_values_as_people_read_them(field, value, text):
    assert value_of(field, value, NAMES) == text


def test_readers_of_codes_know_their_lists():
    assert value_of("nguồn", "chua_phan_loai", {}) == "Chưa phân loại"
    assert {"nguồn", "giới thiệu", "học vấn", "loại", "kết quả"} == READERS.keys()


def test_from_where():
    assert told(entry(address="127.0.0.9"), NAMES).where == "từ máy 127.0.0.9"

"""Entries of the audit trail as Vietnamese sentences: who did what to whom, and which values changed how."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangvien import codes
from dangvien.models import FOREVER, AuditEntry, Enrollment, OrganizationKind
from dangvien.text import day_full, join_vi, thousands, upper_first

EMPTY = "(trống)"
"""What stands for a value that was not there."""

VERBS: dict[str, str] = {
    # Coming and going.
    "đăng nhập": "đăng nhập",
    "đăng nhập không được": "thử vào tài khoản của {subject} nhưng sai mật khẩu",
    "đăng xuất": "đăng xuất",
    # Accounts. {subject} is the account's owner.
    "mở tài khoản": "mở tài khoản cho {subject}",
    "cấp lại mật khẩu": "cấp lại mật khẩu cho {subject}",
    "đổi mật khẩu": "đổi mật khẩu của mình",
    "khóa tài khoản": "khóa tài khoản của {subject}",
    "mở lại tài khoản": "mở lại tài khoản của {subject}",
    "phân công": "phân công {subject} làm {vai trò} tại {tại}",
    "thôi phân công": "cho {subject} thôi làm {vai trò} tại {tại}",
    # Organizations. {place} is the name the organization has today.
    "thành lập tổ chức": "ghi thành lập {place}",
    "đổi tên, loại hoặc cấp trên": "đổi tên, loại hoặc cấp trên của {place}",
    "đưa tổ chức vào lưu trữ": "đưa {place} vào lưu trữ",
    # The register.
    "tạo sổ mẫu": "tạo sổ mẫu trong {place}",
    "đưa vào danh sách nguồn": "đưa {subject} vào danh sách nguồn của {place}",
    "ghi giới thiệu": "ghi giới thiệu {subject}",
    "thôi theo dõi": "thôi theo dõi {subject}",
    "mở lớp": "mở {subject}",
    "cử đi học": "ghi danh {subject}",
    "ghi kết quả lớp": "ghi kết quả của {subject}",
    "ghi quyết định": "ghi Quyết định số {subject} của {place}",
    "ghi kết nạp": "ghi kết nạp {subject} tại {place}",
    "ghi công nhận chính thức": "ghi công nhận chính thức {subject}",
    "đính chính dòng sổ": "đính chính dòng sổ của {subject}",
    "ghi danh mục": "ghi danh mục {type}: {subject}",
    # Reading and printing.
    "xem hồ sơ": "mở hồ sơ của {subject}",
    "tìm theo tên": "tìm theo tên trong danh sách {danh sách}",
    "mở danh sách": "mở danh sách đứng sau một con số của {place}",
    "chốt báo cáo": "chốt báo cáo của {place}",
    "tải tệp": "tải tệp báo cáo của {place}",
    "kiểm tra nhật ký": "kiểm tra toàn bộ nhật ký",
}
"""Verb → the rest of the sentence. Besides {subject}, its {type} and {place}, the names of what the entry says."""

ACCOUNT_VERBS = ("mở tài khoản", "cấp lại mật khẩu", "đổi mật khẩu", "khóa tài khoản", "mở lại tài khoản", "phân công",
                 "thôi phân công", "đăng nhập không được")  # fmt: skip
"""Acts about an account itself, as its owner reads them."""

TO_ONESELF = {"phân công": "tự phân công cho mình làm {vai trò} tại {tại}",
              "thôi phân công": "tự thôi làm {vai trò} tại {tại}"}  # fmt: skip
"""How some acts read when the actor is the subject."""

Names = Mapping[int, str]
"""Organization → its name today."""


def _code_in(name: str) -> Callable[[Any], str]:
    """Reads codes of a list, one or several; a code that is in no list any more stands as it is."""

    def read(value: Any) -> str:
        known = codes.of(name)
        found = [known.label(code) if code in known else str(code) for code in _several(value)]
        return join_vi(found) or EMPTY

    return read


def _choice_in(choices: Iterable[tuple[str, Any]]) -> Callable[[Any], str]:
    known = dict(choices)
    return lambda value: str(known.get(value, value))


READERS: dict[str, Callable[[Any], str]] = {
    "nguồn": _code_in("source"),
    "giới thiệu": _code_in("introducing_body"),
    "loại": _choice_in(OrganizationKind.choices),
    "kết quả": _choice_in(Enrollment.Result.choices),
}
"""Field → how its stored value is read. Others are days, numbers and plain text."""

UNTOLD = frozenset({"người học", "tại"})
"""Fields the sentence already says, or that only machines read."""

ORGANIZATION_FIELDS = ("cấp trên", "chi bộ")
"""Fields that hold an organization's key."""


@dataclass(frozen=True)
class Told:
    """One entry as a page shows it."""

    entry: AuditEntry
    sentence: str
    changes: tuple[str, ...]

    @property
    def where(self) -> str:
        """From which machine, or that it was done on the server itself."""
        return f"từ máy {self.entry.address}" if self.entry.address else "trên máy chủ"


def told(entry: AuditEntry, names: Names) -> Told:
    """The entry in words; `names` holds the organizations of `organizations_in`."""
    return Told(entry, f"{entry.actor} {act_of(entry, names)}.", tuple(changes_of(entry, names)))


def organizations_in(entries: Iterable[AuditEntry]) -> set[int]:
    """Every organization these entries speak of, so that their names are fetched at once."""
    found: set[int] = set()
    for entry in entries:
        said = [(entry.before or {}).get(field) for field in ORGANIZATION_FIELDS]
        said += [(entry.after or {}).get(field) for field in ORGANIZATION_FIELDS]
        found.update(key for key in [entry.organization_id, *said] if isinstance(key, int))
    return found


def act_of(entry: AuditEntry, names: Names) -> str:
    """What was done, without who did it. A verb nobody knows any more stands as it was written."""
    pattern = VERBS.get(entry.verb, f"{entry.verb}: {{subject}}")
    if entry.actor_id is not None and entry.subject_id == str(entry.actor_id):
        pattern = TO_ONESELF.get(entry.verb, pattern)
    said = {field: value_of(field, value, names) for field, value in (entry.after or {}).items()}
    place = names.get(entry.organization_id or 0) or said.get("tên") or "một tổ chức"
    said |= {"subject": entry.subject or EMPTY, "type": entry.subject_type, "place": place}
    return pattern.format_map(_Said(said))


def changes_of(entry: AuditEntry, names: Names) -> list[str]:
    """Each value the entry tells: "Trường: cũ → mới", or the one value where only one side tells the field."""
    before, after = entry.before or {}, entry.after or {}
    pattern = VERBS.get(entry.verb, "")
    lines = []
    for field in [*before, *(field for field in after if field not in before)]:
        if field in UNTOLD or f"{{{field}}}" in pattern:
            continue
        old, new = (value_of(field, side[field], names) if field in side else None for side in (before, after))
        told = [value for value in (old, new) if value is not None]
        lines.append(f"{upper_first(field)}: {' → '.join(dict.fromkeys(told))}")
    return lines


def value_of(field: str, value: Any, names: Names) -> str:
    """A stored value as people read it."""
    if value is None or value == "" or value == []:
        return EMPTY
    if field in READERS:
        return READERS[field](value)
    if field in ORGANIZATION_FIELDS and isinstance(value, int):
        return names.get(value, f"tổ chức số {value}")
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return thousands(value)
    if isinstance(value, list):
        return join_vi(str(item) for item in value)
    day = _day_in(value)
    if day is None:
        return str(value)
    return "không thời hạn" if day == FOREVER else day_full(day)


def _day_in(value: Any) -> date | None:
    """The day that a value is, or that its text says the way JSON keeps it; None for anything else."""
    if isinstance(value, date):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _Said(dict[str, str]):
    """What an entry says; what it does not say is left open instead of breaking the page."""

    def __missing__(self, key: str) -> str:
        return "…"

"""The key of the backups: an age identity, given by the operator and never written beside what it opens."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from pyrage import IdentityError, x25519

NO_KEY = (
    "Chưa có khóa sao lưu. Tạo khóa bằng lệnh manage.py backup --new-key, đặt vào biến BACKUP_KEY, "
    "và cất một bản in ở nơi khác máy chủ."
)
NOT_A_KEY = "Đây không phải là khóa sao lưu. Khóa bắt đầu bằng AGE-SECRET-KEY-1; chép lại nguyên cả dòng."


class BackupRefused(Exception):
    """A backup cannot be made or used; the message is a Vietnamese sentence."""


def new_key() -> str:
    """A fresh key, 74 characters that can be typed from paper."""
    return str(x25519.Identity.generate())


def key_of(text: str) -> x25519.Identity:
    """The key that a text is. Raises `BackupRefused`."""
    try:
        return x25519.Identity.from_str(text.strip().upper())
    except IdentityError:
        raise BackupRefused(NOT_A_KEY) from None


def own_key() -> x25519.Identity:
    """The key that the operator set. Raises `BackupRefused` when there is none."""
    if not settings.BACKUP_KEY:
        raise BackupRefused(NO_KEY)
    return key_of(settings.BACKUP_KEY)


def key_in(file: Path) -> x25519.Identity:
    """The key that a file holds, alone or among lines of remarks as age writes them."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BackupRefused(f"Không đọc được tệp khóa {file}.") from None
    return key_of(next((line for line in lines if line.strip().upper().startswith("AGE-SECRET-KEY-")), ""))


def sign_of(key: x25519.Identity) -> str:
    """The end of the public half: enough to tell which key a backup was made with, useless for opening it."""
    return str(key.to_public())[-8:]

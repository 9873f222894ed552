"""The second proof at the door: a code from a telephone, or one off a printed sheet. Kept by django-otp.

The sheet's codes are stored as keyed digests (django-otp would store them as they are); each works once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import django_otp
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from dangvien.actions.accounts import SLIP_ALPHABET, reset_password
from dangvien.actions.auditing import note
from dangvien.actions.session import forget_sessions
from dangvien.models import User
from dangvien.models.sign_in import SKEW
from dangvien.procedure.problem import Refused

CODES = 12
"""Codes on one sheet."""

FEW_CODES = 3
"""With so many left or fewer a new sheet should be printed."""

AT_THE_SERVER = "Cho vào lại bằng lệnh ở máy chủ"
"""The reason that the trail gives for what was done to an account at the server's shell."""

_DIGITS = 6
"""Of a telephone's code; a code of the sheet is longer."""


@dataclass(frozen=True)
class Proofs:
    """What an account can show besides its password: a telephone since a moment, so many codes on paper."""

    phone_since: datetime | None = None
    codes: int | None = None

    def __bool__(self) -> bool:
        return self.phone_since is not None or self.codes is not None

    @property
    def can_be_given(self) -> bool:
        """Whether a code can still be given: the last one of a sheet may be used up."""
        return self.phone_since is not None or bool(self.codes)

    @property
    def few(self) -> bool:
        """Whether the sheet is nearly used up."""
        return self.codes is not None and self.codes <= FEW_CODES


@dataclass(frozen=True)
class Answer:
    """What came of a code: right or not, or not looked at before a moment, after so many wrong ones in a row."""

    right: bool
    wait_until: datetime | None = None
    wrong: int = 0


def proofs_of(user: User) -> Proofs:
    """What the account has."""
    phone = TOTPDevice.objects.devices_for_user(user, confirmed=True).first()
    sheet = StaticDevice.objects.devices_for_user(user, confirmed=True).first()
    return Proofs(phone.created_at if phone else None, sheet.token_set.count() if sheet else None)


def new_phone(user: User, key: str = "") -> TOTPDevice:
    """A telephone that is not kept yet, with a fresh secret or the one shown before: what the square to scan says."""
    return TOTPDevice(user=user, name="điện thoại", key=key or random_hex(20))


@transaction.atomic
def keep_phone(*, user: User, key: str, code: str) -> None:
    """Keep the telephone that shows `code` for the secret `key`; an earlier one stops counting."""
    TOTPDevice.objects.filter(user=user).delete()
    phone = new_phone(user, key)
    phone.save()
    if not phone.verify_token(_plain(code)):
        raise Refused.at(
            "code", "Mã chưa đúng. Chờ điện thoại hiện mã mới rồi gõ mã ấy; xem giờ trên điện thoại có đúng."
        )
    _note(user, verb="dùng điện thoại làm lớp thứ hai")


@transaction.atomic
def print_codes(*, user: User) -> list[str]:
    """A new sheet of codes, told this once; every code of an earlier sheet stops counting."""
    StaticDevice.objects.filter(user=user).delete()
    sheet = StaticDevice.objects.create(user=user, name="tờ mã giấy")
    codes = ["-".join("".join(secrets.choice(SLIP_ALPHABET) for _ in range(4)) for _ in range(2)) for _ in range(CODES)]
    for code in codes:
        sheet.token_set.create(token=_digest(user, code))
    _note(user, verb="in tờ mã giấy", after={"số mã": CODES})
    return codes


@transaction.atomic
def give_up_second_factor(*, user: User) -> None:
    """Somebody who need not have a second proof gives up theirs."""
    _forget(user)
    _note(user, verb="thôi lớp thứ hai")


@transaction.atomic
def take_second_factor_away(*, by: User | None, user: User, reason: str) -> None:
    """Somebody else takes away a telephone that was lost or a sheet that was seen; every session ends."""
    if user == by:
        raise Refused.at(
            "", "Lớp thứ hai của mình thì tự đổi ở trang Đăng nhập và bảo mật, hoặc nhờ quản trị viên khác gỡ."
        )
    if not reason.strip():
        raise Refused.at("reason", "Ghi lý do.")
    _forget(user)
    forget_sessions(user=user)
    note(
        by=by,
        verb="gỡ lớp thứ hai",
        subject=user,
        organization=user.first_organization_id or (by.first_organization_id if by else None),
        reason=reason,
    )


@transaction.atomic
def let_in(*, by: User | None, user: User) -> str:
    """Open the door to somebody whom no other administrator can help: gives a new slip password, takes away the second
    proof, ends every session. `by` is None: only whoever works at the server's shell does it. Raises `Refused` for a
    closed account, which somebody closed on purpose.
    """
    if not user.is_active:
        raise Refused.at("", f"Tài khoản {user.username} đã khóa. Quản trị viên khác mở lại ở trang Tài khoản.")
    if proofs_of(user):
        take_second_factor_away(by=by, user=user, reason=AT_THE_SERVER)
    return reset_password(by=by, user=user, reason=AT_THE_SERVER)


def check_code(*, user: User, code: str) -> Answer:
    """Look at a code of the telephone or of the sheet. django-otp makes wrong ones wait longer and longer, and takes
    none a second time: the row is locked while it is looked at.

    A code of a kind that the account does not have counts against what it has; so does one that nobody can have.
    """
    typed = _plain(code)
    by_phone = len(typed) == _DIGITS and typed.isascii() and typed.isdecimal()
    phone = TOTPDevice.objects.devices_for_user(user, confirmed=True).first()
    sheet = StaticDevice.objects.devices_for_user(user, confirmed=True).first()
    device: TOTPDevice | StaticDevice | None = (phone or sheet) if by_phone else (sheet or phone)
    if device is None:  # given up meanwhile: nothing to guess at, and nothing that would slow the writing of entries
        return Answer(right=False)
    on_paper = isinstance(device, StaticDevice)
    _forget_other_clock(device, typed if by_phone else "")
    allowed, told = device.verify_is_allowed()
    if not allowed:
        wrong = device.throttling_failure_count
        return Answer(right=False, wait_until=(told or {}).get("locked_until", timezone.now()), wrong=wrong)
    token = _digest(user, typed) if on_paper else typed if by_phone else ""
    right = django_otp.verify_token(user, device.persistent_id, token) is not None
    left = {"còn": proofs_of(user).codes} if on_paper and right else None
    _note(user, verb="qua lớp thứ hai" if right else "mã xác nhận không đúng", after=left)
    return Answer(right=right)


def _forget_other_clock(device: TOTPDevice | StaticDevice, code: str) -> None:
    """Let go of what was noted while this machine's clock was wrong and would keep the person out now that it is right:
    a failure of the future, and how far the telephone seemed to be off when its code is right as it is."""
    failed_at = device.throttling_failure_timestamp
    if failed_at is not None and failed_at > timezone.now() + SKEW:
        device.throttling_failure_timestamp = None
        device.save(update_fields=["throttling_failure_timestamp"])
    if isinstance(device, TOTPDevice) and code and device.drift:
        own = TOTP(device.bin_key, device.step, device.t0, device.digits)
        if own.verify(int(code), device.tolerance, device.last_t + 1):
            device.drift = 0
            device.save(update_fields=["drift"])


def _forget(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()


def _note(user: User, *, verb: str, after: dict[str, int | None] | None = None) -> None:
    note(by=user, verb=verb, subject=user, organization=user.first_organization_id, after=after)


def _plain(code: str) -> str:
    """A code without what people put between its parts."""
    return "".join(letter for letter in code.casefold() if letter.isalnum())


def _digest(user: User, code: str) -> str:
    """What is stored of a code of the sheet: 64 bits that lead back to no code without the server's secret key."""
    return salted_hmac("dangvien.paper-code", f"{user.pk}:{_plain(code)}", algorithm="sha256").hexdigest()[:16]

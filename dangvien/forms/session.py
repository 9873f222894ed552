"""Signing in and changing one's own password."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime

from dangvien.actions import second_factor, throttling
from dangvien.forms.base import HouseForm
from dangvien.models import User
from dangvien.passwords import HINT


def _password_field(label: str, autocomplete: str, missing: str, hint: str = "") -> forms.CharField:
    """A box for a password: taken exactly as typed, and pasting is allowed."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text=hint,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete, "size": 28}),
        error_messages={"required": missing},
    )


_WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng. Xem lại phím Caps Lock, tắt bộ gõ tiếng Việt rồi gõ lại."


class SignInForm(AuthenticationForm):
    """Two boxes. One sentence for every failure: it does not tell whether the name exists."""

    username = UsernameField(
        label="Tên đăng nhập",
        widget=forms.TextInput(attrs={"autofocus": True, "size": 28, "spellcheck": "false"}),
        error_messages={"required": "Nhập tên đăng nhập."},
    )
    password = _password_field("Mật khẩu", "current-password", "Nhập mật khẩu.")
    error_messages = {"invalid_login": _WRONG, "inactive": _WRONG}

    right_but_closed = False
    """Whether the password was that of a closed account; only the audit trail says so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            # The list of mistakes takes the focus instead.
            self.fields["username"].widget.attrs.pop("autofocus", None)

    def clean(self) -> dict[str, Any]:
        name, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        closed = User.closed_one(name) if name and password else None
        if closed is None:
            return super().clean()
        # Instead of Django's own look at the password, not besides it: two would take longer, and so tell.
        self.right_but_closed = closed.check_password(password)
        raise self.get_invalid_login_error()

    @property
    def is_filled(self) -> bool:
        """Whether both boxes were sent with something in them: then a password is tried."""
        return bool(self.data.get("username") and self.data.get("password"))


def check_own_password(user: User, password: str, wrong: str) -> None:
    """Refuse a password that is not the account's own with the sentence `wrong`; guessing is slowed as at the door.

    A stolen session must not be a place to try passwords in.
    """
    tried = throttling.count_try(username=user.get_username())
    if tried.wait_until:
        at = f"{localtime(until_the_minute(tried.wait_until)):%H:%M}"
        raise ValidationError(f"Đã gõ sai mật khẩu nhiều lần. Chờ đến {at} rồi gõ lại.", code="wait")
    if not user.check_password(password):
        raise ValidationError(wrong, code="wrong")
    throttling.try_succeeded(username=user.get_username())


def why_not(answer: second_factor.Answer) -> str:
    """What is said of a code that was not taken."""
    if answer.wait_until:
        wrong = "Vừa gõ sai một lần" if answer.wrong == 1 else "Đã gõ sai nhiều lần"
        return f"{wrong}. Chờ đến {localtime(until_the_minute(answer.wait_until)):%H:%M} rồi gõ lại."
    return "Mã chưa đúng, hoặc đã dùng rồi. Gõ mã đang hiện trên điện thoại, hoặc một mã chưa gạch trên tờ mã."


def _code_field(label: str) -> forms.CharField:
    """A box for a code: telephones offer digits, nothing is remembered."""
    attrs = {"size": 12, "autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": "Nhập mã.", "max_length": "Mã dài quá. Gõ đúng một mã."},
    )


class ConfirmForm(forms.Form):
    """The password of whoever sits at the machine, once more; of those who have a second proof a code too.

    The code is looked at only behind the right password, so that a mistyped password uses up none. Whoever has nothing
    left to give, the last code of the sheet crossed out, is let through: they are about to print the next.
    """

    password = _password_field("Mật khẩu đang dùng", "current-password", "Nhập mật khẩu đang dùng để đăng nhập.")
    code = _code_field("Mã xác nhận")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.proofs = second_factor.proofs_of(user)
        if not self.proofs.can_be_given:
            del self.fields["code"]
            return
        ways = [("sáu số đang hiện trên điện thoại", self.proofs.phone_since), ("một mã chưa gạch", self.proofs.codes)]
        told = " hoặc ".join(words for words, held in ways if held)
        left = f", rồi gạch mã ấy đi; trên tờ còn {self.proofs.codes} mã" if self.proofs.codes else ""
        left += ". Sắp hết: in tờ mới ở trang Đăng nhập và bảo mật" if self.proofs.few else ""
        self.fields["code"].help_text = f"{told[:1].upper()}{told[1:]}{left}"

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        check_own_password(self.user, password, "Mật khẩu chưa đúng. Gõ lại mật khẩu vừa dùng để đăng nhập.")
        return password

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("password") and cleaned.get("code"):
            outcome = second_factor.check_code(user=self.user, code=cleaned["code"])
            if not outcome.right:
                self.add_error("code", why_not(outcome))
        return cleaned


class CodeForm(forms.Form):
    """A code of the telephone or of the printed sheet."""

    code = _code_field("Mã")


class PhoneForm(HouseForm):
    """The first code of a new telephone, which proves that it holds the secret."""

    code = _code_field("Sáu số đang hiện trên điện thoại")


class EndSessionsForm(forms.Form):
    """Which session of one's own to end: one by its mark, or all but this one."""

    ALL = "tat-ca"

    session = forms.ChoiceField()

    def __init__(self, *args: Any, marks: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["session"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(mark, mark) for mark in (*marks, self.ALL)]


def until_the_minute(moment: datetime) -> datetime:
    """The next full minute: what people are told to wait for."""
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)


class ChangePasswordForm(forms.Form):
    """The old password, and the new one twice. `cleaned_data["new"]` is what to store."""

    old = _password_field("Mật khẩu hiện nay", "current-password", "Nhập mật khẩu hiện nay.")
    new = _password_field("Mật khẩu mới", "new-password", "Nhập mật khẩu mới.", HINT)
    again = _password_field("Gõ lại mật khẩu mới", "new-password", "Gõ lại mật khẩu mới.")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        check_own_password(self.user, old, "Mật khẩu hiện nay chưa đúng. Gõ lại mật khẩu vừa dùng để đăng nhập.")
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        old, new, again = (cleaned.get(name) for name in ("old", "new", "again"))
        if new and again and new != again:
            self.add_error("again", "Hai lần gõ mật khẩu mới khác nhau. Gõ lại cho giống.")
        if old and new and old == new:
            self.add_error("new", "Mật khẩu mới trùng mật khẩu hiện nay. Chọn mật khẩu khác.")
        return cleaned

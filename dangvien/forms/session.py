"""Signing in and changing one's own password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            # The list of mistakes takes the focus instead.
            self.fields["username"].widget.attrs.pop("autofocus", None)


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
        if not self.user.check_password(old):
            raise ValidationError("Mật khẩu hiện nay chưa đúng. Gõ lại mật khẩu vừa dùng để đăng nhập.", code="wrong")
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

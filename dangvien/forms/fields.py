"""Form fields that understand what Vietnamese clerks type and answer in plain Vietnamese, naming the field.

No masks, no key filters, no native date box: a text box takes every usual spelling and the server normalises it.
"""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from dangvien.dates import EXAMPLE, DayError, PartialDate, parse_day, parse_partial
from dangvien.text import day_full, lower_first, nfc, nfc_lines, thousands, upper_first

_EMPTY = ("", None)


class _TypedField(forms.Field):
    """A text box whose text becomes a value; the label names it in every message.

    `noun` is the field's name inside a sentence; without it the label with a small first letter.
    """

    widget = forms.TextInput
    box = {"inputmode": "numeric", "autocomplete": "off"}

    def __init__(self, *, noun: str | None = None, **kwargs: Any) -> None:
        self._noun = noun
        self._own_required = (kwargs.get("error_messages") or {}).get("required")
        super().__init__(**kwargs)

    @property
    def noun(self) -> str:
        """How a sentence calls this field."""
        return self._noun or lower_first(str(self.label or "")) or "ô này"

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), **self.box}

    def missing(self) -> str:
        """The sentence for an empty box, where the form gives none of its own (error_messages["required"])."""
        return f"Nhập {self.noun}."

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self._own_required or self.missing(), code="required")

    def to_python(self, value: Any) -> Any:
        if value in _EMPTY or (isinstance(value, str) and not nfc(value)):
            return None
        return self.parse(value)

    def parse(self, value: Any) -> Any:
        """The value of a box that is not empty. Raises ValidationError."""
        raise NotImplementedError

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except ValidationError:
            return True


class DayField(_TypedField):
    """One day, typed day first in any usual spelling, shown back as dd/mm/yyyy; its value is a `date`.

    `earliest` and `latest` bound it (both included); `past=True` refuses days after today.
    """

    def __init__(
        self, *, earliest: date | None = None, latest: date | None = None, past: bool = False, **kwargs: Any
    ) -> None:
        self.earliest, self.latest, self.past = earliest, latest, past
        kwargs.setdefault("help_text", f"Ví dụ: {EXAMPLE}")
        super().__init__(**kwargs)

    @property
    def noun(self) -> str:
        noun = super().noun
        return noun if "ngày" in noun else f"ngày ở ô “{self.label}”" if self.label else "ngày"

    def missing(self) -> str:
        return f"Nhập {self.noun} theo dạng ngày/tháng/năm, ví dụ {EXAMPLE}."

    def parse(self, value: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            return parse_day(str(value), localdate())
        except DayError as error:
            raise ValidationError(_day_sentence(self, error), code=error.code) from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        latest = min([day for day in (self.latest, localdate() if self.past else None) if day], default=None)
        subject = upper_first(self.noun)
        if self.past and latest and value > latest and latest == localdate():
            raise ValidationError(f"{subject} ({day_full(value)}) sau ngày hôm nay. Kiểm tra lại.", code="future")
        if latest and value > latest:
            raise ValidationError(f"{subject} phải từ {day_full(latest)} trở về trước.", code="late")
        if self.earliest and value < self.earliest:
            raise ValidationError(f"{subject} phải từ {day_full(self.earliest)} trở về sau.", code="early")

    def prepare_value(self, value: Any) -> Any:
        return day_full(value) if isinstance(value, date) else value


class PartialDayField(_TypedField):
    """A birth known to the day, the month or the year; its value is a `PartialDate` and keeps that precision.

    An initial value may be a PartialDate, a date or the stored ISO text. `past=False` allows days after today.
    """

    def __init__(self, *, past: bool = True, **kwargs: Any) -> None:
        self.past = past
        kwargs.setdefault("help_text", f"Ví dụ: {EXAMPLE}; không rõ ngày thì nhập 02/1990 hoặc 1990")
        super().__init__(**kwargs)

    def missing(self) -> str:
        return f"Nhập {self.noun} theo dạng ngày/tháng/năm, ví dụ {EXAMPLE}."

    def parse(self, value: Any) -> PartialDate:
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, date):
            return PartialDate.of(value)
        try:
            return parse_partial(str(value), localdate())
        except DayError as error:
            raise ValidationError(_day_sentence(self, error), code=error.code) from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and self.past and value.earliest() > localdate():
            raise ValidationError(f"{upper_first(self.noun)} ({value}) sau ngày hôm nay. Kiểm tra lại.", code="future")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return str(value)
        return day_full(value) if isinstance(value, date) else value


def _day_sentence(field: DayField | PartialDayField, error: DayError) -> str:
    if error.code == "unreadable":
        return field.missing()
    return f"{upper_first(field.noun)}: {lower_first(error.sentence)}"


class TextField(forms.CharField):
    """Text in one normal form (see `text.nfc`); NUL bytes are refused with a sentence, `multiline=True` keeps lines."""

    def __init__(self, *, multiline: bool = False, noun: str | None = None, **kwargs: Any) -> None:
        self.multiline = multiline
        self._noun = noun
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        self._own_required = (kwargs.get("error_messages") or {}).get("required")
        super().__init__(**kwargs)

    @property
    def noun(self) -> str:
        """How a sentence calls this field."""
        return self._noun or lower_first(str(self.label or "")) or "ô này"

    def to_python(self, value: Any) -> str:
        text = str(value) if value not in self.empty_values else ""
        if "\x00" in text:
            raise ValidationError(
                f"{upper_first(self.noun)} có ký tự không đọc được. Xóa ô này rồi gõ lại.", code="null_characters"
            )
        cleaned = nfc_lines(text) if self.multiline else nfc(text)
        return cleaned or str(self.empty_value or "")

    def validate(self, value: Any) -> None:
        if self.required and value in self.empty_values:
            raise ValidationError(self._own_required or f"Nhập {self.noun}.", code="required")

    def run_validators(self, value: Any) -> None:
        # Said here rather than by Django's validators, whose sentence does not name the field.
        if self.max_length is not None and len(value) > self.max_length:
            raise ValidationError(
                f"{upper_first(self.noun)} dài {len(value)} ký tự; viết lại không quá {self.max_length} ký tự.",
                code="max_length",
            )
        super().run_validators(value)


class DigitsField(_TypedField):
    """A number that is a name (số căn cước, số thẻ): text of digits with its leading zeros; spaces, dots, hyphens go.

    `length` is the number of digits asked for, or the several lengths allowed. An empty box gives "".
    """

    def __init__(self, *, length: int | Collection[int] = 12, **kwargs: Any) -> None:
        self.lengths = sorted({length} if isinstance(length, int) else set(length))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(value) or ""

    def validate(self, value: Any) -> None:
        super().validate(value or None)

    def parse(self, value: Any) -> str:
        digits = re.sub(r"[\s.\-]", "", unicodedata.normalize("NFKC", str(value)))
        subject = upper_first(self.noun)
        if not re.fullmatch(r"[0-9]+", digits):
            raise ValidationError(f"{subject} chỉ gồm chữ số. Kiểm tra lại “{nfc(str(value))[:30]}”.", code="digits")
        if len(digits) not in self.lengths:
            wanted = " hoặc ".join(str(length) for length in self.lengths)
            raise ValidationError(f"{subject} phải có {wanted} chữ số, đang có {len(digits)}.", code="length")
        return digits


class IntegerField(_TypedField):
    """A whole number, typed 1234 or 1.234; `least` and `most` bound it (both included)."""

    def __init__(self, *, least: int | None = None, most: int | None = None, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def parse(self, value: Any) -> int:
        if isinstance(value, int):
            return value
        typed = unicodedata.normalize("NFKC", str(value)).strip()
        if len(typed) > 15 or not re.fullmatch(r"-?([0-9]+|[0-9]{1,3}([. ][0-9]{3})+)", typed):
            raise ValidationError(f"Nhập {self.noun} bằng số nguyên, ví dụ 1.703.", code="invalid")
        return int(re.sub(r"[. ]", "", typed))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        subject = upper_first(self.noun)
        if self.least is not None and value < self.least:
            raise ValidationError(f"{subject} phải từ {thousands(self.least)} trở lên.", code="least")
        if self.most is not None and value > self.most:
            raise ValidationError(f"{subject} không quá {thousands(self.most)}.", code="most")

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, int) else value


class MarkField(_TypedField):
    """A mark with at most two decimals, typed "8,5" or "8.5", shown back with a comma; its value is a Decimal."""

    box = {"inputmode": "decimal", "autocomplete": "off"}

    def __init__(self, *, most: int = 10, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)

    def parse(self, value: Any) -> Decimal:
        if isinstance(value, Decimal):
            return value
        typed = unicodedata.normalize("NFKC", str(value)).strip().replace(",", ".")
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?", typed):
            raise ValidationError(f"Nhập {self.noun} bằng số, ví dụ 8 hoặc 8,5.", code="invalid")
        return Decimal(typed)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value > self.most:
            raise ValidationError(f"{upper_first(self.noun)} không quá {self.most}.", code="most")

    def prepare_value(self, value: Any) -> Any:
        return written_mark(value) if isinstance(value, Decimal) else value


def written_mark(mark: Decimal) -> str:
    """A mark as it is written: 8 as "8", 8.50 as "8,5"."""
    return f"{mark.normalize():f}".replace(".", ",")

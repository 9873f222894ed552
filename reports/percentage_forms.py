"""The form by which a percentage that stands on paper is judged."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

from dangvien.forms.fields import IntegerField, TextField
from dangvien.text import nfc
from reports.figure_check.percentages import Judged, judged

_PERCENT = re.compile(r"([0-9]{1,6})(?:[,.]([0-9]{1,4}))?\s*%?")
_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+")


class PercentageForm(forms.Form):
    """A printed percentage with the two numbers it should be of; other totals of the same paper, if there are any."""

    in_ra = TextField(label="Tỷ lệ in trên giấy (%)", max_length=12, help_text="Đúng như in, ví dụ 80,6")
    phan = IntegerField(label="Số phần", least=0, help_text="Ví dụ 490")
    tong = IntegerField(label="Số tổng", least=1, help_text="Ví dụ 585")
    tong_khac = TextField(
        label="Tổng khác trong cùng văn bản",
        required=False,
        max_length=200,
        help_text="Không bắt buộc. Cách nhau bằng dấu chấm phẩy, ví dụ 608; 1.587",
    )

    def clean_in_ra(self) -> Decimal:
        """The percentage with the decimals it was printed with."""
        typed = nfc(str(self.cleaned_data["in_ra"])).strip()
        found = _PERCENT.fullmatch(typed)
        if found is None:
            raise forms.ValidationError(f"Nhập tỷ lệ như in trên giấy, ví dụ 80,6. Kiểm tra lại “{typed[:12]}”.")
        return Decimal(found[1] + (f".{found[2]}" if found[2] else ""))

    def clean_tong_khac(self) -> list[int]:
        """The other totals as numbers."""
        parts = [part.strip() for part in str(self.cleaned_data["tong_khac"] or "").split(";") if part.strip()]
        for part in parts:
            if not _WHOLE.fullmatch(part):
                raise forms.ValidationError(
                    f"“{part[:30]}” không phải số nguyên. Nhập các tổng cách nhau bằng dấu chấm phẩy, ví dụ 608; 1.587."
                )
        return [int(part.replace(".", "")) for part in parts][:20]

    @property
    def judged(self) -> Judged:
        """The verdict on what a valid form holds."""
        data: dict[str, Any] = self.cleaned_data
        return judged(data["in_ra"], data["phan"], data["tong"], data["tong_khac"])

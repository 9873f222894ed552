"""What a decision's paper says: who issued it, its number and symbol, its day, who signed it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from dangvien.forms.choices import OrganizationField, offer
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import DayField, TextField
from dangvien.models import Organization
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.places import Option
from dangvien.text import search_key

DECISION = "QĐ"
_PAPER = re.compile(r"(?:số\s*)?(\d{1,6})(?:\s*[-–/]\s*([^\W\d_]{2,3})\s*[-–/]\s*(\S.{0,19}))?", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """A number as typed; `symbol` is empty when only the number was."""

    number: int
    symbol: str = ""


class ReferenceField(TextField):
    """The number of a decision, typed as on the paper ("125-QĐ/TU") or alone ("125"); its value is a Reference."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = _PAPER.fullmatch(text)
        if found is None or int(found[1]) == 0:
            raise ValidationError(f"Nhập {self.noun} như trên giấy, ví dụ 125-QĐ/TU, hoặc chỉ gõ 125.", code="invalid")
        if found[2] and search_key(found[2]) != "qd":
            raise ValidationError(
                f"“{text}” không phải số của quyết định: sau số phải là QĐ, ví dụ 125-QĐ/TU.", code="type"
            )
        return Reference(int(found[1]), found[3] or "")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Reference):
            return f"{value.number:02d}-{DECISION}/{value.symbol}" if value.symbol else str(value.number)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")


def symbol_of(issuer: Organization, day: date) -> str:
    """The symbol of an issuer's papers on a day by its letterhead, else by the newest one; empty when unknown."""
    heads = sorted(issuer.letterheads.all(), key=lambda head: head.valid_from, reverse=True)
    for head in heads:
        if head.valid_from <= day < head.valid_to:
            return head.symbol
    return heads[0].symbol if heads else ""


class DecisionForm(ConfirmedForm):
    """The four boxes of a decision. `facts` is what they say when the form is valid."""

    issuer = OrganizationField(label="Cơ quan ban hành quyết định", noun="cơ quan ban hành")
    number = ReferenceField(
        label="Số quyết định",
        max_length=40,
        help_text="Ví dụ: 125-QĐ/TU, hoặc chỉ gõ 125",
    )
    issued_on = DayField(label="Ngày quyết định")
    signer = TextField(label="Người ký quyết định", required=False, max_length=120)

    def __init__(self, *args: Any, issuers: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "issuer", issuers)
        self.fields["number"].widget.attrs.update(size=24, autocomplete="off")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        issuer, reference, day = (cleaned.get(name) for name in ("issuer", "number", "issued_on"))
        if issuer and reference and day and not reference.symbol:
            symbol = symbol_of(issuer, day)
            if symbol:
                cleaned["number"] = Reference(reference.number, symbol)
            else:
                self.add_error(
                    "number",
                    "Sổ chưa có ký hiệu văn bản của cơ quan này. Gõ đủ số và ký hiệu như trên giấy, ví dụ 125-QĐ/ĐU.",
                )
        return cleaned

    @property
    def facts(self) -> DecisionFacts | None:
        """What the paper says; None while a box is missing or wrong."""
        given = self.cleaned_data
        if any(given.get(name) is None for name in ("issuer", "number", "issued_on", "signer")):
            return None
        return DecisionFacts(
            issuer=given["issuer"],
            number=given["number"].number,
            symbol=given["number"].symbol,
            issued_on=given["issued_on"],
            signer=given["signer"],
        )

    @property
    def decision(self) -> DecisionFacts:
        """What the paper says, of a form that has been found valid."""
        facts = self.facts
        assert facts is not None
        return facts

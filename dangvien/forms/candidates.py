"""Forms about people on their way: adding one, an introduction, taking one off the list."""

from __future__ import annotations

from typing import Any

from django import forms

from dangvien import codes
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import EMPTY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.confirming import TICK
from dangvien.forms.fields import DayField, TextField
from dangvien.forms.persons import PersonForm
from dangvien.procedure.places import cell_options
from dangvien.scope import Scope


class CandidateForm(PersonForm):
    """Putting a person on a cell's list. Someone who looks like a person already known must be told apart first."""

    cell = OrganizationField(label="Chi bộ theo dõi", noun="chi bộ")
    source = CodeField(label="Nguồn", noun="nguồn", choices=())
    opened_on = DayField(label="Theo dõi từ ngày", noun="ngày bắt đầu theo dõi")
    bodies = forms.MultipleChoiceField(
        label="Đoàn thể giới thiệu",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Chọn đoàn thể trong danh sách."},
    )
    schooling = CodeField(label="Học vấn", noun="học vấn", choices=(), required=False)

    MORE = ("schooling", "citizen_id", "ethnicity", "religion", "native_place", "residence", "phone")
    field_order = ("token", "full_name", "birth", "gender", "cell", "source", "opened_on", "bodies", *MORE)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        offer(self, "cell", cell_options(scope))
        set_choices(self.fields["source"], [EMPTY, *codes.of("source").choices])
        set_choices(self.fields["bodies"], codes.of("introducing_body").choices)
        set_choices(self.fields["schooling"], [EMPTY, *codes.of("education_general").choices])

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in (*self.MORE, "same_person", TICK)]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def more_is_open(self) -> bool:
        """True when a box of the folded part has a mistake or was filled beyond its first value."""
        return any(field.errors for field in self.more_fields)


class StopForm(HouseForm):
    """Taking a person off the list; what is added to the reason stays short: no political matters are kept here."""

    closed_on = DayField(label="Thôi theo dõi từ ngày", noun="ngày thôi theo dõi")
    reason = CodeField(label="Lý do", noun="lý do", choices=())
    detail = TextField(label="Ghi thêm", required=False, max_length=200, help_text="Ví dụ: chuyển vào Đà Nẵng")

    OTHER = "khac"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = codes.of("leaving_reason")
        self.other = reasons.label(self.OTHER)
        set_choices(self.fields["reason"], [EMPTY, *((label, label) for _, label in reasons.choices)])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("reason") == self.other and not cleaned.get("detail"):
            self.add_error("detail", "Ghi rõ lý do khác là gì.")
        return cleaned

    @property
    def words(self) -> str:
        """The reason as it stands in the register."""
        reason, detail = self.cleaned_data["reason"], self.cleaned_data["detail"]
        if not detail:
            return str(reason)
        return str(detail) if reason == self.other else f"{reason}: {detail}"

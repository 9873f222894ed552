"""Forms about people on their way: the list's filter, adding one, an introduction, taking one off the list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dangvien import codes
from dangvien.dates import add_months
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import ANY, EMPTY, CodeField, OrganizationField, offer, set_choices
from dangvien.forms.fields import DayField, DigitsField, PartialDayField, TextField
from dangvien.forms.filtering import NameFilterForm
from dangvien.models import Person
from dangvien.models.candidate import CandidateQuerySet, Stage
from dangvien.procedure.deadlines import SOON_MONTHS, oldest_valid_certificate
from dangvien.procedure.lookalikes import birth_columns, lookalikes
from dangvien.procedure.places import cell_options, subtree_options
from dangvien.scope import Scope

BY_NAME = {
    "ten": ("person__sort_key", "person__birth_date", "pk"),
    "-ten": ("-person__sort_key", "-person__birth_date", "-pk"),
}
SORTS = (*BY_NAME, "giay", "-giay")
"""How the list can be sorted, as the address says it: by name or by certificate, either way round."""

VALID, SOON, OVER = "con_han", "sap_het", "het_han"


class CandidateFilterForm(NameFilterForm):
    """Which people on the way to list; without a stage, those still on it."""

    to_chuc = OrganizationField(label="Tổ chức", required=False)
    giai_doan = CodeField(
        label="Giai đoạn",
        noun="giai đoạn",
        choices=[*Stage.choices, ("tat_ca", "Tất cả, kể cả đã thôi")],
        empty=("", "Chưa kết nạp"),
        required=False,
    )
    nguon = CodeField(label="Nguồn", noun="nguồn", choices=(), empty=ANY, required=False)
    giay = CodeField(
        label="Giấy chứng nhận",
        noun="tình trạng giấy chứng nhận",
        choices=[(VALID, "Còn hạn"), (SOON, f"Còn dưới {SOON_MONTHS} tháng"), (OVER, "Đã hết hạn")],
        empty=ANY,
        required=False,
    )
    xep = CodeField(noun="cách xếp", choices=[(key, key) for key in SORTS], widget=forms.HiddenInput, required=False)
    field_order = ["ten", "to_chuc", "giai_doan", "nguon", "giay"]

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(self.data.get("to_chuc", ""))))
        set_choices(self.fields["nguon"], [ANY, *codes.of("source").choices])

    def rows(self) -> CandidateQuerySet:
        """The people asked for, in the order asked for; nobody while the form has a mistake."""
        if not self.is_valid():
            return self.scope.candidates.none()
        asked = self.cleaned_data
        scope = self.scope.within(asked["to_chuc"]) if asked["to_chuc"] else self.scope
        found = scope.candidates.with_stage().with_certificate().select_related("person")
        if not asked["giai_doan"]:
            found = found.open()
        elif asked["giai_doan"] != "tat_ca":
            found = found.in_stage(asked["giai_doan"])
        if asked["nguon"]:
            found = found.filter(source=asked["nguon"])
        oldest = oldest_valid_certificate(self.scope.today)
        if asked["giay"] == VALID:
            found = found.certified_during(oldest, self.scope.today)
        elif asked["giay"] == SOON:
            found = found.certified_during(oldest, add_months(oldest, SOON_MONTHS))
        elif asked["giay"] == OVER:
            found = found.certified_during(None, oldest - timedelta(days=1))
        return self._sorted(found.matching(asked["ten"]))

    def _sorted(self, found: CandidateQuerySet) -> CandidateQuerySet:
        order = self.cleaned_data["xep"] or "ten"
        if order in BY_NAME:
            return found.order_by(*BY_NAME[order])
        return found.in_certificate_order(newest_first=order == "-giay")


class CandidateForm(HouseForm):
    """Putting a person on a cell's list. Someone who looks like a person already known must be told apart first."""

    full_name = TextField(label="Họ và tên khai sinh", max_length=120, help_text="Viết đủ trong một ô, có dấu")
    birth = PartialDayField(label="Ngày sinh")
    gender = CodeField(
        label="Giới tính", noun="giới tính", choices=Person.Gender.choices, empty=None, widget=forms.RadioSelect
    )
    cell = OrganizationField(label="Chi bộ theo dõi", noun="chi bộ")
    source = CodeField(label="Nguồn", noun="nguồn", choices=())
    opened_on = DayField(label="Theo dõi từ ngày", noun="ngày bắt đầu theo dõi")
    bodies = forms.MultipleChoiceField(
        label="Đoàn thể giới thiệu",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Chọn đoàn thể trong danh sách."},
    )
    citizen_id = DigitsField(label="Số căn cước", required=False, length=12, help_text="12 chữ số")
    ethnicity = CodeField(label="Dân tộc", noun="dân tộc", choices=(), required=False)
    religion = CodeField(label="Tôn giáo", noun="tôn giáo", choices=(), required=False)
    native_place = TextField(label="Quê quán", required=False, max_length=250)
    residence = TextField(label="Nơi thường trú", required=False, max_length=250)
    phone = TextField(label="Điện thoại", required=False, max_length=20)

    MORE = ("citizen_id", "ethnicity", "religion", "native_place", "residence", "phone")
    NEW = "khac"

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.alike: list[Person] = []
        offer(self, "cell", cell_options(scope))
        set_choices(self.fields["source"], [EMPTY, *codes.of("source").choices])
        set_choices(self.fields["bodies"], codes.of("introducing_body").choices)
        for name, first in (("ethnicity", "01"), ("religion", "00")):
            set_choices(self.fields[name], codes.of(name).choices)
            self.fields[name].initial = first
        self.fields["citizen_id"].widget.attrs["size"] = 16
        self.fields["phone"].widget.attrs["size"] = 16

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in (*self.MORE, "same_person")]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def more_is_open(self) -> bool:
        """True when a box of the folded part has a mistake or was filled beyond its first value."""
        return any(field.errors for field in self.more_fields)

    def clean_full_name(self) -> str:
        name = str(self.cleaned_data["full_name"])
        if not (name.isupper() and " " in name):
            return name
        offered = " ".join(word[:1] + word[1:].lower() for word in name.split())
        typed: Any = self.data
        self.data = typed = typed.copy()
        typed["full_name"] = offered
        raise ValidationError(f"Tên vừa gõ toàn chữ hoa. Ô này đã đổi thành “{offered}”: xem lại rồi bấm Lưu.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        name, birth = cleaned.get("full_name"), cleaned.get("birth")
        if name and birth:
            self.alike = lookalikes(self.scope.people.select_related("member"), name, birth)
        if self.alike:
            self._tell_apart()
        return cleaned

    def _tell_apart(self) -> None:
        keys = [str(person.pk) for person in self.alike]
        self.fields["same_person"] = forms.ChoiceField(
            label="Có phải cùng một người không?",
            choices=[
                *((str(person.pk), f"Chính là {person}, sinh {person.birth}, đã có trong sổ") for person in self.alike),
                (self.NEW, "Không, đây là người khác"),
            ],
            widget=forms.RadioSelect,
        )
        chosen = self.data.get(self.add_prefix("same_person"))
        if chosen in {*keys, self.NEW}:
            self.cleaned_data["same_person"] = chosen
        else:
            self.add_error(
                "same_person",
                "Trong sổ đã có người trùng tên và ngày sinh. So hai người trong bảng rồi chọn một trả lời.",
            )

    @property
    def gender_label(self) -> str:
        """The gender as chosen, in words."""
        return dict(Person.Gender.choices).get(self.cleaned_data.get("gender", ""), "–")

    @property
    def person(self) -> Person:
        """The known person that was chosen, else a new one, not yet saved."""
        given = self.cleaned_data
        chosen = given.get("same_person")
        for known in self.alike:
            if str(known.pk) == chosen:
                return known
        birth_date, precision = birth_columns(given["birth"])
        return Person(
            full_name=given["full_name"],
            birth_date=birth_date,
            birth_precision=precision,
            gender=given["gender"],
            ethnicity=given["ethnicity"] or "01",
            religion=given["religion"] or "00",
            native_place=given["native_place"],
            residence=given["residence"],
            citizen_id=given["citizen_id"] or None,
            phone=given["phone"],
        )


class IntroductionForm(HouseForm):
    """A body that introduces the person; the number and day of its resolution when known."""

    body = CodeField(label="Đoàn thể giới thiệu", noun="đoàn thể giới thiệu", choices=())
    resolution = TextField(label="Số nghị quyết", required=False, max_length=40, help_text="Ví dụ: 12-NQ/ĐTN")
    resolved_on = DayField(label="Ngày nghị quyết", required=False, past=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["body"], [EMPTY, *codes.of("introducing_body").choices])
        self.fields["resolution"].widget.attrs["size"] = 20


REASONS = ("Không đủ tiêu chuẩn", "Chuyển đi", "Tự xin thôi", "Hết tuổi", "Từ trần", "Lý do khác")
"""Why people leave the list (our own list); what else is said stays short: no political matters are kept here."""


class StopForm(HouseForm):
    """Taking a person off the list."""

    closed_on = DayField(label="Thôi theo dõi từ ngày", noun="ngày thôi theo dõi")
    reason = CodeField(label="Lý do", noun="lý do", choices=[(reason, reason) for reason in REASONS])
    detail = TextField(label="Ghi thêm", required=False, max_length=200, help_text="Ví dụ: chuyển vào Đà Nẵng")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("reason") == REASONS[-1] and not cleaned.get("detail"):
            self.add_error("detail", "Ghi rõ lý do khác là gì.")
        return cleaned

    @property
    def words(self) -> str:
        """The reason as it stands in the register."""
        reason, detail = self.cleaned_data["reason"], self.cleaned_data["detail"]
        if not detail:
            return str(reason)
        return str(detail) if reason == REASONS[-1] else f"{reason}: {detail}"

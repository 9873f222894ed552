"""Forms about training classes: the filter, opening one, mending what is said of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from dangvien.actions.training import Program, opening_problems
from dangvien.forms.choices import ANY, CodeField, OrganizationField, offer
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.deciding import Reference, ReferenceField, symbol_of
from dangvien.forms.fields import DayField, IntegerField, TextField
from dangvien.forms.filtering import FilterForm
from dangvien.models import Organization, TrainingClass
from dangvien.models.training import LESSONS, SESSIONS, TrainingClassQuerySet
from dangvien.period import Period
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.places import Option
from dangvien.procedure.problem import Level, Problem
from dangvien.scope import Scope


class ClassFilterForm(FilterForm):
    """Which classes to list."""

    nam = IntegerField(label="Năm khai giảng", required=False, least=1930, most=2100)
    loai = CodeField(label="Loại lớp", noun="loại lớp", choices=TrainingClass.Kind.choices, empty=ANY, required=False)
    dang_mo = forms.BooleanField(label="Chỉ lớp đang học", required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.fields["nam"].widget.attrs["size"] = 6

    def rows(self) -> TrainingClassQuerySet:
        """The classes asked for, newest first; none while the form has a mistake."""
        if not self.is_valid():
            return self.scope.classes.none()
        asked = self.cleaned_data
        found = self.scope.classes
        if asked["nam"]:
            found = found.during(Period.year(asked["nam"]))
        if asked["loai"]:
            found = found.filter(kind=asked["loai"])
        if asked["dang_mo"]:
            found = found.filter(starts_on__lte=self.scope.today, ends_on__gte=self.scope.today)
        return found.order_by("-starts_on", "code")


class ProgramForm(ConfirmedForm):
    """What is taught, who gives the class, and the decision that opens it; everything may be left for later."""

    issuer = OrganizationField(label="Cơ quan ra quyết định", noun="cơ quan ra quyết định", required=False)
    number = ReferenceField(
        label="Số quyết định mở lớp",
        noun="số quyết định",
        max_length=40,
        required=False,
        help_text="Ví dụ: 125-QĐ/ĐU, hoặc chỉ gõ 125",
    )
    issued_on = DayField(label="Ngày quyết định", required=False, past=True)
    venue = TextField(label="Nơi học", required=False, max_length=200)
    provider_kind = CodeField(
        label="Cơ sở dạy, cấp giấy chứng nhận",
        noun="cơ sở dạy",
        choices=TrainingClass.Provider.choices,
        empty=("", "– Chưa ghi –"),
        required=False,
    )
    provider = TextField(
        label="Tên nơi cấp giấy",
        noun="tên nơi cấp giấy",
        required=False,
        max_length=200,
        help_text="Ghi như sẽ in trên giấy; để trống là cấp ủy mở lớp",
    )
    sessions = IntegerField(label="Số buổi", required=False, least=1, most=200, initial=SESSIONS)
    lessons = IntegerField(label="Số tiết", required=False, least=1, most=999, initial=LESSONS)
    capacity = IntegerField(label="Số người nhận nhiều nhất", required=False, least=1, most=9999)

    DECISION = ("number", "issued_on", "issuer")
    PROGRAM = ("provider_kind", "provider", "venue", "sessions", "lessons", "capacity")

    def __init__(self, *args: Any, issuers: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "issuer", issuers, empty=("", "– Cấp ủy mở lớp –"))
        for name, size in (("number", 20), ("sessions", 4), ("lessons", 4), ("capacity", 4)):
            self.fields[name].widget.attrs["size"] = size

    @property
    def decision_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.DECISION if name in self.fields]

    @property
    def program_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.PROGRAM]

    @property
    def more_is_open(self) -> bool:
        """Whether the folded part has something to show: what was sent, or mistakes."""
        return self.is_bound

    def organizer_given(self) -> Organization | None:
        """The committee that opens the class; None while it is not chosen."""
        raise NotImplementedError

    def first_day(self) -> date | None:
        """The day the class begins; None while it is not known."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._read_decision(cleaned)
        facts, begins = self.opening, self.first_day()
        warnings = opening_problems(facts, begins, begins) if facts and begins else []
        if begins and cleaned.get("provider_kind") == TrainingClass.Provider.KHAC:
            warnings.append(
                Problem(
                    "provider_kind",
                    "Giấy chứng nhận phải do trung tâm chính trị cấp, hoặc cấp ủy có thẩm quyền ở nơi chưa có trung "
                    "tâm. Hỏi cấp trên trước khi mở lớp ở nơi khác.",
                    Level.WARN,
                    "K10",
                    source_of("K10", begins),
                )
            )
        if not self.errors:
            self.confirm(problem for problem in warnings if problem.level is Level.WARN)
        return cleaned

    def _read_decision(self, cleaned: dict[str, Any]) -> None:
        """Number and day go together; without an issuer it is the committee that opens the class."""
        reference, day = cleaned.get("number"), cleaned.get("issued_on")
        if day and not reference and "number" not in self.errors:
            self.add_error("number", "Nhập số quyết định mở lớp, hoặc xóa ngày quyết định.")
        if reference and not day and "issued_on" not in self.errors:
            self.add_error("issued_on", "Nhập ngày quyết định mở lớp, hoặc xóa số quyết định.")
        issuer = cleaned.get("issuer") or self.organizer_given()
        if reference and day and issuer:
            cleaned["issuer"] = issuer
            if not reference.symbol:
                symbol = symbol_of(issuer, day)
                if symbol:
                    cleaned["number"] = Reference(reference.number, symbol)
                else:
                    self.add_error("number", "Gõ đủ số và ký hiệu quyết định như trên giấy, ví dụ 125-QĐ/ĐU.")

    @property
    def opening(self) -> DecisionFacts | None:
        """What the decision's paper says; None where none was typed, or not all of it."""
        given = self.cleaned_data
        if not (given.get("issuer") and given.get("number") and given.get("issued_on")):
            return None
        return DecisionFacts(
            issuer=given["issuer"],
            number=given["number"].number,
            symbol=given["number"].symbol,
            issued_on=given["issued_on"],
        )

    @property
    def program(self) -> Program:
        """What is taught and where, of a form that has been found valid."""
        given = self.cleaned_data
        return Program(
            venue=given["venue"],
            lessons=given["lessons"] or LESSONS,
            sessions=given["sessions"] or SESSIONS,
            provider_kind=given["provider_kind"],
            provider=given["provider"],
            capacity=given["capacity"],
        )


class ClassForm(ProgramForm):
    """Opening a class."""

    code = TextField(label="Mã lớp", max_length=30, help_text="Ví dụ: NT-2022-01; mỗi mã dùng cho một lớp")
    name = TextField(label="Tên lớp", max_length=200)
    kind = CodeField(label="Loại lớp", noun="loại lớp", choices=TrainingClass.Kind.choices, empty=None)
    organizer = OrganizationField(label="Cấp ủy mở lớp", noun="cấp ủy mở lớp")
    starts_on = DayField(label="Khai giảng", noun="ngày khai giảng")
    ends_on = DayField(label="Bế giảng", noun="ngày bế giảng")

    FIRST = ("code", "name", "kind", "organizer", "starts_on", "ends_on")

    def __init__(self, *args: Any, organizers: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organizer", organizers)
        self.fields["code"].widget.attrs["size"] = 20

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    def organizer_given(self) -> Organization | None:
        return self.cleaned_data.get("organizer")

    def first_day(self) -> date | None:
        return self.cleaned_data.get("starts_on")


class ChangeClassForm(ProgramForm):
    """Mending what is said of a class; the boxes of the decision are there while it has none."""

    def __init__(self, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:
        self.training_class = training_class
        super().__init__(*args, initial={name: getattr(training_class, name) for name in self.PROGRAM}, **kwargs)
        if training_class.decision_id is not None:
            for name in self.DECISION:
                del self.fields[name]

    @property
    def more_is_open(self) -> bool:
        return True

    def organizer_given(self) -> Organization | None:
        return self.training_class.organizer

    def first_day(self) -> date | None:
        return self.training_class.starts_on

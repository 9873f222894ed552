"""Django's own admin, registered for the benchmarks alone: what our pages are measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import include, path
from import_export.admin import ExportMixin
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource

from dangvien import rules
from dangvien.models import Candidate, Member, Person, Step

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Row = admin.TabularInline[Any, Any]
    Pages = Paginator[Any]
else:
    Admin, Row, Pages = admin.ModelAdmin, admin.TabularInline, Paginator  # take no type when they run

ADDRESS = "/do/dangvien/member/"
"""Where the list stands under `benchmarks.rival` as the root of the addresses."""


class Lenient(Pages):
    """Too far gives the last page, as in the register; the admin's own shows a page about a broken database."""

    def validate_number(self, number: float | str) -> int:
        return max(1, min(int(number), self.num_pages))


class MemberAdmin(Admin):
    """The same columns, order, page length and search as the register's own list."""

    list_display = ("person", "card_number", "organization", "admitted_on", "official_on")
    list_select_related = ("person", "organization")
    list_per_page = 50
    ordering = ("person__sort_key", "person__birth_date", "pk")
    search_fields = ("person__search_key",)
    paginator = Lenient


class CandidateResource(ModelResource):  # type: ignore[misc]  # publishes no types
    """The columns of the register's own file."""

    class Meta:
        model = Candidate
        fields = (
            "person__full_name", "person__birth_date", "person__gender", "organization__code", "source", "opened_on",
            "case__state", "case__since",
        )  # fmt: skip


class StepRow(Row):
    """The steps of a case on its page; written down on a page of their own."""

    model = Step
    fields = ("kind", "occurred_on", "number", "signer", "outcome", "recorded_at")
    readonly_fields = fields
    extra = 0
    can_delete = False


class CandidateAdmin(ExportMixin, Admin):  # type: ignore[misc]  # publishes no types
    """The list of people on their way, its file, its counts beside the filters, a case with its steps."""

    resource_classes = (CandidateResource,)
    formats = (XLSX,)
    list_display = ("person", "organization", "source", "opened_on", "closed_on")
    list_select_related = ("person", "organization")
    list_filter = ("source", "opened_on", "closed_on")
    list_per_page = 50
    paginator = Lenient
    ordering = ("person__sort_key", "person__birth_date", "pk")
    search_fields = ("person__search_key",)
    raw_id_fields = ("person", "organization")
    inlines = (StepRow,)


class CandidacyRow(Row):
    """Where somebody new is followed, written down together with the person."""

    model = Candidate
    fields = ("organization", "source", "opened_on")
    raw_id_fields = ("organization",)
    extra = 1


class PersonAdmin(Admin):
    """A person with their candidacies."""

    list_display = ("full_name", "birth_date", "gender")
    list_per_page = 50
    ordering = ("sort_key", "birth_date", "pk")
    search_fields = ("search_key",)
    inlines = (CandidacyRow,)


class StepAdmin(Admin):
    """A step of a case."""

    fields = ("candidate", "kind", "occurred_on", "organization", "number", "helper", "signer")
    raw_id_fields = ("candidate", "organization", "helper")
    list_display = ("candidate", "kind", "occurred_on")
    list_select_related = ("candidate__person",)
    list_per_page = 50
    ordering = ("-pk",)

    def save_model(self, request: HttpRequest, obj: Step, form: ModelForm[Step], change: bool) -> None:
        obj.rules_key = rules.on(obj.occurred_on).era.key
        super().save_model(request, obj, form, change)


site = admin.AdminSite(name="do")
for model, how in ((Member, MemberAdmin), (Candidate, CandidateAdmin), (Person, PersonAdmin), (Step, StepAdmin)):
    site.register(model, how)

urlpatterns = [path("do/", site.urls), path("", include("dangvien.urls"))]
"""Both stand at the addresses of one server; who measures many people at once serves each by itself."""

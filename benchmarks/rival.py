"""Django's own admin list of members, registered for the benchmark alone: what the member list is measured against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.urls import include, path

from dangvien.models import Member

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Member]
else:
    Admin = admin.ModelAdmin  # takes no type when it runs

ADDRESS = "/do/dangvien/member/"
"""Where the list stands under `benchmarks.rival` as the root of the addresses."""


class MemberAdmin(Admin):
    """The same columns, order, page length and search as the register's own list."""

    list_display = ("person", "card_number", "organization", "admitted_on", "official_on")
    list_select_related = ("person", "organization")
    list_per_page = 50
    ordering = ("person__sort_key", "person__birth_date", "pk")
    search_fields = ("person__search_key",)


site = admin.AdminSite(name="do")
site.register(Member, MemberAdmin)

urlpatterns = [path("do/", site.urls), path("", include("dangvien.urls"))]

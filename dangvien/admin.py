"""Django's admin, for the administrator's reference data only: residential places and the heads of papers.

It stands behind our own sign-in, shows our own pages and sees only rows of the scope; nothing can be deleted. What
else the stock admin offers (its sign-in, user pages, look-ups by address, history, pop-ups) has no address here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.views.decorators.cache import never_cache

from dangvien.actions.reference import keep
from dangvien.forms.reference import LetterheadForm, LocalityForm
from dangvien.http import Request
from dangvien.models import FOREVER, Letterhead, Locality
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.scope import Scope
from dangvien.text import day_full, upper_first
from dangvien.views.listing import page_of

if TYPE_CHECKING:
    _ModelAdmin = ModelAdmin[Any]
    _ModelForm = ModelForm[Any]
else:
    _ModelAdmin, _ModelForm = ModelAdmin, ModelForm  # they take a parameter only in the stubs

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


class ReferenceSite(AdminSite):
    """The site of the lists, for holders of MANAGE_REFERENCE, each where they hold it."""

    site_title = index_title = "Danh mục"
    index_template = "reference/index.html"

    def has_permission(self, request: HttpRequest) -> bool:
        return Permission.MANAGE_REFERENCE in cast(Request, request).held.permissions

    def admin_view(self, view: V, cacheable: bool = False) -> V:
        """A page for holders of the permission, its scope narrowed to where they hold it."""

        @never_cache
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                raise PermissionDenied
            request.scope = request.held.limited_to(Permission.MANAGE_REFERENCE)
            return view(request, *args, **kwargs)

        vars(guarded)["permission"] = Permission.MANAGE_REFERENCE  # read by the role × address test
        return cast(V, guarded)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Nothing: our pages have the menu of the house."""
        return []

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The lists; those of the whole register for whoever stands at its top."""
        return super().index(request, {"topmost": cast(Request, request).scope.is_topmost, **(extra_context or {})})

    def get_urls(self) -> list[URLResolver | URLPattern]:
        found: list[URLResolver | URLPattern] = [path("", self.admin_view(self.index), name="index")]
        for model_admin in self._registry.values():
            found += model_admin.get_urls()
        return found


class ReferenceAdmin(_ModelAdmin):
    """One list: its rows in scope, a form to add or change a row. `folder` is its part of the address."""

    folder: ClassVar[str]
    headers: ClassVar[tuple[str, ...]]
    change_form_template = "reference/form.html"
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @property
    def url_name(self) -> str:
        """What the names of this list's addresses begin with."""
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def get_urls(self) -> list[URLPattern]:
        guard, name = self.admin_site.admin_view, self.url_name
        return [
            path(f"{self.folder}/", guard(self.changelist_view), name=f"{name}_changelist"),
            path(f"{self.folder}/them/", guard(self.add_view), name=f"{name}_add"),
            path(f"{self.folder}/<int:object_id>/", guard(self.change_view), name=f"{name}_change"),
        ]

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The rows of the scope, in the order of the list."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.rows(cast(Request, request).scope)

    def cells(self, row: Any, place: str) -> tuple[str, ...]:
        """A row under the list's headers; `place` is its organization's name today."""
        raise NotImplementedError

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        known = cast(Request, request)
        page = page_of(known, self.get_queryset(request))
        places = places_of([row.organization_id for row in page], known.scope.today)
        lines = [(row, (*self.cells(row, str(places.get(row.organization_id, ""))), *_holds(row))) for row in page]
        context = {
            "title": upper_first(str(self.opts.verbose_name_plural)),
            "headers": (*self.headers, "Từ ngày", "Đến hết ngày"),
            "page": page,
            "lines": lines,
            "add_url": reverse(f"admin:{self.url_name}_add"),
            "change_url": f"admin:{self.url_name}_change",
        }
        return TemplateResponse(request, "reference/list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.get_object(request, str(object_id)) is None:
            raise Http404
        return super().change_view(request, str(object_id), form_url, extra_context)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[_ModelForm]:
        made = super().get_form(request, obj, change, **kwargs)
        return type(made.__name__, (made,), {"scope": cast(Request, request).scope})

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing: what stands in an address does not fill a form."""
        return {"valid_from": cast(Request, request).scope.today}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context |= {
            "form": context["adminform"].form,
            "list_title": upper_first(str(self.opts.verbose_name_plural)),
            "list_url": reverse(f"admin:{self.url_name}_changelist"),
        }
        return TemplateResponse(request, "reference/form.html", context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        known = cast(Request, request)
        keep(by=known.user, row=obj, today=known.scope.today)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, f"Đã thêm {obj}.")
        return redirect(f"admin:{self.url_name}_changelist")

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        messages.success(request, f"Đã lưu {obj}.")
        return redirect(f"admin:{self.url_name}_changelist")

    # Django's own log of changes is not kept: `keep` writes to the audit trail, which is chained and scoped.

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return LogEntry()

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return LogEntry()


class LocalityAdmin(ReferenceAdmin):
    form = LocalityForm
    folder = "khu-pho"
    headers = ("Tên", "Loại", "Thuộc")

    def rows(self, scope: Scope) -> QuerySet[Any]:
        return scope.localities.order_by("organization__code", "name")

    def cells(self, row: Locality, place: str) -> tuple[str, ...]:
        return row.name, row.get_kind_display(), place


class LetterheadAdmin(ReferenceAdmin):
    form = LetterheadForm
    folder = "the-thuc"
    headers = ("Cơ quan ban hành", "Của", "Ký hiệu", "Người ký")

    def rows(self, scope: Scope) -> QuerySet[Any]:
        return scope.letterheads.order_by("organization__code", "-valid_from")

    def cells(self, row: Letterhead, place: str) -> tuple[str, ...]:
        return row.body, place, row.symbol, row.signer


def _holds(row: Any) -> tuple[str, str]:
    """First and last day on which a row holds; no last day while none is set."""
    return day_full(row.valid_from), "" if row.valid_to == FOREVER else day_full(row.valid_to - timedelta(days=1))


site = ReferenceSite(name="admin")
site.register(Locality, LocalityAdmin)
site.register(Letterhead, LetterheadAdmin)

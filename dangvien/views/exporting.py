"""Handing out a list as an Excel file: what for is asked first, whoever takes it is written down and stands on it.

A view exports in one line, `hand_out(...)`. A list of people is given only after the small page `why` was answered: the
reason is kept in the session under a key, and the address carries the key, so that no reason stands in an address. It
is good for the very list it was given for, and for one file.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from dangvien.actions.reading import exported
from dangvien.forms.filtering import FilterForm
from dangvien.forms.roster_files import WhyForm
from dangvien.http import Request, requires
from dangvien.models import Organization
from dangvien.permissions import Permission
from dangvien.procedure.list_files import FileColumn, LineT, table_of
from dangvien.spreadsheet import MIME, Mark, Value, workbook
from dangvien.text import day_full, search_key, thousands

REASONS_KEPT = 20
_KEPT = _KEY = "ly_do"
MOST_ROWS = 5000
"""Rows in one workbook: what a server writes while somebody waits. Longer lists are cut by a filter first."""


def asks_for_file(request: Request, form: FilterForm) -> bool:
    """Whether the list is wanted as an Excel file; a filter with a mistake shows its mistake instead."""
    return request.GET.get("tep") == "excel" and form.is_valid()


def too_many(request: Request, form: FilterForm, rows: int, url_name: str) -> HttpResponse | None:
    """Back to the list with a sentence when it is too long for one file; None when it is not."""
    if rows <= MOST_ROWS:
        return None
    messages.error(
        request,
        f"Danh sách có {thousands(rows)} dòng, mỗi tệp Excel chỉ lấy {thousands(MOST_ROWS)} dòng. "
        "Chọn một tổ chức hoặc lọc bớt rồi xuất lại.",
    )
    kept = request.GET.copy()
    kept.pop("tep")
    return redirect(f"{reverse(url_name)}?{kept.urlencode()}")


def list_file(
    request: Request, form: FilterForm, title: str, columns: Sequence[FileColumn[LineT]], lines: Iterable[LineT]
) -> HttpResponse:
    """The lines of a list as a workbook with what was asked under the title; taking it leaves a trace."""
    headers, rows = table_of(columns, lines)
    told = "; ".join(part for part in (f"Tính đến ngày {day_full(request.scope.today)}", form.in_words) if part)
    return hand_out(request, title, headers, rows, told, of_people=any(column.of_people for column in columns))


def hand_out(
    request: Request,
    title: str,
    headers: Sequence[str],
    rows: Sequence[Sequence[Value]],
    told: str = "",
    *,
    name: str = "",
    organization: Organization | int | None = None,
    of_people: bool = True,
) -> HttpResponse:
    """A list as a workbook that says on every page who took it, when and what for; taking it leaves a trace.

    `told` stands under the title, `name` is what the file is called if not by its title, `organization` decides who
    reads the trace (the top of the scope when nothing is said). A list of people that nobody said a reason for is
    answered with the page that asks for one.
    """
    reason = _use_reason(request) if of_people else ""
    if of_people and not reason:
        form = WhyForm(initial={"ve": request.get_full_path()})
        return render(request, "exports/reason.html", {"form": form, "title": title, "back": _back(request)})
    here = organization or min(request.scope.roots)
    exported(by=request.user, what=title, count=len(rows), organization=here, reason=reason)
    return excel(name or title, workbook(title, headers, rows, told, mark_of(request, reason)))


def mark_of(request: Request, reason: str) -> Mark:
    """Whose copy a file is that goes out with this answer."""
    return Mark(f"{request.user.full_name} ({request.user.username})", timezone.localtime(), reason)


@requires(Permission.VIEW)
def why(request: Request) -> HttpResponse:
    """What a list is taken out for; answered, it leads back to the file."""
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        back = form.data.get("ve", "") if form.is_bound else ""
        context = {"form": form, "title": "danh sách", "back": back if _is_ours(back) else reverse("trang-chu")}
        return render(request, "exports/reason.html", context)
    address = form.cleaned_data["ve"]
    if not _is_ours(address):
        return redirect("trang-chu")
    key = secrets.token_urlsafe(6)
    kept = {**request.session.get(_KEPT, {}), key: [_without_key(address), form.cleaned_data["reason"]]}
    request.session[_KEPT] = dict(list(kept.items())[-REASONS_KEPT:])
    path, _, query = address.partition("?")
    asked = QueryDict(query, mutable=True)
    asked[_KEY] = key
    return redirect(f"{path}?{asked.urlencode()}")


def _use_reason(request: Request) -> str:
    """What was said for this list, found by the key in the address, and used up; empty when nothing was."""
    kept = dict(request.session.get(_KEPT, {}))
    address, reason = kept.pop(request.GET.get(_KEY, ""), ("", ""))
    if address != _without_key(request.get_full_path()):
        return ""
    request.session[_KEPT] = kept
    return str(reason)


def _without_key(address: str) -> str:
    """An address as it is compared: every filter in it, a key left out."""
    path, _, query = address.partition("?")
    asked = QueryDict(query, mutable=True)
    asked.pop(_KEY, None)
    return f"{path}?{asked.urlencode()}"


def _is_ours(address: str) -> bool:
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def _back(request: Request) -> str:
    """The list whose file was asked for."""
    if "tep" not in request.GET:
        return request.path.removesuffix("excel/")
    kept = request.GET.copy()
    kept.pop("tep")
    return f"{request.path}?{kept.urlencode()}" if kept else request.path


def excel(name: str, content: bytes) -> HttpResponse:
    """The workbook as a download. `name` is Vietnamese and without ending: "Khảo sát nguồn 2026".

    The file is called by it in plain letters ("khao-sat-nguon-2026.xlsx"), which every mail program and disk keeps.
    """
    answer = HttpResponse(content, content_type=MIME)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(name)}"'
    return answer


def file_name(name: str) -> str:
    """A name of small letters, digits and hyphens, with the ending of a workbook."""
    plain = "".join(char if char.isascii() and char.isalnum() else " " for char in search_key(name))
    return f"{'-'.join(plain.split())[:80].strip('-') or 'danh-sach'}.xlsx"

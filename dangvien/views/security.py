"""A person's own way in: where they are signed in, and the buttons that end it there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dangvien.actions.second_factor import proofs_of
from dangvien.actions.session import end_own_sessions
from dangvien.forms.session import EndSessionsForm
from dangvien.http import Request
from dangvien.models import UserSession
from dangvien.views.second_factor import required_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def index(request: Request) -> HttpResponse:
    """The sessions of one's own account, this one first; another one, or all others, ended with a button."""
    here = request.session.session_key
    others = [row for row in request.user.sessions.living(timezone.now()) if row.pk != here]
    form = EndSessionsForm(request.POST if request.method == "POST" else None, marks=[row.mark for row in others])
    if request.method == "POST":
        return _end(request, form, others)
    this = request.user.sessions.filter(pk=here).first()
    context = {
        "this": this,
        "others": others,
        "all": EndSessionsForm.ALL,
        "proofs": proofs_of(request.user),
        "required": required_of(request),
    }
    return render(request, "accounts/security.html", context)


def _end(request: Request, form: EndSessionsForm, others: list[UserSession]) -> HttpResponse:
    """Twice is no mistake: a session that is gone already was what was wanted."""
    chosen = form.cleaned_data["session"] if form.is_valid() else ""
    ended = end_own_sessions(
        user=request.user, keys=[row.pk for row in others if chosen in (row.mark, EndSessionsForm.ALL)]
    )
    if ended:
        messages.success(request, f"Đã đăng xuất ở {ended} máy khác. Người ngồi ở đó phải đăng nhập lại.")
    else:
        messages.info(request, "Phiên ấy đã đóng từ trước.")
    return redirect("bao-mat")

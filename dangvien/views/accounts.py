"""Accounts and appointments: who may enter the register, what for, and since when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from dangvien.actions import accounts, second_factor, session, throttling
from dangvien.actions.submission import once, outcome_of
from dangvien.forms.accounts import (
    AccountFilterForm,
    AccountForm,
    AddressForm,
    AppointForm,
    EndForm,
    ReasonForm,
)
from dangvien.forms.base import HouseForm
from dangvien.forms.session import until_the_minute
from dangvien.http import Request, requires
from dangvien.models import Appointment, AuditEntry, User
from dangvien.permissions import Permission
from dangvien.procedure.places import places_of
from dangvien.procedure.problem import Refused
from dangvien.scope import Scope
from dangvien.sentences import ACCOUNT_VERBS
from dangvien.views.acting import CROSSED, answer, sent
from dangvien.views.confirming import confirmed_first
from dangvien.views.listing import asked_of, page_of, remember
from dangvien.views.telling import tell

HISTORY_SHOWN = 50
"""Acts about one account shown on its page; all of them stand in the audit trail."""

RESET = (
    "Mật khẩu đang dùng hết hiệu lực ngay; phiên đang mở của người này bị đóng.",
    "Phiếu có mật khẩu mới hiện đúng một lần ở trang sau.",
)
LIFTING = (
    "Tài khoản này đăng nhập được ngay từ mọi máy, không phải chờ.",
    "Chỉ làm khi biết chắc chính người này vừa gõ sai. Có người lạ dò mật khẩu thì để họ phải chờ.",
)
ENDING_SESSIONS = (
    "Người này phải đăng nhập lại ở máy đang dùng; nội dung đang gõ dở được giữ để gửi tiếp.",
    "Mật khẩu không đổi. Nghi mật khẩu bị lộ thì cấp lại mật khẩu.",
)
TAKING_AWAY = (
    "Điện thoại và tờ mã giấy của tài khoản này không còn dùng để đăng nhập được; mọi phiên đang mở bị đóng.",
    "Lần đăng nhập sau chỉ cần mật khẩu; người phải có lớp thứ hai thì lập lại ngay lúc ấy. Gặp tận mặt, hoặc gọi lại "
    "số máy đã biết, để chắc đúng người.",
)
CLOSING = (
    "Từ lần bấm tiếp theo, người này không còn vào được sổ.",
    "Không có gì bị xóa; tài khoản mở lại được.",
)
REOPENING = ("Người này đăng nhập lại được bằng mật khẩu cũ, với những phân công còn hiệu lực.",)
"""What follows, said before it is done."""

form_view = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Role:
    """An appointment as a page shows it: where by today's name, who gave it (empty when that is not in the trail)."""

    appointment: Appointment
    place: str
    given_by: str = ""
    state: str = ""


@form_view
@requires(Permission.MANAGE_ACCOUNTS)
def index(request: Request) -> HttpResponse:
    """The accounts in scope by given name, each with its roles in force; POST keeps a name out of the address."""
    data, forgotten = asked_of(request)
    form = AccountFilterForm(data, scope=request.scope, forgotten=forgotten)
    keys = form.keys()
    if request.method == "POST" and form.is_valid():
        return remember(request, form, "tai-khoan", "tài khoản", request.scope.users.filter(pk__in=keys))
    page = page_of(request, keys)
    known = request.scope.users.in_bulk(list(page))
    roles = request.scope.appointments.in_force_on(request.scope.today).filter(user__in=page.object_list)
    held: dict[int, list[Role]] = {}
    for role in _roles(roles, request.scope):
        held.setdefault(role.appointment.user_id, []).append(role)
    rows = [(known[key], held.get(key, [])) for key in page if key in known]
    return render(
        request,
        "accounts/index.html",
        {"filter_form": form, "page": page, "rows": rows, "second_factor": settings.SECOND_FACTOR},
    )


@require_safe
@requires(Permission.MANAGE_ACCOUNTS)
def detail(request: Request, pk: int) -> HttpResponse:
    """One account: its roles now, before and to come, and what was done about it."""
    user = _account(request, pk)
    about = request.scope.audit_entries.about(user).filter(verb__in=ACCOUNT_VERBS)
    entries = list(about.newest_first()[:HISTORY_SHOWN])
    until = throttling.waiting_until(user, timezone.now())
    context = {
        "account": user,
        "roles": _roles(user.appointments.order_by("-valid_from", "-pk"), request.scope, entries),
        "history": tell(entries, request.scope.today),
        "oneself": user == request.user,
        "proofs": second_factor.proofs_of(user),
        "must_have_second": settings.SECOND_FACTOR and Scope.of(user).spans_wards(),
        "open_sessions": user.sessions.living(timezone.now()).count(),
        "waits": f"{localtime(until_the_minute(until)):%H:%M}" if until else "",
    }
    return render(request, "accounts/detail.html", context)


@require_safe
def own(request: Request) -> HttpResponse:
    """A person's own roles and who gave them, what was done about their account. Open to everyone for themselves."""
    entries = list(request.held.own_account_entries.filter(verb__in=ACCOUNT_VERBS).newest_first()[:HISTORY_SHOWN])
    roles = _roles(request.held.own_appointments.order_by("-valid_from", "-pk"), request.held, entries)
    context = {
        "roles": roles,
        "history": tell(entries, request.held.today),
        "mail": bool(settings.MAIL_SERVER),
        "email": request.user.email,
    }
    return render(request, "accounts/own.html", context)


@form_view
def own_address(request: Request) -> HttpResponse:
    """The address to which a person is reminded of what is due. Open to everyone for themselves."""
    form = AddressForm(sent(request), initial={"email": request.user.email})
    back = reverse("phan-cong-cua-toi")

    def act() -> str:
        accounts.set_own_address(user=request.user, email=form.cleaned_data["email"])
        return back

    done = "Đã lưu địa chỉ nhận thư nhắc."
    return answer(request, form, act, template="accounts/address.html", done=done, context={"back": back})


@form_view
@requires(Permission.MANAGE_ACCOUNTS)
@confirmed_first
@sensitive_variables("password")
def add(request: Request) -> HttpResponse:
    """Open an account with its first role; the answer is the slip with the first password, shown this once."""
    form = AccountForm(sent(request), scope=request.scope)

    def act() -> tuple[User, str]:
        given = form.cleaned_data
        return accounts.create_account(
            by=request.user,
            username=given["username"],
            full_name=given["full_name"],
            organization=given["organization"],
            role=given["role"],
            since=given["since"],
        )

    return _slip(request, form, act, template="accounts/add.html", context={})


@form_view
@requires(Permission.MANAGE_ACCOUNTS)
@confirmed_first
def reset(request: Request, pk: int) -> HttpResponse:
    """Give a new slip password in the place of one that was lost."""
    user = _account(request, pk)
    form = HouseForm(sent(request))

    def act() -> tuple[User, str]:
        return user, accounts.reset_password(by=request.user, user=user)

    return _slip(request, form, act, template="accounts/reset.html", context={"account": user, "consequences": RESET})


@form_view
@requires(Permission.MANAGE_ACCOUNTS)
def lift_wait(request: Request, pk: int) -> HttpResponse:
    """Let somebody who typed a wrong password too often try again at once."""
    user = _account(request, pk)
    form = HouseForm(sent(request))

    def act() -> str:
        throttling.lift_wait(by=request.user, user=user)
        return _page_of(user)

    done = f"{user} đăng nhập lại được ngay."
    context = {"account": user, "consequences": LIFTING}
    return answer(request, form, act, template="accounts/lift_wait.html", done=done, context=context)


@form_view
@requires(Permission.MANAGE_ACCOUNTS)
def end_sessions(request: Request, pk: int) -> HttpResponse:
    """Sign an account out wherever it is signed in."""
    user = _account(request, pk)
    form = HouseForm(sent(request))

    def act() -> str:
        session.end_sessions(by=request.user, user=user)
        return _page_of(user)

    done = f"Đã đóng mọi phiên của {user}."
    context = {"account": user, "consequences": ENDING_SESSIONS}
    return answer(request, form, act, template="accounts/end_sessions.html", done=done, context=context)


@form_view
@requires(Permission.MANAGE_ACCOUNTS)
@confirmed_first
def take_second_factor_away(request: Request, pk: int) -> HttpResponse:
    """Take away a telephone that was lost or a sheet of codes that was seen."""
    user = _account(request, pk)
    form = ReasonForm(sent(request))

    def act() -> str:
        second_factor.take_second_factor_away(by=request.user, user=user, reason=form.cleaned_data["reason"])
        return _page_of(user)

    done = f"Đã gỡ lớp thứ hai của {user}."
    context = {"account": user, "consequences": TAKING_AWAY}
    return answer(request, form, act, template="accounts/take_second_factor.html", done=done, context=context)


@form_view
@requires(Permission.MANAGE_ACCOUNTS)
def close(request: Request, pk: int) -> HttpResponse:
    """Close an account: from the next click on it sees nothing."""
    return _set_active(request, pk, active=False)


@form_view
@requires(Permission.MANAGE_ACCOUNTS)
@confirmed_first
def reopen(request: Request, pk: int) -> HttpResponse:
    """Open a closed account again; its roles are those it still holds."""
    return _set_active(request, pk, active=True)


@form_view
@requires(Permission.MANAGE_ACCOUNTS)
@confirmed_first
def appoint(request: Request, pk: int) -> HttpResponse:
    """Give an account a role at an organization of the scope."""
    user = _account(request, pk)
    form = AppointForm(sent(request), scope=request.scope)
    back = _page_of(user)

    def act() -> str:
        given = form.cleaned_data
        accounts.appoint(
            by=request.user,
            user=user,
            organization=given["organization"],
            role=given["role"],
            since=given["since"],
            last_day=given["until"],
            reason=given["reason"],
        )
        return back

    context = {"account": user, "back": back, "oneself": user == request.user}
    done = f"Đã phân công {user}. Việc này có trong nhật ký."
    return answer(request, form, act, template="accounts/appoint.html", done=done, context=context)


@form_view
@requires(Permission.MANAGE_ACCOUNTS)
@confirmed_first
def end(request: Request, pk: int, appointment: int) -> HttpResponse:
    """End a role with its last day and the reason."""
    user = _account(request, pk)
    held = get_object_or_404(request.scope.appointments, pk=appointment, user=user)
    form = EndForm(sent(request), today=request.scope.today)
    back = _page_of(user)

    def act() -> str:
        given = form.cleaned_data
        accounts.end_appointment(by=request.user, appointment=held, last_day=given["last_day"], reason=given["reason"])
        return back

    (role,) = _roles([held], request.scope)
    done = f"Đã ghi thôi phân công của {user}."
    context = {"account": user, "role": role, "back": back}
    return answer(request, form, act, template="accounts/end.html", done=done, context=context)


def _account(request: Request, pk: int) -> User:
    """An account all of whose roles lie in scope; any other is not found."""
    return get_object_or_404(request.scope.users, pk=pk)


def _page_of(user: User) -> str:
    return reverse("tai-khoan-chi-tiet", args=[user.pk])


def _set_active(request: Request, pk: int, *, active: bool) -> HttpResponse:
    user = _account(request, pk)
    form = ReasonForm(sent(request))
    back = _page_of(user)

    def act() -> str:
        accounts.set_active(by=request.user, user=user, active=active, reason=form.cleaned_data["reason"])
        return back

    done = f"Đã mở lại tài khoản của {user}." if active else f"Đã khóa tài khoản của {user}."
    template = "accounts/reopen.html" if active else "accounts/close.html"
    context = {"account": user, "back": back, "consequences": REOPENING if active else CLOSING}
    return answer(request, form, act, template=template, done=done, context=context)


@sensitive_variables("password", "made")
def _slip(
    request: Request,
    form: HouseForm,
    act: Callable[[], tuple[User, str]],
    *,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Answer a form whose outcome is a slip of paper: it is in this one answer and is stored nowhere.

    Sent again (a page loaded anew), the form leads to the account's page instead; a slip that was not printed is
    replaced by another password.
    """
    made: list[tuple[User, str]] = []

    def make() -> str:
        made.append(act())
        return _page_of(made[0][0])

    if request.method == "POST":
        token = form.claimed_token
        earlier = outcome_of(by=request.user, token=token) if token else None
        if earlier is None and form.is_valid():
            try:
                earlier, _ = once(by=request.user, token=form.sent_token, act=make)
            except Refused as refused:
                form.take(refused)
            except IntegrityError:
                made.clear()
                form.add_error(None, CROSSED)
        if made:
            user, password = made[0]
            roles = _roles(user.appointments.in_force_on(request.scope.today), request.scope)
            return render(request, "accounts/slip.html", {"account": user, "password": password, "roles": roles})
        if earlier is not None:
            messages.info(request, "Phiếu này đã hiện một lần, không hiện lại. Chưa kịp in thì cấp lại mật khẩu.")
            return redirect(earlier)
    return render(request, template, {**context, "form": form})


def _roles(appointments: Iterable[Appointment], scope: Scope, entries: Iterable[AuditEntry] = ()) -> list[Role]:
    """Appointments with the names of their organizations and, from the trail's entries, who gave them."""
    found = list(appointments)
    places = places_of([item.organization_id for item in found], scope.today)
    givers = {_mark(entry): entry.actor for entry in entries if entry.verb == "phân công"}
    return [
        Role(
            item,
            str(places.get(item.organization_id) or item.organization.name_on(item.valid_from)),
            givers.get((item.organization_id, item.get_role_display(), item.valid_from.isoformat()), ""),
            _state(item, scope),
        )
        for item in found
    ]


def _mark(entry: AuditEntry) -> tuple[int | None, str, str]:
    """By what an entry about an appointment is recognised as the appointment's: where, which role, since when."""
    said = entry.after or {}
    return entry.organization_id, str(said.get("vai trò")), str(said.get("từ ngày"))


def _state(appointment: Appointment, scope: Scope) -> str:
    """Whether a role holds today: "chua" (not yet), "dang" (now) or "thoi" (ended)."""
    if appointment.valid_from > scope.today:
        return "chua"
    return "dang" if appointment.valid_to > scope.today else "thoi"

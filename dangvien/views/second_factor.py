"""The second proof at the door: giving a code, choosing how to give one, and giving it up."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from dangvien.actions import second_factor
from dangvien.actions.session import signed_in
from dangvien.actions.submission import once, outcome_of
from dangvien.actions.throttling import door_passed
from dangvien.forms.base import HouseForm
from dangvien.forms.session import CodeForm, PhoneForm, why_not
from dangvien.http import Request
from dangvien.keeping import BOX, Kept
from dangvien.second_factor import CHOICE, CODE, OWED, owe, owed_target, paid
from dangvien.views.acting import answer, sent
from dangvien.views.confirming import carry_on, confirmed_first, target_of

form_view = require_http_methods(["GET", "HEAD", "POST"])

_KEY = "phone_key"
"""In a session: the secret of a telephone that was shown and not confirmed yet."""


def required_of(request: Request) -> bool:
    """Whether this person must have a second proof: who sees more than one ward, where the installation asks for it."""
    return bool(settings.SECOND_FACTOR) and request.held.spans_wards()


def greet(request: Request, kept: Kept | None, target: str) -> HttpResponse:
    """What comes after the right password: a code, the choice of a second proof, or the page that was asked for."""
    if second_factor.proofs_of(request.user):
        owe(request.session, CODE, target)
        return _ask(request, CodeForm(), kept, target)
    signed_in(user=request.user)
    if required_of(request):
        owe(request.session, CHOICE, target)
    if request.user.must_change_password:
        return redirect("doi-mat-khau")
    if OWED in request.session:
        return redirect("lop-thu-hai")
    door_passed(username=request.user.get_username())
    return carry_on(request, kept, target)


@form_view
@sensitive_post_parameters("code")
@never_cache
def code(request: Request) -> HttpResponse:
    """One box for a code of the telephone or of the sheet; then the page that was asked for."""
    target, kept = target_of(request), Kept.unsealed(request.POST.get(BOX, ""))
    if request.session.get(OWED) != CODE:
        return carry_on(request, kept, target)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, form, kept, target)
    outcome = second_factor.check_code(user=request.user, code=form.cleaned_data["code"])
    if not outcome.right:
        form.add_error("code", why_not(outcome))
        return _ask(request, form, kept, target, status=429 if outcome.wait_until else 200)
    _let_in(request)
    request.session.cycle_key()
    signed_in(user=request.user)
    proofs = second_factor.proofs_of(request.user)
    if proofs.few:
        messages.warning(request, f"Tờ mã giấy chỉ còn {proofs.codes} mã. In tờ mới ở trang Đăng nhập và bảo mật.")
    return carry_on(request, kept, target)


@require_safe
@never_cache
def choose(request: Request) -> HttpResponse:
    """A telephone or a printed sheet: what each is for, and a button to begin."""
    context = {
        "required": required_of(request),
        "owed": request.session.get(OWED) == CHOICE,
        "proofs": second_factor.proofs_of(request.user),
    }
    return render(request, "accounts/second_factor.html", context)


@form_view
@confirmed_first
@sensitive_post_parameters("code")
@never_cache
def phone(request: Request) -> HttpResponse:
    """A square to scan, the same secret to type, and a box for the code the telephone then shows."""
    key = request.session.setdefault(_KEY, second_factor.new_phone(request.user).key)
    device = second_factor.new_phone(request.user, key)
    form = PhoneForm(sent(request))
    back = _after(request)

    def act() -> str:
        second_factor.keep_phone(user=request.user, key=key, code=form.cleaned_data["code"])
        request.session.pop(_KEY, None)
        _let_in(request)
        return back

    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    context = {
        "square": segno.make(device.config_url, error="m").svg_inline(scale=5, dark="#000", light="#fff"),
        "secret": [secret[start : start + 4] for start in range(0, len(secret), 4)],
    }
    done = "Từ lần đăng nhập sau, gõ mật khẩu xong thì gõ thêm mã trên điện thoại."
    return answer(request, form, act, template="accounts/second_factor_phone.html", done=done, context=context)


@form_view
@confirmed_first
@sensitive_variables("codes")
@never_cache
def paper(request: Request) -> HttpResponse:
    """A sheet of codes, shown in this one answer; a page loaded anew leads back instead of making another sheet."""
    form = HouseForm(sent(request))
    back, codes = _after(request), list[str]()

    def make() -> str:
        codes.extend(second_factor.print_codes(user=request.user))
        _let_in(request)
        return reverse("bao-mat")

    if request.method == "POST" and form.is_valid():
        token = form.claimed_token
        earlier = outcome_of(by=request.user, token=token) if token else None
        earlier = earlier or once(by=request.user, token=form.sent_token, act=make)[0]
        if not codes:
            messages.info(request, "Tờ mã đã hiện một lần, không hiện lại. Chưa kịp in thì in tờ khác.")
            return redirect(earlier)
        return render(request, "accounts/second_factor_sheet.html", {"codes": codes, "back": back})
    context = {"form": form, "count": second_factor.CODES, "proofs": second_factor.proofs_of(request.user)}
    return render(request, "accounts/second_factor_paper.html", context)


@form_view
@confirmed_first
def give_up(request: Request) -> HttpResponse:
    """Back to the password alone, for those who need no more."""
    if required_of(request) or not second_factor.proofs_of(request.user):
        messages.info(request, "Tài khoản này không có lớp thứ hai, hoặc phải có nên không thôi được.")
        return redirect("bao-mat")
    form = HouseForm(sent(request))

    def act() -> str:
        second_factor.give_up_second_factor(user=request.user)
        return reverse("bao-mat")

    done = "Từ lần sau chỉ cần mật khẩu."
    return answer(request, form, act, template="accounts/second_factor_give_up.html", done=done)


def _let_in(request: Request) -> None:
    """Nothing is owed any more."""
    paid(request.session)
    door_passed(username=request.user.get_username())


def _after(request: Request) -> str:
    """Where to go once there is a second proof: the page asked for at the door, else the page about it."""
    return owed_target(request.session) or reverse("bao-mat")


def _ask(request: Request, form: CodeForm, kept: Kept | None, target: str, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": target,
        "kept": kept.sealed() if kept else "",
        "proofs": second_factor.proofs_of(request.user),
    }
    return render(request, "registration/code.html", context, status=status)

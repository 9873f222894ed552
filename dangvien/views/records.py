"""What is written down of a member year by year: the page, a short form for each kind of line, taking a line back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions import badges, rating, record
from dangvien.actions.reading import opened
from dangvien.forms.base import HouseForm
from dangvien.forms.records import (
    BadgeForm,
    DisciplineForm,
    EndPostForm,
    PostForm,
    RatingForm,
    ResidenceForm,
    RewardForm,
    StandingForm,
    TakeBackForm,
)
from dangvien.http import Request, requires
from dangvien.models import Member
from dangvien.permissions import Permission
from dangvien.procedure.party_age import party_age
from dangvien.procedure.places import places_of
from dangvien.procedure.records import history_of, keeper_of, line_of, post_options, record_on
from dangvien.views.acting import answer, sent
from dangvien.views.rights import may


@dataclass(frozen=True)
class Kind:
    """One kind of line: how a page calls it, the name of its rows on the member or the person, its form and its act."""

    title: str
    rows: str
    form: Callable[[Request, Member], HouseForm]
    write: Callable[[Request, Member, Any], object]
    of_member: bool = False


def _plain(form_class: Callable[..., HouseForm]) -> Callable[[Request, Member], HouseForm]:
    return lambda request, member: form_class(sent(request), member=member, today=request.scope.today)


def _standing_form(request: Request, member: Member) -> HouseForm:
    today = request.scope.today
    return StandingForm(sent(request), now=record_on(member, today).standing)


def _post_form(request: Request, member: Member) -> HouseForm:
    today = request.scope.today
    return PostForm(sent(request), member=member, today=today, options=post_options(member, today))


def _common(request: Request, member: Member) -> dict[str, Any]:
    return {"by": request.user, "member": member, "today": request.scope.today}


def _write_standing(request: Request, member: Member, form: StandingForm) -> object:
    given = form.cleaned_data
    return record.record_standing(**_common(request, member), since=given["since"], schooling=form.schooling)


def _write_badge(request: Request, member: Member, form: BadgeForm) -> object:
    return badges.award_badges(
        by=request.user,
        awards=[form.award],
        awarded_on=form.cleaned_data["awarded_on"],
        today=request.scope.today,
    )


def _by_boxes(act: Callable[..., object], *boxes: str) -> Callable[[Request, Member, Any], object]:
    """An act whose arguments are called as the boxes of its form."""
    return lambda request, member, form: act(
        **_common(request, member), **{name: form.cleaned_data[name] for name in boxes}
    )


KINDS = {
    "trinh-do": Kind("Trình độ, nghề nghiệp", "standings", _standing_form, _write_standing),
    "cu-tru": Kind(
        "Nơi cư trú", "residences", _plain(ResidenceForm), _by_boxes(record.record_residence, "since", "place")
    ),
    "chuc-vu": Kind(
        "Chức vụ",
        "posts",
        _post_form,
        _by_boxes(record.record_post, "title", "organization", "place", "since", "until"),
    ),
    "xep-loai": Kind(
        "Xếp loại hằng năm",
        "ratings",
        _plain(RatingForm),
        _by_boxes(rating.record_rating, "year", "level"),
        of_member=True,
    ),
    "khen-thuong": Kind(
        "Khen thưởng", "rewards", _plain(RewardForm), _by_boxes(record.record_reward, "title", "number", "awarded_on")
    ),
    "ky-luat": Kind(
        "Kỷ luật",
        "disciplines",
        _plain(DisciplineForm),
        _by_boxes(record.record_discipline, "form", "number", "decided_on"),
        of_member=True,
    ),
    "huy-hieu": Kind("Huy hiệu Đảng", "badges", _plain(BadgeForm), _write_badge, of_member=True),
}
"""What stands in the address → the kind of line."""


@require_safe
@requires(Permission.VIEW)
def history(request: Request, pk: int) -> HttpResponse:
    """Every line of a member's record, those taken back too. Opening it leaves a trace."""
    member = _member(request, pk)
    opened(by=request.user, file=member)
    today = request.scope.today
    found = history_of(member)
    age = party_age(member, today)
    context = {
        "member": member,
        "history": found,
        "age": age,
        "age_years": age.years_on(today) if age else None,
        "places": places_of([post.organization_id for post in found.posts], today),
        "may_record": may(request, Permission.RECORD_MEMBER, keeper_of(member)),
    }
    return render(request, "records/history.html", context)


@requires(Permission.RECORD_MEMBER)
def add(request: Request, pk: int, kind: str) -> HttpResponse:
    """Write down one line of a member's record."""
    member, item = _member(request, pk), _kind(kind)
    form = item.form(request, member)
    back = _back(member, kind)

    def act() -> str:
        item.write(request, member, form)
        return back

    context = {"member": member, "title": item.title, "back": back}
    done = f"Đã ghi {item.title[:1].lower()}{item.title[1:]} của {member}."
    return answer(request, form, act, template="records/add.html", done=done, context=context)


@requires(Permission.RECORD_MEMBER)
def take_back(request: Request, pk: int, kind: str, row: int) -> HttpResponse:
    """Take back a mistaken line, with a reason; it stays on the page, struck through."""
    member, item = _member(request, pk), _kind(kind)
    line: Any = get_object_or_404(_rows(member, item), pk=row, voided_at__isnull=True)
    form = TakeBackForm(sent(request))
    back = _back(member, kind)

    def act() -> str:
        record.take_back_record(by=request.user, member=member, row=line, reason=form.cleaned_data["reason"])
        return back

    context = {"member": member, "title": item.title, "line": line_of(line), "back": back}
    done = f"Đã đính chính. Dòng ghi nhầm của {member} vẫn còn trong quá trình, không tính nữa."
    return answer(request, form, act, template="records/take_back.html", done=done, context=context)


@requires(Permission.RECORD_MEMBER)
def end_post(request: Request, pk: int, row: int) -> HttpResponse:
    """A member holds a post no more."""
    member = _member(request, pk)
    post = get_object_or_404(member.person.posts, pk=row, voided_at__isnull=True, until__isnull=True)
    form = EndPostForm(sent(request))
    back = _back(member, "chuc-vu")

    def act() -> str:
        record.end_post(
            by=request.user,
            member=member,
            post=post,
            until=form.cleaned_data["until"],
            today=request.scope.today,
        )
        return back

    context = {"member": member, "line": line_of(post), "back": back}
    return answer(request, form, act, template="records/end_post.html", done="Đã ghi thôi chức vụ.", context=context)


def _member(request: Request, pk: int) -> Member:
    return get_object_or_404(request.scope.members.select_related("person", "organization"), pk=pk)


def _kind(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


def _rows(member: Member, item: Kind) -> Any:
    owner: Model = member if item.of_member else member.person
    return getattr(owner, item.rows).all()


def _back(member: Member, kind: str) -> str:
    return f"{reverse('dang-vien-qua-trinh', args=[member.pk])}#{kind}"

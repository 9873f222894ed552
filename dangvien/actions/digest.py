"""The morning's mail: how many things are due, by what they are, and where to open the list.

No person is named in it: mail leaves the house and lies on servers of others.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Count, Q
from django.urls import reverse

from dangvien.models import Clock, User
from dangvien.permissions import Permission
from dangvien.procedure.due import Horizon, levels_of, running
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.transfer_lists import due_of_transfers
from dangvien.scope import Scope
from dangvien.text import day_full, thousands

log = logging.getLogger(__name__)

SOON = 30
"""Days ahead that the mail counts."""


def send_digests(today: date) -> int:
    """Write to everybody who gave an address and has something due; gives to how many.

    Nothing is sent without a mail server or on a day off. Nobody gets two mails of one day, whatever breaks: whoever
    is to be written to is marked first. A mail that cannot be sent is logged by the account's number and left out.
    """
    if not settings.MAIL_SERVER or not Regulations.load().is_working_day(today):
        return 0
    return sum(_remind(user, today) for user in User.objects.filter(is_active=True).exclude(email="").order_by("pk"))


def _remind(user: User, today: date) -> bool:
    scope = Scope.of(user, today)
    told = {clock.label: pair for clock, pair in what_is_due(scope.limited_to(Permission.VIEW)).items()}
    moves = scope.limited_to(Permission.RECORD_MOVEMENT)
    told |= due_of_transfers(moves, SOON) if moves.holdings else {}
    never_today = User.objects.filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=today), pk=user.pk)
    if not told or not never_today.update(reminded_on=today):
        return False
    try:
        EmailMessage(subject(told), body(told, today), to=[user.email]).send()
    except (SMTPException, OSError, ValueError) as failure:  # ValueError: an address no mail can be addressed to
        log.warning("no reminder for account %s: %s", user.pk, type(failure).__name__)
        return False
    return True


def what_is_due(scope: Scope) -> Mapping[Clock, tuple[int, int]]:
    """Clock → how many are late and how many end within 30 days, of those that wait for somebody in the scope."""
    if not scope.holdings:
        return {}
    horizon = Horizon.of(scope)
    counts = (
        running(scope, horizon)
        .filter(waiting_for__in=sorted(levels_of(scope)))
        .order_by()
        .values_list("clock")
        .annotate(late=Count("pk", filter=horizon.late), soon=Count("pk", filter=horizon.within(SOON)))
    )
    found = {clock: (late, soon) for clock, late, soon in counts if late or soon}
    return {clock: found[clock] for clock in Clock if clock in found}


def subject(told: Mapping[str, tuple[int, int]]) -> str:
    late, soon = (sum(pair[place] for pair in told.values()) for place in (0, 1))
    return f"Việc đến hạn: {thousands(late)} quá hạn, {thousands(soon)} trong {SOON} ngày tới"


def body(told: Mapping[str, tuple[int, int]], today: date) -> str:
    lines = [
        f"- {label}: {thousands(late)} quá hạn, {thousands(soon)} trong {SOON} ngày tới"
        for label, (late, soon) in told.items()
    ]
    return "\n".join(
        (
            f"Sổ Phát triển Đảng viên, ngày {day_full(today)}.",
            "",
            *lines,
            "",
            f"Xem từng việc: {settings.SITE_URL}{reverse('viec-den-han')}",
            f"Chuyển sinh hoạt đảng: {settings.SITE_URL}{reverse('chuyen-sinh-hoat')}",
            "",
            "Thư này tự gửi và không ghi tên ai. Muốn thôi nhận: vào sổ, mở Phân công của tôi, xóa địa chỉ thư.",
            "",
        )
    )

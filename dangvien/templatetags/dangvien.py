"""Filters that print days, moments and counts as screens show them.

Every filter takes None (a value not known) and prints nothing for it.
"""

from datetime import date, datetime

from django import template
from django.utils.timezone import localtime

from dangvien import text

register = template.Library()


def _day(value: date | None) -> date | None:
    """A day out of a day or of a moment, which is taken in the local time zone."""
    return localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def day_full(value: date | None) -> str:
    """A day for tables on the screen, two digits each: 03/05/2012."""
    known = _day(value)
    return text.day_full(known) if known else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in local time: 09:12 03/05/2012."""
    if value is None:
        return ""
    local = localtime(value)
    return f"{local:%H:%M} {text.day_full(local.date())}"


@register.filter
def number(value: int | None) -> str:
    """A count with dots: 1.703."""
    return "" if value is None else text.thousands(value)

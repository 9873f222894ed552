"""Filters that print days, numbers and codes as Party papers and Vietnamese readers write them.

Every filter takes None (a value not known) and prints nothing for it.
"""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.timezone import localtime

from dangvien import codes, text
from dangvien.dates import PartialDate

register = template.Library()


def _day(value: date | None) -> date | None:
    """A day out of a day or of a moment, which is taken in the local time zone."""
    return localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def day(value: date | PartialDate | None) -> str:
    """A day as papers print it: 03/5/2012. A birth known only in part keeps its precision."""
    if isinstance(value, PartialDate):
        return text.day_short(value.earliest()) if value.is_full else str(value)
    known = _day(value)
    return text.day_short(known) if known else ""


@register.filter
def day_full(value: date | None) -> str:
    """A day for tables on the screen, two digits each: 03/05/2012."""
    known = _day(value)
    return text.day_full(known) if known else ""


@register.filter
def day_long(value: date | None) -> str:
    """A day in words: ngày 03 tháng 5 năm 2012."""
    known = _day(value)
    return text.day_long(known) if known else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in local time: 09:12 ngày 03/5/2012."""
    if value is None:
        return ""
    local = localtime(value)
    return f"{local:%H:%M} ngày {text.day_short(local.date())}"


@register.filter
def number(value: int | None) -> str:
    """A count with dots: 1.703."""
    return "" if value is None else text.thousands(value)


@register.filter
def decimal(value: Decimal | int | None, places: int = 1) -> str:
    """A number with a decimal comma, rounded half up: 36,9."""
    return "" if value is None else text.decimal(value, places)


@register.filter
def two_digits(value: int | None) -> str:
    """A count in running text: 09."""
    return "" if value is None else text.two_digits(value)


@register.filter
def percent_of(part: int | None, whole: int | None) -> str:
    """`part` as a share of `whole`: 36,9%; nothing when the whole is zero or unknown."""
    return text.percent(part, whole) if part is not None and whole else ""


@register.filter
def lower_first(value: str | None) -> str:
    """A label inside a sentence: its first letter small, abbreviations untouched."""
    return text.lower_first(str(value)) if value else ""


@register.filter
def code_label(code: str | None, name: str) -> str:
    """What a code of a list means: {{ person.ethnicity|code_label:"ethnicity" }}; an unknown code shows itself."""
    if not code:
        return ""
    code_list = codes.of(name)
    return code_list.label(code) if code in code_list else code

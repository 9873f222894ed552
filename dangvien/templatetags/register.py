"""Filters for what the register prints: people's numbers, states of cases, certificates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page

from dangvien import text
from dangvien.models import CaseState, progress
from dangvien.procedure import casepage
from dangvien.procedure.deadlines import Certificate

register = template.Library()


@register.filter
def masked(number: str | None) -> str:
    """A number that names a person, all but its last three digits hidden."""
    return text.masked(number or "")


@register.filter
def state_label(state: str | None) -> str:
    """The name of the state a case is in."""
    return progress.state_label(state)


@register.filter
def state_tone(state: str | None) -> str:
    """How the name of a state is coloured."""
    return casepage.state_tone(CaseState(state)) if state else ""


@register.filter
def certificate(issued_on: date | None, today: date) -> Certificate | None:
    """The life of a certificate as it reads today; nothing for none."""
    return Certificate.of(issued_on, today) if issued_on else None


@register.simple_tag
def rank(page: Page[Any], counter: int) -> int:
    """The running number (TT) of a row through all pages of a list."""
    return page.start_index() + counter - 1

"""Filters for what the register prints: people's numbers, stages of the way, certificates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page

from dangvien.models.candidate import Stage
from dangvien.procedure.deadlines import Certificate

register = template.Library()


@register.filter
def masked(number: str | None) -> str:
    """A number that names a person, all but its last three digits hidden."""
    return f"{'•' * (len(number) - 3)}{number[-3:]}" if number else ""


@register.filter
def stage_label(stage: str) -> str:
    """The name of a stage of the way."""
    return str(Stage(stage).label)


@register.filter
def stage_tone(stage: str) -> str:
    """How the name of a stage is coloured."""
    return {Stage.CO_GIAY: "good", Stage.DANG_HOC: "warn", Stage.THOI: "over", Stage.DA_KET_NAP: "over"}.get(
        Stage(stage), ""
    )


@register.filter
def certificate(issued_on: date | None, today: date) -> Certificate | None:
    """The life of a certificate as it reads today; nothing for none."""
    return Certificate.of(issued_on, today) if issued_on else None


@register.simple_tag
def rank(page: Page[Any], counter: int) -> int:
    """The running number (TT) of a row through all pages of a list."""
    return page.start_index() + counter - 1

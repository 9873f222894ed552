"""Filters for the screen of a case: the share a vote needs."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def share(threshold: str) -> str:
    """The share a vote needs, in words: "ít nhất 2/3", "trên 1/2"."""
    return f"trên {threshold[1:]}" if threshold.startswith(">") else f"ít nhất {threshold}"

"""The reports that are owed, for the first page, which the register draws without knowing the reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.template.context import Context

from dangvien.permissions import Permission
from reports.requirements import owed_by

register = template.Library()

SOON = 30
"""Days ahead of a deadline from which a report stands on the first page."""

MOST = 5
"""Lines shown there; the page of what is owed has all."""


@register.inclusion_tag("reports/_owed_first.html", takes_context=True)
def reports_owed(context: Context) -> dict[str, Any]:
    """What is late or due soon, for somebody who makes reports; nothing for the others."""
    held = context["request"].held
    if Permission.ISSUE_REPORTS not in held.permissions:
        return {"lines": []}
    scope = held.limited_to(Permission.ISSUE_REPORTS)
    until = scope.today + timedelta(days=SOON)
    lines = [line for line in owed_by(scope, scope.today) if line.standing.waits and line.due_on <= until]
    return {"lines": lines[:MOST], "more": len(lines) - MOST, "several": len(scope.roots) > 1}

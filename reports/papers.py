"""Which letterhead a report is printed under."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from dangvien.models import Letterhead, Organization
from reports.models import Issue
from reports.render.letterhead import Paper


def letterhead_on(organization: Organization, day: date) -> Letterhead | None:
    """The organization's letterhead in force on a day; before its first the first, after its last the last."""
    known = list(Letterhead.objects.filter(organization=organization).order_by("valid_from"))
    begun = [letterhead for letterhead in known if letterhead.valid_from <= day]
    return begun[-1] if begun else (known[0] if known else None)


def paper_of(issue: Issue) -> Paper:
    """The paper of a frozen report: under the letterhead of the day it was frozen, number and day left to write."""
    frozen_on = localdate(issue.frozen_at)
    return Paper.of(
        letterhead_on(issue.organization, frozen_on),
        day=None,
        month=frozen_on,
        digest=issue.digest,
        frozen_at=issue.frozen_at,
    )


def paper_for(organization: Organization, day: date) -> Paper:
    """The paper of a report printed from the shell: nothing was frozen, so it carries no digest."""
    return Paper.of(letterhead_on(organization, day), day=None, month=day)

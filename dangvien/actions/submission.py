"""Carrying out a sent form exactly once."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction

from dangvien.models import Submission, User


def outcome_of(*, by: User, token: UUID) -> str | None:
    """Where the sender of this form was sent when it was carried out; None when it has not been."""
    done = Submission.objects.filter(token=token, user=by).first()
    return done.outcome_url if done else None


def once(*, by: User, token: UUID, act: Callable[[], str]) -> tuple[str, bool]:
    """Do `act` unless the form with this token was carried out; gives the outcome's address and whether it was now.

    The token is written in the act's own transaction, first: of two equal forms sent at the same moment the second
    waits for the first and then finds its token taken, on both databases.
    """
    earlier = outcome_of(by=by, token=token)
    if earlier is not None:
        return earlier, False
    try:
        with transaction.atomic():
            submission = Submission.objects.create(token=token, user=by, outcome_url="")
            submission.outcome_url = act()
            submission.save()
            return submission.outcome_url, True
    except IntegrityError:
        earlier = outcome_of(by=by, token=token)
        if earlier is None:
            raise
        return earlier, False

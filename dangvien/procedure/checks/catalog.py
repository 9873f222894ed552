"""All checks, K01…K44, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from dangvien.procedure.checks import (
    age,
    authority,
    ballots,
    introducers,
    opinions,
    papers,
    people,
    readmission,
    recognition,
    schooling,
    special,
    terms,
    verification,
)
from dangvien.procedure.checks.check import Check
from dangvien.procedure.checks.people import OF_PERSONS
from dangvien.procedure.checks.results import OF_CERTIFICATES

FAMILIES = (
    age,
    schooling,
    papers,
    introducers,
    verification,
    opinions,
    special,
    readmission,
    ballots,
    terms,
    authority,
    people,
    recognition,
)

CHECKS: tuple[Check, ...] = tuple(
    sorted((check for family in FAMILIES for check in family.CHECKS), key=lambda check: check.id)
)

ELSEWHERE: Mapping[str, str] = {**OF_PERSONS, **OF_CERTIFICATES}
"""Checks asked at no step but when a person is entered or a certificate is written: number and title."""


def titles() -> dict[str, str]:
    """Number and title of every check, in order."""
    return dict(sorted({**ELSEWHERE, **{check.id: check.title for check in CHECKS}}.items()))

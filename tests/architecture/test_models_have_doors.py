"""Every model that leads to an organization, a person or an account has a door in the Scope, or a reason why not."""

from __future__ import annotations

from datetime import date
from inspect import getmembers

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet

from dangvien.models import Organization, Person, User
from dangvien.scope import Scope
from reports.models import (
    AutomaticDraft,
    CheckedDraft,
    DutySeparation,
    Issue,
    ReportRequirement,
    WordTemplate,
    WrittenReport,
)

GUARDED = {Organization, Person, User}
"""What the fence is about."""

MODELS = [model for model in apps.get_models() if model._meta.app_label in ("dangvien", "reports")]

ELSEWHERE: dict[type[Model], str] = {
    Issue: "Issue.objects.within(scope): the reports' own rows, which dangvien does not know",
    ReportRequirement: "ReportRequirement.objects.within(scope), .asked_by(scope)",
    WordTemplate: "WordTemplate.objects.within(scope)",
    WrittenReport: "WrittenReport.objects.within(scope)",
    CheckedDraft: "CheckedDraft.objects.within(scope)",
    DutySeparation: "DutySeparation.objects.within(scope)",
    AutomaticDraft: "AutomaticDraft.objects.within(scope)",
}
"""Doors that are not properties of the Scope."""

UNFENCED = {
    "Introduction": "reached through the candidate alone",
    "Standing": "reached through the person alone",
    "TransferStep": "reached through the transfer alone",
    "Residence": "reached through the person alone",
    "Post": "reached through the person alone",
    "Reward": "reached through the person alone",
    "Discipline": "reached through the member alone",
    "Vote": "reached through the step alone",
    "CheckResult": "reached through the step alone",
    "IssueFile": "reached through the issue alone",
    "IssueStep": "reached through the issue alone",
    "CheckedDraftFile": "reached through the draft alone",
    "DraftFinding": "reached through the draft alone",
    "ImportFile": "reached through the batch alone",
    "ImportRow": "reached through the batch alone",
    "SignInThrottle": "reached through the account alone; at the door by the digest of what was typed",
    "UserSession": "reached through the account alone",
    "Submission": "a token of one's own form; asked by token and sender together",
    "AuditRedaction": "reached through the erasure alone",
    "AuditHead": "one row that counts entries; leads to nobody",
}
"""Models without a door, on purpose → why."""


def doors() -> dict[type[Model], list[str]]:
    """Model → the properties of Scope that open it."""
    nobody = Scope.empty(date(2026, 1, 1))
    found: dict[type[Model], list[str]] = {}
    for name, _ in getmembers(Scope, lambda value: isinstance(value, property)):
        opened = getattr(nobody, name)
        if isinstance(opened, QuerySet):
            found.setdefault(opened.model, []).append(name)
    return found


def leads_to_somebody(model: type[Model], seen: frozenset[type[Model]] = frozenset()) -> bool:
    """Whether keys lead from this model to one of the guarded ones; the audit trail names them without keys."""
    if model in GUARDED or "organization_id" in {field.name for field in model._meta.concrete_fields}:
        return True
    targets = {field.remote_field.model for field in model._meta.concrete_fields if isinstance(field, ForeignKey)}
    return any(leads_to_somebody(target, seen | {model}) for target in targets - seen - {model})


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_has_a_door_or_a_reason(model):
    has_door = model in doors() or model in ELSEWHERE

    assert has_door or model.__name__ in UNFENCED or not leads_to_somebody(model), f"{model.__name__} has no door"
    assert not (has_door and model.__name__ in UNFENCED), f"{model.__name__} has a door: take it off the list"


def test_every_reason_is_for_a_model_there_is():
    assert sorted(UNFENCED.keys() - {model.__name__ for model in MODELS}) == []


@pytest.mark.django_db
def test_nobody_s_scope_opens_nothing():
    """Each door, with something behind it, stays shut for a scope without holdings."""
    place = Organization.objects.create(code="p1")
    User.objects.create_user("an", full_name="Nguyễn Thị An")
    Person.objects.create(full_name="Lê Văn Bình", birth_date=date(1990, 1, 1), gender="nam")
    nobody = Scope.empty(date(2026, 1, 1))

    assert Organization.objects.filter(pk=place.pk).exists()
    assert {name: getattr(nobody, name).count() for names in doors().values() for name in names} == {
        name: 0 for names in doors().values() for name in names
    }

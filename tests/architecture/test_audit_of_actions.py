"""Whatever changes something leaves an entry in the audit trail. A new action without a sample fails here."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

from dangvien import actions
from dangvien.actions.auditing import broken_entries
from dangvien.actions.session import STRANGER
from dangvien.models import AuditEntry
from tests.acts import ACTS, WITHOUT_ENTRY, Stage

MODULES = [f"dangvien.actions.{found.name}" for found in pkgutil.iter_modules(actions.__path__)] + [
    f"reports.{name}"
    for name in ("checking", "drafting", "issuing", "lifecycle", "narrative.keeping", "requiring", "separating")
]


def public_functions() -> set[str]:
    """The verbs of every module of actions, without those that only check."""
    found = set()
    for name in MODULES:
        module = importlib.import_module(name)
        for function, value in vars(module).items():
            own = inspect.isfunction(value) and value.__module__ == name and not function.startswith("_")
            if own and not function.endswith("_problems"):
                found.add(f"{name.rpartition('.')[2]}.{function}")
    return found


def test_every_action_has_a_sample_or_a_reason():
    assert sorted(public_functions() - ACTS.keys() - WITHOUT_ENTRY.keys()) == []
    assert sorted((ACTS.keys() | WITHOUT_ENTRY.keys()) - public_functions()) == []
    assert sorted(ACTS.keys() & WITHOUT_ENTRY.keys()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_action_leaves_an_entry(act):
    stage = Stage()
    assert not AuditEntry.objects.exists()

    ACTS[act](stage)

    entries = list(AuditEntry.objects.all())
    assert entries
    outside = "failed" in act or "stranger" in act
    assert {entry.actor for entry in entries} == {STRANGER if outside else "Nguyễn Thị Kim An (an)"}
    assert all(entry.verb and entry.subject and entry.organization_id for entry in entries)
    assert broken_entries() == []

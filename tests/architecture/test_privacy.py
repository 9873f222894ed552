"""No column about a person without its line in dangvien/privacy.py, and none for what must stay on paper."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from dangvien import privacy
from dangvien.privacy import COLUMNS, NEVER, NOT_PERSONAL, OF_PAPERS, TECHNICAL, Protection, Shown

MODELS = [model for model in apps.get_models() if model._meta.app_label in ("dangvien", "reports")]
FIELDS = [
    (f"{model._meta.model_name}.{field.name}", field) for model in MODELS for field in model._meta.concrete_fields
]
NAMES = {name for name, _ in FIELDS}
WRITTEN_DOWN = {column.name for column in COLUMNS}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_column_is_written_down(name):
    model, field = name.split(".")
    places = [name in WRITTEN_DOWN, model in NOT_PERSONAL, name in OF_PAPERS]

    assert any(places) or field in TECHNICAL, f"{name}: say in privacy.py why it is kept, who sees it, how, exported"
    assert sum(places) <= 1, f"{name} is written down twice"


def test_nothing_is_written_down_that_is_not_there():
    assert sorted((WRITTEN_DOWN | OF_PAPERS) - NAMES) == []
    assert sorted(NOT_PERSONAL.keys() - {str(model._meta.model_name) for model in MODELS}) == []
    assert sorted(TECHNICAL - {field.name for _, field in FIELDS}) == []
    assert len(WRITTEN_DOWN) == len(COLUMNS)


def test_no_column_for_what_stays_on_paper():
    assert [name for name, _ in FIELDS for word in NEVER if word in name.partition(".")[2]] == []


def test_no_column_can_hold_a_scan_or_a_story():
    """No files; no bytes but lists that were brought (0015), Word templates (0033) and a draft until it is read (0032);
    long text only where it is no person's."""
    files = [name for name, field in FIELDS if isinstance(field, (models.FileField, models.BinaryField))]
    stories = [name for name, field in FIELDS if isinstance(field, models.TextField)]

    assert sorted(files) == [
        "checkeddraftfile.content", "importfile.content", "wordtemplate.content", "writtenreport.content",
    ]  # fmt: skip
    assert stories == ["letterhead.recipients", "usersession.session_data"]  # the latter: Django's own, read by nobody


def test_numbers_that_name_a_person_are_masked():
    assert {line.name for line in COLUMNS if line.shown is Shown.MASKED} == {"person.citizen_id", "member.card_number"}


def test_what_is_masked_sensitive_or_hidden_never_leaves_in_a_file():
    assert [line.name for line in COLUMNS if line.exported and (line.sensitive or line.shown is not Shown.FULL)] == []


def test_only_presence_is_kept_of_papers():
    assert [line.name for line in COLUMNS if line.protection is Protection.PRESENCE and line.exported] == []


def test_a_line_is_found_by_its_name():
    assert privacy.column("person.religion").sensitive
    with pytest.raises(KeyError):
        privacy.column("person.blood_group")

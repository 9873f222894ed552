"""Answering a form: once, also when two people write the same number at the same moment."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from dangvien.actions import training
from dangvien.models import Submission, TrainingClass
from dangvien.views.acting import CROSSED
from tests.dangvien.reading import mistakes


@pytest.fixture
def typed(world):
    return {
        "code": "NT-1",
        "name": "Lớp",
        "kind": "nhan_thuc",
        "organizer": world.ward_a.pk,
        "starts_on": "3/6/2024",
        "ends_on": "7/6/2024",
    }


def test_a_number_written_by_somebody_else_meanwhile_is_told_and_nothing_kept(monkeypatch, typed, as_an):
    def crossed(**_):
        raise IntegrityError

    monkeypatch.setattr(training, "open_class", crossed)

    assert mistakes(as_an.post("/lop/mo/", typed)) == {"": [CROSSED]}
    assert not Submission.objects.exists()
    assert not TrainingClass.objects.exists()


def test_the_token_of_another_person_is_not_taken_for_ones_own(typed, as_an, as_chi):
    token = "0b54a3a0-6a1c-4a58-9f5e-0d9e4c1a2b3c"
    as_an.post("/lop/mo/", {**typed, "token": token})

    found = mistakes(as_chi.post("/lop/mo/", {**typed, "code": "NT-2", "token": token}))

    assert found == {"": [CROSSED]}
    assert TrainingClass.objects.count() == 1


def test_an_empty_form_that_was_sent_is_checked(world, as_an):
    found = mistakes(as_an.post("/lop/mo/", {}))

    assert found["name"] == ["Nhập tên lớp."]

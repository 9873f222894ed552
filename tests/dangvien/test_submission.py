"""A form sent twice is carried out once, even when both arrive at the same moment."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from dangvien.actions.submission import once, outcome_of
from dangvien.models import Organization, Submission, User


@pytest.fixture
def clerk(transactional_db):
    return User.objects.create_user("thu_ky", password="mot-mat-khau-dai", full_name="Trần Thị Thư")


def founding(code):
    def act():
        Organization.objects.create(code=code)
        return f"/to-chuc/{code}/"

    return act


def test_the_second_sender_is_led_to_the_first_outcome(clerk):
    token = uuid4()

    assert once(by=clerk, token=token, act=founding("mot")) == ("/to-chuc/mot/", True)
    assert once(by=clerk, token=token, act=founding("hai")) == ("/to-chuc/mot/", False)
    assert [item.code for item in Organization.objects.all()] == ["mot"]


def test_an_act_that_fails_leaves_no_token(clerk):
    token = uuid4()

    def broken():
        Organization.objects.create(code="mot")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        once(by=clerk, token=token, act=broken)

    assert outcome_of(by=clerk, token=token) is None
    assert not Organization.objects.exists()


def test_somebody_elses_token_opens_nothing(clerk):
    token, other = uuid4(), User.objects.create_user("khac", password="mot-mat-khau-dai", full_name="Lê Văn Khác")
    once(by=clerk, token=token, act=founding("mot"))

    assert outcome_of(by=other, token=token) is None
    with pytest.raises(IntegrityError):
        once(by=other, token=token, act=founding("hai"))
    assert [item.code for item in Organization.objects.all()] == ["mot"]


@pytest.mark.parametrize("round_", range(5))
def test_of_two_at_the_same_moment_one_is_carried_out(clerk, round_):
    token, gate, answers = uuid4(), threading.Barrier(2), []

    def send(code):
        try:
            gate.wait()
            answers.append(once(by=clerk, token=token, act=founding(code)))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(code,)) for code in ("mot", "hai")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(now for _, now in answers) == [False, True]
    assert len({address for address, _ in answers}) == 1
    assert Organization.objects.count() == Submission.objects.count() == 1


def test_tokens_and_acts_share_one_transaction(clerk):
    with transaction.atomic():
        once(by=clerk, token=uuid4(), act=founding("mot"))
        transaction.set_rollback(True)

    assert not Submission.objects.exists()
    assert not Organization.objects.exists()

"""The way from the first note to the card, recorded step by step through the real action."""

from __future__ import annotations

import pytest

from dangvien.dates import add_months
from dangvien.models import CaseState, Kind, Movement, StepKind, User
from tests.people import World
from tests.ways import Walk


@pytest.fixture
def walk(world: World, an: User) -> Walk:
    return Walk(an, world.a1, world.city)


def test_from_the_first_note_to_the_card(walk: Walk) -> None:
    walk.until(StepKind.PHAT_THE)

    assert walk.case.state == CaseState.S19
    assert walk.probation.state == CaseState.D10
    assert not walk.probation.is_open
    member = walk.member
    admission, recognition = Movement.objects.filter(member=member).in_order()
    assert (admission.kind, recognition.kind) == (Kind.KET_NAP, Kind.CONG_NHAN)
    assert member.official_on == recognition.occurred_on == add_months(admission.occurred_on, 12)
    assert member.card_number

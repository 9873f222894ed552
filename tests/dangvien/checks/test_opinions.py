"""K21: the opinion of the chi ủy of the residence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dangvien.models import Matter, StepKind
from dangvien.procedure.problem import Level
from tests.dangvien.checks.cases import E1, E3, E5, case_of, consent, finding, step, weighs

ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K21_refuses_without_the_opinion_of_the_residence(day):
    asked = step(StepKind.Y_KIEN_CU_TRU, day)

    assert weighs("K21", case_of(), StepKind.NQ_CHI_BO, day) is Level.REFUSE
    assert weighs("K21", case_of(asked), StepKind.NQ_CHI_BO, day) is None
    assert weighs("K21", case_of(asked), StepKind.NQ_CHI_BO, day - ONE_DAY) is Level.REFUSE


def test_K21_is_allowed_by_the_special_consent():
    result = finding("K21", case_of(consent(Matter.CU_TRU_DAC_BIET)), StepKind.NQ_CHI_BO, E3)

    assert result.verdict == "vuot"
    assert result.level is Level.INFORM

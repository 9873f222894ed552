"""The way from quần chúng ưu tú to the party card: every step, what it asks for and what has to stand before it.

States S01–S19, D01–D10 and exits X01–X16 are those of docs/glossary.md. Which organs exist on a case's way is the
route's affair (route.py); what a paper must fulfil is the checks' (checks/). Here stands the order alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from dangvien.models import StepKind
from dangvien.procedure.step_definition import StepDefinition
from dangvien.procedure.way_beside import BESIDE
from dangvien.procedure.way_of_probation import PROBATION
from dangvien.procedure.way_to_admission import ADMISSION

DEFINITIONS: Mapping[StepKind, StepDefinition] = {item.kind: item for item in (*ADMISSION, *PROBATION, *BESIDE)}
"""Every kind of step, in the order of the way."""


def definition(kind: StepKind | str) -> StepDefinition:
    return DEFINITIONS[StepKind(kind)]

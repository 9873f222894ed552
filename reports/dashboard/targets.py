"""The targets of a year that were written down for some organizations."""

from __future__ import annotations

from collections import defaultdict

from dangvien.models import Indicator
from dangvien.scope import Scope


def targets_of(scope: Scope, year: int) -> dict[str, int]:
    """Organization's code → how many it is to admit in a year.

    Of the targets that were given to them, not of those they pledged themselves. One about everybody goes before
    those of single sources, which are added up where it is missing. The target of a term is not one of its years.
    """
    given = scope.declared_figures.standing().targets().of_indicator(Indicator.ADMITTED).for_year(year).of_tier()
    whole: dict[str, int] = {}
    by_source: dict[str, int] = defaultdict(int)
    for code, source, value in given.order_by("pk").values_list("organization__code", "source", "value"):
        if source:
            by_source[code] += value
        else:
            whole[code] = value
    return {**by_source, **whole}

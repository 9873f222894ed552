"""Targets: how one is computed and shared out, what counts towards it, and how far each organization has come.

`target_of`, `results_of` and `missed_years` are plain functions of a scope; reports may ask them too.
"""

from dangvien.procedure.targets.counting import results_of
from dangvien.procedure.targets.reading import target_of
from dangvien.procedure.targets.streaks import missed_years

__all__ = ["missed_years", "results_of", "target_of"]

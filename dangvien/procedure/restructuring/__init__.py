"""Acts on organizations before they are carried out: what is to be done, what speaks against it, what it changes."""

from dangvien.procedure.restructuring.checks import Finding, problems
from dangvien.procedure.restructuring.effects import Change, Effects, Flow, effects
from dangvien.procedure.restructuring.plan import Move, Restructuring, Seat

__all__ = ["Change", "Effects", "Finding", "Flow", "Move", "Restructuring", "Seat", "effects", "problems"]

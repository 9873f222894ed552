"""The same figures by hand: the fewest SQL statements for each report, the best of several tried on each database.

They give what is counted in the rows and the total of the sheet and nothing else: no fence, no options, no checks, no
lists behind the numbers. That is the yardstick. One file holds the reports of one family.
"""

from benchmarks.handwritten import (
    admissions,
    appendix,
    lists,
    main_figures,
    members,
    movements,
    structure,
    targets,
    training,
    work,
)
from benchmarks.handwritten.asking import ByHand, Figures

BY_HAND: dict[str, ByHand] = {
    "R00": appendix.r00,
    "R01": appendix.r01,
    "R02": appendix.r02,
    "R03": targets.r03,
    "R04": targets.r04,
    "R05": admissions.r05,
    "R06": admissions.r06,
    "R11": lists.r11,
    "R13": lists.r13,
    "R16": training.r16,
    "R19": lists.r19,
    "R20": targets.r20,
    "R21": structure.r21,
    "R22": structure.r22,
    "R23": lists.r23,
    "R25": targets.r25,
    "R27": members.r27,
    "R28": main_figures.r28,
    "TK01": movements.tk01,
    "TK02": admissions.tk02,
    "TK02B": admissions.tk02b,
    "TK03": members.tk03,
    "TK04": members.tk04,
    "TK05": structure.tk05,
    "TK07": work.tk07,
    "TK10": structure.tk10,
}
"""Code of a report → its figures by hand."""

__all__ = ["BY_HAND", "Figures"]

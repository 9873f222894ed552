"""Closing balances against the ledger: each is counted anew, over the lines it says it holds."""

from __future__ import annotations

from collections.abc import Iterator

from dangvien.procedure.closing import closings, summed
from dangvien.procedure.reconciliation.fault import Fault, Reach
from dangvien.procedure.reconciliation.names import newest_names
from dangvien.text import day_short, thousands


def balance_faults(reach: Reach) -> Iterator[Fault]:
    """Every balance that is not the sum of its lines, and every closing whose rows hold different lines."""
    names = newest_names()
    for day, lasts in closings(reach.balances):
        if len(lasts) > 1:
            yield Fault(f"Chốt sổ ngày {day_short(day)}: các tổ chức không chốt cùng một lúc. Chốt lại ngày này.")
            continue
        stored = dict(reach.balances.filter(closed_on=day).values_list("organization_id", "headcount"))
        counted = summed(reach.movements, day, min(lasts))
        for key in sorted(stored.keys() | counted.keys()):
            if stored.get(key, 0) != counted.get(key, 0):
                yield Fault(
                    f"Chốt sổ ngày {day_short(day)}: {names[key]} ghi {thousands(stored.get(key, 0))} đảng viên, đếm "
                    f"lại theo dòng sổ là {thousands(counted.get(key, 0))}. Chốt lại ngày này.",
                    organization_id=key,
                )

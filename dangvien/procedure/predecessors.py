"""Which cell followed somebody before an act on organizations gave them to another one."""

from __future__ import annotations

from datetime import date

from dangvien.models import Reorganization


def cell_left_behind(candidate: int, day: date) -> int | None:
    """The key of the cell that followed a candidate on a day, when an act since then took them along; else None.

    Asked only where the cell of today did not stand yet on that day. Each act keeps whom it took along.
    """
    later = Reorganization.objects.standing().filter(occurred_on__gt=day).order_by("occurred_on", "pk")
    for followed in later.values_list("plan__candidates", flat=True).iterator():
        for key, source, _ in followed or ():
            if key == candidate:
                return int(source)
    return None

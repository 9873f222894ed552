"""Chốt sổ: write down how many members every organization had at the end of a day, as of the lines written so far."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection, transaction

from dangvien.actions.auditing import note
from dangvien.models import ClosingBalance, Movement, Organization, User
from dangvien.procedure.closing import last_line_of, summed
from dangvien.procedure.problem import Refused
from dangvien.text import day_full

BATCH = 5000


@transaction.atomic
def close_books(*, by: User | None, on: date, today: date) -> int:
    """Write the balances of a day; gives how many. A day closed before is closed anew, by the lines there are now.

    Nobody writes into the ledger meanwhile. PostgreSQL gives a line its key before it is kept: without the lock a line
    kept later could have a smaller key than the last one counted, and nobody would ever add it.
    """
    if on >= today:
        raise Refused.at("on", f"Chỉ chốt được đến hết một ngày đã qua, trước {day_full(today)}.")
    _hold_the_ledger()
    last = last_line_of(Movement.objects.all())
    heads = summed(Movement.objects.all(), on, last)
    ClosingBalance.objects.filter(closed_on=on).delete()
    rows = [
        ClosingBalance(organization_id=key, closed_on=on, headcount=count, last_line=last)
        for key, count in heads.items()
    ]
    ClosingBalance.objects.bulk_create(rows, batch_size=BATCH)
    note(
        by=by,
        verb="chốt sổ",
        subject=ClosingBalance(closed_on=on, headcount=sum(heads.values())),
        organization=Organization.objects.filter(placements__parent__isnull=True).order_by("pk").first(),
        after={"chốt đến hết ngày": on, "số tổ chức": len(rows), "số đảng viên": sum(heads.values())},
    )
    return len(rows)


def close_last_year(today: date) -> bool:
    """Close the year before, once; called by the schedule. Whether it was closed now."""
    on = date(today.year, 1, 1) - timedelta(days=1)
    if ClosingBalance.objects.filter(closed_on=on).exists() or not Movement.objects.until(on).exists():
        return False
    close_books(by=None, on=on, today=today)
    return True


def _hold_the_ledger() -> None:
    """Wait for those who are writing lines, and let nobody begin; SQLite has one writer at a time by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE dangvien_movement IN SHARE MODE")

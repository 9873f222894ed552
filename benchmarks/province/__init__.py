"""A province of about 90.000 invented members, the same on every machine, put into an empty database.

The shape, not the people, is what matters here: as many organizations, ledger lines and learners as the largest
register this program is meant for, with everything that makes counting harder: transfers, departures, reversed lines,
communes that were absorbed. Nothing is drawn from anything but one seeded generator.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from django.utils.timezone import localdate

from benchmarks.province.people import Builder
from benchmarks.province.rows import Rows, Size
from dangvien.actions.progress import refresh_all
from dangvien.models import Organization, Person


class NotEmpty(SystemExit):
    """The database already holds a register."""


def make(size: Size) -> Rows:
    """Fill the empty database. Raises NotEmpty when it holds a register already."""
    if Organization.objects.exists() or Person.objects.exists():
        raise NotEmpty("Cơ sở dữ liệu này đã có sổ; chỉ tạo tỉnh mẫu trong cơ sở dữ liệu trống.")
    rows = Builder(size).build()
    rows.save()
    refresh_all(localdate())
    return rows


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks province`: into the database that DATABASE_URL names, migrated and empty."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks province", description=__doc__)
    parser.add_argument("--divide-by", type=int, default=1, help="a smaller province of the same shape")
    asked = parser.parse_args(arguments)
    started = time.perf_counter()
    size = Size()
    rows = make(size if asked.divide_by == 1 else size.divided_by(asked.divide_by))
    for name, made in vars(rows).items():
        print(f"{name:16} {len(made):8}", file=sys.stderr)
    print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
    return 0

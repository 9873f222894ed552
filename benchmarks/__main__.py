"""`python -m benchmarks [PART [OPTION ...]]`."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import django

PARTS = ("province", "reports", "lists", "due", "ledger", "paper", "rosters", "crowd")


def main(arguments: list[str]) -> int:
    """Run a part with Django set up on DATABASE_URL; without a part everything, each in processes of its own."""
    if not arguments or arguments[0] not in PARTS:
        return int(import_module("benchmarks.whole").main(arguments))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangvien.settings")
    django.setup()
    return int(import_module(f"benchmarks.{arguments[0]}").main(arguments[1:]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`python -m benchmarks [PART [OPTION ...]]`."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import django

PARTS = ("province", "reports", "lists", "paper", "whole")


def main(arguments: list[str]) -> int:
    """Run a part with Django set up on DATABASE_URL; without a part everything, each in processes of its own."""
    part, *rest = arguments or ["whole"]
    if part not in PARTS:
        print(f"usage: python -m benchmarks [{'|'.join(PARTS)}] [--help]", file=sys.stderr)
        return 2
    if part != "whole":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangvien.settings")
        django.setup()
    return int(import_module(f"benchmarks.{part}").main(rest))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The long form: `python -m tests.drills --rounds 100 --seed 1 --database postgresql` prints a table in Markdown."""

from __future__ import annotations

import argparse
import os
import sys

from tests.drills.places import address_of, data_of, ground
from tests.services import free_port

WORKS = "save,import,print,issue,backup"


def main() -> int:
    """Exit status 1 when a drill did not hold."""
    asked, port = _asked(), free_port()
    with ground() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
            "DATABASE_URL": address_of(asked.database, folder, port),
            "DATA_DIR": str(data_of(folder)),
        }
        import django  # noqa: PLC0415 - reads the three variables

        django.setup()
        from tests.drills.long_form import run  # noqa: PLC0415 - knows models

        return run(asked, folder, port)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="how many times something is killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--works", default=WORKS, help=f"which works, with commas: {WORKS}")
    parser.add_argument("--lease", default="3", help="seconds for which a silent worker is trusted; '' as shipped (30)")
    parser.add_argument("--minutes", type=float, default=60.0, help="no new round after so many minutes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

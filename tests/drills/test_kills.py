"""The short form: a few kills at moments drawn by lot, always the same ones. Nothing may be lost or done twice.

The long form, with many kills and a table, is `python -m tests.drills` (docs/drills.md).
"""

from __future__ import annotations

import random
from functools import partial

import pytest

from tests.drills.counting import sentences, table
from tests.drills.drilling import ANSWERS, Drill, Driller, judge
from tests.drills.works import Promise

SERVED = (
    ("save", ANSWERS),
    ("save", "web process"),
    ("import", "worker"),
    ("issue", "web"),
    ("print", "messages"),
)
COMPOSED = (
    ("issue", ANSWERS),
    ("import", "worker process"),
    ("save", "PostgreSQL"),
    ("print", "Redis"),
    ("print", "messages"),
    ("issue", "PostgreSQL"),
)


@pytest.mark.drill
@pytest.mark.django_db
def test_killed_in_the_middle_nothing_is_lost_and_nothing_done_twice(drilled):
    driller = Driller(drilled, random.Random(1))

    drills = [driller.drill(*pair) for pair in (COMPOSED if "PostgreSQL" in drilled.killable else SERVED)]
    drills.append(driller.at_last())

    assert sentences(drills) == [], drilled.words()
    assert all(drill.promised for drill in drills)


def test_what_is_missing_or_there_twice_is_told():
    drill = Drill("save", "web", 0.5, promised=4)
    found = {"kept": 1, "gone": 0, "twice": 2, "half a list": 5}

    judge([Promise(name, partial(found.__getitem__, name), 8 if "list" in name else 1) for name in found], drill)

    assert not drill.held
    assert sentences([drill]) == [
        "save × web after 0.50 s: lost: gone: 0 of 1",
        "save × web after 0.50 s: lost: half a list: 5 of 8",
        "save × web after 0.50 s: doubled: twice: 2 instead of 1",
    ]
    assert table([drill]).splitlines()[2] == "| save | web | 1 | 4 | 2 | 1 | 0 | 0 | 0 | 0.0 s |"

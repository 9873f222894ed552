"""Whole drafts: a head, many true sentences of all classes, one planted error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from reports.figure_check.findings import Klass
from tests.reports.figure_check.corpus import counted, told

Make = Callable[[Random], tuple[str, str]]

TEMPLATES: dict[Klass, list[Make]] = {
    Klass.SUM: counted.SUM,
    Klass.RATIO: counted.RATIO,
    Klass.AVERAGE: counted.AVERAGE,
    Klass.GROWTH: counted.GROWTH,
    Klass.STOCK_FLOW: counted.STOCK_FLOW,
    Klass.COUNT: told.COUNT,
    Klass.LABEL: told.LABEL,
    Klass.PERIOD: told.PERIOD,
    Klass.DEFINITION: told.DEFINITION,
    Klass.UNSUPPORTED: told.UNSUPPORTED,
    Klass.TEXT: told.TEXT,
    Klass.SYMBOL: told.SYMBOL,
}

HEAD = "ĐẢNG BỘ TỈNH AN HẢI\n\nHUYỆN ỦY HẢI AN\n\nBÁO CÁO\n\nkết quả công tác phát triển đảng viên\n\n-----\n"


@dataclass(frozen=True)
class Invented:
    """A draft, the class of its planted error, the paragraph it was planted in."""

    text: str
    klass: Klass
    planted: str
    template: int


def invented(klass: Klass, template: int, random: Random, around: int = 5) -> Invented:
    """A draft with one error of a class, and true sentences of other kinds around it."""
    planted = TEMPLATES[klass][template](random)[1]
    return Invented(_draft(planted, klass, random, around), klass, planted, template)


def true_draft(random: Random, around: int = 8) -> str:
    """A draft in which everything holds."""
    klass = random.choice(list(TEMPLATES))
    planted = random.choice(TEMPLATES[klass])(random)[0]
    return _draft(planted, klass, random, around)


def _draft(planted: str, klass: Klass, random: Random, around: int) -> str:
    """One sentence of a kind only, so that two reports of one year do not contradict each other by chance; and no
    numbers of years beside a claim that stands on none."""
    quiet = [other for other in _QUIET if other is not klass]
    if klass is Klass.UNSUPPORTED:
        quiet = [other for other in quiet if other not in {Klass.GROWTH, Klass.SUM}]
    others = [random.choice(TEMPLATES[other])(random)[0] for other in random.sample(quiet, min(around, len(quiet)))]
    others += random.sample(told.OTHER, 4)
    random.shuffle(others)
    others.insert(random.randint(0, len(others)), planted)
    return HEAD + "\n\n".join(["", *others, ""])


_QUIET = [
    Klass.SUM,
    Klass.RATIO,
    Klass.AVERAGE,
    Klass.GROWTH,
    Klass.STOCK_FLOW,
    Klass.COUNT,
    Klass.PERIOD,
    Klass.SYMBOL,
]


def every(rounds: int, seed: int = 7) -> Iterator[Invented]:
    """So many drafts of every template."""
    for klass, templates in TEMPLATES.items():
        for template in range(len(templates)):
            for number in range(rounds):
                yield invented(klass, template, Random(f"{seed}-{klass}-{template}-{number}"))

"""A crowd at work: everybody does one thing after another at a person's pace, until the time is over."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

from benchmarks.crowd.browser import Browser, Failed, Log
from benchmarks.crowd.people import Person
from benchmarks.crowd.serving import Server

PACE = 8.0
"""Seconds from the beginning of one act to that of the next: 7 or 8 acts a minute."""
SPREAD = 0.25
"""How far a person's pace wavers, as a part of it."""
ARRIVING = 4
"""How many come to the door at once in the morning; nobody's time is taken before all are at their desks, and before so
many have done everything once: a process that has just started reads every page's sources first."""


@dataclass(frozen=True)
class Act:
    """One thing a person does, and how often in a hundred."""

    share: int
    do: Callable[[Person, Browser], object]


@dataclass(frozen=True)
class Side:
    """A program people work with: how they sign in, and what they do then."""

    sign_in: Callable[[Person, Browser], object]
    acts: Sequence[Act]


def work(side: Side, people: Sequence[Person], server: Server, seconds: float) -> Log:
    """Let all people work with a program for so long; what each does is drawn from a seed of their own."""
    log = Log()
    browsers = [Browser(server.home, person.number, log) for person in people]
    try:
        with ThreadPoolExecutor(ARRIVING) as pool:
            list(pool.map(lambda pair: _attempt(side.sign_in, *pair), zip(people, browsers, strict=True)))
            list(
                pool.map(lambda pair: everything_once(side.acts, *pair), zip(people[:ARRIVING], browsers, strict=False))
            )
        server.forget_memory()
        log.counted = True
        end = time.monotonic() + seconds
        with ThreadPoolExecutor(len(people)) as pool:
            list(pool.map(lambda pair: _day(side.acts, pair[0], pair[1], end), zip(people, browsers, strict=True)))
    finally:
        for browser in browsers:
            browser.close()
    return log


def everything_once(acts: Sequence[Act], person: Person, browser: Browser) -> None:
    """Each act, in the order in which one gives the next something to work on."""
    for act in acts:
        _attempt(act.do, person, browser)


def _day(acts: Sequence[Act], person: Person, browser: Browser, end: float) -> None:
    draw = Random(person.number)
    shares = [act.share for act in acts]
    begin = time.monotonic() + draw.uniform(0, PACE)
    while begin < end:
        time.sleep(max(0.0, begin - time.monotonic()))
        _attempt(draw.choices(acts, shares)[0].do, person, browser)
        begin = max(time.monotonic(), begin + PACE * draw.uniform(1 - SPREAD, 1 + SPREAD))


def _attempt(do: Callable[[Person, Browser], object], person: Person, browser: Browser) -> None:
    """One act; a page on which it cannot go on is an error like any other."""
    try:
        do(person, browser)
    except Failed:
        pass
    except (LookupError, ValueError) as missing:
        browser.failed(do.__name__, repr(missing))

"""Saving a population: many rows at once, each kind after those it points to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from django.db import models

from dangvien.demo.population import Population
from dangvien.models import Movement

BATCH = 2000
"""Rows of one INSERT at most; SQLite takes fewer at a time by itself."""

Row = TypeVar("Row", bound=models.Model)


def save(population: Population) -> None:
    """Save everybody. Lines of the ledger are written in the order of their days, as a book would be."""
    lives = population.lives
    classes = population.courses.classes
    _insert(population.people.persons)
    _insert(population.people.standings)
    _insert(population.papers.numbered())
    _insert(classes)
    _insert(population.courses.enrollments)
    _insert(population.candidates.candidates)
    _insert(population.candidates.introductions)
    _insert(lives.members)
    _insert(sorted(lives.movements, key=_day))


def _day(line: Movement) -> date:
    return line.occurred_on


def _insert(rows: Sequence[Row]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)

"""Putting a demo city into the register, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from dangvien.actions.auditing import note
from dangvien.actions.progress import refresh_all
from dangvien.demo import (
    accounts,
    cases,
    figures,
    letterheads,
    records,
    reform,
    statuses,
    surveys,
    targets,
    transfers,
    tree,
    writing,
)
from dangvien.demo.figures import City
from dangvien.demo.population import Population, Serials
from dangvien.demo.tree import Tree
from dangvien.planning import count_rows

SEED = "dong-ha-2022"

DEMO_MADE = "tạo sổ mẫu"
"""The verb of the entry by which a demo register is known for ever."""


@dataclass(frozen=True)
class Built:
    """What was made: the city's figures and its saved tree, and the text with the accounts."""

    city: City
    tree: Tree
    slip: str


@transaction.atomic
def dong_ha(*, password: str, reformed: bool) -> Built:
    """The demo register: Đông Hà with its people and accounts, up to the demo's last day.

    `reformed`: on 1 July 2025 the city and its wards are absorbed by the new wards of the same name.
    """
    city = figures.dong_ha()
    after = figures.dong_ha_reform() if reformed else None
    made = build(city, Serials(), seed=SEED, after=after)
    users = accounts.of(city, made)
    opened = accounts.open_all(users, password)
    targets.write(made, opened["quantri"], SEED)
    note(
        by=None,
        verb=DEMO_MADE,
        subject=made.province,
        organization=made.province,
        after={"đảng bộ": city.city.name, "sắp xếp 01/7/2025": reformed},
    )
    return Built(city, made, accounts.keep_slip(users, password))


@transaction.atomic
def build(city: City, serials: Serials, *, seed: str, mark: str = "", after: Mapping[str, Any] | None = None) -> Tree:
    """Save one city: organizations, letterheads, people and everything that happened to them.

    Several cities can share a register: give them the same `serials`, codes of their own in `city`, another `seed` and
    a `mark` that ends the codes of their classes. `after` is the reform to carry out, as its seed file tells it.
    """
    planted = tree.plant(city, seed)
    if after:
        reform.carry_out(planted, after)
    desks = letterheads.write(city, planted, after)
    population = Population(city, planted, desks, serials, seed, mark)
    population.make()
    writing.save(population)
    count_rows()
    surveys.write(planted, seed)
    cases.write(planted, seed)
    statuses.write(planted, seed)
    transfers.write(planted, seed)
    records.write(planted, seed)
    count_rows()
    refresh_all(localdate())
    return planted

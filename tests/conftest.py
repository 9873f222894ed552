"""Fixtures for every test: the demo register (see tests/demo_register.py) and a small world (see tests/people.py).

A test that reaches the database gets the mark `database` by itself: the second run, on PostgreSQL, takes only those
(without the ones marked `once`), for the others cannot tell the difference.

Random examples are the same in every run, so that a red run can be repeated, and no machine is too slow for them;
`--hypothesis-profile search` looks for new ones.
"""

import gc

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, settings

from tests.demo_register import (
    dong_ha,
    dong_ha_after_reform,
    dong_ha_after_reform_stage,
    dong_ha_live,
    dong_ha_stage,
)
from tests.people import (
    an,
    as_an,
    as_binh,
    as_chi,
    as_dung,
    as_giang,
    as_hoa,
    binh,
    chi,
    dung,
    giang,
    hoa,
    signed_in,
    world,
)

settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("house"), derandomize=False)
settings.load_profile("house")

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> None:
    """The tables are made from the models as they are (environment.py); the migrations count as carried out.

    `make check` holds that both say the same, tests/deployment carries all of them out from the first release on.
    """
    with django_db_blocker.unblock():
        call_command("migrate", fake=True, verbosity=0)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what reaches the database, before `-m` is looked at."""
    for item in items:
        fixtures = DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        if fixtures or item.get_closest_marker("django_db") is not None:
            item.add_marker("database")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was loaded by now stays to the end: Python need not search it for cycles, which took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


__all__ = [
    "an",
    "as_an",
    "as_binh",
    "as_chi",
    "as_dung",
    "as_giang",
    "as_hoa",
    "binh",
    "chi",
    "dong_ha",
    "dong_ha_after_reform",
    "dong_ha_after_reform_stage",
    "dong_ha_live",
    "dong_ha_stage",
    "dung",
    "giang",
    "hoa",
    "signed_in",
    "world",
]

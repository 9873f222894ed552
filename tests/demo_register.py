"""The demo register as fixtures: made once for each test process, then lent to one test after another.

`dong_ha` and `dong_ha_after_reform` put the test into a transaction on that database, which is taken back afterwards.
`dong_ha_live` gives a test with a live server or several connections a copy that it may change for good.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection

from dangvien.demo import build, figures
from dangvien.demo.figures import City
from dangvien.models import Organization, User
from dangvien.period import Period
from tests.staging import Stage, clone, drop, staged

PASSWORD = "muoi-hai-ky-tu"


@dataclass(frozen=True)
class DemoRegister:
    """What a test needs to find its way in the demo: `demo["phuong-1"]` is that organization."""

    figures: City

    def __getitem__(self, code: str) -> Organization:
        return Organization.objects.get(code=code)

    @property
    def city(self) -> Organization:
        return self[self.figures.city.code]

    @property
    def province(self) -> Organization:
        return self[self.figures.province.code]

    @property
    def period(self) -> Period:
        """What the report of 2022 counts: 01/01/2012 to 20/5/2022."""
        return self.figures.period

    @property
    def as_of(self) -> date:
        """The day of its stocks: 20/5/2022."""
        return self.figures.period.last

    def user(self, username: str) -> User:
        """An account of the demo; all of them have PASSWORD."""
        return User.objects.get(username=username)


DEMO = DemoRegister(figures.dong_ha())


@pytest.fixture(scope="session")
def dong_ha_stage(django_db_setup, django_db_blocker) -> Iterator[Stage[DemoRegister]]:
    """The database that holds the demo as `manage.py demo` makes it."""
    with staged("dong_ha", django_db_blocker, lambda: _made(reformed=False)) as stage:
        yield stage


@pytest.fixture(scope="session")
def dong_ha_after_reform_stage(django_db_setup, django_db_blocker) -> Iterator[Stage[DemoRegister]]:
    """The database that holds the demo as `manage.py demo --reform` makes it."""
    with staged("dong_ha_after_reform", django_db_blocker, lambda: _made(reformed=True)) as stage:
        yield stage


def _made(*, reformed: bool) -> DemoRegister:
    build.dong_ha(password=PASSWORD, reformed=reformed)
    return DEMO


@pytest.fixture
def dong_ha(dong_ha_stage, db) -> Iterator[DemoRegister]:
    """The demo register: the city of 2022 still standing."""
    with dong_ha_stage.lent() as demo:
        yield demo


@pytest.fixture
def dong_ha_after_reform(dong_ha_after_reform_stage, db) -> Iterator[DemoRegister]:
    """The demo register after 1 July 2025: the same people under the new wards."""
    with dong_ha_after_reform_stage.lent() as demo:
        yield demo


@pytest.fixture
def dong_ha_live(dong_ha_stage, transactional_db) -> Iterator[DemoRegister]:
    """A copy of the demo register that every thread of this process sees and that really commits."""
    copy = clone(dong_ha_stage.database, "live")
    empty = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = copy.settings_dict["NAME"]  # shared by all threads: new connections go there
    yield DEMO
    connection.close()
    connection.settings_dict["NAME"] = empty
    drop(dong_ha_stage.database, "live")

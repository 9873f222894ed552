"""Fixtures for every test: the demo register (see tests/demo_register.py) and a small world (see tests/people.py).

Random examples are the same in every run, so that a red run can be repeated, and no machine is too slow for them;
`--hypothesis-profile search` looks for new ones.
"""

from hypothesis import HealthCheck, settings

from tests.demo_register import (
    dong_ha,
    dong_ha_after_reform,
    dong_ha_after_reform_database,
    dong_ha_database,
    dong_ha_live,
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
    "dong_ha_after_reform_database",
    "dong_ha_database",
    "dong_ha_live",
    "dung",
    "giang",
    "hoa",
    "signed_in",
    "world",
]

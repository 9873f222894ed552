"""Fixtures for every test: the demo register (see tests/demo_register.py) and a small world (see tests/people.py)."""

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

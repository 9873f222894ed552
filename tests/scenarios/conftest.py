"""The scenarios take place in the demo register."""

from tests.demo_register import (
    dong_ha,
    dong_ha_after_reform,
    dong_ha_after_reform_database,
    dong_ha_database,
    dong_ha_live,
)

__all__ = ["dong_ha", "dong_ha_after_reform", "dong_ha_after_reform_database", "dong_ha_database", "dong_ha_live"]

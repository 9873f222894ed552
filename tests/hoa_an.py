"""The invented ward of the shared samples: phường Hòa An with its ten cells, standing since 2010."""

from __future__ import annotations

from dangvien.models import Organization, OrganizationKind
from tests import factories

CELLS = (
    "Chi bộ Khu phố 1", "Chi bộ Khu phố 2", "Chi bộ Khu phố 3", "Chi bộ Khu phố 4", "Chi bộ Khu phố 5",
    "Chi bộ Khu phố 6", "Chi bộ Trường Tiểu học Hòa Bình", "Chi bộ Quân sự", "Chi bộ Công an", "Chi bộ Cơ quan",
)  # fmt: skip


def hoa_an() -> Organization:
    """The ward, code hoa-an, under a city."""
    city = factories.organization("dong-ha", "Đảng bộ thành phố Đông Hà", OrganizationKind.CAP_TREN)
    ward = factories.organization(
        "hoa-an", "Đảng bộ phường Hòa An", OrganizationKind.DANG_BO_CO_SO, city, sector="phuong"
    )
    for number, name in enumerate(CELLS, 1):
        factories.organization(f"hoa-an-{number}", name, OrganizationKind.CHI_BO, ward)
    return ward

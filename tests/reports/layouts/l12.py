"""L12: characteristics that overlap, with their share and their change in number and percent: the catalogue's R06."""

from reports.catalog.dac_diem_ket_nap import REPORT

__all__ = ["REPORT"]

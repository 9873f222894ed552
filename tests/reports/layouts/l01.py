"""L01: grassroots organizations of one kind, the total with its number: the catalogue's R01."""

from reports.catalog.phu_luc_khu_dan_cu import REPORT

__all__ = ["REPORT"]

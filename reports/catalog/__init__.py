"""One file per report, found by being here. A file exports `REPORT`."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from types import MappingProxyType

from reports.definition import DefinitionError, Report


@cache
def reports() -> MappingProxyType[str, Report]:
    """Slug → report, in the order of their codes. Raises DefinitionError naming the file that is wrong."""
    found: dict[str, Report] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda item: item.name):
        report = getattr(import_module(f"{__name__}.{module.name}"), "REPORT", None)
        if not isinstance(report, Report):
            raise DefinitionError(f"reports/catalog/{module.name}.py không khai báo REPORT")
        if report.slug in found or any(other.code == report.code for other in found.values()):
            raise DefinitionError(f"reports/catalog/{module.name}.py: mã hoặc địa chỉ {report.code} đã có")
        found[report.slug] = report
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: item[1].code)))


def by_code(code: str) -> Report:
    """The report with this code (R01) or slug, whatever the case. Raises KeyError."""
    for report in reports().values():
        if code.casefold() in (report.code.casefold(), report.slug):
            return report
    raise KeyError(code)

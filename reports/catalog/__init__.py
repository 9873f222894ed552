"""One file per report, found by being here. A file exports `REPORT`; one whose name begins with "_" holds what several
share."""

from __future__ import annotations

import pkgutil
import traceback
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from reports.definition import DefinitionError, ItemRows, Report


@cache
def reports() -> MappingProxyType[str, Report]:
    """Slug → report, in the order of their codes. Raises DefinitionError naming the file and line that is wrong."""
    found: dict[str, Report] = {}
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        if name.startswith("_"):
            continue
        report = _declared(name)
        if report.slug in found or any(other.code == report.code for other in found.values()):
            raise DefinitionError(f"reports/catalog/{name}.py: mã hoặc địa chỉ {report.code} đã có")
        found[report.slug] = report
    _look_after_relations(found)
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: item[1].code)))


def _declared(name: str) -> Report:
    try:
        report = getattr(import_module(f"{__name__}.{name}"), "REPORT", None)
    except (DefinitionError, ImportError, NameError, AttributeError, TypeError, KeyError) as wrong:
        raise DefinitionError(f"{_where(wrong, name)}: {wrong}") from wrong
    if not isinstance(report, Report):
        raise DefinitionError(f"reports/catalog/{name}.py không khai báo REPORT")
    return report


def _where(wrong: Exception, name: str) -> str:
    """The last line of the file that was reached: "reports/catalog/x.py, dòng 12"."""
    file = Path(__file__).parent / f"{name}.py"
    lines = [frame.lineno for frame in traceback.extract_tb(wrong.__traceback__) if Path(frame.filename) == file]
    return f"reports/catalog/{name}.py" + (f", dòng {lines[-1]}" if lines else "")


def _look_after_relations(found: dict[str, Report]) -> None:
    """Checks against other reports name reports that there are. Raises DefinitionError."""
    known = {report.code for report in found.values()}
    for report in found.values():
        for check in report.checks:
            for ref in (check.left, check.right):
                if ref.report and ref.report not in known:
                    raise DefinitionError(
                        f"báo cáo {report.code}: kiểm tra “{check.sentence}” cần báo cáo {ref.report} không có"
                    )


def shelves() -> list[tuple[str, list[Report]]]:
    """The reports under the headings of the catalogue's page: tables, official forms, lists."""
    found: dict[str, list[Report]] = {"Báo cáo, phụ lục": [], "Biểu thống kê theo mẫu": [], "Danh sách": []}
    for report in reports().values():
        heading = "Biểu thống kê theo mẫu" if report.form else "Báo cáo, phụ lục"
        found["Danh sách" if isinstance(report.rows, ItemRows) else heading].append(report)
    return [(heading, shelf) for heading, shelf in found.items() if shelf]


def by_code(code: str) -> Report:
    """The report with this code (R01) or slug, whatever the case. Raises KeyError."""
    for report in reports().values():
        if code.casefold() in (report.code.casefold(), report.slug):
            return report
    raise KeyError(code)

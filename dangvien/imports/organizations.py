"""Rows of a list of organizations: founded where the register has none, compared where it has one.

A list tells since when an organization stands, not since when it is called or hangs as it does: so an import founds and
never changes. What differs is told, and is changed by an act of its own, which has a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangvien.dates import add_months
from dangvien.imports.compare import Asked, Compared
from dangvien.imports.findings import Findings
from dangvien.imports.units import RegisterUnits
from dangvien.models import Organization, OrganizationKind, Placement, Verdict
from dangvien.models.organization import CELLS
from dangvien.procedure.restructuring.checks import MONTHS_AHEAD
from dangvien.procedure.roster_facts import code_of, text_of
from dangvien.procedure.roster_organizations import CODE, FileOrganizations, OrganizationSaid, decision_number, label_in
from dangvien.scope import Scope
from dangvien.text import day_full, search_key

CHANGE_BY_AN_ACT = (
    "Nhập danh sách không đổi tổ chức đã có. Đổi tên, loại, cấp trên là một việc có ngày: ghi ở trang của tổ chức, "
    "hoặc dùng phương án sắp xếp."
)

MOST_LEVELS = 12
"""So many rows of a file may hang one below the other: no tree is deeper, and a chain of thousands costs hours."""


@dataclass(slots=True)
class Standing:
    """An organization of the register as it stands today."""

    key: int
    code: str
    name: str
    kind: OrganizationKind
    parent: int | None
    sector: str
    area: str
    since: date
    """Since when it stands at all, whatever it was called."""


class OrganizationComparison:
    """Compares the rows of a whole file at once: superiors may stand in it, above or below."""

    def __init__(self, scope: Scope, organization: Organization) -> None:
        self.scope, self.organization = scope, organization
        self.today = scope.today
        self.standing = _standing(scope, organization)
        self.units = RegisterUnits.below(organization, scope.today, cells_only=False)
        self._by_code = {row.code: row for row in self.standing.values()}
        self._names: dict[str, list[Standing]] = {}
        for row in self.standing.values():
            self._names.setdefault(search_key(row.name), []).append(row)
        self.file = FileOrganizations()
        self._seats: set[tuple[str, str]] = set()
        self._issuers = _issuers(scope)

    def compare(self, asked: Sequence[Asked]) -> list[Compared]:
        """The verdicts, in order. A superior that stands in the file must come in this part or in one before."""
        told = [(row, OrganizationSaid.of(row.record)) for row in asked]
        wanted = [said.code for _, said in told if said.code]
        taken = set(
            Organization.objects.filter(code__in=wanted, placements__isnull=False).values_list("code", flat=True)
        )
        for _, said in told:
            self.file.add(said)
        found = [self._one(row, said, taken) for row, said in told]
        self._hold_below(told, found)
        return found

    def places(self, records: Iterable[Mapping[str, Any]]) -> dict[str, int]:
        """The organizations of the register that rows name as superior or issuer, by the words of the file."""
        named: dict[str, int] = {}
        for said in map(OrganizationSaid.of, records):
            if said.parent and (above := self.parent_of(said.parent)) is not None:
                named[said.parent] = above.key
            if said.issuer and (issuer := self.issuer_of(said.issuer)) is not None:
                named[said.issuer] = issuer
        return named

    def issuer_of(self, text: str) -> int | None:
        """The organization a text names as the issuer of a decision, by name or code; None when none or several are."""
        found = self._issuers.get(search_key(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def _hold_below(self, told: Sequence[tuple[Asked, OrganizationSaid]], found: Sequence[Compared]) -> None:
        """What hangs under a row that is not founded cannot be founded either."""
        verdicts = {id(said): item for (_, said), item in zip(told, found, strict=True)}
        waiting = True
        while waiting:
            waiting = False
            for (row, said), item in zip(told, found, strict=True):
                if item.verdict is not Verdict.NEW or said.parent is None or self.parent_of(said.parent) is not None:
                    continue
                above = self.file.named(said.parent)
                held = verdicts.get(id(above[0])) if len(above) == 1 else None
                if held is not None and held.verdict is not Verdict.NEW:
                    findings = Findings(row.columns, row.record)
                    findings.fail(
                        "truc_thuoc",
                        "parent_held",
                        f"Dòng của cấp trên “{said.parent}” phải sửa trước.",
                        "Sửa dòng ấy, rồi kiểm tra lại.",
                    )
                    item.verdict, item.issues, waiting = Verdict.WRONG, [*item.issues, *findings.all], True

    def _one(self, row: Asked, said: OrganizationSaid, taken: set[str]) -> Compared:
        findings = Findings(row.columns, row.record)
        for key, value, noun in (
            ("ten_to_chuc", said.name, "tên tổ chức"),
            ("truc_thuoc", said.parent, "tổ chức cấp trên"),
            ("ngay_thanh_lap", said.founded_on, "ngày thành lập"),
        ):
            if value is None and text_of(row.record, key) is None:
                findings.fail(key, "required", f"Chưa ghi {noun}.", f"Ghi {noun}.")
        for key, name, noun, needed in (
            ("loai", "organization_kind", "loại tổ chức", True),
            ("khoi", "sector", "khối", False),
            ("dia_ban", "cell_area", "địa bàn", False),
        ):
            _check_code(findings, row, key, name, noun, needed=needed)
        if said.code and not CODE.fullmatch(said.code):
            findings.fail(
                "ma",
                "code_invalid",
                "Mã chỉ gồm chữ thường không dấu, chữ số, gạch nối, đến 60 ký tự.",
                "Sửa mã, hoặc để trống để sổ tự đặt.",
            )
        known = self._known(said)
        if known is not None:
            return self._beside(said, known, findings)
        if said.code and said.code in taken:
            findings.fail(
                "ma", "code_taken", f"Mã {said.code} đã dùng cho tổ chức khác.", "Đặt mã khác, hoặc để trống."
            )
        self._check_parent(said, findings)
        self._check_day(said, findings)
        self._check_twice(said, findings)
        self._check_decision(said, findings)
        return Compared(Verdict.WRONG if findings.grave else Verdict.NEW, issues=findings.all)

    def _known(self, said: OrganizationSaid) -> Standing | None:
        """The organization of the register that a row is about: by its code, or by its name below its superior."""
        if said.code:
            return self._by_code.get(said.code)
        parent = self.parent_of(said.parent)
        namesakes = self._names.get(search_key(said.name or ""), [])
        found = [row for row in namesakes if parent is not None and row.parent == parent.key]
        return found[0] if len(found) == 1 else None

    def parent_of(self, text: str | None) -> Standing | None:
        """The superior that a text names, by code or by name, when the register has it."""
        if text is None:
            return None
        if (by_code := self._by_code.get(text.lower())) is not None:
            return by_code
        found = self.units.find(text)
        key = self.units.key_of(found.name) if found.exact else None
        return self.standing.get(key) if key is not None else None

    def _beside(self, said: OrganizationSaid, known: Standing, findings: Findings) -> Compared:
        """An organization that is there: what differs is told and left as it is."""
        before: dict[str, Any] = {}
        if said.name and said.name != known.name:
            before["ten_to_chuc"] = known.name
        if said.kind and said.kind is not known.kind:
            before["loai"] = label_in("organization_kind", known.kind.value)
        parent = self.parent_of(said.parent)
        if said.parent and (parent is None or parent.key != known.parent) and known.key != self.organization.pk:
            above = self.standing.get(known.parent or 0)
            before["truc_thuoc"] = above.name if above else ""
        for key, new, old, name in (
            ("khoi", said.sector, known.sector, "sector"),
            ("dia_ban", said.area, known.area, "cell_area"),
        ):
            if new and new != old:
                before[key] = label_in(name, old) if old else ""
        if said.founded_on and said.founded_on != known.since:
            before["ngay_thanh_lap"] = known.since.isoformat()
        if findings.grave:
            return Compared(Verdict.WRONG, before=before, issues=findings.all)
        if not before:
            return Compared(Verdict.SAME, issues=findings.all)
        for key in before:
            findings.warn(
                key,
                "organization_differs",
                f"Trong sổ, {known.name} (mã {known.code}) khác dòng này.",
                CHANGE_BY_AN_ACT,
            )
        return Compared(Verdict.LEFT_OUT, before=before, issues=findings.all)

    def _check_parent(self, said: OrganizationSaid, findings: Findings) -> None:
        if said.parent is None:
            return
        above = self.parent_of(said.parent)
        if above is not None:
            if above.kind in CELLS:
                findings.fail(
                    "truc_thuoc",
                    "parent_is_a_cell",
                    f"{above.name} là chi bộ, không có tổ chức cấp dưới.",
                    "Ghi cấp trên khác.",
                )
            elif said.founded_on and said.founded_on < above.since:
                findings.fail(
                    "ngay_thanh_lap",
                    "before_parent",
                    f"{above.name} trong sổ chỉ có từ ngày {day_full(above.since)}.",
                    "Kiểm tra lại ngày thành lập.",
                )
            return
        inside = self.file.named(said.parent)
        if len(inside) == 1:
            self._check_inside(said, inside[0], findings)
        elif inside:
            findings.fail(
                "truc_thuoc",
                "parent_ambiguous",
                f"Trong tệp có {len(inside)} tổ chức tên “{said.parent}”.",
                "Ghi mã của cấp trên thay cho tên.",
            )
        else:
            offers = self.units.find(said.parent).suggestions
            hint = (
                f"Có phải là: {'; '.join(offers)}?" if offers else "Ghi tên hoặc mã như trong sổ, hoặc thêm một dòng."
            )
            findings.fail(
                "truc_thuoc",
                "parent_unknown",
                f"Không có tổ chức cấp trên “{said.parent}” trong sổ và trong tệp.",
                hint,
            )

    def _check_inside(self, said: OrganizationSaid, above: OrganizationSaid, findings: Findings) -> None:
        """A superior that stands in the file: no cell, founded before, and not below the row itself."""
        if above.is_cell:
            findings.fail(
                "truc_thuoc",
                "parent_is_a_cell",
                f"{above.name} là chi bộ, không có tổ chức cấp dưới.",
                "Ghi cấp trên khác.",
            )
        if above.founded_on and said.founded_on and said.founded_on < above.founded_on:
            findings.fail(
                "ngay_thanh_lap",
                "before_parent",
                f"{above.name} thành lập ngày {day_full(above.founded_on)}, sau ngày này.",
                "Kiểm tra lại hai ngày.",
            )
        line: list[OrganizationSaid] = [said]
        step: OrganizationSaid | None = above
        while step is not None and self.parent_of(step.parent) is None:
            if len(line) > MOST_LEVELS:
                findings.fail("truc_thuoc", "parent_too_deep", f"Tổ chức này nằm dưới hơn {MOST_LEVELS} cấp của tệp.",
                              "Kiểm tra lại cột cấp trên.")  # fmt: skip
                return
            if any(step is earlier for earlier in line):
                findings.fail("truc_thuoc", "parent_circle", "Tổ chức này nằm dưới chính nó.", "Ghi cấp trên khác.")
                return
            line.append(step)
            found = self.file.named(step.parent or "")
            step = found[0] if len(found) == 1 else None

    def _check_day(self, said: OrganizationSaid, findings: Findings) -> None:
        if said.founded_on and said.founded_on > add_months(self.today, MONTHS_AHEAD):
            findings.fail(
                "ngay_thanh_lap",
                "date_future",
                f"Ngày {day_full(said.founded_on)} còn xa hơn một năm.",
                "Kiểm tra lại năm.",
            )

    def _check_twice(self, said: OrganizationSaid, findings: Findings) -> None:
        for seat, key, sentence in (
            (("", said.code or ""), "ma", f"Mã {said.code} đã có ở một dòng trên của tệp."),
            (
                (search_key(said.name or ""), search_key(said.parent or "")),
                "ten_to_chuc",
                f"“{said.name}” đã có ở một dòng trên của tệp.",
            ),
        ):
            if not seat[1]:
                continue
            if seat in self._seats:
                findings.fail(key, "organization_duplicate", sentence, "Giữ một dòng, bỏ dòng kia.")
            self._seats.add(seat)

    def _check_decision(self, said: OrganizationSaid, findings: Findings) -> None:
        """A decision goes in with its number, day and issuer, all three; otherwise the user is told."""
        if said.decision is None:
            return
        missing = []
        if decision_number(said.decision) is None:
            missing.append("số, ký hiệu đọc được (ví dụ 12-QĐ/ĐU)")
        if said.decided_on is None:
            missing.append("ngày quyết định")
        if said.issuer is None or self.issuer_of(said.issuer) is None:
            missing.append("cơ quan ban hành có trong sổ")
        if missing:
            findings.warn(
                "so_quyet_dinh",
                "decision_not_kept",
                f"Quyết định này chưa ghi vào sổ: thiếu {', '.join(missing)}.",
                "Ghi đủ thì quyết định vào sổ cùng tổ chức; không thì chỉ tệp gốc giữ.",
            )


def _issuers(scope: Scope) -> dict[str, set[int]]:
    """Who may have issued a decision, in scope or above it, by name and code without marks (two queries)."""
    rows = Placement.objects.in_force_on(scope.today).filter(organization__in=scope.organizations | scope.superiors)
    found: dict[str, set[int]] = {}
    for key, name, code in rows.values_list("organization_id", "name", "organization__code"):
        found.setdefault(search_key(name), set()).add(key)
        found.setdefault(search_key(code), set()).add(key)
    return found


def _check_code(findings: Findings, row: Asked, key: str, name: str, noun: str, *, needed: bool) -> None:
    said = text_of(row.record, key)
    if said is None:
        if needed:
            findings.fail(key, "required", f"Chưa ghi {noun}.", f"Chọn {noun} trong danh mục.")
    elif code_of(row.record, key, name) is None:
        findings.fail(key, "code_unknown", f"“{said}” không có trong danh mục {noun}.", f"Chọn {noun} trong danh mục.")


def _standing(scope: Scope, organization: Organization) -> dict[int, Standing]:
    """What stands today below an organization, itself included, with the day since which it has stood (two queries)."""
    below = scope.within(organization).organizations
    rows = Placement.objects.standing_on(scope.today).filter(organization__in=below)
    known = rows.values_list("organization_id", "organization__code", "name", "kind", "parent_id", "sector", "area")
    first: dict[int, date] = {}
    for key, day in (
        Placement.objects.filter(organization__in=below).order_by().values_list("organization_id", "valid_from")
    ):
        first[key] = min(day, first.get(key, day))
    return {
        key: Standing(key, code, name, OrganizationKind(kind), parent, sector, area, first[key])
        for key, code, name, kind, parent, sector, area in known
    }

"""Rows of a list of quần chúng ưu tú against the register: who it is, whether a cell follows them already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz

from dangvien import codes, rules
from dangvien.dates import add_months
from dangvien.imports.compare import Asked, Compared
from dangvien.imports.findings import Findings
from dangvien.imports.known import Entry, Numbers, Register
from dangvien.imports.matching import Match, births_agree, check_person, match, person_changes, same_name, told_alike
from dangvien.imports.units import RegisterUnits
from dangvien.models import Candidate, Placement, Verdict
from dangvien.models.organization import CELLS
from dangvien.procedure.duplicates import ALIKE
from dangvien.procedure.roster_candidates import UNSORTED, CandidateSaid
from dangvien.procedure.roster_facts import text_of
from dangvien.text import day_full, search_key


class CandidateComparison:
    """Compares rows of a list of candidates, a part at a time."""

    def __init__(self, register: Register, units: RegisterUnits, *, options: Mapping[str, Any]) -> None:
        self.register, self.units, self.options = register, units, options
        below = register.below.candidates.open()
        self._followed = {row.person_id: row for row in below}
        closed = register.below.candidates.filter(closed_on__isnull=False).order_by("opened_on")
        self._earlier = dict(closed.values_list("person_id", "opened_on"))
        self._cells: dict[int, list[Any]] = {}
        rows = Placement.objects.filter(organization__in=register.below.organizations, kind__in=CELLS)
        for key, first, end in rows.values_list("organization_id", "valid_from", "valid_to"):
            self._cells.setdefault(key, []).append((first, end))

    def compare(self, asked: Sequence[Asked]) -> list[Compared]:
        """The verdicts, in order. How many rows there are changes no number of queries."""
        told = [(row, CandidateSaid.of(row.record)) for row in asked]
        found = [match(said.person, self.register, sure=self._sure_of(said), choice=row.choice) for row, said in told]
        numbers = self.register.numbers(
            citizens=(said.person.citizen_id for _, said in told if said.person.citizen_id),
            cards=(),
            people={entry.person for item in found for entry in _everybody(item)},
            certificates=(said.number for _, said in told),
        )
        return [self._row(row, said, item, numbers) for (row, said), item in zip(told, found, strict=True)]

    def _sure_of(self, said: CandidateSaid) -> Callable[[Entry], bool]:
        """Somebody of this name and birth whom the cell of the row follows."""
        cell = self.units.key_of(said.unit)

        def sure(entry: Entry) -> bool:
            held = self._followed.get(entry.person)
            return held is not None and held.organization_id == cell

        return sure

    def _row(self, row: Asked, said: CandidateSaid, found: Match, numbers: Numbers) -> Compared:
        findings = Findings(row.columns, row.record)
        entry = self._by_number(said, numbers, findings) or found.entry
        cell = self._check_cell(said, findings)
        self._check_words(row, said, findings)
        self._check_days(said, findings)
        person = entry.person if entry is not None and entry.seen else None
        if findings.grave:
            return Compared(Verdict.WRONG, issues=findings.all, person=person)
        if entry is None and found.alike:
            findings.warn(
                "ho_ten",
                "perhaps_known",
                "Trong sổ có người giống người này.",
                "So hai người: là một thì chọn người ấy, không phải thì chọn người mới.",
            )
            return Compared(Verdict.MAYBE, issues=findings.all, alike=told_alike(found.alike, self.register))
        if entry is None:
            check_person(said.person, findings, self.options)
            self._check_certificate(said, None, numbers, findings)
            return Compared(_verdict(findings), issues=findings.all)
        return self._known(said, entry, cell, numbers, findings)

    def _by_number(self, said: CandidateSaid, numbers: Numbers, findings: Findings) -> Entry | None:
        """Whom the number of citizens names; one of somebody else is an error."""
        number = said.person.citizen_id
        holder = numbers.by_citizen.get(number) if number else None
        if holder is None:
            return None
        if not holder.seen:
            findings.fail(
                "so_cccd",
                "citizen_elsewhere",
                "Số căn cước này đã ghi cho một người của nơi khác trong sổ.",
                "Kiểm tra lại số. Người ấy chuyển nơi thì ghi việc chuyển nơi, không nhập mới.",
            )
            return None
        like = fuzz.token_sort_ratio(holder.search_key, search_key(said.person.full_name)) >= ALIKE
        if same_name(holder.full_name, said.person.full_name) or (
            like and births_agree(holder.birth, said.person.birth)
        ):
            return holder
        findings.fail(
            "so_cccd",
            "citizen_taken",
            f"Số căn cước này trong sổ là của {holder.full_name}, sinh {holder.birth}.",
            "Kiểm tra lại số, họ tên và ngày sinh.",
        )
        return None

    def _check_cell(self, said: CandidateSaid, findings: Findings) -> int | None:
        cell = self.units.key_of(said.unit)
        if said.unit is None:
            findings.fail("chi_bo", "required", "Chưa ghi chi bộ theo dõi.", "Ghi chi bộ đang theo dõi người này.")
        elif cell is None:
            findings.fail("chi_bo", "unit_unknown", f"Không có chi bộ “{said.unit}”.", "Ghi tên chi bộ như trong sổ.")
        elif cell not in self.register.working or cell not in self._cells:
            findings.fail(
                "chi_bo",
                "unit_closed",
                f"{said.unit} nay không phải chi bộ đang hoạt động.",
                "Ghi chi bộ đang theo dõi hiện nay.",
            )
        elif said.opened_on and not any(first <= said.opened_on < end for first, end in self._cells[cell]):
            findings.fail(
                "ngay_vao_danh_sach",
                "unit_not_yet",
                f"Ngày {day_full(said.opened_on)}, {said.unit} không phải chi bộ đang hoạt động.",
                "Kiểm tra lại ngày, chi bộ.",
            )
        return cell

    def _check_words(self, row: Asked, said: CandidateSaid, findings: Findings) -> None:
        if said.source is None:
            findings.fail(
                "nguon",
                "code_unknown",
                f"“{text_of(row.record, 'nguon')}” không có trong danh mục nguồn.",
                "Chọn nguồn trong danh mục; chưa rõ thì để trống.",
            )
        elif said.source == UNSORTED and text_of(row.record, "nguon") is None:
            findings.warn(
                "nguon",
                "source_missing",
                "Chưa ghi nguồn: ghi vào sổ là “Chưa phân loại”.",
                "Biết nguồn thì chọn trong danh mục.",
            )
        for word in said.unknown_bodies:
            findings.warn(
                "gioi_thieu",
                "text_not_kept",
                f"“{word}” không có trong danh mục tổ chức giới thiệu nên không ghi; tệp gốc vẫn giữ.",
                "Cần ghi thì chọn trong danh mục.",
            )
        if (schooling := text_of(row.record, "hoc_van")) and not said.schooling:
            findings.warn(
                "hoc_van",
                "text_not_kept",
                f"“{schooling}” không có trong danh mục giáo dục phổ thông nên không ghi; tệp gốc vẫn giữ.",
                "Cần ghi thì chọn trong danh mục.",
            )

    def _check_days(self, said: CandidateSaid, findings: Findings) -> None:
        opened_on, today = said.opened_on, self.register.scope.today
        if opened_on is None:
            findings.fail(
                "ngay_vao_danh_sach", "required", "Chưa ghi ngày vào danh sách.", "Ghi ngày chi bộ bắt đầu theo dõi."
            )
            return
        if opened_on > min(today, self.register.as_of):
            findings.fail(
                "ngay_vao_danh_sach",
                "date_future",
                f"Ngày vào danh sách sau ngày của danh sách ({day_full(min(today, self.register.as_of))}).",
                "Kiểm tra lại ngày, hoặc ngày của danh sách.",
            )
        if said.person.birth.earliest() >= opened_on:
            findings.fail(
                "ngay_sinh", "date_order", "Ngày sinh phải trước ngày vào danh sách.", "Kiểm tra lại hai ngày."
            )
            return
        youngest = rules.on(self.register.as_of).min_age
        if add_months(said.person.birth.earliest(), 12 * youngest.value) > self.register.as_of:
            findings.warn(
                "ngay_sinh",
                "under_age",
                f"Sinh {said.person.birth}: đến ngày của danh sách chưa đủ "
                f"{youngest.value} tuổi ({youngest.cited}). Theo dõi được, chưa kết nạp được.",
                "Kiểm tra lại ngày sinh.",
            )

    def _known(
        self, said: CandidateSaid, entry: Entry, cell: int | None, numbers: Numbers, findings: Findings
    ) -> Compared:
        """Somebody of the register: never entered twice, and what the register says of them stays."""
        held = self._followed.get(entry.person)
        if entry.organization is not None:
            where = self.register.place_of(entry)
            said_where = f" của {where}" if where else ""
            findings.fail(
                "ho_ten",
                "is_member",
                f"{entry.full_name} đang là đảng viên{said_where}.",
                "Bỏ dòng này, hoặc kiểm tra lại họ tên, ngày sinh.",
            )
        elif held is None and entry.person in numbers.followed:
            findings.fail(
                "ho_ten",
                "followed_elsewhere",
                f"{entry.full_name} đang được một chi bộ nơi khác theo dõi.",
                "Người ấy chuyển nơi thì ghi việc chuyển nơi, không nhập mới.",
            )
        elif held is not None and held.organization_id != cell:
            place = self.register.working.get(held.organization_id, "chi bộ khác")
            findings.fail(
                "chi_bo",
                "followed_elsewhere",
                f"{entry.full_name} đang được {place} theo dõi.",
                "Chuyển chi bộ theo dõi thì ghi việc chuyển nơi, không nhập mới.",
            )
        elif held is None and (last := self._earlier.get(entry.person)) and said.opened_on and last > said.opened_on:
            findings.fail(
                "ngay_vao_danh_sach",
                "followed_later",
                f"{entry.full_name} đã được theo dõi một lần từ ngày "
                f"{day_full(last)}. Lần mới không bắt đầu trước ngày ấy.",
                "Kiểm tra lại ngày.",
            )
        if findings.grave:
            return Compared(Verdict.WRONG, issues=findings.all, person=entry.person if entry.seen else None)
        for key, old in person_changes(said.person, entry).items():
            findings.warn(
                key,
                "person_differs",
                f"Sổ ghi “{old or 'chưa có'}”; nhập danh sách nguồn không sửa thông tin của người đã có.",
                "Cần sửa thì mở hồ sơ, bấm “Sửa thông tin”.",
            )
        self._check_certificate(said, entry, numbers, findings)
        if held is None:
            return Compared(_verdict(findings), issues=findings.all, person=entry.person)
        self._beside(said, held, findings)
        return Compared(Verdict.SAME, issues=findings.all, person=entry.person)

    def _beside(self, said: CandidateSaid, held: Candidate, findings: Findings) -> None:
        """What the list says otherwise of somebody the cell follows."""
        if said.source != UNSORTED and said.source != held.source:
            label = codes.of("source").label(held.source) if held.source in codes.of("source") else held.source
            findings.warn(
                "nguon",
                "source_differs",
                f"Sổ ghi nguồn “{label}”; nhập danh sách không đổi.",
                "Kiểm tra lại nguồn trong hồ sơ của người ấy.",
            )
        if said.opened_on != held.opened_on:
            findings.warn(
                "ngay_vao_danh_sach",
                "date_differs",
                f"Sổ ghi theo dõi từ {day_full(held.opened_on)}; nhập danh sách không đổi.",
                "Kiểm tra lại ngày trong hồ sơ của người ấy.",
            )

    def _check_certificate(
        self, said: CandidateSaid, entry: Entry | None, numbers: Numbers, findings: Findings
    ) -> None:
        """A certificate belongs to a class: here it is only held against the register."""
        if not said.number and said.issued_on is None:
            return
        for held in numbers.certificates.get(said.number, ()):
            if entry is not None and held.person == entry.person:
                if said.issued_on and held.issued_on and said.issued_on != held.issued_on:
                    findings.warn(
                        "ngay_cap",
                        "date_differs",
                        f"Sổ ghi cấp ngày {day_full(held.issued_on)}.",
                        "Đối chiếu ngày với giấy.",
                    )
                return
        findings.warn(
            "so_gcn",
            "certificate_not_kept",
            "Sổ chưa có giấy chứng nhận này; danh sách nguồn không ghi giấy vì không rõ lớp.",
            "Nhập danh sách kết quả của lớp đã cấp giấy.",
        )


def _verdict(findings: Findings) -> Verdict:
    return Verdict.WRONG if findings.grave else Verdict.NEW


def _everybody(found: Match) -> list[Entry]:
    return [*(entry for entry, _ in found.alike), *([found.entry] if found.entry else [])]

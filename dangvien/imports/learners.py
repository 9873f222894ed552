"""A row of a class list against the register: who it is, whether they learn in this class, what becomes of a result."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dangvien.imports.compare import Asked, Compared
from dangvien.imports.findings import Findings
from dangvien.imports.known import Certificate, Entry, Numbers, Register
from dangvien.imports.matching import Match, match, told_alike
from dangvien.imports.units import RegisterUnits
from dangvien.models import Enrollment, TrainingClass, Verdict
from dangvien.procedure.roster_facts import LearnerSaid
from dangvien.text import day_full


@dataclass(frozen=True)
class ClassRights:
    """What whoever brings the list may do in its class, as on the pages of classes.

    `runs`: it was opened where they record classes, so they enrol and number certificates; otherwise they write only
    the results of learners on its list who were sent from `senders`, the organizations where they record classes.
    """

    runs: bool
    senders: Container[int]


class LearnerComparison:
    """Compares rows of the list of one class, a part at a time. `units` may mean committees too: they send people."""

    def __init__(
        self,
        register: Register,
        units: RegisterUnits,
        training_class: TrainingClass | None,
        *,
        rights: ClassRights,
        options: Mapping[str, Any],
    ) -> None:
        self.register, self.units, self.training_class, self.options = register, units, training_class, options
        self.rights = rights

    def compare(self, asked: Sequence[Asked]) -> list[Compared]:
        """The verdicts, in order. How many rows there are changes no number of queries."""
        told = [(row, LearnerSaid.of(row.record)) for row in asked]
        found = [match(said.person, self.register, sure=self._sure_of(said), choice=row.choice) for row, said in told]
        numbers = self.register.numbers(
            citizens=(said.person.citizen_id for _, said in told if said.person.citizen_id),
            cards=(),
            people={entry.person for one in found for entry in _everybody(one)},
            certificates=(said.number for _, said in told),
            training_class=self.training_class,
        )
        compared = []
        for (row, said), one in zip(told, found, strict=True):
            outcome = self._row(row, said, one, numbers)
            outcome.alike = told_alike(one.seen, self.register)
            compared.append(outcome)
        return compared

    def _sure_of(self, said: LearnerSaid) -> Callable[[Entry], bool]:
        """Somebody of this name and full birth, when the cell they belong to is not another than the list says."""
        unit = self.units.find(said.unit).name if said.unit else None
        key = self.units.key_of(unit)

        def sure(entry: Entry) -> bool:
            return said.person.birth.is_full and (key is None or entry.organization in (None, key))

        return sure

    def _row(self, row: Asked, said: LearnerSaid, found: Match, numbers: Numbers) -> Compared:
        findings = Findings(row.columns, row.record)
        entry = found.entry
        if said.person.citizen_id and (holder := numbers.by_citizen.get(said.person.citizen_id)):
            if not holder.seen or not holder.here:
                findings.fail(
                    "so_cccd",
                    "citizen_elsewhere",
                    "Số căn cước này đã ghi cho một người của nơi khác trong sổ.",
                    "Kiểm tra lại số.",
                )
            else:
                entry = holder
        if not findings.grave and entry is None and found.alike:
            findings.warn("ho_ten", "perhaps_known", "Trong sổ có người giống người này.",
                          "So hai người: là một thì chọn người ấy, không phải thì chọn người mới.")  # fmt: skip
            return Compared(Verdict.MAYBE, issues=findings.all)
        self._check_certificate(said, entry, numbers, findings)
        sender = self.units.key_of(self.units.find(said.unit).name) if said.unit else None
        if sender is not None and sender not in self.register.below.keys:
            findings.fail("don_vi", "unit_elsewhere", f"{said.unit} nay thuộc nơi khác.", "Ghi đơn vị cử đi hiện nay.")
        if entry is None:
            self._check_new(said, findings)
        line = numbers.learners.get(entry.person) if entry else None
        if not self.rights.runs:
            self._check_rights(said, line, findings)
        if findings.grave:
            return Compared(Verdict.WRONG, issues=findings.all, person=entry.person if entry else None)
        if line is None:
            return Compared(Verdict.NEW, issues=findings.all, person=entry.person if entry else None)
        before: dict[str, Any] = {}
        if (said.result, said.awaits, said.grade) != (line.result, line.awaits_certificate, line.grade):
            before["ket_qua"] = line.grade or line.result_label
        if said.number and said.number != line.certificate_number:
            before["so_gcn"] = line.certificate_number
        if said.issued_on and said.issued_on != line.certificate_on:
            before["ngay_cap"] = line.certificate_on.isoformat() if line.certificate_on else ""
        verdict = Verdict.CHANGED if before else Verdict.SAME
        return Compared(verdict, before=before, issues=findings.all, person=line.person_id)

    @cached_property
    def _organizer(self) -> str:
        """Who opened the class, as it was called then."""
        held = self.training_class
        return held.organizer.name_on(held.starts_on) if held is not None else ""

    def _check_rights(self, said: LearnerSaid, line: Enrollment | None, findings: Findings) -> None:
        """Somebody else's class: its list and its certificates are theirs, own learners' results may be written."""
        if line is None:
            told = f"Người này chưa có trong danh sách lớp, mà lớp do {self._organizer} mở."
            mend = "Đề nghị cử người ấy ở trang của lớp; nơi mở lớp ghi danh."
            findings.fail("ho_ten", "class_of_others", told, mend)
        elif line.sent_by_id not in self.rights.senders:
            findings.fail("ho_ten", "learner_of_others", "Người này do nơi khác cử đi học.", "Bỏ dòng này.")
        elif said.number != line.certificate_number or (said.issued_on or line.certificate_on) != line.certificate_on:
            findings.fail(
                "so_gcn",
                "certificate_of_others",
                f"Giấy chứng nhận của lớp này do {self._organizer} đánh số; ở đây không đổi được.",
                "Để trống số và ngày cấp với người chưa có giấy; với người đã có giấy thì bỏ dòng này.",
            )

    def _check_new(self, said: LearnerSaid, findings: Findings) -> None:
        """What the register needs of a learner it does not know."""
        if said.person.gender is None:
            findings.fail("gioi_tinh", "gender_needed", "Sổ chưa có người này và danh sách không ghi giới tính.",
                          "Thêm cột Giới tính, hoặc ghi người này vào danh sách nguồn trước.")  # fmt: skip
        if not self.options.get("assume"):
            findings.fail(
                "ho_ten",
                "not_known",
                "Sổ chưa có người này, mà danh sách lớp không ghi dân tộc, tôn giáo.",
                "Ghi người này vào danh sách nguồn trước, hoặc chọn ghi “Kinh”, “Không” cho mọi người mới.",
            )
        held = self.training_class
        if held is not None and held.kind == TrainingClass.Kind.DANG_VIEN_MOI:
            findings.fail("ho_ten", "not_a_member", "Sổ chưa có đảng viên này.", "Ghi đảng viên vào sổ trước.")
        found = self.units.find(said.unit) if said.unit else None
        key = self.units.key_of(found.name) if found else None
        if key is None or not self.units.is_cell(key) or key not in self.register.working:
            findings.fail("don_vi", "unit_needed", "Sổ cần chi bộ theo dõi của người học mới.",
                          "Ghi tên một chi bộ đang hoạt động vào ô Đơn vị.")  # fmt: skip

    def _check_certificate(self, said: LearnerSaid, entry: Entry | None, numbers: Numbers, findings: Findings) -> None:
        held = self.training_class
        if held is None or not said.number:
            return
        if said.issued_on and said.issued_on < held.ends_on:
            findings.fail("ngay_cap", "certificate_early",
                          f"Ngày cấp giấy sớm hơn ngày bế giảng ({day_full(held.ends_on)}).",
                          "Kiểm tra lại ngày.")  # fmt: skip
        for other in numbers.certificates.get(said.number, ()):
            if entry is not None and other.person == entry.person and other.training_class == held.pk:
                continue
            if _one_series(other, held, said):
                findings.fail("so_gcn", "certificate_taken", f"Số giấy chứng nhận {said.number} đã cấp cho người khác.",
                              "Xem lại số trên giấy.")  # fmt: skip
            else:
                findings.warn(
                    "so_gcn",
                    "certificate_elsewhere",
                    f"Số {said.number} đã có ở nơi cấp, loại lớp hoặc năm khác.",
                    "Đối chiếu số với giấy.",
                )


def _one_series(other: Certificate, held: TrainingClass, said: LearnerSaid) -> bool:
    """Who gives certificates numbers them anew every year, each kind of class apart (K43)."""
    if (other.organizer, other.kind) != (held.organizer_id, held.kind) or other.issued_on is None:
        return False
    return other.issued_on.year == (said.issued_on or held.ends_on).year


def _everybody(found: Match) -> list[Entry]:
    return [*(entry for entry, _ in found.alike), *([found.entry] if found.entry else [])]

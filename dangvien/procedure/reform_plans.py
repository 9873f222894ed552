"""A reform plan against the register: what it comes to, what stands in its way, what a person still has to choose.

Nothing is decided by guess: what hung under a unit that is divided among several heirs becomes a question, and what
hung under one that is dissolved must be named in the plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from dangvien.models import OrganizationKind, Reorganization
from dangvien.models.organization import CELLS
from dangvien.procedure.reform_lines import Finding, at, code_sentence, is_cell, line_findings
from dangvien.procedure.reform_register import Node, Register, Spot
from dangvien.procedure.reform_seats import (
    number_of,
    only_one,
    renamed_short,
    seat_of,
    sector_by_name,
    short_name,
    tree_findings,
)
from dangvien.procedure.reform_sheets import (
    ENDING,
    KIND,
    NEW,
    OLD,
    PARENT,
    PLACE,
    PLACE_HEIR,
    PLACE_OLD,
    PLACES_SHEET,
    SHEET,
    WORK,
    Line,
    PlaceLine,
    Sheets,
    Work,
)
from dangvien.procedure.restructuring.plan import Restructuring, Seat
from dangvien.text import search_key, thousands


@dataclass(frozen=True)
class Question:
    """Something of a divided unit that a person must give to one of its heirs. `key` names it in the kept choices."""

    key: str
    what: str
    unit: str
    heirs: tuple[str, ...]
    members: int = 0
    chosen: str = ""


@dataclass
class Rehearsal:
    """What a plan comes to. `problems` of the engine are added by whoever carries it out or shows it."""

    register: Register
    sheets: Sheets
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    founded: dict[str, Seat] = field(default_factory=dict)
    changed: dict[str, Seat] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    rest: dict[str, str] = field(default_factory=dict)
    spots: dict[int, str] = field(default_factory=dict)
    followers: list[str] = field(default_factory=list)
    """Organizations without a line of their own that go where their superior's only heir is."""

    @property
    def refusals(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.refuses]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.refuses]

    @property
    def open_questions(self) -> list[Question]:
        return [question for question in self.questions if not question.chosen]

    @property
    def may_go_on(self) -> bool:
        return not self.refusals and not self.open_questions and bool(self.founded or self.changed or self.ended)

    @property
    def unmentioned(self) -> list[Node]:
        """Organizations that work on the day and have no line."""
        named = {line.old for line in self.sheets.lines}
        return [node for code, node in self.register.nodes.items() if not node.is_archive and code not in named]

    @cached_property
    def after(self) -> dict[str, Seat]:
        """Every organization of the đảng bộ that works after the reform."""
        kept = {
            code: seat_of(node)
            for code, node in self.register.nodes.items()
            if not node.is_archive and code not in self.ended
        }
        return kept | self.changed | self.founded

    def name_after(self, code: str) -> str:
        seat = self.after.get(code)
        node = self.register.nodes.get(code)
        return seat.name if seat else node.name if node else code

    @property
    def restructuring(self) -> Restructuring:
        """The plan as the one act that carries it out."""
        return Restructuring(
            kind=Reorganization.Kind.DE_AN,
            main=self.register.root,
            on=self.register.day,
            founded=self.founded,
            changed=self.changed,
            ended=self.ended,
            rest=self.rest,
        )


def rehearse(register: Register, sheets: Sheets) -> Rehearsal:
    """Work a plan out on paper."""
    return _Reading(register, sheets).work_out()


class _Reading:
    """One pass over a plan. Every step goes on as far as it can, so that all mistakes are told at once."""

    def __init__(self, register: Register, sheets: Sheets) -> None:
        self.register, self.sheets = register, sheets
        self.result = Rehearsal(register, sheets)
        self.found = self.result.findings
        self.choices = sheets.choices or {}
        self.works = [(line, line.asks) for line in sheets.lines]
        self.lines: dict[str, list[Line]] = {}
        self.heirs: dict[str, tuple[str, ...]] = {}
        self.defined: dict[str, Line] = {}
        self.asked: dict[str, Question] = {}
        self.place_heirs: dict[str, str] = {}

    def work_out(self) -> Rehearsal:
        for line in self.sheets.lines:
            self.found += line_findings(line, self.register)
            if line.old:
                self.lines.setdefault(line.old, []).append(line)
        self._read_once()
        self._read_heirs()
        self._read_new()
        self._check_heirs()
        self._read_places()
        self._seat_founded()
        self._seat_standing()
        self._end()
        self._number_new()
        self._hang()
        self.found += self._people_findings()
        self.found.sort(key=lambda finding: (not finding.refuses, finding.sheet == "", finding.sheet, finding.row))
        self.result.questions = list(self.asked.values())
        return self.result

    # The lines against one another.

    def _read_once(self) -> None:
        for lines in self.lines.values():
            rows = ", ".join(str(line.row) for line in lines)
            if len(lines) > 1 and any(line.asks is not Work.DIVIDE for line in lines):
                sentence = f"Mã này có ở các dòng {rows}; chỉ tổ chức bị chia mới có nhiều dòng. Giữ một dòng."
                self.found += [at(line, OLD, sentence) for line in lines[1:]]
            if len(lines) == 1 and lines[0].asks is Work.DIVIDE:
                sentence = "Chia thì mỗi nơi nhận một dòng, ít nhất hai dòng cùng mã cũ. Thêm dòng hoặc chọn sáp nhập."
                self.found.append(at(lines[0], WORK, sentence))

    def _read_heirs(self) -> None:
        """Who inherits what: old code → codes of the heirs, none for what is dissolved."""
        for code, lines in self.lines.items():
            if self.register.standing(code) and any(line.asks in ENDING for line in lines):
                self.heirs[code] = tuple(dict.fromkeys(line.new for line in lines if line.new))

    def _read_new(self) -> None:
        """Which codes the plan founds, each by the line that says what it will be."""
        for line, work in self.works:
            tells = work is Work.FOUND or (work in ENDING and line.name and not self.register.standing(line.new))
            if not tells or not line.new:
                continue
            first = self.defined.setdefault(line.new, line)
            if first is not line:
                if work is Work.FOUND or _differs(line, first):
                    sentence = f"Tổ chức mới này đã ghi khác ở dòng {first.row}. Giữ một nơi ghi."
                    self.found.append(at(line, NEW, sentence))
                continue
            if line.new in self.register.taken:
                self.found.append(at(line, NEW, "Mã này đã dùng cho tổ chức khác. Đặt mã khác."))
            elif sentence := code_sentence(line.new):
                self.found.append(at(line, NEW, sentence))
            if work is not Work.FOUND:
                self.found += [
                    at(line, column, sentence)
                    for column, sentence in ((KIND, "Chọn loại của tổ chức mới."), (PARENT, "Ghi mã cấp trên mới."))
                    if not (line.kind if column == KIND else line.parent)
                ]

    def _check_heirs(self) -> None:
        for line, work in self.works:
            if work not in ENDING or not line.new or line.new in self.defined:
                continue
            if not self.register.standing(line.new):
                sentence = "Nơi kế thừa không có trong phương án, cũng không hoạt động trong đảng bộ. "
                self.found.append(at(line, NEW, sentence + "Thêm dòng “thành lập mới” cho mã này hoặc sửa mã."))
            elif self._ends(line.new) and line.new != line.old:
                self.found.append(at(line, NEW, "Nơi kế thừa cũng chấm dứt trong phương án này. Ghi nơi kế thừa khác."))
            elif work is Work.UNITE:
                sentence = "Hợp nhất thì lập tổ chức mới với mã mới. Đặt mã khác, hoặc chọn việc sáp nhập."
                self.found.append(at(line, NEW, sentence))

    def _ends(self, code: str) -> bool:
        return code in self.heirs and code not in self.heirs[code]

    # Places.

    def _read_places(self) -> None:
        """Khu phố and thôn of divided units, by the sheet and by choices; each must go somewhere."""
        divided = {code: heirs for code, heirs in self.heirs.items() if len(heirs) > 1}
        given: dict[tuple[str, str], PlaceLine] = {}
        for line in self.sheets.places:
            sentence, column = self._place_fault(line, divided, given)
            if sentence:
                value = {PLACE_OLD: line.old, PLACE: line.place, PLACE_HEIR: line.heir}[column]
                self.found.append(Finding(PLACES_SHEET, line.row, column, value, sentence))
            else:
                given[line.old, search_key(line.place)] = line
        for spot in self.register.spots:
            if spot.owner not in divided:
                continue
            named = given.get((spot.owner, search_key(spot.name)))
            heir = named.heir if named else self._ask_place(spot)
            self.place_heirs.update(dict.fromkeys(spot.cells, heir))
            if heir:
                self.result.spots[spot.pk] = heir

    def _ask_place(self, spot: Spot) -> str:
        """A place is asked for with the cells that stand for it: they follow it."""
        cells = [self.register.nodes[code] for code in spot.cells]
        what = f"{spot.name} ({', '.join(cell.name for cell in cells)})" if cells else spot.name
        return self._ask(f"dia-ban:{spot.pk}", what, spot.owner, sum(cell.members for cell in cells))

    def _place_fault(
        self, line: PlaceLine, divided: dict[str, tuple[str, ...]], given: dict[tuple[str, str], PlaceLine]
    ) -> tuple[str, str]:
        names = {search_key(spot.name) for spot in self.register.spots if spot.owner == line.old}
        if line.old not in divided:
            return (
                "Trang này chỉ ghi khu phố, thôn của đảng bộ có việc “chia” trong phương án. Xóa dòng này.",
                PLACE_OLD,
            )
        if search_key(line.place) not in names:
            return "Đảng bộ ấy không có khu phố, thôn tên này. Xem lại tên ở mục Danh mục.", PLACE
        if (line.old, search_key(line.place)) in given:
            return "Khu phố, thôn này đã ghi ở dòng trên. Giữ một dòng.", PLACE
        if line.heir not in divided[line.old]:
            return f"Nơi nhận phải là một trong: {', '.join(divided[line.old])}.", PLACE_HEIR
        return "", ""

    def _ask(self, key: str, what: str, unit: str, members: int = 0) -> str:
        """The heir chosen for something of a divided unit; empty while nobody has chosen."""
        heirs = self.heirs[unit]
        chosen = self.choices.get(key, "")
        chosen = chosen if chosen in heirs else ""
        self.asked[key] = Question(key, what, unit, heirs, members, chosen)
        return chosen

    # What everything will be.

    def _seat_founded(self) -> None:
        for code, line in self.defined.items():
            old = [self.register.nodes[own] for own, heirs in self.heirs.items() if code in heirs]
            kind = line.kind_asked
            if not (line.name and kind and line.parent):
                continue
            self.result.founded[code] = Seat(
                name=line.name,
                kind=kind,
                parent=line.parent,
                short_name=short_name(line.name),
                sector=only_one({node.sector for node in old}) or sector_by_name(line.name),
                area=only_one({node.area for node in old}) if kind in CELLS else "",
                position=number_of(line.position, -1),
            )

    def _seat_standing(self) -> None:
        for code, node in self.register.nodes.items():
            if node.is_archive or self._ends(code):
                continue
            line = self.lines.get(code, [Line(0)])[0]
            changes = line.asks in (Work.RENAME, Work.REHANG)
            own = changes and line.parent and code != self.register.root
            parent = line.parent if own else self._parent_after(node)
            seat = replace(seat_of(node), parent=parent or None)
            if changes:
                seat = replace(
                    seat,
                    name=line.name or node.name,
                    short_name=renamed_short(node, line.name) if line.name else node.short_name,
                    kind=line.kind_asked or OrganizationKind(node.kind),
                )
                seat = replace(seat, position=number_of(line.position, node.position))
            if seat != seat_of(node):
                self.result.changed[code] = seat
                if code not in self.lines:
                    self.result.followers.append(code)

    def _parent_after(self, node: Node) -> str:
        """Where an organization hangs when its own line does not say: with its superior, or with that one's heir."""
        above = node.parent
        heirs = self.heirs.get(above)
        if heirs is None or node.code == self.register.root:
            return above
        if len(heirs) == 1:
            return heirs[0]
        if not heirs:
            own = self.lines.get(node.code)
            if own is None or own[0].asks is not None:
                name = self.register.nodes[above].name
                sentence = f"{node.name}: cấp trên {name} chấm dứt mà không có nơi kế thừa. "
                mend = "Ghi một dòng “chuyển cấp trên” cho tổ chức này."
                row = (own or self.lines[above])[0].row
                self.found.append(Finding(SHEET, row, PARENT, node.code, sentence + mend))
            return above
        if node.code in self.place_heirs:
            return self.place_heirs[node.code] or above
        return self._ask(f"to-chuc:{node.code}", node.name, above, node.members) or above

    def _end(self) -> None:
        for code, heirs in self.heirs.items():
            if not self._ends(code):
                continue
            node = self.register.nodes[code]
            if len(heirs) > 1:
                heir = self._ask(f"luu-tru:{code}", f"Lịch sử của {node.name}", code)
            else:
                heir = heirs[0] if heirs else self._parent_after(node)
            if heir:
                self.result.ended[code] = heir
                if is_cell(node) and len(heirs) == 1:
                    self.result.rest[code] = heir

    def _number_new(self) -> None:
        """New organizations without a number stand last among those of their superior, in the order of the sheet."""
        last: Counter[str | None] = Counter()
        seats = [*self.result.after.values()]
        for seat in seats:
            last[seat.parent] = max(last[seat.parent], seat.position)
        for code, seat in self.result.founded.items():
            if seat.position < 0:
                last[seat.parent] += 1
                self.result.founded[code] = replace(seat, position=last[seat.parent])
        vars(self.result).pop("after", None)

    def _hang(self) -> None:
        seats = self.result.changed | self.result.founded
        told = {code: [line] for code, line in self.defined.items()} | self.lines
        self.found += tree_findings(self.register.root, self.result.after, seats, self.result.ended, told)

    # People.

    def _people_findings(self) -> Iterator[Finding]:
        """Members who would be left without a cell."""
        for code, heirs in self.heirs.items():
            node = self.register.nodes[code]
            line = self.lines[code][0]
            if not node.members or (not self._ends(code) and len(heirs) < 2):
                continue
            told = f"{node.name} có {thousands(node.members)} đảng viên"
            if len(heirs) > 1:
                sentence = f"{told}; chia chi bộ phải có danh sách người. Ghi riêng việc “Chia tách” cho chi bộ này."
                yield at(line, WORK, sentence)
            elif not heirs:
                yield at(line, NEW, f"{told}. Ghi mã chi bộ nhận những người này.")
            elif (seat := self.result.after.get(heirs[0])) is not None and not seat.is_cell:
                sentence = (
                    f"{told}; {seat.name} không phải chi bộ nên không trực tiếp giữ đảng viên. Ghi mã một chi bộ."
                )
                yield at(line, NEW, sentence)
        for code, seat in self.result.changed.items():
            node = self.register.nodes[code]
            if node.members and not seat.is_cell and node.kind in CELLS:
                sentence = (
                    f"{node.name} có {thousands(node.members)} đảng viên; loại mới không trực tiếp giữ đảng viên. "
                )
                yield at(self.lines[code][0], KIND, sentence + "Lập chi bộ mới và ghi việc này riêng.")


def _differs(line: Line, first: Line) -> bool:
    """Whether a second line says something else of a new organization than the first; empty boxes say nothing."""
    pairs = ((line.name, first.name), (line.kind, first.kind), (line.parent, first.parent))
    return any(told and told != before for told, before in pairs)

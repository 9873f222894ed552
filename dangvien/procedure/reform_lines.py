"""Each line of a reform plan by itself: does it name what stands, ask for a known work, and say what the work needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dangvien.models.organization import CELLS
from dangvien.procedure.organizations import RESERVED
from dangvien.procedure.reform_register import Node, Register
from dangvien.procedure.reform_sheets import (
    ENDING,
    KIND,
    KINDS,
    NAME,
    NEW,
    OLD,
    OLD_NAME,
    PARENT,
    POSITION,
    SHEET,
    WORK,
    Line,
    Work,
)
from dangvien.text import day_short, nfc

LONGEST_NAME, LONGEST_CODE = 200, 60
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

NEEDS: dict[Work, tuple[str, ...]] = {
    Work.KEEP: (OLD,),
    Work.ABSORB: (OLD, NEW),
    Work.UNITE: (OLD, NEW),
    Work.DIVIDE: (OLD, NEW),
    Work.DISSOLVE: (OLD,),
    Work.FOUND: (NEW, NAME, KIND, PARENT),
    Work.RENAME: (OLD, NAME),
    Work.REHANG: (OLD, PARENT),
}
"""Which boxes a work cannot do without."""

_WHY = {
    OLD: "Ghi mã của tổ chức đang có.",
    NAME: "Ghi tên mới.",
    KIND: "Chọn loại của tổ chức mới.",
    PARENT: "Ghi mã của cấp trên mới.",
}


@dataclass(frozen=True)
class Finding:
    """What a check found in a plan: where, which value, a sentence with the mend; `refuses` or only warns.

    `row` 0 and no sheet: it belongs to the whole plan.
    """

    sheet: str
    row: int
    column: str
    value: str
    sentence: str
    refuses: bool = True


def at(line: Line, column: str, sentence: str, *, refuses: bool = True) -> Finding:
    """A finding in one box of a line."""
    return Finding(SHEET, line.row, column, value_of(line, column), sentence, refuses)


def value_of(line: Line, column: str) -> str:
    names = {
        OLD: line.old,
        OLD_NAME: line.old_name,
        WORK: line.work,
        NEW: line.new,
        NAME: line.name,
        KIND: line.kind,
        PARENT: line.parent,
        POSITION: line.position,
    }
    return names.get(column, "")


def line_findings(line: Line, register: Register) -> Iterator[Finding]:
    """What is wrong with a line whatever the other lines say."""
    work = line.asks
    if work is None:
        yield at(line, WORK, f"Chọn một trong các việc: {', '.join(Work)}.")
        return
    for column in NEEDS[work]:
        if not value_of(line, column):
            why = "Ghi mã của nơi kế thừa." if column == NEW and work in ENDING else _WHY.get(column, "")
            yield at(line, column, why or "Ghi mã cho tổ chức mới.")
    yield from _old_findings(line, work, register)
    yield from _extra_findings(line, work)
    if line.kind and line.kind_asked is None:
        yield at(line, KIND, f"Chọn một trong các loại: {', '.join(KINDS)}.")
    if line.position and not (line.position.isdecimal() and int(line.position) <= 9999):
        yield at(line, POSITION, "Ghi số nguyên từ 0 đến 9.999, hoặc để trống.")
    if len(line.name) > LONGEST_NAME:
        yield at(line, NAME, f"Tên dài {len(line.name)} ký tự; viết lại không quá {LONGEST_NAME} ký tự.")


def _old_findings(line: Line, work: Work, register: Register) -> Iterator[Finding]:
    if work is Work.FOUND:
        if line.old:
            yield at(line, OLD, "Thành lập mới thì để trống mã cũ; tổ chức đang có thì chọn việc khác.")
        return
    if not line.old:
        return
    node = register.nodes.get(line.old)
    day = day_short(register.day)
    if node is None:
        yield at(line, OLD, f"Không có tổ chức mang mã này trong đảng bộ vào ngày {day}. Xem lại mã ở tệp mẫu.")
        return
    if node.is_archive:
        yield at(line, OLD, f"{node.name} đã vào lưu trữ trước ngày {day}. Bỏ dòng này.")
        return
    if line.old_name and nfc(line.old_name).casefold() != node.name.casefold():
        sentence = f"Sổ ghi tên ngày {day} là “{node.name}”. Kiểm tra có đúng tổ chức này không."
        yield at(line, OLD_NAME, sentence, refuses=False)
    if work is not Work.KEEP and (node.since >= register.day or not node.is_newest):
        yield at(line, OLD, f"{node.name} đã có thay đổi từ ngày {day} hoặc sau đó. Chọn ngày có hiệu lực muộn hơn.")
    if line.old == register.root and work not in (Work.KEEP, Work.RENAME):
        yield at(line, WORK, "Đây là chính đảng bộ lập phương án; phương án chỉ đổi được tên, loại của nó.")
    elif line.old == register.root and line.parent:
        yield at(line, PARENT, "Cấp trên của đảng bộ lập phương án nằm ngoài phương án. Xóa ô này.")


def _extra_findings(line: Line, work: Work) -> Iterator[Finding]:
    """Boxes filled in that the work does not use: something else may have been meant."""
    if work in (Work.KEEP, Work.RENAME, Work.REHANG) and line.new and line.new != line.old:
        yield at(line, NEW, "Mã của một tổ chức không đổi. Xóa ô này, hoặc chọn việc sáp nhập, hợp nhất.")
    if work is Work.KEEP:
        for column in (NAME, KIND, PARENT):
            if value_of(line, column):
                yield at(line, column, "Việc là “giữ nguyên” mà ô này có ghi. Xóa ô này hoặc chọn việc khác.")
    if work is Work.ABSORB and line.new and line.new == line.old:
        yield at(line, NEW, "Một tổ chức không sáp nhập vào chính nó. Ghi mã của nơi kế thừa.")


def code_sentence(code: str) -> str:
    """What is wrong with a new organization's code; empty when nothing is."""
    if code in RESERVED:
        return "Mã này dành cho phần mềm. Đặt mã khác."
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        return "Mã mới chỉ gồm chữ thường không dấu, chữ số và gạch nối, không quá 60 ký tự; ví dụ phuong-dong-ha."
    return ""


def is_cell(node: Node | None) -> bool:
    return node is not None and node.kind in CELLS

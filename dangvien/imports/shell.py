"""A file of people looked at from the shell: the same reading and the same check as on the screens, nothing kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangvien.dates import PartialDate
from dangvien.imports import plan, stages
from dangvien.imports.allowed import AT_THE_SHELL
from dangvien.imports.before import Before
from dangvien.imports.figures import OF_THE_FILE
from dangvien.imports.known import PART
from dangvien.limited import Unreadable
from dangvien.models import ImportBatch, ImportRow, Organization, TrainingClass, Verdict
from dangvien.models.import_batch import CheckedRow
from dangvien.rosters.answer import answer_of, refusal_of
from dangvien.rosters.fields import FORMS
from dangvien.rosters.judge import JudgedRow
from dangvien.rosters.layout import Layout
from dangvien.rosters.reading import iterate_roster
from dangvien.scope import Scope

NO_COLUMNS = (
    "Không trang tính nào có dòng tên cột của loại danh sách này. "
    "Xem có gửi nhầm tệp không, hoặc chép các dòng vào tệp mẫu rồi gửi."
)
_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?")
SHOWN = 200
"""Rows told one by one in a table for people."""


@dataclass(frozen=True)
class Look:
    """What was found: `answer` in the shape of the expected results, with what the register says of each row beside
    it; `refused` is the sentence for a file that cannot be taken."""

    answer: dict[str, Any]
    counts: Mapping[str, int]
    rows: tuple[CheckedRow, ...] = ()
    refused: str = ""
    kind: str = ""
    document: str = ""


def look_at(
    content: bytes,
    file_name: str,
    *,
    kind: str,
    organization: Organization,
    as_of: date,
    today: date,
    training_class: TrainingClass | None = None,
    document: str = "",
    options: Mapping[str, Any] | None = None,
) -> Look:
    """Read a file and hold it against the register below an organization, as its operator: nothing is written."""
    batch = ImportBatch(
        organization=organization, kind=kind, as_of=as_of, training_class=training_class, document=document,
        file_name=file_name, options={"capitals": True, "hidden_rows": True, **(options or {})},
    )  # fmt: skip
    form = FORMS[kind]
    try:
        sheets = stages.sheets_from(iterate_roster(content, file_name))
    except Unreadable as why:
        return Look(refusal_of(file_name, form, str(why)) | {"reason": str(why)}, {}, refused=str(why))
    stages.understand(batch, sheets)
    if not any(kept["columns"] for kept in batch.layout["sheets"]):
        return Look(refusal_of(file_name, form, NO_COLUMNS) | {"reason": NO_COLUMNS}, {}, refused=NO_COLUMNS)
    scope = Scope.whole(organization, AT_THE_SHELL, today)
    against = plan.against_of(batch, scope)
    nothing = Before.nothing()
    judged: dict[int, list[JudgedRow]] = {}
    rows: list[CheckedRow] = []
    for number, found in plan.judged_sheets(batch, sheets, against.units, nothing):
        pairs = list(found)
        judged[number] = [one for _, one in pairs]
        for at in range(0, len(pairs), PART):
            rows += plan.compared(batch, number, pairs[at : at + PART], against.comparison, nothing)
    layouts = [Layout.from_json(kept) for kept in batch.layout["sheets"]]
    answer = answer_of(file_name, form, [(layout, judged.get(at, [])) for at, layout in enumerate(layouts)])
    data = tuple(row for row in rows if row.part == ImportRow.Part.DATA)
    counts = {verdict.value: sum(row.verdict == verdict for row in data) for verdict in Verdict}
    _beside(answer, data)
    answer["organization"], answer["as_of"] = organization.code, as_of.isoformat()
    answer["register"] = {key: count for key, count in counts.items() if count}
    return Look(answer, counts, data, kind=kind, document=document)


def _beside(answer: dict[str, Any], rows: tuple[CheckedRow, ...]) -> None:
    """What the register says of each row, apart from what the file itself says."""
    known = {(row.sheet, row.number): row for row in rows}
    for number, sheet in enumerate(answer["sheets"]):
        for told in sheet["rows"]:
            row = known.get((number, told["row"]))
            if row is None:
                continue
            told["register"] = {
                "verdict": str(row.verdict),
                "before": row.before,
                "alike": [{"ground": item["ground"]} for item in row.alike],
                "issues": [issue for issue in row.issues if issue.get("register")],
            }


def _label(kind: str, key: str) -> str:
    """How people call what differs; the document of the whole file stands in no column."""
    labels = {field.key: field.label for field in FORMS[kind].fields}
    return labels.get(key, "Văn bản ghi cho cả tệp")


def _told(value: Any) -> str:
    """A value of a record in words: days as offices write them, figures by their years, lists with commas."""
    if value is None or value == "" or value == [] or value == {}:
        return "(trống)"
    if isinstance(value, Mapping):
        return "; ".join(f"{year}: {number}" for year, number in value.items())
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    text = str(value)
    return str(PartialDate.from_iso(text)) if _DAY.fullmatch(text) else text


def table(look: Look) -> list[str]:
    """What was found, line by line, for people."""
    labels = dict(Verdict.choices)
    lines = [f"{labels[key]}: {count} dòng" for key, count in look.counts.items() if count]
    sheets = look.answer["sheets"]
    lines += [f"Trang “{sheet['name']}”: không lấy. {sheet['why']}" for sheet in sheets if not sheet["taken"]]
    shown = [row for row in look.rows if row.issues or row.verdict in (Verdict.WRONG, Verdict.MAYBE, Verdict.CHANGED)]
    for row in shown[:SHOWN]:
        lines.append(f"Dòng {row.number}: {labels[row.verdict].lower()}")
        said = {**(row.record or {}), OF_THE_FILE: look.document}
        lines += [
            f"  {_label(look.kind, key)}: {_told(old)} → {_told(said.get(key))}" for key, old in row.before.items()
        ]
        lines += [f"  {issue['message']} {issue['mend']}".rstrip() for issue in row.issues]
    if len(shown) > SHOWN:
        lines.append(f"… còn {len(shown) - SHOWN} dòng nữa; thêm --json để có đủ.")
    return lines

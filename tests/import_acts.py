"""The acts on files of people, each run once on the stage of `tests.acts`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from dangvien.actions import import_learners, import_undo, import_writing, importing
from dangvien.models import ImportBatch, ImportRow, Movement
from tests.roster_files import LEARNER, MEMBER

Stage = Any
"""`tests.acts.Stage`, which runs these."""

DAY = date(2024, 5, 31)


def _record(facts: Any, unit: str) -> dict[str, Any]:
    """What a row says, as it is kept after the reading of its cells."""
    record = {**facts, "ngay_sinh": "1985-03-12", unit: "Tên p1c1"}
    days = {"ngay_vao_dang": "2010-05-19", "ngay_chinh_thuc": "2011-05-19", "ngay_cap": "2024-06-20"}
    return record | {key: day for key, day in days.items() if key in facts}


def batch(stage: Stage, state: str = "da_kiem", kind: str = "dang_vien") -> ImportBatch:
    """A file of one row that was read and checked."""
    made = ImportBatch.objects.create(
        organization=stage.ward,
        kind=kind,
        as_of=DAY,
        training_class=stage.training_class() if kind == "lop" else None,
        file_name="danh-sach.xlsx",
        digest="0" * 64,
        size=1,
        state=state,
        layout={
            "sheets": [
                {"name": "Danh sách", "signature": "a1", "taken": True, "header_rows": [1], "columns": {"ho_ten": [0]}}
            ]
        },
        counts={"moi": 1},
        stamp="b" * 64,
        recorded_by=stage.actor,
    )
    record = _record(MEMBER, "chi_bo") if kind == "dang_vien" else _record(LEARNER, "don_vi")
    ImportRow.objects.create(
        batch=made, sheet=0, number=2, cells=["Nguyễn Thị Hồng Nhung"], verdict="moi", record=record
    )
    return made


def row(stage: Stage, **more: Any) -> ImportRow:
    """The row of such a file, to be mended: the file counts as a long one, which the worker judges."""
    found = batch(stage).rows.get()
    for name, value in more.items():
        setattr(found, name, value)
    found.save()
    return found


def written(stage: Stage, kind: str = "dang_vien") -> ImportBatch:
    """A file whose row is in the register."""
    made = batch(stage, "da_ghi", kind)
    write = import_writing.write_members if kind == "dang_vien" else import_learners.write_learners
    write(by=stage.actor, batch=made, rows=list(made.rows.all()), places={"Tên p1c1": stage.cell.pk}, today=DAY)
    made.committed_at, made.committed_by = timezone.now(), stage.actor
    made.save()
    return made


def _undone(stage: Stage) -> Any:
    made = written(stage)
    done = import_undo.take_back(by=stage.actor, batch=made, reason="Nhầm tệp", today=DAY)
    assert Movement.objects.count() == 2
    return done


IMPORT_ACTS: dict[str, Callable[[Stage], Any]] = {
    "importing.keep_batch": lambda on: importing.keep_batch(
        by=on.actor, organization=on.ward, kind="dang_vien", as_of=DAY, content=b"PK", file_name="ds.xlsx"
    ),
    "importing.answer_questions": lambda on: importing.answer_questions(
        by=on.actor, batch=batch(on), options={"dong_an": True, "trang_1": True}
    ),
    "importing.correct_layout": lambda on: importing.correct_layout(
        by=on.actor, batch=batch(on), sheet=0, header_rows=[1], columns={"ho_ten": [0]}
    ),
    "importing.mend_rows": lambda on: importing.mend_rows(
        by=on.actor, batch=(made := row(on)).batch, work={made.pk: importing.RowWork({"A": "Lê Thị Lan"})}
    ),
    "importing.mend_cell": lambda on: importing.mend_cell(by=on.actor, row=row(on), column="A", text="Lê Thị Lan"),
    "importing.choose_person": lambda on: importing.choose_person(by=on.actor, row=row(on), choice="moi"),
    "importing.leave_out": lambda on: importing.leave_out(by=on.actor, row=row(on)),
    "importing.check_again": lambda on: importing.check_again(by=on.actor, batch=batch(on)),
    "importing.drop_batch": lambda on: importing.drop_batch(by=on.actor, batch=batch(on)),
    "importing.ask_to_commit": lambda on: importing.ask_to_commit(by=on.actor, batch=batch(on), seen="b" * 64),
    "importing.ask_to_undo": lambda on: importing.ask_to_undo(by=on.actor, batch=written(on), reason="Nhầm tệp"),
    "import_writing.write_members": written,
    "import_learners.write_learners": lambda on: written(on, "lop"),
    "import_undo.take_back": _undone,
    "import_undo.undo_rows": lambda on: import_undo.undo_rows(
        by=on.actor, batch=(made := written(on)), rows=list(made.rows.all()), reason="Nhầm tệp", today=DAY
    ),
}
"""module.function → running it once."""

IMPORT_PARTS = {
    "importing.check_with": "tells this process who judges a file",
    "importing.unfinished": "reads",
    "import_keeping.keep_rows": "keeps the batch's own rows, after acts that were noted",
    "import_keeping.forget_rows": "keeps the batch's own rows, after acts that were noted",
    "import_keeping.open_again": "the state of a batch whose writing was refused",
    "import_keeping.mark_unreadable": "the state of a batch that was kept, which was noted",
    "import_keeping.take_job": "a job that was asked for by an act that was noted",
    "import_keeping.end_job": "a job that was asked for by an act that was noted",
    "import_undo.register_undo": "tells this process who takes rows back",
    "import_undo.touched": "reads",
    "import_writing.keep_made": "a part of the acts that write rows",
    "import_writing.new_person": "makes a row in memory",
    "import_writing.next_sequence": "reads",
    "import_writing.plain": "makes text",
    "import_writing.save_all": "a part of the acts that write rows",
    "import_writing.set_person": "sets a row in memory",
}
"""Public functions of these actions that leave no entry of their own → why."""

"""A file of people that somebody brought: kept as it came, read, checked, written into the register, taken back.

Nothing of a file reaches the register before `ImportBatch.committed_at`; what it wrote stands row by row in `made`, so
that a year later the same rows can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast

from dangvien.models.account import User
from dangvien.models.organization import Organization
from dangvien.models.person import Person


class AsWritten(json.JSONEncoder):
    """JSON that keeps letters as they are: a file is mostly Vietnamese text, and escapes would double it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class RosterKind(models.TextChoices):
    """What the rows of a file are about."""

    MEMBERS = "dang_vien", "Đảng viên"
    CANDIDATES = "nguon", "Quần chúng ưu tú"
    CLASS = "lop", "Học viên và kết quả lớp"
    ORGANIZATIONS = "to_chuc", "Tổ chức"
    TARGETS = "chi_tieu", "Chỉ tiêu"
    DECLARED = "so_lieu", "Số liệu các năm trước, theo văn bản"


class Verdict(models.TextChoices):
    """What would become of a row."""

    NEW = "moi", "Mới"
    CHANGED = "doi", "Thay đổi"
    SAME = "nhu_cu", "Như trong sổ"
    MAYBE = "co_the_trung", "Có thể đã có trong sổ"
    WRONG = "sai", "Phải sửa"
    LEFT_OUT = "bo_qua", "Bỏ qua"


COMPARE_ONLY = "chi_doi_chieu"
"""The key in `ImportBatch.options` of a list that is only compared."""


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def to_compare(self) -> ImportBatchQuerySet:
        """Lists that are only held against the register."""
        return self.filter(options__has_key=COMPARE_ONLY)

    def to_import(self) -> ImportBatchQuerySet:
        """Files that are to be written; lists that are only compared left out."""
        return self.exclude(options__has_key=COMPARE_ONLY)

    def newest_first(self) -> ImportBatchQuerySet:
        return self.order_by("-pk")

    def of_file(self, digest: str) -> ImportBatchQuerySet:
        """The same bytes, brought before; those that were dropped do not count."""
        return self.filter(digest=digest).exclude(state=ImportBatch.State.DROPPED)


class ImportBatch(models.Model):
    """One file, brought once, for one organization.

    `as_of` is the day the file tells of: members of an opening register are entered on it. `layout` holds what was
    understood of each sheet and what the user corrected (see `dangvien.rosters.layout.Layout.as_json`), `options` the
    user's answers that hold for the whole file (mend capitals, take hidden rows; `COMPARE_ONLY`: a list that is only
    held against the register, see `dangvien.imports.central`), `counts` the rows by verdict and the issues by code,
    `stamp` a digest of what the check saw: a commit that would write something else is refused.
    """

    class State(models.TextChoices):
        READING = "dang_doc", "Đang đọc tệp"
        UNREADABLE = "khong_doc", "Không đọc được"
        MAPPING = "cho_cot", "Chờ xem lại các cột"
        CHECKING = "dang_kiem", "Đang kiểm tra"
        CHECKED = "da_kiem", "Đã kiểm tra, chưa ghi"
        COMMITTING = "dang_ghi", "Đang ghi vào sổ"
        COMMITTED = "da_ghi", "Đã ghi vào sổ"
        UNDONE = "hoan_tac", "Đã hoàn tác"
        DROPPED = "bo", "Đã bỏ"
        COMPARED = "doi_chieu", "Chỉ đối chiếu, không ghi"

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="import_batches", verbose_name="tổ chức đưa vào"
    )
    kind = models.CharField("loại danh sách", max_length=10, choices=RosterKind)
    as_of = models.DateField("tính đến ngày")
    training_class = models.ForeignKey(
        "TrainingClass", models.PROTECT, related_name="import_batches", null=True, blank=True, verbose_name="lớp"
    )
    document = models.CharField("theo văn bản", max_length=250, blank=True)
    file_name = models.CharField("tên tệp", max_length=200)
    digest = models.CharField("mã tệp", max_length=64)
    size = models.PositiveIntegerField("cỡ tệp")
    state = models.CharField("trạng thái", max_length=9, choices=State, default=State.READING)
    message = models.CharField("lời nhắn", max_length=400, blank=True)
    layout = models.JSONField("cách hiểu các cột", default=dict)
    options = models.JSONField("lựa chọn", default=dict)
    counts = models.JSONField("số đếm", default=dict)
    stamp = models.CharField("dấu của lần kiểm tra", max_length=64, blank=True)
    job = models.ForeignKey("Job", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="việc nền")
    recorded_at = models.DateTimeField("đưa lên lúc", auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="import_batches", verbose_name="người đưa lên")
    committed_at = models.DateTimeField("ghi vào sổ lúc", null=True, blank=True)
    committed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người ghi vào sổ"
    )
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="người hoàn tác"
    )
    undo_reason = models.CharField("lý do hoàn tác", max_length=250, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập"
        verbose_name_plural = "các lần nhập"
        indexes = [models.Index(name="import_by_file", fields=("digest",))]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_open(self) -> bool:
        """Still to be mended or written."""
        return self.state in (self.State.MAPPING, self.State.CHECKED)


class ImportFile(models.Model):
    """The bytes of the file as it was sent, kept apart so that a list of batches never loads them."""

    batch = models.OneToOneField(ImportBatch, models.CASCADE, related_name="file", verbose_name="lần nhập")
    content = models.BinaryField("nội dung")

    class Meta:
        verbose_name = "tệp đã đưa lên"
        verbose_name_plural = "các tệp đã đưa lên"

    def __str__(self) -> str:
        return str(self.batch)


class WritableRow(Protocol):
    """What whoever writes a row into the register takes of it and leaves with it: an `ImportRow`, or a lighter one."""

    pk: Any
    number: Any
    verdict: Any
    record: Any
    before: Any
    alike: Any
    person_id: int | None
    made: Any
    committed: Any


@dataclass(slots=True)
class RowToWrite:
    """A row as a commit reads it: a hundred thousand models would take half of its time."""

    pk: int
    sheet: int
    number: int
    verdict: str
    record: dict[str, Any] | None
    before: dict[str, Any]
    alike: list[dict[str, Any]]
    choice: str
    person_id: int | None
    committed: bool = False
    made: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class CheckedRow:
    """A row as a check finds it, before it is kept: the columns of `ImportRow` that a check says."""

    sheet: int
    number: int
    part: str
    hidden: bool
    cells: list[Any]
    committed: bool = False
    verdict: str = ""
    record: dict[str, Any] | None = None
    before: dict[str, Any] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    person_id: int | None = None
    alike: list[dict[str, Any]] = field(default_factory=list)
    choice: str = ""
    text: str | None = None
    """The record as JSON, where somebody wrote it out already."""


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def in_order(self) -> ImportRowQuerySet:
        return self.order_by("sheet", "number")

    def data(self) -> ImportRowQuerySet:
        """Rows that tell of somebody: not titles, groups, totals or signatures."""
        return self.filter(part=ImportRow.Part.DATA)

    def to_write(self) -> ImportRowQuerySet:
        """Rows that a commit writes, in the order of the file."""
        return self.data().filter(verdict__in=(Verdict.NEW, Verdict.CHANGED), committed=False).in_order()

    def speaking_of(self, person: int, words: str) -> ImportRowQuerySet:
        """Rows that offer this person as somebody they may be about, or of which something that is to be seen says
        these words: a choice by text, which both databases can make; whose key only begins like it comes along."""
        said = json.dumps(words, ensure_ascii=False)[1:-1]
        offered = Q(offered__contains=f'"person": {person}') | Q(offered__contains=f'"person":{person}')
        texts = {"offered": Cast("alike", models.TextField()), "told": Cast("issues", models.TextField())}
        return self.alias(**texts).filter(offered | Q(told__contains=said))

    def light(self, size: int) -> Iterator[RowToWrite]:
        """Rows that wrote nothing yet, as a commit needs them; `size` of them in memory at a time."""
        written = [Cast(name, models.TextField()) for name in ("record", "before", "alike")]
        rows = self.values_list("pk", "sheet", "number", "verdict", "choice", "person_id", *written)
        for key, sheet, number, verdict, choice, person, record, before, alike in rows.iterator(size):
            yield RowToWrite(
                key, sheet, number, verdict, json.loads(record or "null"),
                {} if before == "{}" else json.loads(before), [] if alike == "[]" else json.loads(alike),
                choice, person,
            )  # fmt: skip


class ImportRow(models.Model):
    """One row of a file: its cells as they came, and what was understood.

    `cells` are those of `dangvien.rosters.grid.Cell.as_json`; `mended` holds what the user typed on the screen instead
    (column letter → text). `record` is what would go in, `before` what the register holds where it differs,
    `issues` a list of {column, field, code, severity, value, message, mend}. `choice` is the user's answer about
    somebody who may be in the register already: "" (not asked or not answered), "moi", or the key of the person.
    `made` is what the commit wrote: model → keys, and the values it replaced.
    """

    class Part(models.TextChoices):
        """What a row of a sheet is. Only data tells of somebody."""

        TITLE = "title", "Tiêu đề"
        HEADER = "header", "Tên cột"
        NUMBERS = "numbers", "Số thứ tự cột"
        GROUP = "group", "Tên nhóm"
        DATA = "data", "Dòng dữ liệu"
        TOTAL = "total", "Dòng cộng"
        CLOSING = "closing", "Câu kết"
        SIGNATURE = "signature", "Chữ ký"
        NOTE = "note", "Ghi chú"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="lần nhập")
    sheet = models.PositiveSmallIntegerField("trang tính")
    number = models.PositiveIntegerField("dòng")
    part = models.CharField("là", max_length=9, choices=Part, default=Part.DATA)
    hidden = models.BooleanField("dòng ẩn", default=False)
    cells = models.JSONField("các ô", encoder=AsWritten, default=list)
    mended = models.JSONField("sửa trên màn hình", default=dict)
    verdict = models.CharField("kết luận", max_length=12, choices=Verdict, blank=True)
    record = models.JSONField("sẽ ghi", encoder=AsWritten, null=True, blank=True)
    before = models.JSONField("đang có trong sổ", encoder=AsWritten, default=dict)
    issues = models.JSONField("điều phải xem", encoder=AsWritten, default=list)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="import_rows", null=True, blank=True, verbose_name="người"
    )
    alike = models.JSONField("có thể là", encoder=AsWritten, default=list)
    choice = models.CharField("đã chọn", max_length=20, blank=True)
    made = models.JSONField("đã ghi", default=dict)
    committed = models.BooleanField("đã vào sổ", default=False)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng nhập"
        verbose_name_plural = "các dòng nhập"
        constraints = [
            models.UniqueConstraint(name="import_row_once", fields=("batch", "sheet", "number")),
            models.CheckConstraint(
                name="import_row_written_has_a_verdict", condition=Q(committed=False) | ~Q(verdict="")
            ),
        ]
        indexes = [models.Index(name="import_row_by_verdict", fields=("batch", "verdict", "sheet", "number"))]

    def __str__(self) -> str:
        return f"dòng {self.number}"


class ImportLayout(models.Model):
    """Which column means what, as somebody corrected it for one form of header: used again for the next such file."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="import_layouts", verbose_name="tổ chức"
    )
    kind = models.CharField("loại danh sách", max_length=10, choices=RosterKind)
    signature = models.CharField("dấu của dòng tiêu đề", max_length=64)
    columns = models.JSONField("các cột", default=dict)
    recorded_at = models.DateTimeField("ghi lúc", auto_now=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người chọn")

    class Meta:
        verbose_name = "cách hiểu cột đã nhớ"
        verbose_name_plural = "các cách hiểu cột đã nhớ"
        constraints = [
            models.UniqueConstraint(name="import_layout_one_per_header", fields=("organization", "kind", "signature")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} của {self.organization}"

"""Small workbooks of people for tests of importing, and a batch of one that was read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from dangvien.actions import importing, jobs
from dangvien.models import ImportBatch, ImportRow, Job, Organization, TrainingClass, User
from dangvien.rosters.fields import FORMS

AS_OF = date(2024, 5, 31)

MEMBER: Mapping[str, Any] = {
    "ho_ten": "Nguyễn Thị Hồng Nhung",
    "ngay_sinh": "12/03/1985",
    "gioi_tinh": "Nữ",
    "dan_toc": "Kinh",
    "ton_giao": "Không",
    "que_quan": "xã Triệu Ái, huyện Triệu Phong, tỉnh Quảng Trị",
    "ngay_vao_dang": "19/05/2010",
    "ngay_chinh_thuc": "19/05/2011",
    "so_the": "43000001",
    "so_ly_lich": "200001 QT",
    "chi_bo": "Chi bộ A1",
    "trinh_do": "Đại học",
    "nghe_nghiep": "Viên chức",
}

LEARNER: Mapping[str, Any] = {
    "ho_ten": "Trần Quốc Toản",
    "ngay_sinh": "04/09/1999",
    "gioi_tinh": "Nam",
    "don_vi": "Chi bộ A1",
    "ket_qua": "Giỏi",
    "so_gcn": "001/K1-GCN",
    "ngay_cap": "20/06/2023",
}

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLE = ("Văn", "Thị", "Quốc", "Minh", "Ngọc", "Hữu", "Thanh", "Kim", "Đức", "Xuân", "Hải")
GIVEN = ("An", "Bình", "Cường", "Dung", "Giang", "Hà", "Hiếu", "Khánh", "Lan", "Long", "Mai", "Nam", "Phúc", "Quân",
         "Sơn", "Tâm", "Thảo", "Trung", "Tú", "Uyên", "Vinh", "Yến", "Đạt")  # fmt: skip


def member(number: int, **more: Any) -> dict[str, Any]:
    """The facts of the member of that number: invented, and different from every other's."""
    family, middle, given = FAMILY[number % 14], MIDDLE[number // 14 % 11], GIVEN[number // 154 % 23]
    day = date(1950 + number % 45, 1 + number % 12, 1 + number // 12 % 28)
    admitted = date(day.year + 25, 1 + number % 11, 3)
    return {
        **MEMBER,
        "ho_ten": f"{family} {middle} {given}",
        "ngay_sinh": f"{day:%d/%m/%Y}",
        "gioi_tinh": "Nữ" if middle == "Thị" else "Nam",
        "ngay_vao_dang": f"{admitted:%d/%m/%Y}",
        "ngay_chinh_thuc": f"{admitted.replace(year=admitted.year + 1):%d/%m/%Y}",
        "so_the": f"{51000000 + number}",
        "so_ly_lich": f"{300000 + number} QT",
        **more,
    }


def book(rows: Iterable[Mapping[str, Any]], kind: str = "dang_vien") -> bytes:
    """A workbook with the columns of these rows, under the labels of the form."""
    listed = list(rows)
    form = FORMS[kind]
    keys = list(dict.fromkeys(key for row in listed for key in row))
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Danh sách"
    sheet.append([form.field(key).label for key in keys])
    for row in listed:
        sheet.append([row.get(key) for key in keys])
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def keep(
    by: User,
    organization: Organization,
    rows: Iterable[Mapping[str, Any]],
    *,
    kind: str = "dang_vien",
    as_of: date = AS_OF,
    training_class: TrainingClass | None = None,
    content: bytes | None = None,
    **more: Any,
) -> ImportBatch:
    """A file that was kept, read and checked; `content` instead of the rows: bytes made before."""
    batch = importing.keep_batch(
        by=by, organization=organization, kind=kind, as_of=as_of, content=content or book(rows, kind),
        file_name="danh-sach.xlsx", training_class=training_class, **more,
    )  # fmt: skip
    return done(batch)


def done(batch: ImportBatch) -> ImportBatch:
    """The batch after its job ran."""
    batch.refresh_from_db()
    if batch.job is not None:
        jobs.run(str(batch.job.pk))
    return ImportBatch.objects.select_related("job", "organization", "training_class").get(pk=batch.pk)


def commit(by: User, batch: ImportBatch) -> Job:
    """The rows that may go in, written by the worker."""
    job = importing.ask_to_commit(by=by, batch=batch, seen=batch.stamp)
    jobs.run(str(job.pk))
    return Job.objects.get(pk=job.pk)


def undo(by: User, batch: ImportBatch, reason: str = "Nhầm tệp") -> Job:
    """The batch taken back by the worker."""
    job = importing.ask_to_undo(by=by, batch=batch, reason=reason)
    jobs.run(str(job.pk))
    return Job.objects.get(pk=job.pk)


def verdicts(batch: ImportBatch) -> list[str]:
    """The verdict of each row that tells of somebody, in the order of the file."""
    return list(batch.rows.data().in_order().values_list("verdict", flat=True))


def row_of(batch: ImportBatch, number: int) -> ImportRow:
    return batch.rows.get(number=number)

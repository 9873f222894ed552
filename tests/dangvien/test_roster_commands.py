"""`check_roster` and `import_roster`: what they answer, what they write, how they end."""

from __future__ import annotations

import json
import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from dangvien.models import AuditEntry, ImportBatch, ImportRow, Member, Movement, User
from dangvien.rosters.fields import FORMS
from dangvien.sentences import told as told_of
from tests import factories
from tests.people import World
from tests.roster_files import book, commit, keep, member


def run(command: str, file: Path, *more: str, kind: str = "members") -> tuple[str, int]:
    out = StringIO()
    try:
        call_command(
            command, file, "--kind", kind, "--organization", "phuong-a", "--as-of", "31/05/2024", *more, stdout=out
        )
    except SystemExit as ended:
        return out.getvalue(), int(str(ended.code))
    return out.getvalue(), 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(book([member(1), member(2, chi_bo="CB A2"), member(3, ngay_sinh="31/02/1970")]))
    return path


def test_a_check_answers_in_the_shape_of_expected_results_and_writes_nothing(world: World, file: Path) -> None:
    told, status = run("check_roster", file, "--json")
    answer: dict[str, Any] = json.loads(told)
    assert (status, answer["accept"], answer["subject"], answer["file"]) == (0, "open", "members", "danh-sach.xlsx")
    assert answer["totals"] == {"rows": 3, "clean": 1, "warning": 1, "error": 1}
    sheet = answer["sheets"][0]
    assert (sheet["name"], sheet["header_rows"], sheet["skip_rows"]) == ("Danh sách", [1], [])
    assert [row["row"] for row in sheet["rows"]] == [2, 3, 4]
    assert [row["record"] is None for row in sheet["rows"]] == [False, False, True]
    assert sheet["rows"][0]["record"]["chi_bo"] == "Chi bộ A1"
    assert sheet["rows"][0]["register"]["verdict"] == "moi"
    assert [model.objects.count() for model in (ImportBatch, ImportRow)] == [0, 0]
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.organization_id) == ("Người vận hành máy chủ", world.ward_a.pk)
    assert told_of(entry, {world.ward_a.pk: "Phường A"}).sentence == (
        "Người vận hành máy chủ so 3 dòng của tệp “danh-sach.xlsx” với sổ của Phường A bằng lệnh."
    )


def test_people_read_a_table(world: World, file: Path) -> None:
    told, status = run("check_roster", file)
    assert status == 0
    assert told.splitlines()[:2] == ["Mới: 2 dòng", "Phải sửa: 1 dòng"]
    assert "Dòng 4: phải sửa" in told


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(world: World, tmp_path: Path) -> None:
    path = tmp_path / "danh-sach.xls"
    path.write_bytes(b"<html><body><table></table></body></html>")
    told, status = run("check_roster", path, "--json")
    answer = json.loads(told)
    assert (status, answer["accept"], answer["sheets"]) == (1, "refuse", [])
    assert answer["reason"]
    assert run("check_roster", path) == (answer["reason"] + "\n", 1)


def test_a_file_of_something_else_is_refused(world: World, tmp_path: Path) -> None:
    path = tmp_path / "thu-chi.csv"
    path.write_bytes(b"Thu,Chi\n1,2\n3,4\n")
    told, status = run("check_roster", path, "--json")
    answer = json.loads(told)
    assert (status, answer["accept"], answer["sheets"]) == (1, "refuse", [])
    assert answer["reason"].startswith("Không trang tính nào có dòng tên cột")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--organization", "khong-co"], "Không có tổ chức mã khong-co."),
        (["--class", "khong-co"], "Không có lớp mã khong-co."),
    ],
)
def test_what_is_typed_wrong_is_told(world: World, file: Path, more: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run("check_roster", file, *more)


def test_importing_writes_the_good_rows_and_tells_which_stay(world: World, an: User, file: Path) -> None:
    told, status = run("import_roster", file, "--by", "an", "--json")
    answer = json.loads(told)
    assert (status, answer["written"], answer["held"]) == (0, 2, 1)
    assert (Member.objects.count(), Movement.objects.count()) == (2, 2)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.committed_by) == ("da_ghi", an)
    assert batch.job is not None
    assert batch.job.state == "xong"
    told, status = run("import_roster", file, "--by", "an")
    assert (status, Member.objects.count()) == (1, 2)
    assert told.startswith("Đã ghi 0 dòng vào sổ; để lại 1 dòng.")


def test_only_who_may_import_there_does(world: World, binh: User, file: Path) -> None:
    with pytest.raises(CommandError, match="không được nhập danh sách cho tổ chức này"):
        run("import_roster", file, "--by", "binh")
    with pytest.raises(CommandError, match="Không có tài khoản x"):
        run("import_roster", file, "--by", "x")
    assert not ImportBatch.objects.exists()


KEY = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
"""A key of a field or of a verdict: words without marks, joined by low lines."""

CHANGES: dict[str, list[dict[str, Any]]] = {
    "members": [member(1, ngay_sinh="13/03/1952", que_quan="xã Gio Mỹ", dan_toc="Vân Kiều", trinh_do="Thạc sĩ")],
    "candidates": [{"ho_ten": "Lê Bình", "ngay_sinh": "05/02/1990", "gioi_tinh": "Nữ", "chi_bo": "Chi bộ A2"}],
    "class": [
        {"ho_ten": "Lê Bình", "ngay_sinh": "05/02/1990", "gioi_tinh": "Nam", "don_vi": "Chi bộ A1", "ket_qua": "Giỏi",
         "so_gcn": "001/GCN", "ngay_cap": "20/06/2023"},
    ],
    "organizations": [
        {"ma": "a-1", "ten_to_chuc": "Chi bộ A1 mới", "loai": "Chi bộ", "truc_thuoc": "Đảng bộ Phường A",
         "ngay_thanh_lap": "01/01/2000"},
    ],
    "targets": [{"to_chuc": "Đảng bộ Phường A", "chi_so": "Đảng viên mới kết nạp", "cua_nam": "2024", "so": 9}],
    "declared": [{"to_chuc": "Đảng bộ Phường A", "chi_so": "Đảng viên mới kết nạp", "cua_nam": "2019", "so": 9}],
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(CHANGES))
def test_people_read_no_key_of_a_field(world: World, dung: User, tmp_path: Path, kind: str) -> None:
    """The register holds something else of each, so that what was and what would be stand side by side."""
    form = next(form for form in FORMS.values() if form.command == kind)
    for purpose, year in (("chi_tieu", 2024), ("ket_qua", 2019)):
        factories.declared_figure(
            world.ward_a, dung, purpose=purpose, indicator="ket_nap", first_year=year, last_year=year, value=4,
            document="Nghị quyết số 1-NQ/ĐU",
        )  # fmt: skip
    course = factories.training_class(world.ward_a, "NT-01")
    factories.enrollment(course, factories.candidate(world.a1, "Lê Bình", birth=date(1990, 2, 5)))
    keep_and_commit(dung, world)
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(book(CHANGES[kind], form.kind))
    more = ["--class", "NT-01"] if kind == "class" else []
    more += ["--document", "Báo cáo số 2-BC/ĐU"] if kind in ("members", "targets", "declared") else []

    told, status = run("check_roster", path, *more, kind=kind)

    assert status == 0
    assert KEY.findall(told) == []
    if kind != "candidates":
        assert " → " in told
    if kind == "members":
        assert "Quê quán: xã Triệu Ái" in told
        assert "Ngày sinh: 01/02/1951 → 13/03/1952" in told


def keep_and_commit(by: User, world: World) -> None:
    assert commit(by, keep(by, world.ward_a, [member(1)])).state == "xong"

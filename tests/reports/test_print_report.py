"""`manage.py print_report`: the same numbers from the shell, in five formats."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from dangvien.models import AuditEntry

pytestmark = pytest.mark.django_db

DECADE = ["--organization", "thanh-pho-dong-ha", "--from", "2012-01-01", "--to", "20/5/2022"]


def printed(tmp_path, *arguments, name="out"):
    output = tmp_path / name
    call_command("print_report", *arguments, "--output", str(output))
    return output.read_bytes()


def test_json_holds_columns_rows_totals_notes_checks_and_the_people_behind(dong_ha, tmp_path):
    data = json.loads(printed(tmp_path, "R01", *DECADE, "--format", "json"))

    assert [column["code"] for column in data["columns"]] == ["hoc_lop", "ket_nap"]
    assert len(data["rows"]) == 9
    third = data["rows"][2]
    assert third["label"] == "Phường 3"
    assert {code: (cell["value"], cell["things"]) for code, cell in third["cells"].items()} == {
        "hoc_lop": (150, 150),
        "ket_nap": (85, 85),
    }
    assert {code: cell["text"] for code, cell in data["total"]["cells"].items()} == {
        "hoc_lop": "1.703",
        "ket_nap": "585",
    }
    assert data["notes"]
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.actor, entry.verb) == ("Người vận hành máy chủ", "in báo cáo ở máy chủ")
    assert (entry.after or {}).items() >= {"báo cáo": "R01", "dạng": "json"}.items()
    assert all(check["holds"] for check in data["checks"])


@pytest.mark.parametrize(
    ("form", "mark"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK"), ("html", b"<!doctype")]
)
def test_every_format_is_written(dong_ha, tmp_path, form, mark):
    assert printed(tmp_path, "r01", *DECADE, "--format", form).lower().startswith(mark.lower())


def test_a_report_as_of_a_day_needs_no_first_day(dong_ha, tmp_path):
    data = json.loads(printed(tmp_path, "R00", "--organization", "thanh-pho-dong-ha", "--to", "2022-05-20"))

    assert {row["key"]: row["cells"]["so_luong"]["value"] for row in data["rows"]}["dang_vien"] == 6913


def test_options_and_tree_are_taken(dong_ha_after_reform, tmp_path):
    place = ["--organization", "tinh-quang-tri", "--from", "2012-01-01", "--to", "2022-05-20"]
    data = json.loads(printed(tmp_path, "R01", *place, "--tree", "hien_nay", "--option", "nhan_tong=cac_phuong"))

    assert data["total"]["label"] == "Cộng các đơn vị trên"
    assert [row["cells"]["ket_nap"]["value"] for row in data["rows"]] == [331, 254]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["R99", *DECADE], "Không có báo cáo mã R99"),
        (["R01", "--organization", "khong-co", "--from", "2012-01-01", "--to", "2022-05-20"], "Không có tổ chức mã"),
        (["R01", *DECADE[:4], "--to", "2011-01-01"], "sớm hơn ngày đầu kỳ"),
        (["R01", "--organization", "thanh-pho-dong-ha", "--to", "2022-05-20"], "cần ngày đầu kỳ"),
        (["R01", *DECADE, "--option", "hoc_vien=sai"], "không có lựa chọn hoc_vien=sai"),
        (["R01", *DECADE[:4], "--to", "31/11/2021"], "30 ngày"),
        (["R01", *DECADE, "--output", "/dev/null/x.pdf"], "Không ghi được tệp"),
    ],
)
def test_a_wrong_call_gets_a_sentence(dong_ha, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("print_report", *arguments)

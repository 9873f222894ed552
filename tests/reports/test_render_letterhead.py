"""The words around the table: number, place and day, attachment, recipients."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dangvien.models import Letterhead
from reports.render.letterhead import Paper
from tests.reports.tables import FROZEN, PAPER

LETTERHEAD = Letterhead(
    superior="ĐẢNG BỘ TỈNH QUẢNG TRỊ",
    body="THÀNH ỦY ĐÔNG HÀ",
    place="Đông Hà",
    symbol="TU",
    attached_to="BTV Thành ủy",
    authority="T/M BAN THƯỜNG VỤ",
    position="BÍ THƯ",
    signer="Nguyễn Văn An",
    recipients="- Ban Tổ chức Tỉnh ủy (báo cáo),\n\n  Đảng ủy các phường\n- Lưu Văn phòng Thành ủy.\n",
)


def test_a_draft_leaves_room_for_number_and_day():
    paper = Paper.of(LETTERHEAD, day=None, month=date(2022, 6, 15), draft=True)

    assert paper.number_line == "Số      -BC/TU"
    assert paper.place_and_day == "Đông Hà, ngày     tháng 6 năm 2022"
    assert paper.attached_line == "(Kèm theo Báo cáo số      -BC/TU, ngày     /6/2022 của BTV Thành ủy)"
    assert paper.draft


def test_a_numbered_paper_has_two_digits_and_its_day():
    paper = Paper.of(LETTERHEAD, day=date(2022, 6, 3), number=5)

    assert paper.number_line == "Số 05-BC/TU"
    assert paper.place_and_day == "Đông Hà, ngày 03 tháng 6 năm 2022"
    assert paper.attached_line == "(Kèm theo Báo cáo số 05-BC/TU, ngày 03/6/2022 của BTV Thành ủy)"


def test_january_and_february_keep_two_digits_when_the_day_is_blank():
    paper = Paper.of(LETTERHEAD, day=None, month=date(2023, 2, 1), number=12)

    assert paper.place_and_day == "Đông Hà, ngày     tháng 02 năm 2023"
    assert paper.attached_line == "(Kèm theo Báo cáo số 12-BC/TU, ngày     /02/2023 của BTV Thành ủy)"


def test_without_month_everything_of_the_day_is_blank():
    paper = Paper.of(LETTERHEAD, day=None)

    assert paper.place_and_day == "Đông Hà, ngày     tháng     năm     "
    assert paper.attached_line == "(Kèm theo Báo cáo số      -BC/TU, ngày     /     /      của BTV Thành ủy)"


def test_without_letterhead_the_parts_stay_blank():
    paper = Paper.of(None, day=date(2022, 6, 20))

    assert (paper.superior, paper.body, paper.signer, paper.recipient_lines) == ("", "", "", ())
    assert paper.number_line == "Số      -BC/"
    assert paper.place_and_day == "ngày 20 tháng 6 năm 2022"
    assert paper.attached_line == "(Kèm theo Báo cáo số      -BC/, ngày 20/6/2022)"


def test_recipients_get_a_dash_commas_and_a_full_stop():
    paper = Paper.of(LETTERHEAD, day=None)

    assert paper.recipient_lines == (
        "- Ban Tổ chức Tỉnh ủy (báo cáo),",
        "- Đảng ủy các phường,",
        "- Lưu Văn phòng Thành ủy.",
    )


def test_the_foot_stands_on_frozen_reports_only():
    moment = datetime(2022, 6, 20, 1, 5, tzinfo=UTC)

    assert Paper.of(LETTERHEAD, day=None).foot_line == ""
    assert Paper.of(LETTERHEAD, day=None, digest="ab", foot=False).foot_line == ""
    frozen = Paper.of(LETTERHEAD, day=None, digest="ab", frozen_at=moment)
    assert frozen.foot_line == "Số liệu chốt lúc 08:05, ngày 20/6/2022; mã kiểm ab"


def test_the_kind_of_document_and_the_number_must_exist():
    assert PAPER.type_name == "BÁO CÁO"
    assert replace(PAPER, type_code="TTr", type_label="Tờ trình").type_name == "TỜ TRÌNH"
    with pytest.raises(ValueError, match="loại văn bản cần có ký hiệu và tên"):
        replace(PAPER, type_code="XX", type_label="")
    with pytest.raises(ValueError, match="không phải 0"):
        Paper.of(LETTERHEAD, day=None, number=0)


def test_a_paper_is_a_value():
    assert Paper.of(LETTERHEAD, day=None) == Paper.of(LETTERHEAD, day=None)
    assert hash(FROZEN) != hash(PAPER)

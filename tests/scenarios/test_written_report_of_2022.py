"""The ten-year report of 2022 from the demo register: every figure of parts I and II where the source prints it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml

from dangvien.models import User
from dangvien.permissions import Permission
from dangvien.scope import Scope
from reports.narrative import keeping, printing
from reports.narrative.ours import OWN
from reports.narrative.telling import About, Quote

pytestmark = pytest.mark.django_db

DIRECTIVE = "Chỉ thị số 09-CT/TU, ngày 03/5/2012"
PERMISSIONS = [Permission.VIEW_REPORTS, Permission.ISSUE_REPORTS]

PART_ONE = (
    "Đảng bộ thành phố Đông Hà hiện có 48 tổ chức cơ sở đảng (gồm 17 đảng bộ cơ sở và 31 chi bộ cơ sở); trong đó: khối "
    "phường 09, khối hành chính 06, khối sự nghiệp 08, lực lượng vũ trang 02, khối doanh nghiệp 23. Tổng số chi bộ "
    "trực thuộc đảng ủy cơ sở là 188 chi bộ, trong đó: 136 chi bộ trực thuộc đảng ủy các phường (62/62 khu phố có chi "
    "bộ), 31 chi bộ trực thuộc đảng ủy các cơ quan hành chính, sự nghiệp, 15 chi bộ trực thuộc đảng ủy lực lượng vũ "
    "trang, 06 chi bộ trực thuộc đảng ủy doanh nghiệp. Tổng số đảng viên tính đến ngày 20/5/2022 là 6.913 đồng chí."
)
PART_TWO = (
    "Từ ngày 01/01/2012 đến ngày 20/5/2022, cấp ủy ở địa bàn khu dân cư đã cử 1.703 quần chúng ưu tú tham gia lớp bồi "
    "dưỡng kết nạp đảng viên. Trong 10 năm qua, các khu dân cư trên địa bàn đã kết nạp 585 đảng viên (chiếm 36,9% "
    "trong tổng số đảng viên kết nạp toàn Đảng bộ, tăng 24,3 điểm phần trăm so với trước khi thực hiện "
    f"{DIRECTIVE}), trong đó 490 đảng viên do Đoàn Thanh niên giới thiệu (chiếm 80,6% số lượt giới thiệu), 118 đảng "
    "viên do các tổ chức chính trị - xã hội khác giới thiệu (chiếm 19,4% số lượt giới thiệu); 23 đảng viên được cả hai "
    "nơi giới thiệu nên tính ở cả hai số."
)
NOTES = (
    "Giai đoạn từ 01/01/2012 đến 20/5/2022, Đảng bộ thành phố Đông Hà kết nạp được 1.587 đảng viên (cụ thể, năm 2012: "
    "200; năm 2013: 163; năm 2014: 175; năm 2015: 170; năm 2016: 152; năm 2017: 214; năm 2018: 190; năm 2019: 117; năm "
    "2020: 85; năm 2021: 93; 5 tháng đầu năm 2022: 28).",
    f"Trước khi thực hiện {DIRECTIVE}, tỷ lệ kết nạp đảng viên mới ở khu dân cư hằng năm chiếm 12,6% tổng số đảng viên "
    f"mới kết nạp (theo {DIRECTIVE}).",
)
"""S0-27, 12,6 %, is quoted: no register counts it."""

APPENDIX = [
    ("1.", "Phường 1", "300", "93"),
    ("5.", "Phường 5", "304", "74"),
    ("9.", "Phường Đông Lễ", "170", "59"),
    ("10.", "Toàn thành phố", "1.703", "585"),
]


def about(demo, place, *, today=date(2022, 6, 1)):
    scope = Scope.whole(place, PERMISSIONS, today)
    quotes = {"trich_ty_trong_truoc": Quote(Decimal("12.6"), DIRECTIVE)}
    written = {"Văn bản được tổng kết": DIRECTIVE}
    return About(scope, place, demo.period, keeping.paper_of(place, today), written, quotes)


@pytest.fixture
def report(dong_ha):
    source = keeping.Source.of_ours(OWN["tong-ket-10-nam"])
    return keeping.write_report(
        by=User.objects.get(username="bantochuc"), source=source, about=about(dong_ha, dong_ha.city)
    )


def test_every_figure_stands_where_the_source_prints_it(report):
    content = printing.word(report)
    document = docx.Document(BytesIO(content))
    said = [item.text for item in document.paragraphs]

    assert PART_ONE in said
    assert PART_TWO in said
    [notes] = [part for part in document.part.package.iter_parts() if part.partname.endswith("footnotes.xml")]
    paragraphs = parse_xml(notes.blob).iter(docx.oxml.ns.qn("w:p"))
    written = ["".join(t.text for t in item.iter(docx.oxml.ns.qn("w:t"))).strip() for item in paragraphs]
    assert tuple(text for text in written if text) == NOTES
    rows = [tuple(cell.text for cell in row.cells) for row in document.tables[-1].rows]
    assert [row for row in rows if row[0] in {"1.", "5.", "9.", "10."}] == APPENDIX
    assert "{{" not in "".join(said)
    assert "trẻ hóa: 92,5% đảng viên mới kết nạp ở khu dân cư có tuổi đời từ 18 đến 30 tuổi (541 đồng chí)" in "".join(
        said
    )


def test_every_counted_number_keeps_its_people_and_what_it_means(report):
    for figure in report.figures:
        assert figure["meaning"]
        for cell in figure["cells"]:
            if cell["opens"]:
                assert len(report.evidence[cell["evidence"]]) == cell["things"]
                assert len(cell["hash"]) == 64
    known = keeping.kept_figures(report)
    assert known["ket_nap_khu_dan_cu"]["cells"][0]["things"] == 585
    assert known["dang_vien"]["cells"][0]["things"] == 6913
    assert [part["text"] for part in known["ty_trong_khu_dan_cu"]["parts"]] == ["585", "1.587"]
    assert known["chenh_lech_ty_trong"]["document"] == DIRECTIVE
    assert keeping.is_whole(report)


def test_printing_again_gives_the_same_bytes(report):
    report.refresh_from_db()

    assert [maker(report) for maker in printing.MAKERS.values()] == [
        maker(report) for maker in printing.MAKERS.values()
    ]


def test_the_same_template_for_a_ward_and_another_period_works_unchanged(dong_ha):
    source = keeping.Source.of_ours(OWN["bao-cao-6-thang"])
    asked = about(dong_ha, dong_ha["phuong-3"])
    made = keeping.write_report(by=User.objects.get(username="bantochuc"), source=source, about=asked)

    known = keeping.kept_figures(made)
    assert known["ten_to_chuc"]["text"] == "Đảng bộ Phường 3"
    assert known["ket_nap"]["text"] == "85"
    assert printing.pdf(made).startswith(b"%PDF")

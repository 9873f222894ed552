"""Our own templates, written by code: nothing in the repository is a Word file that somebody once saved.

Each is a plain Word document with placeholders, as anybody could have typed it: it can be taken along, changed in Word
and sent back as one's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from io import BytesIO

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm

from reports.render.docx import LANGUAGE, set_defaults, set_page_number, strip
from reports.render.layout import PORTRAIT
from reports.render.letterhead import APPENDIX, DASHES, DRAFT_MARK, RECIPIENTS_TITLE, STAR, STATE_TITLE
from reports.render.packing import repacked
from reports.render.wordml import NAMESPACE, PAGE_BREAK, WordCell, paragraph, row, rule, run
from reports.render.wordml import table as word_table

_TEXT, _STATE, _SMALL = 14, 15, 12
_WRITTEN_ON = datetime(2026, 11, 30, tzinfo=UTC)
"""Moment in the files' properties: the same template has the same bytes wherever it is made."""

Footnotes = list[str]


@dataclass(frozen=True)
class OwnTemplate:
    """One of our templates: its address, its name, what it is for, and the period it is usually asked for."""

    slug: str
    name: str
    purpose: str
    body: Callable[[Footnotes], Iterator[str]]

    @property
    def content(self) -> bytes:
        """The Word file."""
        return _built(self.slug)


def _p(text: str) -> str:
    """A paragraph of the body: justified, its first line indented; "[^1]" refers to a footnote."""
    first, *others = text.split("[^")
    runs = [run(first, _TEXT)]
    for other in others:
        number, _, rest = other.partition("]")
        runs += [_reference(int(number)), run(rest, _TEXT)]
    return _body_paragraph("".join(runs))


def _body_paragraph(runs: str) -> str:
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="120" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLine="708"/><w:jc w:val="both"/></w:pPr>{runs}</w:p>'
    )


def _hint(text: str) -> str:
    """What the office writes itself, in brackets and italics."""
    return _body_paragraph(run(f"[{text}]", _TEXT, italic=True))


def _heading(text: str, *, italic: bool = False) -> str:
    return paragraph(run(text, _TEXT, bold=True, italic=italic), before=6, after=6, keep=True, heading=True)


def _reference(number: int) -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def _head(title: str) -> Iterator[str]:
    left = [
        paragraph(run("{{co_quan_cap_tren}}", _TEXT), align="center"),
        paragraph(run("{{co_quan}}", _TEXT, bold=True), align="center"),
        paragraph(run(STAR, _TEXT), align="center"),
        paragraph(run("{{so_van_ban}}", _TEXT), align="center"),
        paragraph(run(f" {DRAFT_MARK} ", _TEXT, bold=True, framed=True), align="center"),
    ]
    right = [
        paragraph(run(STATE_TITLE, _STATE, bold=True), align="center"),
        rule(7),
        paragraph(run("{{dia_danh_ngay}}", _TEXT, italic=True), align="center", before=3),
    ]
    wide = PORTRAIT.text_width - 88
    sides = (WordCell("".join(left), wide), WordCell("".join(right), 88, inset=3.6))
    yield word_table([row(sides, height=30.6)], [wide, 88], framed=False, padding=0)
    yield paragraph(run("BÁO CÁO", _STATE, bold=True), align="center", keep=True)
    yield paragraph(run(title, _TEXT, bold=True), align="center", keep=True, heading=True)
    yield paragraph(run(DASHES, _TEXT), align="center", after=6, keep=True)


def _end() -> str:
    recipients = [
        paragraph(run(RECIPIENTS_TITLE, _TEXT, underline=True)),
        paragraph(run("{{noi_nhan}}", _SMALL)),
    ]
    signature = [
        paragraph(run("{{quyen_han}}", _TEXT, bold=True), align="center"),
        paragraph(run("{{chuc_vu}}", _TEXT), align="center"),
        paragraph(run("{{nguoi_ky}}", _TEXT, bold=True), align="center", before=91.6),
    ]
    wide = PORTRAIT.text_width - 80
    sides = (WordCell("".join(recipients), wide), WordCell("".join(signature), 80))
    return word_table([row(sides)], [wide, 80], framed=False, padding=0)


def _appendix(title: str, table: str) -> Iterator[str]:
    yield PAGE_BREAK
    yield paragraph(run(APPENDIX, _TEXT, bold=True), align="center", keep=True)
    yield paragraph(run(title, _TEXT, bold=True), align="center", keep=True, heading=True)
    yield paragraph(run(DASHES, _TEXT), align="center", after=6, keep=True)
    yield paragraph(run(table, _TEXT))


_SITUATION = (
    "{{ten_to_chuc}} hiện có {{tccsd}} tổ chức cơ sở đảng (gồm {{dang_bo_co_so}} đảng bộ cơ sở và {{chi_bo_co_so}} "
    "chi bộ cơ sở); trong đó: {{tccsd_theo_khoi}}. Tổng số chi bộ trực thuộc đảng ủy cơ sở là {{chi_bo}} chi bộ, trong "
    "đó: {{chi_bo_phuong}} chi bộ trực thuộc đảng ủy các phường ({{khu_pho}} khu phố có chi bộ){{chi_bo_khoi_khac}}. "
    "Tổng số đảng viên tính đến ngày {{den_ngay}} là {{dang_vien}} đồng chí"
)


def _ten_years(notes: Footnotes) -> Iterator[str]:
    notes += [
        "Giai đoạn từ {{tu_ngay}} đến {{den_ngay}}, {{ten_to_chuc}} kết nạp được {{ket_nap}} đảng viên (cụ thể, "
        "{{day_ket_nap}}).",
        "Trước khi thực hiện {{ghi Văn bản được tổng kết}}, tỷ lệ kết nạp đảng viên mới ở khu dân cư hằng năm chiếm "
        "{{trich_ty_trong_truoc}} tổng số đảng viên mới kết nạp (theo {{van_ban_trich_ty_trong_truoc}}).",
    ]
    yield from _head("tổng kết {{so_nam}} năm thực hiện {{ghi Văn bản được tổng kết}}")
    yield _hint("Đoạn mở đầu: vì sao có văn bản, vì sao tổng kết, theo chương trình, kế hoạch nào")
    yield _heading("I. KHÁI QUÁT TÌNH HÌNH")
    yield _p(f"{_SITUATION}.")
    yield _hint("Sự lãnh đạo, chỉ đạo trong thời gian qua; chuyển biến chung")
    yield _heading("II. NHỮNG KẾT QUẢ ĐẠT ĐƯỢC")
    yield _heading("1. Tình hình quán triệt, triển khai")
    yield _hint("Các văn bản đã ban hành, hình thức quán triệt, kiểm tra, giám sát")
    yield _heading("2. Kết quả đạt được")
    yield _heading("2.1. Về công tác giáo dục, tuyên truyền", italic=True)
    yield _hint("Nội dung, hình thức tuyên truyền; chuyển biến về nhận thức")
    yield _heading("2.2. Về nâng cao chất lượng đội ngũ đảng viên, chất lượng sinh hoạt chi bộ", italic=True)
    yield _hint("Nền nếp, nội dung sinh hoạt chi bộ; chất lượng đảng viên")
    yield _heading("2.3. Kết quả công tác phát triển đảng viên", italic=True)
    yield _p(
        "Từ ngày {{tu_ngay}} đến ngày {{den_ngay}}, cấp ủy ở địa bàn khu dân cư đã cử {{hoc_lop_khu_dan_cu}} quần "
        "chúng ưu tú tham gia lớp bồi dưỡng kết nạp đảng viên. Trong {{so_nam}} năm qua, các khu dân cư trên địa bàn "
        "đã kết nạp {{ket_nap_khu_dan_cu}} đảng viên (chiếm {{ty_trong_khu_dan_cu}} trong tổng số đảng viên kết nạp "
        "toàn Đảng bộ[^1], {{chenh_lech_ty_trong}} so với trước khi thực hiện {{ghi Văn bản được tổng kết}}[^2]), "
        "trong đó {{ket_nap_khu_dan_cu_doan}} đảng viên do Đoàn Thanh niên giới thiệu (chiếm "
        "{{ty_le_luot_doan_ket_nap_khu_dan_cu}} số lượt giới thiệu), {{ket_nap_khu_dan_cu_hoi_vien}} đảng viên do các "
        "tổ chức chính trị - xã hội khác giới thiệu (chiếm {{ty_le_luot_hoi_vien_ket_nap_khu_dan_cu}} số lượt giới "
        "thiệu); {{ket_nap_khu_dan_cu_ca_hai}} đảng viên được cả hai nơi giới thiệu nên tính ở cả hai số."
    )
    yield _heading("2.4. Công tác lãnh đạo, chỉ đạo, phối hợp", italic=True)
    yield _hint("Phối hợp giữa cấp ủy, Mặt trận và các tổ chức chính trị - xã hội")
    yield _heading("III. ĐÁNH GIÁ CHUNG")
    yield _heading("1. Ưu điểm và nguyên nhân")
    yield _p(
        "Chất lượng đảng viên mới kết nạp từng bước trẻ hóa: {{ty_le_ket_nap_khu_dan_cu_18_30}} đảng viên mới kết nạp "
        "ở khu dân cư có tuổi đời từ 18 đến 30 tuổi ({{ket_nap_khu_dan_cu_18_30}} đồng chí), "
        "{{ty_le_ket_nap_khu_dan_cu_nu}} là nữ."
    )
    yield _hint("Ưu điểm khác và nguyên nhân")
    yield _heading("2. Hạn chế, khó khăn và nguyên nhân")
    yield _hint("Hạn chế, khó khăn; nguyên nhân; bài học kinh nghiệm")
    yield _heading("IV. NHIỆM VỤ, GIẢI PHÁP TRONG THỜI GIAN TỚI")
    yield _hint("Mục tiêu, nhiệm vụ, giải pháp; kiến nghị, đề xuất")
    yield _end()
    yield from _appendix("công tác phát triển đảng viên ở địa bàn khu dân cư {{giai_doan}}", "{{bang R01}}")


def _periodic(title: str, table: str) -> Callable[[Footnotes], Iterator[str]]:
    def body(_notes: Footnotes) -> Iterator[str]:
        yield from _head(title)
        yield _heading("I. TÌNH HÌNH TỔ CHỨC ĐẢNG, ĐẢNG VIÊN")
        yield _p(f"{_SITUATION}, trong đó {{{{chinh_thuc}}}} chính thức, {{{{du_bi}}}} dự bị.")
        yield _p(
            "Trong kỳ, số đảng viên tăng {{dang_vien_tang}} (kết nạp {{ket_nap}}, chuyển đến {{chuyen_den}}, phục hồi "
            "đảng tịch {{phuc_hoi}}), giảm {{dang_vien_giam}} (từ trần {{tu_tran}}, khai trừ {{khai_tru}}, xóa tên "
            "{{xoa_ten}}, xin ra khỏi Đảng {{xin_ra}}, chuyển đi {{chuyen_di}}); đầu kỳ có {{dang_vien_dau_ky}}."
        )
        yield _heading("II. KẾT QUẢ PHÁT TRIỂN ĐẢNG VIÊN")
        yield _p(
            "Có {{hoc_lop}} lượt quần chúng học lớp bồi dưỡng nhận thức về Đảng; {{cap_giay}} được cấp giấy chứng nhận."
        )
        yield _p(
            "Kết nạp {{ket_nap}} đảng viên, {{so_cung_ky_ket_nap}} so với cùng kỳ năm trước ({{ket_nap|cung_ky}}); "
            "trong đó ở địa bàn khu dân cư {{ket_nap_khu_dan_cu}} (chiếm {{ty_trong_khu_dan_cu}}). Trong số kết nạp: "
            "{{ket_nap_doan}} do Đoàn Thanh niên giới thiệu, {{ket_nap_nu}} nữ ({{ty_le_ket_nap_nu}}), "
            "{{ket_nap_dan_toc}} người dân tộc thiểu số, {{ket_nap_18_30}} từ 18 đến 30 tuổi ({{ty_le_ket_nap_18_30}})."
        )
        yield _p(
            "Lũy kế từ đầu năm kết nạp {{luy_ke}}/{{chi_tieu}} chỉ tiêu cả năm, đạt {{dat_chi_tieu}}, {{con_thieu}}. "
            "Công nhận chính thức {{cong_nhan}} đảng viên dự bị."
        )
        yield _hint("Nhận xét: đơn vị làm tốt, đơn vị chậm; nguyên nhân")
        yield _heading("III. NHIỆM VỤ KỲ TỚI")
        yield _hint("Việc phải làm, đơn vị, thời hạn")
        yield _end()
        yield from _appendix("kết quả kết nạp đảng viên {{ky}}", table)

    return body


OWN: Mapping[str, OwnTemplate] = {
    template.slug: template
    for template in (
        OwnTemplate(
            "tong-ket-10-nam", "Báo cáo tổng kết 10 năm", "Tổng kết nhiều năm thực hiện một chỉ thị, có phụ lục.",
            _ten_years,
        ),
        OwnTemplate(
            "bao-cao-nam", "Báo cáo năm", "Kết quả phát triển đảng viên của một năm.",
            _periodic("kết quả công tác phát triển đảng viên {{ky}}", "{{bang R03}}"),
        ),
        OwnTemplate(
            "bao-cao-6-thang", "Báo cáo 6 tháng", "Kết quả 6 tháng, so với cùng kỳ và chỉ tiêu năm.",
            _periodic("kết quả công tác phát triển đảng viên {{ky}}", "{{bang R05}}"),
        ),
        OwnTemplate(
            "bao-cao-thang", "Báo cáo tháng", "Kết quả trong tháng và lũy kế từ đầu năm.",
            _periodic("kết quả công tác phát triển đảng viên {{ky}}", "{{bang R05}}"),
        ),
    )
}  # fmt: skip
"""Address → template, in the order in which they are offered."""


@cache
def _built(slug: str) -> bytes:
    template, notes = OWN[slug], Footnotes()
    document = docx.Document()
    strip(document)
    set_defaults(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PORTRAIT.width), Mm(PORTRAIT.height)
    section.top_margin, section.bottom_margin = Mm(PORTRAIT.top), Mm(PORTRAIT.bottom)
    section.left_margin, section.right_margin = Mm(PORTRAIT.left), Mm(PORTRAIT.right)
    set_page_number(section, PORTRAIT.top)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = template.name, "", ""
    properties.comments, properties.language, properties.revision = "", LANGUAGE, 1
    properties.created = properties.modified = _WRITTEN_ON.replace(tzinfo=None)
    content = "".join(template.body(notes))
    for element in list(parse_xml(f"<w:body {NAMESPACE}>{content}</w:body>")):
        document.element.body.insert_element_before(element, "w:sectPr")
    if notes:
        _add_footnotes(document, notes)
    written = BytesIO()
    document.save(written)
    return repacked(written.getvalue(), _WRITTEN_ON.replace(tzinfo=None))


def _add_footnotes(document: Document, notes: Footnotes) -> None:
    marks = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for kind, number, mark in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    size = '<w:sz w:val="24"/><w:szCs w:val="24"/>'
    told = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:jc w:val="both"/></w:pPr>'
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        f'<w:r><w:rPr>{size}</w:rPr><w:t xml:space="preserve"> {escape(note, quote=False)}</w:t></w:r></w:p>'
        "</w:footnote>"
        for number, note in enumerate(notes, start=1)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {NAMESPACE}>{marks}{told}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

"""What a heading means: without marks, case, brackets and line breaks, by the words of the forms and some more.

One heading may name several fields ("Họ và tên⏎Ngày sinh"): then its cells hold several facts. A heading of two or
three rows is read from its lowest words upward.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from dangvien.rosters.form import RosterForm, Value
from dangvien.rosters.values.choices import RESULT_WORDS
from dangvien.text import nfc, search_key

LIKE = 82
"""From so many per cent on (rapidfuzz `token_sort_ratio`) a field is offered for a heading nobody knows."""

LONGEST = 200
"""Characters of a heading; longer texts are remarks."""

_MORE: Mapping[str, tuple[str, ...]] = {
    "stt": ("TT.", "No", "Thứ tự"),
    "ho_ten": (
        "Họ tên khai sinh", "Họ và tên đảng viên dự bị", "Họ tên học viên", "Họ và tên quần chúng",
        "Họ và tên quần chúng ưu tú", "Họ và tên người vào Đảng", "Tên học viên", "Họ tên quần chúng",
        "Họ và tên theo CCCD", "Họ và tên đồng chí",
    ),
    "ho_dem": ("Họ và tên lót", "Họ chữ đệm", "Họ, chữ đệm", "Họ và tên đệm", "Họ và lót"),
    "ten": ("Tên gọi", "Tên chính"),
    "ten_khac": ("Họ và tên đang dùng", "Tên đang dùng", "Họ và tên thường gọi", "Họ tên thường dùng"),
    "ngay_sinh": (
        "Ngày sinh nhật", "Sinh", "Ngày, tháng và năm sinh", "Ngày tháng và năm sinh", "Sinh ngày tháng năm",
        "NS", "NgS", "Ngày sinh đảng viên", "Ngày sinh học viên",
    ),
    "gioi_tinh": ("GT", "Nam hay nữ", "Giới tính nam nữ"),
    "dan_toc": ("DT", "Thành phần dân tộc", "Dân tộc nào"),
    "ton_giao": ("TG", "Theo tôn giáo", "Tôn giáo nào"),
    "que_quan": ("Quê quán chi tiết", "Nơi quê quán", "QQ", "Sinh quán"),
    "thuong_tru": ("Nơi đăng ký thường trú", "Hộ khẩu", "HKTT", "Nơi cư trú", "Chỗ ở", "Địa chỉ thường trú", "Nơi ở"),
    "so_cccd": (
        "Số CMND/CCCD", "CMND/CCCD", "Số CCCD/CMND", "Số CCCD, CMND", "Số thẻ căn cước", "Căn cước", "Mã định danh",
        "CCCD/định danh", "Số ĐDCN", "Số định danh cá nhân CCCD",
    ),
    "ngay_vao_dang": (
        "Ngày tháng năm vào Đảng", "Ngày, tháng, năm vào Đảng", "Ngày vào ĐCSVN", "Ngày vào ĐCS Việt Nam", "Dự bị",
        "Ngày, tháng, năm kết nạp", "Ngày tháng năm kết nạp", "Kết nạp", "Vào đảng ngày", "Kết nạp ngày",
        "Ngày vào Đảng CSVN", "Ngày vào Đảng Cộng sản Việt Nam", "Ngày KN", "Ngày tháng năm kết nạp Đảng",
        "Ngày vào Đảng lần đầu", "Năm vào Đảng", "Ngày kết nạp vào Đảng", "Ngày lễ kết nạp",
    ),
    "ngay_chinh_thuc": (
        "Ngày tháng năm chính thức", "Ngày, tháng, năm chính thức", "Ngày công nhận",
        "Ngày công nhận đảng viên chính thức",
        "Ngày chuyển chính thức", "Ngày chuyển Đảng chính thức", "Chính thức ngày", "Công nhận chính thức",
        "Ngày, tháng, năm công nhận chính thức", "Ngày vào ĐCSVN chính thức", "Ngày tháng năm vào Đảng chính thức",
        "Ngày vào Đảng, chính thức", "Công nhận",
    ),
    "so_the": ("Số thẻ đảng viên mới", "Thẻ đảng viên", "Số TĐ", "Mã thẻ", "Số thẻ đảng cũ", "Số thẻ đảng viên 8 số"),
    "so_ly_lich": ("Số SYLL", "Số hồ sơ đảng viên", "Số HS", "Số LL đảng viên", "SLL", "Lý lịch"),
    "chi_bo": (
        "Tổ chức đảng", "Sinh hoạt chi bộ", "Tên chi bộ", "Chi bộ trực thuộc", "Sinh hoạt tại", "Đang sinh hoạt tại",
        "Tổ chức đảng đang SH", "CB", "Chi bộ đang SH", "Nơi sinh hoạt đảng", "Chi bộ/Đơn vị",
    ),
    "trinh_do": (
        "Trình độ chuyên môn nghiệp vụ", "CMNV", "CM", "TĐCM", "TĐHV", "Bằng cấp", "Văn hóa", "GDPT", "Học vị",
        "Trình độ GDPT", "Trình độ giáo dục phổ thông", "Trình độ CMNV", "Trình độ học vấn, chuyên môn",
    ),
    "ly_luan": ("Lý luận", "Trình độ lý luận", "Lý luận CT", "Trình độ chính trị", "Chính trị"),
    "nghe_nghiep": ("Công việc", "Nghề", "Nghề nghiệp, nơi làm việc", "Nghề nghiệp, nơi công tác", "Đang làm gì",
                    "Nghề nghiệp/Chức vụ", "Nghề nghiệp công tác"),
    "dien_thoai": ("Số ĐT", "SDT", "Điện thoại liên hệ", "Số di động"),
    "ghi_chu": ("Ghi chú khác", "Nhận xét", "GC"),
    "don_vi": ("Đơn vị, chi bộ", "Chi bộ/Đơn vị", "Tên đơn vị", "Đơn vị sinh hoạt", "Cơ quan", "Cơ quan, đơn vị",
               "Chi bộ, đơn vị", "Nơi làm việc", "Đơn vị giới thiệu", "Chi bộ cử đi học", "Đơn vị cử", "Trực thuộc"),
    "ket_qua": ("Xếp loại kết quả", "Kết quả học", "Xếp loại kết quả học tập", "XL", "Đánh giá", "Kết quả, xếp loại",
                "Kết quả cuối khóa", "Xếp loại cuối khóa", "Điểm", "Điểm thi", "Điểm thu hoạch", "Kết quả thu hoạch",
                "Điểm kiểm tra", "Điểm bài thu hoạch"),
    "so_gcn": ("Giấy chứng nhận", "Số GCN lớp", "Số chứng chỉ", "Số vào sổ", "Số hiệu", "GCN số", "GCN",
               "Số vào sổ cấp GCN"),
    "ngay_cap": ("Ngày", "Ngày cấp giấy CN", "Ngày, tháng, năm cấp", "Ngày tháng năm cấp", "Ngày ký",
                 "Ngày cấp chứng nhận"),
}  # fmt: skip
"""Field → headings met besides those that the forms tell. A form that lacks a field does not know its headings."""

_UNSAID: Mapping[str, tuple[str, ...]] = {
    "que_quan": ("Xã", "Xã, phường", "Phường", "Huyện", "Quận, huyện", "Tỉnh", "Tỉnh, thành phố", "Thành phố",
                 "Chi tiết",
                 "Thôn", "Địa chỉ chi tiết", "Xã/phường", "Huyện/quận", "Tỉnh/thành phố", "Tỉnh/TP", "Quốc gia"),
}  # fmt: skip
_SAME = tuple(
    (re.compile(shape), instead)
    for shape, instead in (
        (r"\bngay (?:va )?thang (?:va )?(?:nam )?", "ngay "),
        (r"\b(?:dang (?:cong san|cs) (?:viet nam|vn)|dang csvn|dcs ?vn|dcs viet nam)\b", "dang"),
        (r"\b(?:va|cua|dong chi|hien nay|hien tai)\b", " "),
    )
)
"""Words that change nothing of what a heading means."""
_ADDRESS_PARTS = ("que_quan", "thuong_tru")

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[(\[][^()\[\]]*$")
_MARKS = re.compile(r"[^a-z0-9]+")
_SPLITS = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (r"[\r\n]+", r"\s*[;/+]\s*", r"\s*[,–]\s*|\s+-\s+", r"\s*,\s*|\s+và\s+")
)
"""How the names of several fields are set apart in one heading, the surest way first."""
_HALVES = ("ho_dem", "ten")
_EXACT = {"nam": "nam", "nu": "nữ"}
_MARKED = (Value.MALE_MARK, Value.FEMALE_MARK)
"""Fields whose heading counts with its marks only: "Năm" is no man."""
_DAY_PARTS = {"ngay": "ngày", "thang": "tháng", "nam": "năm"}


@dataclass(frozen=True, slots=True)
class Meant:
    """What a heading means: one field, or several in the order in which its cells hold them ("" for an unknown one)."""

    keys: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.keys[0]


def heading_key(text: str) -> str:
    """A heading as it is compared: no marks, no case, nothing in brackets, words apart by one space; what is said in
    several ways is said in one."""
    return _plain(_BRACKETS.sub(" ", nfc(text)))


def _plain(text: str) -> str:
    words = _MARKS.sub(" ", search_key(text)).strip()
    for shape, instead in _SAME:
        words = shape.sub(instead, words)
    return " ".join(words.split())


@cache
def words_of(form: RosterForm) -> Mapping[str, str]:
    """Heading as it is compared → key of the field. The label of a field goes before what others are also called."""
    found: dict[str, str] = {}
    for field in form.fields:
        if field.value not in _MARKED and field.value is not Value.YEAR_COLUMNS:
            found.setdefault(heading_key(field.label), field.key)
    for field in form.fields:
        if field.value not in _MARKED:
            for text in field.headings:
                found.setdefault(heading_key(text), field.key)
    for field in form.fields:
        for text in _MORE.get(field.key, ()):
            found.setdefault(heading_key(text), field.key)
    return {words: key for words, key in found.items() if words}


def single(text: str, form: RosterForm) -> str:
    """The field that one text names as a whole; "" for none. What stands in brackets counts where it says more."""
    if not text or len(text) > LONGEST:
        return ""
    words = heading_key(text)
    whole = _plain(nfc(text)) if "(" in text or "[" in text else words
    if words in _EXACT and any(field.key == words and field.value in _MARKED for field in form.fields):
        bare = nfc(_BRACKETS.sub(" ", nfc(text))).strip(" .:*").casefold()
        if bare == _EXACT[words]:
            return words
    known = words_of(form)
    return known.get(whole, "") or known.get(words, "")


def meaning(text: str, form: RosterForm) -> Meant | None:
    """What a heading of one row means; None when nobody knows."""
    if whole := single(text, form):
        return Meant((whole,))
    if not text or len(text) > LONGEST:
        return None
    bare = _BRACKETS.sub(" ", text)
    for split in _SPLITS:
        parts = [part for part in split.split(bare) if part and part.strip(" .:*")]
        keys = [key if (key := single(part, form)) not in _HALVES else "" for part in parts]
        known = [key for key in keys if key]
        twice = {key for key in known if known.count(key) > 1}
        if len(set(known)) > 1 and all(form.field(key).value is Value.TEXT for key in twice):
            return Meant(tuple(keys))
        if known and len(set(known)) == 1 and keys[0]:
            return Meant((keys[0],))
    return None


def meaning_of_path(path: Sequence[str], form: RosterForm) -> Meant | None:
    """What a heading of several rows means, uppermost first: the lowest words, with those above if needed."""
    texts = [text for place, text in enumerate(path) if text and (not place or text != path[place - 1])]
    if not texts:
        return None
    if len(texts) == 1:
        return meaning(texts[0], form)
    last, above = texts[-1], texts[-2]
    parent = meaning(above, form) or (meaning(texts[0], form) if len(texts) > 2 else None)
    low = heading_key(last)
    if parent and len(parent.keys) == 1:
        field = form.field(parent.key)
        if field.value in (Value.DAY, Value.BIRTH) and low in _DAY_PARTS and nfc(last).casefold() == _DAY_PARTS[low]:
            return Meant((parent.key,))
        if field.value is Value.RESULT and search_key(nfc(last)) in RESULT_WORDS:
            return Meant((parent.key,))
        if field.key in _ADDRESS_PARTS and low in _address_words():
            return Meant((parent.key,))
    for text in (f"{above} {last}", f"{last} {above}"):
        if key := single(text, form):
            return Meant((key,))
    if parent and len(parent.keys) > 1 and not meaning(last, form):
        return parent
    return meaning(last, form) or (parent if not low else None)


@cache
def _address_words() -> frozenset[str]:
    return frozenset(heading_key(text) for texts in _UNSAID.values() for text in texts)


_SIZES = (("chi tiet", "thon"), ("xa", "phuong"), ("huyen", "quan huyen"), ("tinh", "thanh pho", "tp"), ("quoc gia",))


def address_size(text: str) -> int:
    """Where a part of an address stands when it is written: small places before large ones."""
    words = _plain(text)
    return next((size for size, names in enumerate(_SIZES) if words.endswith(names)), 0)


def rank(texts: Sequence[str], key: str, form: RosterForm) -> int:
    """How well a heading names a field: 0 its label, 1 a word of the form, 2 another word. Of two columns the better
    one is taken."""
    field = form.field(key)
    said = {heading_key(text) for text in texts} | {heading_key(" ".join(texts))}
    if heading_key(field.label) in said:
        return 0
    return 1 if said & {heading_key(text) for text in field.headings} else 2


def likely(text: str, form: RosterForm) -> str:
    """A field to offer for a heading that nobody knows; "" for none. Never taken by itself."""
    words = heading_key(text)
    if len(words) < 3:
        return ""
    best = process.extractOne(words, list(words_of(form)), scorer=fuzz.token_sort_ratio, score_cutoff=LIKE)
    return words_of(form)[best[0]] if best else ""

"""Words of reports: one spelling to compare by, nouns that are counted, and what joins figures.

`low` keeps every character at its place, so that what is found in it stands at the same place in the text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dangvien.text import search_key

_TONES = {  # where old and new orthography put the tone: uỷ is ủy
    old: new
    for plain, marked in (("oa", "òóỏõọ"), ("oe", "òóỏõọ"), ("uy", "ùúủũụ"))
    for old, new in zip(
        [plain[0] + letter for letter in {"oa": "àáảãạ", "oe": "èéẻẽẹ", "uy": "ỳýỷỹỵ"}[plain]],
        [letter + plain[1] for letter in marked],
        strict=True,
    )
}
_TONE = re.compile(
    rf"(?<!q)(?:{'|'.join(_TONES)})(?!\w)"
)  # inside a word (toàn) and after q (quý) there is one way only


@lru_cache(maxsize=4096)
def low(text: str) -> str:
    """Small letters, tones in one place, one kind of hyphen and quote; as long as the text."""
    small = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return _TONE.sub(lambda found: _TONES[found[0]], small).translate(_MARKS)


_MARKS = str.maketrans({"–": "-", "—": "-", "−": "-", "‑": "-", '"': "”", "“": "”", "\u00a0": " "})

# What is counted ---------------------------------------------------------------------------------------------------

_PERSONS = (
    "đảng viên mới", "đảng viên chính thức", "đảng viên dự bị", "đảng viên nữ", "đảng viên", "đồng chí", "đ/c",
    "quần chúng ưu tú", "quần chúng", "quân chúng", "quỹ chúng", "người", "đoàn viên ưu tú", "đoàn viên", "hội viên",
    "học viên", "công nhân", "người lao động", "lao động", "sinh viên", "học sinh", "cán bộ", "thanh niên",
    "cảm tình đảng", "đối tượng", "nhân khẩu", "công chức", "viên chức", "trường hợp", "lượt người", "lượt học viên",
    "lượt đồng chí", "lượt", "cấp ủy viên", "bí thư", "trưởng thôn", "nữ", "nam", "hồ sơ", "người dân", "dân",
)  # fmt: skip
_ORGANIZATIONS = (
    "tổ chức cơ sở đảng", "tổ chức đảng cơ sở", "tổ chức đảng", "tccsđ", "cơ sở đảng", "đảng bộ cơ sở",
    "đảng bộ bộ phận", "đảng bộ", "đảng ủy cơ sở", "đảng ủy", "chi bộ cơ sở", "chi bộ trực thuộc", "chi bộ",
    "chi, đảng bộ", "tổ đảng", "cấp ủy", "loại hình",
)  # fmt: skip
_PLACES = (
    "khu phố", "khu dân cư", "tổ dân phố", "thôn", "bản", "làng", "ấp", "buôn", "phường", "thị trấn", "xã", "quận",
    "huyện", "thị xã", "địa bàn", "hộ gia đình", "hộ",
)  # fmt: skip
_BODIES = (
    "đơn vị", "doanh nghiệp", "cơ quan", "trường học", "trường", "hợp tác xã", "tổ chức chính trị - xã hội", "hội",
    "công ty", "đoàn thể", "ngành", "địa phương",
)  # fmt: skip
_CLASSES = ("lớp",)
_MEETINGS = ("hội nghị", "cuộc kiểm tra", "cuộc", "buổi", "đợt", "đoàn", "kỳ họp")
_PAPERS = (
    "văn bản",
    "nghị quyết",
    "quyết định",
    "kế hoạch",
    "hướng dẫn",
    "báo cáo",
    "chuyên đề",
    "tin, bài",
    "tin bài",
)
_TIMES = ("năm", "tháng", "ngày", "tuần", "quý", "giờ", "phút", "nhiệm kỳ", "tuổi", "năm tuổi đảng", "lần", "lớp học")
_ITEMS = (
    "bài học kinh nghiệm", "bài học", "nội dung", "nhiệm vụ trọng tâm", "nhiệm vụ", "nhóm giải pháp", "giải pháp",
    "nhóm nhiệm vụ", "nhóm", "nguyên nhân", "hạn chế", "tồn tại", "vấn đề", "điểm mới", "tiêu chí", "chỉ tiêu",
    "mục tiêu", "nguồn", "mô hình", "bước", "yêu cầu", "khâu đột phá", "khâu", "đề xuất", "kiến nghị", "biện pháp",
    "phương châm", "quan điểm", "hình thức", "việc", "ưu điểm", "kết quả nổi bật", "kết quả", "đề án", "chương trình",
    "đối tượng", "trường hợp", "mặt", "khối", "lĩnh vực",
)  # fmt: skip
_MONEY = ("tỷ đồng", "triệu đồng", "nghìn đồng", "đồng", "ha", "km", "m2", "tấn")

KINDS: dict[str, str] = {
    name: kind
    for kind, names in (
        ("viec", _ITEMS), ("tien", _MONEY), ("giay", _PAPERS), ("hop", _MEETINGS), ("lop", _CLASSES),
        ("don_vi", _BODIES), ("noi", _PLACES), ("to_chuc", _ORGANIZATIONS), ("nguoi", _PERSONS), ("gio", _TIMES),
    )
    for name in names
}  # fmt: skip
"""What kind of thing a counted noun is; only things of one kind add up."""

ITEMS = frozenset(_ITEMS)
PLACE_NOUNS = frozenset(_PLACES) | {"đơn vị"}
UNIT = re.compile("(?:" + "|".join(sorted(map(re.escape, KINDS), key=len, reverse=True)) + r")(?!\w)")

_SAME = {
    "đ/c": "đảng viên", "đồng chí": "đảng viên", "đảng viên mới": "đảng viên", "quân chúng": "quần chúng",
    "quỹ chúng": "quần chúng", "quần chúng ưu tú": "quần chúng", "tccsđ": "tổ chức cơ sở đảng",
    "tổ chức đảng cơ sở": "tổ chức cơ sở đảng", "cơ sở đảng": "tổ chức cơ sở đảng",
    "người dân": "người", "dân": "người", "chi bộ trực thuộc": "chi bộ",
}  # fmt: skip


def kind_of(unit: str) -> str:
    """The kind of a counted noun; empty for none."""
    return KINDS.get(unit, "")


def canonical(unit: str) -> str:
    """One name for a noun that has several, or that was misread ("quỹ chúng")."""
    return _SAME.get(unit, unit)


# What figures are about ----------------------------------------------------------------------------------------------

_STOP = frozenset({
    "da", "duoc", "la", "co", "cac", "cua", "va", "tai", "o", "trong", "tren", "cho", "den", "tu", "nam", "thang",
    "ngay", "voi", "nhung", "mot", "so", "luong", "tong", "cong", "thi", "cung", "nay", "do", "dat", "ket", "qua",
    "khi", "con", "chi", "chiem", "ty", "le", "ti", "theo", "vao", "ra", "moi", "hien", "hon", "gan", "khoang",
    "bang", "nhu", "sau", "gom", "ve",
})  # fmt: skip
_WORD = re.compile(r"[a-zđ]+")


@lru_cache(maxsize=20_000)
def tokens(text: str) -> frozenset[str]:
    """The words that tell what a figure is about, without marks, without those that say nothing."""
    folded = search_key(re.sub(r"qu(?:ỹ|ân) chúng", "quần chúng", low(text)))
    return frozenset(word for word in _WORD.findall(folded) if len(word) > 1 and word not in _STOP)


# Characteristics that people share with others: such groups overlap --------------------------------------------------

CHARACTERISTICS: dict[str, re.Pattern[str]] = {
    "gioi": re.compile(r"(?<!\w)(?:nữ|nam giới|nam)(?!\w)"),
    "dan_toc": re.compile(r"dân tộc"),
    "ton_giao": re.compile(r"tôn giáo|công giáo|phật giáo|có đạo|theo đạo"),
    "doan": re.compile(r"đoàn viên|đoàn thanh niên|thanh niên"),
    "tuoi": re.compile(r"tuổi"),
    "hoc_van": re.compile(r"đại học|cao đẳng|trung cấp|thạc sĩ|sau đại học|phổ thông|trình độ|tiến sĩ"),
    "hoc_sinh": re.compile(r"học sinh|sinh viên"),
    "ngoai": re.compile(r"doanh nghiệp ngoài|kinh tế tư nhân|chủ doanh nghiệp|hợp tác xã"),
    "cong_chuc": re.compile(r"công chức|viên chức"),
    "nong_thon": re.compile(r"nông thôn|vùng sâu|biên giới|khu dân cư|địa bàn"),
    "bo_doi": re.compile(r"bộ đội|quân nhân|xuất ngũ"),
    "uu_tu": re.compile(r"ưu tú|tiêu biểu|khen thưởng|(?<!hoàn thành )xuất sắc"),
}


AREAS = frozenset({"nong_thon", "ngoai", "cong_chuc"})
"""Characteristics of places rather than of people."""


def characteristics(text: str) -> frozenset[str]:
    """Which characteristics a label names."""
    told = low(text)
    return frozenset(name for name, pattern in CHARACTERISTICS.items() if pattern.search(told))

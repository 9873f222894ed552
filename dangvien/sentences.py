"""Entries of the audit trail as Vietnamese sentences: who did what to whom, and which values changed how."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dangvien import codes
from dangvien.models import FOREVER, AuditEntry, Enrollment, OrganizationKind
from dangvien.text import day_full, join_vi, thousands, upper_first

EMPTY = "(trống)"
"""What stands for a value that was not there."""

VERBS: dict[str, str] = {
    # Coming and going.
    "đăng nhập": "đăng nhập",
    "đăng nhập không được": "thử vào tài khoản của {subject} nhưng sai mật khẩu",
    "đăng nhập tài khoản đã khóa": "gõ đúng mật khẩu của {subject} nhưng tài khoản đã khóa",
    "đăng nhập bằng phiếu hết hạn": "gõ đúng mật khẩu trên phiếu của {subject} nhưng phiếu đã hết hạn",
    "đăng xuất": "đăng xuất",
    "hết phiên": "bị đóng phiên đăng nhập vì {vì}",
    "đóng phiên của mình": "đóng {số phiên} phiên đăng nhập của mình ở máy khác",
    "đóng mọi phiên": "đóng mọi phiên đăng nhập của {subject}",
    "xác nhận mật khẩu": "gõ lại mật khẩu trước một việc quan trọng",
    "qua lớp thứ hai": "gõ đúng mã xác nhận",
    "mã xác nhận không đúng": "gõ mật khẩu đúng nhưng mã xác nhận không đúng",
    "dùng điện thoại làm lớp thứ hai": "lấy điện thoại làm lớp thứ hai khi đăng nhập",
    "in tờ mã giấy": "in tờ {số mã} mã giấy để đăng nhập, tờ trước hết hiệu lực",
    "thôi lớp thứ hai": "thôi dùng lớp thứ hai khi đăng nhập",
    "gỡ lớp thứ hai": "gỡ lớp thứ hai của {subject}",
    "phải chờ đăng nhập": "thử vào tài khoản của {subject} sai {số lần} lần, phải chờ {phút} phút mới được thử tiếp",
    "bỏ chờ đăng nhập": "cho thử đăng nhập tài khoản của {subject} ngay, không phải chờ",
    # Accounts. {subject} is the account's owner.
    "mở tài khoản": "mở tài khoản cho {subject}",
    "cấp lại mật khẩu": "cấp lại mật khẩu cho {subject}",
    "đổi mật khẩu": "đổi mật khẩu của mình",
    "đổi địa chỉ thư": "đổi địa chỉ nhận thư nhắc của mình",
    "khóa tài khoản": "khóa tài khoản của {subject}",
    "mở lại tài khoản": "mở lại tài khoản của {subject}",
    "phân công": "phân công {subject} làm {vai trò} tại {tại}",
    "thôi phân công": "cho {subject} thôi làm {vai trò} tại {tại}",
    # Organizations. {place} is the name the organization has today.
    "thành lập tổ chức": "ghi thành lập {place}",
    "đổi tên, loại hoặc cấp trên": "đổi tên, loại hoặc cấp trên của {place}",
    "đưa tổ chức vào lưu trữ": "đưa {place} vào lưu trữ",
    "sắp xếp tổ chức": "ghi việc sắp xếp tổ chức tại {place}: {việc}",
    "rút lại sắp xếp tổ chức": "rút lại việc sắp xếp tổ chức tại {place}: {việc}",
    "trở lại như trước sắp xếp": "cho {place} trở lại như trước khi sắp xếp",
    "bỏ tổ chức đã thành lập": "bỏ việc thành lập tổ chức mang mã {subject}",
    "đưa phương án sắp xếp lên": "đưa phương án sắp xếp “{subject}” của {place} lên",
    "chọn nơi nhận trong phương án sắp xếp": "chọn nơi nhận trong phương án sắp xếp “{subject}”",
    "bỏ phương án sắp xếp": "bỏ phương án sắp xếp “{subject}”",
    "yêu cầu thực hiện phương án sắp xếp": "yêu cầu thực hiện phương án sắp xếp “{subject}”",
    "thực hiện phương án sắp xếp": "thực hiện phương án sắp xếp “{subject}” của {place}",
    "rút lại phương án sắp xếp": "rút lại phương án sắp xếp “{subject}” của {place}",
    # Files of people. {subject} is the name of the file, except in entries about one person.
    "đưa danh sách lên": "đưa danh sách “{subject}” của {place} lên",
    "trả lời về danh sách": "trả lời các câu hỏi về danh sách “{subject}”",
    "chọn cột của danh sách": "chọn nội dung các cột của danh sách “{subject}”",
    "sửa ô của danh sách": "sửa ô {ô} của danh sách “{subject}” trên màn hình",
    "chọn người trong danh sách": "chọn người ở dòng {dòng} của danh sách “{subject}”",
    "bỏ dòng của danh sách": "bỏ dòng {dòng} của danh sách “{subject}”",
    "lấy lại dòng của danh sách": "lấy lại dòng {dòng} của danh sách “{subject}”",
    "kiểm tra lại danh sách": "yêu cầu kiểm tra lại danh sách “{subject}”",
    "bỏ danh sách": "bỏ danh sách “{subject}”",
    "yêu cầu ghi danh sách vào sổ": "yêu cầu ghi {số dòng} dòng của danh sách “{subject}” vào sổ",
    "ghi danh sách vào sổ": "ghi {số dòng} dòng của danh sách “{subject}” vào sổ của {place}",
    "ghi từ danh sách": "ghi {subject} vào sổ của {place} từ danh sách “{từ tệp}”",
    "sửa theo danh sách": "sửa thông tin của {subject} theo danh sách “{từ tệp}”",
    "yêu cầu hoàn tác lần nhập": "yêu cầu hoàn tác danh sách “{subject}”",
    "hoàn tác lần nhập": "hoàn tác danh sách “{subject}”: {số dòng} dòng",
    "hoàn tác dòng nhập": "hoàn tác những gì danh sách “{từ tệp}” ghi về {subject}",
    # The register.
    "tạo sổ mẫu": "tạo sổ mẫu trong {place}",
    "đưa vào danh sách nguồn": "đưa {subject} vào danh sách nguồn của {place}",
    "ghi bước": "ghi bước “{bước}” của {subject}",
    "đính chính bước": "đính chính bước “{bước}” của {subject}",
    "ghi giấy tờ hồ sơ": "ghi giấy tờ trong hồ sơ của {subject}",
    "gửi hồ sơ": "gửi {số hồ sơ} hồ sơ của {place} đến {nơi nhận}",
    "nhận hồ sơ": "nhận {subject} của {place}",
    "trả lại hồ sơ": "trả lại hồ sơ của {subject}",
    "ghi giao quyền": "ghi cho {place}: {subject}",
    "thôi giao quyền": "cho {place} thôi: {subject}",
    "ghi khảo sát nguồn": "ghi khảo sát nguồn năm {năm} của {place}",
    "sửa khảo sát nguồn": "sửa khảo sát nguồn năm {năm} của {place}",
    "ghi người đáng theo dõi": "ghi {subject} là người đáng theo dõi của {place}, khảo sát năm {khảo sát năm}",
    "sửa người đáng theo dõi": "sửa thông tin người đáng theo dõi {subject}",
    "thôi ghi người đáng theo dõi": "thôi ghi {subject} trong khảo sát nguồn của {place}",
    "đưa người đáng theo dõi vào nguồn": "đưa {subject} từ khảo sát năm {khảo sát năm} vào danh sách nguồn",
    "ghi lớp ở trường": "ghi số liệu {subject}",
    "sửa lớp ở trường": "sửa số liệu {subject}",
    "rà soát danh sách nguồn": "ghi rà soát danh sách nguồn tháng {tháng} của {place}",
    "sửa rà soát danh sách nguồn": "sửa rà soát danh sách nguồn tháng {tháng} của {place}",
    "mở lớp": "mở {subject}",
    "sửa lớp": "sửa thông tin {subject}",
    "đề nghị cử học": "đề nghị cử học: {subject}",
    "duyệt cử học": "duyệt cử học: {subject}",
    "trả lại đề nghị cử học": "trả lại đề nghị cử học: {subject}",
    "rút đề nghị cử học": "rút đề nghị cử học: {subject}",
    "cử đi học": "ghi danh {subject}",
    "cấp số giấy chứng nhận": "cấp số giấy chứng nhận cho {subject}",
    "ghi kết quả lớp": "ghi kết quả của {subject}",
    "ghi quyết định": "ghi Quyết định số {subject} của {place}",
    "ghi kết nạp": "ghi kết nạp {subject} tại {place}",
    "ghi công nhận chính thức": "ghi công nhận chính thức {subject}",
    "ghi dòng sổ": "ghi dòng “{dòng}” trong sổ của {subject}",
    "ghi việc chuyển sinh hoạt": "ghi việc chuyển sinh hoạt của {subject} đến {nơi đến}",
    "ghi bước chuyển sinh hoạt": "ghi bước “{bước}” trong việc chuyển sinh hoạt của {subject}",
    "đính chính bước chuyển sinh hoạt": "đính chính bước “{bước}” trong việc chuyển sinh hoạt của {subject}",
    "tiếp nhận từ nơi khác": "tiếp nhận {subject} từ {nơi đi} về {place}",
    "nơi khác nhận người đã ghi ở đây": "nhận {subject}, đã ghi ở {place}, về {nơi nhận}",
    "gõ số của người nơi khác": "gõ {loại số} {số}; sổ trả lời số ấy đã có ở nơi khác",
    "nơi khác gõ số của người ở đây": "gõ {loại số} {số} của {subject}, ghi ở {place}, nên biết số ấy có trong sổ",
    "danh sách có số của người nơi khác": "kiểm tra danh sách “{subject}”: {số dòng} dòng có số của người nơi "
    "khác trong sổ",
    "đính chính dòng sổ": "đính chính dòng sổ của {subject}",
    "ghi tình trạng sinh hoạt": "ghi “{tình trạng}” của {subject}",
    "thôi tình trạng sinh hoạt": "ghi thôi “{tình trạng}” của {subject}",
    "lấy lại tình trạng sinh hoạt": "lấy lại dòng “{tình trạng}” ghi nhầm của {subject}",
    "sửa thông tin cá nhân": "sửa thông tin của {subject}",
    "ghi quá trình": "ghi {mục} của {subject}",
    "ghi thôi chức vụ": "ghi thôi chức vụ “{chức vụ}” của {subject}",
    "đính chính quá trình": "đính chính {mục} của {subject}",
    "ghi nhiệm kỳ": "ghi {subject} của {place}",
    "lấy lại nhiệm kỳ": "lấy lại {subject} của {place}",
    "ghi danh mục": "ghi danh mục {type}: {subject}",
    "ghi bổ sung quy định": "ghi bổ sung quy định “{subject}”: {giá trị}",
    "thôi áp dụng bổ sung quy định": "cho thôi áp dụng bổ sung quy định “{subject}”",
    "ghi ngày nghỉ, ngày làm việc": "ghi vào lịch làm việc: {subject}",
    "bỏ ngày nghỉ, ngày làm việc": "bỏ khỏi lịch làm việc: {subject}",
    "ghi số liệu theo văn bản": "ghi số theo văn bản của {place}: {chỉ số}, năm {năm}",
    "lấy lại số liệu theo văn bản": "lấy lại một số theo văn bản của {place}: {subject}",
    "giao chỉ tiêu": "giao chỉ tiêu cho {place}: {chỉ số}, năm {năm}",
    "phân bổ chỉ tiêu": "phân bổ chỉ tiêu cho {place}: {chỉ số}, năm {năm}",
    "sửa chỉ tiêu": "sửa chỉ tiêu của {place}: {chỉ số}, năm {năm}",
    "rút chỉ tiêu": "rút chỉ tiêu của {place}: {subject}",
    "miễn chỉ tiêu": "miễn chỉ tiêu của {place}",
    "thôi miễn chỉ tiêu": "cho thôi miễn chỉ tiêu của {place}",
    "phân công phụ trách": "phân công người phụ trách {place}: {subject}",
    "thôi phân công phụ trách": "cho thôi phân công phụ trách {place}: {subject}",
    "đề nghị xóa danh tính": "đề nghị xóa danh tính của {subject}",
    "bỏ đề nghị xóa danh tính": "bỏ đề nghị xóa danh tính của {subject}",
    "xóa danh tính": "xác nhận xóa danh tính: nay là {subject}, {số dòng nhật ký} dòng nhật ký không còn nói về ai",
    "ghi yêu cầu về dữ liệu": "ghi yêu cầu của {subject} về dữ liệu của mình: {yêu cầu}, hạn trả lời {hạn trả lời}",
    "trả lời yêu cầu về dữ liệu": "ghi trả lời yêu cầu của {subject} về dữ liệu ({yêu cầu}): {kết quả}",
    "xem yêu cầu về dữ liệu": "xem yêu cầu của {subject} về dữ liệu của mình",
    "ghép người": "ghép {người ghép vào} vào {subject}: một người ghi hai lần",
    "tách người": "tách {người tách ra} khỏi {subject}",
    # Reading and printing.
    "xem hồ sơ": "mở hồ sơ của {subject}",
    "xem mọi dữ liệu về một người": "xem mọi dữ liệu sổ giữ về {subject}",
    "tìm theo tên": "tìm theo tên trong danh sách {danh sách}",
    "mở danh sách": "mở danh sách “{ô}” của {place}",
    "chốt báo cáo": "chốt số liệu, lập bản thảo “{báo cáo}” của {place}",
    "kiểm tra báo cáo": "xác nhận đã kiểm tra “{báo cáo}” của {place}",
    "duyệt báo cáo": "duyệt “{báo cáo}” của {place}",
    "ban hành báo cáo": "ban hành “{báo cáo}” của {place}, số {số văn bản}",
    "trả lại bản thảo báo cáo": "trả lại bản thảo “{báo cáo}” của {place}",
    "bỏ bản thảo báo cáo": "bỏ bản thảo “{báo cáo}” của {place}",
    "thu hồi báo cáo": "thu hồi “{báo cáo}” của {place}, số {số văn bản}",
    "thay thế báo cáo": "thay thế “{báo cáo}” của {place}, số {số văn bản}, bằng số {văn bản}",
    "đưa mẫu báo cáo lên": "đưa mẫu báo cáo “{subject}” của {place} lên",
    "thôi dùng mẫu báo cáo": "thôi dùng mẫu báo cáo “{subject}” của {place}",
    "lập báo cáo bằng lời": "lập báo cáo bằng lời “{subject}” của {place}",
    "yêu cầu báo cáo": "yêu cầu các đơn vị dưới {place} gửi “{báo cáo}”, {kỳ}",
    "thôi yêu cầu báo cáo": "cho thôi yêu cầu “{báo cáo}” của {place}",
    "đặt tự lập bản thảo": "đặt tự lập bản thảo báo cáo của {place}",
    "đặt tách người lập, duyệt, ban hành": "đặt tách người lập, duyệt, ban hành báo cáo của {place}",
    "thôi tách người lập, duyệt, ban hành": "cho thôi tách người lập, duyệt, ban hành báo cáo của {place}",
    "ghi loại văn bản": "ghi loại văn bản {subject}",
    "kiểm tra số liệu văn bản": "đưa văn bản “{subject}” của {place} lên để kiểm tra số liệu",
    "trả lời điểm lệch số liệu": "trả lời điểm {điểm} của văn bản “{subject}”: {trả lời}",
    "bỏ văn bản kiểm tra số liệu": "bỏ văn bản “{subject}” đã đưa lên kiểm tra số liệu",
    "xuất kết quả kiểm tra số liệu": "xuất ra Word kết quả kiểm tra số liệu của văn bản “{subject}”",
    "in báo cáo ở máy chủ": "in báo cáo {báo cáo} của {place} ra tệp bằng lệnh",
    "so danh sách với sổ ở máy chủ": "so {số dòng} dòng của tệp “{tệp}” với sổ của {place} bằng lệnh",
    "tải tệp": "tải “{tệp}” của {place}",
    "in giấy tờ lớp": "yêu cầu in {giấy tờ} của {subject}",
    "tải giấy tờ lớp": "tải {giấy tờ} của {subject}",
    "xuất Excel": "xuất ra Excel danh sách {danh sách}",
    "đối chiếu danh sách": "đưa danh sách lên để đối chiếu với sổ của {place}",
    "bỏ lần đối chiếu": "bỏ một lần đối chiếu danh sách của {place}",
    "tải sổ đã xuất": "tải tệp đã xuất: {danh sách}",
    "in tổng quan": "yêu cầu in tổng quan năm {năm} của {place} ({dạng})",
    "tải tổng quan": "tải tổng quan năm {năm} của {place} ({dạng})",
    "tải lịch": "tải lịch việc đến hạn về máy",
    "đối chiếu sổ": "kiểm tra sổ của {place}",
    "chốt sổ": "chốt sổ đến hết ngày {chốt đến hết ngày}",
    "kiểm tra nhật ký": "kiểm tra toàn bộ nhật ký",
    "thôi giữ nhật ký cũ": "thôi giữ {số dòng} dòng nhật ký quá hạn, đến dòng số {đến dòng}",
    "yêu cầu sao lưu": "yêu cầu sao lưu sổ",
    "sao lưu sổ": "sao lưu {số dòng} dòng của sổ vào tệp {tệp}",
    "khôi phục sổ": "khôi phục sổ từ tệp {tệp}, bản sao lưu lúc {sao lưu lúc}, {số dòng} dòng",
}
"""Verb → the rest of the sentence. Besides {subject}, its {type} and {place}, the names of what the entry says."""

EARLIER: dict[str, str] = {
    "ghi giới thiệu": "ghi giới thiệu {subject}",
    "thôi theo dõi": "thôi theo dõi {subject}",
}
"""Verbs that nothing writes any more, for the entries that have them."""

ACCOUNT_VERBS = ("mở tài khoản", "cấp lại mật khẩu", "đổi mật khẩu", "đổi địa chỉ thư", "khóa tài khoản",
                 "mở lại tài khoản", "phân công",
                 "thôi phân công", "đăng nhập không được", "đăng nhập tài khoản đã khóa",
                 "đăng nhập bằng phiếu hết hạn", "phải chờ đăng nhập", "bỏ chờ đăng nhập",
                 "đóng phiên của mình", "đóng mọi phiên", "mã xác nhận không đúng", "dùng điện thoại làm lớp thứ hai",
                 "in tờ mã giấy", "thôi lớp thứ hai", "gỡ lớp thứ hai")  # fmt: skip
"""Acts about an account itself, as its owner reads them."""

TO_ONESELF = {"phân công": "tự phân công cho mình làm {vai trò} tại {tại}",
              "thôi phân công": "tự thôi làm {vai trò} tại {tại}"}  # fmt: skip
"""How some acts read when the actor is the subject."""

Names = Mapping[int, str]
"""Organization → its name today."""


def _code_in(name: str) -> Callable[[Any], str]:
    """Reads codes of a list, one or several; a code that is in no list any more stands as it is."""

    def read(value: Any) -> str:
        known = codes.of(name)
        found = [known.label(code) if code in known else str(code) for code in _several(value)]
        return join_vi(found) or EMPTY

    return read


def _choice_in(choices: Iterable[tuple[str, Any]]) -> Callable[[Any], str]:
    known = dict(choices)
    return lambda value: str(known.get(value, value))


READERS: dict[str, Callable[[Any], str]] = {
    "nguồn": _code_in("source"),
    "giới thiệu": _code_in("introducing_body"),
    "học vấn": _code_in("education_general"),
    "loại": _choice_in(OrganizationKind.choices),
    "kết quả": _choice_in(Enrollment.Result.choices),
}
"""Field → how its stored value is read. Others are days, numbers and plain text."""

UNTOLD = frozenset({"người học", "tại"})
"""Fields the sentence already says, or that only machines read."""

CALLED = {"còn": "tờ mã còn"}
"""Fields whose own name does not say enough."""

ORGANIZATION_FIELDS = ("cấp trên", "chi bộ")
"""Fields that hold an organization's key."""


@dataclass(frozen=True)
class Told:
    """One entry as a page shows it."""

    entry: AuditEntry
    sentence: str
    changes: tuple[str, ...]

    @property
    def where(self) -> str:
        """From which machine, or that it was done on the server itself."""
        return f"từ máy {self.entry.address}" if self.entry.address else "trên máy chủ"


def told(entry: AuditEntry, names: Names) -> Told:
    """The entry in words; `names` holds the organizations of `organizations_in`."""
    return Told(entry, f"{entry.actor} {act_of(entry, names)}.", tuple(changes_of(entry, names)))


def organizations_in(entries: Iterable[AuditEntry]) -> set[int]:
    """Every organization these entries speak of, so that their names are fetched at once."""
    found: set[int] = set()
    for entry in entries:
        said = [(entry.before or {}).get(field) for field in ORGANIZATION_FIELDS]
        said += [(entry.after or {}).get(field) for field in ORGANIZATION_FIELDS]
        found.update(key for key in [entry.organization_id, *said] if isinstance(key, int))
    return found


def act_of(entry: AuditEntry, names: Names) -> str:
    """What was done, without who did it. A verb nobody knows any more stands as it was written."""
    pattern = VERBS.get(entry.verb, f"{entry.verb}: {{subject}}")
    if entry.actor_id is not None and entry.subject_id == str(entry.actor_id):
        pattern = TO_ONESELF.get(entry.verb, pattern)
    said = {field: value_of(field, value, names) for field, value in (entry.after or {}).items()}
    said.setdefault("tệp", entry.subject or EMPTY)  # entries of before do not name what was taken
    place = names.get(entry.organization_id or 0) or said.get("tên") or "một tổ chức"
    said |= {"subject": entry.subject or EMPTY, "type": entry.subject_type, "place": place}
    return pattern.format_map(_Said(said))


def changes_of(entry: AuditEntry, names: Names) -> list[str]:
    """Each value the entry tells: "Trường: cũ → mới", or the one value where only one side tells the field."""
    before, after = entry.before or {}, entry.after or {}
    pattern = VERBS.get(entry.verb, "")
    lines = []
    for field in [*before, *(field for field in after if field not in before)]:
        if field in UNTOLD or f"{{{field}}}" in pattern:
            continue
        old, new = (value_of(field, side[field], names) if field in side else None for side in (before, after))
        told = [value for value in (old, new) if value is not None]
        lines.append(f"{upper_first(CALLED.get(field, field))}: {' → '.join(dict.fromkeys(told))}")
    return lines


def value_of(field: str, value: Any, names: Names) -> str:
    """A stored value as people read it."""
    if value is None or value == "" or value == []:
        return EMPTY
    if field in READERS:
        return READERS[field](value)
    if field in ORGANIZATION_FIELDS and isinstance(value, int):
        return names.get(value, f"tổ chức số {value}")
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return thousands(value)
    if isinstance(value, list):
        return join_vi(str(item) for item in value)
    day = _day_in(value)
    if day is None:
        return str(value)
    return "không thời hạn" if day == FOREVER else day_full(day)


def _day_in(value: Any) -> date | None:
    """The day that a value is, or that its text says the way JSON keeps it; None for anything else."""
    if isinstance(value, date):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class _Said(dict[str, str]):
    """What an entry says; what it does not say is left open instead of breaking the page."""

    def __missing__(self, key: str) -> str:
        return "…"

"""Every column that says something about a person: why it is kept, who sees it, whether it is masked or exported.

Three classes: A is kept; B is kept only as presence, day, number or place of a paper; C is never
entered (biography, family, remarks, scans, photographs: "mật", it stays on paper). There is no column of class C, and a
test fails for a new column that is not written down here (tests/architecture/test_privacy.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dangvien.permissions import Permission


class Protection(StrEnum):
    """How much of a fact the register may hold."""

    KEPT = "A"
    PRESENCE = "B"


class Shown(StrEnum):
    """How a column appears on screens."""

    FULL = "đầy đủ"
    MASKED = "che, chỉ hiện ba số cuối"
    NEVER = "không hiện"


@dataclass(frozen=True)
class Column:
    """One column, "model.field". `exported`: may stand in printed reports and their files.

    `sensitive` marks what the law calls sensitive (dân tộc, tôn giáo, số định danh: Nghị định 356/2025/NĐ-CP, Điều 4).
    """

    name: str
    why: str
    protection: Protection = Protection.KEPT
    seen_with: Permission | None = Permission.VIEW
    shown: Shown = Shown.FULL
    exported: bool = False
    sensitive: bool = False


_LISTS = "tra cứu, đối chiếu đúng người"
_COUNTS = "đếm trong báo cáo theo cơ cấu"
_WAY = "theo dõi các bước kết nạp"
_LEDGER = "sổ biến động đảng viên"
_TRACE = "biết ai đã làm, đã xem"
_DOOR = "đăng nhập và phân quyền"

COLUMNS = (
    # Who somebody is.
    Column("person.full_name", _LISTS, exported=True),
    Column("person.sort_key", "xếp danh sách theo tên", shown=Shown.NEVER),
    Column("person.search_key", "tìm không dấu", shown=Shown.NEVER),
    Column("person.other_names", _LISTS),
    Column("person.birth_date", _LISTS, exported=True),
    Column("person.birth_precision", "không bịa ngày sinh khi giấy tờ không ghi đủ"),
    Column("person.gender", _COUNTS, exported=True),
    Column("person.ethnicity", _COUNTS, sensitive=True),
    Column("person.religion", _COUNTS, sensitive=True),
    Column("person.native_place", "mục 6 lý lịch của người xin vào Đảng"),
    Column("person.residence", "nơi lấy ý kiến chi ủy nơi cư trú"),
    Column("person.citizen_id", "phân biệt người trùng tên, trùng ngày sinh", shown=Shown.MASKED, sensitive=True),
    Column("person.phone", "liên hệ; không bắt buộc"),
    Column("standing.since", _COUNTS),
    Column("standing.general_education", _COUNTS),
    Column("standing.professional", _COUNTS),
    Column("standing.theory", _COUNTS),
    Column("standing.occupation", _COUNTS),
    # On the way to admission.
    Column("candidate.organization", _WAY),
    Column("candidate.source", _WAY, exported=True),
    Column("candidate.opened_on", _WAY),
    Column("candidate.closed_on", _WAY),
    Column("candidate.close_reason", _WAY, Protection.PRESENCE),
    Column("introduction.body", _WAY),
    Column("introduction.resolution", _WAY, Protection.PRESENCE),
    Column("introduction.resolved_on", _WAY, Protection.PRESENCE),
    Column("enrollment.training_class", _WAY),
    Column("enrollment.sent_by", _WAY, exported=True),
    Column("enrollment.result", _WAY, exported=True),
    Column("enrollment.grade", _WAY),
    Column("enrollment.certificate_number", "số giấy chứng nhận, cấp một lần", Protection.PRESENCE),
    Column("enrollment.certificate_on", "hạn năm năm của giấy chứng nhận", Protection.PRESENCE),
    # In the Party.
    Column("member.organization", _LEDGER, exported=True),
    Column("member.card_number", "số thẻ đảng viên", shown=Shown.MASKED),
    Column("member.file_number", "số lý lịch: tìm hồ sơ giấy", Protection.PRESENCE),
    Column("member.admitted_on", _LEDGER, exported=True),
    Column("member.official_on", _LEDGER, exported=True),
    Column("movement.organization", _LEDGER, exported=True),
    Column("movement.counterpart", _LEDGER),
    Column("movement.kind", _LEDGER, exported=True),
    Column("movement.occurred_on", _LEDGER, exported=True),
    Column("movement.decision", _LEDGER),
    Column("movement.reason", "vì sao đính chính một dòng sổ", Protection.PRESENCE),
    # Those who sign and those who work with the register.
    Column("decision.signer", "chữ ký trên quyết định"),
    Column("decision.summary", "trích yếu của quyết định"),
    Column("letterhead.signer", "chữ ký trên báo cáo", exported=True),
    Column("user.full_name", _DOOR, exported=True),
    Column("user.username", _DOOR),
    Column("user.email", "cột của Django, để trống", shown=Shown.NEVER),
    Column("user.password", "chỉ giữ dạng băm", seen_with=None, shown=Shown.NEVER),
    Column("user.last_login", "tài khoản còn dùng hay không", seen_with=Permission.MANAGE_ACCOUNTS),
    Column("appointment.organization", _DOOR),
    Column("appointment.role", _DOOR),
    Column("appointment.valid_from", _DOOR),
    Column("appointment.valid_to", _DOOR),
    # Traces.
    Column("auditentry.actor", _TRACE, seen_with=Permission.VIEW_AUDIT),
    Column("auditentry.subject", _TRACE, seen_with=Permission.VIEW_AUDIT),
    Column("auditentry.before", _TRACE, seen_with=Permission.VIEW_AUDIT),
    Column("auditentry.after", _TRACE, seen_with=Permission.VIEW_AUDIT),
    Column("auditentry.reason", _TRACE, seen_with=Permission.VIEW_AUDIT),
    Column("auditentry.address", _TRACE, seen_with=Permission.VIEW_AUDIT),
    Column("issue.table", "số liệu đã chốt", seen_with=Permission.VIEW_REPORTS, exported=True),
    Column("issue.evidence", "mã các dòng sổ đứng sau mỗi số, không có tên", seen_with=Permission.VIEW_REPORTS),
    Column("issue.reason", "vì sao chốt khi kiểm tra chưa khớp", seen_with=Permission.VIEW_REPORTS),
)

NOT_PERSONAL = {
    "organization": "tổ chức, không phải người",
    "locality": "địa bàn, không phải người",
    "placement": "tổ chức, không phải người",
    "trainingclass": "lớp học; người học ở enrollment",
    "audithead": "đầu chuỗi nhật ký",
    "job": "việc in: chỉ mã báo cáo, phạm vi và người yêu cầu",
    "submission": "mã của biểu mẫu đã gửi",
    "issuefile": "tên tệp và mã kiểm",
}
"""Models without a single personal column → why."""

TECHNICAL = frozenset({
    "id", "person", "candidate", "member", "user", "version", "reverses", "weight", "sign", "recorded_at",
    "recorded_by", "sequence", "at", "actor_id", "verb", "subject_type", "subject_id", "organization_id", "request_id",
    "digest", "is_superuser", "is_staff", "is_active", "date_joined", "must_change_password",
})  # fmt: skip
"""Keys, counters and switches: columns that say nothing about a person beyond the row they belong to."""

OF_PAPERS = frozenset({
    "decision.issuer", "decision.subject", "decision.document_type", "decision.number", "decision.symbol",
    "decision.term", "decision.issued_on",
    "letterhead.organization", "letterhead.superior", "letterhead.body", "letterhead.place", "letterhead.symbol",
    "letterhead.attached_to", "letterhead.authority", "letterhead.position", "letterhead.recipients",
    "letterhead.valid_from", "letterhead.valid_to",
    "issue.report", "issue.organization", "issue.first", "issue.last", "issue.options", "issue.frozen_at",
    "issue.frozen_by", "issue.job",
    "movement.candidate",
})  # fmt: skip
"""Columns that describe a paper or a link, on models that also hold personal ones."""

NEVER = ("scan", "photo", "image", "picture", "attachment", "biography", "narrative", "history_notes", "family",
         "remark", "discipline", "health", "economy", "foreign", "fingerprint", "verification_text")  # fmt: skip
"""Words that betray a column of class C: none may stand in a column's name."""


def column(name: str) -> Column:
    """The line of a column "model.field". Raises KeyError for one that is not written down."""
    return _BY_NAME[name]


_BY_NAME = {line.name: line for line in COLUMNS}

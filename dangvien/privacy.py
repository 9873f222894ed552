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
_LIFE = "quá trình của đảng viên"
_REVIEW = "rà soát, sàng lọc đảng viên"
_FILES = "đối chiếu tệp đã nhập với sổ, hoàn tác được"
_TRACE = "biết ai đã làm, đã xem"
_DRAFTS = "soát số liệu của văn bản trước khi ký"
_ASKED = "trả lời đúng hạn khi người ấy yêu cầu"
_DOOR = "đăng nhập và phân quyền"

COLUMNS = (
    # Who somebody is.
    Column("person.full_name", _LISTS, exported=True),
    Column("person.sort_key", "xếp danh sách theo tên", shown=Shown.NEVER),
    Column("person.search_key", "tìm không dấu", shown=Shown.NEVER),
    Column("person.other_names", _LISTS),
    Column("person.birth_date", _LISTS, exported=True),
    Column("person.birth_precision", "ghi ngày sinh đúng như giấy tờ, thiếu thì để thiếu"),
    Column("person.gender", _COUNTS, exported=True),
    Column("person.ethnicity", _COUNTS, sensitive=True),
    Column("person.religion", _COUNTS, sensitive=True),
    Column("person.native_place", "ghi mục 6 lý lịch của người xin vào Đảng"),
    Column("person.residence", "lấy ý kiến chi ủy nơi cư trú"),
    Column("person.citizen_id", "phân biệt người trùng tên, trùng ngày sinh", shown=Shown.MASKED, sensitive=True),
    Column("person.phone", "liên hệ, không bắt buộc"),
    Column("standing.since", _COUNTS),
    Column("standing.precision", "ghi ngày đúng như giấy tờ, thiếu thì để thiếu"),
    Column("standing.general_education", _COUNTS),
    Column("standing.professional", _COUNTS),
    Column("standing.theory", _COUNTS),
    Column("standing.occupation", _COUNTS),
    Column("residence.since", _LIFE),
    Column("residence.precision", "ghi ngày đúng như giấy tờ, thiếu thì để thiếu"),
    Column("residence.place", _LIFE),
    Column("post.title", _COUNTS, exported=True),
    Column("post.organization", _LIFE, exported=True),
    Column("post.place", _LIFE, exported=True),
    Column("post.since", _LIFE, exported=True),
    Column("post.precision", "ghi ngày đúng như giấy tờ, thiếu thì để thiếu"),
    Column("post.until", _LIFE, exported=True),
    Column("post.until_precision", "ghi ngày đúng như giấy tờ, thiếu thì để thiếu"),
    Column("rating.year", _REVIEW, exported=True),
    Column("rating.level", _REVIEW, exported=True),
    Column("reward.title", _LIFE, exported=True),
    Column("reward.number", _LIFE),
    Column("reward.awarded_on", _LIFE, exported=True),
    Column("reward.precision", "ghi ngày đúng như giấy tờ, thiếu thì để thiếu"),
    Column("discipline.form", "thời gian chờ xét Huy hiệu sau kỷ luật; không ghi nội dung", Protection.PRESENCE),
    Column("discipline.number", "thời gian chờ xét Huy hiệu sau kỷ luật; không ghi nội dung", Protection.PRESENCE),
    Column("discipline.decided_on", "thời gian chờ xét Huy hiệu sau kỷ luật", Protection.PRESENCE),
    Column("discipline.precision", "ghi ngày đúng như giấy tờ, thiếu thì để thiếu"),
    Column("badge.years", "đến kỳ tặng Huy hiệu Đảng", exported=True),
    Column("badge.number", "đến kỳ tặng Huy hiệu Đảng", exported=True),
    Column("badge.awarded_on", "đến kỳ tặng Huy hiệu Đảng", exported=True),
    Column("badge.precision", "ghi ngày đúng như giấy tờ, thiếu thì để thiếu"),
    Column("memberstatus.kind", _REVIEW, exported=True),
    Column("memberstatus.since", _REVIEW, exported=True),
    Column("memberstatus.until", _REVIEW, exported=True),
    Column("memberstatus.ground", _REVIEW),
    Column("memberstatus.place", "biết đảng viên đi làm ăn xa đang ở đâu", exported=True),
    Column("memberstatus.contact", "giữ liên lạc giữa chi bộ và đảng viên"),
    Column("memberstatus.decider", _REVIEW, Protection.PRESENCE),
    Column("memberstatus.number", _REVIEW, Protection.PRESENCE),
    Column("memberstatus.decided_on", _REVIEW, Protection.PRESENCE),
    Column("memberstatus.ended_on", _REVIEW, exported=True),
    Column("personlink.kept", "ghép hai lần ghi cùng một người"),
    Column("personlink.other", "ghép hai lần ghi cùng một người"),
    Column("personlink.reason", "ghép hai lần ghi cùng một người"),
    Column("personlink.undo_reason", "ghép hai lần ghi cùng một người"),
    # What they asked about their own data.
    Column("personrequest.kind", _ASKED, seen_with=Permission.ANSWER_REQUESTS),
    Column("personrequest.asked_on", _ASKED, seen_with=Permission.ANSWER_REQUESTS),
    Column("personrequest.asked_by", _ASKED, seen_with=Permission.ANSWER_REQUESTS),
    Column("personrequest.content", _ASKED, seen_with=Permission.ANSWER_REQUESTS),
    Column("personrequest.due_on", _ASKED, seen_with=Permission.ANSWER_REQUESTS),
    Column("personrequest.outcome", _ASKED, seen_with=Permission.ANSWER_REQUESTS),
    Column("personrequest.answer", _ASKED, seen_with=Permission.ANSWER_REQUESTS),
    Column("personrequest.answered_on", _ASKED, seen_with=Permission.ANSWER_REQUESTS),
    Column("personrequest.answered_by", _TRACE, seen_with=Permission.ANSWER_REQUESTS),
    Column("erasure.reason", _ASKED, seen_with=Permission.ANSWER_REQUESTS),
    Column("erasure.outcome", _ASKED, seen_with=Permission.ANSWER_REQUESTS),
    Column("erasure.proposed_by", _TRACE, seen_with=Permission.ANSWER_REQUESTS),
    Column("erasure.settled_by", _TRACE, seen_with=Permission.ANSWER_REQUESTS),
    # From one organization to another.
    Column("transfer.kind", _LEDGER, exported=True),
    Column("transfer.reason", _LEDGER, exported=True),
    Column("transfer.origin", _LEDGER, exported=True),
    Column("transfer.origin_name", _LEDGER, exported=True),
    Column("transfer.destination", _LEDGER, exported=True),
    Column("transfer.destination_name", _LEDGER, exported=True),
    Column("transfer.decided_on", "thời hạn làm thủ tục chuyển"),
    Column("transferstep.kind", _LEDGER),
    Column("transferstep.occurred_on", _LEDGER, exported=True),
    Column("transferstep.number", "tìm giấy giới thiệu, phiếu báo", Protection.PRESENCE),
    Column("transferstep.organization", _LEDGER),
    Column("transferstep.until", "nhắc hạn của lần chuyển tạm thời", exported=True),
    Column("transferstep.reason", _LEDGER),
    # On the way to admission.
    Column("candidate.organization", _WAY),
    Column("candidate.source", _WAY, exported=True),
    Column("candidate.opened_on", _WAY),
    Column("candidate.closed_on", _WAY),
    Column("candidate.close_reason", _WAY, Protection.PRESENCE),
    Column("sourcesurvey.none_reason", "biết vì sao chi bộ không còn nguồn", exported=True),
    Column("sourcesurvey.note", "ghi chú của cuộc khảo sát"),
    Column("prospect.organization", _WAY, exported=True),
    Column("prospect.full_name", _WAY, exported=True),
    Column("prospect.sort_key", "xếp danh sách theo tên", shown=Shown.NEVER),
    Column("prospect.search_key", "tìm không dấu", shown=Shown.NEVER),
    Column("prospect.birth_date", _WAY, exported=True),
    Column("prospect.birth_precision", "ghi ngày sinh đúng như giấy tờ, thiếu thì để thiếu"),
    Column("prospect.gender", _WAY, exported=True),
    Column("prospect.source", _WAY, exported=True),
    Column("prospect.unit", "tìm đúng người", exported=True),
    Column("prospect.demobilized_on", "danh sách bộ đội xuất ngũ", exported=True),
    Column("prospect.dropped_on", _WAY),
    Column("prospect.drop_reason", _WAY, Protection.PRESENCE),
    Column("introduction.body", _WAY),
    Column("introduction.resolution", _WAY, Protection.PRESENCE),
    Column("introduction.resolved_on", _WAY, Protection.PRESENCE),
    Column("enrollment.training_class", _WAY),
    Column("enrollment.sent_by", _WAY, exported=True),
    Column("enrollment.result", _WAY, exported=True),
    Column("enrollment.attended", "xét kết quả lớp theo số buổi có mặt"),
    Column("enrollment.score", "xếp loại theo bài thu hoạch"),
    Column("enrollment.grade", _WAY),
    Column("enrollment.awaits_certificate", "nhắc cấp giấy cho người đạt mà chưa có số"),
    Column("enrollment.certificate_number", "tìm giấy chứng nhận, cấp một lần", Protection.PRESENCE),
    Column("enrollment.certificate_on", "tính hạn năm năm của giấy chứng nhận", Protection.PRESENCE),
    # The steps of a case, what was found when each was recorded, where it stands.
    Column("step.occurred_on", _WAY, exported=True),
    Column("step.kind", _WAY, exported=True),
    Column("step.body", "biết cơ quan thẩm tra, đoàn thể, chi ủy nơi cư trú nào đã làm", Protection.PRESENCE),
    Column("step.number", "tìm văn bản của bước", Protection.PRESENCE),
    Column("step.basis_number", "tìm văn bản làm căn cứ", Protection.PRESENCE),
    Column("step.basis_on", "tìm văn bản làm căn cứ", Protection.PRESENCE),
    Column("step.signer", "biết người ký văn bản của bước"),
    Column("step.outcome", "biết kết luận của bước, không ghi nội dung", Protection.PRESENCE, sensitive=True),
    Column(
        "step.matter", "trường hợp phải theo quy định riêng, chọn trong danh sách", Protection.PRESENCE, sensitive=True
    ),
    Column("step.abroad", "tính thời hạn trả lời thẩm tra", Protection.PRESENCE),
    Column("step.count", "kiểm tra số trang lý lịch, số tháng cùng công tác", Protection.PRESENCE),
    Column("step.helper", "biết đảng viên giúp đỡ, giới thiệu", exported=True),
    Column("step.reason", "biết vì sao đính chính một bước", Protection.PRESENCE),
    Column("step.replaced", "trả lại ngày, số cũ khi đính chính bước"),
    Column("checkresult.verdict", "giải thích quyết định về sau", Protection.PRESENCE),
    Column("checkresult.sentence", "giải thích quyết định về sau", Protection.PRESENCE),
    Column("checkresult.inputs", "giải thích kết quả kiểm tra, không có tên", Protection.PRESENCE),
    Column("case.organization", _WAY, exported=True),
    Column("case.state", _WAY, exported=True),
    Column("case.since", _WAY, exported=True),
    Column("case.is_open", _WAY),
    Column("deadline.clock", _WAY, exported=True),
    Column("deadline.started_on", _WAY),
    Column("deadline.due_on", _WAY, exported=True),
    Column("deadline.waiting_for", _WAY, exported=True),
    Column("deadline.next_step", _WAY),
    Column("dossierpaper.code", "mục lục hồ sơ, không ghi nội dung giấy tờ", Protection.PRESENCE),
    Column("dossierpaper.is_present", "mục lục hồ sơ", Protection.PRESENCE),
    Column("dossierpaper.dated_on", "mục lục hồ sơ", Protection.PRESENCE),
    Column("dossierpaper.number", "mục lục hồ sơ", Protection.PRESENCE),
    Column("dossierpaper.location", "tìm hồ sơ giấy", Protection.PRESENCE),
    Column("dossierpaper.holder", "tìm hồ sơ giấy", Protection.PRESENCE),
    Column("batchitem.batch", "biết hồ sơ đã gửi lên cấp nào, ngày nào", Protection.PRESENCE),
    Column("batchitem.outcome", "biết hồ sơ được nhận hay trả lại", Protection.PRESENCE),
    Column("batchitem.missing", "biết giấy tờ phải bổ sung", Protection.PRESENCE),
    Column("batchitem.returned_on", "biết hồ sơ được nhận hay trả lại", Protection.PRESENCE),
    Column("classproposal.training_class", _WAY),
    Column("classproposal.sent_by", _WAY),
    Column("classproposal.proposed_on", "tìm nghị quyết chi bộ cử đi học", Protection.PRESENCE),
    Column("classproposal.resolution", "tìm nghị quyết chi bộ cử đi học", Protection.PRESENCE),
    Column("classproposal.outcome", _WAY),
    Column("classproposal.decided_on", _WAY, Protection.PRESENCE),
    Column("classproposal.list_number", "tìm danh sách được duyệt", Protection.PRESENCE),
    Column("classproposal.reason", "báo chi bộ vì sao đề nghị bị trả lại", Protection.PRESENCE),
    # In the Party.
    Column("member.organization", _LEDGER, exported=True),
    Column("member.card_number", "nhận đúng người qua thẻ đảng viên", shown=Shown.MASKED),
    Column("member.file_number", "tìm hồ sơ giấy", Protection.PRESENCE),
    Column("member.admitted_on", _LEDGER, exported=True),
    Column("member.official_on", _LEDGER, exported=True),
    Column("movement.organization", _LEDGER, exported=True),
    Column("movement.counterpart", _LEDGER),
    Column("movement.kind", _LEDGER, exported=True),
    Column("movement.occurred_on", _LEDGER, exported=True),
    Column("movement.decision", _LEDGER),
    Column("movement.ground", "thống kê lý do xóa tên"),
    Column("movement.reason", "biết vì sao đính chính một dòng sổ", Protection.PRESENCE),
    # Those who sign and those who work with the register.
    Column("decision.signer", "chữ ký trên quyết định"),
    Column("decision.summary", "trích yếu của quyết định"),
    Column("letterhead.signer", "chữ ký trên báo cáo", exported=True),
    Column("user.full_name", _DOOR, exported=True),
    Column("user.username", _DOOR),
    Column("user.email", "thư nhắc việc đến hạn; tự ghi, không bắt buộc, chỉ người ấy thấy", seen_with=None),
    Column("user.reminded_on", "không gửi thư nhắc hai lần một ngày", seen_with=None, shown=Shown.NEVER),
    Column("user.password", "chỉ giữ dạng băm", seen_with=None, shown=Shown.NEVER),
    Column("user.slip_until", "phiếu mật khẩu hết hạn", seen_with=Permission.MANAGE_ACCOUNTS),
    Column("usersession.session_key", _DOOR, seen_with=None, shown=Shown.NEVER),
    Column("usersession.session_data", "bộ lọc đang dùng, lúc đăng nhập", seen_with=None, shown=Shown.NEVER),
    Column("usersession.expire_date", _DOOR, seen_with=None, shown=Shown.NEVER),
    Column("usersession.address", "nhận ra máy lạ; chỉ người ấy thấy", seen_with=None),
    Column("usersession.browser", "nhận ra máy lạ; chỉ người ấy thấy", seen_with=None),
    Column("usersession.began_at", "nhận ra phiên lạ; chỉ người ấy thấy", seen_with=None),
    Column("usersession.seen_at", "đóng phiên để yên; chỉ người ấy thấy", seen_with=None),
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
    # Who follows which unit.
    Column("unitfollower.full_name", "biết ai phụ trách đơn vị nào", exported=True),
    Column("unitfollower.position", "biết ai phụ trách đơn vị nào", exported=True),
    # Files of lists, as they were brought: whoever may bring them sees them.
    Column("importbatch.file_name", _FILES, seen_with=Permission.IMPORT_ROSTERS),
    Column("importfile.content", _FILES, seen_with=Permission.IMPORT_ROSTERS, sensitive=True),
    Column("importrow.cells", _FILES, seen_with=Permission.IMPORT_ROSTERS, sensitive=True),
    Column("importrow.mended", _FILES, seen_with=Permission.IMPORT_ROSTERS, sensitive=True),
    Column("importrow.record", _FILES, seen_with=Permission.IMPORT_ROSTERS, sensitive=True),
    Column("importrow.before", _FILES, seen_with=Permission.IMPORT_ROSTERS, sensitive=True),
    Column("importrow.issues", _FILES, seen_with=Permission.IMPORT_ROSTERS, sensitive=True),
    Column("importrow.alike", _FILES, seen_with=Permission.IMPORT_ROSTERS),
    Column("importrow.choice", _FILES, seen_with=Permission.IMPORT_ROSTERS),
    Column("importrow.made", "hoàn tác đúng những gì đã ghi", seen_with=Permission.IMPORT_ROSTERS, sensitive=True),
    # Reports somebody wrote, brought to have their figures tested: for ninety days.
    Column("checkeddraft.file_name", _DRAFTS, seen_with=Permission.VIEW_REPORTS),
    Column("checkeddraft.pieces", _DRAFTS, seen_with=Permission.VIEW_REPORTS),
    Column("checkeddraft.figures", _DRAFTS, seen_with=Permission.VIEW_REPORTS),
    Column("checkeddraftfile.content", "đến khi máy đọc xong", seen_with=None, shown=Shown.NEVER),
    Column("draftfinding.found", _DRAFTS, seen_with=Permission.VIEW_REPORTS),
    Column("draftfinding.repair", _DRAFTS, seen_with=Permission.VIEW_REPORTS),
    Column("draftfinding.note", _DRAFTS, seen_with=Permission.VIEW_REPORTS),
    Column("draftfinding.answered_by", _TRACE, seen_with=Permission.VIEW_REPORTS),
    Column("issue.table", "số liệu, danh sách đã chốt", seen_with=Permission.VIEW_REPORTS, exported=True),
    Column("issue.evidence", "mã các dòng sổ đứng sau mỗi số, không có tên", seen_with=Permission.VIEW_REPORTS),
    Column("issue.reason", "vì sao vẫn dùng khi kiểm tra chưa khớp", seen_with=Permission.VIEW_REPORTS),
    Column("issue.paper", "tên người ký trên báo cáo đã ban hành", seen_with=Permission.VIEW_REPORTS, exported=True),
    Column(
        "wordtemplate.content", "mẫu Word có tên con số, không có danh sách người", seen_with=Permission.VIEW_REPORTS
    ),
    Column("wordtemplate.uploaded_by", "ai đưa mẫu lên", seen_with=Permission.VIEW_REPORTS),
    Column(
        "writtenreport.figures",
        "số liệu đã chốt trong báo cáo bằng lời, tên người ký",
        seen_with=Permission.VIEW_REPORTS,
        exported=True,
    ),
    Column(
        "writtenreport.tables",
        "các bảng đã chốt trong báo cáo bằng lời",
        seen_with=Permission.VIEW_REPORTS,
        exported=True,
    ),
    Column("writtenreport.evidence", "mã các dòng sổ đứng sau mỗi số, không có tên", seen_with=Permission.VIEW_REPORTS),
    Column("issuestep.by", "ai đã kiểm tra, duyệt, ban hành, thu hồi", seen_with=Permission.VIEW_REPORTS),
    Column("issuestep.reason", "vì sao trả lại, bỏ, thu hồi", seen_with=Permission.VIEW_REPORTS),
)

NOT_PERSONAL = {
    "organization": "tổ chức, không phải người",
    "locality": "địa bàn, không phải người",
    "placement": "tổ chức, không phải người",
    "trainingclass": "lớp học; người học ở enrollment",
    "audithead": "đầu chuỗi nhật ký",
    "auditredaction": "dòng nhật ký đã che: số dòng và mã băm",
    "auditseal": "niêm nhật ký cũ: số dòng và mã băm",
    "amendment": "giá trị của một quy định theo một văn bản",
    "holiday": "ngày nghỉ, ngày làm việc theo một văn bản",
    "surveycount": "số người theo nguồn, không có tên",
    "schoolclass": "số học sinh của lớp, không có tên",
    "listreview": "nghị quyết rà soát danh sách của chi bộ",
    "job": "việc in: chỉ mã báo cáo, phạm vi và người yêu cầu",
    "submission": "mã của biểu mẫu đã gửi",
    "signinthrottle": "số lần gõ sai mật khẩu dưới một mã băm; không giữ tên đã gõ, không giữ địa chỉ máy",
    "vote": "số phiếu của một cuộc họp, không có tên người bỏ phiếu",
    "mandate": "việc giao quyền cho tổ chức, không phải người",
    "dossierbatch": "danh sách gửi hồ sơ giữa hai tổ chức; người ở batchitem",
    "closingbalance": "số đảng viên của một tổ chức vào một ngày",
    "reformplan": "tổ chức cũ và mới, không phải người",
    "importlayout": "cột nào là gì trong tệp, không có người",
    "declaredfigure": "số theo văn bản, không có tên",
    "targetexemption": "chi bộ được miễn chỉ tiêu, không có tên người",
    "reorganization": "việc của tổ chức; người đi theo ở movement",
    "issuefile": "tên tệp và mã kiểm",
    "committeeterm": "nhiệm kỳ của cấp ủy, không phải người",
    "documenttype": "tên loại văn bản",
    "reportrequirement": "báo cáo nào phải gửi, hạn nào",
    "dutyseparation": "đơn vị nào tách người lập, duyệt, ban hành báo cáo",
    "automaticdraft": "đơn vị nào để sổ tự lập bản thảo",
}
"""Models without a single personal column → why."""

TECHNICAL = frozenset({
    "id", "person", "candidate", "member", "user", "version", "reverses", "weight", "sign", "recorded_at",
    "recorded_by", "updated_at", "updated_by", "sequence", "at", "actor_id", "verb", "subject_type", "subject_id",
    "organization_id", "request_id", "digest", "is_superuser", "is_staff", "is_active", "date_joined",
    "must_change_password", "voided_at", "void_reason", "reorganization", "ended_by", "undone_at", "undone_by",
})  # fmt: skip
"""Keys, counters and switches: columns that say nothing about a person beyond the row they belong to."""

OF_PAPERS = frozenset({
    "decision.issuer", "decision.subject", "decision.document_type", "decision.number", "decision.symbol",
    "decision.term", "decision.issued_on", "decision.voided_at",
    "letterhead.organization", "letterhead.superior", "letterhead.body", "letterhead.place", "letterhead.symbol",
    "letterhead.attached_to", "letterhead.authority", "letterhead.position", "letterhead.recipients",
    "letterhead.valid_from", "letterhead.valid_to",
    "issue.report", "issue.organization", "issue.first", "issue.last", "issue.options", "issue.frozen_at",
    "issue.frozen_by", "issue.job", "issue.state", "issue.document_type", "issue.number", "issue.symbol", "issue.term",
    "issue.issued_on", "issue.replaces", "issue.drafted_for",
    "wordtemplate.organization", "wordtemplate.name", "wordtemplate.layout", "wordtemplate.asked",
    "wordtemplate.uploaded_at", "wordtemplate.retired_at",
    "writtenreport.organization", "writtenreport.first", "writtenreport.last", "writtenreport.name",
    "writtenreport.template", "writtenreport.content", "writtenreport.layout", "writtenreport.frozen_at",
    "writtenreport.frozen_by", "writtenreport.job", "writtenreport.files",
    "issuestep.issue", "issuestep.kind", "issuestep.on", "issuestep.document", "issuestep.alone",
    "checkeddraft.organization", "checkeddraft.as_of", "checkeddraft.size", "checkeddraft.state",
    "checkeddraft.message", "checkeddraft.counted", "checkeddraft.unread", "checkeddraft.notes", "checkeddraft.rules",
    "checkeddraft.job", "checkeddraft.checked_at", "checkeddraft.kept_until", "checkeddraftfile.draft",
    "draftfinding.draft", "draftfinding.position", "draftfinding.key", "draftfinding.klass", "draftfinding.verdict",
    "draftfinding.state", "draftfinding.answered_at",
    "movement.candidate", "transfer.decision", "transferstep.transfer", "transferstep.departure",
    "transferstep.arrival",
    "step.candidate", "step.probationer", "step.organization", "step.origin", "step.answers", "step.decision",
    "step.movement", "step.rules_key", "checkresult.step", "checkresult.check_id", "checkresult.source",
    "checkresult.consent", "deadline.case", "deadline.organization", "deadline.step", "deadline.rules_key",
    "deadline.source",
    "importbatch.organization", "importbatch.kind", "importbatch.as_of", "importbatch.training_class",
    "importbatch.document", "importbatch.size", "importbatch.state", "importbatch.message", "importbatch.layout",
    "importbatch.options", "importbatch.counts", "importbatch.stamp", "importbatch.job", "importbatch.committed_at",
    "importbatch.committed_by", "importbatch.undo_reason", "importfile.batch", "importrow.batch", "importrow.sheet",
    "importrow.number", "importrow.part", "importrow.hidden", "importrow.verdict", "importrow.committed",
    "movement.batch",
    "personrequest.organization", "erasure.organization", "erasure.proposed_at", "erasure.settled_at",
    "unitfollower.organization", "unitfollower.kind", "unitfollower.team", "unitfollower.valid_from",
    "unitfollower.valid_to", "unitfollower.document", "unitfollower.end_reason",
    "sourcesurvey.organization", "sourcesurvey.year", "sourcesurvey.surveyed_on", "prospect.year",
})  # fmt: skip
"""Columns that describe a paper or a link, on models that also hold personal ones."""

OF_REGISTER_FILE = frozenset({
    "person.full_name", "person.other_names", "person.birth_date", "person.birth_precision", "person.gender",
    "person.ethnicity", "person.religion", "person.native_place", "person.residence", "person.citizen_id",
    "person.phone", "standing.general_education", "standing.professional", "standing.theory", "standing.occupation",
    "member.organization", "member.card_number", "member.file_number", "member.admitted_on", "member.official_on",
    "enrollment.sent_by", "enrollment.result", "enrollment.grade", "enrollment.awaits_certificate",
    "enrollment.certificate_number", "enrollment.certificate_on", "candidate.organization", "candidate.opened_on",
    "introduction.body",
})  # fmt: skip
"""What stands in the file of the whole register, besides columns marked `exported`: it goes only to those who hold
`EXPORT_REGISTER`, who must say what for (decision 0025)."""

OF_LISTS = {
    "R10": frozenset({
        "person.native_place", "person.residence", "person.ethnicity", "person.religion", "standing.general_education",
        "standing.professional", "standing.theory", "standing.occupation", "introduction.body",
        "enrollment.certificate_number", "enrollment.certificate_on", "candidate.organization", "step.number",
    }),
    "R11": frozenset({"decision.number", "decision.issued_on"}),
    "R13": frozenset({"enrollment.certificate_number", "enrollment.certificate_on"}),
    "R23": frozenset({"enrollment.certificate_number", "enrollment.certificate_on"}),
    "R24": frozenset({
        "batchitem.batch", "batchitem.outcome", "batchitem.missing", "step.outcome", "step.number", "decision.number",
    }),
}  # fmt: skip
"""Report → what its printed list needs by its purpose besides columns marked `exported`: the committee that decides
reads of whom it decides (R10; ethnicity and religion may be left out), what it answered (R24), by which paper somebody
was admitted or has learned. Day, number and result of a paper, never what it says."""

NEVER = ("scan", "photo", "image", "picture", "attachment", "biography", "narrative", "history_notes", "family",
         "remark", "discipline", "health", "economy", "foreign", "fingerprint", "verification_text")  # fmt: skip
"""Words that betray a column of class C: none may stand in a column's name."""


def column(name: str) -> Column:
    """The line of a column "model.field". Raises KeyError for one that is not written down."""
    return _BY_NAME[name]


_BY_NAME = {line.name: line for line in COLUMNS}

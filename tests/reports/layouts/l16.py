"""L16: the register of members, several lines a record, fourteen numbered columns on two facing pages."""

from collections.abc import Iterator

from dangvien.period import Period
from dangvien.scope import Scope
from dangvien.text import day_short
from reports.definition import Choices, Item, ItemRows, Report, Text


def records(scope: Scope, _period: Period, _choices: Choices) -> Iterator[Item]:
    for one in scope.present_members.select_related("person").in_name_order():
        person, days = one.person, (one.admitted_on, one.official_on)
        yield Item(str(one.pk), f"{person.full_name}\n{person.full_name.upper()}", {
            "ba": f"{person.get_gender_display()}\n{person.ethnicity_label}\n{person.religion_label}",
            "bon": person.native_place or "",
            "bay": "\n".join(day_short(day) for day in days if day),
            "tam": f"Thẻ: {one.card_number or ''}\nLý lịch: {one.file_number}\nHuy hiệu:",
        }, one.person_id)  # fmt: skip


HEADS = (
    ("ba", "Nam, nữ\nDân tộc\nTôn giáo"), ("bon", "Quê quán"), ("nam", "Văn hóa\nLý luận\nChuyên môn\nNgoại ngữ"),
    ("sau", "Nghề trước khi vào Đảng\nNghề hiện nay"), ("bay", "Ngày vào Đảng\nNgày chính thức"),
    ("tam", "Số thẻ\nSố lý lịch\nSố huy hiệu"), ("chin", "Bộ đội, công an, hưu trí"),
    ("muoi", "Ngày chuyển đi\nNơi đến"), ("muoi_mot", "Ngày chuyển đến\nNơi đi"), ("muoi_hai", "Ngày từ trần\nLý do"),
    ("muoi_ba", "Ngày ra khỏi Đảng\nHình thức"), ("muoi_bon", "Ghi chú"),
)  # fmt: skip
REPORT = Report(
    code="L16", slug="l16", name="Sổ danh sách đảng viên", title="sổ danh sách đảng viên",
    basis="Mẫu 7-HSĐV", purpose="Sổ của chi bộ, mỗi người bốn dòng.", period_words="đến ngày {day}", as_of_day=True,
    rows=ItemRows(records), row_title="Họ và tên\nHọ và tên khai sinh", landscape=True, numbered=True, facing=5,
    columns=tuple(Text(code, header, middle=code in ("ba", "bay")) for code, header in HEADS),
)  # fmt: skip

"""L19: dossiers of a meeting under what became of them, each heading with its count."""

from collections.abc import Iterator

from dangvien.models import BatchItem
from dangvien.period import Period
from dangvien.scope import Scope
from reports.definition import Choices, Item, ItemRows, Report, Text, Total, Value

OUTCOMES = (*BatchItem.Outcome.choices, ("cho", "Chưa trả lời"))


def dossiers(scope: Scope, period: Period, _choices: Choices) -> Iterator[Item]:
    sent = scope.batch_items.filter(batch__sent_on__range=(period.first, period.last)).with_people()
    for item in sent.select_related("batch").in_name_order():
        person = item.subject.person
        values: dict[str, Value] = {"ngay": item.batch.sent_on, "ly_do": "; ".join(item.missing)}
        yield Item(str(item.pk), person.full_name, values, person.pk, item.outcome or "cho")


REPORT = Report(
    code="L19",
    slug="l19",
    name="Kết quả xét hồ sơ",
    title="kết quả xét hồ sơ đề nghị kết nạp",
    basis="Tin kỳ họp của một ban thường vụ",
    purpose="Bao nhiêu hồ sơ được nhận, trả lại, còn chờ, và vì sao.",
    rows=ItemRows(dossiers, lambda *_: OUTCOMES, count_unit="hồ sơ"),
    row_title="Họ và tên",
    columns=(Text("ngay", "Ngày gửi", middle=True), Text("ly_do", "Lý do")),
    total=Total.LAST,
    total_label="Cộng",
)

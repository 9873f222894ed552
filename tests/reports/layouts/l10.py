"""L10: people under headings of exact years of party age, headings with nobody kept, a signature under the list."""

from collections.abc import Iterator

from dangvien.period import Period
from dangvien.procedure.party_age import party_ages
from dangvien.procedure.places import places_of
from dangvien.scope import Scope
from reports.definition import Choices, Item, ItemRows, Report, Sheet, Text, Total

MARKS = range(10, 71, 5)


def veterans(scope: Scope, period: Period, _choices: Choices) -> Iterator[Item]:
    members = list(scope.present_members.select_related("person").in_name_order())
    ages, day = party_ages(members, period.last), period.last
    names = places_of({member.organization_id for member in members if member.organization_id}, day)
    for one in members:
        years = ages[one.pk].years_on(day) if one.pk in ages else 0
        if years in MARKS:
            facts = {"vao_dang": one.admitted_on, "chinh_thuc": one.official_on, "so_the": one.card_number}
            facts["chi_bo"] = str(names[one.organization_id or 0])
            yield Item(str(one.pk), one.person.full_name, facts, one.person_id, str(years))


REPORT = Report(
    code="L10", slug="l10", name="Danh sách theo tuổi Đảng", title="đảng viên tròn năm tuổi Đảng",
    basis="Danh sách đề nghị của một đảng ủy phường, 10/6/2020", purpose="Ai tròn 10, 15, … 70 năm tuổi Đảng.",
    period_words="tính đến ngày {day}", as_of_day=True, sheet=Sheet.DOCUMENT, landscape=True,
    rows=ItemRows(veterans, lambda *_: [(str(n), f"{n} năm tuổi Đảng") for n in MARKS],
                  empty_groups=True, restart=True),
    row_title="Họ và tên",
    columns=(Text("vao_dang", "Ngày vào Đảng", middle=True), Text("chinh_thuc", "Ngày chính thức", middle=True),
             Text("so_the", "Số thẻ", middle=True), Text("chi_bo", "Chi bộ")),
    total=Total.LAST,
)  # fmt: skip

"""L17: transfers in order of time under a header of three levels, each month closed with its sums."""

from collections.abc import Iterator

from dangvien.models import Kind
from dangvien.period import Period
from dangvien.procedure.places import places_of
from dangvien.scope import Scope
from reports.definition import Choices, Group, Item, ItemRows, Report, Text, Total, Value


def transfers(scope: Scope, period: Period, _choices: Choices) -> Iterator[Item]:
    lines = scope.movements.standing().during(period).filter(kind__in=[Kind.CHUYEN_DI, Kind.CHUYEN_DEN])
    found = list(lines.select_related("member__person").in_order())
    names = places_of({line.counterpart_id for line in found if line.counterpart_id}, period.last)
    for line in found:
        way = "di" if line.kind == Kind.CHUYEN_DI else "den"
        inside = line.counterpart_id is not None
        values: dict[str, Value] = {
            f"ngay_{way}": line.occurred_on,
            f"{way}_{'trong' if inside else 'ngoai'}": "ngoài sổ",
        }
        if line.counterpart_id:
            values[f"{way}_trong"] = str(names[line.counterpart_id])
        person = line.member.person
        yield Item(str(line.pk), person.full_name, values, person.pk, f"{line.occurred_on:%Ym%m}")


def way(code: str, header: str, other: str) -> Group:
    where = tuple(
        Text(f"{code}_{place}", label, counts=True) for place, label in (("trong", "Trong sổ"), ("ngoai", "Ngoài sổ"))
    )
    return Group(header, (Text(f"ngay_{code}", "Ngày", middle=True), Group(other, where)))


REPORT = Report(
    code="L17", slug="l17", name="Sổ giới thiệu sinh hoạt", title="giới thiệu sinh hoạt đảng",
    basis="Mẫu 10-SHĐ", purpose="Ai chuyển đi, chuyển đến, theo ngày.", landscape=True,
    rows=ItemRows(transfers, lambda period, _: [(part.key, part.label) for part in period.parts("thang")],
                  subtotals="Cộng tháng", count_unit="lượt"),
    row_title="Họ và tên", columns=(way("di", "Chuyển đi", "Nơi đến"), way("den", "Chuyển đến", "Nơi đi")),
    total=Total.LAST,
)  # fmt: skip

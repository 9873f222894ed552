"""Targets of the demo's last years, what every cell is asked, cells exempt from it, and who follows which ward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from dangvien.demo import names
from dangvien.demo.chance import generator
from dangvien.demo.timeline import LAST_DAY
from dangvien.demo.tree import Tree
from dangvien.models import (
    Amendment,
    Basis,
    DeclaredFigure,
    Indicator,
    Organization,
    Person,
    Rounding,
    ShareWay,
    SourceSurvey,
    StockKind,
    TargetExemption,
    UnitFollower,
    User,
)
from dangvien.models.survey import surveyed_sources
from dangvien.permissions import Permission
from dangvien.procedure.rolling import headcounts_by_row
from dangvien.procedure.targets.arithmetic import Reckoned, share_out
from dangvien.scope import Scope

FIRST_YEAR = 2021
RATE = 150
"""In hundredths of a percent: what a city admits that admits little; 3 % would make every row red."""
SOURCE_WEIGHTS = (30, 20, 15, 30, 5)
"""How the last year's target falls on the five sources, in their order."""
CELL_RULES = {"cell_target_residential": "1", "cell_target_enterprise": "1", "cell_target_office": "1"}
RESOLVED_ON = date(2024, 1, 1)


def write(planted: Tree, by: User, seed: str) -> None:
    """Save the targets of the committees that stand at the end of each year, with their parts by members."""
    for year in range(FIRST_YEAR, LAST_DAY.year + 1):
        for committee, children in _committees(planted, min(date(year, 12, 31), LAST_DAY)):
            day = date(year - 1, 12, 31)
            whole = _whole(committee, year, _stocks(planted, [committee], day).get(committee.pk, 0), by)
            _share(whole, children, _stocks(planted, children, day), by)
            if year == LAST_DAY.year:
                _by_source(whole, by)
    rng = generator(seed, "chi-tieu")
    _rules(planted, by)
    _exempt(by)
    _followers(planted, rng, by)


def _committees(planted: Tree, day: date) -> list[tuple[Organization, list[Organization]]]:
    """Who is given a target: the city before the reform, its heirs after it; each with those directly below."""
    heirs = {heir.pk: heir for heir in (planted.heirs or {}).values() if heir != planted.province}
    tops = [planted.city] if day < planted.reformed_on else list(heirs.values())
    below = {}
    for top in tops:
        rows = top.child_placements.standing_on(day).select_related("organization").in_order()
        below[top] = [row.organization for row in rows if row.organization_id not in heirs]
    return list(below.items())


def _stocks(planted: Tree, organizations: Sequence[Organization], day: date) -> Mapping[int, int]:
    """Members of each, with everybody below it, at the end of a day."""
    everything = Scope.whole(planted.province, [Permission.VIEW], LAST_DAY)
    return headcounts_by_row(everything, [organization.pk for organization in organizations], day)


def _paper(issuer: str, number: str, day: date) -> dict[str, object]:
    cited = f"{number} ngày {day.day:02d}/{day.month:02d}/{day.year} của {issuer}"
    return {"document": cited, "document_number": number, "document_day": day, "document_issuer": issuer}


def _whole(committee: Organization, year: int, stock: int, by: User) -> DeclaredFigure:
    day = date(year - 1, 12, 31)
    item = Reckoned(year, RATE, stock, day, 0, Rounding.UP)
    return DeclaredFigure.objects.create(
        organization=committee,
        purpose=DeclaredFigure.Purpose.TARGET,
        indicator=Indicator.ADMITTED,
        first_year=year,
        last_year=year,
        value=item.value,
        basis=Basis.RATE,
        rate=RATE,
        stock=item.stock,
        stock_on=day,
        stock_kind=StockKind.COUNTED,
        rounding=Rounding.UP,
        recorded_by=by,
        **_paper("Ban Thường vụ Tỉnh ủy", f"Kế hoạch {year % 100 + 10}-KH/TU", date(year, 1, 15)),
    )


def _share(whole: DeclaredFigure, children: Sequence[Organization], stocks: Mapping[int, int], by: User) -> None:
    weights = {child: stocks.get(child.pk, 0) for child in children}
    if not sum(weights.values()):
        return
    parts = share_out(whole.value, weights)
    DeclaredFigure.objects.bulk_create(
        _part(whole, by, organization=child, value=parts[child], share_way=ShareWay.STOCK, stock=weights[child])
        for child in children
    )


def _by_source(whole: DeclaredFigure, by: User) -> None:
    sources = [code for code, _ in surveyed_sources()]
    parts: Mapping[str, int] = share_out(whole.value, dict(zip(sources, SOURCE_WEIGHTS, strict=True)))
    DeclaredFigure.objects.bulk_create(
        _part(whole, by, organization=whole.organization, source=source, value=parts[source], share_way=ShareWay.HAND)
        for source in sources
    )


def _part(whole: DeclaredFigure, by: User, **own: object) -> DeclaredFigure:
    stock = own.get("stock")
    facts: dict[str, object] = {
        "purpose": whole.purpose,
        "indicator": whole.indicator,
        "first_year": whole.first_year,
        "last_year": whole.last_year,
        "basis": Basis.SHARED,
        "shared_from": whole,
        "stock_on": whole.stock_on if stock is not None else None,
        "stock_kind": StockKind.COUNTED if stock is not None else "",
        "document": whole.document,
        "document_number": whole.document_number,
        "document_day": whole.document_day,
        "document_issuer": whole.document_issuer,
        "recorded_by": by,
        **own,
    }
    return DeclaredFigure(**facts)


def _rules(planted: Tree, by: User) -> None:
    """What the province resolved for every cell, and the city's own rate, as amendments."""
    document = "Nghị quyết 18-NQ/TU ngày 28/12/2023 của Ban Chấp hành Đảng bộ tỉnh (sổ mẫu)"
    rows = [
        Amendment(
            rule=rule,
            value=value,
            since=RESOLVED_ON,
            organization=planted.province,
            document=document,
            recorded_by=by,
        )
        for rule, value in CELL_RULES.items()
    ]
    own = "Chương trình hành động 27-CTr/TU ngày 05/01/2021 của Thành ủy (sổ mẫu)"
    rows.append(
        Amendment(
            rule="target_rates", value="1,5;3", since=date(FIRST_YEAR, 1, 1), organization=planted.city, document=own,
            recorded_by=by,
        )
    )  # fmt: skip
    Amendment.objects.bulk_create(rows)


def _exempt(by: User) -> None:
    """Cells whose last survey found nobody."""
    surveys = SourceSurvey.objects.of_year(LAST_DAY.year).without_source().select_related("organization").order_by("pk")
    TargetExemption.objects.bulk_create(
        TargetExemption(
            organization=survey.organization,
            valid_from=date(LAST_DAY.year, 4, 1),
            reason="Không còn nguồn, theo khảo sát năm nay",
            document=f"Thông báo 31-TB/ĐU ngày 25/3/{LAST_DAY.year}",
            recorded_by=by,
        )
        for survey in surveys
    )


def _followers(planted: Tree, rng: Random, by: User) -> None:
    """A committee member for each of the first nine below a committee, and a group for the first two."""
    since = date(2024, 1, 15) if planted.heirs is None else planted.reformed_on
    found = []
    for committee, children in _committees(planted, LAST_DAY):
        for place, child in enumerate(children[:9]):
            gender = rng.choice((Person.Gender.NAM, Person.Gender.NU))
            found.append(
                UnitFollower(
                    organization=child,
                    kind=UnitFollower.Kind.COMMITTEE_MEMBER,
                    full_name=names.full_name(rng, gender),
                    position="Ủy viên ban thường vụ" if place < 4 else "Cấp ủy viên",
                    valid_from=since,
                    document=f"Quyết định 112-QĐ/{'TU' if committee == planted.city else 'ĐU'}",
                    recorded_by=by,
                )
            )
        found += [
            UnitFollower(
                organization=child,
                kind=UnitFollower.Kind.TEAM,
                full_name=names.full_name(rng, Person.Gender.NU),
                position=position,
                team="Tổ vận động số 1",
                valid_from=since,
                document="Quyết định 118-QĐ/TU",
                recorded_by=by,
            )
            for child in children[:2]
            for position in ("Tổ trưởng", "Tổ viên")
        ]
    UnitFollower.objects.bulk_create(found)

"""K34: whether who issued the decision may decide on this cell's people on that day."""

from __future__ import annotations

from datetime import date

from dangvien.models import Organization, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, day_input
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from dangvien.procedure.route import Route
from dangvien.text import day_short


def issuer_problem(route: Route, issuer: Organization, day: date) -> str:
    """The sentence against who issued a decision about the people of a cell with this route; empty when competent."""
    if route.deciding == issuer.pk:
        return ""
    if route.deciding is None:
        return (
            f"Theo cây tổ chức ngày {day_short(day)}, trên chi bộ này không có cấp ủy nào có thẩm quyền quyết định. "
            "Kiểm tra lại ngày; nếu đúng, nhờ người quản trị bổ sung tổ chức cấp trên của ngày ấy."
        )
    competent = Organization.objects.get(pk=route.deciding)
    return (
        f"{issuer.name_on(day)} không có thẩm quyền quyết định việc này ngày {day_short(day)}; có thẩm quyền là "
        f"{competent.name_on(day)}. Kiểm tra lại cơ quan ban hành; nếu có văn bản giao quyền thì ghi việc "
        "giao quyền trước."
    )


def wrong_issuer(case: CaseFile, facts: StepFacts) -> Found | None:
    """K34: another body decided than the one competent by the tree, the rules and the mandates of the day (4.3.2)."""
    if facts.decision is None:
        return None
    day, issuer = facts.decision.issued_on, facts.decision.issuer
    route = case.route_on(day)
    inputs: Inputs = {"ngay": day_input(day), "mo_hinh": route.era, "dung": route.deciding == issuer.pk}
    return Found(issuer_problem(route, issuer, day), source_of("K34", day), inputs)


CHECKS = (
    Check(
        "K34",
        "Đúng thẩm quyền",
        Level.REFUSE,
        (
            StepKind.QUYET_DINH_KET_NAP,
            StepKind.QUYET_DINH_CONG_NHAN,
            StepKind.QUYET_DINH_XOA_TEN,
            StepKind.LAM_LAI_QUYET_DINH,
        ),
        wrong_issuer,
        field="issuer",
    ),
)

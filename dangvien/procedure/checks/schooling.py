"""K05, K06: general education when the cell votes; lower floors for hard places and for people of standing."""

from __future__ import annotations

from dangvien import codes
from dangvien.models import Matter, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from dangvien.rules import Rule
from dangvien.text import lower_first, search_key

PLACE_WORDS = ("xa ", "phuong ", "dac khu ", "thi tran ")


def below_the_floor(case: CaseFile, facts: StepFacts) -> Found | None:
    """K05: schooling below the floor of the day (294-QĐ/TW, 1.2; 06-HD/TW, 1.2).

    In a hard place the lower floor holds. A person of standing needs to read and write, and the committee's consent.
    """
    known = codes.of("education_general")
    reached = case.standing.general_education if case.standing else ""
    rule = _floor(case, facts)
    standing = case.flag(Matter.UY_TIN) is not None
    inputs: Inputs = {"hoc_van": reached, "muc": rule.value, "vung": _in_hard_place(case), "uy_tin": standing}
    if reached not in known:
        return Found(
            f"Sổ chưa ghi trình độ học vấn của {case.person}. Đối chiếu bằng cấp rồi bổ sung vào lý lịch trong sổ; "
            f"mức phải có là {lower_first(known.label(rule.value))}.",
            rule.cited,
            inputs,
            level=Level.WARN,
            final=True,
        )
    if known.order(reached) >= known.order(rule.value):
        return Found(source=rule.cited, inputs=inputs)
    sentence = (
        f"{case.person} có trình độ học vấn {lower_first(known.label(reached))}, thấp hơn mức phải có là "
        f"{lower_first(known.label(rule.value))}."
    )
    if standing:
        return Found(
            f"{sentence} Người có uy tín thì cần văn bản đồng ý của ban thường vụ cấp ủy trực thuộc Trung ương.",
            rule.cited,
            inputs,
        )
    return Found(
        f"{sentence} Nếu thuộc vùng khó khăn hoặc là già làng, trưởng bản, người có uy tín thì ghi bước "
        "“Trường hợp đặc biệt” trước.",
        rule.cited,
        inputs,
        final=True,
    )


def address_outside(case: CaseFile, facts: StepFacts) -> Found | None:
    """K06: the lower floor of hard places is used, but the address does not lie in the place the note names."""
    known = codes.of("education_general")
    rules = case.rules_on(facts.occurred_on)
    note = case.flag(Matter.VUNG)
    reached = case.standing.general_education if case.standing else ""
    if note is None or (reached in known and known.order(reached) >= known.order(rules.education_floor.value)):
        return None
    place = _place(note.body)
    agrees = bool(place) and place in search_key(case.person.residence)
    source = source_of("K06", facts.occurred_on)
    inputs: Inputs = {"co_ten_xa": bool(place), "khop_noi_o": agrees}
    if agrees:
        return Found(source=source, inputs=inputs)
    told = f"không thấy {note.body} trong nơi thường trú" if place else "chưa ghi xã, phường nào thuộc vùng ấy"
    return Found(
        f"Đang áp dụng mức học vấn của vùng khó khăn cho {case.person}, nhưng {told}. "
        "Đối chiếu nơi thường trú với danh sách xã, phường được công nhận.",
        source,
        inputs,
    )


def _in_hard_place(case: CaseFile) -> bool:
    return case.flag(Matter.VUNG) is not None


def _floor(case: CaseFile, facts: StepFacts) -> Rule[str]:
    rules = case.rules_on(facts.occurred_on)
    return rules.education_floor_zone if _in_hard_place(case) else rules.education_floor


def _place(body: str) -> str:
    """The bare name of a commune, folded: "Xã A Dơi" and "a doi" are the same."""
    folded = search_key(body)
    return next((folded.removeprefix(word) for word in PLACE_WORDS if folded.startswith(word)), folded)


CHECKS = (
    Check("K05", "Trình độ học vấn", Level.REFUSE, (StepKind.NQ_CHI_BO,), below_the_floor, consent=Matter.TRINH_DO),
    Check("K06", "Nơi ở thuộc vùng khó khăn", Level.WARN, (StepKind.NQ_CHI_BO,), address_outside),
)

"""The ballots of a meeting: seven small boxes that count as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from dangvien.forms.choices import CodeField
from dangvien.forms.fields import IntegerField
from dangvien.models import Vote
from dangvien.procedure.facts import VoteFacts
from dangvien.procedure.problem import Level, Problem

COUNTS = ("convened", "excluded", "present", "agree", "disagree", "invalid")
BALLOTS = (*COUNTS, "method")
MOST = 999

EXCLUDED = (
    "Không tính: đảng viên được miễn sinh hoạt mà vắng mặt, sinh hoạt tạm thời nơi khác, "
    "bị đình chỉ sinh hoạt, bị khởi tố, truy tố, tạm giam"
)
"""Who is taken out of the base (294-QĐ/TW, 9.3.2), in one line beside the box."""

_LABELS = {
    "convened": "Tổng số",
    "excluded": "Không tính",
    "present": "Có mặt",
    "agree": "Tán thành",
    "disagree": "Không tán thành",
    "invalid": "Không hợp lệ",
}


def count_field(name: str, *, required: bool) -> IntegerField:
    """One number of the ballots."""
    field = IntegerField(label=_LABELS[name], required=required, least=0, most=MOST)
    field.widget.attrs["size"] = 3
    return field


def method_field() -> CodeField:
    return CodeField(
        label="Hình thức",
        noun="hình thức biểu quyết",
        choices=Vote.Method.choices,
        empty=None,
        required=False,
        initial=Vote.Method.PHIEU_KIN,
    )


def ballot_fields(*, required: bool) -> dict[str, forms.Field]:
    """The boxes; where they are not required, an empty "Tán thành" says that the ballots are not known here."""
    asked = ("convened", "present", "agree") if required else ()
    boxes: dict[str, forms.Field] = {name: count_field(name, required=name in asked) for name in COUNTS}
    return {**boxes, "method": method_field()}


def votes_of(given: Mapping[str, Any]) -> VoteFacts | None:
    """What the boxes say; None when they say nothing, or not yet enough."""
    if any(given.get(name) is None for name in ("convened", "present", "agree")):
        return None
    return VoteFacts(
        convened=given["convened"],
        present=given["present"],
        agree=given["agree"],
        disagree=given.get("disagree") or 0,
        invalid=given.get("invalid") or 0,
        excluded=given.get("excluded") or 0,
        method=Vote.Method(given.get("method") or Vote.Method.PHIEU_KIN),
    )


def unfinished(given: Mapping[str, Any]) -> dict[str, str]:
    """Box → sentence, where ballots were begun and left unfinished."""
    if given.get("agree") is None:
        begun = any(given.get(name) for name in ("disagree", "invalid"))
        return {"agree": "Nhập số phiếu tán thành, hoặc xóa các số phiếu khác."} if begun else {}
    missing = {"convened": "Nhập tổng số người được biểu quyết.", "present": "Nhập số người có mặt."}
    return {name: sentence for name, sentence in missing.items() if given.get(name) is None}


def left_over(vote: VoteFacts | None) -> list[Problem]:
    """A warning where fewer ballots are written down than people were present; more than that is refused elsewhere."""
    left = vote.present - vote.agree - vote.disagree - vote.invalid if vote else 0
    if left <= 0:
        return []
    told = f"Còn {left} phiếu của người có mặt chưa ghi vào đâu; phiếu trắng, phiếu hỏng ghi vào ô Không hợp lệ."
    return [Problem("invalid", told, Level.WARN)]

"""Decisions: collected while people are made, numbered at the end in the order of their days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from dangvien import rules
from dangvien.models import Decision, Organization

EARLIER_SIGNERS = {"2010-2015": "Hồ Quang Nghĩa", "2015-2020": "Phan Thanh Thiện"}
"""Invented secretaries of the terms before the present signer's."""
FIRST_NUMBER = 180
"""Where the numbering of the first term stands when the demo begins; later terms begin at 1."""

SUMMARIES = {
    Decision.Subject.KET_NAP: "Về việc kết nạp đảng viên",
    Decision.Subject.CONG_NHAN: "Về việc công nhận đảng viên chính thức",
    Decision.Subject.MO_LOP: "Về việc mở lớp bồi dưỡng",
}


@dataclass(frozen=True)
class Desk:
    """What a committee's papers carry: the symbol after the number and who signs now."""

    symbol: str
    signer: str


class Papers:
    """The decisions of the committees; `desks` by the code of the committee."""

    def __init__(self, rng: Random, desks: Mapping[str, Desk]) -> None:
        self._rng = rng
        self._desks = desks
        self._drafts: list[Decision] = []

    def issue(self, issuer: Organization, subject: Decision.Subject, day: date) -> Decision:
        """A decision without a number yet."""
        term, desk = rules.term_on(day), self._desks[issuer.code]
        draft = Decision(
            issuer=issuer,
            subject=subject,
            symbol=desk.symbol,
            term=term,
            issued_on=day,
            signer=EARLIER_SIGNERS.get(term, desk.signer),
            summary=SUMMARIES[subject],
        )
        self._drafts.append(draft)
        return draft

    def numbered(self) -> list[Decision]:
        """All of them with their numbers: one series per issuer and term, with gaps for papers on other matters."""
        last: dict[tuple[int, str], int] = {}
        drafts = sorted(self._drafts, key=lambda draft: draft.issued_on)
        for draft in drafts:
            series = (draft.issuer_id, draft.term)
            start = FIRST_NUMBER if draft.term == "2010-2015" else 0
            draft.number = last[series] = last.get(series, start) + self._rng.randrange(1, 4)
        return drafts

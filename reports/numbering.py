"""Numbers of documents: kinds of them, series of a committee's term, the next free one, who has a number already.

A series is one committee, one kind of document, one term; it runs from 01 (36-HD/VPTW; docs/glossary.md). Numbers given
outside of this program are typed and skip nothing; a number that this program knows is given once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from dangvien import codes
from dangvien.models import Decision, Organization
from dangvien.period import Period
from dangvien.procedure.committee_terms import TermOn, term_on
from dangvien.text import day_short, lower_first, two_digits
from reports.catalog import by_code
from reports.models import DocumentType, Issue

REPORT_TYPE = "BC"
"""The kind of document that a report is unless somebody says otherwise."""


@dataclass(frozen=True)
class DocumentKind:
    """One line of the list of kinds: its code and name, whether it is offered, whether it is the register's own."""

    code: str
    label: str
    in_use: bool
    own: bool


def document_kinds() -> list[DocumentKind]:
    """The list that comes with the program with this register's own lines over it, in that order."""
    own = {line.code: line for line in DocumentType.objects.order_by("code")}
    found = []
    for line in codes.of("document_type"):
        mine = own.pop(line.code, None)
        found.append(
            DocumentKind(
                line.code,
                mine.label if mine else line.label,
                mine.in_use if mine else True,
                mine is not None,
            )
        )
    return [*found, *(DocumentKind(line.code, line.label, line.in_use, own=True) for line in own.values())]


def kinds_in_use() -> list[tuple[str, str]]:
    """Code and name of every kind that may be chosen, for forms."""
    return [(kind.code, kind.label) for kind in document_kinds() if kind.in_use]


def kind_name(code: str) -> str:
    """What a kind of document is called; its code when nobody has named it."""
    return next((kind.label for kind in document_kinds() if kind.code == code), code)


@dataclass(frozen=True)
class Series:
    """One committee's documents of one kind in one term."""

    organization: Organization
    document_type: str
    term: TermOn

    @classmethod
    def on(cls, organization: Organization, document_type: str, day: date) -> Series:
        """The series to which a document of a day belongs."""
        return cls(organization, document_type, term_on(organization, day))

    def next_number(self) -> int:
        """One more than the highest number that this register knows of the series; 1 for none."""
        reports = Issue.objects.filter(
            organization=self.organization, document_type=self.document_type, term=self.term.label
        )
        decisions = Decision.objects.filter(
            issuer=self.organization,
            document_type=self.document_type,
            term=self.term.label,
            voided_at__isnull=True,
        )
        highest = [rows.aggregate(top=Max("number"))["top"] or 0 for rows in (reports, decisions)]
        return max(highest) + 1

    def holder(self, number: int) -> str:
        """Which paper has a number of the series already, in words; empty when it is free."""
        report = Issue.objects.filter(
            organization=self.organization,
            document_type=self.document_type,
            term=self.term.label,
            number=number,
        ).first()
        if report is not None and report.issued_on is not None:
            name = by_code(report.report).name
            period = Period(report.first, report.last).label
            return f"báo cáo “{name}” {period}, ban hành ngày {day_short(report.issued_on)}"
        decision = Decision.objects.filter(
            issuer=self.organization,
            document_type=self.document_type,
            term=self.term.label,
            number=number,
            voided_at__isnull=True,
        ).first()
        if decision is not None:
            about = lower_first(decision.get_subject_display())
            return f"văn bản {decision.reference} ngày {day_short(decision.issued_on)} ({about})"
        return ""

    def refusal(self, number: int, symbol: str) -> str:
        """The sentence against a number that is taken; empty when it is free."""
        holder = self.holder(number)
        if not holder:
            return ""
        written = f"{two_digits(number)}-{self.document_type}/{symbol}"
        return (
            f"Số {written} nhiệm kỳ {self.term.label} đã dùng cho {holder}. "
            f"Số tiếp theo còn trống là {two_digits(self.next_number())}."
        )

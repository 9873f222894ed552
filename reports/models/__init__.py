"""Tables of the reports: what was frozen and issued, its numbers, who owes which report and when."""

from reports.models.checked_draft import LONGEST_NOTE, CheckedDraft, CheckedDraftFile, DraftFinding
from reports.models.issue import Issue, IssueFile, IssueStep
from reports.models.numbering import DocumentType
from reports.models.requirement import AutomaticDraft, PeriodKind, ReportRequirement
from reports.models.separation import DutySeparation
from reports.models.written import WordTemplate, WrittenReport

__all__ = [
    "LONGEST_NOTE",
    "AutomaticDraft",
    "CheckedDraft",
    "CheckedDraftFile",
    "DocumentType",
    "DraftFinding",
    "DutySeparation",
    "Issue",
    "IssueFile",
    "IssueStep",
    "PeriodKind",
    "ReportRequirement",
    "WordTemplate",
    "WrittenReport",
]

"""Every model of the register, one file per noun."""

from dangvien.models.account import Appointment, User
from dangvien.models.audit import AuditEntry, AuditHead, AuditSeal
from dangvien.models.balance import ClosingBalance
from dangvien.models.candidate import Candidate, Introduction
from dangvien.models.committee_term import CommitteeTerm
from dangvien.models.decision import Decision
from dangvien.models.declared import Basis, DeclaredFigure, Indicator, Rounding, ShareWay, StockKind, Tier
from dangvien.models.dossier import BatchItem, DossierBatch, DossierPaper
from dangvien.models.erasure import AuditRedaction, Erasure
from dangvien.models.import_batch import ImportBatch, ImportFile, ImportLayout, ImportRow, RosterKind, Verdict
from dangvien.models.job import Job
from dangvien.models.letterhead import Letterhead
from dangvien.models.mandate import Mandate
from dangvien.models.member import Member
from dangvien.models.member_status import MemberStatus, StatusKind
from dangvien.models.movement import Kind, Movement
from dangvien.models.organization import FOREVER, Locality, Organization, OrganizationKind, Placement
from dangvien.models.person import Person
from dangvien.models.person_link import PersonLink
from dangvien.models.person_request import PersonRequest
from dangvien.models.progress import Case, CaseState, Clock, Deadline, WaitingFor
from dangvien.models.record import Badge, Discipline, Post, Rating, Residence, Reward
from dangvien.models.regulation import Amendment, Holiday
from dangvien.models.reorganization import ReformPlan, Reorganization
from dangvien.models.review import ListReview
from dangvien.models.session import UserSession
from dangvien.models.sign_in import SignInThrottle
from dangvien.models.standing import Standing
from dangvien.models.step import CheckResult, Matter, Outcome, Step, StepKind, Vote
from dangvien.models.submission import Submission
from dangvien.models.survey import Prospect, SchoolClass, SourceSurvey, SurveyCount
from dangvien.models.target import TargetExemption, UnitFollower
from dangvien.models.training import ClassProposal, Enrollment, TrainingClass
from dangvien.models.transfer import Transfer, TransferKind, TransferReason, TransferStep, TransferStepKind

__all__ = [
    "FOREVER",
    "Amendment",
    "Appointment",
    "AuditEntry",
    "AuditHead",
    "AuditRedaction",
    "AuditSeal",
    "Badge",
    "Basis",
    "BatchItem",
    "Candidate",
    "Case",
    "CaseState",
    "CheckResult",
    "ClassProposal",
    "Clock",
    "ClosingBalance",
    "CommitteeTerm",
    "Deadline",
    "Decision",
    "DeclaredFigure",
    "Discipline",
    "DossierBatch",
    "DossierPaper",
    "Enrollment",
    "Erasure",
    "Holiday",
    "ImportBatch",
    "ImportFile",
    "ImportLayout",
    "ImportRow",
    "Indicator",
    "Introduction",
    "Job",
    "Kind",
    "Letterhead",
    "ListReview",
    "Locality",
    "Mandate",
    "Matter",
    "Member",
    "MemberStatus",
    "Movement",
    "Organization",
    "OrganizationKind",
    "Outcome",
    "Person",
    "PersonLink",
    "PersonRequest",
    "Placement",
    "Post",
    "Prospect",
    "Rating",
    "ReformPlan",
    "Reorganization",
    "Residence",
    "Reward",
    "RosterKind",
    "Rounding",
    "SchoolClass",
    "ShareWay",
    "SignInThrottle",
    "SourceSurvey",
    "Standing",
    "StatusKind",
    "Step",
    "StepKind",
    "StockKind",
    "Submission",
    "SurveyCount",
    "TargetExemption",
    "Tier",
    "TrainingClass",
    "Transfer",
    "TransferKind",
    "TransferReason",
    "TransferStep",
    "TransferStepKind",
    "UnitFollower",
    "User",
    "UserSession",
    "Verdict",
    "Vote",
    "WaitingFor",
]

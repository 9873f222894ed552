"""Every model of the register, one file per noun."""

from dangvien.models.account import Appointment, User
from dangvien.models.audit import AuditEntry, AuditHead
from dangvien.models.candidate import Candidate, Introduction
from dangvien.models.decision import Decision
from dangvien.models.job import Job
from dangvien.models.letterhead import Letterhead
from dangvien.models.member import Member
from dangvien.models.movement import Kind, Movement
from dangvien.models.organization import FOREVER, Locality, Organization, OrganizationKind, Placement
from dangvien.models.person import Person, Standing
from dangvien.models.submission import Submission
from dangvien.models.training import Enrollment, TrainingClass

__all__ = [
    "FOREVER",
    "Appointment",
    "AuditEntry",
    "AuditHead",
    "Candidate",
    "Decision",
    "Enrollment",
    "Introduction",
    "Job",
    "Kind",
    "Letterhead",
    "Locality",
    "Member",
    "Movement",
    "Organization",
    "OrganizationKind",
    "Person",
    "Placement",
    "Standing",
    "Submission",
    "TrainingClass",
    "User",
]

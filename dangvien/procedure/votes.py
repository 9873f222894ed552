"""Ballots: the share of the base each body needs, and ballots that do not add up (294-QĐ/TW, 9.3; 06-HD/TW, 3.7)."""

from __future__ import annotations

from dangvien.models import Outcome, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.facts import StepFacts, VoteFacts
from dangvien.procedure.problem import Level, Problem
from dangvien.procedure.route import Body
from dangvien.procedure.standing import is_against
from dangvien.rules import Rule

CELL_VOTES = (StepKind.NQ_CHI_BO, StepKind.NQ_CHI_BO_CONG_NHAN, StepKind.NQ_CHI_BO_XOA_TEN)
COMMITTEE_VOTES = (StepKind.NQ_DANG_UY, StepKind.NQ_DANG_UY_CONG_NHAN, StepKind.NQ_DANG_UY_XOA_TEN)
DECIDING_VOTES = (StepKind.QUYET_DINH_KET_NAP, StepKind.QUYET_DINH_CONG_NHAN, StepKind.QUYET_DINH_XOA_TEN)
MUST_VOTE = (*CELL_VOTES, *COMMITTEE_VOTES)
"""Steps that are nothing without their ballots; a decision's ballots may be unknown to those who record it."""


def threshold(case: CaseFile, facts: StepFacts) -> tuple[str, Rule[str]]:
    """The share needed on the step's day ("2/3": at least; ">1/2": more than), and the rule that says so."""
    rules = case.rules_on(facts.occurred_on)
    if facts.kind in CELL_VOTES:
        return rules.vote_cell.value, rules.vote_cell
    if facts.kind in COMMITTEE_VOTES:
        return rules.vote_committee.value, rules.vote_committee
    if case.route_on(facts.occurred_on).body is Body.DELEGATED:
        return rules.vote_delegated.value, rules.vote_delegated
    return f">{rules.vote_standing.value}", rules.vote_standing


def ends_the_way(case: CaseFile, facts: StepFacts) -> bool:
    """Whether a decision against admission closes the case (X07); one that only fell short leaves it open (X06)."""
    if facts.outcome != Outcome.KHONG_DONG_Y:
        return False
    vote = facts.vote
    return vote is None or vote.reaches(threshold(case, facts)[0]) or is_against(vote.disagree, vote.base)


def ballot_problems(case: CaseFile, facts: StepFacts) -> list[Problem]:
    """Every reason against ballots as typed; the share they reach is not asked here: a short vote is an outcome."""
    vote = facts.vote
    if vote is None:
        return [Problem("convened", "Nhập số phiếu của cuộc họp.")] if facts.kind in MUST_VOTE else []
    problems = [*_out_of_range(vote)]
    if vote.excluded and facts.kind in DECIDING_VOTES and case.route_on(facts.occurred_on).body is Body.DELEGATED:
        problems.append(
            Problem(
                "excluded",
                "Đảng ủy được ủy quyền tính trên toàn thể cấp ủy viên, không trừ ai. Ghi số không tính là 0.",
            )
        )
    fewest = case.rules_on(facts.occurred_on).min_voters
    if facts.kind in CELL_VOTES and not problems and vote.base < fewest.value:
        problems.append(
            Problem(
                "convened",
                f"Chi bộ có ít nhất {fewest.value} đảng viên chính thức mới xét được; "
                f"số làm căn cứ đang là {vote.base}. Kiểm tra lại tổng số và số không tính.",
                source=fewest.cited,
            )
        )
    return problems


def absence_problems(facts: StepFacts) -> list[Problem]:
    """Official members who stay away with leave are counted all the same: told, since the texts can be read otherwise.

    294-QĐ/TW, 9.3.2, takes them out of the base for congresses only.
    """
    vote = facts.vote
    if vote is None or facts.kind not in CELL_VOTES or not 0 < vote.present < vote.base:
        return []
    return [
        Problem(
            "present",
            f"Có mặt {vote.present} trên {vote.base} đảng viên chính thức phải tính: người vắng mặt vẫn tính trong "
            "tổng số, kể cả vắng có lý do. Đối chiếu biên bản.",
            Level.WARN,
        )
    ]


def _out_of_range(vote: VoteFacts) -> list[Problem]:
    problems = []
    if vote.excluded >= vote.convened:
        problems.append(
            Problem(
                "excluded", f"Số không tính ({vote.excluded}) phải nhỏ hơn tổng số ({vote.convened}). Kiểm tra lại."
            )
        )
    if vote.present > vote.convened:
        problems.append(
            Problem("present", f"Có mặt {vote.present} người, nhiều hơn tổng số {vote.convened}. Kiểm tra lại.")
        )
    given = vote.agree + vote.disagree + vote.invalid
    if given > vote.present:
        problems.append(
            Problem(
                "agree",
                f"Tán thành {vote.agree}, không tán thành {vote.disagree}, không hợp lệ {vote.invalid}: "
                f"cộng lại {given} phiếu, nhiều hơn {vote.present} người có mặt. Kiểm tra lại số phiếu.",
            )
        )
    if vote.agree > vote.base and not problems:
        problems.append(
            Problem("agree", f"Tán thành {vote.agree} phiếu, nhiều hơn số làm căn cứ {vote.base}. Kiểm tra lại.")
        )
    return problems

"""K30, K39, K44: votes that do not reach their share, the third failed vote, and who may not vote or introduce."""

from __future__ import annotations

from datetime import date

from dangvien.models import Member, Organization, Step, StepKind
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.check import Check, Found, Inputs, day_input, says_no
from dangvien.procedure.checks.introducers import not_official
from dangvien.procedure.checks.sources import source_of
from dangvien.procedure.facts import StepFacts, VoteFacts
from dangvien.procedure.problem import Level
from dangvien.procedure.standing import is_short
from dangvien.procedure.votes import CELL_VOTES, COMMITTEE_VOTES, DECIDING_VOTES, ballot_problems, threshold
from dangvien.text import day_short, join_vi

HELPED = (
    StepKind.VAO_DANH_SACH,
    StepKind.GIOI_THIEU_DANG_VIEN,
    StepKind.LE_KET_NAP,
    StepKind.PHAN_CONG_GIUP_DO,
    StepKind.TIEP_NHAN,
    StepKind.NHAN_XET_GIUP_DO,
)
"""Steps that name a member who helps or introduces."""


def votes_short(case: CaseFile, facts: StepFacts) -> Found | None:
    """K30: too few votes. A short vote is recorded as it is; a decision that rests on one, or is one, is refused.

    294-QĐ/TW, 9.3.4. Recognition after the third failed vote is the higher level's to decide (K39).
    """
    share, rule = threshold(case, facts)
    vote = facts.vote
    inputs: dict[str, str | int | bool | None] = {"can": share}
    if vote is not None:
        if ballot_problems(case, facts):
            return None  # numbers that cannot be are told as such
        inputs |= {"tan_thanh": vote.agree, "can_cu": vote.base, "dat": vote.reaches(share)}
    if facts.kind not in DECIDING_VOTES:
        if vote is None:
            return None
        return Found(_short(vote, share), rule.cited, inputs)
    if says_no(facts):
        return None
    earlier = _short_before(case, facts.kind)
    inputs["nghi_quyet_khong_du"] = len(earlier)
    if earlier:
        told = join_vi(f"“{step.get_kind_display()}” ngày {day_short(step.occurred_on)}" for step in earlier)
        return Found(
            f"Không đủ phiếu ở bước {told}: không ra quyết định được. Tổ chức họp xét lại rồi ghi nghị quyết mới, "
            "hoặc ghi kết quả “Không đồng ý”.",
            rule.cited,
            inputs,
            level=Level.REFUSE,
            field="outcome",
        )
    if vote is not None and not vote.reaches(share):
        return Found(
            f"{_counted(vote, share)}. Không đủ phiếu thì không ra quyết định được: kiểm tra lại số phiếu, hoặc ghi "
            "kết quả “Không đồng ý” kèm số phiếu; hồ sơ kết nạp khi ấy vẫn mở để trình lại.",
            rule.cited,
            inputs,
            level=Level.REFUSE,
            field="agree",
        )
    return Found(source=rule.cited, inputs=inputs)


def _short(vote: VoteFacts, share: str) -> str:
    if vote.reaches(share):
        return ""
    return f"{_counted(vote, share)}: không đủ phiếu. Vẫn ghi đúng như biên bản; kết quả được gửi lên cấp trên."


def _counted(vote: VoteFacts, share: str) -> str:
    needed = f"trên {share[1:]}" if share.startswith(">") else f"ít nhất {share}"
    return f"Tán thành {vote.agree} trên {vote.base} người phải tính, cần {needed}"


def _short_before(case: CaseFile, deciding: StepKind) -> list[Step]:
    """The resolutions a decision rests on that did not reach their share."""
    if deciding == StepKind.QUYET_DINH_KET_NAP:
        rests_on = [case.resolution, case.on_resolution(StepKind.NQ_DANG_UY)]
    elif deciding == StepKind.QUYET_DINH_CONG_NHAN:
        cell = None if _left_to_the_higher_level(case) else case.recognition
        rests_on = [cell, case.on_recognition(StepKind.NQ_DANG_UY_CONG_NHAN)]
    else:
        cell = case.last(StepKind.NQ_CHI_BO_XOA_TEN)
        rests_on = [cell, case.after(cell, StepKind.NQ_DANG_UY_XOA_TEN)]
    return [step for step in rests_on if step is not None and is_short(step)]


def failed_recognitions(case: CaseFile) -> list[Step]:
    """The cell's votes on recognition that did not reach their share, since the admission."""
    since = case.admitted_on or date.min
    return [s for s in case.all(StepKind.NQ_CHI_BO_CONG_NHAN) if is_short(s) and s.occurred_on >= since]


def _left_to_the_higher_level(case: CaseFile) -> bool:
    """Whether the cell failed so often that its vote no longer binds; the committees' votes do (4.2.3)."""
    failed = failed_recognitions(case)
    return bool(failed) and len(failed) >= case.rules_on(failed[-1].occurred_on).failed_votes_limit.value


def third_failed_vote(case: CaseFile, facts: StepFacts) -> Found | None:
    """K39: the third vote on recognition that fails goes to the higher level (294-QĐ/TW, 4.2.3)."""
    if facts.vote is None or ballot_problems(case, facts):
        return None
    share, _ = threshold(case, facts)
    rule = case.rules_on(facts.occurred_on).failed_votes_limit
    times = len(failed_recognitions(case)) + (not facts.vote.reaches(share))
    inputs: Inputs = {"lan": times, "gioi_han": rule.value, "dat": facts.vote.reaches(share)}
    if facts.vote.reaches(share) or times < rule.value:
        return Found(source=rule.cited, inputs=inputs)
    return Found(
        f"Đây là lần thứ {times} chi bộ xét công nhận không đủ phiếu. Báo cáo, trình cấp ủy có thẩm quyền xem xét, "
        "quyết định; chi bộ không xét thêm lần nữa.",
        rule.cited,
        inputs,
    )


def probationary_counted(case: CaseFile, facts: StepFacts) -> Found | None:
    """K44: a probationary member helps, introduces, or seems to stand in the base of a cell's vote (3.2.1; 9.3.2).

    Whom a cell convened is known only by number. Where the number is exactly what official and probationary members
    of the register make together, the typist is asked to look again: the register may lack a member.
    """
    day = facts.occurred_on
    source = source_of("K44", day)
    if facts.kind in HELPED:
        if facts.helper is None:
            return None
        inputs: Inputs = {"ngay": day_input(day), "chinh_thuc": day_input(facts.helper.official_on)}
        if facts.helper.person_id == case.person.pk:
            return Found("Người giúp đỡ phải là người khác. Chọn đảng viên đã giúp đỡ.", source, inputs, field="helper")
        return Found(not_official(facts.helper, day), source, inputs, field="helper")
    if facts.vote is None:
        return None
    there = Member.objects.there_on(Organization.objects.filter(pk=case.organization.pk), day)
    official = there.filter(official_on__lte=day).count()
    probationary = there.count() - official
    inputs = {"trieu_tap": facts.vote.convened, "chinh_thuc": official, "du_bi": probationary}
    if not (probationary and official < facts.vote.convened <= official + probationary):
        return Found(source=source, inputs=inputs)
    return Found(
        f"Ngày {day_short(day)} chi bộ có {official} đảng viên chính thức và {probationary} đảng viên dự bị theo sổ, "
        f"mà tổng số ghi {facts.vote.convened}. Đảng viên dự bị không biểu quyết: kiểm tra lại tổng số.",
        source,
        inputs,
        level=Level.WARN,
        field="convened",
    )


CHECKS = (
    Check(
        "K30",
        "Đủ phiếu",
        Level.WARN,
        (*CELL_VOTES, *COMMITTEE_VOTES, *DECIDING_VOTES),
        votes_short,
        field="agree",
    ),
    Check("K39", "Lần thứ ba không đủ phiếu", Level.WARN, (StepKind.NQ_CHI_BO_CONG_NHAN,), third_failed_vote),
    Check(
        "K44",
        "Đảng viên dự bị không biểu quyết, không giới thiệu",
        Level.REFUSE,
        (*HELPED, *CELL_VOTES),
        probationary_counted,
    ),
)

"""The way from quần chúng ưu tú to official member: what is recorded of one case so far, and what comes next.

Only the steps this register records; the papers between the certificate and the decision (S06–S16 in docs/glossary.md)
are kept in the paper file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dangvien.models import Candidate, Enrollment, Kind, Movement, TrainingClass
from dangvien.procedure.checks.admission import official_day
from dangvien.procedure.deadlines import Certificate
from dangvien.text import day_full, join_vi


class State(StrEnum):
    """How far one step is; the value is what people read."""

    DONE = "Xong"
    NOW = "Việc tiếp theo"
    WAITING = "Đang làm"
    LATER = "Chưa đến bước"
    SKIPPED = "Chưa ghi"


@dataclass(frozen=True)
class Step:
    """One step: its name, how far it is, what the register says, and the address name of the form that records it."""

    title: str
    state: State
    facts: str = ""
    act: str = ""

    @property
    def tone(self) -> str:
        return {State.DONE: "good", State.NOW: "warn", State.WAITING: "warn"}.get(self.state, "over")


def steps_of(candidate: Candidate, today: date) -> list[Step]:
    """The steps of one case in order. Asks for its introductions, classes and ledger lines (three queries)."""
    learned = list(
        Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC)
        .filter(person=candidate.person_id)
        .select_related("training_class")
        .order_by("training_class__starts_on")
    )
    lines = list(Movement.objects.standing().filter(candidate=candidate).select_related("decision", "member"))
    admission = next((line for line in lines if line.kind == Kind.KET_NAP), None)
    stopped = candidate.closed_on is not None and admission is None
    certificate = next((item for item in reversed(learned) if item.certificate_on), None)
    return [
        Step("Đưa vào danh sách theo dõi", State.DONE, f"từ ngày {day_full(candidate.opened_on)}"),
        _introduced(candidate, over=stopped or admission is not None),
        _sent(learned, over=stopped or admission is not None),
        _certified(certificate, learned, today, over=stopped or admission is not None),
        _admitted(admission, ready=certificate is not None and not stopped),
        _recognized(admission),
    ]


def certificate_of(candidate: Candidate, today: date) -> Enrollment | None:
    """The enrollment that earned the candidate's newest certificate, up to today."""
    return (
        Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC)
        .filter(person=candidate.person_id, certificate_on__lte=today)
        .select_related("training_class")
        .order_by("-certificate_on")
        .first()
    )


def _introduced(candidate: Candidate, *, over: bool) -> Step:
    bodies = [item.body_label for item in candidate.introductions.order_by("pk")]
    if bodies:
        return Step("Đoàn thể giới thiệu", State.DONE, join_vi(bodies), "" if over else "nguon-gioi-thieu")
    if over:
        return Step("Đoàn thể giới thiệu", State.SKIPPED)
    return Step("Đoàn thể giới thiệu", State.NOW, act="nguon-gioi-thieu")


def _sent(learned: list[Enrollment], *, over: bool) -> Step:
    title = "Học lớp bồi dưỡng nhận thức về Đảng"
    if not learned:
        return Step(title, State.SKIPPED if over else State.NOW, act="" if over else "lop")
    newest = learned[-1]
    days = f"{day_full(newest.training_class.starts_on)}–{day_full(newest.training_class.ends_on)}"
    facts = f"{newest.training_class.name}, {days}: {newest.get_result_display().lower()}"
    if newest.result == Enrollment.Result.DANG_HOC:
        return Step(title, State.WAITING, facts)
    if newest.result == Enrollment.Result.DAT or any(item.certificate_on for item in learned):
        return Step(title, State.DONE, facts)
    return Step(title, State.SKIPPED if over else State.NOW, facts, "" if over else "lop")


def _certified(newest: Enrollment | None, learned: list[Enrollment], today: date, *, over: bool) -> Step:
    title = "Có giấy chứng nhận"
    if newest is not None and newest.certificate_on is not None:
        facts = f"số {newest.certificate_number}, cấp ngày {day_full(newest.certificate_on)}"
        if not over:
            facts += f" ({Certificate.of(newest.certificate_on, today).words})"
        return Step(title, State.DONE, facts)
    learning = any(item.result == Enrollment.Result.DANG_HOC for item in learned)
    return Step(title, State.SKIPPED if over else State.WAITING if learning else State.LATER)


def _admitted(admission: Movement | None, *, ready: bool) -> Step:
    title = "Quyết định và lễ kết nạp"
    if admission is None:
        return Step(title, State.NOW if ready else State.LATER, act="ket-nap" if ready else "")
    paper = f"Quyết định {admission.decision.reference}, " if admission.decision else ""
    return Step(title, State.DONE, f"{paper}lễ ngày {day_full(admission.occurred_on)}")


def _recognized(admission: Movement | None) -> Step:
    title = "Công nhận đảng viên chính thức"
    if admission is None:
        return Step(title, State.LATER)
    if admission.member.official_on:
        return Step(title, State.DONE, f"chính thức từ ngày {day_full(admission.member.official_on)}")
    return Step(title, State.WAITING, f"hết 12 tháng dự bị ngày {day_full(official_day(admission.occurred_on))}")

"""The way of one case line by line: what is done, what may be recorded now, and why the rest may not yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from dangvien.dates import full_years
from dangvien.models import Candidate, Enrollment, Matter, Member, Outcome, Step, StepKind
from dangvien.permissions import Permission
from dangvien.procedure.casefile import CaseFile
from dangvien.procedure.checks.fits import OF_BOTH, belongs
from dangvien.procedure.checks.papers import certificate_on
from dangvien.procedure.checks.running import DAYS, daily_findings, problems_of
from dangvien.procedure.deadlines import Certificate
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.moves import pending_move
from dangvien.procedure.places import Place
from dangvien.procedure.problem import Level, Problem
from dangvien.procedure.route import Route
from dangvien.procedure.standing import Standing, is_short
from dangvien.procedure.step_definition import StepDefinition, Track
from dangvien.procedure.way import DEFINITIONS, definition
from dangvien.text import day_full, lower_first

Subject = Candidate | Member

_OPTIONAL = (StepKind.MIEN_THAM_TRA, StepKind.PHAN_CONG_GIUP_DO)
"""Steps that many cases never need: never the next thing to do."""
_AGAIN = (
    StepKind.GUI_THAM_TRA, StepKind.TRA_LOI_THAM_TRA, StepKind.GIOI_THIEU_DANG_VIEN, StepKind.GIOI_THIEU_DOAN_THE,
    StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU,
)  # fmt: skip
"""Steps of which a case may have several."""
_NOT_SETTLED = (Outcome.THIEU, Outcome.KHONG_DU_DIEU_KIEN)
_ON_RESOLUTION = (StepKind.THAM_DINH_BO_PHAN, StepKind.NQ_DANG_UY, StepKind.TRINH, StepKind.NHAN_QUYET_DINH)
_ON_RECOGNITION = (StepKind.THAM_DINH_CONG_NHAN, StepKind.NQ_DANG_UY_CONG_NHAN, StepKind.QUYET_DINH_CONG_NHAN)
_MILESTONES = (
    StepKind.NQ_CHI_BO, StepKind.QUYET_DINH_KET_NAP, StepKind.LE_KET_NAP, StepKind.NQ_CHI_BO_CONG_NHAN,
    StepKind.QUYET_DINH_CONG_NHAN,
)  # fmt: skip
"""What people work towards: the page says what is missing for the nearest one."""


HELD_IN_TIME = "Lễ đã tổ chức trong hạn thì ghi theo ngày thật. Nếu chưa tổ chức: "
"""Before K32 on a page: papers of before are written down later, and the day that counts is not today."""


class LineState(StrEnum):
    """How far one line of the way is; the value is what people read."""

    DONE = "Xong"
    SHORT = "Không đủ phiếu"
    NEXT = "Việc tiếp theo"
    OPEN = "Ghi được"
    WAITING = "Đang làm"
    HELD = "Còn vướng"
    LATER = "Chưa đến"
    NONE = "Chưa ghi"

    @property
    def tone(self) -> str:
        return {
            LineState.DONE: "good",
            LineState.NEXT: "warn",
            LineState.WAITING: "warn",
            LineState.SHORT: "wrong",
            LineState.HELD: "wrong",
        }.get(self, "over")


RECORDABLE = (LineState.NEXT, LineState.OPEN, LineState.HELD)
"""Where the form is open."""


@dataclass(frozen=True)
class Fact:
    """One recorded step as a line says it; `step` is absent for what a class recorded."""

    text: str
    step: Step | None = None


@dataclass(frozen=True)
class Line:
    """One line of the way. `kind` is None for the classes, which have screens of their own."""

    title: str
    state: LineState
    kind: StepKind | None = None
    facts: tuple[Fact, ...] = ()
    why: tuple[str, ...] = ()
    permission: Permission | None = None
    again: bool = False
    help: str = ""

    @property
    def act(self) -> str:
        """The step's name as an address has it, where it may be recorded now; empty otherwise."""
        if self.kind is None or not (self.again or self.state in RECORDABLE):
            return ""
        return slug_of(self.kind)

    @property
    def recorder(self) -> str:
        """Who records it, for somebody who does not: "đảng ủy"."""
        return "chi bộ hoặc đảng ủy" if self.permission is Permission.RECORD_CANDIDATE else "đảng ủy"


def slug_of(kind: StepKind) -> str:
    """A kind as an address has it: "nq-chi-bo"."""
    return kind.value.replace("_", "-")


def kind_at(slug: str) -> StepKind | None:
    """The kind an address names, or None."""
    value = slug.replace("-", "_")
    return StepKind(value) if value in StepKind.values and "_" not in slug else None


def fits(kind: StepKind, subject: Subject) -> bool:
    """Whether a step of this kind belongs to a candidate's way, or to a member's probation."""
    return belongs(kind, to_probation=isinstance(subject, Member))


def exists_on(case: CaseFile, kind: StepKind) -> bool:
    """Whether a case has this step at all: by the organs of today, or of the day of the resolution it rests on."""
    if kind in (StepKind.THAM_DINH_BO_PHAN, StepKind.THAM_DINH_CONG_NHAN):
        return any(route.checking is not None for route in _routes(case, kind))
    if kind in (StepKind.NQ_DANG_UY, StepKind.NQ_DANG_UY_CONG_NHAN):
        return any(route.resolving is not None for route in _routes(case, kind))
    return True


def step_is_over(case: CaseFile, kind: StepKind) -> bool:
    """Whether the organ of a step stands on the case's way no more today."""
    checking = kind in (StepKind.THAM_DINH_BO_PHAN, StepKind.THAM_DINH_CONG_NHAN)
    return (case.route.checking if checking else case.route.resolving) is None


def _routes(case: CaseFile, kind: StepKind) -> Iterator[Route]:
    yield case.route
    vote = case.recognition if kind in _ON_RECOGNITION else case.resolution
    if vote is not None:
        yield case.route_on(vote.occurred_on)


class WayReader:
    """Reads the lines of one case's way."""

    def __init__(self, case: CaseFile, subject: Subject, standing: Standing, places: Mapping[int, Place]) -> None:
        self.case, self.subject, self.standing, self.places = case, subject, standing, places
        self._found: dict[StepKind, list[Problem]] = {}

    def lines(self) -> Iterator[Line]:
        track = Track.PROBATION if isinstance(self.subject, Member) else Track.ADMISSION
        chosen = False
        for line in self._track(track):
            to_learn = line.kind is None and self._class_is_first
            now = line.state is LineState.OPEN and not chosen and (to_learn or self._needed(line))
            chosen = chosen or now or (to_learn and line.state is LineState.WAITING)
            yield replace(line, state=LineState.NEXT) if now else line

    def _track(self, track: Track) -> Iterator[Line]:
        probation = track is Track.PROBATION
        for step in DEFINITIONS.values():
            if step.track is not track or not exists_on(self.case, step.kind):
                continue
            if step.kind in (StepKind.DUOC_LAM_THU_TUC, StepKind.TU_KIEM_DIEM):
                yield self._classes(probation=probation)
            if step.kind is StepKind.NQ_CHI_BO_CONG_NHAN:
                yield from (self._line(definition(kind)) for kind in OF_BOTH[:2])
            line = self._line(step)
            hidden = step.kind in _OPTIONAL and (line.state is LineState.LATER or self._voted)
            if line.facts or (self.standing.is_open and not hidden):
                yield line

    def following(self) -> StepKind | None:
        """The step to record next: the first needed one that may be, else the first that is only held up today; none
        while the class comes first, which has screens of its own."""
        every = list(self.lines())
        if any(line.state is LineState.NEXT and line.kind is None for line in every):
            return None
        lines = [line for line in every if line.kind]
        held = (line.kind for line in lines if line.state is LineState.HELD and self._needed(line))
        return next((line.kind for line in lines if line.state is LineState.NEXT), next(held, None))

    @property
    def _class_is_first(self) -> bool:
        """Whether the certificate is what a candidate on the list needs before any paper (06-HD/TW, 3.1)."""
        case = self.case
        listed = isinstance(self.subject, Candidate) and case.has(StepKind.VAO_DANH_SACH)
        return listed and not case.has(StepKind.DUOC_LAM_THU_TUC) and pending_move(case) is None

    def _needed(self, line: Line) -> bool:
        if line.kind is StepKind.GIOI_THIEU_DOAN_THE:
            return self._introduced_by_youth()
        return line.kind is not None and line.kind not in _OPTIONAL

    def _introduced_by_youth(self) -> bool:
        """Whether the person's way leads through the Youth Union or the trade union (294-QĐ/TW, 3.1)."""
        if self.case.flag(Matter.KHONG_CO_DOAN) and self.case.flag(Matter.KHONG_CO_CONG_DOAN):
            return False
        limit = self.case.rules_on(self.case.today).youth_max_age.value
        applied = self.case.has(StepKind.DON)
        return applied and full_years(self.case.person.birth.earliest(), self.case.today) <= limit

    def _line(self, step: StepDefinition) -> Line:
        kind, case = step.kind, self.case
        counting = self._counting(kind)
        line = Line(
            title=kind.label,
            state=LineState.DONE,
            kind=kind,
            facts=tuple(Fact(self.told(one), one) for one in self._all(kind)),
            permission=step.permission,
            help=step.help,
        )
        refused = self._refusals(kind) if self.standing.is_open else ["Hồ sơ đã kết thúc."]
        if counting is not None and is_short(counting):
            return (
                replace(line, state=LineState.SHORT, why=tuple(refused))
                if refused
                else replace(line, state=LineState.OPEN)
            )
        if counting is not None and counting.outcome not in _NOT_SETTLED:
            waiting = kind is StepKind.GUI_THAM_TRA and case.open_requests
            state = LineState.WAITING if waiting else LineState.DONE
            return replace(line, state=state, again=kind in _AGAIN and not refused and not self._voted)
        if not refused:
            return replace(line, state=LineState.OPEN)
        return replace(line, state=self._not_yet(step), why=tuple(refused))

    def _not_yet(self, step: StepDefinition) -> LineState:
        """Held: its turn has come and a check refuses it today. A day of the past may be another matter, so that the
        form is open all the same: papers of before are written down later."""
        if not self.standing.is_open:
            return LineState.NONE
        return LineState.LATER if step.before(self._at_its_vote(step.kind)) else LineState.HELD

    def _at_its_vote(self, kind: StepKind) -> CaseFile:
        """The file asked about today; of an organ that is no more, about the day of the resolution put before it."""
        vote = self.case.recognition if kind in _ON_RECOGNITION else self.case.resolution
        of_an_organ = kind in (*_ON_RESOLUTION[:2], *_ON_RECOGNITION[:2])
        return self.case.at(vote.occurred_on) if vote and of_an_organ and step_is_over(self.case, kind) else self.case

    @property
    def _voted(self) -> bool:
        """Whether the cell has agreed: the papers before its vote are complete."""
        vote = self.case.recognition if isinstance(self.subject, Member) else self.case.resolution
        return vote is not None and not is_short(vote)

    def _all(self, kind: StepKind) -> list[Step]:
        found = self.case.all(kind)
        if isinstance(self.subject, Member) and self.case.admitted_on:
            since = self.case.admitted_on
            return [step for step in found if step.occurred_on >= since]
        return found

    def _counting(self, kind: StepKind) -> Step | None:
        """The step of this kind that still counts: votes and papers on an older resolution do not."""
        case = self.case
        if kind in _ON_RESOLUTION:
            return case.on_resolution(kind)
        if kind in _ON_RECOGNITION:
            return case.on_recognition(kind)
        if kind is StepKind.NQ_CHI_BO:
            return case.resolution
        if kind is StepKind.QUYET_DINH_KET_NAP:
            return case.admission_decision
        if kind is StepKind.GUI_THAM_TRA:
            return case.last(kind, StepKind.MIEN_THAM_TRA)
        if kind is StepKind.TRA_LOI_THAM_TRA and case.open_requests:
            return None
        found = self._all(kind)
        return found[-1] if found else None

    def _problems(self, kind: StepKind) -> list[Problem]:
        """What stands against a step today, before anything is typed."""
        if kind not in self._found:
            facts = StepFacts(kind, self.case.today)
            self._found[kind] = [found for found in problems_of(self.case, facts) if found.field in DAYS]
        return self._found[kind]

    def _refusals(self, kind: StepKind) -> list[str]:
        refused = [found for found in self._problems(kind) if found.level is Level.REFUSE]
        return [
            f"{HELD_IN_TIME}{lower_first(found.sentence)}" if found.rule == "K32" else found.sentence
            for found in refused
        ]

    def warnings(self, lines: Iterable[Line]) -> Iterator[Problem]:
        """What to attend to today whatever is recorded, and about what may be recorded now; each sentence once."""
        if not self.standing.is_open:
            return
        ready = [line.kind for line in lines if line.kind and line.state in (LineState.NEXT, LineState.OPEN)]
        asked = [found for kind in ready for found in self._problems(kind) if found.level is Level.WARN]
        yield from {found.sentence: found for found in (*daily_findings(self.case), *asked)}.values()

    def missing(self) -> tuple[str, tuple[str, ...]]:
        """The nearest milestone that cannot be passed yet, and every reason."""
        if not self.standing.is_open:
            return "", ()
        for kind in _MILESTONES:
            if not fits(kind, self.subject):
                continue
            counting = self._counting(kind)
            if counting is None or is_short(counting):
                return kind.label, tuple(self._refusals(kind))
        return "", ()

    def beside(self) -> Iterator[Line]:
        """What may happen beside the way, as far as it may be recorded today."""
        for step in DEFINITIONS.values():
            of_case = step.track is Track.BESIDE and fits(step.kind, self.subject)
            if of_case and not step.before(self.case):
                yield Line(step.kind.label, LineState.OPEN, step.kind, permission=step.permission, help=step.help)

    # Classes

    def _classes(self, *, probation: bool) -> Line:
        title = "Lớp bồi dưỡng đảng viên mới" if probation else "Lớp bồi dưỡng nhận thức về Đảng"
        name = "dang_vien_moi" if probation else "nhan_thuc"
        learned = [item for item in self.case.enrollments if item.training_class.kind == name]
        facts = [Fact(self._learned(item)) for item in learned]
        facts += [Fact(f"chi bộ đề nghị cử đi học ngày {day_full(item.proposed_on)}") for item in self.case.proposals]
        if any(item.certificate_on for item in learned) and (probation or not self._must_learn_again):
            state = LineState.DONE
        elif any(item.result == Enrollment.Result.DANG_HOC for item in learned) or self.case.proposals:
            state = LineState.WAITING
        else:
            state = LineState.OPEN if self.standing.is_open else LineState.NONE
        return Line(title, state, facts=tuple(facts), permission=Permission.RECORD_CLASS)

    @property
    def _must_learn_again(self) -> bool:
        """Whether the newest certificate has run out before the cell agreed (06-HD/TW, 5.4b)."""
        held = certificate_on(self.case, self.case.today)
        return held is not None and held.is_over and self.standing.is_open and not self._voted

    def _learned(self, item: Enrollment) -> str:
        held = item.training_class
        text = f"{held.name}, {day_full(held.starts_on)}–{day_full(held.ends_on)}: {item.result_label.lower()}"
        if item.certificate_on is None:
            return text
        left = ""
        if held.kind == "nhan_thuc" and self.case.resolution is None and self.standing.is_open:
            left = f" ({Certificate.of(item.certificate_on, self.case.today).words})"
        return f"{text}, giấy số {item.certificate_number} cấp ngày {day_full(item.certificate_on)}{left}"

    # Words

    def told(self, step: Step) -> str:
        """One step in a line: day, number, organ, outcome."""
        words = [day_full(step.occurred_on)]
        if step.decision is not None:
            words.append(f"Quyết định {step.decision.reference}")
        elif step.number and step.kind != StepKind.PHAT_THE:
            words.append(f"số {step.number}")
        place = self.places.get(step.organization_id or 0)
        asked = step.answers.body if step.answers and step.kind == StepKind.TRA_LOI_THAM_TRA else ""
        if step.body or asked or place:
            words.append(step.body or asked or str(place))
        if step.matter:
            words.append(step.get_matter_display().lower())
        if step.helper is not None:
            words.append(f"đồng chí {step.helper}")
        if step.count is not None:
            words.append(f"{step.count} {'tháng' if step.kind == StepKind.GIOI_THIEU_DANG_VIEN else 'trang'}")
        vote = getattr(step, "vote", None)
        if vote is not None:
            words.append(f"{vote.agree}/{vote.base} phiếu: {'đạt' if vote.passed else 'không đạt'}")
        if step.outcome:
            words.append(step.get_outcome_display().lower())
        return ", ".join(words)

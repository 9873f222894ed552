"""What is under way on the demo's last day: the steps of people between their certificate and the card.

Every way is drawn backwards from its last step, so that it ends shortly before the demo's last day and each step keeps
its place. People of other years have their decision and their ceremony in the ledger and no steps: their papers were
done before there was a register.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from django.db.models import F, Max

from dangvien import codes, rules
from dangvien.demo.candidates import YOUTH
from dangvien.demo.chance import DAY, generator, workday
from dangvien.demo.timeline import LAST_DAY
from dangvien.demo.tree import Tree
from dangvien.models import (
    Candidate,
    Decision,
    Enrollment,
    Introduction,
    Letterhead,
    Matter,
    Member,
    Movement,
    Organization,
    Outcome,
    Step,
    StepKind,
    TrainingClass,
    Vote,
)
from dangvien.procedure.checks.admission import official_day
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.route import Route, route_of

YOUNG = 30
NO_RELIGION = "00"
ASIDE = 100_000
"""Added to the numbers of a series while it is written anew: no two papers may have one number even then."""
PLACES = ("Đảng ủy xã Hải Lăng", "Đảng ủy phường Nam Đông Hà", "Đảng ủy xã Cam Lộ", "Đảng ủy xã Gio Linh")
OPINIONS = ("Ban công tác Mặt trận khu phố", "Chi hội Phụ nữ khu phố", "Chi đoàn khu phố")

ENDS = (
    (StepKind.VAO_DANH_SACH, 34), (StepKind.DUOC_LAM_THU_TUC, 8), (StepKind.DON, 5), (StepKind.LY_LICH, 5),
    (StepKind.GUI_THAM_TRA, 12), (StepKind.TRA_LOI_THAM_TRA, 4), (StepKind.GIOI_THIEU_DANG_VIEN, 5),
    (StepKind.Y_KIEN_CU_TRU, 5), (StepKind.CHUNG_NHAN_LY_LICH, 5), (StepKind.NQ_CHI_BO, 6), (StepKind.NQ_DANG_UY, 4),
    (StepKind.TRINH, 4), (StepKind.QUYET_DINH_KET_NAP, 2), (StepKind.NHAN_QUYET_DINH, 2),
)  # fmt: skip
"""How far people with a valid certificate have come, in parts of all of them."""

WAY: tuple[tuple[StepKind, int, int], ...] = (
    (StepKind.DUOC_LAM_THU_TUC, 20, 60), (StepKind.DON, 3, 9), (StepKind.LY_LICH, 5, 12),
    (StepKind.GUI_THAM_TRA, 2, 6), (StepKind.TRA_LOI_THAM_TRA, 14, 34), (StepKind.GIOI_THIEU_DOAN_THE, 2, 5),
    (StepKind.GIOI_THIEU_DANG_VIEN, 1, 4), (StepKind.Y_KIEN_DOAN_THE, 2, 6), (StepKind.Y_KIEN_CU_TRU, 1, 5),
    (StepKind.CHUNG_NHAN_LY_LICH, 3, 9), (StepKind.NQ_CHI_BO, 4, 12), (StepKind.NQ_DANG_UY, 8, 16),
    (StepKind.TRINH, 2, 7), (StepKind.QUYET_DINH_KET_NAP, 8, 18), (StepKind.NHAN_QUYET_DINH, 2, 6),
)  # fmt: skip
"""The steps after the list, each with the fewest and most days since the one before."""


def write(planted: Tree, seed: str) -> None:
    """Save the steps of everybody under way; a generator of their own leaves everybody else as they are."""
    Cases(planted, generator(seed, "ho-so")).make()


@dataclass
class Cases:
    """Draws the steps and keeps them for saving: `votes` belong to the steps of the same place in `voted`."""

    planted: Tree
    rng: Random
    steps: list[Step] = field(default_factory=list)
    voted: list[tuple[Step, Vote]] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    learners: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.regulations = Regulations.load()
        self.official = _official_members()
        lines = Movement.objects.filter(sign=1).values_list("member").annotate(newest=Max("occurred_on"))
        self.arrived: dict[int, date] = dict(lines.order_by())
        self.routes: dict[int, Route] = {}

    def make(self) -> None:
        """Draw everybody, then save: requests for verification first, since their answers point to them."""
        here = [cell.organization.pk for cell in self.planted.cells]
        people = Candidate.objects.open().filter(organization__in=here).select_related("person", "organization")
        certificates = _certificates()
        classes = Enrollment.objects.of_kind(TrainingClass.Kind.NHAN_THUC)
        self.learners = frozenset(classes.values_list("person", flat=True))
        introduced = _introductions()
        for candidate in people.order_by("pk"):
            self._candidate(candidate, certificates.get(candidate.person_id), introduced.get(candidate.pk, []))
        members = Member.objects.probationary().filter(organization__in=here).select_related("organization", "person")
        new_member = _certificates(TrainingClass.Kind.DANG_VIEN_MOI)
        for member in members.order_by("pk"):
            self._probation(member, new_member.get(member.person_id))
        self._number_decisions()
        first = [step for step in self.steps if step.answers is None]
        Step.objects.bulk_create(first, batch_size=1000)
        Step.objects.bulk_create([step for step in self.steps if step.answers is not None], batch_size=1000)
        for step, vote in self.voted:
            vote.step = step
        Vote.objects.bulk_create([vote for _, vote in self.voted], batch_size=1000)

    # A candidate

    def _candidate(self, candidate: Candidate, certified_on: date | None, bodies: Sequence[str]) -> None:
        listed_on = workday(candidate.opened_on + self.rng.randrange(3, 15) * DAY)
        learned = candidate.person_id in self.learners
        if listed_on > LAST_DAY or (self.rng.random() < 0.08 and not learned):
            return  # noted, and not on the list yet; who was sent to a class is on it
        helpers = self._helpers(candidate.organization, listed_on)
        if not (helpers or learned):
            return
        number = f"{self.rng.randrange(1, 60):02d}-NQ/CB"
        self._add(candidate, StepKind.VAO_DANH_SACH, listed_on, number=number, helper=next(iter(helpers), None))
        if certified_on is None or not helpers:
            return
        end = self.rng.choices([kind for kind, _ in ENDS], [weight for _, weight in ENDS])[0]
        young = candidate.person.age_on(LAST_DAY) <= YOUNG
        if young and YOUTH not in bodies:
            return  # somebody of that age needs the Youth Union's introduction
        kinds = [kind for kind, _, _ in WAY]
        way = WAY[: kinds.index(end) + 1] if end in kinds else ()
        absent = [] if young else [StepKind.GIOI_THIEU_DOAN_THE]
        if self._route(candidate.organization).resolving is None:
            absent.append(StepKind.NQ_DANG_UY)
        way = tuple(line for line in way if line[0] not in absent)
        days = self._days(way, max(certified_on, listed_on))
        if days:
            drawn = dict(zip([kind for kind, _, _ in way], days, strict=True))
            self._walk(candidate, drawn, helpers, young=young)

    def _days(self, way: Sequence[tuple[StepKind, int, int]], after: date) -> list[date]:
        """The days of a way that ends in the demo's last two months; none when it would begin too early."""
        day = workday(LAST_DAY - self.rng.randrange(3, 60) * DAY)
        days: list[date] = []
        for _, fewest, most in reversed(way):
            days.append(day)
            day -= self.rng.randrange(fewest, most + 1) * DAY
            while day.weekday() >= 5:
                day -= DAY
        return days[::-1] if days and days[-1] - 12 * DAY > after else []

    def _walk(self, candidate: Candidate, days: dict[StepKind, date], helpers: list[Member], *, young: bool) -> None:
        rng, cell = self.rng, candidate.organization
        asked: list[Step] = []
        ends_with_the_cell = list(days)[-1] == StepKind.NQ_CHI_BO
        for kind, day in days.items():
            if kind == StepKind.DUOC_LAM_THU_TUC:
                if candidate.person.religion != NO_RELIGION:
                    agreed_on, number = workday(day - 9 * DAY), f"{rng.randrange(100, 900)}-CV/TU"
                    self._add(candidate, StepKind.VAN_BAN_DONG_Y, agreed_on, matter=Matter.TON_GIAO, number=number)
                self._add(
                    candidate,
                    kind,
                    day,
                    number=f"{rng.randrange(10, 90)}-TB/ĐU",
                    basis_number=f"{rng.randrange(1, 60):02d}-NQ/CB",
                    basis_on=workday(day - 7 * DAY),
                    organization_id=self._route(cell).approving,
                )
            elif kind == StepKind.LY_LICH:
                self._add(candidate, kind, day, count=rng.randrange(10, 19), outcome=Outcome.DA_GIAP_LAI)
            elif kind == StepKind.GUI_THAM_TRA:
                for matter, place in zip((Matter.CHA_ME, Matter.BEN_VO_CHONG), rng.sample(PLACES, 2), strict=True):
                    if matter == Matter.CHA_ME or not young:
                        number = f"{rng.randrange(1, 90):02d}-CV/ĐU"
                        asked.append(self._add(candidate, kind, day, matter=matter, body=place, number=number))
            elif kind == StepKind.TRA_LOI_THAM_TRA:
                for request in asked:
                    number = f"{rng.randrange(1, 90):02d}-CV/ĐU"
                    self._add(candidate, kind, day, answers=request, outcome=Outcome.DUNG, number=number)
            elif kind == StepKind.GIOI_THIEU_DANG_VIEN:
                for helper in helpers[: 1 if young else 2]:
                    self._add(candidate, kind, day, helper=helper, count=rng.randrange(14, 60))
            else:
                self._add(candidate, kind, day, short=ends_with_the_cell, **self._facts(kind, day, candidate))

    def _facts(self, kind: StepKind, day: date, candidate: Candidate) -> dict[str, Any]:
        """What the ordinary paper of a step says."""
        rng, route = self.rng, self._route(candidate.organization)
        ordinary: dict[StepKind, dict[str, Any]] = {
            StepKind.GIOI_THIEU_DOAN_THE: {
                "body": codes.of("introducing_body").label(YOUTH),
                "number": f"{rng.randrange(1, 40):02d}-NQ/ĐTN",
            },
            StepKind.Y_KIEN_DOAN_THE: {"body": rng.choice(OPINIONS), "outcome": Outcome.DONG_Y},
            StepKind.Y_KIEN_CU_TRU: {"body": "Chi ủy nơi cư trú", "outcome": Outcome.DONG_Y},
            StepKind.CHUNG_NHAN_LY_LICH: {
                "organization_id": route.approving,
                "basis_on": workday(day - 3 * DAY),
                "outcome": Outcome.DU_DIEU_KIEN,
            },
            StepKind.NQ_CHI_BO: {"number": f"{rng.randrange(1, 60):02d}-NQ/CB"},
            StepKind.NQ_DANG_UY: {"number": f"{rng.randrange(1, 60):02d}-NQ/ĐU", "organization_id": route.resolving},
            StepKind.TRINH: {"number": f"{rng.randrange(1, 90):02d}-TTr/BTC", "outcome": Outcome.DU},
            StepKind.QUYET_DINH_KET_NAP: {"outcome": Outcome.DONG_Y, "organization_id": route.deciding},
        }
        return ordinary.get(kind, {})

    # A member on probation

    def _probation(self, member: Member, certified_on: date | None) -> None:
        cell, admitted_on = member.organization, member.admitted_on
        if cell is None or admitted_on is None:
            return
        helpers = self._helpers(cell, admitted_on)
        filed_on = workday(admitted_on + self.rng.randrange(8, 30) * DAY)
        if helpers and filed_on < LAST_DAY:
            number = f"{self.rng.randrange(1, 60):02d}-NQ/CB"
            self._add(member, StepKind.PHAN_CONG_GIUP_DO, filed_on, number=number, helper=helpers[0])
        if filed_on < LAST_DAY and self.rng.random() < 0.85:
            self._add(member, StepKind.HO_SO_DANG_VIEN, filed_on, number=member.file_number)
        over = official_day(admitted_on)
        if over + 4 * DAY >= LAST_DAY or not helpers or self.rng.random() < 0.3:
            return
        day = workday(over + self.rng.randrange(1, 4) * DAY)
        self._add(member, StepKind.TU_KIEM_DIEM, day)
        self._add(member, StepKind.NHAN_XET_GIUP_DO, day, helper=helpers[0])
        self._add(member, StepKind.Y_KIEN_DOAN_THE, day, body=self.rng.choice(OPINIONS), outcome=Outcome.DONG_Y)
        self._add(member, StepKind.Y_KIEN_CU_TRU, day, body="Chi ủy nơi cư trú", outcome=Outcome.DONG_Y)
        voted_on = workday(day + self.rng.randrange(3, 12) * DAY)
        if certified_on is None or certified_on > voted_on or voted_on > LAST_DAY or self.rng.random() < 0.4:
            return
        number = f"{self.rng.randrange(1, 60):02d}-NQ/CB"
        self._add(member, StepKind.NQ_CHI_BO_CONG_NHAN, voted_on, number=number, organization=cell)

    # Rows

    def _add(
        self, subject: Candidate | Member, kind: StepKind, day: date, *, short: bool = False, **facts: Any
    ) -> Step:
        """One row, with ballots where the step has them; `short`: the cell's vote may fail, as nothing follows it."""
        key = rules.on(day).era.key
        owner: dict[str, Any] = {"probationer": subject} if isinstance(subject, Member) else {"candidate": subject}
        step = Step(kind=kind, occurred_on=day, rules_key=key, **owner, **facts)
        if kind == StepKind.QUYET_DINH_KET_NAP and step.organization_id:
            step.decision = self._decision(step.organization_id, day)
        self.steps.append(step)
        if kind in (StepKind.NQ_CHI_BO, StepKind.NQ_CHI_BO_CONG_NHAN):
            assert subject.organization is not None
            self._vote(step, len(self.official.get(subject.organization.pk, [])), "2/3", short=short)
        elif kind == StepKind.NQ_DANG_UY:
            self._vote(step, 15, "2/3")
        elif kind == StepKind.QUYET_DINH_KET_NAP:
            self._vote(step, 11, ">1/2")
        return step

    def _vote(self, step: Step, convened: int, threshold: str, *, short: bool = False) -> None:
        convened = max(convened, 3)
        excluded = self.rng.randrange(3) if convened > 12 else 0
        base = convened - excluded
        present = base - (self.rng.randrange(3) if base > 9 else 0)
        fails = short and self.rng.random() < 0.4
        agree = base * 2 // 3 - 1 if fails else present - (1 if present > 8 and self.rng.random() < 0.2 else 0)
        reached = agree * 2 > base if threshold.startswith(">") else agree * 3 >= base * 2
        self.voted.append((
            step,
            Vote(convened=convened, excluded=excluded, base=base, present=present, agree=agree,
                 disagree=present - agree, threshold=threshold, passed=reached),
        ))  # fmt: skip

    def _decision(self, issuer: int, day: date) -> Decision:
        """A decision of a day; its number is given when all of them are known."""
        head = Letterhead.objects.filter(organization=issuer).order_by("-valid_from").first()
        drawn = Decision(
            issuer_id=issuer,
            subject=Decision.Subject.KET_NAP,
            number=0,
            symbol=head.symbol if head else "TU",
            term=rules.term_on(day),
            issued_on=day,
            signer=head.signer if head else "",
        )
        self.decisions.append(drawn)
        return drawn

    def _number_decisions(self) -> None:
        """Put the new decisions into their issuers' series: numbers grow with the days, as in a real book."""
        for issuer, term in sorted({(drawn.issuer_id, drawn.term) for drawn in self.decisions}):
            new = [drawn for drawn in self.decisions if (drawn.issuer_id, drawn.term) == (issuer, term)]
            series = Decision.objects.filter(issuer=issuer, document_type="QĐ", term=term)
            first_day = min(drawn.issued_on for drawn in new)
            first = (series.filter(issued_on__lt=first_day).aggregate(n=Max("number"))["n"] or 0) + 1
            later = list(series.filter(issued_on__gte=first_day))
            series.filter(issued_on__gte=first_day).update(number=F("number") + ASIDE)
            book = sorted([*later, *new], key=lambda drawn: (drawn.issued_on, drawn.number or ASIDE))
            for number, drawn in enumerate(book, start=first):
                drawn.number = number
            Decision.objects.bulk_update(later, ["number"])
            Decision.objects.bulk_create(new)

    def _route(self, cell: Organization) -> Route:
        if cell.pk not in self.routes:
            self.routes[cell.pk] = route_of(cell, LAST_DAY, self.regulations.on(LAST_DAY).organization_era.value)
        return self.routes[cell.pk]

    def _helpers(self, cell: Organization, day: date) -> list[Member]:
        """Two members of the cell who were official and there by that day; nobody where there are fewer."""
        there = [member for member in self.official.get(cell.pk, []) if self.arrived[member.pk] <= day]
        return self.rng.sample(there, 2) if len(there) > 1 else []


def _official_members() -> dict[int, list[Member]]:
    """Cell → its official members of more than three years, in the order of their keys."""
    found: dict[int, list[Member]] = {}
    for member in Member.objects.official().filter(official_on__lt=date(2023, 1, 1)).order_by("pk"):
        if member.organization_id is not None:
            found.setdefault(member.organization_id, []).append(member)
    return found


def _certificates(kind: TrainingClass.Kind = TrainingClass.Kind.NHAN_THUC) -> dict[int, date]:
    """Person → the day of their newest certificate of a kind."""
    rows = Enrollment.objects.of_kind(kind).filter(certificate_on__isnull=False).order_by("certificate_on")
    return {person: day for person, day in rows.values_list("person_id", "certificate_on") if day is not None}


def _introductions() -> dict[int, list[str]]:
    """Candidate → the bodies that introduce them."""
    found: dict[int, list[str]] = {}
    for candidate, body in Introduction.objects.order_by("pk").values_list("candidate_id", "body"):
        found.setdefault(candidate, []).append(body)
    return found

"""What the short list of people proposed for admission says of each (trích ngang), read for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dangvien.models import Candidate, CaseState, Introduction, Post, Standing, Step, StepKind
from dangvien.models.candidate import CandidateQuerySet
from dangvien.scope import Scope

PROPOSED = (CaseState.S13, CaseState.S14, CaseState.S15, CaseState.S16)
"""The cell has voted for them, and no decision has been issued yet."""


@dataclass(frozen=True)
class Excerpt:
    """One candidate: who they are, what they have learned and work as, who introduced them, the cell's resolution.

    `candidate` carries `certificate_on` and `certificate_number` (`with_certificate`).
    """

    candidate: Candidate
    standing: Standing | None
    posts: Sequence[str]
    bodies: Sequence[str]
    introducers: Sequence[str]
    resolution: Step | None

    @property
    def work(self) -> str:
        """Occupation and posts: "Viên chức; Trưởng thôn, tổ trưởng tổ dân phố"."""
        occupation = self.standing.occupation_label if self.standing else ""
        return "; ".join(part for part in (occupation, *self.posts) if part)


def waiting_for_decision(scope: Scope, day: date) -> CandidateQuerySet:
    """Those whose cell had voted for them by a day and who wait for the committee's decision in the register."""
    cases = scope.cases.open().in_states(*PROPOSED)
    votes = Step.objects.standing().of_kind(StepKind.NQ_CHI_BO).filter(occurred_on__lte=day)
    return scope.candidates.filter(case__in=cases, pk__in=votes.values("candidate"))


def excerpts(candidates: CandidateQuerySet, day: date) -> list[Excerpt]:
    """The excerpts of some candidates as of a day, from six queries."""
    rows = list(candidates.with_certificate().select_related("person"))
    people = [row.person_id for row in rows]
    standings = Standing.objects.in_force_on(day).filter(person__in=people)
    standing_of = {row.person_id: row for row in standings}
    posts = Post.objects.held_on(day).filter(person__in=people).order_by("since", "pk")
    posts_of = _many((post.person_id, post.title_label) for post in posts)
    bodies = Introduction.objects.filter(candidate__in=rows).order_by("pk")
    bodies_of = _many((row.candidate_id, row.body_label) for row in bodies)
    steps = Step.objects.standing().filter(candidate__in=rows, occurred_on__lte=day).in_order()
    named = steps.of_kind(StepKind.GIOI_THIEU_DANG_VIEN).filter(helper__isnull=False)
    introducers = _many(named.values_list("candidate_id", "helper__person__full_name"))
    resolutions = {step.candidate_id: step for step in steps.of_kind(StepKind.NQ_CHI_BO)}  # the newest stays
    return [
        Excerpt(
            row,
            standing_of.get(row.person_id),
            posts_of.get(row.person_id, ()),
            bodies_of.get(row.pk, ()),
            introducers.get(row.pk, ()),
            resolutions.get(row.pk),
        )
        for row in rows
    ]


def _many(pairs: Iterable[tuple[int | None, str]]) -> Mapping[int, Sequence[str]]:
    """Owner → the words, each once, in their order."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for owner, word in pairs:
        if owner is not None:
            found[owner][word] = None
    return {owner: tuple(words) for owner, words in found.items()}

"""The doors to people behind members, candidates and learners, and what concerns who somebody is."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from dangvien.models import Candidate, Enrollment, Erasure, Member, Person, PersonLink, PersonRequest, Transfer
from dangvien.models.erasure import ErasureQuerySet
from dangvien.models.person import PersonQuerySet
from dangvien.models.person_link import PersonLinkQuerySet
from dangvien.models.person_request import PersonRequestQuerySet
from dangvien.scope.candidates import CandidateDoors
from dangvien.scope.classes import ClassDoors
from dangvien.scope.members import MemberDoors

PART = 5000
"""How many people are asked for in one statement: databases limit its parameters."""


class PeopleDoors(MemberDoors, CandidateDoors, ClassDoors):
    """People behind members, candidates and learners, and what concerns who somebody is."""

    @property
    def people(self) -> PersonQuerySet:
        """People who are members, candidates or learners in scope."""
        here = self._in("organization")
        return Person.objects.filter(
            Exists(Member.objects.filter(here, person=OuterRef("pk")))
            | Exists(Candidate.objects.filter(here, person=OuterRef("pk")))
            | Exists(Enrollment.objects.filter(self._in("sent_by"), person=OuterRef("pk")))
        )

    @property
    def transferred_people(self) -> PersonQuerySet:
        """People who came or come to scope by a transfer, wherever they count: some only stay for a time."""
        return Person.objects.filter(
            Exists(Transfer.objects.filter(self._in("destination"), member__person=OuterRef("pk")))
        )

    @property
    def everybody(self) -> PersonQuerySet:
        """`people`, and those who left the register from an organization in scope: whom one looks for by name."""
        here = self._in("organization")
        return Person.objects.filter(
            Exists(Member.objects.filter(here, person=OuterRef("pk")))
            | Exists(Candidate.objects.filter(here, person=OuterRef("pk")))
            | Exists(Enrollment.objects.filter(self._in("sent_by"), person=OuterRef("pk")))
            | Exists(self.members.gone().filter(person=OuterRef("pk")))
        )

    def member_keys_of_people(self, people: Iterable[int]) -> dict[int, int]:
        """Person → member, for those of these people whose file this person may open."""
        return dict(self.members.filter(person__in=list(people)).values_list("person_id", "pk"))

    def candidate_keys_of_people(self, people: Iterable[int]) -> dict[int, int]:
        """Person → their newest way as a candidate, for those of these people whose file this person may open."""
        found = self.candidates.filter(person__in=list(people)).order_by("pk")
        return dict(found.values_list("person_id", "pk"))

    def known_of_people(self, people: Iterable[int]) -> frozenset[int]:
        """Those of these people of whom a door opens something, wherever they are today: a line of the ledger, a case,
        a class they were sent to or that was opened in scope, a dossier that came by."""
        asked, found = list(people), set[int]()
        for start in range(0, len(asked), PART):
            part = asked[start : start + PART]
            found.update(
                self.movements.filter(member__person__in=part).values_list("member__person", flat=True),
                self.enrollments.filter(person__in=part).values_list("person", flat=True),
                self.candidates.filter(person__in=part).values_list("person", flat=True),
            )
            items = self.batch_items.filter(Q(candidate__person__in=part) | Q(member__person__in=part))
            for pair in items.values_list("candidate__person", "member__person"):
                found.update(filter(None, pair))
        return frozenset(found)

    @property
    def person_links(self) -> PersonLinkQuerySet:
        """Joined entries of which at least one is a person in scope."""
        here = self.people.values("pk")
        return PersonLink.objects.filter(Q(kept__in=here) | Q(other__in=here))

    @property
    def person_requests(self) -> PersonRequestQuerySet:
        """What people asked about their own data while they belonged to an organization in scope."""
        return PersonRequest.objects.filter(self._in("organization"))

    @property
    def erasures(self) -> ErasureQuerySet:
        """Proposals to erase who somebody is that was last followed in scope, and what came of them."""
        return Erasure.objects.filter(self._in("organization"))

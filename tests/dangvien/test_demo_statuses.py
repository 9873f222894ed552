"""The statuses the demo draws are such as somebody could have recorded."""

from __future__ import annotations

from collections import Counter
from datetime import date

from dangvien.models import MemberStatus, StatusKind
from dangvien.procedure.member_statuses import StatusFacts, status_problems

TODAY = date(2026, 11, 1)
"""The day after the demo's last one."""


def test_every_status_of_the_demo_would_have_been_recorded(dong_ha):
    statuses = list(MemberStatus.objects.select_related("member__person", "member__organization", "decider"))
    found = []
    for status in statuses:
        facts = StatusFacts(
            StatusKind(status.kind), status.since, status.until, status.ground, status.place, status.contact,
            status.decider, status.number, status.decided_on,
        )  # fmt: skip
        found += [
            (str(status), problem.sentence)
            for problem in status_problems(status.member, facts, TODAY)
            if not problem.sentence.startswith("Đang ghi")  # itself
        ]

    assert found == []


def test_the_demo_shows_several_kinds_and_some_that_are_overdue(dong_ha):
    kinds = Counter(MemberStatus.objects.values_list("kind", flat=True))

    assert {StatusKind.MIEN, StatusKind.DI_XA, StatusKind.MAT_LIEN_LAC} <= kinds.keys()
    assert 20 < kinds.total() < 700
    assert 0 < MemberStatus.objects.overdue_on(TODAY).count() < 40

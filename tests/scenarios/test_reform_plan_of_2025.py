"""The reform of 1 July 2025 from a workbook: the same tree as the demo's own reform, and taken back the tree before."""

from __future__ import annotations

from datetime import date

from dangvien.actions import reform_plans
from dangvien.actions.jobs import run
from dangvien.models import Job, Locality, Member, Movement, Placement
from dangvien.procedure.reform_preview import preview_of
from dangvien.procedure.reform_register import stamp_of
from dangvien.procedure.reform_sheets import PLACES_SHEET, SHEETS, Sheets
from dangvien.workbooks import read_safely
from tests.reform_books import book, reform_of_2025

DAY = date(2025, 7, 1)


def tree(**more):
    """Every placement as plain values."""
    rows = Placement.objects.select_related("organization", "parent", "locality").filter(**more)
    return sorted(
        (
            row.organization.code,
            row.parent.code if row.parent else "",
            row.name,
            row.short_name,
            row.kind,
            row.sector,
            row.area,
            row.position,
            row.locality.name if row.locality else "",
            row.valid_from,
            row.valid_to,
        )
        for row in rows
    )


def planned(demo):
    read = read_safely(book(reform_of_2025()), SHEETS, [PLACES_SHEET])
    return reform_plans.keep_plan(
        by=demo.user("quantri"),
        organization=demo.province,
        name="Phương án sắp xếp phường",
        on=DAY,
        sheets=Sheets.of_workbook(read),
    )


def carried_out(demo, plan):
    job = reform_plans.ask_to_reform(by=demo.user("quantri"), plan=plan, seen=stamp_of(demo.province, DAY))
    run(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.XONG, "")
    plan.refresh_from_db()
    return job


def test_the_workbook_gives_the_tree_of_the_demo_and_can_be_taken_back(dong_ha, dong_ha_after_reform_stage):
    with dong_ha_after_reform_stage.lent():
        wanted = tree()
    before, keys = tree(), set(Placement.objects.values_list("pk", flat=True))
    lines, places = Movement.objects.count(), list(Locality.objects.values_list("pk", "organization", "valid_to"))
    pointers = list(Member.objects.order_by("pk").values_list("pk", "organization"))
    plan = planned(dong_ha)
    rehearsal = reform_plans.rehearsal_of(plan)

    assert rehearsal.findings == []
    assert rehearsal.questions == []
    shown = preview_of(rehearsal)
    assert shown.holds
    assert [(heir.label, heir.members > 0, len(heir.from_whom)) for heir in shown.heirs] == [
        ("Đảng bộ phường Đông Hà", True, 5),
        ("Đảng bộ phường Nam Đông Hà", True, 4),
        ("Đảng bộ tỉnh Quảng Trị", True, 1),
    ]
    carried_out(dong_ha, plan)
    assert tree() == wanted
    assert Movement.objects.count() == lines

    reform_plans.take_plan_back(
        by=dong_ha.user("quantri"), plan=plan, reason="Sai ngày có hiệu lực", today=date(2026, 11, 1)
    )

    assert tree() == before
    assert set(Placement.objects.values_list("pk", flat=True)) == keys
    assert list(Locality.objects.values_list("pk", "organization", "valid_to")) == places
    assert list(Member.objects.order_by("pk").values_list("pk", "organization")) == pointers


def test_a_worker_that_comes_twice_does_it_once(dong_ha):
    plan = planned(dong_ha)
    job = carried_out(dong_ha, plan)
    rows = Placement.objects.count()
    Job.objects.filter(pk=job.pk).update(state=Job.State.CHO, finished_at=None)

    run(str(job.pk))

    job.refresh_from_db()
    assert job.state == Job.State.XONG
    assert Placement.objects.count() == rows

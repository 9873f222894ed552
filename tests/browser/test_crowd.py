"""The crowd of the benchmarks still finds its way: every act once, in the served register and in Django's admin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from benchmarks.crowd import admin, serving
from benchmarks.crowd import register as ours
from benchmarks.crowd.browser import Browser, Log
from benchmarks.crowd.people import SINCE, hire
from benchmarks.crowd.work import everything_once
from dangvien.models import Appointment

pytestmark = [pytest.mark.once, pytest.mark.django_db]

SHARED = {
    "first page", "list of members", "list of candidates", "search", "opening a case", "form of a candidate",
    "saving a candidate", "form of a step", "recording a step", "report", "reason for an export", "Excel file",
}  # fmt: skip


def test_every_act_can_be_done_on_both_sides(register, tmp_path):
    with register.open():
        [person] = hire(1)
    more = {**register.environment, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.admin_settings"}
    with serving.admin(tmp_path / "log", more) as rival:
        for side, home in ((ours.SIDE, register.server.url), (admin.SIDE, rival.home)):
            log = Log(counted=True)
            browser = Browser(home, person.number, log)
            side.sign_in(person, browser)
            everything_once(side.acts, person, browser)
            browser.close()
            person.clear_desk()

            assert log.errors == []
            assert {wait.kind for wait in log.waits} >= SHARED
            assert set(log.answers) <= {200, 302}
        assert 50 < rival.memory() < 1000
    with register.open():  # where somebody else could approve a report, nobody approves what they have checked
        Appointment.objects.filter(user__username=person.username).update(valid_to=SINCE + timedelta(days=1))

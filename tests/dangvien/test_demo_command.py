"""`manage.py demo` spares what is there; cities of other sizes; the fixtures that lend the register to tests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import localdate

from dangvien.demo import accounts, build, figures
from dangvien.demo.figures import City, Introduced
from dangvien.demo.lives import TooFewMembers
from dangvien.demo.population import Serials
from dangvien.demo.timeline import LAST_DAY
from dangvien.models import (
    AuditEntry,
    Movement,
    Organization,
    Person,
    Placement,
    User,
)
from dangvien.permissions import ROLES
from dangvien.procedure import reconciliation
from tests.demo_register import PASSWORD


def tiny_city() -> City:
    """A city of three units with figures small enough to build in a moment."""
    whole = figures.city_of(figures.dong_ha_seed())
    cells = {"khu_dan_cu": 2, "co_quan": 1}
    first, second = (replace(unit, cells=cells, members=70, trained=16, admitted=6) for unit in whole.units[:2])
    school = replace(next(unit for unit in whole.units if unit.area == "truong_hoc"), members=40, admitted=5)
    return replace(
        whole,
        units=(first, second, school),
        admitted_by_year={year: 7 if year == 2012 else 1 for year in range(2012, 2023)},
        introduced=Introduced(by_youth_only=8, by_others_only=3, by_both=1),
        ward_youths=11,
        city_youths=15,
    )


def elsewhere(city: City) -> City:
    """The same city under other codes."""
    return replace(
        city,
        city=replace(city.city, code="thanh-pho-khac"),
        units=tuple(replace(unit, code=f"khac-{unit.code}") for unit in city.units),
        letterhead=city.letterhead,
    )


@pytest.fixture
def tiny(monkeypatch, settings, tmp_path, db):
    """`manage.py demo` makes the small city, and keeps its slip in a folder of its own."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(figures, "dong_ha", tiny_city)


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("demo", *arguments, stdout=output)
    return output.getvalue()


def test_the_accounts_cover_every_role_and_open_with_the_password(dong_ha, client):
    roles = set()
    for username in ("xem.phuong1", "chibo.kp1.phuong1", "bithu.phuong1", "bithu.phuong2", "bantochuc", "quantri"):
        user = dong_ha.user(username)
        assert client.login(username=username, password=PASSWORD)
        assert not user.must_change_password
        roles |= set(user.appointments.in_force_on(LAST_DAY).values_list("role", flat=True))

    assert roles == set(ROLES)


def test_the_command_makes_the_register_and_keeps_the_accounts(tiny, settings):
    said = run()

    slip = settings.DATA_DIR / "demo-accounts.txt"
    password = slip.read_text(encoding="utf-8").rsplit("Mật khẩu chung: ", 1)[1].strip()
    assert said.endswith(slip.read_text(encoding="utf-8"))
    assert slip.stat().st_mode & 0o777 == 0o600
    assert User.objects.get(username="bithu.phuong1").check_password(password)
    assert len(password) == 19
    assert Movement.objects.until(date(2022, 5, 20)).headcount() == 180
    assert AuditEntry.objects.filter(verb=build.DEMO_MADE).count() == 1


def test_the_command_takes_a_password(tiny):
    run("--password", PASSWORD)

    assert User.objects.get(username="quantri").check_password(PASSWORD)


def test_a_register_in_use_is_left_alone(tiny):
    Organization.objects.create(code="chi-bo-that")

    with pytest.raises(CommandError, match="Sổ đã có dữ liệu"):
        run()
    assert run("--if-empty") == ""
    assert Organization.objects.count() == 1


def test_a_later_run_prints_the_accounts_again(tiny):
    said = run("--if-empty")
    before = Movement.objects.count()

    assert run("--if-empty") == accounts.kept_slip()
    assert said.endswith(accounts.kept_slip())
    assert "bithu.phuong1: Bí thư, cán bộ đảng ủy, Đảng bộ Phường 1" in accounts.kept_slip()
    assert Movement.objects.count() == before


def test_nothing_is_kept_when_the_making_fails(tiny, monkeypatch):
    monkeypatch.setattr(accounts, "keep_slip", lambda *args: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run()
    assert not Organization.objects.exists()
    assert not Person.objects.exists()


def test_figures_that_nobody_can_live_up_to_are_refused(db):
    city = tiny_city()
    crowded = replace(city, units=tuple(replace(unit, members=unit.members // 3) for unit in city.units))

    with pytest.raises(TooFewMembers, match="phuong-1"):
        build.build(crowded, Serials(), seed="một")


def test_two_cities_share_a_register(db):
    city, serials = tiny_city(), Serials()

    build.build(city, serials, seed="một")
    build.build(elsewhere(city), serials, seed="hai", mark="-K")

    assert Placement.objects.filter(kind="dang_bo_tinh").count() == 1
    assert Movement.objects.until(date(2022, 5, 20)).headcount() == 360
    assert list(reconciliation.faults(localdate())) == []


# The fixtures that lend the register


def test_a_live_copy_is_seen_from_every_thread(dong_ha_live):
    with ThreadPoolExecutor(1) as threads:
        seen = threads.submit(count_and_close).result()

    Organization.objects.create(code="chi-bo-moi")
    assert seen == 238


def test_the_register_is_taken_back_afterwards(transactional_db):
    assert not Organization.objects.exists()


def count_and_close() -> int:
    found = Organization.objects.count()
    connection.close()
    return found

"""Every address × nine people × GET and POST: who may, who may not, who does not even learn that it is there.

All objects belong to ward A. Bình and Sơn, who serve the other ward, never get more than "not found" for them. A new
address without a row here fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from dangvien.models import Job, Kind, Locality, User
from dangvien.period import Period
from reports.catalog import reports
from reports.engine.question import Question
from reports.forms import address_of
from reports.issuing import freeze
from reports.jobs import store
from reports.models import IssueFile
from tests import factories
from tests.people import World

PEOPLE = ("anonymous", "nobody", "giang", "hoa", "an", "binh", "chi", "dung", "son")
"""Nobody signed in; an account without appointments; reader of ward A; secretary of cell A1, of ward A, of ward B; the
city's board; the city's administrator; the administrator of ward B."""

STRANGERS = ("anonymous", "nobody", "binh", "son")
PEOPLE_OF_WARD_A = ("Lê Văn Bảy", "Võ Thị Tám", "Đinh Văn Minh")
"""Names that no page shows to strangers."""

SECRETS = ("045099000123", "001122334455")
"""Citizen number and card number of the member: masked on every page, for everybody."""


@dataclass(frozen=True)
class Row:
    """What each of PEOPLE gets, in that order. `of` names the object of ward A that stands in the address."""

    get: str
    post: str
    of: str = ""

    def __post_init__(self) -> None:
        assert len(self.get.split()) == len(self.post.split()) == len(PEOPLE), self


TABLE: dict[str, Row] = {
    # The register.
    "trang-chu": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "to-chuc": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "to-chuc-thanh-lap": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "to-chuc-chi-tiet": Row(
        "302 403 200 404 200 404 200 200 404", "302 403 200 404 200 404 200 200 404", "organization"
    ),
    "to-chuc-thay-doi": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "organization"
    ),
    "to-chuc-luu-tru": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "organization"
    ),
    "dang-vien": Row("302 403 200 200 200 200 200 200 200", "302 403 302 302 302 302 302 302 302"),
    "dang-vien-chi-tiet": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "member"),
    "cong-nhan": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "member"),
    "dinh-chinh": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "line"),
    "nguon": Row("302 403 200 200 200 200 200 200 200", "302 403 302 302 302 302 302 302 302"),
    "nguon-them": Row("302 403 403 200 200 200 200 403 403", "302 403 403 200 200 200 200 403 403"),
    "nguon-chi-tiet": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "candidate"),
    "nguon-gioi-thieu": Row("302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "candidate"),
    "nguon-thoi": Row("302 403 403 200 200 404 200 403 403", "302 403 403 200 200 404 200 403 403", "candidate"),
    "ket-nap": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "candidate"),
    "lop": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "lop-them": Row("302 403 403 403 200 200 200 403 403", "302 403 403 403 200 200 200 403 403"),
    "lop-chi-tiet": Row("302 403 200 200 200 404 200 200 404", "302 403 200 200 200 404 200 200 404", "class"),
    "lop-ghi-danh": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 200 404 200 403 403", "class"),
    "lop-ket-qua": Row("302 403 403 403 200 404 200 403 403", "302 403 403 403 302 404 302 403 403", "class"),
    "quyet-dinh": Row("302 403 200 200 200 200 200 200 200", "302 403 200 200 200 200 200 200 200"),
    "quyet-dinh-chi-tiet": Row(
        "302 403 200 404 200 404 200 200 404", "302 403 200 404 200 404 200 200 404", "decision"
    ),
    # Reports.
    "bao-cao": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-da-chot-ds": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "bao-cao-da-chot": Row("302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "issue"),
    "bao-cao-cac-tep": Row("302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "issue"),
    "bao-cao-so-voi-nay": Row("302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "issue"),
    "bao-cao-tep": Row("302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "issue file"),
    "bao-cao-da-chot-o": Row(
        "302 403 200 404 200 404 200 200 404", "302 405 405 405 405 405 405 405 405", "issue cell"
    ),
    "bao-cao-xem": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405", "report"),
    "bao-cao-chot": Row("302 405 405 405 405 405 405 405 405", "302 403 403 403 302 422 302 403 403", "report"),
    "bao-cao-o": Row("302 403 200 302 200 302 200 200 302", "302 405 405 405 405 405 405 405 405", "report cell"),
    # The door, help, health.
    "dang-nhap": Row("200 302 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302 302"),
    "dang-xuat": Row("302 302 302 302 302 302 302 302 302", "200 200 200 200 200 200 200 200 200"),
    "doi-mat-khau": Row("302 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200"),
    "can-cu": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "tro-giup": Row("302 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200"),
    "tro-giup-trang": Row("302 200 200 200 200 200 200 200 200", "302 200 200 200 200 200 200 200 200", "help"),
    "suc-khoe": Row("200 200 200 200 200 200 200 200 200", "405 405 405 405 405 405 405 405 405"),
    # Accounts, audit, jobs.
    "phan-cong-cua-toi": Row("302 200 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "tai-khoan": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 302 302"),
    "tai-khoan-them": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "tai-khoan-chi-tiet": Row("302 403 403 403 403 403 403 200 404", "302 405 405 405 405 405 405 405 405", "account"),
    "tai-khoan-cap-lai": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "account"),
    "tai-khoan-khoa": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "account"),
    "tai-khoan-mo-lai": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "account"),
    "phan-cong-them": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "account"),
    "phan-cong-thoi": Row("302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "appointment"),
    "nhat-ky": Row("302 403 403 403 403 403 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "nhat-ky-kiem-tra": Row("302 405 405 405 405 405 405 405 405", "302 403 403 403 403 403 302 302 302"),
    "viec-in": Row("302 403 200 200 200 200 200 200 200", "302 405 405 405 405 405 405 405 405"),
    "viec-chi-tiet": Row("302 403 404 404 200 404 404 404 404", "302 405 405 405 405 405 405 405 405", "job"),
    "viec-lam-lai": Row("302 405 405 405 405 405 405 405 405", "302 403 404 404 302 404 404 404 404", "job"),
    # Reference data.
    "admin:index": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "admin:dangvien_locality_changelist": Row(
        "302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"
    ),
    "admin:dangvien_locality_add": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "admin:dangvien_locality_change": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "locality"
    ),
    "admin:dangvien_letterhead_changelist": Row(
        "302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"
    ),
    "admin:dangvien_letterhead_add": Row("302 403 403 403 403 403 403 200 200", "302 403 403 403 403 403 403 200 200"),
    "admin:dangvien_letterhead_change": Row(
        "302 403 403 403 403 403 403 200 404", "302 403 403 403 403 403 403 200 404", "letterhead"
    ),
}
"""Address → who gets what, in the order of PEOPLE: GET, then POST with nothing in it (a report: with a question)."""


def views(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every address's name with its view."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{namespace}{pattern.name}", pattern.callback


VIEWS = dict(views(get_resolver().url_patterns))


def test_every_address_has_a_row():
    assert sorted(VIEWS.keys() - TABLE.keys()) == []
    assert sorted(TABLE.keys() - VIEWS.keys()) == []


OPEN = {
    "dang-nhap", "dang-xuat", "suc-khoe",
    "doi-mat-khau", "phan-cong-cua-toi", "tro-giup", "tro-giup-trang",
}  # fmt: skip
"""Addresses that ask for no permission: the door and the health check, then what is open to everybody signed in."""


def test_every_view_asks_for_a_permission():
    assert {name for name, view in VIEWS.items() if not hasattr(view, "permission")} == OPEN


@pytest.fixture
def people(world, an, binh, chi, dung, giang, hoa) -> dict[str, User | None]:
    nobody = User.objects.create_user("ly", full_name="Bùi Thị Ly")
    son = factories.user("son", "Mai Văn Sơn", world.ward_b, "quan_tri")
    return dict(zip(PEOPLE, (None, nobody, giang, hoa, an, binh, chi, dung, son), strict=True))


@pytest.fixture
def things(world: World, people) -> dict[str, list[Any]]:
    """One of everything in ward A: name → what stands in its address."""
    member = factories.member(world.a1, "Lê Văn Bảy", date(2023, 2, 3), official=False)
    member.person.citizen_id, member.card_number = SECRETS
    member.person.save()
    member.save()
    candidate = factories.candidate(world.a1, "Võ Thị Tám")
    training_class = factories.training_class(world.ward_a)
    factories.certificate(candidate, training_class)
    decision = factories.decision(world.ward_a, date(2023, 1, 20))
    user = factories.user("minh", "Đinh Văn Minh", world.ward_a, "xem")
    locality = Locality.objects.create(
        name="Khu phố 1", kind="khu_pho", organization=world.ward_a, valid_from=factories.SINCE
    )
    report = next(iter(reports().values()))
    question = Question(report, world.scope(world.ward_a), world.ward_a, Period.year(2023), report.chosen({}))
    issue = freeze(by=people["an"], question=question, reason="Thử")
    store(Path(settings.MEDIA_ROOT) / "bao-cao" / "thu.pdf", b"%PDF")
    IssueFile.objects.create(issue=issue, format="pdf", path="bao-cao/thu.pdf", size=4, digest="0" * 64)
    row, column = next(key for key, lines in issue.evidence.items() if lines).split("|")
    return {
        "": [],
        "organization": [world.ward_a.code],
        "member": [member.pk],
        "line": [member.pk, member.movements.get(kind=Kind.KET_NAP).pk],
        "candidate": [candidate.pk],
        "class": [training_class.pk],
        "decision": [decision.pk],
        "account": [user.pk],
        "appointment": [user.pk, user.appointments.get().pk],
        "job": [Job.objects.get().pk],
        "locality": [locality.pk],
        "letterhead": [factories.letterhead(world.ward_a, "ĐU").pk],
        "help": ["bat-dau"],
        "report": [report.slug],
        "report cell": [report.slug, row, column],
        "question": [address_of(question)],
        "issue": [issue.pk],
        "issue file": [issue.pk, "pdf"],
        "issue cell": [issue.pk, row, column],
    }


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_gets_what(name, people, things):
    row = TABLE[name]
    address = reverse(name, args=things[row.of])
    if row.of.startswith("report"):
        address += f"?{things['question'][0]}"
    got: dict[str, list[int]] = {"get": [], "post": []}
    sent = dict(parse_qsl(things["question"][0])) if row.of == "report" else {}
    for who, person in people.items():
        client = Client()
        if person:
            client.force_login(person)
        for method, statuses in got.items():
            with transaction.atomic():  # each finds the same world
                response = client.get(address) if method == "get" else client.post(address, sent)
                transaction.set_rollback(True)
            statuses.append(response.status_code)
            shown = response.getvalue()
            hidden = [*SECRETS, *(PEOPLE_OF_WARD_A if who in STRANGERS else ())]
            assert [secret for secret in hidden if secret.encode() in shown] == [], (who, method)

    assert {method: " ".join(map(str, statuses)) for method, statuses in got.items()} == {
        "get": row.get,
        "post": row.post,
    }

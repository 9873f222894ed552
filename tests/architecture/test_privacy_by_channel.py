"""What of a person stands where, and what of reading leaves an entry: every column × every channel × every role.

Columns that can hold words are given words of their own in a register with one of everything; then every address is
asked by somebody who holds every role, lists once more as a workbook, every report by its page, and what only some may
see by each role. A new column or a new address is looked at by itself: what is found there must follow from
dangvien/privacy.py, or be written down here with a reason.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import openpyxl
import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

from dangvien import codes
from dangvien.actions.auditing import Origin, note, origin
from dangvien.actions.personal import correct_person
from dangvien.dates import PartialDate
from dangvien.logs import PlainFormatter
from dangvien.models import (
    Appointment,
    AuditEntry,
    Candidate,
    CheckResult,
    DossierPaper,
    ImportRow,
    Member,
    Residence,
    Reward,
    SourceSurvey,
    Step,
    User,
)
from dangvien.permissions import ROLES, Permission, permissions_of
from dangvien.privacy import COLUMNS, OF_LISTS, Column, Shown, column
from dangvien.procedure.personal import PersonFacts
from reports.catalog import reports
from tests import factories
from tests.architecture.test_urls_by_role import TABLE
from tests.dangvien.reading import taken
from tests.everything import SECRETS, SERVING, nine_people, one_of_everything
from tests.people import TODAY, World


class Channel(StrEnum):
    """Where something of a person may come to stand."""

    LIST = "trang danh sách"
    PAGE = "trang của một người, một việc"
    FILE = "tệp tải về"
    REPORT = "báo cáo, in ra được"
    IMPORT = "trang nhập danh sách"
    TRAIL = "nhật ký"
    LOG = "nhật ký máy chủ"
    ERROR = "trang lỗi"


ONE_PERSON = {
    "account", "appointment", "batch item", "candidate", "candidate's next step", "candidate's step", "import row",
    "incoming", "joining", "line", "member", "member's departure", "member's new status", "member's next step",
    "member's status", "member's step", "person", "post", "proposal", "prospect", "record kind", "record line",
    "request", "erasure",
    "transfer", "transfer's next step", "transfer's step", "two people",
}  # fmt: skip
"""Objects in addresses that are one person, or something of one person's."""


def channel_of(name: str, content_type: str) -> Channel:
    """Where an answer stands. Every address has one: what is no page is a file."""
    if "html" not in content_type:
        return Channel.FILE
    if name.startswith(("bao-cao", "tong-quan")):
        return Channel.REPORT
    if name.startswith("nhap"):
        return Channel.IMPORT
    if name == "nhat-ky":
        return Channel.TRAIL
    return Channel.PAGE if TABLE[name].of in ONE_PERSON else Channel.LIST


def may_stand(line: Column, channel: Channel, held: frozenset[Permission], report: str = "") -> bool:
    """What privacy.py says about a column in a channel for somebody with these permissions."""
    if line.shown is not Shown.FULL or channel in (Channel.LOG, Channel.ERROR):
        return False  # a masked number is told by its end only
    if line.seen_with is None or line.seen_with not in held:
        return False
    if channel in (Channel.FILE, Channel.REPORT):
        return line.exported or line.name in OF_LISTS.get(report, ())
    return not (channel is Channel.LIST and line.sensitive)


CODED = {
    "person.gender", "standing.general_education", "standing.professional", "standing.theory", "standing.occupation",
    "post.title", "rating.level", "discipline.form", "memberstatus.ground", "candidate.source", "prospect.source",
    "introduction.body", "enrollment.grade", "dossierpaper.code", "movement.ground", "importrow.choice",
}  # fmt: skip
"""Columns of codes without a word of their own: which of them a file or report shows is read off its columns
(tests/reports/lists/test_privacy_of_lists.py, tests/dangvien/imports/test_export.py)."""

LEFT_EMPTY = {"transfer.origin_name", "transfer.destination_name", "prospect.drop_reason", "personrequest.answer"}
"""Columns that the rows of this register may not fill: a transfer has one origin, nobody was dropped, answered."""

OF_ITS_OWN = {
    "person.citizen_id", "member.card_number", "user.password", "person.ethnicity", "person.religion",
    *(f"auditentry.{name}" for name in ("actor", "subject", "reason", "address")),
}  # fmt: skip
"""Columns marked by a value of their own, below."""

RARE = {"person.ethnicity": ("20", "Pu Péo"), "person.religion": ("13", "Bà-la-môn")}
SHORTEST = 7
MARK = re.compile(r"zq(\d{3})z", re.IGNORECASE)
_MODELS = {str(m._meta.model_name): m for m in apps.get_models() if m._meta.app_label in ("dangvien", "reports")}
_NUMBERS = {line.name: number for number, line in enumerate(COLUMNS)}


def mark(name: str) -> str:
    """The word that only this column holds."""
    return f"Zq{_NUMBERS[name]:03d}z"


def can_hold_words(name: str) -> bool:
    model, _, field_name = name.partition(".")
    found = _MODELS[model]._meta.get_field(field_name)
    if not isinstance(found, (models.CharField, models.TextField)) or found.choices:
        return False
    return room_in(found) >= SHORTEST and name not in CODED | LEFT_EMPTY | OF_ITS_OWN


def room_in(found: object) -> int:
    """Letters a column takes; one without a limit takes enough."""
    return getattr(found, "max_length", None) or 99


def give_words() -> dict[str, str]:
    """Mark every row of the register; gives word → column for those that are not found by `MARK`."""
    for name in filter(can_hold_words, _NUMBERS):
        model, _, field_name = name.partition(".")
        rows: models.QuerySet[Any] = models.QuerySet(_MODELS[model])  # the manager of the trail refuses
        long = room_in(_MODELS[model]._meta.get_field(field_name)) > 2 * SHORTEST
        for key in rows.values_list("pk", flat=True):
            rows.filter(pk=key).update(**{field_name: f"{mark(name)} {key}" if long else mark(name)})
    known = {SECRETS[0]: "person.citizen_id", SECRETS[1]: "member.card_number"}
    for name, (_, label) in RARE.items():
        kind = name.partition(".")[2]
        models.QuerySet(_MODELS["person"]).update(**{kind: codes.of(kind).find(label)})
        known[label] = name
    row = ImportRow.objects.order_by("pk")[0]
    row.cells = ["1", mark("importrow.cells"), "1980"]
    row.mended = {"B": mark("importrow.mended")}
    row.record = {**(row.record or {}), "ho_ten": mark("importrow.record")}
    row.save()
    return known | dict.fromkeys(User.objects.values_list("password", flat=True), "user.password")


_CHOICE = re.compile(r"<option(?![^>]*\bselected)[^>]*>[^<]*")


def text_of(response: Any) -> str:
    """What an answer says, without the choices a list offers to everybody."""
    content = response.getvalue()
    if "spreadsheet" in response["Content-Type"] and content[:2] == b"PK" and len(content) > 100:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return _CHOICE.sub("", content.decode(errors="replace"))


@dataclass(frozen=True)
class Visit:
    """One answer to one person: where, which columns stood there, which entries it left."""

    name: str
    channel: Channel
    status: int
    columns: frozenset[str]
    verbs: tuple[str, ...]
    report: str = ""


class Walker:
    """Asks addresses and reads what stands in the answers."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known = known

    def columns_in(self, text: str) -> frozenset[str]:
        found = {COLUMNS[int(number)].name for number in MARK.findall(text)}
        return frozenset(found | {name for word, name in self.known.items() if word in text})

    def visit(self, client: Client, name: str, address: str, report: str = "", *, as_file: bool = False) -> Visit:
        with transaction.atomic():  # each finds the same register
            before = AuditEntry.objects.count()
            response = taken(client, address) if as_file else client.get(address)
            verbs = AuditEntry.objects.order_by("sequence").values_list("verb", flat=True)[before:]
            told = tuple(verbs)
            transaction.set_rollback(True)
        channel = channel_of(name, response["Content-Type"])
        return Visit(name, channel, response.status_code, self.columns_in(text_of(response)), told, report)


ON_SCREEN_ONLY = {"issue.reason", "checkeddraft.file_name", "draftfinding.note", "draftfinding.repair"}
"""Columns of those who make reports: on the pages about a report, in none."""

OF_FILES = {
    "lop-excel": {"enrollment.certificate_number"},
    "nhap-tep-danh-dau": {"importrow.cells", "importrow.mended"},
}
"""Address → what its file holds by its purpose besides columns marked `exported`: who learned in a class with the
certificate they were given, for those who run it; somebody's own file given back with what to mend."""

NOBODY_IN_IT = {
    "suc-khoe": "trạng thái của máy chủ",
    "san-sang": "trạng thái của máy chủ",
    "so-do": "trạng thái của máy chủ",
    "bao-cao-mau-san": "mẫu Word của sổ, giống nhau cho mọi nơi",
}
"""Answers that are no page and leave no entry → what they are: nothing of the register is in them."""

WHO = {"person.full_name", "prospect.full_name", "user.full_name", "user.username", "letterhead.signer"}
"""A page of one person that says no more than who it is leaves no entry: every form of an act does."""

NUMBER_OF_THE_ACT = {
    "nguon-buoc-dinh-chinh": {"step.number"},
    "dang-vien-buoc-dinh-chinh": {"step.number"},
    "ket-nap": {"enrollment.certificate_number"},
    "tinh-trang-thoi": {"memberstatus.number"},
    "tinh-trang-lay-lai": {"memberstatus.number"},
    "tach-nguoi": {"personlink.reason"},
    "khao-sat-nguoi-sua": {"prospect.unit"},
}
"""Forms that also say which line they are about: reached from a page that left an entry, and the act leaves one."""

SEEN_NOWHERE = {
    "candidate.close_reason", "classproposal.list_number", "classproposal.reason", "introduction.resolution",
    "issuestep.reason", "personlink.undo_reason", "step.reason",  # nobody here is closed, given back, taken back
    "draftfinding.repair",
    "user.email", "usersession.address", "usersession.browser",  # their own alone
    "person.search_key", "person.sort_key", "prospect.search_key", "prospect.sort_key", "usersession.session_data",
    "usersession.session_key",
}  # fmt: skip
"""Marked columns that no page of this register shows. Any other must be found, or the walk looks past it."""


def allowed(visit: Visit, name: str, held: frozenset[Permission]) -> bool:
    """Whether a column may stand where it was found."""
    if visit.channel is Channel.FILE and name in OF_FILES.get(visit.name, ()):
        return column(name).seen_with in held
    if visit.channel is Channel.REPORT and name in ON_SCREEN_ONLY:
        return True
    return may_stand(column(name), visit.channel, held, visit.report)


def must_leave_an_entry(visit: Visit) -> bool:
    """Files, and pages that tell something of one person."""
    if visit.status != 200 or not visit.name:
        return False
    if visit.channel is Channel.FILE:
        return visit.name not in NOBODY_IN_IT
    told = visit.columns - WHO - NUMBER_OF_THE_ACT.get(visit.name, set())
    return visit.channel is Channel.PAGE and bool(told) and TABLE[visit.name].of not in ("account", "appointment")


def addresses(things: dict[str, list[Any]]) -> Iterator[tuple[str, str, str]]:
    """Every address that is asked with GET: its name, itself, the code of the report it shows."""
    question = f"?{things['question'][0]}"
    for name, row in TABLE.items():
        if name not in ("dang-xuat", "bao-cao-xem"):
            yield name, reverse(name, args=things[row.of]) + (question if row.of.startswith("report") else ""), ""
    for slug, report in reports().items():
        yield "bao-cao-xem", reverse("bao-cao-xem", args=[slug]) + question, report.code


def walked(walker: Walker, client: Client, things: dict[str, list[Any]]) -> Iterator[Visit]:
    """Every address once, lists a second time as a workbook."""
    for name, address, report in addresses(things):
        if channel_of(name, "html") is Channel.LIST and name != "xuat-danh-sach":
            visit = walker.visit(client, name, f"{address}?tep=excel", as_file=True)
            yield visit
            if visit.channel is not Channel.FILE:
                continue  # it hands out no workbook: that was the list itself
        yield walker.visit(client, name, address, report)


def one_more_of_each(things: dict[str, list[Any]]) -> None:
    """Rows about the member and the candidate that no address needs."""
    member = Member.objects.get(pk=things["member"][0])
    candidate = Candidate.objects.get(pk=things["candidate"][0])
    factories.badge(member, number="1")
    factories.discipline(member, "khien_trach", date(2023, 5, 5))
    Reward.objects.create(person=member.person, title="Giấy khen", awarded_on=date(2023, 6, 6))
    Residence.objects.create(person=member.person, place="Khu phố 1", since=date(2023, 4, 4))
    SourceSurvey.objects.create(organization=candidate.organization, year=2024, surveyed_on=date(2024, 1, 5))
    DossierPaper.objects.create(candidate=candidate, code="kn-don", number="1", location="Tủ 1", holder="An")
    step = Step.objects.get(pk=things["candidate's step"][1])
    CheckResult.objects.create(step=step, check_id="K01", verdict=CheckResult.Verdict.CANH_BAO, sentence="Xem lại")


def trail_of(walker: Walker, by: User, things: dict[str, list[Any]]) -> None:
    """Entries that tell everything an entry can tell: each of its columns, and a person's data set anew."""
    token = origin.set(Origin(address=mark("auditentry.address")))
    subject = User(pk=by.pk, full_name=mark("auditentry.subject"))
    try:
        note(by=None, actor=mark("auditentry.actor"), verb="xem hồ sơ", subject=subject,
             organization=by.first_organization_id, before={"một điều": mark("auditentry.before")},
             after={"một điều": mark("auditentry.after")}, reason=mark("auditentry.reason"))  # fmt: skip
    finally:
        origin.reset(token)
    candidate = Candidate.objects.select_related("person").get(pk=things["candidate"][0])
    facts = PersonFacts("Zq Đổi Tên", PartialDate(1990, 1, 2), "nu", NEW_NUMBER, "20", "13", "Quê", "Nhà", "0912")
    correct_person(by=by, subject=candidate, facts=facts, reason="Thử", number="", seen=1, today=TODAY)
    walker.known[NEW_NUMBER] = "person.citizen_id"


NEW_NUMBER = "045190000777"


@pytest.mark.django_db
def test_what_stands_where_and_what_leaves_an_entry(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    caplog.set_level(logging.INFO)
    people = nine_people(world)
    things = one_of_everything(world, people)
    one_more_of_each(things)
    factories.user_session(people["an"])
    walker = Walker(give_words())
    everybody = User.objects.create_user("tat", full_name="Tất Cả")
    for role in ROLES:
        Appointment.objects.create(user=everybody, organization=world.city, role=role, valid_from=factories.SINCE)
    trail_of(walker, everybody, things)
    client = Client(raise_request_exception=False)
    client.force_login(everybody)

    owner = Client()
    owner.force_login(people["an"])  # files of jobs are given to whoever asked for them
    visits = list(walked(walker, client, things))
    unanswered = {visit.name for visit in visits if visit.status == 404}
    visits += [
        walker.visit(owner, name, address, report) for name, address, report in addresses(things) if name in unanswered
    ]

    wrong = [f"{v.name} ({v.channel}): {c}" for v in visits for c in v.columns if not allowed(v, c, _EVERYTHING)]
    unread = [f"{v.name}: {sorted(v.columns)}" for v in visits if must_leave_an_entry(v) and not v.verbs]
    wrong += list(what_roles_see(walker, visits, people, things))
    seen = {name for visit in visits for name in visit.columns}
    overlooked = {name for name in _NUMBERS if can_hold_words(name)} - seen - SEEN_NOWHERE
    wrong += list(what_errors_tell(walker, client, things, monkeypatch))
    logged = walker.columns_in("\n".join(map(PlainFormatter().format, caplog.records)))
    assert any(record.exc_info for record in caplog.records)
    assert {"wrong": wrong, "no entry": unread, "logged": sorted(logged), "overlooked": sorted(overlooked)} == {
        "wrong": [], "no entry": [], "logged": [], "overlooked": [],
    }  # fmt: skip
    answered = {visit.name for visit in visits if visit.status in (200, 302, 405)}
    assert {visit.name for visit in visits} - answered == {"doi-chieu-nguoi"}  # needs a question of its own


_EVERYTHING = frozenset(Permission)


def what_roles_see(walker: Walker, visits: Iterable[Visit], people: Any, things: dict[str, list[Any]]) -> Iterator[str]:
    """What only some may see, asked for by each role: an answer that shows it without the permission."""
    everywhere = frozenset.intersection(*(role.permissions for role in ROLES.values()))
    restricted = {line.name for line in COLUMNS if line.seen_with not in everywhere}
    where = {visit.name for visit in visits if visit.columns & restricted}
    assert {"nhat-ky", "nhap-dong"} <= where
    for who in ("giang", "hoa", "an", "chi", "dung"):
        held = permissions_of(SERVING[who][2])
        client = Client()
        client.force_login(people[who])
        for name, address, report in addresses(things):
            if name in where:
                visit = walker.visit(client, name, address, report)
                yield from (f"{who}, {name}: {found}" for found in visit.columns if not allowed(visit, found, held))


def what_errors_tell(
    walker: Walker, client: Client, things: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """An error whose words hold every word of the register: its page, and its lines in the log (looked at later)."""
    words = " ".join([*map(mark, _NUMBERS), *walker.known])

    def broken(*_: object) -> None:
        raise ValueError(words)

    monkeypatch.setattr("dangvien.views.people_search.told_of", broken)
    response = client.get(reverse("tim-nguoi-chi-tiet", args=things["person"]))
    assert response.status_code == 500
    return (f"{Channel.ERROR}: {name}" for name in walker.columns_in(response.content.decode()))

"""One of everything in ward A, nine people who may or may not see it, and every address of the program.

For tests that walk over all addresses: who gets what (tests/architecture/test_urls_by_role.py), what of a person stands
where and what leaves an entry (tests/architecture/test_privacy_by_channel.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from django.utils.timezone import localdate

from dangvien.actions.certificates import PRINT_CLASS
from dangvien.actions.exporting import EXPORT
from dangvien.actions.overviews import PRINT_OVERVIEW
from dangvien.actions.reorganization import Place, founding
from dangvien.actions.restructuring import carry_out
from dangvien.models import (
    ImportBatch,
    Job,
    Kind,
    Locality,
    MemberStatus,
    Organization,
    OrganizationKind,
    StatusKind,
    StepKind,
    User,
)
from dangvien.models.import_batch import COMPARE_ONLY
from dangvien.period import Period
from reports.catalog import reports
from reports.engine.question import Question
from reports.forms import address_of
from reports.issuing import freeze
from reports.jobs import store
from reports.lifecycle import NumberFacts, approve, check, publish
from reports.models import Issue, IssueFile, WordTemplate, WrittenReport
from reports.separating import separate_duties
from tests import factories
from tests.people import World

PEOPLE = ("anonymous", "nobody", "giang", "hoa", "an", "binh", "chi", "dung", "son")
"""Nobody signed in; an account without appointments; reader of ward A; secretary of cell A1, of ward A, of ward B; the
city's board; the city's administrator; the administrator of ward B."""

SERVING = {
    "giang": ("Đỗ Thị Giang", "ward_a", "xem"),
    "hoa": ("Hồ Thị Hoa", "a1", "chi_bo"),
    "an": ("Nguyễn Thị An", "ward_a", "dang_uy"),
    "binh": ("Trần Văn Bình", "ward_b", "dang_uy"),
    "chi": ("Lê Thị Chi", "city", "ban_to_chuc"),
    "dung": ("Phạm Văn Dũng", "city", "quan_tri"),
    "son": ("Mai Văn Sơn", "ward_b", "quan_tri"),
}
"""Account → name, where they serve (of `World`), their role."""

SECRETS = ("045099000123", "001122334455")
"""Citizen number and card number of the member: masked on every page, for everybody."""


def views(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every address's name with its view."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else namespace)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{namespace}{pattern.name}", pattern.callback


VIEWS = dict(views(get_resolver().url_patterns))


def nine_people(world: World) -> dict[str, Any]:
    """Their accounts, in the order of `PEOPLE`; nobody stands behind the first."""
    nobody = User.objects.create_user("ly", full_name="Bùi Thị Ly")
    others = [factories.user(name, full, getattr(world, place), role) for name, (full, place, role) in SERVING.items()]
    return dict(zip(PEOPLE, (None, nobody, *others), strict=True))


def one_of_everything(world: World, people: dict[str, Any]) -> dict[str, list[Any]]:
    """One of everything in ward A: name → what stands in its address."""
    member = factories.member(world.a1, "Lê Văn Bảy", date(2023, 2, 3), official=False)
    member.person.citizen_id, member.card_number = SECRETS
    member.person.save()
    member.save()
    candidate = factories.candidate(world.a1, "Võ Thị Tám")
    training_class = factories.training_class(world.ward_a)
    factories.certificate(candidate, training_class)
    proposal = factories.proposal(training_class, factories.candidate(world.a1, "Cù Thị Chín"))
    printed = Job.objects.create(
        kind=PRINT_CLASS,
        title="Danh sách lớp",
        params={"class": training_class.pk, "paper": "danh-sach-lop", "lines": []},
        requested_by=people["an"],
        state=Job.State.XONG,
        finished_at=timezone.now(),
    )
    store(Path(settings.MEDIA_ROOT) / "lop" / f"{printed.pk}.pdf", b"%PDF")
    taken_out = Job.objects.create(
        kind=EXPORT,
        title="Xuất sổ",
        params={"kind": "dang_vien", "organization": world.ward_a.pk, "class": None, "title": "Sổ", "reason": "Thử"},
        requested_by=people["an"],
        state=Job.State.XONG,
        finished_at=timezone.now(),
    )
    store(Path(settings.MEDIA_ROOT) / "xuat-so" / f"{taken_out.pk}.xlsx", b"PK")
    overview = Job.objects.create(
        kind=PRINT_OVERVIEW,
        title="Tổng quan",
        params={"organization": world.ward_a.pk, "year": 2023, "format": "pdf", "title": "Tổng quan"},
        requested_by=people["an"],
        state=Job.State.XONG,
        finished_at=timezone.now(),
    )
    store(Path(settings.MEDIA_ROOT) / "tong-quan" / f"{overview.pk}.pdf", b"%PDF")
    decision = factories.decision(world.ward_a, date(2023, 1, 20))
    user = factories.user("minh", "Đinh Văn Minh", world.ward_a, "xem")
    locality = Locality.objects.create(
        name="Khu phố 1", kind="khu_pho", organization=world.ward_a, valid_from=factories.SINCE
    )
    report = next(iter(reports().values()))
    question = Question(report, world.scope(world.ward_a), world.ward_a, Period.year(2023), report.chosen({}))
    issue = freeze(by=people["an"], question=question)
    waiting = {state: freeze(by=people["an"], question=question) for state in ("checked", "approved", "issued")}
    for frozen in waiting.values():
        check(by=people["an"], issue=frozen, reason="Thử")
    for state in ("approved", "issued"):
        approve(by=people["an"], issue=waiting[state])
    numbered = NumberFacts("BC", 1, "ĐU", localdate())
    publish(by=people["an"], issue=waiting["issued"], facts=numbered, today=localdate())
    store(Path(settings.MEDIA_ROOT) / "bao-cao" / "thu.pdf", b"%PDF")
    IssueFile.objects.create(issue=issue, format="pdf", path="bao-cao/thu.pdf", size=4, digest="0" * 64)
    row, column = next(key for key, lines in issue.evidence.items() if lines).split("|")
    template, written = _written(world.ward_a, people["an"], issue, f"{row}|{column}")
    batch = factories.batch(candidate)
    brought = factories.import_batch(world.ward_a, people["an"])
    comparison = factories.import_batch(
        world.ward_a, people["an"], state=ImportBatch.State.COMPARED, options={COMPARE_ONLY: True}
    )
    draft = factories.checked_draft(world.ward_a, people["an"])
    transfer = factories.transfer(factories.member(world.a1, "Lê Thị Chuyển"), world.a2)
    mandate = factories.mandate(world.ward_a)
    reorganization = carry_out(
        by=people["dung"],
        restructuring=founding("a-9", Place("Chi bộ A9", OrganizationKind.CHI_BO, world.ward_a), date(2024, 5, 20)),
        today=date(2024, 6, 3),
    )
    return {
        "": [],
        "organization": [world.ward_a.code],
        "act": ["thay-doi"],
        "deed": [reorganization.pk],
        "person": [member.person_id],
        "two people": [member.person_id, candidate.person_id],
        "erasure": [factories.erasure(world.a1, people["an"]).pk],
        "request": [factories.person_request(member.person, world.a1, people["an"]).pk],
        "joining": [factories.person_link(member.person, candidate.person, people["chi"]).pk],
        "member": [member.pk],
        "record kind": [member.pk, "cu-tru"],
        "record line": [member.pk, "chuc-vu", factories.post(member).pk],
        "post": [member.pk, factories.post(member, "chi_uy_vien").pk],
        "cell's year": [2023, world.a1.code],
        "line": [member.pk, member.movements.get(kind=Kind.KET_NAP).pk],
        "candidate": [candidate.pk],
        "candidate's next step": [candidate.pk, "don"],
        "candidate's step": [candidate.pk, factories.step(candidate, StepKind.VAO_DANH_SACH, date(2024, 1, 9)).pk],
        "member's next step": [member.pk, "tu-kiem-diem"],
        "member's step": [member.pk, factories.step(member, StepKind.TU_KIEM_DIEM, date(2024, 2, 9)).pk],
        "member's departure": [member.pk, "tu-tran"],
        "member's new status": [member.pk, "mien"],
        "member's status": [
            member.pk,
            MemberStatus.objects.create(member=member, kind=StatusKind.MAT_LIEN_LAC, since=date(2024, 2, 9)).pk,
        ],
        "transfer": [transfer.pk],
        "transfer's next step": [transfer.pk, "tiep-nhan"],
        "transfer's step": [transfer.pk, transfer.steps.get().pk],
        "class": [training_class.pk],
        "cell": [world.a1.code],
        "survey": [2024, world.a1.code],
        "prospect": [factories.prospect(world.a1, "Cao Văn Chín").pk],
        "school class": [factories.school_class(world.a1).pk],
        "proposal": [training_class.pk, proposal.pk],
        "class paper": [training_class.pk, "danh-sach-lop"],
        "class file": [training_class.pk, printed.pk],
        "decision": [decision.pk],
        "batch": [batch.pk],
        "batch item": [batch.pk, batch.items.get().pk],
        "mandate": [world.ward_a.code, mandate.pk],
        "incoming": [factories.moving(factories.candidate(world.b1), world.ward_a).pk],
        "account": [user.pk],
        "appointment": [user.pk, user.appointments.get().pk],
        "job": [issue.job_id],
        "register file": [taken_out.pk],
        "comparison": [comparison.pk],
        "locality": [locality.pk],
        "amendment": [factories.amendment(world.ward_a, people["dung"]).pk],
        "year": [2027],
        "holiday": [factories.holiday(people["dung"]).pk],
        "letterhead": [factories.letterhead(world.ward_a, "ĐU").pk],
        "declared figure": [factories.declared_figure(world.ward_a, people["an"]).pk],
        "target": [factories.target(world.ward_a, 5, recorded_by=people["an"]).pk],
        "exemption": [factories.exemption(world.a1, recorded_by=people["an"]).pk],
        "follower": [factories.follower(world.ward_a, recorded_by=people["an"]).pk],
        "import batch": [brought.pk],
        "import row": [brought.pk, brought.rows.get().pk],
        "reform plan": [factories.reform_plan(world.ward_a, people["dung"]).pk],
        "help": ["bat-dau"],
        "report": [report.slug],
        "report cell": [report.slug, row, column],
        "question": [address_of(question)],
        "issue": [issue.pk],
        "checked issue": [waiting["checked"].pk],
        "approved issue": [waiting["approved"].pk],
        "issued report": [waiting["issued"].pk],
        "checked draft": [draft.pk],
        "draft finding": [draft.pk, 1],
        "separation": [
            separate_duties(by=people["an"], organization=world.ward_a, since=date(2030, 1, 1), document="Quy chế").pk
        ],
        "requirement": [factories.report_requirement(world.ward_a).pk],
        "term": [world.ward_a.code, factories.committee_term(world.ward_a).pk],
        "issue file": [issue.pk, "pdf"],
        "overview number": ["thap-tuoi", "dang_vien", "cong"],
        "overview file": [overview.pk],
        "issue cell": [issue.pk, row, column],
        "our template": ["bao-cao-nam"],
        "template": [template.pk],
        "written report": [written.pk],
        "written file": [written.pk, "pdf"],
        "written figure": [written.pk, 0],
        "written part": [written.pk, 0, 0],
        "written cell": [written.pk, 0, row, column],
    }


def _written(ward: Organization, an: User, issue: Issue, cell: str) -> tuple[WordTemplate, WrittenReport]:
    """A template of ward A and a report made of it, without counting anything."""
    layout = {"blocks": [{"p": {}, "runs": [{"f": "dang_vien"}]}, {"bang": "bang R00"}], "notes": {}}
    template = WordTemplate.objects.create(
        organization=ward, name="Mẫu", content=b"PK", layout=layout, asked=["dang_vien"], uploaded_by=an
    )
    place = {"report": "R00", "row": "", "column": "", "thing": "nguoi", "opens": True, "evidence": f"bang R00/{cell}"}
    told = {"key": "dang_vien", "label": "Đảng viên", "meaning": "Đếm", "text": "01", "period": "", "document": ""}
    report = WrittenReport.objects.create(
        organization=ward,
        first=issue.first,
        last=issue.last,
        name="Báo cáo",
        template=template,
        content=b"PK",
        layout=layout,
        figures=[{**told, "cells": [place], "parts": [], "pieces": []}],
        tables={"bang R00": issue.table},
        evidence={f"bang R00/{cell}": issue.evidence[cell]},
        frozen_at=issue.frozen_at,
        frozen_by=an,
        files={"pdf": {"path": "bao-cao/thu.pdf", "size": 4, "digest": "0" * 64}},
    )
    return template, report

"""What people do while things break, and what must stand in the register afterwards, exactly once.

A work is done over HTTP alone. Whatever was acknowledged (a form that was answered with a redirection) becomes a
`Promise`, which later looks into the register itself and counts how often the promised thing is there.
"""

from __future__ import annotations

import hashlib
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from dangvien.models import AuditEntry, Candidate, ImportBatch, ImportRow, Job, Kind, Member, Movement, Step, StepKind
from reports.models import Issue, IssueFile, IssueStep
from tests import roster_files
from tests.drills.clerk import PATIENCE, Clerk, Page
from tests.drills.world import CELL

ROWS = 8
"""Members of a list that is brought: more than one, so that half of it could be written."""
PEOPLE = 2
"""People who are put on the list in one work."""
SINCE = date(2024, 1, 10)


@dataclass(frozen=True)
class Promise:
    """Something that was acknowledged. `count` tells how often it is in the register; it must be `once`."""

    what: str
    count: Callable[[], int]
    once: int = 1


@dataclass
class Desk:
    """Where a work is done: the two people, the folder of the installation, and what was promised so far."""

    an: Clerk
    dung: Clerk
    files: Path
    promises: list[Promise] = field(default_factory=list)

    def promise(self, what: str, count: Callable[[], int], once: int = 1) -> None:
        self.promises.append(Promise(what, count, once))


Work = Callable[[Desk, int], None]
"""Does the work of that number; numbers never come twice in a register."""


def save(desk: Desk, number: int) -> None:
    """Put people on a cell's list, and record a step of each."""
    for one in range(PEOPLE):
        name = _name(number * PEOPLE + one)
        page = desk.an.open("/nguon/them/")
        form = page.form("/nguon/them/").filled({
            "full_name": name, "birth": f"{1 + number % 28:02d}/{1 + one:02d}/1998", "gender": "nam",
            "cell": option(page, CELL), "source": "nong_thon", "opened_on": f"{SINCE:%d/%m/%Y}",
        })  # fmt: skip
        case = desk.an.send(form)
        key = int(case.rstrip("/").rpartition("/")[2])
        _promise_candidate(desk, name, key)
        address = f"{case}buoc/vao-danh-sach/"
        page = desk.an.open(address)
        told = {"occurred_on": f"{SINCE:%d/%m/%Y}", "number": "05-NQ/CB", "helper": option(page, "Nguyễn Văn")}
        desk.an.send(page.form(address).filled(told))
        _promise_step(desk, name, key)


def bring_list(desk: Desk, number: int) -> None:
    """Send a small Excel list of members and have it written."""
    rows = [roster_files.member(number * ROWS + one, chi_bo=CELL) for one in range(ROWS)]
    cards, name = [row["so_the"] for row in rows], f"danh-sach-{number}.xlsx"
    page = desk.an.open("/nhap-danh-sach/dua-len/")
    form = page.form("/dua-len/").filled({
        "kind": "dang_vien", "organization": option(page, "Đảng bộ Phường A"), "as_of": "31/05/2026",
    })  # fmt: skip
    batch = desk.an.send(form, ("file", name, roster_files.book(rows)))
    key = int(batch.rstrip("/").rpartition("/")[2])
    desk.promise(f"file {name}", lambda: ImportBatch.objects.filter(file_name=name).count())
    _until(desk.an, batch, lambda page: f'href="{batch}ghi/"' in page.text, "the list is read and checked")
    address = f"{batch}ghi/"
    desk.an.send(desk.an.open(address).form(address))
    desk.promise(f"members of {name}", lambda: Member.objects.filter(card_number__in=cards).count(), ROWS)
    desk.promise(f"lines of {name}", lambda: Movement.objects.filter(batch=key, kind=Kind.DAU_SO).count(), ROWS)
    desk.promise(f"rows of {name}", lambda: ImportRow.objects.filter(batch=key, committed=True).count(), ROWS)
    desk.promise(
        f"writing of {name}",
        lambda: sum(
            entry.after["từ tệp"] == name for entry in AuditEntry.objects.filter(verb="ghi từ danh sách") if entry.after
        ),
        ROWS,
    )


def print_report(desk: Desk, number: int) -> None:
    """Freeze a report as a draft, which the worker prints."""
    _promise_files(desk, _frozen(desk, number), draft=True)


def _frozen(desk: Desk, number: int) -> str:
    """A report frozen as a draft; gives its key."""
    first = date(2000, 1, 1) + timedelta(days=number)
    address = f"/bao-cao/ket-nap-theo-nam/?to_chuc=phuong-a&tu={first:%d/%m/%Y}&den=31/12/2025"
    made = desk.an.send(desk.an.open(address).form("/chot/"))
    desk.promise(f"report from {first}", lambda: Issue.objects.filter(first=first).count())
    return made.rstrip("/").rpartition("/")[2]


def issue_report(desk: Desk, number: int) -> None:
    """Freeze, check, approve and issue a report: number, day, and the paper. The draft need not be printed by then."""
    key = _frozen(desk, number)
    made = f"/bao-cao/da-chot/{key}/"
    for step, kind in (("kiem-tra", "kiem_tra"), ("duyet", "duyet"), ("ban-hanh", "ban_hanh")):
        desk.an.send(desk.an.open(made).form(f"/{step}/"))
        _promise_report_step(desk, key, kind)
    desk.promise(f"number of report {number}", lambda: _same_number(key))
    _promise_files(desk, key, draft=False)


def back_up(desk: Desk, number: int) -> None:
    """Ask for a backup, which is tried when it is made."""
    job = desk.dung.send(desk.dung.open("/sao-luu/").form("/sao-luu/ngay/"))
    key = job.rstrip("/").rpartition("/")[2]
    done = Job.State.XONG  # only a backup that came back whole ends so
    desk.promise(f"backup {number}", lambda: Job.objects.filter(pk=key, state=done).count())


WORKS: dict[str, Work] = {
    "save": save,
    "import": bring_list,
    "print": print_report,
    "issue": issue_report,
    "backup": back_up,
}
"""By the name that stands in the table."""


def _promise_candidate(desk: Desk, name: str, key: int) -> None:
    followed = Candidate.objects.filter(person__full_name=name)
    traces = AuditEntry.objects.filter(verb="đưa vào danh sách nguồn", subject_id=str(key))
    desk.promise(f"candidate {name}", followed.count)
    desk.promise(f"trace of {name}", traces.count)


def _promise_step(desk: Desk, name: str, key: int) -> None:
    steps = Step.objects.filter(candidate=key, kind=StepKind.VAO_DANH_SACH)
    desk.promise(f"step of {name}", steps.count)


def _promise_report_step(desk: Desk, key: str, kind: str) -> None:
    steps = IssueStep.objects.filter(issue=UUID(key), kind=kind)
    desk.promise(f"{kind} of report {key}", steps.count)


def _promise_files(desk: Desk, key: str, *, draft: bool) -> None:
    kind = "draft" if draft else "issued"
    formats = len(IssueFile.Format)
    desk.promise(f"{kind} files of {key}", lambda: _whole_files(key, desk.files, draft=draft), formats)


def _whole_files(key: str, files: Path, *, draft: bool) -> int:
    """How many files of a report are there, each with the bytes it was recorded with."""
    made = IssueFile.objects.filter(issue=UUID(key), draft=draft)
    return sum(hashlib.sha256((files / file.path).read_bytes()).hexdigest() == file.digest for file in made)


def _same_number(key: str) -> int:
    """How many reports carry the number of this one."""
    issue = Issue.objects.get(pk=key)
    return Issue.objects.filter(organization=issue.organization_id, number=issue.number, term=issue.term).count()


def _until(clerk: Clerk, address: str, seen: Callable[[Page], bool], what: str) -> Page:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page = clerk.open(address)
        if seen(page):
            return page
        time.sleep(0.2)
    raise AssertionError(f"{what}: not within {PATIENCE:.0f} s: {page.said[:800]}")


def option(page: Page, label: str) -> str:
    """The value of the choice with this label."""
    found = re.search(rf'<option value="(\d+)"[^>]*>\s*{re.escape(label)}', page.text)
    assert found is not None, page.said[:500]
    return found[1]


_FIRST, _MIDDLE, _LAST = "BCDĐGHKLMNPQRSTVX", "aeiouâêôơư", "cmnpt"


def _name(number: int) -> str:
    """A name of three words, another for every number, and not like the others'."""
    dice = random.Random(number)
    return " ".join(dice.choice(_FIRST) + dice.choice(_MIDDLE) + dice.choice(_LAST) for _ in range(3))

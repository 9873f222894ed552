"""Pages of the register with 90.000 members: the list and its search beside Django's admin, and how long others take.

Every page is asked for through Django's test client: everything but the socket, on both sides. The reader serves the
whole province, which is the worst case; the second reader serves one commune.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from benchmarks import rival
from benchmarks.measuring import Result, database_name, in_turns, queries_of, report, seconds
from dangvien.models import Appointment, Member, Organization, User
from dangvien.views.listing import PER_PAGE

LIST_AIM = 1 / 1.5
"""Half as many pages a second again as the admin: two thirds of its time."""
MOST_QUERIES = 18
"""The first page takes the most: its last ones ask whether anybody waits for a report, or for their own data."""
SEARCHES = ("nguyen van an", "thi hoa", "le duc thang")
"""Words as people type them: without marks, not in order, of several lengths of answer."""
ROOT, COMMUNE = "tinh-mau", "co-so-3"


class PageFailed(RuntimeError):
    """A page did not answer 200."""


def reader(code: str, name: str) -> Client:
    """Somebody of the organization's board, signed in."""
    organization = Organization.objects.get(code=code)
    user, made = User.objects.get_or_create(username=name, defaults={"full_name": "Người đo"})
    if made:
        user.set_unusable_password()
        user.is_staff = user.is_superuser = (
            True  # for the admin's list; the register itself looks at appointments alone
        )
        user.save()
        Appointment.objects.create(
            user=user, organization=organization, role="ban_to_chuc", valid_from=date(2020, 1, 1)
        )
    settings.COSTLY_PER_MINUTE = 0  # asked faster than any person does
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def page(client: Client, address: str) -> Callable[[], object]:
    """Asks for a page as a browser does. Raises PageFailed when it is not shown."""

    def ask() -> object:
        answer = client.get(address)
        if answer.status_code != 200:
            raise PageFailed(f"{address}: {answer.status_code}")
        return answer.content

    return ask


def search(client: Client, words: str) -> str:
    """Send the search form; gives the address of its answer, which holds a key and not the words."""
    answer = client.post(reverse("dang-vien"), {"ten": words})
    if answer.status_code != 302:
        raise PageFailed(f"search: {answer.status_code}")
    return answer.headers["Location"]


def _beside_admin(client: Client, runs: int) -> list[Result]:
    people = Member.objects.count()
    members, far = reverse("dang-vien"), max(1, people // PER_PAGE // 2)
    pairs = [
        ("member list, first page", members, rival.ADDRESS),
        (f"member list, page {far}", f"{members}?trang={far}", f"{rival.ADDRESS}?p={far}"),
        *(
            (f"search “{words}”", search(client, words), f"{rival.ADDRESS}?q={words.replace(' ', '+')}")
            for words in SEARCHES
        ),
    ]
    found = []
    for what, ours, theirs in pairs:
        mine, other, ratio = in_turns(page(client, ours), page(client, theirs), runs)
        queries = queries_of(page(client, ours))
        found.append(
            Result(
                what=f"{what}, {people} members",
                where=database_name(),
                ours=mine,
                other=other,
                ratio=ratio,
                aim=LIST_AIM,
                queries=queries,
                most_queries=MOST_QUERIES,
                note=f"{1 / ratio:.1f} × the admin's pages a second; admin {queries_of(page(client, theirs))} queries",
            )
        )
    return found


def _alone(client: Client, who: str, runs: int) -> list[Result]:
    pages = {
        "home page": reverse("trang-chu"),
        "organization tree": reverse("to-chuc"),
        "member list": reverse("dang-vien"),
        "candidate list": reverse("nguon"),
        "class list": reverse("lop"),
        "decision list": reverse("quyet-dinh"),
        "report R01, shown": reverse("bao-cao-xem", args=["phu-luc-khu-dan-cu"]),
    }
    found = []
    for what, address in pages.items():
        ask = page(client, address)
        ask()
        taken = sorted(seconds(ask) for _ in range(runs))
        found.append(
            Result(
                what=f"{what}, {who}",
                where=database_name(),
                ours=taken[len(taken) // 2],
                queries=queries_of(ask),
                most_queries=MOST_QUERIES,
            )
        )
    return found


def measure(runs: int) -> list[Result]:
    """Every page for a reader of the whole province, the list beside the admin's; then for a reader of one commune."""
    with override_settings(ROOT_URLCONF="benchmarks.rival"):
        everything, commune = reader(ROOT, "do-tinh"), reader(COMMUNE, "do-co-so")
        return [
            *_beside_admin(everything, runs),
            *_alone(everything, "whole province", runs),
            *_alone(commune, "one commune", runs),
        ]


def main(arguments: Sequence[str]) -> int:
    """`python -m benchmarks lists`: on the database that DATABASE_URL names, which holds the province."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks lists", description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    report(measure(asked.runs), as_json=asked.json)
    return 0

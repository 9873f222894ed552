"""Nonsense in every address, every query and every form: a sentence comes back, never an error of the program.

Addresses come from the URL resolver, the boxes of forms from the pages themselves, so that a new screen is tried
without being named here. What is sent is the same in every run.
"""

from __future__ import annotations

import contextlib
import logging
import random
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.architecture.test_urls_by_role import TABLE, Row, cast, stage
from tests.dangvien.pages import Page
from tests.everything import PEOPLE

__all__ = ["cast", "stage"]

LONG = "Ạ9" * 50_000
"""A hundred thousand letters."""

NUL = "a\x00b"

NASTY = {
    "NUL": NUL,
    "digits without end": "9" * 400,
    "a number no column holds": str(2**63),
    "below zero": "-1",
    "a day that is none": "31/02/99999",
    "half a letter": "\ud800",
    "another way of writing": "\u202e１２\u0301<b>'\"%s{{",
}
"""What people never type and programs do, each tried in every box."""

COMMON = ("trang", "tim", "ten", "tep", "ngay", "nam", "thang", "tu", "den", "to_chuc", "xep", "loai", "muc", "thay",
          "trang_tinh", "vua-ghi", "nguon", "chi-bo", "quy_dinh", "truong", "to-chuc", "viec", "in", "next", "ma",
          "nguoi")  # fmt: skip
"""Names that views read beside the boxes they show."""

ANSWERS = {200, 204, 302, 400, 403, 404, 405, 409, 413, 422, 429}

SKIPPED = {"dang-xuat"}
"""Ends the session that the other addresses are asked with."""


def client_of(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def who_opens(row: Row) -> str:
    """Somebody who may open an address, or send to it: the city's board, its administrator, or the ward's secretary."""
    for statuses in (row.get.split(), row.post.split()):
        for name in ("chi", "dung", "an"):
            if statuses[PEOPLE.index(name)] in ("200", "302"):
                return name
    return "chi"


def boxes_of(answer: Any) -> set[str]:
    """The names of everything that could be filled in on a page."""
    if "html" not in answer.get("Content-Type", ""):
        return set()
    page = Page(answer.content.decode())
    boxes = [*page.all("input"), *page.all("select"), *page.all("textarea"), *page.all("button")]
    names = {str(box.attributes["name"]) for box in boxes if box.attributes.get("name")}
    return names - {"csrfmiddlewaretoken", "token"}


def said(query: dict[str, str]) -> str:
    """A query as it travels; half a letter cannot be encoded and travels as the bytes a careless program sends."""
    data = QueryDict(mutable=True)
    data.update({name: value.replace("\ud800", "HALF") for name, value in query.items()})
    return data.urlencode().replace("HALF", "%ED%A0%80")


def asked(client: Client, method: str, *args: Any, **kwargs: Any) -> Any:
    """The answer, read to its end, in a world that is the same afterwards."""
    with transaction.atomic():
        answer = getattr(client, method)(*args, **kwargs)
        answer.getvalue()
        transaction.set_rollback(True)
    return answer


def wrong(answer: Any) -> str:
    """What is wrong with an answer, or nothing."""
    if answer.status_code in ANSWERS:
        return ""
    error = getattr(answer, "exc_info", None)
    return f"{answer.status_code} {error[0].__name__}: {str(error[1])[:120]}" if error else str(answer.status_code)


def mixture(chance: random.Random, boxes: set[str]) -> dict[str, str]:
    """Every box filled with some nonsense; two of them with very much of it."""
    values = list(NASTY.values())
    filled = {box: chance.choice((NUL, chance.choice(values))) for box in sorted(boxes)}
    return filled | dict.fromkeys(chance.sample(sorted(boxes), min(2, len(boxes))), LONG)


def tries(chance: random.Random, address: str, boxes: set[str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What is sent to one address: by which method, where to, and what stands in the form."""
    yield "get", f"{address}?{said(mixture(chance, boxes | set(COMMON)))}", {}
    sent = {box: value.replace("\ud800", "\ufffd") for box, value in mixture(chance, boxes).items()}
    yield "post", address, {**sent, "token": str(uuid4())}


def nonsense(chance: random.Random, name: str, whole: list[Any]) -> Iterator[str]:
    """The address with one of its parts replaced by what is no key of anything."""
    for value in (chance.choice((2**63, 10**30)), chance.choice(("x" * 3000, NUL))):
        for place in range(len(whole)):
            with contextlib.suppress(NoReverseMatch):
                yield reverse(name, args=[*whole[:place], value, *whole[place + 1 :]])
                return


def test_nothing_that_is_sent_breaks_a_page(cast):
    people, things = cast
    logging.disable()
    clients = {name: client_of(people[name]) for name in ("chi", "dung", "an")}
    failures = []
    for name in sorted(TABLE.keys() - SKIPPED):
        row = TABLE[name]
        address = reverse(name, args=things[row.of])
        shown = f"{address}?{things['question'][0]}" if row.of.startswith("report") else address
        client = clients[who_opens(row)]
        answer = asked(client, "get", shown)
        chance = random.Random(name)
        sent = [*tries(chance, address, boxes_of(answer))]
        sent += [("get", to, {}) for to in nonsense(chance, name, things[row.of])]
        for method, to, typed in sent:
            if trouble := wrong(asked(client, method, to, typed)):
                failures.append(f"{name}, {method} {to[:300]}: {trouble}; {str(typed)[:300]}")
    logging.disable(logging.NOTSET)

    assert "\n".join(failures) == ""

"""What the crowd does in Django's own admin on the same register: the nearest it offers to each act in the register."""

from __future__ import annotations

import re

from django.utils.timezone import localdate

from benchmarks.crowd.browser import Browser
from benchmarks.crowd.people import PASSWORD, Person
from benchmarks.crowd.register import PAGES, SEARCHES
from benchmarks.crowd.work import Act, Side
from dangvien.models import StepKind
from dangvien.text import day_full

HOME = "/do/"
MEMBERS, CANDIDATES, PEOPLE, STEPS = (f"{HOME}dangvien/{model}/" for model in ("member", "candidate", "person", "step"))
CASE = re.compile(rb'href="/do/dangvien/candidate/(\d+)/change/')
ON_THE_WAY = "closed_on__isnull=True"
LIST, FORM, SAVED = 'id="changelist-form"', 'name="_save"', 'class="success"'


def sign_in(person: Person, browser: Browser) -> None:
    door = browser.get("sign-in page", f"{HOME}login/?next={HOME}", says="password")
    form = door.filled("username", {"username": person.username, "password": PASSWORD})
    browser.send("signing in", form, says="user-tools")
    list_of_candidates(person, browser)


def _of_office(person: Person) -> str:
    """What narrows a list to the cells of an office, as its own list in the register is narrowed by the scope."""
    return "" if person.at_top else f"&organization__in={','.join(map(str, person.cells))}"


def first_page(person: Person, browser: Browser) -> None:
    browser.get("first page", HOME, says=MEMBERS)


def list_of_members(person: Person, browser: Browser) -> None:
    page = person.rng.randint(1, PAGES)
    browser.get("list of members", f"{MEMBERS}?p={page}{_of_office(person)}", says=LIST)


def list_of_candidates(person: Person, browser: Browser) -> None:
    address = f"{CANDIDATES}?{ON_THE_WAY}&p={person.rng.randint(1, PAGES)}{_of_office(person)}"
    page = browser.get("list of candidates", address, says=LIST)
    person.sees(CASE.findall(page.content))


def search(person: Person, browser: Browser) -> None:
    list_of_members(person, browser)
    words = person.rng.choice(SEARCHES).replace(" ", "+")
    browser.get("search", f"{MEMBERS}?q={words}{_of_office(person)}", says=LIST)


def open_case(person: Person, browser: Browser) -> None:
    if not person.cases:
        list_of_candidates(person, browser)
        return
    browser.get("opening a case", f"{CANDIDATES}{person.rng.choice(person.cases)}/change/", says=FORM)


def add_candidate(person: Person, browser: Browser) -> None:
    """The person, and in the row below the candidacy with its cell."""
    page = browser.get("form of a candidate", f"{PEOPLE}add/", says=FORM)
    name, birth = person.somebody_new()
    values = {"full_name": name, "birth_date": birth, "birth_precision": "ngay", "gender": "nam"}
    row = {
        "organization": str(person.rng.choice(person.cells)),
        "source": "nong_thon",
        "opened_on": day_full(localdate()),
    }
    values |= {f"candidacies-0-{box}": value for box, value in row.items()}
    browser.send("saving a candidate", page.filled("full_name", values, button={"_save": "1"}), says=SAVED)


def record_step(person: Person, browser: Browser) -> None:
    """A step of a case seen in the list."""
    if not person.cases:
        list_of_candidates(person, browser)
        return
    page = browser.get("form of a step", f"{STEPS}add/?candidate={person.rng.choice(person.cases)}", says=FORM)
    values = {
        "kind": StepKind.VAO_DANH_SACH.value,
        "occurred_on": day_full(localdate()),
        "organization": str(person.rng.choice(person.cells)),
        "number": str(person.written),
    }
    browser.send("recording a step", page.filled("occurred_on", values, button={"_save": "1"}), says=SAVED)


def counts(person: Person, browser: Browser) -> None:
    """The nearest to a report: the list with the number of rows beside every choice of its filters."""
    browser.get("report", f"{CANDIDATES}?_facets=True{_of_office(person)}", says="(")


def export(person: Person, browser: Browser) -> None:
    """By django-import-export, with the columns of our file."""
    asks = browser.get("reason for an export", f"{CANDIDATES}export/?{ON_THE_WAY}{_of_office(person)}", says="format")
    browser.send("Excel file", asks.filled("format", {}), says="PK\x03\x04")


SIDE = Side(
    sign_in,
    (
        Act(10, first_page),
        Act(13, list_of_members),
        Act(12, list_of_candidates),
        Act(12, search),
        Act(20, open_case),
        Act(6, add_candidate),
        Act(10, record_step),
        Act(11, counts),
        Act(4, export),
        Act(2, list_of_candidates),  # it prints nothing
    ),
)

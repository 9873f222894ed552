"""The documents name what there is: everything below is compared with the code, so that neither can go its own way."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import models

from dangvien import codes, rules
from dangvien.models import (
    BatchItem,
    CaseState,
    CheckResult,
    ClassProposal,
    Clock,
    Decision,
    DossierBatch,
    Enrollment,
    Job,
    Kind,
    Locality,
    Mandate,
    Matter,
    OrganizationKind,
    Outcome,
    Person,
    Reorganization,
    StatusKind,
    TrainingClass,
    TransferKind,
    TransferReason,
    TransferStepKind,
    User,
    Vote,
    WaitingFor,
)
from dangvien.models.person import BirthPrecision
from dangvien.models.progress import Phase
from dangvien.period import Period
from dangvien.permissions import ROLES, Permission
from dangvien.procedure.way import DEFINITIONS
from dangvien.rosters import sizes
from dangvien.scope import Scope
from dangvien.text import day_full
from dangvien.uploads import TAKEN
from reports import catalog, definition, indicators
from reports.definition import Report
from reports.engine.computing import compute
from reports.engine.question import Question
from reports.models import Issue, IssueFile, IssueStep, PeriodKind
from tests.worlds import City

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
APPS = ("dangvien", "reports")
READ = {
    "full": "đọc toàn văn",
    "partly": "đọc một phần",
    "cited": "biết qua văn bản khác dẫn lại",
    "no": "chưa đọc",
    "own": "của sổ, không phải văn bản",
}
CERTAINTY = {"certain": "chắc chắn", "probable": "khá chắc", "uncertain": "chưa chắc"}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows_of(text: str) -> list[list[str]]:
    """The cells of every line of every table."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def rows_under(name: str, words: str) -> list[list[str]]:
    """The table lines of the section whose heading holds these words."""
    sections = re.split(r"^## ", read(name), flags=re.MULTILINE)
    found = [section for section in sections if words in section.partition("\n")[0]]
    assert len(found) == 1, f"{name}: {words}"
    return rows_of(found[0])


def every_paper() -> Iterator[Path]:
    yield from (ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"))
    yield from sorted(DOCS.rglob("*.md"))


def missing(wanted: Iterable[str], text: str) -> list[str]:
    """Which of these words do not stand in the text between back-ticks."""
    told = {word.strip() for quoted in re.findall(r"`([^`\n]+)`", text) for word in re.split(r"[,;/=\s]+", quoted)}
    return [word for word in wanted if word not in told]


# The glossary -----------------------------------------------------------------------------------------------------


def test_every_model_is_in_the_glossary():
    names = [model.__name__ for label in APPS for model in apps.get_app_config(label).get_models()]

    assert missing(names, read("docs/glossary.md")) == []


@pytest.mark.parametrize(("choices", "heading"), [(OrganizationKind, "`OrganizationKind`"), (Kind, "`Kind`")])
def test_every_kind_is_a_line_of_the_glossary_with_its_label(choices: type[models.TextChoices], heading: str):
    told = {row[0].strip("`"): row[1] for row in rows_under("docs/glossary.md", heading)[2:]}

    assert told == dict(choices.choices)


def test_the_signs_of_the_ledger_are_told():
    told = {row[0].strip("`"): row[2] for row in rows_under("docs/glossary.md", "`Kind`")[2:]}

    arrivals, departures = Kind.arrivals(), Kind.departures()
    assert told == {kind: "+" if kind in arrivals else "−" if kind in departures else "0" for kind in Kind}


@pytest.mark.parametrize(
    "choices",
    [
        Person.Gender,
        BirthPrecision,
        Phase,
        TrainingClass.Kind,
        TrainingClass.Provider,
        ClassProposal.Outcome,
        Enrollment.Result,
        Decision.Subject,
        Job.State,
        Locality.Kind,
        IssueFile.Format,
        Issue.State,
        IssueStep.Kind,
        PeriodKind,
        Outcome,
        Matter,
        Clock,
        WaitingFor,
        Vote.Method,
        CheckResult.Verdict,
        Mandate.Kind,
        DossierBatch.Purpose,
        BatchItem.Outcome,
        TransferKind,
        TransferReason,
        TransferStepKind,
        StatusKind,
        Reorganization.Kind,
    ],
    ids=lambda choices: choices.__qualname__,
)
def test_every_small_choice_is_in_the_glossary_with_its_label(choices: type[models.TextChoices]):
    text = read("docs/glossary.md")

    assert [value for value, label in choices.choices if f"`{value}` {label}" not in text] == []


def test_every_step_is_in_the_glossary_with_its_state_and_who_takes_it():
    told = {row[0].strip("`"): row[1:4] for row in rows_under("docs/glossary.md", "Các bước của một hồ sơ")}

    for kind, item in DEFINITIONS.items():
        assert told[kind.value] == [kind.label, item.state, item.actor]
    for state in CaseState:
        assert told[state.value][0] == state.label


def test_every_role_and_permission_is_in_the_glossary():
    told = {row[0].strip("`"): row[1].strip("`") for row in rows_under("docs/glossary.md", "Vai trò và quyền")}
    for header in ("Mã vai trò", "Quyền (`Permission`)", "Quyền (`Permission", "---"):
        told.pop(header, None)

    assert told == {code: role.label for code, role in ROLES.items()} | {item.name: item.value for item in Permission}


def test_every_numbered_check_is_in_the_glossary():
    used = {
        number
        for folder in ("procedure", "actions")
        for file in (ROOT / "dangvien" / folder).rglob("*.py")
        for number in re.findall(r"[\"'](K\d\d)[\"']", file.read_text(encoding="utf-8"))
    }
    told = {row[0] for row in rows_under("docs/glossary.md", "(K…)")[2:]}

    assert told == used


def test_every_code_list_is_in_the_glossary_with_its_title():
    told = {row[0].strip("`"): row[1] for row in rows_under("docs/glossary.md", "Danh mục")[2:]}

    assert told == {name: codes.of(name).title for name in codes.names()}


def test_every_action_is_in_the_glossary():
    source = "".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "dangvien" / "actions").glob("*.py")))
    names = set(re.findall(r"^def ([a-z]\w*)\(\s*\*, (?:by|user|username):", source, re.MULTILINE)) - {
        "once",
        "outcome_of",
    }

    assert len(names) > 15
    assert missing(sorted(names), read("docs/glossary.md")) == []


# Rules and code lists with their marks ----------------------------------------------------------------------------


def checked_spans(history: tuple[rules.Rule[object], ...]) -> str:
    """The stretches of days in which a rule's value was held against its text, as docs/rules.md prints them."""
    spans: list[tuple[date, date | None]] = []
    for place, rule in enumerate(history):
        if not rule.checked:
            continue
        last = history[place + 1].since - timedelta(days=1) if place + 1 < len(history) else None
        if spans and spans[-1][1] == rule.since - timedelta(days=1):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((rule.since, last))
    return "; ".join(
        f"{day_full(first)}–{day_full(last)}" if last else f"từ {day_full(first)}" for first, last in spans
    )


def values_in_time(history: tuple[rules.Rule[object], ...]) -> str:
    told: list[str] = []
    for place, rule in enumerate(history):
        if place == 0:
            told.append(f"{rule.value}")
        elif rule.value != history[place - 1].value:
            told.append(f"{rule.value} (từ {day_full(rule.since)})")
    return "; ".join(told)


def test_every_rule_is_told_with_its_values_and_where_it_was_checked():
    told = {row[0].strip("`"): row[2:4] for row in rows_under("docs/rules.md", "Các giá trị")[2:]}

    assert told == {name: [values_in_time(history), checked_spans(history)] for name, history in rules.values().items()}


def test_where_a_rule_is_used_is_told_honestly():
    source = "".join(
        file.read_text(encoding="utf-8")
        for file in sorted((ROOT / "dangvien").rglob("*.py"))
        if file.name != "rules.py"
    )
    told = {row[0].strip("`"): row[4] for row in rows_under("docs/rules.md", "Các giá trị")[2:]}
    unused = {name for name in rules.values() if not re.search(rf"(?:rules|then|\))\.{name}\b|\"{name}\"", source)}

    assert {name for name, where in told.items() if where == "chưa dùng"} == unused


def test_every_text_and_era_is_told_with_its_mark():
    rows = {tuple(row[:3]) for row in rows_of(read("docs/rules.md"))}

    for document in rules.documents().values():
        assert (document.reference, document.issuer, READ[document.read]) in rows
    for era in rules.eras():
        assert (day_full(era.since), era.label, CERTAINTY[era.certainty]) in rows


def test_every_code_list_is_told_with_its_source_and_mark():
    rows = {tuple(row) for row in rows_of(read("docs/rules.md"))}

    for name in codes.names():
        found = codes.of(name)
        assert (f"`{name}`", found.title, str(len(found)), found.source, CERTAINTY[found.certainty]) in rows


# Operations -------------------------------------------------------------------------------------------------------


def variables() -> dict[str, str]:
    """The variables of .env.example and their defaults."""
    lines = [line for line in read(".env.example").splitlines() if line and not line.startswith("#")]
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def test_every_variable_is_described_with_its_default():
    told = {row[0].strip("`"): row[1].strip("`") for row in rows_under("docs/operations.md", "Biến")[2:]}

    assert told == {name: value or "(trống)" for name, value in variables().items()}


def test_every_variable_that_is_read_stands_in_the_example():
    source = read("dangvien/settings.py") + read("dangvien/environment.py")
    named = set(re.findall(r"(?:folder|switch|words|networks|choice|text|database|broker)\(\s*\"([A-Z_]+)\"", source))

    assert named - variables().keys() == set()


def test_the_proxy_of_the_handbook_lets_through_what_the_program_takes():
    """A file up to twice too large must come so far that its sender reads why, and not the proxy's English page."""
    told = [int(size) for size in re.findall(r"client_max_body_size (\d+)m;", read("docs/operations.md"))]

    assert told
    assert min(told) * sizes.MEGABYTE >= 2 * max(taken.most for taken in TAKEN.values())


def own_commands() -> set[str]:
    return {name for name, app in get_commands().items() if app in APPS}


def test_every_command_is_described():
    told = set(re.findall(r"manage\.py ([a-z_]+)", read("docs/operations.md")))

    assert own_commands() - told == set()


def test_commands_and_targets_named_in_papers_exist():
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    wrong = []
    for paper in every_paper():
        text = paper.read_text(encoding="utf-8")
        wrong += [f"{paper.name}: manage.py {name}" for name in re.findall(r"(?:manage\.py|\./so) ([a-z_]+)", text)
                  if name not in get_commands()]  # fmt: skip
        wrong += [f"{paper.name}: make {name}" for name in re.findall(r"`make ([a-z-]+)", text) if name not in targets]

    assert wrong == []


def test_the_register_in_use_is_asked_through_the_service_or_docker():
    """A bare `manage.py` reads none of the service's variables: it would back up or upgrade another register."""
    sections = re.split(r"^## ", read("docs/operations.md"), flags=re.MULTILINE)
    told = [section for section in sections if re.match(r"(6|7|8|9)\. ", section)]
    bare = [line for section in told for line in section.splitlines()
            if "manage.py" in re.sub(r"docker compose run .*?python manage\.py", "", line)]  # fmt: skip

    assert len(told) == 4
    assert bare == []
    assert all("sudo ./so " in section for section in told)


@pytest.mark.django_db
def test_the_first_organization_and_administrator_are_made_as_described():
    lines = re.findall(
        r"^ *(?:sudo \./so|docker .* manage\.py) (first_administrator (?:.*\\\n)*.*)",
        read("docs/operations.md"),
        re.MULTILINE,
    )
    told = {tuple(shlex.split(line.replace("\\\n", " "))) for line in lines}
    assert (len(lines), len(told)) == (2, 1)  # on one machine and with Docker, the same
    call_command(*told.pop(), stdout=StringIO())

    scope = Scope.of(User.objects.get())
    assert [organization.code for organization in scope.organizations] == ["dang-bo-xa-mau"]
    assert {Permission.MANAGE_ACCOUNTS, Permission.MANAGE_ORGANIZATIONS} < scope.permissions


# Reports ----------------------------------------------------------------------------------------------------------


def test_every_report_is_described():
    told = {row[0]: row[1:3] for row in rows_under("docs/reports.md", "The reports there are")[2:]}

    assert told == {report.code: [f"`{report.slug}`", report.name] for report in catalog.reports().values()}


def test_every_word_of_the_vocabulary_is_explained():
    text = read("docs/reports.md")
    own = [name for name in definition.__all__ if not name.startswith("Any")]
    fields = [name for name in Report.__dataclass_fields__ if name not in {"rows", "columns"}]

    assert [name for name in own if not re.search(rf"`[^`\n]*\b{name}\b", text)] == []
    assert [name for name in fields if f"`{name}`" not in text and f"`{name}(" not in text] == []


def example(kind: str, name: str = "docs/reports.md") -> str:
    """The piece of code in a paper marked with this word."""
    found = re.search(rf"^```python {kind}\n(.*?)^```", read(name), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.django_db
def test_the_worked_example_counts(monkeypatch: pytest.MonkeyPatch):
    measure = dict(vars(indicators.admissions))
    exec(example("indicator"), measure)
    monkeypatch.setattr(indicators, "ADMITTED_WOMEN", measure["ADMITTED_WOMEN"], raising=False)
    page: dict[str, Report] = {}
    exec(example("report"), page)
    city, day = City(), date(2020, 6, 1)
    for cell, gender in (("p1c1", "nu"), ("p1c1", "nam"), ("p1c2", "nu"), ("p2c1", "nam")):
        member = city.member()
        member.person.gender = gender
        member.person.save()
        city.line(member, cell, Kind.KET_NAP, day)
    mistake = city.line(city.member(), "p2c2", Kind.KET_NAP, day)
    city.reverse(mistake)
    asked = city.ask("R01", Period.year(2020))
    report = page["REPORT"]

    table = compute(Question(report, asked.scope, asked.organization, asked.period, report.chosen({})))

    assert [(row.label, *(cell.text for cell in row.cells)) for row in table.all_rows] == [
        ("Tên p1", "3", "2", "66,7"),
        ("Tên p2", "1", "0", "0,0"),
        ("Tổng cộng", "4", "2", "50,0"),
    ]
    assert table.holds


# The house --------------------------------------------------------------------------------------------------------


def test_every_room_is_on_the_floor_plan():
    text = read("docs/architecture.md")
    rooms = [
        entry
        for label in APPS
        for entry in (ROOT / label).iterdir()
        if not entry.name.startswith("_") and (entry.is_dir() or entry.suffix == ".py")
    ]

    untold = [entry for entry in rooms if f"`{entry.name}{'/' * entry.is_dir()}`" not in text]
    assert [str(entry.relative_to(ROOT)) for entry in untold] == []


def test_the_order_of_rooms_is_the_one_that_is_held():
    told = " ".join(read("docs/architecture.md").split())

    for contract in tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers":
            order = re.sub(r"[()]", "", " > ".join(contract["layers"])).replace(" :", ",")
            assert f"{contract['containers'][0]}: {order}" in told


def test_runtime_libraries_are_recorded_with_their_locked_versions():
    wanted = tomllib.loads(read("pyproject.toml"))["project"]["dependencies"]
    named = {re.split(r"[^a-z0-9-]", line)[0] for line in wanted} | {"redis"}
    locked = dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([0-9.]+)", read("requirements.lock"), re.MULTILINE))
    record = rows_of(read("docs/decisions/0009-libraries.md"))[2:]

    assert {row[0]: row[1].partition(",")[0] for row in record} == {name: locked[name] for name in named}


def test_decisions_are_numbered_without_gaps_and_say_how_to_leave():
    files = sorted((DOCS / "decisions").glob("*.md"))

    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {file.name[:4]}. ")
        for part in ("**Context.**", "**Decision.**", "**Weighed", "**Leaving it.**"):
            assert part in text, f"{file.name}: {part}"


def test_links_and_pictures_lead_somewhere():
    broken = []
    for paper in every_paper():
        text = paper.read_text(encoding="utf-8")
        targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text) + re.findall(r"<img[^>]*src=\"([^\"]+)\"", text)
        broken += [f"{paper.name}: {target}" for target in targets if not (paper.parent / target).exists()]

    assert broken == []

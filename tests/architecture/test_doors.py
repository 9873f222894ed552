"""Views, forms and reports reach rows through a Scope and nothing else; only models and actions change many rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

FENCED = (
    "dangvien/views", "dangvien/forms", "dangvien/admin.py", "dangvien/context.py", "dangvien/templatetags", "reports",
)  # fmt: skip
"""Where rows come from a Scope alone."""

OPEN = {
    "reports/engine": "counts in the subtree it is given, with its own grouped queries",
    "reports/indicators": "names what is counted; the engine puts the fence around it",
    "reports/models": "defines the rows",
    "reports/issuing.py": "freezes a report: the actions of this application",
    "reports/lifecycle.py": "checks, approves, issues, withdraws: the actions of this application",
    "reports/separating.py": "says whose steps are held by different people: the actions of this application",
    "reports/requiring.py": "asks for reports: the actions of this application",
    "reports/checking.py": "brings, answers, drops drafts: the actions of this application",
    "reports/drafting.py": "the schedule's work: looks for what is due everywhere, acts with somebody's scope",
    "reports/numbering.py": "reads the whole series of a committee whose report was found through a scope",
    "reports/jobs.py": "records the files of an issue it found through the owner's scope",
    "reports/narrative/keeping.py": "keeps templates and reports in words: the actions of this application",
    "reports/papers.py": "finds the letterhead of an organization whose report was found through a scope",
    "reports/migrations": "made by Django",
    "reports/management": "the operator's shell, bound to the organization that was typed",
    "dangvien/views/health.py": "asks whether the database answers, and reads no row",
}
"""Exceptions → why."""

DOORS = {"within", "asked_by"}
"""`Issue.objects.within(scope)`: the doors of the reports' own rows, which `dangvien/scope/` cannot name."""

MANAGERS = {"objects", "_default_manager", "_base_manager"}
RAW = {"raw", "extra", "cursor"}
MANY = {"update", "delete", "bulk_create", "bulk_update"}
"""Ways of changing rows that pass by `save` and its checks."""

CHANGERS = {
    "dangvien/models": "the rows' own methods",
    "dangvien/actions": "verbs, each with its audit entry",
    "dangvien/migrations": "made by Django",
    "dangvien/demo": "fills an empty register with invented people",
    "reports/issuing.py": "the actions of this application",
    "reports/checking.py": "the actions of this application",
    "reports/models": "the rows' own methods",
}
"""Where many rows may be changed at once → why."""


def sources(*folders: str) -> Iterator[str]:
    """Every Python file below these folders, as a path from the project's root."""
    for folder in folders:
        path = ROOT / folder
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            yield file.relative_to(ROOT).as_posix()


def under(file: str, places: dict[str, str]) -> bool:
    return any(file == place or file.startswith(f"{place}/") for place in places)


def second_doors(source: str) -> list[str]:
    """Where a source reaches rows past the scope: line and what it names."""
    tree, found = ast.parse(source), []
    doors = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in DOORS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS | RAW and id(node) not in doors:
            found.append(f"{node.lineno}: .{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module == "django.db":
            names = {alias.name for alias in node.names} & {"connection", "connections"}
            found += [f"{node.lineno}: {name}" for name in sorted(names)]
        elif isinstance(node, ast.Name) and node.id == "RawSQL":
            found.append(f"{node.lineno}: RawSQL")
    return found


def mass_changes(source: str) -> list[str]:
    """Where a source changes many rows at once. A method of that name on a plain dict or set is told by its look."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MANY):
            continue
        if node.func.attr == "update" and not _may_be_rows(node):
            continue
        found.append(f"{node.lineno}: .{node.func.attr}()")
    return found


def _may_be_rows(call: ast.Call) -> bool:
    """Whether an `update` may be a queryset's, which takes keywords only and follows a door or a filter."""
    assert isinstance(call.func, ast.Attribute)
    owner = call.func.value
    if call.args or isinstance(owner, (ast.Name, ast.Subscript)):
        return False
    return not (isinstance(owner, ast.Attribute) and owner.attr == "attrs")


def locks_of_keys(source: str) -> list[str]:
    """Where a source locks rows against those who only name them by a key, too.

    Keys are proved when a transaction ends, and by then it holds the end of the audit trail: whoever held such a row
    and waited for the trail would wait in a circle, and PostgreSQL would end one of the two with an error.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "select_for_update"
        ):
            given = {word.arg: word.value for word in node.keywords}
            value = given.get("no_key")
            if not (isinstance(value, ast.Constant) and value.value is True):
                found.append(f"{node.lineno}: .select_for_update()")
    return found


@pytest.mark.parametrize("file", [file for file in sources(*FENCED) if not under(file, OPEN)])
def test_rows_come_through_the_scope(file):
    assert second_doors((ROOT / file).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", [file for file in sources("dangvien", "reports") if not under(file, CHANGERS)])
def test_many_rows_are_changed_in_models_and_actions_only(file):
    assert mass_changes((ROOT / file).read_text(encoding="utf-8")) == []


def test_rows_are_locked_without_their_keys():
    found = {file: locks_of_keys((ROOT / file).read_text(encoding="utf-8")) for file in sources("dangvien", "reports")}

    assert {file: lines for file, lines in found.items() if lines} == {}
    assert locks_of_keys("Member.objects.select_for_update().get(pk=1)") == ["1: .select_for_update()"]
    assert locks_of_keys("Member.objects.select_for_update(no_key=True).get(pk=1)") == []


@pytest.mark.parametrize("place", sorted(OPEN | CHANGERS))
def test_every_exception_is_still_there(place):
    assert (ROOT / place).exists()


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("Member.objects.all()", ["1: .objects"]),
        ("Member._default_manager.get(pk=1)", ["1: ._default_manager"]),
        ("scope.members.raw('SELECT 1')", ["1: .raw"]),
        ("from django.db import connection", ["1: connection"]),
        ("x = RawSQL('1', [])", ["1: RawSQL"]),
        ("scope.members.filter(pk=1)", []),
        ("Issue.objects.within(scope).newest_first()", []),
        ("Issue.objects.filter(pk=1)", ["1: .objects"]),
    ],
)
def test_the_search_finds_a_second_door(source, named):
    assert second_doors(source) == named


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("scope.members.filter(pk=1).update(card_number='')", ["1: .update()"]),
        ("scope.members.update(card_number='')", ["1: .update()"]),
        ("member.delete()", ["1: .delete()"]),
        ("Member.objects.bulk_create(rows)", ["1: .bulk_create()"]),
        ("context.update({'a': 1})", []),
        ("box.attrs.update(size=4)", []),
        ("digest.update(text)", []),
    ],
)
def test_the_search_finds_a_mass_change(source, named):
    assert mass_changes(source) == named

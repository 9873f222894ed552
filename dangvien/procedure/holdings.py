"""What the register holds about one human being, row by row, and what its audit trail says about those rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, ForeignKey, JSONField, Max, Model, Q, QuerySet

from dangvien import dossier_list
from dangvien.models import (
    AuditEntry,
    Badge,
    BatchItem,
    Candidate,
    Case,
    CheckResult,
    ClassProposal,
    Deadline,
    Discipline,
    DossierPaper,
    Enrollment,
    Erasure,
    ImportRow,
    Introduction,
    Member,
    MemberStatus,
    Movement,
    Organization,
    Person,
    PersonLink,
    PersonRequest,
    Post,
    Prospect,
    Rating,
    Residence,
    Reward,
    Standing,
    Step,
    Transfer,
    TransferStep,
)
from dangvien.models.audit import AuditEntryQuerySet
from dangvien.privacy import COLUMNS, Column, Shown
from dangvien.procedure.places import places_of
from dangvien.scope import Scope
from dangvien.text import day_full, join_vi, masked, upper_first

WHERE: dict[type[Model], tuple[str, ...]] = {
    Person: ("pk",),
    Standing: ("person",),
    Residence: ("person",),
    Candidate: ("person",),
    Introduction: ("candidate__person",),
    Prospect: ("candidate__person",),
    Enrollment: ("person",),
    ClassProposal: ("person",),
    Case: ("candidate__person", "member__person"),
    Deadline: ("case__candidate__person", "case__member__person"),
    Step: ("candidate__person", "probationer__person"),
    CheckResult: ("step__candidate__person", "step__probationer__person"),
    DossierPaper: ("candidate__person", "member__person"),
    BatchItem: ("candidate__person", "member__person"),
    Member: ("person",),
    Movement: ("member__person",),
    Transfer: ("member__person",),
    TransferStep: ("transfer__member__person",),
    MemberStatus: ("member__person",),
    Post: ("person",),
    Rating: ("member__person",),
    Reward: ("person",),
    Discipline: ("member__person",),
    Badge: ("member__person",),
    PersonLink: ("kept", "other"),
    PersonRequest: ("person",),
    Erasure: ("person",),
    ImportRow: ("person",),
}
"""Model → the ways on which its rows lead to the person they are about."""

NOT_BY_PERSON = {
    "sourcesurvey": "nói về chi bộ; người đáng theo dõi ở prospect",
    "decision": "văn bản về nhiều người; ngày, số của nó đứng ở dòng sổ và ở bước",
    "letterhead": "người ký của cơ quan",
    "user": "người làm việc với sổ, tự xem ở trang Tài khoản của tôi",
    "appointment": "người làm việc với sổ, tự xem ở trang Tài khoản của tôi",
    "usersession": "phiên đăng nhập của người làm việc với sổ, tự xem ở trang Bảo mật",
    "auditentry": "phần Ai đã xem, đã sửa",
    "unitfollower": "người phụ trách ghi bằng tên, không nối với ai trong sổ",
    "importbatch": "tệp của nhiều người; dòng của người này ở importrow",
    "importfile": "tệp của nhiều người, giữ nguyên để đối chiếu",
    "issue": "báo cáo đã chốt, không sửa được; tên đứng trong danh sách đã ban hành",
    "issuestep": "người làm việc với báo cáo",
    "checkeddraft": "dự thảo báo cáo đưa lên để kiểm tra số liệu; sổ không biết trong đó nói về ai",
    "checkeddraftfile": "dự thảo báo cáo đưa lên để kiểm tra số liệu",
    "draftfinding": "số liệu của một dự thảo",
    "wordtemplate": "mẫu văn bản của cơ quan",
    "writtenreport": "báo cáo bằng lời đã lập, không sửa được",
}
"""Models with columns about people that are not looked through row by row → where to look instead."""

HIDDEN = (JSONField,)
"""Kinds of columns for machines: what they hold stands in the other columns as well, or in the file it came from."""

_CODES: dict[str, Callable[[Any], str]] = {
    "dossierpaper.code": dossier_list.paper_named,
}


@dataclass(frozen=True)
class Fact:
    """One thing that is held: its name, as it stands, why it is kept, whether the law calls it sensitive."""

    label: str
    value: str
    why: str
    sensitive: bool


@dataclass(frozen=True)
class Held:
    """The rows of one kind: what it is called and what each row says."""

    label: str
    rows: list[list[Fact]]


@dataclass(frozen=True)
class TraceCount:
    """One kind of act: its verb, how often it was done, when last."""

    verb: str
    times: int
    last: datetime


def rows_about(person: Person) -> dict[type[Model], QuerySet[Any]]:
    """Model → its rows about this human being, in the order they were entered; models without any are left out."""
    found = {}
    for model, ways in WHERE.items():
        asked = Q()
        for way in ways:
            asked |= Q(**{way: person.pk})
        rows = model._default_manager.filter(asked).order_by("pk")
        if rows.exists():
            found[model] = rows
    return found


def held_about(person: Person, today: date, *, in_full: bool = False) -> list[Held]:
    """Everything that is held about this human being, as `privacy.py` lists it, keys and counters left out.

    Numbers that name a person are masked unless asked for `in_full`, which whoever asks must have said why.
    """
    by_model: dict[str, list[Column]] = {}
    for column in COLUMNS:
        by_model.setdefault(column.name.partition(".")[0], []).append(column)
    found = []
    for model, rows in rows_about(person).items():
        columns = by_model[str(model._meta.model_name)]
        told = [_facts(row, columns, in_full) for row in rows.select_related(*_keys_of(model))]
        if any(told):
            found.append(Held(upper_first(str(model._meta.verbose_name)), [facts for facts in told if facts]))
    return _with_places(found, today)


def traces_of(scope: Scope, person: Person) -> tuple[AuditEntryQuerySet, int]:
    """The entries of the audit trail about this human being that this reader may see, newest first; and how many more
    there are about organizations outside of the scope."""
    about = _all_about(person)
    seen = scope.audit_entries.filter(pk__in=about.values("pk")).newest_first()
    return seen, about.count() - seen.count()


def counts_of(person: Person) -> list[TraceCount]:
    """How often what was done with the rows about this human being, without who did it: for those who may not read
    the audit trail; the most frequent first."""
    counted = _all_about(person).values("verb").annotate(times=Count("pk"), last=Max("at"))
    return [TraceCount(row["verb"], row["times"], row["last"]) for row in counted.order_by("-times", "verb")]


def _all_about(person: Person) -> AuditEntryQuerySet:
    about = Q()
    for model, rows in rows_about(person).items():
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        about |= Q(subject_type=str(model._meta.verbose_name), subject_id__in=keys)
    return AuditEntry.objects.filter(about) if about else AuditEntry.objects.none()


def _keys_of(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]


def _facts(row: Model, columns: Iterable[Column], in_full: bool) -> list[Fact]:
    facts = []
    for column in columns:
        name = column.name.partition(".")[2]
        field = row._meta.get_field(name)
        if column.shown is Shown.NEVER or isinstance(field, HIDDEN) or name.endswith("precision"):
            continue
        if value := _told(row, name, column, in_full):
            label = upper_first(str(getattr(field, "verbose_name", "")))
            facts.append(Fact(label, value, column.why, column.sensitive))
    return facts


def _told(row: Model, name: str, column: Column, in_full: bool) -> str:
    """A stored value as people read it; empty when there is none."""
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if column.shown is Shown.MASKED and not in_full:
        return masked(value)
    if name == "birth_date":
        return str(getattr(row, "birth", value))
    if read := _CODES.get(column.name):
        return read(value)
    if label := getattr(row, f"{name}_label", None) or getattr(row, f"get_{name}_display", None):
        return str(label() if callable(label) else label)
    if isinstance(value, Organization):
        return f"{_PLACE}{value.pk}"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, (date, datetime)):
        return day_full(value)
    return join_vi(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


_PLACE = "\x00"
"""Begins the key of an organization until its name is known: names are fetched at once."""


def _with_places(held: list[Held], today: date) -> list[Held]:
    keys = {int(fact.value[1:]) for kind in held for row in kind.rows for fact in row if fact.value.startswith(_PLACE)}
    names = places_of(keys, today)

    def named(fact: Fact) -> Fact:
        if not fact.value.startswith(_PLACE):
            return fact
        return Fact(fact.label, str(names.get(int(fact.value[1:]), "một tổ chức")), fact.why, fact.sensitive)

    return [Held(kind.label, [[named(fact) for fact in row] for row in kind.rows]) for kind in held]

"""Writing the checked rows of a file into the register: thousands at once, each with its line and its audit entry.

Called inside one transaction that holds the batch; what each row wrote is kept with it, so that it can be taken back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any

from django.db import connection

from dangvien.actions.auditing import Noted, Subject, note_all
from dangvien.actions.taking_up import list_took_up
from dangvien.models import AuditHead, ImportBatch, Kind, Member, Movement, Person, Standing, User, Verdict
from dangvien.models.import_batch import WritableRow
from dangvien.models.inserting import insert_columns, new_keys
from dangvien.procedure.elsewhere import places_before_of
from dangvien.procedure.lookalikes import birth_columns
from dangvien.procedure.roster_facts import LISTS, MemberSaid, PersonSaid
from dangvien.text import nfc, search_key, sort_key

CHUNK = 1000
"""Rows of one statement."""

Places = Mapping[str, int]
"""Name of an organization as a record has it → its key."""

_PERSON_KEYS = {
    "ho_ten": "full_name",
    "ngay_sinh": "birth_date",
    "gioi_tinh": "gender",
    "dan_toc": "ethnicity",
    "ton_giao": "religion",
    "ten_khac": "other_names",
    "que_quan": "native_place",
    "thuong_tru": "residence",
    "so_cccd": "citizen_id",
    "dien_thoai": "phone",
}
"""Field of a list → the column it fills."""

_MEMBER_KEYS = {"so_the": "card_number", "so_ly_lich": "file_number", "ngay_vao_dang": "admitted_on",
                "ngay_chinh_thuc": "official_on"}  # fmt: skip

PERSON_COLUMNS = (
    "full_name", "sort_key", "search_key", "birth_date", "birth_precision", "gender", "ethnicity", "religion",
    "other_names", "native_place", "residence", "citizen_id", "phone", "version",
)  # fmt: skip
MEMBER_COLUMNS = ("organization", "card_number", "file_number", "admitted_on", "official_on")


def write_members(
    *, by: User, batch: ImportBatch, rows: Sequence[WritableRow], places: Places, today: date
) -> Sequence[WritableRow]:
    """Enter the new members of these rows with a line of the ledger each, and set what changed of the others."""
    new = [row for row in rows if row.verdict == Verdict.NEW]
    changed = [row for row in rows if row.verdict == Verdict.CHANGED]
    known = Person.objects.in_bulk([row.person_id for row in new if row.person_id])
    taken_up = list_took_up(batch, known.values(), places_before_of(known), what="đảng viên", today=today)
    entered = _enter(by, batch, new, known, places)
    corrected = _correct(by, batch, changed)
    first = next_sequence() + len(taken_up)
    note_all(by=by, entries=[*taken_up, *entered, *corrected])
    for place, row in enumerate((*new, *changed)):
        row.made["entry"] = first + place
    keep_made(rows)
    return rows


def next_sequence() -> int:
    head = AuditHead.objects.select_for_update(no_key=True).filter(pk=1).first()
    return (head.sequence if head else 0) + 1


def _enter(
    by: User, batch: ImportBatch, rows: Sequence[WritableRow], known: Mapping[int, Person], places: Places
) -> list[Noted]:
    """New people, members and their lines. Whoever is new is written in columns, never as a model each."""
    told = [(row, MemberSaid.of(row.record or {})) for row in rows]
    touched: list[Person] = []
    fresh: list[tuple[WritableRow, PersonSaid]] = []
    for row, said in told:
        person = known.get(row.person_id or 0)
        if person is None:
            fresh.append((row, said.person))
        elif columns := set_person(person, said.person, row.before):
            row.made["person_set"] = columns
            row.made["version"] = person.version
            touched.append(person)
    for (row, _), key in zip(fresh, _insert_people([said for _, said in fresh]), strict=True):
        row.person_id = row.made["person"] = key
        row.made["person_new"] = True
    save_all(Person, touched, PERSON_COLUMNS)
    members = _join(told, known, places)
    lines = new_keys(Movement, len(rows))
    insert_columns(
        Movement,
        lines,
        {
            "member_id": members,
            "organization_id": [places[said.unit or ""] for _, said in told],
            "kind": repeat(Kind.DAU_SO.value),
            "occurred_on": repeat(batch.as_of),
            "batch_id": repeat(batch.pk),
            "recorded_by_id": repeat(by.pk),
        },
    )
    for row, member, line in zip(rows, members, lines, strict=True):
        row.made |= {"person": row.person_id, "member": member, "line": line}
    _write_standings(by, batch, told)
    noun, after = str(Member._meta.verbose_name), {"dòng": Kind.DAU_SO.label, "ngày": batch.as_of.isoformat()}
    after["từ tệp"] = batch.file_name
    return [
        Noted(
            "ghi từ danh sách", Subject(noun, str(member), said.person.full_name), places[said.unit or ""], None, after
        )
        for (_, said), member in zip(told, members, strict=True)
    ]


def _join(told: Sequence[tuple[WritableRow, MemberSaid]], known: Iterable[int], places: Places) -> list[int]:
    """The memberships of these people, new or taken up again; gives their keys."""
    there = {member.person_id: member for member in Member.objects.filter(person__in=known)} if known else {}
    of_them = Movement.objects.standing().filter(member__in=[member.pk for member in there.values()])
    with_lines = set(of_them.values_list("member", flat=True)) if there else set()
    for row, said in told:
        member = there.get(row.person_id or 0)
        if member is not None:
            row.made["member_set"] = {name: plain(getattr(member, _attribute(name))) for name in MEMBER_COLUMNS}
            member.organization_id = places[said.unit or ""]
            member.card_number = said.card or member.card_number
            member.file_number = said.file_number or member.file_number
            _set_dates(member, said, has_lines=member.pk in with_lines)
    save_all(Member, list(there.values()), MEMBER_COLUMNS)
    new = [(row, said) for row, said in told if row.person_id not in there]
    keys = new_keys(Member, len(new))
    insert_columns(
        Member,
        keys,
        {
            "person_id": [row.person_id for row, _ in new],
            "organization_id": [places[said.unit or ""] for _, said in new],
            "card_number": [said.card or None for _, said in new],
            "file_number": [said.file_number or "" for _, said in new],
            "admitted_on": [said.admitted_on for _, said in new],
            "official_on": [said.official_on for _, said in new],
        },
    )
    made: dict[int | None, int] = {member.person_id: member.pk for member in there.values()}
    for (row, _), key in zip(new, keys, strict=True):
        made[row.person_id] = key
        row.made["member_new"] = True
    return [made[row.person_id] for row, _ in told]


def _set_dates(member: Member, said: MemberSaid, *, has_lines: bool) -> None:
    """The days of somebody who comes in. Who was in the register before keeps what its lines say."""
    if not has_lines:
        member.admitted_on, member.official_on = said.admitted_on, said.official_on
    else:
        member.admitted_on = member.admitted_on or said.admitted_on
        member.official_on = member.official_on or said.official_on


def new_person(said: PersonSaid) -> Person:
    """Somebody new, unsaved; what the list does not say stays as the model has it."""
    return Person(**{column: values[0] for column, values in _people([said]).items()})


def _insert_people(told: Sequence[PersonSaid]) -> Sequence[int]:
    """Add people whom nobody has met; gives their keys."""
    keys = new_keys(Person, len(told))
    insert_columns(Person, keys, _people(told))
    return keys


def _people(told: Sequence[PersonSaid]) -> dict[str, list[Any]]:
    """Column of Person → what stands in it for each of these, as `Person.derive_keys` and the defaults have it."""
    names = [nfc(said.full_name) for said in told]
    births = [birth_columns(said.birth) for said in told]
    usual = Person()
    return {
        "full_name": names,
        "sort_key": [sort_key(name) for name in names],
        "search_key": [search_key(name) for name in names],
        "birth_date": [day for day, _ in births],
        "birth_precision": [precision for _, precision in births],
        "gender": [said.gender or "" for said in told],
        "ethnicity": [said.ethnicity or usual.ethnicity for said in told],
        "religion": [said.religion or usual.religion for said in told],
        "other_names": [said.other_names or "" for said in told],
        "native_place": [said.native_place or "" for said in told],
        "residence": [said.residence or "" for said in told],
        "citizen_id": [said.citizen_id for said in told],
        "phone": [said.phone or "" for said in told],
    }


def set_person(person: Person, said: PersonSaid, before: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set what a row changes of a person (unsaved); gives column → what stood there and what stands there now."""
    birth_date, precision = birth_columns(said.birth)
    values = {
        "full_name": said.full_name, "birth_date": birth_date, "gender": said.gender, "ethnicity": said.ethnicity,
        "religion": said.religion, "other_names": said.other_names, "native_place": said.native_place,
        "residence": said.residence, "citizen_id": said.citizen_id, "phone": said.phone,
    }  # fmt: skip
    found: dict[str, list[Any]] = {}
    for key, column in _PERSON_KEYS.items():
        if key not in before:
            continue
        if column == "birth_date":
            found["birth_precision"] = [person.birth_precision, str(precision)]
            person.birth_precision = precision
        found[column] = [plain(getattr(person, column)), plain(values[column])]
        setattr(person, column, values[column])
    if found:
        person.derive_keys()
        person.version += 1
    return found


def _correct(by: User, batch: ImportBatch, rows: Sequence[WritableRow]) -> list[Noted]:
    """Set what rows change of members who are in the register."""
    members = {
        member.person_id: member
        for member in Member.objects.select_related("person").filter(person__in=[row.person_id for row in rows])
    }
    people, changed, told = [], [], []
    for row in rows:
        said, member = MemberSaid.of(row.record or {}), members[row.person_id or 0]
        if columns := set_person(member.person, said.person, row.before):
            row.made["person_set"] = columns
            row.made["version"] = member.person.version
            people.append(member.person)
        values = {"card_number": said.card, "file_number": said.file_number, "admitted_on": said.admitted_on,
                  "official_on": said.official_on}  # fmt: skip
        kept = {}
        for key, column in _MEMBER_KEYS.items():
            if key in row.before:
                kept[column] = [plain(getattr(member, column)), plain(values[column])]
                setattr(member, column, values[column])
        if kept:
            row.made["member_changed"] = kept
            changed.append(member)
        row.made |= {"person": member.person_id, "member": member.pk}
        told.append((row, said))
    save_all(Person, people, PERSON_COLUMNS)
    save_all(Member, changed, MEMBER_COLUMNS)
    _write_standings(by, batch, [(row, said) for row, said in told if set(row.before) & _SCHOOLING])
    return [
        Noted(
            "sửa theo danh sách", members[row.person_id or 0], members[row.person_id or 0].organization_id,
            before={_NOUNS.get(key, key): value for key, value in row.before.items() if key not in _HIDDEN},
            after={
                **{_NOUNS.get(key, key): (row.record or {}).get(key) for key in row.before if key not in _HIDDEN},
                **{_NOUNS[key]: "đã sửa" for key in row.before if key in _HIDDEN},
                "từ tệp": batch.file_name,
            },
        )
        for row in rows
    ]  # fmt: skip


_SCHOOLING = {"trinh_do", "ly_luan", "nghe_nghiep"}
_HIDDEN = {"so_cccd", "so_the"}
"""Numbers that name a person: that they changed is told, not what they are."""
_NOUNS = {
    "ho_ten": "họ và tên", "ngay_sinh": "ngày sinh", "gioi_tinh": "giới tính", "dan_toc": "dân tộc",
    "ton_giao": "tôn giáo", "ten_khac": "tên gọi khác", "que_quan": "quê quán", "thuong_tru": "nơi thường trú",
    "so_cccd": "số căn cước", "dien_thoai": "điện thoại", "so_the": "số thẻ", "so_ly_lich": "số lý lịch",
    "ngay_vao_dang": "ngày vào Đảng", "ngay_chinh_thuc": "ngày chính thức", "trinh_do": "trình độ",
    "ly_luan": "lý luận chính trị", "nghe_nghiep": "nghề nghiệp", "ket_qua": "xếp loại",
    "so_gcn": "giấy chứng nhận", "ngay_cap": "ngày cấp giấy",
}  # fmt: skip
"""Field of a list → how the audit trail calls it."""


def _write_standings(by: User, batch: ImportBatch, told: Sequence[tuple[WritableRow, MemberSaid]]) -> None:
    """What is known of schooling and work since the day of the list, with what was known before and is not told."""
    wanted = [(row, said.schooling.codes) for row, said in told if said.schooling.codes]
    known: dict[int | None, Standing] = {}
    older = [row.person_id for row, _ in wanted if not row.made.get("person_new")]
    if older:
        rows = Standing.objects.standing().filter(person__in=older).order_by("since")
        known = {row.person_id: row for row in rows}
    made: list[tuple[WritableRow, dict[str, str]]] = []
    for row, codes in wanted:
        now = known.get(row.person_id)
        values = {name: codes.get(name) or (getattr(now, name) if now else "") for name in LISTS}
        if now is not None and (now.since >= batch.as_of or all(getattr(now, n) == v for n, v in values.items())):
            continue
        made.append((row, values))
    keys = new_keys(Standing, len(made))
    insert_columns(
        Standing,
        keys,
        {
            "person_id": [row.person_id for row, _ in made],
            "since": repeat(batch.as_of),
            "recorded_by_id": repeat(by.pk),
            **{name: [values[name] for _, values in made] for name in LISTS},
        },
    )
    for (row, _), key in zip(made, keys, strict=True):
        row.made["standing"] = key


def _attribute(name: str) -> str:
    return "organization_id" if name == "organization" else name


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def save_all(model: Any, rows: Sequence[Any], columns: Iterable[str]) -> None:
    """Save many rows that exist, as one statement a part: quicker than an UPDATE of cases."""
    if rows:
        model.objects.bulk_create(
            rows, batch_size=CHUNK, update_conflicts=True, unique_fields=["pk"], update_fields=list(columns)
        )


def keep_made(rows: Sequence[WritableRow]) -> None:
    """Keep with each row what it wrote. The other columns of a row are not sent again."""
    told = [(row.person_id, json.dumps(row.made, ensure_ascii=False), row.pk) for row in rows]
    for row in rows:
        row.committed = True
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            people, made, keys = (list(column) for column in zip(*told, strict=True)) if told else ([], [], [])
            cursor.execute(
                "UPDATE dangvien_importrow SET person_id = v.person, made = v.made::jsonb, committed = true "
                "FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS v(person, made, key) WHERE id = v.key",
                [people, made, keys],
            )
        else:
            cursor.executemany(
                "UPDATE dangvien_importrow SET person_id = %s, made = %s, committed = 1 WHERE id = %s", told
            )

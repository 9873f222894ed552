"""People of other places: one rule for every form by which somebody already in the register may be taken up.

Somebody an organization outside of the scope counts, follows or has staying is not taken up at all: that place moves or
ends their file first. Somebody who left is found outside of the scope by number, name and full birth together, as
whoever has the papers in hand can type them, and nothing else of them is shown before they are taken up.
"""

from __future__ import annotations

from collections.abc import Iterable

from dangvien.dates import PartialDate
from dangvien.models import Candidate, Enrollment, Kind, Member, Movement, Person, Transfer
from dangvien.scope import Scope
from dangvien.text import sort_key

HELD_ELSEWHERE = (
    "Người này đang thuộc một nơi khác trong sổ, nên chưa nhận được ở đây. Báo cấp trên để nơi ấy chuyển hồ sơ hoặc "
    "kết thúc việc đang ghi trước."
)
NUMBER_TAKEN = (
    "Số căn cước này đã có trong sổ của người khác. Kiểm tra lại số. Nếu đúng là người này thì không ghi mới: báo cấp "
    "trên để nơi đang giữ hồ sơ chuyển hồ sơ đi hoặc kết thúc."
)


def is_known(scope: Scope, person: Person) -> bool:
    """Whether a door of this scope opens somebody's entry already: then what it says is no news to the writer."""
    found = (scope.everybody, scope.transferred_people)
    return any(people.filter(pk=person.pk).exists() for people in found)


def is_held_elsewhere(scope: Scope, person: Person) -> bool:
    """Whether somebody counts today, is followed or stays for a time, and nowhere in this scope."""
    places = {
        *Member.objects.present().filter(person=person.pk).values_list("organization", flat=True),
        *Candidate.objects.open().filter(person=person.pk).values_list("organization", flat=True),
        *Transfer.objects.stays()
        .filter(member__person=person.pk, destination__isnull=False)
        .values_list("destination", flat=True),
    }
    return bool(places) and not places & scope.keys


def former_with(scope: Scope, number: str, full_name: str, birth: PartialDate, *, members: bool) -> Person | None:
    """Who left the register at a place outside of the scope and has this number, this name and this full birth.

    Of former members, asked for by `members`, only those who moved away: the others come back by decisions of the place
    they left.
    """
    if not number or not birth.is_full:
        return None
    person = Person.objects.filter(citizen_id=number, sort_key=sort_key(full_name)).first()
    if person is None or person.birth != birth or is_known(scope, person) or is_held_elsewhere(scope, person):
        return None
    member = Member.objects.filter(person=person).first()
    if member is None:
        return person
    newest = Movement.objects.standing().filter(member=member).exclude(sign=0).order_by("-occurred_on", "-pk").first()
    return person if members and (newest is None or newest.kind == Kind.CHUYEN_DI) else None


def places_before(person: Person) -> list[int]:
    """Where somebody was last, as a member and on the way, else as a learner: who should hear that another place took
    them up."""
    return places_before_of([person.pk]).get(person.pk, [])


def places_before_of(people: Iterable[int]) -> dict[int, list[int]]:
    """Person → `places_before`, for many in three queries; those who were nowhere are absent."""
    asked = list(people)
    if not asked:
        return {}
    lines = Movement.objects.filter(member__person__in=asked).order_by("occurred_on", "pk")
    ways = Candidate.objects.filter(person__in=asked).order_by("pk")
    learned = Enrollment.objects.filter(person__in=asked).order_by("pk")
    last_lines = dict(lines.values_list("member__person", "organization"))
    last_ways = dict(ways.values_list("person", "organization"))
    senders = dict(learned.values_list("person", "sent_by"))
    found = {}
    for key in asked:
        places = {table[key] for table in (last_lines, last_ways) if key in table}
        if not places and key in senders:
            places = {senders[key]}
        if places:
            found[key] = sorted(places)
    return found

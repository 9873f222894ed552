"""What a reform plan would change, in figures: kinds of organizations, members of each new unit, heirs, the total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from dangvien.models import OrganizationKind
from dangvien.procedure.reform_plans import Rehearsal


@dataclass(frozen=True)
class Figure:
    """A number before and after."""

    label: str
    before: int
    after: int


@dataclass(frozen=True)
class Inheritance:
    """An organization that takes over others: whom, and what it holds afterwards."""

    label: str
    from_whom: tuple[str, ...]
    cells: int
    members: int


@dataclass(frozen=True)
class Group:
    """Organizations without a line of their own, by their superior before and after."""

    before: str
    after: str
    count: int


@dataclass(frozen=True)
class Preview:
    """Everything the page before the last step shows in figures."""

    kinds: tuple[Figure, ...]
    units: tuple[Figure, ...]
    heirs: tuple[Inheritance, ...]
    members: Figure
    unmentioned: tuple[Group, ...]

    @property
    def holds(self) -> bool:
        """Nobody is lost and nobody counted twice."""
        return self.members.before == self.members.after


def preview_of(rehearsal: Rehearsal) -> Preview:
    """Count before and after, from the register that was read; asks the database nothing."""
    register, after = rehearsal.register, rehearsal.after
    held = _members_after(rehearsal)
    before_above = {code: node.parent for code, node in register.nodes.items()}
    after_above = {code: seat.parent or "" for code, seat in after.items()}
    before = _under(before_above, {code: node.members for code, node in register.nodes.items()})
    later = _under(after_above, held)
    cells = _under(after_above, {code: int(seat.is_cell) for code, seat in after.items()})
    return Preview(
        kinds=_kinds(rehearsal),
        units=_units(rehearsal, before, later),
        heirs=_heirs(rehearsal, cells, later),
        members=Figure("Đảng viên", register.members, sum(held[code] for code in after)),
        unmentioned=groups_of(rehearsal),
    )


def groups_of(rehearsal: Rehearsal) -> tuple[Group, ...]:
    """Who was not mentioned, by superior: most stay where they are, others go where their superior's heir is."""
    counted: Counter[tuple[str, str]] = Counter()
    for node in rehearsal.unmentioned:
        seat = rehearsal.after.get(node.code)
        above = seat.parent if seat else node.parent
        old = rehearsal.register.nodes.get(node.parent)
        counted[old.name if old else "", rehearsal.name_after(above) if above else ""] += 1
    return tuple(Group(before, after, count) for (before, after), count in counted.items())


def _members_after(rehearsal: Rehearsal) -> Counter[str]:
    """Members of each organization after the reform, before they are added up the tree."""
    held: Counter[str] = Counter()
    for code, node in rehearsal.register.nodes.items():
        held[rehearsal.rest.get(code, code)] += node.members
    return held


def _under(above: Mapping[str, str], own: Mapping[str, int]) -> Counter[str]:
    """Numbers added up the tree: each organization with everything under it."""
    total: Counter[str] = Counter()
    for code in above:
        number, here, met = own.get(code, 0), code, set[str]()
        while number and here in above and here not in met:
            met.add(here)
            total[here] += number
            here = above[here]
    return total


def _kinds(rehearsal: Rehearsal) -> tuple[Figure, ...]:
    before = Counter(node.kind for node in rehearsal.register.nodes.values())
    after = Counter(str(seat.kind) for seat in rehearsal.after.values())
    after[OrganizationKind.LUU_TRU] = before[OrganizationKind.LUU_TRU] + len(rehearsal.ended)
    kinds = [Figure(str(kind.label), before[kind], after[kind]) for kind in OrganizationKind]
    return tuple(figure for figure in kinds if figure.before or figure.after)


def _units(rehearsal: Rehearsal, before: Counter[str], after: Counter[str]) -> tuple[Figure, ...]:
    """Members of every organization directly under the đảng bộ, those before it and those after it."""
    register, root = rehearsal.register, rehearsal.register.root
    later = {code: seat for code, seat in rehearsal.after.items() if seat.parent == root}
    earlier = [node.code for node in register.below(root)]
    shown = sorted(later, key=lambda code: (later[code].position, later[code].name))
    return tuple(
        Figure(rehearsal.name_after(code), before[code], after[code] if code in later else 0)
        for code in [*shown, *(code for code in earlier if code not in later)]
    )


def _heirs(rehearsal: Rehearsal, cells: Counter[str], members: Counter[str]) -> tuple[Inheritance, ...]:
    taken: dict[str, list[str]] = {}
    for code, heir in rehearsal.ended.items():
        taken.setdefault(heir, []).append(rehearsal.register.nodes[code].name)
    for code in rehearsal.founded:
        taken.setdefault(code, [])
    return tuple(
        Inheritance(rehearsal.name_after(heir), tuple(names), cells[heir], members[heir])
        for heir, names in taken.items()
    )

"""Who and what an organization holds, for a list in which each is given a new place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dangvien.models import Organization
from dangvien.procedure.restructuring.making import below
from dangvien.scope import Scope
from dangvien.text import lower_first

MOST_ROWS = 500
"""So many people are listed one by one; whoever comes after them goes with the others."""

What = Literal["dang-vien", "nguon", "to-chuc"]


@dataclass(frozen=True)
class Line:
    """One line: a member, somebody followed, or an organization below, with its key, its name and a note."""

    what: What
    key: int
    name: str
    note: str

    @property
    def box(self) -> str:
        """The name of its box in a form."""
        return f"{self.what}-{self.key}"


def lines_of(scope: Scope, organization: Organization) -> list[Line]:
    """The organizations below, the members and the open candidates of an organization in scope, in the order of
    lists."""
    found = [
        Line("to-chuc", row.organization_id, row.name, str(row.get_kind_display()))
        for row in below([organization])[:MOST_ROWS]
    ]
    members = scope.present_members.filter(organization=organization).select_related("person").in_name_order()
    found += [
        Line("dang-vien", member.pk, str(member), f"sinh {member.person.birth}, {lower_first(member.status_label)}")
        for member in members[: MOST_ROWS - len(found)]
    ]
    candidates = scope.candidates.open().filter(organization=organization).select_related("person").in_name_order()
    found += [
        Line("nguon", one.pk, str(one), f"sinh {one.person.birth}, quần chúng ưu tú")
        for one in candidates[: MOST_ROWS - len(found)]
    ]
    return found

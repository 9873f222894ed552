"""The regulations as they hold for a case: what is shipped, what administrators amended, and the working calendar.

The one way to ask. `Regulations.load()` reads the database twice and is then asked as often as a page or a
recomputation needs:

    regulations = Regulations.load()
    rule = regulations.on(resolved_on, organizations).decision_days
    due = regulations.after_working_days(resolved_on, rule.value)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dangvien import holidays, rules
from dangvien.models import Amendment, Holiday

AMENDED = "Giá trị bổ sung do quản trị ghi"

Line = tuple[int, ...]
"""The organization of a case and those above it, nearest first."""


@dataclass(frozen=True)
class Regulations:
    """The amendments and the calendar as read at one moment; `load` reads them."""

    amendments: tuple[Amendment, ...]
    calendar: holidays.Calendar
    _known: dict[tuple[date, Line], rules.Rules] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def load(cls) -> Regulations:
        """Everything there is, in two queries. Amendments of rules that this version does not know are left aside."""
        amendments = tuple(Amendment.objects.filter(rule__in=rules.RULE_TYPES).order_by("pk"))
        recorded = [
            holidays.SpecialDay(day, holidays.DayKind(kind), name, document, recorded=True)
            for day, kind, name, document in Holiday.objects.values_list("day", "kind", "name", "document")
        ]
        return cls(amendments, holidays.calendar(recorded))

    def on(self, day: date, organizations: Iterable[int] = ()) -> rules.Rules:
        """The rules of a day for a case, `organizations` being its organization and all above it, nearest first.

        An amendment in force on the day takes the place of the shipped value, whenever that began: that of the nearest
        organization first, then one for everybody; of two of the same place the one that began later.
        """
        shipped = rules.on(day)
        if not self.amendments:
            return shipped
        key = (day, tuple(organizations))
        if key not in self._known:
            amended: dict[str, Any] = {rule: _as_rule(found) for rule, found in self._in_force(*key).items()}
            self._known[key] = replace(shipped, **amended) if amended else shipped
        return self._known[key]

    def amendment_of(self, rule: str, day: date, organizations: Iterable[int] = ()) -> Amendment | None:
        """The amendment that gives a rule its value on a day, or None when the shipped value holds."""
        return self._in_force(day, tuple(organizations)).get(rule)

    def era_key(self, day: date) -> str:
        """The key of the rule set of a day: "E3"."""
        return rules.on(day).era.key

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on a day."""
        return self.calendar.is_working_day(day)

    def after_working_days(self, start: date, days: int, organizations: Iterable[int] = ()) -> date:
        """The last day of a deadline of `days` working days that `start` sets going.

        The next working day is day 1, unless the rule `first_day_counted` of the day, for these organizations (as in
        `on`), says that `start` itself counts.
        A number of 0 gives `start`. Raises ValueError for a negative number.
        """
        if days > 0 and self.on(start, organizations).first_day_counted.value == "ngay_dau":
            return self.calendar.after(date.fromordinal(start.toordinal() - 1), days)
        return self.calendar.after(start, days)

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days there are from `first` to `last`, both included; 0 when `last` is earlier."""
        return self.calendar.between(first, last)

    def calendar_known(self, day: date) -> bool:
        """Whether the official holidays of the day's year are known; where not, a deadline in it is provisional."""
        return self.calendar.knows(day)

    def _in_force(self, day: date, organizations: Line) -> dict[str, Amendment]:
        """Rule → the amendment that gives its value on a day."""
        nearness = {key: place for place, key in reversed(list(enumerate(organizations)))}
        found: dict[str, tuple[tuple[int, date, int], Amendment]] = {}
        for amendment in self.amendments:
            place = amendment.organization_id
            if not amendment.holds_on(day) or (place is not None and place not in nearness):
                continue
            near = -len(organizations) if place is None else -nearness[place]
            weight = (near, amendment.since, amendment.pk)
            if amendment.rule not in found or found[amendment.rule][0] < weight:
                found[amendment.rule] = (weight, amendment)
        return {rule: amendment for rule, (_, amendment) in found.items()}


def _as_rule(amendment: Amendment) -> rules.Rule[Any]:
    """The amendment in the shape of a shipped rule, its text under the name the administrator gave it."""
    kind = rules.RULE_TYPES[amendment.rule]
    return rules.Rule(
        name=amendment.rule,
        value=kind(amendment.value),
        since=amendment.since,
        document=rules.Document("", amendment.document, "", None, "", "partly"),
        point=amendment.point,
        checked=amendment.checked,
        note=AMENDED,
    )

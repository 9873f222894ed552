"""Until when a person's request about their data is answered, and how many wait: for the pages that say what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dangvien.models import PersonRequest
from dangvien.permissions import Permission
from dangvien.procedure.regulations import Regulations
from dangvien.scope import Scope


def due_on(asked_on: date) -> date:
    """The last day on which a request that came on a day is answered in time."""
    regulations = Regulations.load()
    return regulations.after_working_days(asked_on, regulations.on(asked_on).request_answer_days.value)


@dataclass(frozen=True)
class Waiting:
    """How many wait, how many of them are late, the last day of the most urgent (None when nothing waits)."""

    count: int
    late: int
    first_due: date | None

    def __bool__(self) -> bool:
        return self.count > 0

    @classmethod
    def of(cls, held: Scope) -> Waiting | None:
        """For the organizations where this person answers; None for those who answer nowhere."""
        scope = held.limited_to(Permission.ANSWER_REQUESTS)
        if not scope.holdings:
            return None
        if not PersonRequest.objects.waiting().exists():  # as on most days: then nobody's tree need be walked
            return cls(0, 0, None)
        days = list(scope.person_requests.waiting().values_list("due_on", flat=True))
        return cls(len(days), sum(day < scope.today for day in days), days[0] if days else None)

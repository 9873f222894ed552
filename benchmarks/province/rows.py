"""How large the province is, and its rows before they are saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.management.color import no_style
from django.db import connection, models, transaction

from dangvien.models import (
    Candidate,
    Decision,
    Enrollment,
    Introduction,
    Locality,
    Member,
    Movement,
    Organization,
    Person,
    Placement,
    Post,
    Standing,
    TrainingClass,
)

OPENED = date(2010, 1, 1)
"""The day of the opening entries."""
MERGED = date(2020, 1, 1)
"""The day on which some communes were absorbed by their neighbours."""
LAST = date(2025, 12, 31)
"""Nothing happens after this day."""
YEAR = timedelta(days=365)
BATCH = 5000


@dataclass(frozen=True)
class Size:
    """How much of everything. The defaults are a province; the tests use a hundredth of it."""

    districts: int = 10
    communes: int = 300
    absorbed: int = 20
    """Communes that were absorbed, besides those that stand."""
    offices: int = 60
    """Cells that are grassroots organizations of their own: agencies, schools, companies."""
    cells: int = 2400
    members: int = 95_000
    """Everybody who ever stood in the register; about one in twenty has left it."""
    learners: int = 60_000

    def divided_by(self, divisor: int) -> Size:
        """The same shape, smaller."""
        return Size(
            max(2, self.districts // divisor),
            max(4, self.communes // divisor),
            max(1, self.absorbed // divisor),
            max(4, self.offices // divisor),
            max(12, self.cells // divisor),
            max(120, self.members // divisor),
            max(80, self.learners // divisor),
        )


@dataclass
class Rows:
    """Everything to be saved, in the order in which it may be saved. Keys are given here, so nothing is read back."""

    organization: list[Organization] = field(default_factory=list)
    locality: list[Locality] = field(default_factory=list)
    decision: list[Decision] = field(default_factory=list)
    placement: list[Placement] = field(default_factory=list)
    training_class: list[TrainingClass] = field(default_factory=list)
    person: list[Person] = field(default_factory=list)
    candidate: list[Candidate] = field(default_factory=list)
    introduction: list[Introduction] = field(default_factory=list)
    enrollment: list[Enrollment] = field(default_factory=list)
    member: list[Member] = field(default_factory=list)
    movement: list[Movement] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    post: list[Post] = field(default_factory=list)

    def save(self) -> None:
        """Write all of it in one transaction and set the sequences behind the last keys."""
        kinds: list[type[models.Model]] = []
        with transaction.atomic():
            for rows in vars(self).values():
                kinds.append(type(rows[0]))
                kinds[-1]._default_manager.bulk_create(rows, batch_size=BATCH)
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), kinds):
                    cursor.execute(statement)

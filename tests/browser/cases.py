"""Where stories begin: people of Phường 1 brought so far along their way by the actions themselves, and its classes."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from dangvien.models import Organization, TrainingClass, User
from dangvien.scope import Scope
from tests import factories
from tests.browser.visitor import Visitor
from tests.ways import Walk

WARD, CITY = "phuong-1", "thanh-pho-dong-ha"
HELPERS_SINCE = date(2022, 6, 1)
TURNS = 4


def walk_of(name: str, begins_on: date) -> Walk:
    """Somebody on the list of the first khu phố cell of Phường 1; call it while the register is open.

    Those who help were admitted after the reports of 2022, whose figures other journeys read in the same register.
    """
    by = User.objects.get(username="bithu.phuong1")
    cell = User.objects.get(username="chibo.kp1.phuong1").appointments.get().organization
    city = Organization.objects.get(code=CITY)
    return Walk(
        by, cell, city, begins_on=begins_on, today=localdate(), name=name, series=9_400, helpers_since=HELPERS_SINCE
    )


def ready(turn: int) -> str:
    """Somebody of Phường 1 with a certificate, against whose admission nothing stands; the register must be open.

    Every journey names a turn of its own, so that none depends on whom another has admitted before.
    """
    held = Scope.of(User.objects.get(username="bithu.phuong1")).candidates.filter(case__state="S05")
    names = list(held.filter(person__religion="00").order_by("pk").values_list("person__full_name", "pk"))
    known = [name for name, _ in held.values_list("person__full_name", "pk")]
    return next(name for name, pk in names if pk % TURNS == turn and known.count(name) == 1)


def of_the_ward(code: str, last: date, kind: TrainingClass.Kind = TrainingClass.Kind.NHAN_THUC) -> TrainingClass:
    """A class the ward has held up to a day, given by a political centre; call it while the register is open."""
    held = factories.training_class(Organization.objects.get(code=WARD), code, last)
    held.kind, held.provider_kind = kind, TrainingClass.Provider.TRUNG_TAM
    held.save()
    return held


def state_on(visitor: Visitor) -> str:
    """The state a case's page shows."""
    return str(visitor.page.locator("main .tag").first.inner_text())

"""Two people at two machines record the same step of the same case in the same moment: one of them has done it."""

from __future__ import annotations

import threading

import pytest

from dangvien.models import Candidate, Step, StepKind
from tests.drills.clerk import Away, Clerk, Page
from tests.drills.works import option
from tests.drills.world import CELL
from tests.factories import PASSWORD

pytestmark = [pytest.mark.drill, pytest.mark.django_db]
ROUNDS = 4


def test_one_of_them_has_done_it_and_the_other_is_told(drilled):
    two = [Clerk(drilled.port, "an").sign_in(PASSWORD) for _ in range(2)]
    for number in range(ROUNDS):
        page = two[0].open("/nguon/them/")
        name = f"Hoàng Văn {'ABCD'[number]}"
        case = two[0].send(page.form("/nguon/them/").filled({
            "full_name": name, "birth": "05/06/1997", "gender": "nam", "cell": option(page, CELL),
            "source": "nong_thon", "opened_on": "10/01/2024",
        }))  # fmt: skip
        address = f"{case}buoc/vao-danh-sach/"
        answers = _at_once(two, address)

        with drilled.open():
            key = Candidate.objects.get(person__full_name=name).pk
            steps = Step.objects.filter(candidate=key, kind=StepKind.VAO_DANH_SACH).count()
        assert steps == 1, (number, [answer.said[:300] for answer in answers])
        assert sorted(answer.status == 302 for answer in answers) == [False, True]
        assert all(answer.said for answer in answers if answer.status != 302)


def _at_once(two: list[Clerk], address: str) -> list[Page]:
    """Both fill in the form, then both press the button."""
    forms = []
    for clerk in two:
        page = clerk.open(address)
        told = {"occurred_on": "11/01/2024", "number": "05-NQ/CB", "helper": option(page, "Nguyễn Văn")}
        forms.append(page.form(address).filled(told))
    answers: list[Page] = []
    start = threading.Barrier(2)

    def press(clerk: Clerk, place: int) -> None:
        start.wait()
        try:
            answers.append(clerk.ask(address, forms[place]))
        except Away as away:
            answers.append(Page(500, address, str(away)))

    pressing = [threading.Thread(target=press, args=(clerk, place)) for place, clerk in enumerate(two)]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join()
    return answers

"""K19, K20: verification by other places."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dangvien.models import Matter, Member, Outcome, Person, StepKind
from dangvien.procedure.checks.dates import date_problems
from dangvien.procedure.checks.verification import answer_problems, request_problems
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Level
from tests.dangvien.checks.cases import E1, E3, E5, case_of, step, today_of, weighs

SENT, ANSWERED, SPARED = StepKind.GUI_THAM_TRA, StepKind.TRA_LOI_THAM_TRA, StepKind.MIEN_THAM_TRA
CERTIFIED = StepKind.CHUNG_NHAN_LY_LICH
ONE_DAY = timedelta(days=1)


def sent(day: date, **facts):
    return step(SENT, day, matter=Matter.CHA_ME, body="Đảng ủy xã Vĩnh Thủy", **facts)


def test_S09_a_request_needs_stamped_pages():
    bare = step(StepKind.LY_LICH, E3 - 3 * ONE_DAY, outcome=Outcome.CHUA_GIAP_LAI)
    stamped = step(StepKind.LY_LICH, E3 - 2 * ONE_DAY, outcome=Outcome.DA_GIAP_LAI)
    asking = StepFacts(SENT, E3, matter=Matter.BAN_THAN)

    [problem] = request_problems(case_of(bare), asking)
    assert problem.level is Level.REFUSE
    assert "chưa đóng dấu giáp lai. Đóng dấu các trang và ảnh, ghi lại bước" in problem.sentence
    assert request_problems(case_of(bare, stamped), asking) == []
    assert request_problems(case_of(bare), StepFacts(ANSWERED, E3)) == []


def test_S09_who_goes_to_verify_is_an_official_member_and_another_person():
    case = case_of()
    new = Member(pk=1, person=Person(pk=5, full_name="Lê Dự Bị"), admitted_on=date(2025, 1, 1))

    [told] = request_problems(case, StepFacts(SENT, E3, helper=new))
    assert (told.field, told.level) == ("helper", Level.REFUSE)
    assert "không phải đảng viên chính thức" in told.sentence
    [told] = request_problems(case, StepFacts(SENT, E3, helper=Member(pk=2, person=case.person)))
    assert told.sentence == "Người xin vào Đảng không tự đi thẩm tra. Chọn đảng viên khác."


@pytest.mark.parametrize("day", [E1, E3, E5])
def test_K19_refuses_while_a_place_has_not_answered(day):
    asked = sent(day - ONE_DAY)

    assert weighs("K19", case_of(asked), CERTIFIED, day) is Level.REFUSE
    assert weighs("K19", case_of(asked, step(ANSWERED, day, answers=asked)), CERTIFIED, day) is None
    assert weighs("K19", case_of(), CERTIFIED, day) is None


def test_K19_takes_an_exemption_with_its_reason():
    asked, other = sent(E3 - 2 * ONE_DAY), step(SENT, E3 - ONE_DAY, matter=Matter.VO_CHONG)
    spared = step(SPARED, E3, matter=Matter.CHA_ME, outcome=Outcome.CUNG_DIA_PHUONG)
    answering = step(SPARED, E3, matter=Matter.VO_CHONG, outcome=Outcome.CO_DANG_VIEN, answers=other)

    assert weighs("K19", case_of(asked, spared), CERTIFIED, E3) is None
    assert weighs("K19", case_of(asked, other, spared), CERTIFIED, E3) is Level.REFUSE
    assert weighs("K19", case_of(asked, other, spared, answering), CERTIFIED, E3) is None


def test_K19_does_not_take_an_exemption_older_than_the_letter():
    early = step(SPARED, E3 - 2 * ONE_DAY, matter=Matter.CHA_ME)

    assert weighs("K19", case_of(early, sent(E3 - ONE_DAY)), CERTIFIED, E3) is Level.REFUSE


@pytest.mark.parametrize(
    ("sent_on", "abroad", "last"),
    [
        (date(2024, 2, 1), False, date(2024, 3, 21)),  # over Tết, five working days off
        (date(2025, 8, 8), False, date(2025, 9, 23)),  # over 2 September, two working days off
        (date(2026, 8, 14), False, date(2026, 9, 29)),
        (date(2025, 8, 8), True, date(2025, 12, 16)),
    ],
)
def test_K20_warns_of_an_answer_after_30_or_90_working_days(sent_on, abroad, last):
    asked = sent(sent_on, abroad=abroad)
    case = case_of(asked)

    assert weighs("K20", case, ANSWERED, last, answers=asked) is None
    assert weighs("K20", case, ANSWERED, last + ONE_DAY, answers=asked) is Level.WARN


def test_K20_is_told_every_day_while_a_place_is_late():
    asked = sent(date(2025, 8, 8))
    due = case_of().regulations.after_working_days(date(2025, 8, 8), 30)

    assert today_of("K20", case_of(asked, today=due)) is None
    assert today_of("K20", case_of(asked, today=due + ONE_DAY)) is Level.WARN
    answered = step(ANSWERED, due, answers=asked)
    assert today_of("K20", case_of(asked, answered, today=due + ONE_DAY)) is None


def test_a_reply_answers_an_open_request_of_the_same_case():
    asked, strange = sent(E3 - 2 * ONE_DAY), sent(E3 - ONE_DAY)
    done = step(ANSWERED, E3 - ONE_DAY, answers=asked, outcome=Outcome.DUNG)

    def told(case, **facts):
        return [problem.field for problem in answer_problems(case, StepFacts(ANSWERED, E3, **facts))]

    assert told(case_of(asked), answers=asked) == []
    assert told(case_of(asked), answers=strange) == ["answers"]
    assert told(case_of(asked, done), answers=asked) == ["answers"]
    assert told(case_of(asked)) == ["answers"]
    assert answer_problems(case_of(asked), StepFacts(SPARED, E3)) == []


def test_a_reply_is_not_older_than_its_request():
    asked = sent(E3)
    days = [
        [problem.sentence for problem in date_problems(case_of(asked), StepFacts(ANSWERED, day, answers=asked))]
        for day in (E3 - ONE_DAY, E3)
    ]

    assert "trước ngày gửi thẩm tra" in days[0][0]
    assert days[1] == []


@pytest.mark.parametrize("outcome", [Outcome.CHUA_DUNG, Outcome.CHUA_DU])
def test_K19_warns_of_a_reply_that_does_not_confirm_until_a_new_one_does(outcome):
    asked, again = sent(E3 - 3 * ONE_DAY), sent(E3 - ONE_DAY)
    doubt = step(ANSWERED, E3 - 2 * ONE_DAY, answers=asked, outcome=outcome)
    clear = step(ANSWERED, E3, answers=again, outcome=Outcome.DUNG)

    assert weighs("K19", case_of(asked, doubt), CERTIFIED, E3) is Level.WARN
    assert weighs("K19", case_of(asked, doubt, again, clear), CERTIFIED, E3) is None

"""Who owes which report until when: periods, standings, the page of those who wait, one's own page, the forms."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from dangvien.models import AuditEntry, OrganizationKind
from dangvien.period import Period
from reports import lifecycle
from reports.catalog import by_code
from reports.engine.question import Question
from reports.issuing import freeze
from reports.lifecycle import NumberFacts
from reports.models import Issue, PeriodKind, ReportRequirement
from reports.requirements import Standing, board, due_day, owed_by, periods, running
from tests import factories
from tests.dangvien.pages import faults
from tests.people import TODAY

YEAR = Period.year(2023)


@pytest.fixture
def asked(world):
    """The city asks its wards for the admissions of each year, ten days after."""
    return factories.report_requirement(world.city, valid_from=date(2023, 1, 1))


@pytest.fixture
def make(world, an):
    def make(organization=world.ward_a, period=YEAR, code="R02", by=an):
        report = by_code(code)
        return freeze(
            by=by, question=Question(report, world.scope(organization), organization, period, report.chosen({}))
        )

    return make


def issue_it(issue, by, number=1, day=TODAY):
    lifecycle.approve(by=by, issue=lifecycle.check(by=by, issue=issue, reason="Thử"))
    return lifecycle.publish(by=by, issue=issue, facts=NumberFacts("BC", number, "ĐU", day), today=TODAY)


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (PeriodKind.THANG, ["tháng 11 năm 2023", "tháng 12 năm 2023", "tháng 01 năm 2024"]),
        (PeriodKind.QUY, ["Quý IV năm 2023"]),
        (PeriodKind.SAU_THANG, []),
        (PeriodKind.CHIN_THANG, []),
        (PeriodKind.NAM, ["năm 2023"]),
    ],
)
def test_periods_are_those_that_end_in_a_stretch_of_days(kind, labels):
    assert [period.label for period in periods(kind, date(2023, 11, 30), date(2024, 1, 31))] == labels


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        (PeriodKind.THANG, "tháng 6 năm 2024"),
        (PeriodKind.QUY, "Quý II năm 2024"),
        (PeriodKind.SAU_THANG, "6 tháng đầu năm 2024"),
        (PeriodKind.CHIN_THANG, "9 tháng đầu năm 2024"),
        (PeriodKind.NAM, "năm 2024"),
    ],
)
def test_the_running_period_ends_next(kind, label):
    assert running(kind, TODAY).label == label
    assert running(PeriodKind.SAU_THANG, date(2024, 7, 1)).label == "6 tháng đầu năm 2025"


def standings(scope, requirement):
    return {
        line.name: [cell and cell.standing for cell in line.cells] for line in board(scope, requirement, TODAY).lines
    }


def test_each_unit_and_period_says_what_there_is(world, asked, make, an, binh):
    scope = world.scope(world.city)
    assert due_day(asked, YEAR) == date(2024, 1, 10)
    assert standings(scope, asked) == {
        "Đảng bộ Phường A": [Standing.OVERDUE],
        "Đảng bộ Phường B": [Standing.OVERDUE],
    }

    draft = make()
    make(period=Period.year(2022))  # of another period
    make(organization=world.ward_b, code="R01", by=binh)  # another report
    assert standings(scope, asked)["Đảng bộ Phường A"] == [Standing.DRAFT]
    issue_it(draft, an)
    assert standings(scope, asked) == {
        "Đảng bộ Phường A": [Standing.LATE],
        "Đảng bộ Phường B": [Standing.OVERDUE],
    }
    lifecycle.withdraw(by=an, issue=draft, document="CV", on=TODAY, reason="Sai", today=TODAY)
    assert standings(scope, asked)["Đảng bộ Phường A"] == [Standing.WITHDRAWN]


def test_in_time_is_until_the_day_itself(world, make, an):
    requirement = factories.report_requirement(
        world.city, valid_from=date(2024, 1, 1), period_kind=PeriodKind.THANG, deadline_days=3
    )
    issue_it(make(period=Period.month(2024, 5)), an)

    cells = board(world.scope(world.city), requirement, TODAY).lines[0].cells
    assert [(cell.due_on, cell.standing) for cell in cells[-1:] if cell] == [(TODAY, Standing.SENT)]
    assert len(cells) == 5


def test_a_dropped_draft_is_nothing(world, asked, make, an):
    lifecycle.drop(by=an, issue=make(), reason="Lập lại")

    assert standings(world.scope(world.city), asked)["Đảng bộ Phường A"] == [Standing.OVERDUE]


def test_who_stood_elsewhere_or_not_yet_does_not_owe(world, asked):
    late = factories.organization("c", "Đảng bộ Phường C", OrganizationKind.DANG_BO_CO_SO, world.city,
                                  valid_from=date(2024, 2, 1))  # fmt: skip
    factories.organization("d", "Chi bộ cơ sở D", OrganizationKind.CHI_BO_CO_SO, world.city)

    assert list(standings(world.scope(world.city), asked)) == ["Đảng bộ Phường A", "Đảng bộ Phường B", "Chi bộ cơ sở D"]
    assert late.code == "c"


def test_a_report_as_of_a_day_is_asked_for_the_last_one(world, an, make):
    requirement = factories.report_requirement(world.city, "R00", valid_from=date(2023, 1, 1))
    make(period=Period.day(date(2023, 12, 31)), code="R00")

    assert standings(world.scope(world.city), requirement)["Đảng bộ Phường A"] == [Standing.DRAFT]


def test_ones_own_list_has_the_address_that_fills_the_form(world, asked, an, as_an):
    lines = owed_by(world.scope(world.ward_a), TODAY)

    assert [(line.period.label, line.standing, line.due_on) for line in lines] == [
        ("năm 2023", Standing.OVERDUE, date(2024, 1, 10)),
        ("năm 2024", Standing.NOT_YET, date(2025, 1, 10)),
    ]
    shown = as_an.get(lines[0].make_url)
    assert shown.context["form"].question.period == YEAR
    assert shown.context["form"].question.organization == world.ward_a
    assert "may_freeze" in shown.context


def test_requirements_are_dated_and_each_period_keeps_its_own(world, as_chi, asked):
    """The deadline of 2023 stays ten days though that of later years is twenty."""
    as_chi.post(
        reverse("bao-cao-cho-gui-thoi", args=[asked.pk]),
        {"token": str(uuid4()), "last_day": "31/12/2023", "reason": "Quy chế mới"},
    )
    factories.report_requirement(world.city, valid_from=date(2024, 1, 1), deadline_days=20)

    lines = owed_by(world.scope(world.ward_a), TODAY)
    assert [(line.period.label, line.due_on) for line in lines] == [
        ("năm 2023", date(2024, 1, 10)),
        ("năm 2024", date(2025, 1, 20)),
    ]


def test_the_pages_for_those_who_owe_and_those_who_wait(world, asked, make, an, as_an, as_chi, as_giang, as_binh):
    make()
    own = as_an.get(reverse("bao-cao-phai-nop")).content.decode()
    assert faults(own) == []
    assert "Làm tiếp" in own
    assert "chưa đối chiếu văn bản" in own
    wait = as_chi.get(reverse("bao-cao-cho-gui-chi-tiet", args=[asked.pk])).content.decode()
    assert faults(wait) == []
    assert "0/2 đã gửi" in wait
    assert "hạn 10/01/2024" in wait
    assert "Lập báo cáo" in as_binh.get(reverse("bao-cao-phai-nop")).content.decode()
    assert "Lập báo cáo" not in as_giang.get(reverse("bao-cao-phai-nop")).content.decode()
    assert as_an.get(reverse("bao-cao-cho-gui-chi-tiet", args=[asked.pk])).status_code == 404


def test_the_first_page_shows_what_is_late_to_who_makes_reports(world, asked, as_an, as_giang, as_hoa):
    assert "Báo cáo phải nộp</h2>" in as_an.get("/").content.decode()
    for client in (as_giang, as_hoa):
        assert "Báo cáo phải nộp</h2>" not in client.get("/").content.decode()


def test_pages_without_anything_say_why(world, as_an, as_chi):
    for client, name, words in (
        (as_an, "bao-cao-phai-nop", "chưa ghi yêu cầu báo cáo nào"),
        (as_chi, "bao-cao-cho-gui", "Chưa yêu cầu cấp dưới báo cáo nào"),
        (as_an, "bao-cao-tu-lap", "Chưa đơn vị nào đặt"),
    ):
        page = client.get(reverse(name)).content.decode()
        assert words in page
        assert faults(page) == []


class TestAsking:
    DATA = {
        "report": "R02", "period_kind": "nam", "deadline_days": "10", "document": "Quy chế 05-QC/TU",
        "since": "01/01/2023",
    }  # fmt: skip

    def post(self, client, world, **more):
        data = {**self.DATA, "organization": str(world.city.pk), "token": str(uuid4()), **more}
        return client.post(reverse("bao-cao-cho-gui-them"), data, follow=True)

    def test_a_requirement_is_written_down_and_noted(self, world, as_chi):
        page = self.post(as_chi, world, checked="on").content.decode()

        made = ReportRequirement.objects.get()
        assert (made.deadline_days, made.checked, made.is_open) == (10, True, True)
        assert "Đã ghi yêu cầu báo cáo." in page
        assert AuditEntry.objects.get(verb="yêu cầu báo cáo").organization_id == world.city.pk

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"deadline_days": "121"}, "120"),
            ({"document": ""}, "Nhập văn bản yêu cầu"),
            ({"report": ""}, "Chọn báo cáo"),
            ({"since": "31/11/2023"}, "30 ngày"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, world, as_chi, wrong, words):
        page = self.post(as_chi, world, **wrong).content.decode()

        assert words in page
        assert "Lỗi:" in page
        if "document" not in wrong:
            assert "Quy chế 05-QC/TU" in page
        assert not ReportRequirement.objects.exists()

    def test_the_same_twice_is_refused_with_its_day(self, world, as_chi):
        self.post(as_chi, world)
        page = self.post(as_chi, world, since="01/01/2024").content.decode()

        assert "Đã yêu cầu báo cáo này hằng năm từ ngày 01/01/2023" in page
        assert ReportRequirement.objects.count() == 1

    @pytest.mark.parametrize(
        ("typed", "words"),
        [({"last_day": "31/12/2022"}, "Ngày cuối trước ngày bắt đầu"), ({"reason": ""}, "Nhập văn bản")],
    )
    def test_an_end_before_the_beginning_is_refused(self, as_chi, asked, typed, words):
        data = {"token": str(uuid4()), "last_day": "31/12/2023", "reason": "Quy chế mới", **typed}
        answer = as_chi.post(reverse("bao-cao-cho-gui-thoi", args=[asked.pk]), data)

        assert words in answer.content.decode()
        assert ReportRequirement.objects.get().is_open


def test_few_questions_whatever_the_number_of_wards(world, asked, django_assert_num_queries):
    for number in range(12):
        factories.organization(f"w{number}", f"Đảng bộ {number}", OrganizationKind.DANG_BO_CO_SO, world.city)
    factories.report_requirement(world.city, "R01", period_kind=PeriodKind.THANG)

    with django_assert_num_queries(3):  # the tree of the scope, placements, reports
        board(world.scope(world.city), asked, TODAY)
    assert Issue.objects.count() == 0

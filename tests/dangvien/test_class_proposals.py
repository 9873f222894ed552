"""S03: a cell proposes people for a class, the committee that runs it approves or returns; only then do they learn."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.certificates import number_certificates
from dangvien.models import AuditEntry, Case, ClassProposal, Enrollment, Standing, TrainingClass
from tests import factories
from tests.dangvien.reading import heads, mistakes, page_of, queries_of, token_of

NOTICE = "notice good"


@pytest.fixture
def coming(world):
    """A class of the city that begins next week."""
    made = factories.training_class(world.city, "NT-2024-06", ends_on=date(2024, 6, 14))
    TrainingClass.objects.filter(pk=made.pk).update(starts_on=date(2024, 6, 10))
    made.refresh_from_db()
    return made


@pytest.fixture
def address(coming):
    return f"/lop/{coming.pk}/de-nghi/them/"


@pytest.fixture
def waiting(world):
    return [factories.listed(world.a1, "Ngô Chờ Một"), factories.listed(world.a1, "Ngô Chờ Hai")]


def sheet(*rows, **more):
    given = {"people": [row.pk for row in rows], "resolution": "12-NQ/CB", "proposed_on": "1/6/2024"}
    return {**given, **more}


class TestProposing:
    def test_s03_a_cell_proposes_its_people(self, world, coming, waiting, address, as_hoa):
        answer = as_hoa.post(address, sheet(*waiting), follow=True)

        assert "Xong. Đã đề nghị cử 2 người. Cấp ủy mở lớp sẽ duyệt." in page_of(answer).texts("p", class_=NOTICE)
        made = ClassProposal.objects.order_by("pk")
        assert {(line.sent_by, line.resolution, line.proposed_on, line.outcome) for line in made} == {
            (world.a1, "12-NQ/CB", date(2024, 6, 1), "de_nghi")
        }
        assert not Enrollment.objects.exists()
        assert AuditEntry.objects.filter(verb="đề nghị cử học").count() == 2

    def test_S03_somebody_who_is_not_on_the_list_of_cam_tinh_dang_is_refused(self, world, address, as_hoa):
        noted = factories.candidate(world.a1, "Ngô Mới Biết")

        assert mistakes(as_hoa.post(address, sheet(noted))) == {
            "people": [
                "Ngô Mới Biết chưa có trong danh sách cảm tình Đảng của chi bộ. Ghi bước “Đưa vào danh sách cảm tình "
                "Đảng” trước rồi mới cử đi học."
            ]
        }
        assert not ClassProposal.objects.exists()

    def test_a_cell_is_offered_only_its_own_list(self, world, waiting, address, as_hoa, as_an):
        factories.listed(world.a2, "Lê Chi Bộ Khác")
        factories.listed(world.b1, "Lê Phường Khác")
        stopped = factories.listed(world.a1, "Lê Đã Thôi")
        stopped.closed_on, stopped.close_reason = date(2024, 1, 2), "Chuyển đi"
        stopped.save()

        assert [name.split(" sinh")[0] for name in heads(as_hoa.get(address))] == ["Ngô Chờ Hai", "Ngô Chờ Một"]
        assert [name.split(" sinh")[0] for name in heads(as_an.get(address))] == [
            "Ngô Chờ Hai", "Lê Chi Bộ Khác", "Ngô Chờ Một",
        ]  # fmt: skip

    @pytest.mark.parametrize("whose", ["a2", "b1"])
    def test_s03_somebody_of_another_list_cannot_be_proposed(self, world, address, as_hoa, whose):
        other = factories.listed(getattr(world, whose))

        assert set(mistakes(as_hoa.post(address, sheet(other)))) == {"people"}
        assert not ClassProposal.objects.exists()

    def test_somebody_in_a_class_that_runs_is_refused_by_name(self, world, coming, waiting, address, as_hoa):
        other = factories.training_class(world.city, "NT-KHAC", ends_on=date(2024, 6, 28))
        factories.enrollment(other, waiting[0])

        found = mistakes(as_hoa.post(f"{address}?ca_nguoi_da_hoc=on", sheet(waiting[0])))

        sentence = "Ngô Chờ Một đang học lớp NT-KHAC đến ngày 28/06/2024. Bỏ đánh dấu người này."
        assert found == {"people": [sentence]}
        assert not ClassProposal.objects.exists()

    def test_schooling_below_the_floor_is_warned_and_may_be_confirmed(self, waiting, address, as_hoa):
        Standing.objects.create(person=waiting[0].person, since=date(2020, 1, 1), general_education="tieu_hoc")

        answer = as_hoa.post(address, sheet(waiting[0]))
        assert set(mistakes(answer)) == {"doi_chieu"}
        assert "trình độ học vấn ghi trong sổ là tiểu học" in answer.context["form"].warnings[0].sentence
        tick = str(page_of(answer).all("input", name="doi_chieu")[0].attributes["value"])

        assert as_hoa.post(address, sheet(waiting[0], doi_chieu=tick)).status_code == 302
        assert ClassProposal.objects.count() == 1

    @pytest.mark.parametrize("schooling", ["thcs", "thpt", ""])
    def test_enough_or_unknown_schooling_is_not_warned(self, waiting, address, as_hoa, schooling):
        Standing.objects.create(person=waiting[0].person, since=date(2020, 1, 1), general_education=schooling)

        assert as_hoa.post(address, sheet(waiting[0])).status_code == 302

    @pytest.mark.parametrize(("issued_on", "warned"), [(date(2023, 6, 20), True), (date(2019, 6, 2), False)])
    def test_x03_only_a_certificate_that_still_serves_is_warned(
        self, world, waiting, address, as_hoa, issued_on, warned
    ):
        old = factories.training_class(world.city, "NT-CU", ends_on=date(2019, 5, 31))
        factories.certificate(waiting[0], old, issued_on)

        answer = as_hoa.post(f"{address}?ca_nguoi_da_hoc=on", sheet(waiting[0]))

        assert (answer.status_code == 200) is warned
        assert ClassProposal.objects.exists() is not warned

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            ({"proposed_on": ""}, "proposed_on", "Nhập ngày nghị quyết theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
            (
                {"proposed_on": "4/6/2024"},
                "proposed_on",
                "Ngày nghị quyết (04/06/2024) sau ngày hôm nay. Kiểm tra lại.",
            ),
            (
                {"proposed_on": "9/1/2023"},
                "proposed_on",
                "Ngô Chờ Một vào danh sách theo dõi ngày 10/01/2023, sau ngày đề nghị. Kiểm tra lại hai ngày này.",
            ),
            ({"people": []}, "people", "Đánh dấu ít nhất một người."),
            (
                {"resolution": "\x00"},
                "resolution",
                "Số nghị quyết hoặc danh sách của chi bộ có ký tự không đọc được. Xóa ô này rồi gõ lại.",
            ),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, waiting, address, as_hoa, changes, at, sentence):
        assert mistakes(as_hoa.post(address, sheet(waiting[0], **changes))) == {at: [sentence]}
        assert not ClassProposal.objects.exists()

    def test_a_person_is_proposed_once_while_it_waits(self, coming, waiting, address, as_hoa):
        factories.proposal(coming, waiting[0], date(2024, 5, 1))

        assert [name.split(" sinh")[0] for name in heads(as_hoa.get(address))] == ["Ngô Chờ Hai"]
        assert set(mistakes(as_hoa.post(address, sheet(waiting[0])))) == {"people"}

    def test_a_class_that_is_over_takes_nobody(self, world, waiting, as_hoa):
        over = factories.training_class(world.city, "NT-CU")

        answer = as_hoa.post(f"/lop/{over.pk}/de-nghi/them/", sheet(waiting[0]))

        assert mistakes(answer) == {"": ["Lớp đã bế giảng ngày 09/6/2023, không đề nghị thêm người. Chọn lớp khác."]}

    def test_a_form_sent_twice_proposes_once(self, waiting, address, as_hoa):
        sent = sheet(waiting[0], token=token_of(as_hoa, address))

        assert [as_hoa.post(address, sent).status_code for _ in range(2)] == [302, 302]
        assert ClassProposal.objects.count() == 1

    def test_only_those_who_may(self, waiting, address, as_giang, as_dung, as_binh):
        for other in (as_giang, as_dung):
            assert other.post(address, sheet(waiting[0])).status_code == 403
        assert set(mistakes(as_binh.post(address, sheet(waiting[0])))) == {"people"}

    def test_the_same_queries_for_one_and_for_fifty(self, world, waiting, address, as_hoa):
        few = queries_of(as_hoa, address)
        for _ in range(50):
            factories.listed(world.a1)

        assert queries_of(as_hoa, address) == few <= 15


class TestNewMembers:
    @pytest.fixture
    def course(self, world):
        made = factories.training_class(world.city, "DVM-2024-01", ends_on=date(2024, 6, 14))
        TrainingClass.objects.filter(pk=made.pk).update(kind="dang_vien_moi", starts_on=date(2024, 6, 10))
        made.refresh_from_db()
        return made

    def test_d02_only_members_on_probation_are_offered(self, world, course, waiting, as_hoa):
        factories.member(world.a1, "Trần Dự Bị", date(2024, 2, 3), official=False)
        factories.member(world.a1, "Trần Chính Thức")
        address = f"/lop/{course.pk}/de-nghi/them/"

        assert [name.split(" sinh")[0] for name in heads(as_hoa.get(address))] == ["Trần Dự Bị"]

    def test_d02_they_are_proposed_approved_and_certified(self, world, course, as_hoa, as_chi):
        member = factories.member(world.a1, "Trần Dự Bị", date(2024, 2, 3), official=False)

        assert as_hoa.post(f"/lop/{course.pk}/de-nghi/them/", sheet(member)).status_code == 302
        sent = {"tat_ca": "on", "decided_on": "2/6/2024", "list_number": "03-DS/TU", "tra_loi": "duyet"}
        assert as_chi.post(f"/lop/{course.pk}/duyet/", sent).status_code == 302

        line = Enrollment.objects.get()
        assert (line.person, line.sent_by, line.result) == (member.person, world.a1, "dang_hoc")
        assert course.certificate_form == "CN-ĐVM"

    def test_somebody_recognized_meanwhile_is_refused(self, world, course, as_hoa):
        member = factories.member(world.a1, "Trần Dự Bị", date(2023, 2, 3), official=False)
        as_hoa.get(f"/lop/{course.pk}/de-nghi/them/")
        member.official_on = date(2024, 2, 3)
        member.save()

        assert set(mistakes(as_hoa.post(f"/lop/{course.pk}/de-nghi/them/", sheet(member)))) == {"people"}


class TestAnswering:
    @pytest.fixture
    def proposed(self, coming, world, waiting):
        other = factories.listed(world.b1, "Lê Phường B")
        return [factories.proposal(coming, item, date(2024, 5, 20)) for item in (*waiting, other)]

    @pytest.fixture
    def desk(self, coming):
        return f"/lop/{coming.pk}/duyet/"

    @staticmethod
    def approval(*proposals, **more):
        given = {
            "people": [item.pk for item in proposals],
            "decided_on": "1/6/2024",
            "list_number": "03-DS/TU",
            "reason": "",
            "tra_loi": "duyet",
        }
        return {**given, **more}

    def test_s03_approved_people_are_on_the_class_list(self, coming, proposed, desk, as_chi):
        answer = as_chi.post(desk, self.approval(*proposed[:2]), follow=True)

        assert "Xong. Đã duyệt 2 người." in page_of(answer).texts("p", class_=NOTICE)
        assert {(line.person, line.sent_by) for line in Enrollment.objects.all()} == {
            (item.person, item.sent_by) for item in proposed[:2]
        }
        assert list(ClassProposal.objects.order_by("pk").values_list("outcome", "list_number", "decided_on")) == [
            ("duyet", "03-DS/TU", date(2024, 6, 1)),
            ("duyet", "03-DS/TU", date(2024, 6, 1)),
            ("de_nghi", "", None),
        ]
        assert AuditEntry.objects.filter(verb="duyệt cử học").count() == 2

    def test_all_at_once(self, proposed, desk, as_chi):
        as_chi.post(desk, self.approval(tat_ca="on"))

        assert Enrollment.objects.count() == 3

    def test_returned_people_may_be_proposed_again(self, coming, proposed, desk, address, waiting, as_chi, as_hoa):
        sent = self.approval(proposed[0], tra_loi="tra_lai", list_number="", reason="Thiếu nghị quyết")
        assert as_chi.post(desk, sent).status_code == 302

        proposed[0].refresh_from_db()
        assert (proposed[0].outcome, proposed[0].reason) == ("tra_lai", "Thiếu nghị quyết")
        assert not Enrollment.objects.exists()
        assert "Thiếu nghị quyết" in as_hoa.get(f"/lop/{coming.pk}/de-nghi/").content.decode()
        assert as_hoa.post(address, sheet(waiting[0])).status_code == 302

    @pytest.mark.parametrize(
        ("changes", "at", "sentence"),
        [
            ({"list_number": ""}, "list_number", "Nhập số danh sách hoặc số văn bản duyệt."),
            ({"tra_loi": "tra_lai"}, "reason", "Nhập lý do trả lại để chi bộ biết."),
            ({"people": []}, "people", "Đánh dấu ít nhất một người, hoặc đánh dấu “Tất cả”."),
            (
                {"decided_on": "19/5/2024"},
                "decided_on",
                "Ngày duyệt (19/5/2024) sớm hơn ngày đề nghị cử Ngô Chờ Một (20/5/2024). Kiểm tra lại ngày.",
            ),
        ],
    )
    def test_mistakes_are_told_at_their_boxes(self, proposed, desk, as_chi, changes, at, sentence):
        assert mistakes(as_chi.post(desk, self.approval(proposed[0], **changes))) == {at: [sentence]}
        assert not Enrollment.objects.exists()

    def test_one_that_was_answered_meanwhile_is_told_and_nobody_enrolled(self, proposed, desk, as_chi):
        sent = self.approval(*proposed[:2])
        as_chi.post(desk, self.approval(proposed[0]))

        found = mistakes(as_chi.post(desk, sent))

        assert found == {
            "people": ["Trong danh sách có đề nghị đã được trả lời hoặc đã rút. Xem lại danh sách rồi đánh dấu lại."]
        }
        assert Enrollment.objects.count() == 1

    def test_x01_somebody_taken_off_the_list_meanwhile_is_refused(self, proposed, waiting, desk, as_chi):
        waiting[0].closed_on, waiting[0].close_reason = date(2024, 5, 30), "Chuyển đi"
        waiting[0].save()

        assert set(mistakes(as_chi.post(desk, self.approval(proposed[0])))) == {"people"}
        assert not Enrollment.objects.exists()

    def test_more_than_the_class_holds_is_warned(self, coming, proposed, desk, as_chi):
        TrainingClass.objects.filter(pk=coming.pk).update(capacity=1)

        answer = as_chi.post(desk, self.approval(*proposed[:2]))

        assert set(mistakes(answer)) == {"doi_chieu"}
        assert answer.context["form"].warnings[0].sentence == "Lớp nhận 1 người; đã có 0, thêm 2 là 2 người."

    def test_a_ward_does_not_answer_for_a_class_of_the_city(self, proposed, desk, as_an, as_hoa, as_giang):
        assert as_an.get(desk).status_code == 404
        assert as_an.post(desk, self.approval(proposed[0])).status_code == 404
        for other in (as_hoa, as_giang):
            assert other.post(desk, self.approval(proposed[0])).status_code == 403
        assert not Enrollment.objects.exists()

    def test_the_same_queries_for_one_and_for_fifty(self, world, coming, desk, as_chi):
        factories.proposal(coming, factories.listed(world.a1))
        few = queries_of(as_chi, desk)
        for _ in range(49):
            factories.proposal(coming, factories.listed(world.a2))

        assert queries_of(as_chi, desk) == few <= 15


class TestList:
    @pytest.fixture
    def proposed(self, coming, world):
        return [
            factories.proposal(coming, factories.listed(cell, name), date(2024, 5, 20))
            for cell, name in ((world.a1, "Ngô Ở A Một"), (world.a2, "Ngô Ở A Hai"), (world.b1, "Ngô Ở B"))
        ]

    def test_everybody_sees_only_their_own(self, coming, proposed, as_hoa, as_an, as_binh, as_chi):
        address = f"/lop/{coming.pk}/de-nghi/"
        seen = {
            name: {head.split(" sinh")[0] for head in heads(client.get(address))}
            for name, client in {"hoa": as_hoa, "an": as_an, "binh": as_binh, "chi": as_chi}.items()
        }

        assert seen == {
            "hoa": {"Ngô Ở A Một"},
            "an": {"Ngô Ở A Một", "Ngô Ở A Hai"},
            "binh": {"Ngô Ở B"},
            "chi": {"Ngô Ở A Một", "Ngô Ở A Hai", "Ngô Ở B"},
        }

    def test_one_s_own_may_be_withdrawn_while_it_waits(self, coming, proposed, as_hoa):
        address = f"/lop/{coming.pk}/de-nghi/{proposed[0].pk}/rut/"

        first = as_hoa.post(address, follow=True)
        second = as_hoa.post(address, follow=True)

        assert "Xong. Đã rút đề nghị cử Ngô Ở A Một." in page_of(first).texts("p", class_=NOTICE)
        assert "đã được trả lời, không rút được nữa" in second.content.decode()
        proposed[0].refresh_from_db()
        assert (proposed[0].outcome, proposed[0].decided_on) == ("rut", date(2024, 6, 3))

    def test_those_of_others_are_not_found(self, coming, proposed, as_hoa, as_binh):
        for client, other in ((as_hoa, proposed[1]), (as_hoa, proposed[2]), (as_binh, proposed[0])):
            assert client.post(f"/lop/{coming.pk}/de-nghi/{other.pk}/rut/").status_code == 404
        assert ClassProposal.objects.open().count() == 3

    def test_proposals_are_not_counted_as_learners(self, coming, proposed, as_chi):
        shown = page_of(as_chi.get("/lop/"))

        assert shown.texts("td", class_="number") == ["0", "0", "0"]
        assert Enrollment.objects.count() == 0
        assert "3 người đang chờ duyệt" in as_chi.get(f"/lop/{coming.pk}/").content.decode()

    def test_the_same_queries_for_one_and_for_fifty(self, world, coming, as_an):
        address = f"/lop/{coming.pk}/de-nghi/"
        factories.proposal(coming, factories.listed(world.a1))
        few = queries_of(as_an, address)
        for _ in range(49):
            factories.proposal(coming, factories.listed(world.a2))

        assert queries_of(as_an, address) == few <= 15


class TestTheWay:
    """What the case of a person says follows every answer about the class."""

    @staticmethod
    def state(candidate):
        return Case.objects.get(candidate=candidate).state

    def test_s03_s04_s05_follow_proposal_approval_and_certificate(self, coming, waiting, address, as_hoa, as_chi, chi):
        as_hoa.post(address, sheet(waiting[0]))
        assert self.state(waiting[0]) == "S03"
        sent = {"tat_ca": "on", "decided_on": "2/6/2024", "list_number": "03-DS/TU", "tra_loi": "duyet"}
        as_chi.post(f"/lop/{coming.pk}/duyet/", sent)
        assert self.state(waiting[0]) == "S04"

        Enrollment.objects.update(awaits_certificate=True)
        day = date(2024, 6, 24)
        number_certificates(by=chi, training_class=coming, first="01/GCN", issued_on=day, today=day)
        assert self.state(waiting[0]) == "S05"

    @pytest.mark.parametrize("how", ["returned", "withdrawn"])
    def test_a_proposal_that_came_to_nothing_takes_s03_back(self, coming, waiting, address, as_hoa, as_chi, how):
        as_hoa.post(address, sheet(waiting[0]))
        if how == "returned":
            sent = {"tat_ca": "on", "decided_on": "2/6/2024", "reason": "Chưa đủ hồ sơ", "tra_loi": "tra_lai"}
            as_chi.post(f"/lop/{coming.pk}/duyet/", sent)
        else:
            proposal = ClassProposal.objects.get()
            as_hoa.post(f"/lop/{coming.pk}/de-nghi/{proposal.pk}/rut/")

        assert self.state(waiting[0]) != "S03"

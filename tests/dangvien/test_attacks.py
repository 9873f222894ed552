"""Ways around the fence and into a wrong number that were tried on a running register, each closed here."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate
from django.core.files.uploadedfile import SimpleUploadedFile

from dangvien.actions.candidacy import follow
from dangvien.actions.training import enroll_candidates
from dangvien.environment import only_for_owner
from dangvien.models import Appointment, AuditEntry, Candidate, Enrollment, Kind, Member, Movement, Person, UserSession
from dangvien.procedure.problem import Refused
from tests import factories
from tests.dangvien.reading import mistakes, page_of
from tests.dangvien.test_crossing import at_once
from tests.people import TODAY


class TestAnotherWardsLearner:
    """Somebody whom ward B sent to a class of the city, and whom a cell of ward A follows since."""

    @pytest.fixture
    def elsewhere(self, world):
        first = factories.candidate(world.b1, "Lê Đổi Nơi Ở", opened_on=date(2022, 1, 10))
        sent = factories.enrollment(factories.training_class(world.city, "NT-2023-01"), first)
        first.closed_on, first.close_reason = date(2023, 7, 1), "Chuyển đi"
        first.save()
        Candidate.objects.create(
            person=first.person, organization=world.a1, source="nong_thon", opened_on=date(2023, 8, 1)
        )
        return sent

    def test_the_result_cannot_be_written_by_the_ward_that_did_not_send_them(self, elsewhere, as_an):
        key = elsewhere.person_id
        row = {f"n{key}-result": "khong_dat", f"n{key}-grade": "", "nguoi": key}

        found = mistakes(as_an.post(f"/lop/{elsewhere.training_class_id}/ket-qua/", row))

        sentence = "Lê Đổi Nơi Ở không có trong danh sách lớp NT-2023-01. Ghi danh trước khi ghi kết quả."
        assert found == {"": [sentence]}
        elsewhere.refresh_from_db()
        assert elsewhere.result == Enrollment.Result.DANG_HOC
        assert not AuditEntry.objects.filter(verb="ghi kết quả lớp").exists()

    def test_the_ward_that_sent_them_and_the_city_write_it(self, elsewhere, as_binh, as_chi):
        key = elsewhere.person_id
        for client, result in ((as_binh, "bo_hoc"), (as_chi, "khong_dat")):
            row = {f"n{key}-result": result, f"n{key}-grade": "", "nguoi": key}
            assert client.post(f"/lop/{elsewhere.training_class_id}/ket-qua/", row).status_code == 302
            elsewhere.refresh_from_db()
            assert elsewhere.result == result


class TestOnePersonCountedTwice:
    @pytest.fixture
    def returned(self, world):
        """Somebody who left the Party in 2022, is followed again since 2016 by the paper, and holds a certificate."""
        member = factories.member(world.a1, "Ngô Trở Lại", admitted_on=date(2012, 5, 19))
        factories.movement(member, world.a1, Kind.XIN_RA, date(2022, 3, 3))
        Member.objects.filter(pk=member.pk).update(organization=None)
        again = Candidate.objects.create(
            person=member.person, organization=world.a1, source="nong_thon", opened_on=date(2016, 1, 10)
        )
        earlier = factories.training_class(world.city, "NT-2016-01", ends_on=date(2016, 6, 9))
        factories.certificate(again, earlier, issued_on=date(2016, 6, 20))
        return again

    def admission(self, world, ceremony):
        return {
            "issuer": world.city.pk,
            "number": "125",
            "issued_on": "10/1/2017",
            "signer": "",
            "ceremony_on": ceremony,
            "cell": world.a1.pk,
        }

    def test_nobody_is_admitted_again_before_the_day_they_left(self, world, returned, as_an):
        before = Movement.objects.count()

        found = mistakes(as_an.post(f"/nguon/{returned.pk}/ket-nap/", self.admission(world, "19/5/2017")))

        sentence = "Ngày lễ kết nạp (19/5/2017) sớm hơn dòng sổ trước của Ngô Trở Lại (xin ra khỏi Đảng ngày 03/3/2022)"
        assert found["ceremony_on"] == [f"{sentence}. Kiểm tra lại ngày."]
        assert Movement.objects.count() == before

    def test_nor_afterwards_before_three_years_and_without_consent(self, world, returned, as_an):
        found = mistakes(as_an.post(f"/nguon/{returned.pk}/ket-nap/", self.admission(world, "3/3/2022")))

        told = " ".join(sentence for sentences in found.values() for sentence in sentences)
        assert "36 tháng" in told
        assert "kết nạp lại" in told
        assert Member.objects.get(person=returned.person).organization is None

    def test_one_person_typed_twice_is_compared_before_it_is_kept(self, world, an, as_an):
        """The second form was opened before the first was sent, so it could not show whom to compare."""
        typed = {
            "by": an, "cell": world.a1, "source": "nong_thon", "opened_on": date(2024, 6, 1), "bodies": [],
            "today": TODAY,
        }  # fmt: skip

        def new(name="Trần Thị Lụa"):
            return Person(full_name=name, birth_date=date(2001, 2, 3), gender="nu")

        first = follow(person=new(), **typed)

        with pytest.raises(Refused, match="Bấm Lưu lần nữa để so hai người"):
            follow(person=new("TRAN THI LUA"), **typed)
        namesake = follow(person=new(), **typed, apart_from={first.person_id})
        assert Person.objects.filter(search_key="tran thi lua").count() == 2
        assert namesake.person != first.person

    def test_somebody_told_apart_in_the_form_is_kept(self, world, as_an):
        factories.candidate(world.a1, "Trần Thị Lụa", birth=date(2001, 2, 3))
        typed = {
            "full_name": "Trần Thị Lụa",
            "birth": "3/2/2001",
            "gender": "nu",
            "cell": world.a1.pk,
            "source": "nong_thon",
            "opened_on": "1/6/2024",
        }

        assert set(mistakes(as_an.post("/nguon/them/", typed))) == {"same_person"}
        assert as_an.post("/nguon/them/", {**typed, "same_person": "khac"}).status_code == 302
        assert Candidate.objects.count() == 2

    def test_a_list_of_learners_opened_twice_sends_nobody_to_two_classes(self, world, an):
        candidate = factories.listed(world.a1, "Vũ Một Lần")
        one, two = (factories.training_class(world.city, code) for code in ("NT-2024-01", "NT-2024-02"))
        enroll_candidates(by=an, training_class=one, candidates=[candidate])

        with pytest.raises(Refused, match="đang học lớp NT-2024-01"):
            enroll_candidates(by=an, training_class=two, candidates=[candidate])

        assert Enrollment.objects.get().training_class == one


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(2))
def test_two_people_typing_the_same_newcomer_at_once_enter_one(world, an, hoa, round_):
    def enter(by):
        person = Person(full_name="Trần Thị Lụa", birth_date=date(2001, 2, 3), gender="nu")
        facts = {"cell": world.a1, "source": "nong_thon", "opened_on": date(2024, 6, 1), "bodies": [], "today": TODAY}
        return lambda: follow(by=by, person=person, **facts)

    done, refused = sorted(at_once(enter(an), enter(hoa)), key=len)

    assert done == "done"
    assert "vừa có trong sổ của chi bộ này" in refused
    assert Person.objects.filter(full_name="Trần Thị Lụa").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_classes_at_once_get_one_learner_once(world, an, hoa):
    candidate = factories.listed(world.a1)
    classes = [factories.training_class(world.city, code) for code in ("NT-2024-01", "NT-2024-02")]

    def send(training_class):
        return lambda: enroll_candidates(by=an, training_class=training_class, candidates=[candidate])

    outcomes = at_once(*(send(item) for item in classes))

    assert outcomes.count("done") == 1
    assert Enrollment.objects.count() == 1


def test_a_session_of_a_closed_account_does_not_come_back_with_the_account(an, as_an, as_dung):
    """Even one that was idle all the time the account was closed."""
    others = UserSession.objects.count() - 1
    as_dung.post(f"/tai-khoan/{an.pk}/khoa/", {"reason": "Mất máy tính"})
    as_dung.post(f"/tai-khoan/{an.pk}/mo-lai/", {"reason": "Đã tìm thấy"})

    assert as_an.get("/dang-vien/").status_code == 302
    assert as_dung.get("/tai-khoan/").status_code == 200
    assert UserSession.objects.count() == others
    assert authenticate(username="an", password=factories.PASSWORD) == an


def test_opening_the_file_of_somebody_who_left_is_read_where_they_were_last(world, as_an, an):
    member = factories.member(world.a1)
    factories.movement(member, world.a1, Kind.XIN_RA, date(2022, 3, 3))
    Member.objects.filter(pk=member.pk).update(organization=None)

    page_of(as_an.get(f"/dang-vien/{member.pk}/"))

    seen = world.scope(world.ward_a).audit_entries.get(verb="xem hồ sơ")
    assert (seen.actor_id, seen.subject_id, seen.organization_id) == (an.pk, str(member.pk), world.a1.pk)


class TestFilesSent:
    @pytest.mark.parametrize("size", [10, 3_000_000])
    def test_none_is_written_to_the_disk(self, client, db, monkeypatch, tmp_path, size):
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        file = SimpleUploadedFile("a.bin", b"\0" * size)

        answer = client.post("/dang-nhap/", {"username": "an", "password": "sai", "file": file})

        assert answer.status_code == 200
        assert not answer.wsgi_request.FILES
        assert list(tmp_path.iterdir()) == []

    def test_the_boxes_before_it_are_still_read(self, world, as_an):
        file = SimpleUploadedFile("a.bin", b"\0" * 100)
        typed = {"code": "L-1", "token": str(uuid4()), "file": file}

        assert "code" not in mistakes(as_an.post("/lop/mo/", typed))


class TestTheDatabaseFile:
    def test_is_closed_to_others(self, tmp_path):
        file = tmp_path / "db.sqlite3"
        file.touch(mode=0o644)

        only_for_owner(file)

        assert oct(file.stat().st_mode & 0o777) == "0o600"

    def test_one_that_is_not_there_is_not_made(self, tmp_path):
        only_for_owner(tmp_path / "db.sqlite3")

        assert list(tmp_path.iterdir()) == []


class TestTwoRolesInTwoPlaces:
    """Somebody who is secretary of ward B, keeps accounts there, and may only read in ward A."""

    @pytest.fixture
    def both(self, world, binh, signed_in):
        for organization, role in ((world.ward_a, "xem"), (world.ward_b, "quan_tri")):
            Appointment.objects.create(user=binh, organization=organization, role=role, valid_from=date(2020, 1, 1))
        return signed_in(binh)

    def test_what_may_be_done_in_one_is_not_found_in_the_other(self, world, both, an):
        ready = factories.candidate(world.a1)
        factories.certificate(ready, factories.training_class(world.city, "NT-1"))
        member = factories.member(world.a1, official=False)
        line = member.movements.get()
        assert both.get(f"/nguon/{ready.pk}/").status_code == 200
        assert both.get(f"/dang-vien/{member.pk}/").status_code == 200

        for address in (
            f"/nguon/{ready.pk}/ket-nap/",
            f"/nguon/{ready.pk}/gioi-thieu/",
            f"/nguon/{ready.pk}/thoi-theo-doi/",
            f"/dang-vien/{member.pk}/cong-nhan/",
            f"/dang-vien/{member.pk}/dong-so/{line.pk}/dinh-chinh/",
            f"/to-chuc/{world.a1.code}/thay-doi/",
            f"/to-chuc/{world.a1.code}/luu-tru/",
            f"/tai-khoan/{an.pk}/cap-lai-mat-khau/",
            f"/tai-khoan/{an.pk}/khoa/",
        ):
            assert both.get(address).status_code == 404
            assert both.post(address, {"reason": "Thử"}).status_code == 404
        assert Movement.objects.count() == 1

    def test_nor_is_it_offered_as_a_choice(self, world, both):
        own, other = str(world.b1.pk), str(world.a1.pk)
        factories.listed(world.a1, "Lê Ở Phường A")
        factories.listed(world.b1, "Lê Ở Phường B")
        offered = factories.training_class(world.city, "NT-1", ends_on=date(2024, 7, 9))

        for address, field in (("/nguon/them/", "cell"), ("/tai-khoan/mo/", "organization")):
            choices = both.get(address).context["form"].fields[field].offered
            assert own in [str(item.pk) for item in choices]
            assert other not in [str(item.pk) for item in choices]
        page = both.get(f"/lop/{offered.pk}/de-nghi/them/").content.decode()
        assert "Lê Ở Phường B" in page
        assert "Lê Ở Phường A" not in page
        frozen = both.post(
            "/bao-cao/ket-nap-theo-nam/chot/", {"to_chuc": "phuong-a", "tu": "01/01/2020", "den": "31/12/2023"}
        )
        assert frozen.status_code == 422


def test_a_member_who_moved_is_found_only_where_they_are_now(world, as_an, as_binh):
    member = factories.member(world.a1, "Vũ Chuyển Đi")
    factories.movement(member, world.a1, Kind.CHUYEN_DI, date(2024, 2, 1))
    arrived = factories.movement(member, world.b1, Kind.CHUYEN_DEN, date(2024, 2, 1))
    Member.objects.filter(pk=member.pk).update(organization=world.b1)
    left = member.movements.get(kind=Kind.CHUYEN_DI)

    assert as_an.get(f"/dang-vien/{member.pk}/").status_code == 404
    assert "Vũ Chuyển Đi" not in as_an.get("/dang-vien/?trang_thai=da_ra").content.decode()
    page_of(as_binh.get(f"/dang-vien/{member.pk}/"))
    for client, line in ((as_an, left), (as_an, arrived), (as_binh, left)):
        address = f"/dang-vien/{member.pk}/dong-so/{line.pk}/dinh-chinh/"
        assert client.post(address, {"reason": "Ghi nhầm"}).status_code == 404
    assert member.movements.count() == 3


def test_somebody_of_another_ward_is_not_shown_as_one_who_looks_alike(world, as_an):
    factories.candidate(world.b1, "Trần Thị Lụa", birth=date(2001, 2, 3))
    factories.member(world.b1, "Trần Thị Lụa")
    typed = {
        "full_name": "Trần Thị Lụa",
        "birth": "2001",
        "gender": "nu",
        "cell": world.a1.pk,
        "source": "nong_thon",
        "opened_on": "",
    }

    answer = as_an.post("/nguon/them/", typed)

    assert answer.context["form"].alike == []
    assert "same_person" not in answer.context["form"].fields

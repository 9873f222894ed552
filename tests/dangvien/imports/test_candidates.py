"""A list of quần chúng ưu tú: who is new, who is followed already, who is a member; written by `follow`; undone."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.actions.casework import record as record_step
from dangvien.actions.import_candidates import undo_candidate_rows, write_candidates
from dangvien.imports.candidates import CandidateComparison
from dangvien.imports.known import Register
from dangvien.imports.units import RegisterUnits
from dangvien.models import (
    AuditEntry,
    Candidate,
    Case,
    Person,
    RosterKind,
    Standing,
    StepKind,
    User,
    Verdict,
)
from dangvien.procedure.facts import StepFacts
from dangvien.procedure.problem import Refused
from dangvien.procedure.roster_candidates import bodies_of
from tests import factories
from tests.dangvien.imports.rows import asked, batch_of, codes, message, rows_of
from tests.people import TODAY, World


def record(**said):
    return {
        "ho_ten": "Nguyễn Thị Hạnh",
        "ngay_sinh": "1998-04-12",
        "gioi_tinh": "Nữ",
        "dan_toc": "Kinh",
        "ton_giao": "Không",
        "que_quan": None,
        "so_cccd": None,
        "chi_bo": "Chi bộ A1",
        "nguon": "Nông thôn",
        "ngay_vao_danh_sach": "2024-03-01",
        "gioi_thieu": None,
        "hoc_van": None,
        "so_gcn": None,
        "ngay_cap": None,
        **said,
    }


def comparison(world: World, **options) -> CandidateComparison:
    units = RegisterUnits.below(world.ward_a, TODAY)
    return CandidateComparison(Register(world.scope(world.ward_a), world.ward_a, TODAY), units, options=options)


def compare(world: World, *records, choice: str = ""):
    return comparison(world).compare(asked(list(records), *[choice] * len(records)))


def test_somebody_nobody_wrote_is_new(world: World):
    (found,) = compare(world, record())

    assert (found.verdict, found.issues, found.person) == (Verdict.NEW, [], None)


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"chi_bo": None}, "required", "chi_bo"),
        ({"chi_bo": "Chi bộ Z"}, "unit_unknown", "chi_bo"),
        ({"chi_bo": "Chi bộ B1"}, "unit_unknown", "chi_bo"),
        ({"nguon": "Người quen"}, "code_unknown", "nguon"),
        ({"ngay_vao_danh_sach": None}, "required", "ngay_vao_danh_sach"),
        ({"ngay_vao_danh_sach": "2024-06-04"}, "date_future", "ngay_vao_danh_sach"),
        ({"ngay_sinh": "2024-03-02"}, "date_order", "ngay_sinh"),
        ({"gioi_tinh": None}, "gender_needed", "gioi_tinh"),
        ({"chi_bo": "Chi bộ A3", "ngay_vao_danh_sach": "2022-03-01"}, "unit_not_yet", "ngay_vao_danh_sach"),
    ],
)
def test_what_is_wrong_with_a_candidate_is_told_at_its_cell(world: World, said, code, field):
    (found,) = compare(world, record(**said))

    assert found.verdict == Verdict.WRONG
    assert (code, field) in [(issue["code"], issue["field"]) for issue in found.issues]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"ngay_sinh": "2006-07-01"}, "under_age"),
        ({"nguon": None}, "source_missing"),
        ({"hoc_van": "lớp nghề"}, "text_not_kept"),
        ({"gioi_thieu": "Đoàn TN, ông tổ trưởng"}, "text_not_kept"),
        ({"so_gcn": "012", "ngay_cap": "2024-01-05"}, "certificate_not_kept"),
    ],
)
def test_what_is_to_be_seen_does_not_keep_a_candidate_out(world: World, said, code):
    (found,) = compare(world, record(**said))

    assert (found.verdict, codes(found)) == (Verdict.NEW, [code])


def test_somebody_the_cell_follows_is_the_same_and_differences_are_told(world: World):
    held = factories.candidate(world.a1, "Nguyễn Thị Hạnh")
    person = held.person
    said = {"ngay_sinh": person.birth.iso, "gioi_tinh": person.get_gender_display()}

    (found,) = compare(world, record(**said, que_quan="xã Gio Mỹ", nguon="Học sinh, sinh viên"))

    assert (found.verdict, found.person) == (Verdict.SAME, person.pk)
    assert {"person_differs", "date_differs"} <= set(codes(found))


def test_a_member_is_no_candidate(world: World):
    member = factories.member(world.a1, "Nguyễn Thị Hạnh")
    said = {"ngay_sinh": member.person.birth.iso, "gioi_tinh": member.person.get_gender_display()}

    (asks,) = compare(world, record(**said))
    assert asks.verdict == Verdict.MAYBE
    assert [item["person"] for item in asks.alike] == [member.person_id]

    (chosen,) = compare(world, record(**said), choice=str(member.person_id))
    assert chosen.verdict == Verdict.WRONG
    assert message(chosen, "is_member") == "Nguyễn Thị Hạnh đang là đảng viên của Chi bộ A1."

    (apart,) = compare(world, record(**said), choice="moi")
    assert apart.verdict == Verdict.NEW


def test_somebody_another_cell_follows_is_not_entered_twice(world: World):
    held = factories.candidate(world.a2, "Nguyễn Thị Hạnh")
    said = {"ngay_sinh": held.person.birth.iso, "gioi_tinh": held.person.get_gender_display()}

    (found,) = compare(world, record(**said), choice=str(held.person_id))

    assert found.verdict == Verdict.WRONG
    assert message(found, "followed_elsewhere") == "Nguyễn Thị Hạnh đang được Chi bộ A2 theo dõi."


def test_a_number_of_somebody_in_another_ward_names_nobody(world: World):
    stranger = factories.candidate(world.b1, "Trần Văn Xa")
    Person.objects.filter(pk=stranger.person_id).update(citizen_id="045098000123")

    (found,) = CandidateComparison(
        Register(world.scope(world.ward_a), world.ward_a, TODAY), RegisterUnits.below(world.ward_a, TODAY), options={}
    ).compare(asked([record(so_cccd="045098000123")]))

    assert found.verdict == Verdict.WRONG
    assert message(found, "citizen_elsewhere") == "Số căn cước này đã ghi cho một người của nơi khác trong sổ."
    assert "Trần Văn Xa" not in str(found)


def test_comparing_many_takes_as_many_queries_as_one(world: World, django_assert_max_num_queries):
    held = comparison(world)
    with django_assert_max_num_queries(8):
        held.compare(asked([record(ho_ten=f"Nguyễn Thị Hạnh {name}") for name in "ABCDEFGHIK"]))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Đoàn TN, Công đoàn", (("doan_thanh_nien", "cong_doan"), ())),
        (["Đoàn TNCS Hồ Chí Minh"], (("doan_thanh_nien",), ())),
        ("Đoàn Thanh niên và Hội Phụ nữ", (("doan_thanh_nien", "hoi_phu_nu"), ())),
        ("Mặt trận Tổ quốc; bạn bè", (("mat_tran",), ("bạn bè",))),
        (None, ((), ())),
    ],
)
def test_bodies_are_read_one_by_one(value, found):
    assert bodies_of(value) == found


def commit(world: World, by: User, *records, choice: str = ""):
    batch = batch_of(world.ward_a, by, RosterKind.CANDIDATES, as_of=TODAY)
    rows = rows_of(batch, records, compare(world, *records, choice=choice))
    places = {"Chi bộ A1": world.a1.pk, "Chi bộ A2": world.a2.pk}
    write_candidates(by=by, batch=batch, rows=rows, places=places, today=TODAY)
    return batch, rows


def test_people_come_onto_the_list_as_the_screen_would_put_them(world: World, an: User):
    _, rows = commit(
        world,
        an,
        record(gioi_thieu="Đoàn TN, Công đoàn", hoc_van="Trung học phổ thông", so_cccd="045198000123"),
        record(ho_ten="Lê Văn Tới", gioi_tinh="Nam", ngay_sinh="1999-05", chi_bo="Chi bộ A2", nguon=None),
    )

    hanh, toi = (Candidate.objects.get(person__full_name=name) for name in ("Nguyễn Thị Hạnh", "Lê Văn Tới"))
    assert (hanh.organization, hanh.source, hanh.opened_on) == (world.a1, "nong_thon", date(2024, 3, 1))
    assert {row.body for row in hanh.introductions.all()} == {"doan_thanh_nien", "cong_doan"}
    assert hanh.person.citizen_id == "045198000123"
    assert Standing.objects.get(person=hanh.person).general_education
    assert (toi.organization, toi.source, str(toi.person.birth)) == (world.a2, "chua_phan_loai", "05/1999")
    assert Case.objects.filter(candidate__in=[hanh, toi]).count() == 2
    assert AuditEntry.objects.filter(verb="đưa vào danh sách nguồn").count() == 2
    assert [row.made["candidate"] for row in rows] == [hanh.pk, toi.pk]


def test_somebody_told_apart_from_a_namesake_is_entered(world: World, an: User):
    member = factories.member(world.a1, "Nguyễn Thị Hạnh")
    said = {"ngay_sinh": member.person.birth.iso, "gioi_tinh": member.person.get_gender_display()}

    batch = batch_of(world.ward_a, an, RosterKind.CANDIDATES, as_of=TODAY)
    (asks,) = compare(world, record(**said))
    (found,) = compare(world, record(**said), choice="moi")
    found.alike = asks.alike
    rows = rows_of(batch, [record(**said)], [found])
    write_candidates(by=an, batch=batch, rows=rows, places={"Chi bộ A1": world.a1.pk}, today=TODAY)

    assert Person.objects.filter(full_name="Nguyễn Thị Hạnh").count() == 2


def test_what_changed_since_the_check_refuses_the_file_and_names_the_row(world: World, an: User):
    batch = batch_of(world.ward_a, an, RosterKind.CANDIDATES, as_of=TODAY)
    rows = rows_of(batch, [record()], compare(world, record()))
    said = rows[0].record or {}
    factories.candidate(world.a1, said["ho_ten"])
    Person.objects.update(birth_date=date(1998, 4, 12))

    with pytest.raises(Refused, match="Dòng 2: Nguyễn Thị Hạnh"):
        write_candidates(by=an, batch=batch, rows=rows, places={"Chi bộ A1": world.a1.pk}, today=TODAY)


def test_undoing_takes_people_off_the_list_and_keeps_the_trail(world: World, an: User):
    batch, rows = commit(world, an, record(hoc_van="Trung học phổ thông", gioi_thieu="Đoàn TN"))

    left = undo_candidate_rows(by=an, batch=batch, rows=rows, reason="Nhầm tệp", today=TODAY)

    assert left == {}
    assert not Candidate.objects.exists()
    assert not Case.objects.exists()
    assert not Person.objects.filter(full_name="Nguyễn Thị Hạnh").exists()
    entry = AuditEntry.objects.get(verb="hoàn tác dòng nhập")
    assert (entry.subject, entry.reason) == ("Nguyễn Thị Hạnh", "Nhầm tệp")


def test_somebody_of_the_register_stays_when_the_list_is_undone(world: World, an: User):
    training_class = factories.training_class(world.ward_a)
    learner = factories.candidate(world.a1, "Nguyễn Thị Hạnh")
    factories.certificate(learner, training_class)
    learner.closed_on, learner.close_reason = date(2024, 2, 1), "Chuyển đi"
    learner.save()
    said = {"ngay_sinh": learner.person.birth.iso, "gioi_tinh": learner.person.get_gender_display()}
    batch, rows = commit(world, an, record(**said, hoc_van="Trung học phổ thông"), choice=str(learner.person_id))
    assert Candidate.objects.open().filter(person=learner.person).exists()

    left = undo_candidate_rows(by=an, batch=batch, rows=rows, reason="Nhầm tệp", today=TODAY)

    assert left == {}
    assert list(Candidate.objects.all()) == [learner]
    assert Standing.objects.get(person=learner.person).void_reason == "Nhầm tệp"


def test_somebody_with_a_step_since_is_left_and_said(world: World, an: User):
    batch, rows = commit(world, an, record())
    candidate = Candidate.objects.get()
    facts = StepFacts(
        StepKind.VAO_DANH_SACH,
        date(2024, 5, 6),
        organization=world.a1,
        number="05-NQ/CB",
        helper=factories.member(world.a1, "Phan Văn Giúp"),
    )
    record_step(by=an, subject=candidate, facts=facts, today=TODAY)

    left = undo_candidate_rows(by=an, batch=batch, rows=rows, reason="Nhầm tệp", today=TODAY)

    assert list(left) == [rows[0].pk]
    assert "ghi bước" in left[rows[0].pk]
    assert Candidate.objects.filter(pk=candidate.pk).exists()

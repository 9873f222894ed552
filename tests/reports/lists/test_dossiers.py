"""R10 and R24: who is proposed for admission, and what became of the dossiers of a meeting."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import BatchItem, DossierBatch, Introduction, Standing, StepKind, Vote
from dangvien.models.person import BirthPrecision
from dangvien.period import Period
from reports.engine.computing import compute
from tests import factories
from tests.reports.lists.reading import foot, headings, lines, names
from tests.worlds import City

YEAR = Period.year(2024)
MEETING = Period.day(date(2024, 6, 30))

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return City()


def voted(city, cell, name, day=date(2024, 5, 10)):
    """Somebody whom the cell has voted for."""
    candidate = factories.candidate(city[cell], name)
    factories.step(candidate, StepKind.NQ_CHI_BO, day, number="03-NQ/CB")
    return candidate


def send(city, candidates, day=date(2024, 5, 20), number="12-CV/ĐU"):
    """Their dossiers sent together to the ward."""
    batch = DossierBatch.objects.create(
        purpose="ket_nap", from_organization=candidates[0].organization, to_organization=city["p1"], sent_on=day,
        number=number,
    )  # fmt: skip
    for candidate in candidates:
        BatchItem.objects.create(batch=batch, candidate=candidate)
    return batch


def ballot(step, agree):
    Vote.objects.create(
        step=step, convened=9, base=9, present=9, agree=agree, disagree=9 - agree, threshold="2/3", passed=agree >= 6
    )


def test_somebody_proposed_with_all_that_the_committee_reads(city):
    candidate = voted(city, "p1c1", "Lê Thị Bình")
    person = candidate.person
    person.native_place, person.residence, person.gender = "xã Cam Thanh", "Khu phố 2", "nu"
    person.birth_precision = BirthPrecision.MONTH
    person.save()
    Standing.objects.create(
        person=person, since=date(2020, 1, 1), general_education="thpt", professional="dai_hoc", theory="so_cap",
        occupation="hoc_sinh",
    )  # fmt: skip
    certificate = factories.certificate(candidate, factories.training_class(city["tp"]))
    Introduction.objects.create(candidate=candidate, body="doan_thanh_nien")
    for name in ("Trần Văn Giới", "Hồ Thị Thiệu"):
        helper = factories.member(city["p1c1"], name)
        factories.step(candidate, StepKind.GIOI_THIEU_DANG_VIEN, date(2024, 3, 1), helper=helper)

    (line,) = lines(compute(city.ask("R10", MEETING)))

    standing = Standing.objects.get()
    assert line == (
        "1.",
        "Lê Thị Bình",
        "02/1998\nNữ",
        "xã Cam Thanh\nKhu phố 2",
        "Kinh\nKhông",
        f"{standing.general_education_label}\n{standing.professional_label}\n{standing.theory_label}",
        standing.occupation_label,
        Introduction.objects.get().body_label,
        f"{certificate.certificate_number}\n20/6/2023",
        "Tên p1c1\nNghị quyết 03-NQ/CB, 10/5/2024",
        "Trần Văn Giới\nHồ Thị Thiệu",
        "",
    )


def test_ethnicity_and_religion_may_be_left_out(city):
    voted(city, "p1c1", "Lê Thị Bình")

    table = compute(city.ask("R10", MEETING, nguon_goc="khong"))

    assert "dan_toc" not in table.columns
    assert "Kinh" not in str(table.to_json())


def test_only_those_whose_cell_has_voted_and_who_wait_for_the_decision(city):
    voted(city, "p2c1", "Lê Thị An")
    voted(city, "p1c1", "Lê Thị Bình")
    voted(city, "p1c1", "Lê Thị Chi", date(2024, 7, 1))
    decided = voted(city, "p1c1", "Lê Thị Dung")
    factories.step(decided, StepKind.QUYET_DINH_KET_NAP, date(2024, 6, 1), outcome="dong_y", number="05-QĐ/TU")
    factories.candidate(city["p1c1"], "Lê Thị Em")

    table = compute(city.ask("R10", MEETING))

    assert names(table) == ["Lê Thị Bình", "Lê Thị An"]
    assert headings(table) == ["Tên p1: 1 người", "Tên p2: 1 người"]
    assert names(compute(city.ask("R10", MEETING, place="p1"))) == ["Lê Thị Bình"]


def test_the_dossiers_of_one_batch(city):
    one, other = voted(city, "p1c1", "Lê Thị An"), voted(city, "p1c2", "Lê Thị Bình")
    batch = send(city, [one])
    factories.step(one, StepKind.QUYET_DINH_KET_NAP, date(2024, 6, 1), outcome="dong_y")

    table = compute(city.ask("R10", MEETING, ho_so=str(batch.pk)))

    assert names(table) == ["Lê Thị An"]
    assert other.person.full_name not in str(table.to_json())
    assert table.notes[0] == "Hồ sơ: số 12-CV/ĐU, ngày 20/5/2024, Tên p1c1 gửi Tên p1, đề nghị kết nạp (1 hồ sơ)."


def test_the_results_of_a_meeting_by_result_with_reasons(city):
    people = [voted(city, "p1c1", f"Lê Thị {name}") for name in ("An", "Bình", "Chi", "Dung", "Em", "Giang")]
    send(city, people)
    agreed, short, returned, checked, lacking, _ = people
    ballot(factories.step(agreed, StepKind.NQ_DANG_UY, date(2024, 6, 3), number="21-NQ/ĐU", organization=city["p1"]), 8)
    ballot(factories.step(short, StepKind.NQ_DANG_UY, date(2024, 6, 3), number="22-NQ/ĐU", organization=city["p1"]), 4)
    item = BatchItem.objects.get(candidate=returned)
    item.outcome, item.missing, item.returned_on = "tra_lai", ["kn-don"], date(2024, 5, 28)
    item.save()
    factories.step(checked, StepKind.TRINH, date(2024, 6, 5), number="4-TTr/BTC", outcome="du")
    factories.step(lacking, StepKind.TRINH, date(2024, 6, 5), number="5-TTr/BTC", outcome="thieu")

    table = compute(city.ask("R24", YEAR))

    assert headings(table) == [
        "Đồng ý: 1 hồ sơ",
        "Không đồng ý, không đủ phiếu: 1 hồ sơ",
        "Để lại, trả lại bổ sung: 2 hồ sơ",
        "Chưa có kết quả: 2 hồ sơ",
    ]
    where, sent = "Tên p1c1, Tên p1", "Đề nghị kết nạp, 20/5/2024"
    assert lines(table)[:2] == [
        ("1.", "Lê Thị An", "03/02/1998", where, sent, "Đồng ý", "21-NQ/ĐU, ngày 03/6/2024", ""),
        (
            "2.",
            "Lê Thị Bình",
            "03/02/1998",
            where,
            sent,
            "Không đồng ý, không đủ phiếu",
            "22-NQ/ĐU, ngày 03/6/2024",
            "Không đủ phiếu",
        ),
    ]
    assert [(line[1], line[7]) for line in lines(table)[2:]] == [
        ("Lê Thị Chi", "Còn thiếu: Đơn xin vào Đảng"),
        ("Lê Thị Em", "Thẩm định: còn thiếu giấy tờ"),
        ("Lê Thị Dung", "Đã thẩm định đủ, 4-TTr/BTC, ngày 05/6/2024"),
        ("Lê Thị Giang", ""),
    ]
    assert table.notes[0] == (
        "Đề nghị 6 = đồng ý 1 + không đồng ý, không đủ phiếu 1 + để lại, trả lại bổ sung 2 + chưa có kết quả 2."
    )
    assert foot(table) == "Đề nghị: 6 hồ sơ"


def test_a_dossier_sent_again_counts_by_its_last_batch(city):
    candidate = voted(city, "p1c1", "Lê Thị An")
    first = send(city, [candidate])
    BatchItem.objects.filter(batch=first).update(outcome="tra_lai", returned_on=date(2024, 5, 25))
    again = send(city, [candidate], date(2024, 6, 1), "13-CV/ĐU")

    assert headings(compute(city.ask("R24", YEAR))) == ["Chưa có kết quả: 1 hồ sơ"]
    assert headings(compute(city.ask("R24", YEAR, lan_gui=str(first.pk)))) == ["Để lại, trả lại bổ sung: 1 hồ sơ"]
    assert headings(compute(city.ask("R24", YEAR, lan_gui=str(again.pk)))) == ["Chưa có kết quả: 1 hồ sơ"]


def test_a_step_that_was_reversed_is_no_answer(city):
    candidate = voted(city, "p1c1", "Lê Thị An")
    send(city, [candidate])
    step = factories.step(candidate, StepKind.NQ_DANG_UY, date(2024, 6, 3), organization=city["p1"])
    ballot(step, 8)
    factories.step(candidate, StepKind.NQ_DANG_UY, date(2024, 6, 3), reverses=step, reason="ghi nhầm")

    assert headings(compute(city.ask("R24", YEAR))) == ["Chưa có kết quả: 1 hồ sơ"]


def test_another_wards_batch_is_nobodys_business(city):
    batch = send(city, [voted(city, "p1c1", "Lê Thị An")])

    assert names(compute(city.ask("R24", YEAR, place="p2"))) == []
    assert names(compute(city.ask("R24", YEAR, place="p2", lan_gui=str(batch.pk)))) == []


def test_none_is_said_in_words(city):
    assert compute(city.ask("R10", MEETING)).empty == "Không có hồ sơ đề nghị kết nạp nào trong kỳ này."
    table = compute(city.ask("R24", YEAR))
    assert table.empty == "Không có hồ sơ nào được gửi xét trong kỳ này."
    assert not table.notes[0].startswith("Đề nghị")


@pytest.mark.parametrize("report", ["R10", "R24"])
@pytest.mark.parametrize("people", [2, 7])
def test_the_queries_do_not_grow_with_the_list(city, report, people, django_assert_max_num_queries):
    send(city, [voted(city, "p1c1", f"Lê Thị {place}") for place in range(people)])

    with django_assert_max_num_queries(20):
        compute(city.ask(report, MEETING if report == "R10" else YEAR))

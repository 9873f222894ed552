"""All checks together: which there are, where they stand, what is asked every day, what a consent must be."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from dangvien import rules
from dangvien.actions.admission import admit, recognize
from dangvien.dates import add_months
from dangvien.models import CaseState, CheckResult, Kind, Matter, Member, Outcome, StepKind, User
from dangvien.procedure.casefile import candidate_file
from dangvien.procedure.checks import catalog
from dangvien.procedure.checks.running import daily_findings
from dangvien.procedure.checks.sources import histories, source_of
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import Level, Refused
from tests import factories
from tests.dangvien.checks.cases import case_of, certificate, step
from tests.people import World
from tests.ways import WAY, Walk

ALL = [f"K{number:02d}" for number in range(1, 45)]


def test_every_check_is_in_the_catalog_or_asked_elsewhere():
    numbers = [check.id for check in catalog.CHECKS]

    assert sorted([*numbers, *catalog.ELSEWHERE]) == ALL
    for check in catalog.CHECKS:
        assert check.at or check.daily, check.id
        assert check.title


def test_checks_that_time_sets_off_are_asked_every_day():
    assert [check.id for check in catalog.CHECKS if check.daily] == ["K04", "K09", "K20", "K31", "K32"]


def test_only_what_is_refused_has_a_consent():
    assert {check.level for check in catalog.CHECKS if check.consent} == {Level.REFUSE}


@pytest.mark.parametrize("number", histories())
def test_every_source_holds_from_the_first_day_on_and_names_a_text_of_its_time(number):
    assert number in ALL
    history = histories()[number]
    assert history[0].since == date(1930, 2, 3)
    for line in history:
        assert line.document.issued_on is None or line.document.issued_on <= line.since or not line.checked
        assert not line.checked or line.document.read != "no"
    assert len(source_of(number, date(2026, 8, 1))) <= 250
    assert source_of(number, date(1900, 1, 1)) == history[0].cited


def test_what_nobody_has_held_against_the_text_is_marked():
    assert source_of("K34", date(2025, 8, 1)) == "Quy định 294-QĐ/TW ngày 26/5/2025, điểm 4.3.2, 22"
    assert source_of("K34", date(2026, 8, 1)).endswith(rules.UNCHECKED_MARK)
    assert source_of("K43", date(2026, 8, 1)) == "Cách làm của sổ"


def test_a_fault_in_the_file_of_sources_names_the_file(tmp_path, monkeypatch):
    line = 'K07 = [{ from = 2020-01-01, document = "QD294", point = "", '
    for text in ("K07 = []", line + "checked = 1 }]", line + "checked = true, value = 3 }]"):
        (tmp_path / "checks.toml").write_text(text, encoding="utf-8")
        (tmp_path / "documents.toml").write_text((rules.FOLDER / "documents.toml").read_text(encoding="utf-8"))
        with monkeypatch.context() as patch:
            patch.setattr(rules, "FOLDER", tmp_path)
            histories.cache_clear()
            with pytest.raises(rules.RuleFileError, match=r"checks\.toml"):
                histories()
    histories.cache_clear()


def test_daily_findings_of_a_case_come_with_their_numbers_and_sources():
    case = case_of(
        step(StepKind.GUI_THAM_TRA, date(2025, 3, 3), body="Đảng ủy xã Vĩnh Thủy"),
        birth=date(1966, 1, 5),
        enrollments=(certificate(date(2020, 9, 9)),),
        today=date(2025, 8, 8),
    )

    found = daily_findings(case)
    assert [(problem.rule, problem.level) for problem in found] == [
        ("K04", Level.WARN),
        ("K09", Level.WARN),
        ("K20", Level.WARN),
    ]
    assert all(problem.source and re.search(r"\.$", problem.sentence) for problem in found)
    assert case.candidate is not None
    case.candidate.closed_on = date(2025, 8, 1)
    assert daily_findings(case) == []


@pytest.fixture
def walk(world: World, an: User) -> Walk:
    return Walk(an, world.a1, world.city)


def test_a_consent_without_number_or_matter_is_refused(walk):
    with pytest.raises(Refused) as caught:
        walk.step(StepKind.VAN_BAN_DONG_Y, matter=None, number="")
    assert {problem.field for problem in caught.value.problems} == {"number", "matter"}
    with pytest.raises(Refused, match="Nhập số của văn bản đồng ý về việc “Người có đạo”"):
        walk.step(StepKind.VAN_BAN_DONG_Y, matter=Matter.TON_GIAO, number="")


def test_an_override_is_kept_with_the_step_it_allowed(walk):
    person = walk.candidate.person
    person.religion = "02"
    person.save()
    walk.until(StepKind.VAO_DANH_SACH)
    walk.certify(date(2024, 1, 20))
    with pytest.raises(Refused, match="là người có đạo"):
        walk.step(StepKind.DUOC_LAM_THU_TUC, date(2024, 2, 1))
    paper = walk.step(StepKind.VAN_BAN_DONG_Y, date(2024, 1, 25), matter=Matter.TON_GIAO, number="15-CV/TU")

    made = walk.step(StepKind.DUOC_LAM_THU_TUC, date(2024, 2, 1))

    kept = made.checks.get(check_id="K23")
    assert (kept.verdict, kept.consent, kept.inputs) == (CheckResult.Verdict.VUOT, paper, {"ton_giao": True})
    assert "06-QĐi/TW" in kept.source


def test_every_result_of_a_whole_way_is_kept_with_its_inputs_and_source(walk):
    walk.until(StepKind.PHAT_THE)

    kept = CheckResult.objects.all()
    assert {result.check_id for result in kept} >= {
        "K01", "K03", "K05", "K07", "K08", "K11", "K12", "K13", "K14", "K15", "K16", "K17", "K18", "K19", "K20", "K21",
        "K22", "K23", "K24", "K25", "K30", "K32", "K33", "K34", "K36", "K37", "K38", "K39", "K44",
    }  # fmt: skip
    assert all(result.source and result.inputs for result in kept)
    names = {str(walk.candidate), *(str(member) for member in walk.helpers)}
    assert not any(name in str(result.inputs) for name in names for result in kept)
    assert {result.verdict for result in kept} <= {CheckResult.Verdict.DAT, CheckResult.Verdict.CANH_BAO}


def test_a_case_walked_step_by_step_is_not_admitted_at_once(walk, world, an):
    walk.until(StepKind.NQ_CHI_BO)
    paper = DecisionFacts(world.city, 99, "TU", walk.day)

    with pytest.raises(Refused, match="Ghi tiếp từng bước"):
        admit(by=an, candidate=walk.candidate, cell=world.a1, decision=paper, ceremony_on=walk.day, today=walk.today)


def test_a_recognition_voted_by_the_cell_is_not_written_at_once(walk, world, an):
    walk.until(StepKind.NQ_CHI_BO_CONG_NHAN)
    paper = DecisionFacts(world.city, 99, "TU", walk.day)

    with pytest.raises(Refused, match="Ghi tiếp từng bước"):
        recognize(by=an, member=walk.member, decision=paper, today=walk.today)


def test_a_listed_person_may_be_admitted_at_once_by_who_is_competent(walk, world, an):
    walk.until(StepKind.VAO_DANH_SACH)
    walk.step(StepKind.GIOI_THIEU_DOAN_THE)
    walk.certify(date(2024, 2, 1))
    day = date(2024, 5, 10)

    def admitted(issuer):
        paper = DecisionFacts(issuer, 99, "TU", day)
        return admit(by=an, candidate=walk.candidate, cell=world.a1, decision=paper, ceremony_on=day, today=walk.today)

    with pytest.raises(Refused, match="không có thẩm quyền"):
        admitted(world.ward_a)
    assert admitted(world.city).occurred_on == day


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (StepKind.DUOC_LAM_THU_TUC, {}),
        (StepKind.CHUYEN_NOI, {"body": "Huyện ủy Cam Sơn"}),
    ],
)
def test_whoever_has_begun_the_way_is_not_admitted_at_once(walk, world, an, kind, given):
    walk.until(StepKind.VAO_DANH_SACH)
    walk.certify(date(2024, 2, 1))
    walk.step(kind, date(2024, 2, 5), **given)
    paper = DecisionFacts(world.city, 99, "TU", date(2024, 5, 10))

    with pytest.raises(Refused, match=f"“{kind.label}” ngày 05/02/2024"):
        admit(
            by=an, candidate=walk.candidate, cell=world.a1, decision=paper, ceremony_on=paper.issued_on,
            today=walk.today,
        )  # fmt: skip


def test_a_recognition_at_once_needs_the_competent_body_and_no_vote_to_strike_off(walk, world, an):
    walk.until(StepKind.LE_KET_NAP)
    day = date(2025, 10, 1)

    with pytest.raises(Refused, match="không có thẩm quyền"):
        recognize(by=an, member=walk.member, decision=DecisionFacts(world.ward_b, 77, "ĐU", day), today=walk.today)
    walk.step(StepKind.NQ_CHI_BO_XOA_TEN)
    with pytest.raises(Refused, match="không ghi thẳng công nhận"):
        recognize(by=an, member=walk.member, decision=DecisionFacts(world.city, 77, "TU", day), today=walk.today)


def test_D05_is_not_dated_before_the_opinions_it_rests_on(walk):
    walk.until(StepKind.NHAN_XET_GIUP_DO)
    voted_on = walk.day + timedelta(days=1)
    for kind in (StepKind.Y_KIEN_DOAN_THE, StepKind.Y_KIEN_CU_TRU):
        walk.step(kind, voted_on + timedelta(days=2))

    with pytest.raises(Refused, match="chưa có ý kiến đoàn thể, ý kiến chi ủy nơi cư trú"):
        walk.step(StepKind.NQ_CHI_BO_CONG_NHAN, voted_on)
    walk.step(StepKind.NQ_CHI_BO_CONG_NHAN, voted_on + timedelta(days=2))


@pytest.mark.parametrize(
    ("kind", "basis_on", "told"),
    [
        (StepKind.DUOC_LAM_THU_TUC, date(1980, 1, 1), "trước ngày sinh"),
        (StepKind.DUOC_LAM_THU_TUC, date(2024, 5, 31), "sau ngày của bước này"),
        (StepKind.CHUNG_NHAN_LY_LICH, date(2024, 1, 2), "Chi ủy nhận xét sau khi có kết quả thẩm tra"),
    ],
)
def test_the_paper_a_step_rests_on_has_a_day_that_can_be(walk, kind, basis_on, told):
    before = WAY[: WAY.index(kind)]
    walk.until(before[-1])
    if kind == StepKind.DUOC_LAM_THU_TUC:
        walk.certify(walk.day)

    with pytest.raises(Refused, match=told):
        walk.step(kind, basis_on=basis_on)


@pytest.mark.parametrize("kind", [StepKind.CONG_BO, StepKind.PHAT_THE])
def test_D09_D10_are_not_dated_before_the_official_day(walk, world, an, kind):
    walk.until(StepKind.LE_KET_NAP)
    official = add_months(walk.day, 12)
    factories.new_member_certificate(walk.member, world.city, official - timedelta(days=30))
    paper = DecisionFacts(world.city, 77, "TU", official)
    recognize(by=an, member=walk.member, decision=paper, today=walk.today, why=Matter.GHI_CHAM)

    with pytest.raises(Refused, match="trước ngày chính thức"):
        walk.step(kind, official - timedelta(days=1))
    walk.step(kind, official)


def test_S18_is_received_once(walk):
    walk.until(StepKind.NHAN_QUYET_DINH)
    received = walk.day

    with pytest.raises(Refused, match=f"đã nhận quyết định ngày {received:%d/%m/%Y}"):
        walk.step(StepKind.NHAN_QUYET_DINH, received + timedelta(days=60))


def test_a_new_vote_is_not_dated_before_the_decision_was_cancelled(walk):
    walk.until(StepKind.QUYET_DINH_KET_NAP)
    cancelled = walk.step(StepKind.HUY_QUYET_DINH, walk.day + timedelta(days=20)).occurred_on

    with pytest.raises(Refused, match="Hủy quyết định kết nạp trước lễ"):
        walk.step(StepKind.NQ_CHI_BO, cancelled - timedelta(days=1))
    walk.step(StepKind.NQ_CHI_BO, cancelled)


def test_a_way_does_not_end_before_its_last_step(walk):
    walk.until(StepKind.DUOC_LAM_THU_TUC)
    last = walk.day

    with pytest.raises(Refused, match="trước ngày của bước “Được đồng ý làm thủ tục kết nạp”"):
        walk.step(StepKind.THOI_THEO_DOI, last - timedelta(days=1))
    walk.step(StepKind.THOI_THEO_DOI, last, outcome=Outcome.CHUYEN_DI)
    assert walk.case.state == CaseState.X09


def test_a_readmission_is_reminded_of_like_any_case(walk):
    old = Member.objects.create(person=walk.candidate.person)
    factories.movement(old, walk.cell, Kind.KET_NAP, date(2016, 5, 19))
    factories.movement(old, walk.cell, Kind.XOA_TEN, date(2020, 1, 15), reason="Bỏ sinh hoạt")
    walk.until(StepKind.TRINH)

    assert "K31" in [found.rule for found in daily_findings(candidate_file(walk.candidate, walk.today))]


def test_what_reading_a_case_and_asking_its_checks_costs_does_not_grow(walk, django_assert_max_num_queries):
    walk.until(StepKind.CHUNG_NHAN_LY_LICH)
    case = candidate_file(walk.candidate, walk.today)

    with django_assert_max_num_queries(0):
        daily_findings(case)


def test_the_page_of_bases_prints_where_the_checks_stand(as_an):
    page = as_an.get("/can-cu/", {"ngay": "1/8/2026"}).content.decode()

    assert "Căn cứ của các kiểm tra trong ngày" in page
    assert "Nghị quyết của Đoàn hoặc công đoàn" in page
    assert "Hướng dẫn 06-HD/TW ngày 09/6/2025, điểm 3.6a" in page

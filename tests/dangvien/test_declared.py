"""Figures a document states: written down once, taken back with a reason, never counted among people."""

from __future__ import annotations

import pytest
from django.urls import reverse

from dangvien.actions.declaring import declare_figure, declare_figures, take_back_figure, undo_figures
from dangvien.models import (
    AuditEntry,
    AuditHead,
    DeclaredFigure,
    ImportBatch,
    Indicator,
    Organization,
    RosterKind,
    User,
)
from dangvien.procedure.declared import NO_TARGETS, FigureFacts, figure_problems
from dangvien.procedure.problem import Refused
from dangvien.sentences import told
from tests import factories
from tests.people import TODAY, World

Purpose = DeclaredFigure.Purpose
LIST = reverse("so-lieu-van-ban")
REPORT = "Báo cáo số 45-BC/ĐU ngày 05/01/2019"


def facts(organization: Organization, **given) -> FigureFacts:
    said = {
        "purpose": Purpose.RESULT,
        "indicator": Indicator.ADMITTED,
        "first_year": 2018,
        "last_year": 2018,
        "value": 9,
        "document": REPORT,
        **given,
    }
    return FigureFacts(organization, **said)


def sentences(refused) -> dict[str, str]:
    return {problem.field: problem.sentence for problem in refused.value.problems}


def file_of(organization: Organization, by: User) -> ImportBatch:
    return ImportBatch.objects.create(
        organization=organization,
        kind=RosterKind.DECLARED,
        as_of=TODAY,
        file_name="số liệu.xlsx",
        digest="0" * 64,
        size=1,
        recorded_by=by,
    )


def test_a_figure_is_written_with_its_document_and_told_in_a_sentence(world: World, an: User):
    figure = declare_figure(by=an, facts=facts(world.ward_a), today=TODAY)

    assert (figure.value, figure.document, figure.recorded_by, figure.batch) == (9, REPORT, an, None)
    entry = AuditEntry.objects.get(verb="ghi số liệu theo văn bản")
    assert entry.organization_id == world.ward_a.pk
    sentence = told(entry, {world.ward_a.pk: "Đảng bộ Phường A"}).sentence
    assert "ghi số theo văn bản của Đảng bộ Phường A: Đảng viên mới kết nạp, năm 2018" in sentence


def test_every_reason_against_a_figure_is_told_at_once_and_nothing_is_written(world: World, an: User):
    wrong = facts(world.ward_a, first_year=2025, last_year=1929, value=-1, document=" ", source="khong_co")

    with pytest.raises(Refused) as refused:
        declare_figure(by=an, facts=wrong, today=TODAY)

    assert [problem.field for problem in refused.value.problems] == [
        "first_year",
        "last_year",
        "last_year",
        "value",
        "document",
        "source",
    ]
    assert sentences(refused)["first_year"] == "Năm 2025 ngoài khoảng 1930–2024. Kiểm tra lại năm."
    assert not DeclaredFigure.objects.exists()
    assert not AuditEntry.objects.filter(verb="ghi số liệu theo văn bản").exists()


def test_a_target_looks_ahead_and_a_result_does_not(world: World):
    coming = {"first_year": 2025, "last_year": 2030}

    assert figure_problems(facts(world.ward_a, purpose=Purpose.TARGET, **coming), TODAY) == []
    assert len(figure_problems(facts(world.ward_a, **coming), TODAY)) == 2


def test_the_same_figure_is_not_written_twice_and_the_other_is_named(world: World, an: User):
    declare_figure(by=an, facts=facts(world.ward_a), today=TODAY)

    with pytest.raises(Refused) as refused:
        declare_figure(by=an, facts=facts(world.ward_a, value=10), today=TODAY)

    assert sentences(refused)["value"] == (
        f"Đã ghi số này là 9, theo {REPORT}. Số trong sổ sai thì lấy lại số ấy trước, rồi ghi số đúng."
    )
    assert DeclaredFigure.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        {"purpose": Purpose.TARGET},
        {"indicator": Indicator.RECOGNIZED},
        {"source": "nong_thon"},
        {"last_year": 2020},
    ],
)
def test_another_kind_source_or_span_is_another_figure(world: World, an: User, other):
    declare_figure(by=an, facts=facts(world.ward_a), today=TODAY)
    declare_figure(by=an, facts=facts(world.ward_a, **other), today=TODAY)

    assert DeclaredFigure.objects.count() == 2


def test_a_figure_taken_back_stays_with_its_reason_and_can_be_written_anew(world: World, an: User):
    figure = declare_figure(by=an, facts=facts(world.ward_a), today=TODAY)

    take_back_figure(by=an, figure=figure, reason="Ghi nhầm năm")
    declare_figure(by=an, facts=facts(world.ward_a, value=10), today=TODAY)

    figure.refresh_from_db()
    assert figure.void_reason == "Ghi nhầm năm"
    assert figure.voided_at is not None
    assert DeclaredFigure.objects.standing().get().value == 10
    entry = AuditEntry.objects.get(verb="lấy lại số liệu theo văn bản")
    assert (entry.before or {})["số"] == 9
    assert entry.reason == "Ghi nhầm năm"


def test_taking_back_asks_for_a_reason_and_is_done_once(world: World, an: User):
    figure = declare_figure(by=an, facts=facts(world.ward_a), today=TODAY)

    with pytest.raises(Refused) as refused:
        take_back_figure(by=an, figure=figure, reason="  ")
    assert sentences(refused) == {"reason": "Nhập lý do lấy lại."}
    figure.refresh_from_db()
    assert figure.voided_at is None

    take_back_figure(by=an, figure=figure, reason="Ghi nhầm")
    with pytest.raises(Refused) as refused:
        take_back_figure(by=an, figure=figure, reason="Ghi nhầm")
    assert sentences(refused) == {"": "Số này đã lấy lại từ trước."}


def test_a_file_replaces_a_figure_and_undoing_brings_the_old_one_back(world: World, an: User):
    old = declare_figure(by=an, facts=facts(world.ward_a), today=TODAY)
    batch = file_of(world.ward_a, an)
    new = [
        facts(world.ward_a, value=11, document="Báo cáo bổ sung"),
        facts(world.ward_a, first_year=2019, last_year=2019),
    ]

    written = declare_figures(by=an, facts=new, replaced=[old.pk], batch=batch)

    old.refresh_from_db()
    assert old.void_reason == "Thay bằng số trong tệp số liệu.xlsx"
    assert {(row.first_year, row.value, row.batch_id) for row in DeclaredFigure.objects.standing()} == {
        (2018, 11, batch.pk),
        (2019, 9, batch.pk),
    }

    undo_figures(by=an, written=[row.pk for row in written], replaced=[old.pk], reason="Nhầm tệp")

    back = DeclaredFigure.objects.standing().get()
    assert (back.value, back.document, back.batch) == (9, REPORT, None)
    assert DeclaredFigure.objects.count() == 4, "nothing is deleted"


def test_writing_a_whole_file_takes_few_statements(world: World, an: User, django_assert_max_num_queries):
    batch = file_of(world.ward_a, an)
    many = [facts(world.ward_a, first_year=year, last_year=year) for year in range(1940, 2020)]
    AuditHead.objects.create()  # the audit trail has begun

    with django_assert_max_num_queries(15):  # SQLite: three parts
        declare_figures(by=an, facts=many, replaced=[], batch=batch)

    assert DeclaredFigure.objects.filter(batch=batch).count() == 80


# The screens


def test_the_list_says_that_no_person_was_counted_and_groups_by_organization(world: World, an: User, as_an):
    factories.declared_figure(world.ward_a, an, value=1234)
    factories.declared_figure(world.a1, an, purpose=Purpose.TARGET, source="nong_thon", first_year=2021, last_year=2025)

    page = as_an.get("/so-lieu-van-ban/").content.decode()

    assert "theo văn bản, không đếm từ người" in page
    assert "1.234" in page
    assert "2021–2025" in page
    assert "nguồn: Nông thôn" in page
    assert "Chi bộ A1" in page
    assert "2 số theo văn bản" in page


def test_the_list_is_filtered_by_organization_year_kind_and_indicator(world: World, an: User, as_an):
    factories.declared_figure(world.ward_a, an, value=101)
    factories.declared_figure(world.a1, an, value=202, first_year=2015, last_year=2020)
    factories.declared_figure(
        world.a2, an, value=303, purpose=Purpose.TARGET, indicator="dang_vien", first_year=2021, last_year=2021
    )

    def values(query: str) -> list[int]:
        page = as_an.get(f"/so-lieu-van-ban/?{query}").content.decode()
        return [number for number in (101, 202, 303) if f">{number}<" in page]

    assert values("") == [101, 202, 303]
    assert values("nam=2019") == [101, 202]
    assert values("nam=2016") == [202]
    assert values("la=chi_tieu") == [303]
    assert values("chi_so=ket_nap") == [101, 202]
    assert values(f"to_chuc={world.a1.pk}") == [202]
    assert values("xem=da_lay_lai") == []
    assert "Nhập năm bằng số nguyên" in as_an.get("/so-lieu-van-ban/?nam=abc").content.decode()


def test_a_ward_sees_its_own_figures_only(world: World, an: User, as_binh):
    figure = factories.declared_figure(world.ward_a, an, value=4321)

    assert "4.321" not in as_binh.get("/so-lieu-van-ban/").content.decode()
    assert as_binh.get(f"/so-lieu-van-ban/{figure.pk}/lay-lai/").status_code == 404


def test_an_empty_list_says_what_to_do(world: World, as_an, giang: User, signed_in):
    assert "Ghi một số" in as_an.get("/so-lieu-van-ban/").content.decode()
    reader = signed_in(giang).get("/so-lieu-van-ban/").content.decode()
    assert "Cán bộ đảng ủy, ban tổ chức ghi được" in reader
    assert "Ghi một số" not in reader


def test_one_figure_is_written_by_the_form(world: World, as_an):
    sent = {
        "organization": world.a1.pk,
        "purpose": "ket_qua",
        "indicator": "ket_nap",
        "first_year": "2018",
        "value": "1.250",
        "document": REPORT,
    }

    answer = as_an.post("/so-lieu-van-ban/ghi/", sent, follow=True)

    assert "Đã ghi số của Chi bộ A1." in answer.content.decode()
    figure = DeclaredFigure.objects.get()
    assert (figure.first_year, figure.last_year, figure.value, figure.source) == (2018, 2018, 1250, "")


def test_the_form_keeps_what_was_typed_and_tells_each_mistake(world: World, as_an):
    sent = {
        "organization": world.a1.pk,
        "purpose": "ket_qua",
        "indicator": "ket_nap",
        "first_year": "2031",
        "value": "x",
    }

    page = as_an.post("/so-lieu-van-ban/ghi/", sent).content.decode()

    assert "Nhập số bằng số nguyên" in page
    assert "Nhập văn bản." in page
    assert 'value="2031"' in page
    assert not DeclaredFigure.objects.exists()


def test_nobody_writes_a_figure_for_an_organization_outside_the_scope(world: World, as_an):
    sent = {
        "organization": world.b1.pk,
        "purpose": "ket_qua",
        "indicator": "ket_nap",
        "first_year": "2018",
        "value": "1",
        "document": REPORT,
    }

    page = as_an.post("/so-lieu-van-ban/ghi/", sent).content.decode()

    assert "ngoài phạm vi" in page
    assert not DeclaredFigure.objects.exists()


def test_one_figure_is_taken_back_by_the_form(world: World, an: User, as_an):
    figure = factories.declared_figure(world.ward_a, an, value=4321)

    answer = as_an.post(f"/so-lieu-van-ban/{figure.pk}/lay-lai/", {"reason": "Ghi nhầm năm"}, follow=True)

    assert "Đã lấy lại" in answer.content.decode()
    assert "4.321" not in as_an.get("/so-lieu-van-ban/").content.decode()
    gone = as_an.get("/so-lieu-van-ban/?xem=da_lay_lai").content.decode()
    assert "4.321" in gone
    assert "Ghi nhầm năm" in gone
    assert as_an.get(f"/so-lieu-van-ban/{figure.pk}/lay-lai/").status_code == 404


def test_the_list_is_exported_and_leaves_a_trace(world: World, an: User, as_an):
    factories.declared_figure(world.ward_a, an)

    answer = as_an.get("/so-lieu-van-ban/?tep=excel")

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert AuditEntry.objects.filter(verb="xuất Excel").exists()


def test_one_figure_and_many_take_as_many_queries(world: World, an: User, as_an, django_assert_max_num_queries):
    for year in range(1950, 1990):
        factories.declared_figure(world.a1 if year % 2 else world.a2, an, first_year=year, last_year=year)
    as_an.get("/so-lieu-van-ban/")

    with django_assert_max_num_queries(15):  # SQLite: three parts
        as_an.get("/so-lieu-van-ban/")


# Targets set from above ----------------------------------------------------------------------------------------------


def shared(world: World, chi: User) -> DeclaredFigure:
    """The ward's part of a target that the city shared out."""
    whole = factories.target(world.city, 30, recorded_by=chi)
    return factories.target(world.ward_a, 12, recorded_by=chi, basis="phan_bo", shared_from=whole)


def taking_back(figure: DeclaredFigure) -> str:
    return reverse("so-lieu-van-ban-lay-lai", args=[figure.pk])


def test_a_ward_does_not_take_back_a_target_that_the_city_shared_out(world: World, as_an, as_chi, chi: User):
    part = shared(world, chi)

    response = as_an.post(taking_back(part), {"reason": "Không muốn"})
    part.refresh_from_db()
    assert part.voided_at is None
    assert "do Đảng bộ thành phố phân bổ xuống" in response.content.decode()
    assert taking_back(part) not in as_an.get(LIST).content.decode()

    assert taking_back(part) in as_chi.get(LIST).content.decode()
    as_chi.post(taking_back(part), {"reason": "Giao lại"})
    part.refresh_from_db()
    assert part.void_reason == "Giao lại"


def test_a_target_is_written_and_taken_back_by_whoever_sets_targets(world: World, as_dung, dung: User, an: User):
    own = factories.target(world.ward_a, 12, recorded_by=an)

    assert NO_TARGETS in as_dung.post(taking_back(own), {"reason": "Nhầm"}).content.decode()
    own.refresh_from_db()
    assert own.voided_at is None
    assert "chi_tieu" not in as_dung.get(reverse("so-lieu-van-ban-them")).content.decode()
    with pytest.raises(Refused) as refused:
        declare_figure(by=dung, facts=facts(world.ward_a, purpose=Purpose.TARGET, first_year=2024), today=TODAY)
    assert sentences(refused) == {"purpose": NO_TARGETS}

    take_back_figure(by=an, figure=own, reason="Nhầm số")
    declare_figure(by=dung, facts=facts(world.ward_a), today=TODAY)  # a result of a document is no target

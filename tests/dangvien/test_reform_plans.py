"""A reform plan against the register: every mistake with its place and mend, what it comes to, what must be chosen."""

from __future__ import annotations

from datetime import date

import pytest

from dangvien.models import Locality, OrganizationKind
from dangvien.procedure.reform_lines import Finding
from dangvien.procedure.reform_plans import rehearse
from dangvien.procedure.reform_preview import preview_of
from dangvien.procedure.reform_register import register_on
from tests import factories
from tests.reform_books import sheets

DAY = date(2024, 7, 1)
WARD = "Đảng bộ cơ sở"
CELL = "Chi bộ trực thuộc"


@pytest.fixture
def plan(world):
    """A plan of some lines against the world's city."""

    def rehearsed(*lines, places=(), on=DAY, **choices):
        written = sheets(*lines, places=places, **choices)
        return rehearse(register_on(world.city, on, written.new_codes), written)

    return rehearsed


def new_ward(code="phuong-c", **more):
    return {"work": "thành lập mới", "new": code, "name": "Đảng bộ phường C", "kind": WARD, "parent": "tp", **more}


def told(rehearsal):
    return [(finding.row, finding.column, finding.value, finding.sentence) for finding in rehearsal.refusals]


AB = {"new": "ab", "name": "Đảng bộ Phường AB", "kind": WARD, "parent": "tp"}


class TestGood:
    def test_a_ward_absorbed_by_a_new_one_takes_its_cells_along(self, plan):
        found = plan(
            new_ward(), {"old": "phuong-a", "old_name": "Đảng bộ Phường A", "work": "sáp nhập", "new": "phuong-c"}
        )

        assert (found.findings, found.questions, found.may_go_on) == ([], [], True)
        assert list(found.founded) == ["phuong-c"]
        seat = found.founded["phuong-c"]
        assert (seat.name, seat.short_name, seat.kind, seat.parent, seat.sector) == (
            "Đảng bộ phường C",
            "Phường C",
            OrganizationKind.DANG_BO_CO_SO,
            "tp",
            "phuong",
        )
        assert found.ended == {"phuong-a": "phuong-c"}
        assert sorted(found.followers) == ["a-1", "a-2", "a-3"]
        assert {found.changed[code].parent for code in found.followers} == {"phuong-c"}

    def test_two_wards_become_one_told_in_their_own_lines(self, plan):
        found = plan(
            {
                "old": "phuong-a",
                "work": "Hợp nhất",
                "new": "ab",
                "name": "Đảng bộ Phường AB",
                "kind": WARD,
                "parent": "tp",
            },
            {"old": "phuong-b", "work": "hop nhat", "new": "ab"},
        )

        assert found.findings == []
        assert found.ended == {"phuong-a": "ab", "phuong-b": "ab"}
        assert len(found.changed) == 4

    def test_a_renamed_organization_keeps_its_way_of_being_short(self, plan, world):
        world.a1.placements.update(short_name="A1")
        found = plan({"old": "a-1", "work": "đổi tên", "name": "Chi bộ Khu phố Một"})

        assert (found.changed["a-1"].name, found.changed["a-1"].short_name) == ("Chi bộ Khu phố Một", "Khu phố Một")

    def test_cells_that_merge_give_their_members_to_the_heir(self, plan, world):
        factories.member(world.a2)
        found = plan({"old": "a-2", "work": "sáp nhập", "new": "a-1"})

        assert (found.findings, found.rest) == ([], {"a-2": "a-1"})
        shown = preview_of(found)
        assert (shown.holds, shown.members.before, shown.members.after) == (True, 1, 1)
        assert [(heir.label, heir.from_whom, heir.members) for heir in shown.heirs] == [
            ("Chi bộ A1", ("Chi bộ A2",), 1)
        ]

    def test_what_is_dissolved_is_kept_under_its_superior(self, plan):
        found = plan({"old": "a-3", "work": "giải thể"})

        assert (found.findings, found.ended) == ([], {"a-3": "phuong-a"})

    def test_everything_not_mentioned_is_told_by_superior(self, plan):
        shown = preview_of(plan(new_ward(), {"old": "phuong-a", "work": "sáp nhập", "new": "phuong-c"}))

        assert [(group.before, group.after, group.count) for group in shown.unmentioned] == [
            ("", "", 1),
            ("Đảng bộ thành phố", "Đảng bộ thành phố", 1),
            ("Đảng bộ Phường A", "Đảng bộ phường C", 3),
            ("Đảng bộ Phường B", "Đảng bộ Phường B", 1),
        ]

    def test_kinds_are_counted_before_and_after(self, plan):
        shown = preview_of(plan(new_ward(), {"old": "phuong-a", "work": "sáp nhập", "new": "phuong-c"}))

        assert [(figure.label, figure.before, figure.after) for figure in shown.kinds] == [
            ("Đảng bộ cấp trên trực tiếp cơ sở", 1, 1),
            ("Đảng bộ cơ sở", 2, 2),
            ("Chi bộ trực thuộc", 4, 4),
            ("Lưu trữ", 0, 1),
        ]

    def test_a_plan_of_nothing_may_not_go_on(self, plan):
        assert not plan({"old": "a-1", "work": "giữ nguyên"}).may_go_on

    def test_the_number_of_queries_does_not_grow(self, world, django_assert_num_queries):
        written = sheets({"old": "a-1", "work": "giải thể"})
        with django_assert_num_queries(3):
            register_on(world.city, DAY, written.new_codes)
        for number in range(20):
            factories.organization(f"them-{number}", f"Chi bộ {number}", OrganizationKind.CHI_BO, world.ward_a)
        with django_assert_num_queries(3):
            register_on(world.city, DAY, written.new_codes)


class TestMistakes:
    @pytest.mark.parametrize(
        ("line", "mistake"),
        [
            (
                {"old": "khong-co", "work": "giải thể"},
                (
                    "Mã cũ",
                    "khong-co",
                    "Không có tổ chức mang mã này trong đảng bộ vào ngày 01/7/2024. Xem lại mã ở tệp mẫu.",
                ),
            ),
            (
                {"old": "a-1", "work": "xóa"},
                (
                    "Việc",
                    "xóa",
                    "Chọn một trong các việc: giữ nguyên, sáp nhập, hợp nhất, chia, giải thể, thành lập mới, đổi tên, "
                    "chuyển cấp trên.",
                ),
            ),
            ({"old": "a-1", "work": "sáp nhập"}, ("Mã mới", "", "Ghi mã của nơi kế thừa.")),
            (
                {"old": "a-1", "work": "sáp nhập", "new": "a-1"},
                ("Mã mới", "a-1", "Một tổ chức không sáp nhập vào chính nó. Ghi mã của nơi kế thừa."),
            ),
            (
                {"old": "a-1", "work": "sáp nhập", "new": "la"},
                (
                    "Mã mới",
                    "la",
                    "Nơi kế thừa không có trong phương án, cũng không hoạt động trong đảng bộ. "
                    "Thêm dòng “thành lập mới” cho mã này hoặc sửa mã.",
                ),
            ),
            (
                {"old": "a-1", "work": "hợp nhất", "new": "a-2"},
                ("Mã mới", "a-2", "Hợp nhất thì lập tổ chức mới với mã mới. Đặt mã khác, hoặc chọn việc sáp nhập."),
            ),
            ({"old": "a-1", "work": "đổi tên"}, ("Tên mới", "", "Ghi tên mới.")),
            (
                {"old": "a-1", "work": "đổi tên", "name": "x" * 201},
                ("Tên mới", "x" * 201, "Tên dài 201 ký tự; viết lại không quá 200 ký tự."),
            ),
            (
                {"old": "a-1", "work": "giữ nguyên", "name": "Chi bộ khác"},
                ("Tên mới", "Chi bộ khác", "Việc là “giữ nguyên” mà ô này có ghi. Xóa ô này hoặc chọn việc khác."),
            ),
            (
                {"old": "a-1", "work": "đổi tên", "name": "Chi bộ khác", "new": "khac"},
                ("Mã mới", "khac", "Mã của một tổ chức không đổi. Xóa ô này, hoặc chọn việc sáp nhập, hợp nhất."),
            ),
            (
                {"old": "a-1", "work": "chuyển cấp trên", "parent": "la"},
                (
                    "Cấp trên mới (mã)",
                    "la",
                    "Cấp trên này không có trong phương án, cũng không hoạt động trong đảng bộ. Sửa mã.",
                ),
            ),
            (
                {"old": "a-1", "work": "chuyển cấp trên", "parent": "a-2"},
                (
                    "Cấp trên mới (mã)",
                    "a-2",
                    "Chi bộ A2 là chi bộ, không có tổ chức cấp dưới: Chi bộ A1. Sửa loại hoặc cấp trên.",
                ),
            ),
            (
                {"old": "phuong-a", "work": "chuyển cấp trên", "parent": "phuong-b"},
                (
                    "Cấp trên mới (mã)",
                    "phuong-b",
                    "Đảng bộ Phường B (Đảng bộ cơ sở) không thể là cấp trên của Đảng bộ Phường A (Đảng bộ cơ sở). "
                    "Sửa loại hoặc cấp trên.",
                ),
            ),
            (
                {"old": "a-1", "work": "chuyển cấp trên", "parent": "phuong-b", "position": "nhất"},
                ("Thứ tự", "nhất", "Ghi số nguyên từ 0 đến 9.999, hoặc để trống."),
            ),
            (
                {"old": "tp", "work": "giải thể"},
                (
                    "Việc",
                    "giải thể",
                    "Đây là chính đảng bộ lập phương án; phương án chỉ đổi được tên, loại của nó.",
                ),
            ),
            (
                new_ward("phuong-a"),
                ("Mã mới", "phuong-a", "Mã này đã dùng cho tổ chức khác. Đặt mã khác."),
            ),
            (
                new_ward("Phường C"),
                (
                    "Mã mới",
                    "Phường C",
                    "Mã mới chỉ gồm chữ thường không dấu, chữ số và gạch nối, không quá 60 ký tự; "
                    "ví dụ phuong-dong-ha.",
                ),
            ),
            (new_ward("phuong-an"), ("Mã mới", "phuong-an", "Mã này dành cho phần mềm. Đặt mã khác.")),
            (new_ward(kind=""), ("Loại mới", "", "Chọn loại của tổ chức mới.")),
            (new_ward(parent=""), ("Cấp trên mới (mã)", "", "Ghi mã của cấp trên mới.")),
            (
                new_ward(old="a-1"),
                ("Mã cũ", "a-1", "Thành lập mới thì để trống mã cũ; tổ chức đang có thì chọn việc khác."),
            ),
        ],
    )
    def test_is_told_with_its_row_column_value_and_mend(self, plan, line, mistake):
        found = plan(line)

        assert told(found)[0] == (4, *mistake)
        assert not found.may_go_on

    def test_another_name_than_the_registers_only_warns(self, plan):
        found = plan({"old": "a-3", "old_name": "Chi bộ A cũ", "work": "giải thể"})

        sentence = "Sổ ghi tên ngày 01/7/2024 là “Chi bộ A3”. Kiểm tra có đúng tổ chức này không."
        assert found.findings == [Finding("Phương án", 4, "Tên cũ", "Chi bộ A cũ", sentence, refuses=False)]
        assert found.may_go_on

    def test_all_at_once(self, plan):
        found = plan({"old": "khong-co", "work": "giải thể"}, {"old": "a-1", "work": "xóa"}, new_ward(kind="to"))

        assert [(finding.row, finding.column) for finding in found.refusals] == [
            (4, "Mã cũ"),
            (5, "Việc"),
            (6, "Loại mới"),
        ]

    def test_a_code_twice(self, plan):
        found = plan({"old": "a-3", "work": "giải thể"}, {"old": "a-3", "work": "đổi tên", "name": "Chi bộ"})

        sentence = "Mã này có ở các dòng 4, 5; chỉ tổ chức bị chia mới có nhiều dòng. Giữ một dòng."
        assert (5, "Mã cũ", "a-3", sentence) in told(found)

    def test_two_that_found_the_same(self, plan):
        found = plan(new_ward(), new_ward(name="Đảng bộ phường D"))

        sentence = "Tổ chức mới này đã ghi khác ở dòng 4. Giữ một nơi ghi."
        assert told(found) == [(5, "Mã mới", "phuong-c", sentence)]

    def test_an_heir_that_ends_too(self, plan):
        found = plan(
            {"old": "phuong-a", "work": "sáp nhập", "new": "phuong-b"},
            {"old": "phuong-b", "work": "sáp nhập", "new": "phuong-a"},
        )

        sentence = "Nơi kế thừa cũng chấm dứt trong phương án này. Ghi nơi kế thừa khác."
        assert [(row, text) for row, _, _, text in told(found)][:2] == [(4, sentence), (5, sentence)]

    def test_a_circle(self, plan):
        found = plan(
            {"old": "phuong-a", "work": "chuyển cấp trên", "parent": "phuong-b"},
            {"old": "phuong-b", "work": "chuyển cấp trên", "parent": "phuong-a"},
        )

        assert told(found) == [
            (4, "Cấp trên mới (mã)", "phuong-b", "Đảng bộ Phường A thành cấp trên của chính nó. Sửa cấp trên."),
            (5, "Cấp trên mới (mã)", "phuong-a", "Đảng bộ Phường B thành cấp trên của chính nó. Sửa cấp trên."),
        ]

    def test_a_superior_that_ends(self, plan):
        found = plan(
            {"old": "b-1", "work": "chuyển cấp trên", "parent": "phuong-a"},
            {"old": "phuong-a", "work": "sáp nhập", "new": "phuong-b"},
        )

        sentence = "Cấp trên này chấm dứt trong phương án. Ghi mã cấp trên khác."
        assert told(found) == [(4, "Cấp trên mới (mã)", "phuong-a", sentence)]

    def test_what_hangs_under_a_dissolved_one_must_be_named(self, plan):
        found = plan({"old": "phuong-b", "work": "giải thể"})

        sentence = (
            "Chi bộ B1: cấp trên Đảng bộ Phường B chấm dứt mà không có nơi kế thừa. "
            "Ghi một dòng “chuyển cấp trên” cho tổ chức này."
        )
        assert told(found) == [(4, "Cấp trên mới (mã)", "b-1", sentence)]

    def test_a_kind_that_cannot_hold_what_is_below(self, plan):
        found = plan({"old": "phuong-b", "work": "đổi tên", "name": "Chi bộ B", "kind": "Chi bộ cơ sở"})

        sentence = "Chi bộ B là chi bộ, không có tổ chức cấp dưới: Chi bộ B1. Sửa loại hoặc cấp trên."
        assert told(found) == [(4, "Loại mới", "phuong-b", sentence)]

    @pytest.mark.parametrize(
        ("line", "column", "end"),
        [
            ({"work": "giải thể"}, "Mã mới", "Ghi mã chi bộ nhận những người này."),
            (
                {"work": "sáp nhập", "new": "phuong-b"},
                "Mã mới",
                "Ghi mã một chi bộ.",
            ),
            (
                {"work": "đổi tên", "name": "Đảng bộ A1", "kind": "Đảng bộ bộ phận"},
                "Loại mới",
                "Lập chi bộ mới và ghi việc này riêng.",
            ),
        ],
    )
    def test_members_left_without_a_cell(self, plan, world, line, column, end):
        factories.member(world.a1)
        ((row, where, _, sentence),) = told(plan({"old": "a-1", **line}))

        assert (row, where) == (4, column)
        assert sentence.startswith("Chi bộ A1 có 1 đảng viên")
        assert sentence.endswith(end)

    def test_one_that_changed_on_the_day_or_later(self, plan):
        found = plan({"old": "a-3", "work": "giải thể"}, on=date(2023, 1, 1))

        sentence = "Chi bộ A3 đã có thay đổi từ ngày 01/01/2023 hoặc sau đó. Chọn ngày có hiệu lực muộn hơn."
        assert told(found) == [(4, "Mã cũ", "a-3", sentence)]


class TestDividing:
    LINES = (
        {"old": "phuong-a", "work": "chia", "new": "phuong-b"},
        {
            "old": "phuong-a",
            "work": "chia",
            "new": "phuong-c",
            "name": "Đảng bộ phường C",
            "kind": WARD,
            "parent": "tp",
        },
    )

    @pytest.fixture
    def place(self, world):
        made = Locality.objects.create(
            name="Khu phố 1", kind="khu_pho", organization=world.ward_a, valid_from=date(2010, 1, 1)
        )
        world.a1.placements.update(locality=made)
        return made

    def test_nothing_is_decided_by_guess(self, plan, place):
        found = plan(*self.LINES)

        assert found.refusals == []
        assert [(question.key, question.what, question.heirs) for question in found.open_questions] == [
            (f"dia-ban:{place.pk}", "Khu phố 1 (Chi bộ A1)", ("phuong-b", "phuong-c")),
            ("to-chuc:a-2", "Chi bộ A2", ("phuong-b", "phuong-c")),
            ("to-chuc:a-3", "Chi bộ A3", ("phuong-b", "phuong-c")),
            ("luu-tru:phuong-a", "Lịch sử của Đảng bộ Phường A", ("phuong-b", "phuong-c")),
        ]
        assert not found.may_go_on

    def test_choices_and_the_sheet_answer(self, plan, place):
        found = plan(
            *self.LINES,
            places=[("phuong-a", "khu phố 1", "phuong-c")],
            **{"to-chuc__a-2": "phuong-b", "to-chuc__a-3": "phuong-c", "luu-tru__phuong-a": "phuong-c"},
        )

        assert found.may_go_on
        assert {code: found.changed[code].parent for code in ("a-1", "a-2", "a-3")} == {
            "a-1": "phuong-c",
            "a-2": "phuong-b",
            "a-3": "phuong-c",
        }
        assert (found.ended, found.spots) == ({"phuong-a": "phuong-c"}, {place.pk: "phuong-c"})

    def test_a_choice_that_is_no_heir_counts_as_none(self, plan):
        found = plan(*self.LINES, **{"to-chuc__a-2": "tp"})

        assert "to-chuc:a-2" in {question.key for question in found.open_questions}

    def test_one_that_is_its_own_heir_goes_on(self, plan):
        found = plan(
            {"old": "phuong-a", "work": "chia", "new": "phuong-a"},
            self.LINES[1],
            **{"to-chuc__a-1": "phuong-a", "to-chuc__a-2": "phuong-c", "to-chuc__a-3": "phuong-a"},
        )

        assert (found.refusals, found.ended, found.may_go_on) == ([], {}, True)
        assert set(found.changed) == {"a-2"}

    def test_one_heir_is_no_division(self, plan):
        found = plan(self.LINES[0])

        assert told(found)[0][3] == (
            "Chia thì mỗi nơi nhận một dòng, ít nhất hai dòng cùng mã cũ. Thêm dòng hoặc chọn sáp nhập."
        )

    def test_a_cell_with_members_is_divided_elsewhere(self, plan, world):
        factories.member(world.a1)
        found = plan(
            {"old": "a-1", "work": "chia", "new": "a-2"},
            {"old": "a-1", "work": "chia", "new": "a-3"},
        )

        assert [sentence for *_, sentence in told(found)] == [
            "Chi bộ A1 có 1 đảng viên; chia chi bộ phải có danh sách người. Ghi riêng việc “Chia tách” cho chi bộ này."
        ]

    @pytest.mark.parametrize(
        ("line", "column"),
        [
            (("phuong-b", "Khu phố 1", "phuong-c"), "Mã đảng bộ cũ"),
            (("phuong-a", "Khu phố 9", "phuong-c"), "Khu phố, thôn"),
            (("phuong-a", "Khu phố 1", "tp"), "Mã nơi nhận"),
        ],
    )
    def test_mistakes_of_the_sheet_of_places(self, plan, place, line, column):
        found = plan(*self.LINES, places=[line])

        assert [(finding.sheet, finding.row, finding.column) for finding in found.refusals] == [("Địa bàn", 4, column)]

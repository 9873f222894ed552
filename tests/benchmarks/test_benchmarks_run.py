"""The benchmarks still run: each on something tiny, its figures compared, no time asserted."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.utils.timezone import localdate

from benchmarks import due, handwritten, ledger, lists, nation, paper, province, reports
from benchmarks.measuring import Result, in_turns, markdown, queries_of
from benchmarks.province.people import Builder
from benchmarks.province.rows import Size
from dangvien.models import Enrollment, Member, Movement, Organization
from dangvien.planning import count_rows
from dangvien.procedure.reconciliation import Reach, faults
from dangvien.procedure.reconciliation.ledger import reversal_faults as ledger_faults
from reports import catalog

TINY = Size().divided_by(100)


@pytest.fixture
def tiny_province(db):
    province.make(TINY)
    count_rows()


class TestProvince:
    def test_is_the_same_every_time(self):
        first, second = (vars(Builder(TINY).build()) for _ in range(2))

        for name, rows in first.items():
            plain, again = ([{**vars(row), "_state": None} for row in made] for made in (rows, second[name]))
            assert [repr(row) for row in plain] == [repr(row) for row in again]

    def test_is_a_register_that_agrees_with_itself_and_can_be_written_to(self, tiny_province):
        assert list(faults(localdate())) == []
        assert Member.objects.count() == TINY.members
        assert Enrollment.objects.count() == TINY.learners
        assert Organization.objects.create(code="moi").pk > 1

    def test_is_not_made_over_another_register(self, tiny_province):
        before = Movement.objects.count()

        with pytest.raises(province.NotEmpty):
            province.make(TINY)

        assert Movement.objects.count() == before

    def test_has_the_size_it_promises(self):
        rows = Builder(Size(members=9_500, learners=6_000)).build()

        assert len(rows.movement) > 15_000
        assert 8_800 < sum(member.organization_id is not None for member in rows.member) < 9_200


class TestReports:
    def test_the_statements_by_hand_give_the_figures_of_the_province(self, tiny_province):
        found = reports.measure(reports.REGISTERS["province"], runs=1, codes=["TK01", "R03"])

        assert [result.what.partition(",")[0] for result in found] == ["TK01", "R03"]
        assert all(pair.agree() for pair in reports.pairs(reports.REGISTERS["province"]))

    def test_and_those_of_the_city(self, dong_ha):
        assert all(pair.agree() for pair in reports.pairs(reports.REGISTERS["city"]))

    def test_and_those_of_the_nation(self, db):
        nation.make(1_500)
        count_rows()

        assert all(pair.agree() for pair in reports.pairs(reports.REGISTERS["nation"]))

    def test_of_a_large_register_each_is_counted_once(self, tiny_province, monkeypatch):
        [found] = reports.measure(reports.REGISTERS["province"], runs=1, codes=["R01"], patience=60)
        assert found.ratio is not None
        assert found.note.endswith("once each, cold")
        monkeypatch.setitem(handwritten.BY_HAND, "R01", lambda root, period: {})

        with pytest.raises(reports.FiguresDiffer, match="R01, province"):
            reports.measure(reports.REGISTERS["province"], runs=1, codes=["R01"], patience=60)

    def test_no_page_takes_many_queries(self, tiny_province):
        pages = reports.pairs(reports.REGISTERS["province"])

        assert [pair.code for pair in pages if queries_of(pair.page) > reports.MOST_QUERIES] == []

    def test_every_report_that_counts_has_its_statements(self):
        """Of the lists only those are left out that handwritten/lists.py names."""
        assert {report.code for report in catalog.reports().values()} - set(handwritten.BY_HAND) == {
            "R10",
            "R12",
            "R24",
        }

    def test_figures_that_differ_are_not_measured(self, tiny_province, monkeypatch):
        monkeypatch.setitem(handwritten.BY_HAND, "R01", lambda root, period: {})

        with pytest.raises(reports.FiguresDiffer, match="R01, province"):
            reports.measure(reports.REGISTERS["province"], runs=1, codes=["R01"])


def test_every_page_is_shown_and_takes_few_queries(tiny_province):
    found = lists.measure(runs=1)

    assert len(found) > 15
    assert [result.what for result in found if result.queries and result.queries > lists.MOST_QUERIES] == []


class TestDue:
    def test_both_statements_by_hand_give_the_counts_of_the_page(self, tiny_province):
        found = due.measure(cases=150, runs=1)

        assert found[0].what.endswith(" of them open")
        assert all(result.queries <= due.MOST_QUERIES for result in found if result.queries)

    def test_counts_that_differ_are_not_measured(self, tiny_province, monkeypatch):
        monkeypatch.setattr(due, "COUNTED", due.COUNTED.replace("<> 'noi_tham_tra'", "<> 'chi_bo'"))

        with pytest.raises(due.FiguresDiffer, match="deadlines"):
            due.measure(cases=150, runs=1)


class TestLedger:
    MEMBERS = 4_000

    def test_the_statements_by_hand_give_the_balances_of_every_commune(self, db):
        found = ledger.measure(self.MEMBERS, runs=1)

        assert [result.note for result in found] == [
            *["from the ledger alone"] * 3, "beside a plain scan", *["with the closing of the year before"] * 2,
        ]  # fmt: skip
        assert all(result.queries <= 5 for result in found if result.queries)

    def test_figures_that_differ_are_not_measured(self, db, monkeypatch):

        monkeypatch.setattr(ledger, "HEADCOUNT", ledger.HEADCOUNT.replace("SUM(sign)", "SUM(sign) + 1"))

        with pytest.raises(ledger.FiguresDiffer, match="every commune"):
            ledger.measure(self.MEMBERS, runs=1)

    def test_the_large_register_agrees_with_itself_and_is_not_made_over_another(self, db):
        shape = nation.make(self.MEMBERS)

        assert Organization.objects.count() == 1 + shape.provinces + shape.communes + shape.cells
        assert [str(fault) for fault in ledger_faults(Reach())] == []
        with pytest.raises(province.NotEmpty):
            nation.make(self.MEMBERS)

    def test_growth_is_told_beside_the_first_size(self):
        small, large = (Result("x, n", "b", seconds, note="a") for seconds in (1.0, 8.0))

        [told] = ledger.growth([small, large], [10, 100])

        assert (told.ratio, told.aim, told.verdict) == (8.0, 10.0, "reached")


class TestPaper:
    def test_without_libreoffice_the_table_says_so(self, monkeypatch):
        monkeypatch.setattr(paper, "office", lambda: None)

        cold, warm = paper.measure([3], runs=1)

        assert "not installed" in cold.note
        assert cold.ratio is warm.ratio is None
        assert cold.ours > 0 < warm.ours

    def test_beside_libreoffice(self, monkeypatch):
        """Something that writes a file as LibreOffice does: the tests do not need half a gigabyte of it."""
        monkeypatch.setattr(paper, "office", lambda: "any")
        monkeypatch.setattr(paper, "_print_by_office", lambda program, document, profile: (1.0, 200.0))

        cold, warm = paper.measure([3], runs=1)

        assert cold.ratio == pytest.approx(cold.ours)
        assert "200 MB" in warm.note


class TestMeasuring:
    def test_both_sides_take_turns(self):
        calls: list[str] = []

        in_turns(lambda: calls.append("ours"), lambda: calls.append("other"), runs=2)

        assert calls == ["ours", "other", "ours", "other", "other", "ours"]

    @pytest.mark.parametrize(
        ("result", "verdict"),
        [
            (Result("a", "b", 1.0), ""),
            (Result("a", "b", 1.0, 1.0, ratio=1.3, aim=1.3), "reached"),
            (Result("a", "b", 1.0, 1.0, ratio=1.31, aim=1.3), "missed"),
            (Result("a", "b", 1.0, 1.0, ratio=1.0, aim=1.3, queries=16, most_queries=15), "missed"),
            (Result("a", "b", 1.0, peak=151.0, most_peak=150.0), "missed"),
        ],
    )
    def test_a_line_says_whether_it_reached_its_aim(self, result, verdict):
        assert result.verdict == verdict
        assert markdown([result]).splitlines()[-1].count("|") == markdown([result]).splitlines()[0].count("|")


def test_lists_go_in_and_out_beside_the_others(tmp_path):
    """Every step in a process of its own, on a database made for it."""
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"DATA_DIR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--database", "sqlite", "--part", "rosters", "--divide-by", "2000"],
        capture_output=True,
        text=True,
        check=True,
        env=own,
    )

    told = [line.split("|")[1].strip() for line in done.stdout.splitlines() if "| SQLite |" in line]
    assert told == [
        f"{what}, 50 rows"
        for what in (
            "bare read", "read and check", "commit, beside COPY", "check and commit, beside import-export bulk",
            "export, beside openpyxl write-only", "undo", "check and commit, beside import-export default",
        )
    ]  # fmt: skip


def test_the_whole_runs_from_the_shell_on_databases_of_its_own(tmp_path):
    only = ["--database", "sqlite", "--register", "province", "--part", "reports"]
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {"DATA_DIR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", *only, "--runs", "1", "--divide-by", "100"],
        capture_output=True,
        text=True,
        check=True,
        env=own,
    )

    assert "| R01, province" in done.stdout
    assert list(tmp_path.iterdir()) == []

"""Dated rules: no gap, no overlap, every value with its source; the numbers of the eras are pinned."""

from datetime import date, timedelta

import pytest

from dangvien import paper_forms, rules

ERAS = {
    "E0a": date(1930, 2, 3),
    "E0b": date(2011, 1, 19),
    "E0": date(2016, 7, 25),
    "E1": date(2021, 7, 30),
    "E2": date(2025, 1, 20),
    "E3": date(2025, 7, 1),
    "E4": date(2026, 4, 8),
    "E5": date(2026, 7, 26),
}


def test_the_eras_follow_each_other_without_a_gap():
    assert {era.key: era.since for era in rules.eras()} == ERAS
    for earlier, later in zip(rules.eras(), rules.eras()[1:], strict=False):
        assert rules.on(later.since - timedelta(days=1)).era == earlier
        assert rules.on(later.since).era == later


@pytest.mark.parametrize("name", rules.RULE_TYPES)
def test_every_value_of_every_rule_has_a_source_and_its_place_in_time(name):
    history = rules.values()[name]

    assert history[0].since == ERAS["E0a"], "every rule holds from the first day on"
    assert [rule.since for rule in history] == sorted({rule.since for rule in history})
    for rule in history:
        assert rule.name == name
        assert isinstance(rule.value, rules.RULE_TYPES[name])
        assert rule.source.startswith(rule.document.reference)
        assert rule.document.issued_on is None or rule.document.issued_on <= rule.since, rule
        assert not rule.checked or rule.document.read != "no", "a text nobody has read cannot have been checked"
        assert bool(rule.mark) is not rule.checked


def test_every_text_is_used_and_every_era_names_its_own():
    used = {rule.document.key for history in rules.values().values() for rule in history}
    used |= {document.key for era in rules.eras() for document in era.documents}
    used |= {form.document.key for printings in paper_forms.catalogue().values() for form in printings}
    others = "".join((rules.FOLDER / name).read_text(encoding="utf-8") for name in rules.APART - {"documents.toml"})
    used |= {key for key in rules.documents() if f'"{key}"' in others}

    assert used == set(rules.documents())


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2015, 6, 1), {"probation_months": 12, "min_age": 18, "decision_days": 60, "card_digits": 8}),
        (date(2022, 5, 20), {
            "min_age": 18, "max_age_normal": 60, "education_floor": "thcs", "decision_days": 60,
            "decision_extension_days": 30, "official_decision_days": 30, "official_review_days": 30,
            "ceremony_days": 30, "ceremony_clock_starts": "nhan", "probation_months": 12,
            "certificate_valid_months": 60, "dossier_stale_months": 12, "reply_days_home": 30,
            "reply_days_abroad": 90, "readmission_wait_months": 36, "transfer_present_days": 30, "card_digits": 8,
        }),
        (date(2025, 7, 1), {
            "decision_days": 45, "decision_extension_days": 15, "official_decision_days": 30,
            "official_extension_days": 15, "ceremony_days": 30, "ceremony_clock_starts": "nhan",
            "transfer_start_days": 60, "card_digits": 8,
        }),
        (date(2025, 9, 2), {"card_digits": 12}),
        (date(2026, 8, 1), {"decision_days": 45, "ceremony_days": 30, "ceremony_clock_starts": "ban_hanh"}),
    ],
)  # fmt: skip
def test_the_numbers_of_the_eras(day, expected):
    found = rules.on(day)

    assert {name: getattr(found, name).value for name in expected} == expected


def test_a_deadline_can_say_where_it_comes_from():
    rule = rules.on(date(2025, 8, 1)).decision_days

    assert rule.source == "Quy định 294-QĐ/TW ngày 26/5/2025, điểm 4.3.1"
    assert rule.checked
    assert rule.mark == ""


def test_what_nobody_has_held_against_the_text_is_marked():
    for day in (date(1985, 1, 1), date(2026, 5, 1), date(2026, 11, 1)):
        marks = {rule.mark for rule in rules.on(day).all if rule.name != "card_digits" and rule.document.key != "SO"}
        assert marks == {"chưa đối chiếu văn bản"}
    assert [rule.name for rule in rules.on(date(2025, 10, 1)).all if not rule.checked] == [
        "youth_max_age",
        "class_lessons",
        "discipline_months",
        "target_rates",
        "audit_keep_months",
        "request_answer_days",
        "candidate_keep_months",
    ]


def test_what_is_a_choice_of_the_register_says_so():
    own = [rule.name for rule in rules.on(date(2025, 10, 1)).all if rule.document.key == "SO"]

    assert own == [
        "cell_send_days", "discipline_months", "receive_decision_days", "announce_months", "card_months",
        "committee_vote_days", "decide_after_committee_days", "recognition_vote_days",
        "first_day_counted", "certificate_warn_months", "age_warn_months", "warn_days",
        "target_rounding", "target_met_percent", "target_half_year_day", "target_half_year_percent",
        "target_missed_years", "cell_target_residential", "cell_target_residential_counted", "cell_target_enterprise",
        "cell_target_enterprise_counted", "cell_target_office", "cell_target_office_counted",
        "audit_keep_months", "request_answer_days", "candidate_keep_months",
    ]  # fmt: skip
    assert {rules.on(day).warn_days.value for day in (date(1999, 1, 1), date(2026, 8, 1))} == {"90,60,30,15,7"}


@pytest.mark.parametrize("name", [name for name in rules.RULE_TYPES if name.startswith("vote_")])
def test_shares_of_votes_are_fractions(name):
    for rule in rules.values()[name]:
        above, below = (int(part) for part in rule.value.split("/"))
        assert 0 < above < below


def test_the_levels_change_on_the_day_the_districts_end():
    assert [rules.on(day).organization_era.value for day in (date(2025, 6, 30), date(2025, 7, 1))] == ["A", "B"]


def test_days_before_the_first_text_have_rules_too():
    assert rules.on(date(1900, 1, 1)) == rules.on(ERAS["E0a"])


def test_the_decider_of_a_ward_changes_with_the_levels():
    deciders = [rules.on(day).decider.value for day in (date(2025, 6, 30), date(2025, 7, 1), date(2026, 7, 26))]

    assert deciders == [
        "Ban thường vụ cấp ủy huyện, thị xã, thành phố",
        "Ban thường vụ đảng ủy xã, phường, đặc khu",
        "Ban thường vụ đảng ủy cơ sở",
    ]


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(1930, 2, 2), "đến 1991"),
        (date(1975, 4, 30), "đến 1991"),
        (date(2012, 5, 3), "2010-2015"),
        (date(2015, 6, 30), "2010-2015"),
        (date(2015, 7, 1), "2015-2020"),
        (date(2022, 5, 20), "2020-2025"),
        (date(2026, 11, 21), "2025-2030"),
    ],
)
def test_terms_of_committees(day, label):
    assert rules.term_on(day) == label


def test_terms_are_generic_and_fit_their_column():
    assert all(not term.checked and len(term.label) <= 9 for term in rules.terms())


def test_the_timeline_is_the_union_of_all_changes():
    changes = {rule.since for history in rules.values().values() for rule in history} | set(ERAS.values())

    assert len(rules.timeline()) == len(changes)
    assert [current.era.key for current in rules.timeline()] == [rules.on(day).era.key for day in sorted(changes)]


@pytest.fixture
def copy_of_the_folder(tmp_path, monkeypatch):
    """The shipped files in a folder of the test's own, and nothing cached."""
    for path in rules.FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    caches = (rules.documents, rules.eras, rules.values, rules.terms, rules._timeline)
    monkeypatch.setattr(rules, "FOLDER", tmp_path)
    for cached in caches:
        cached.cache_clear()
    yield tmp_path
    for cached in caches:
        cached.cache_clear()


LINE = '{{ from = {day}, value = {value}, document = "{document}", checked = {checked} }}'


def rule_line(day="1930-02-03", value="18", document="QD294", checked="false", more=""):
    return LINE.format(day=day, value=value, document=document, checked=checked).replace(" }", f"{more} }}")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("what = ", "zz.toml: TOMLDecodeError"),
        (f"max_height = [{rule_line()}]", "unknown rule max_height"),
        ("min_age = []", "nothing stands here"),
        (f"min_age = [{rule_line(value='true')}]", "min_age: value must be int"),
        (f"min_age = [{rule_line(checked='1')}]", "checked must be true or false"),
        (f"min_age = [{rule_line(document='NOPE')}]", "KeyError 'NOPE'"),
        (f"min_age = [{rule_line(more=', colour = 1')}]", "unknown key colour"),
        (f"min_age = [{rule_line(day='2020-01-01')}, {rule_line()}]", "days must go up"),
        (f"min_age = [{rule_line()}, {rule_line()}]", "days must go up"),
        (f"min_age = [{rule_line()}]", "zz.toml: min_age stands in two files"),
    ],
)
def test_a_malformed_rule_stops_with_its_file(copy_of_the_folder, content, fault):
    (copy_of_the_folder / "zz.toml").write_text(content, encoding="utf-8")

    with pytest.raises(rules.RuleFileError, match=fault):
        rules.on(date(2025, 8, 1))


def test_a_rule_without_a_file_is_missed(copy_of_the_folder):
    (copy_of_the_folder / "recognition.toml").unlink()

    with pytest.raises(rules.RuleFileError, match=r"no file gives .*probation_months"):
        rules.on(date(2025, 8, 1))


def test_a_rule_that_begins_too_late_is_told(copy_of_the_folder):
    path = copy_of_the_folder / "membership.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("1930-02-03, value = 8,", "1990-02-03, value = 8,"))

    with pytest.raises(rules.RuleFileError, match="from 1930-02-03 on there is no card_digits"):
        rules.on(date(2025, 8, 1))

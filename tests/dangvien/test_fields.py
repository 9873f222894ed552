"""Form fields: what clerks type, and the sentences they get."""

from datetime import date, timedelta

import pytest
from django import forms
from django.utils.timezone import localdate

from dangvien.dates import PartialDate
from dangvien.forms.fields import DayField, DigitsField, IntegerField, PartialDayField, TextField


class Sheet(forms.Form):
    """One of each."""

    full_name = TextField(label="Họ và tên", max_length=20)
    remark = TextField(label="Ghi chú", multiline=True, required=False)
    birth = PartialDayField(label="Ngày sinh")
    admitted = DayField(label="Ngày kết nạp", past=True)
    until = DayField(label="Đến", required=False, latest=date(2030, 12, 31), earliest=date(2020, 1, 1))
    identity = DigitsField(label="Số căn cước")
    card = DigitsField(label="Số thẻ đảng viên", length=(8, 12), required=False)
    people = IntegerField(label="Số người", least=1, most=5000)


GOOD = {
    "full_name": "Nguyễn Văn An",
    "remark": "",
    "birth": "1990",
    "admitted": "3/2/2012",
    "until": "",
    "identity": "001 090 000 123",
    "card": "",
    "people": "1.703",
}


def sheet(**typed):
    return Sheet({**GOOD, **typed})


def sentence(field, typed):
    form = sheet(**{field: typed})
    assert not form.is_valid()
    assert list(form.errors) == [field]
    [only] = form.errors[field]
    return only


def value(field, typed):
    form = sheet(**{field: typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data[field]


def test_a_good_sheet():
    form = sheet()

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {
        "full_name": "Nguyễn Văn An",
        "remark": "",
        "birth": PartialDate(1990),
        "admitted": date(2012, 2, 3),
        "until": None,
        "identity": "001090000123",
        "card": "",
        "people": 1703,
    }


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("full_name", "Nhập họ và tên."),
        ("birth", "Nhập ngày sinh theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
        ("admitted", "Nhập ngày kết nạp theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
        ("identity", "Nhập số căn cước."),
        ("people", "Nhập số người."),
    ],
)
@pytest.mark.parametrize("empty", ["", "   ", "\u200b"])
def test_what_is_missing_is_named(field, words, empty):
    assert sentence(field, empty) == words


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("admitted", "hôm qua", "Nhập ngày kết nạp theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
        ("admitted", "31/11/2012", "Ngày kết nạp: tháng 11 chỉ có 30 ngày."),
        ("admitted", "05/13/2012",
         "Ngày kết nạp: không có tháng 13: nhập ngày trước, tháng sau, ví dụ 03/02/1990."),
        ("birth", "30/2/1990", "Ngày sinh: tháng 2 năm 1990 chỉ có 28 ngày."),
        ("birth", "không rõ", "Nhập ngày sinh theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
        ("birth", "1/1/2099", "Ngày sinh (01/01/2099) sau ngày hôm nay. Kiểm tra lại."),
        ("until", "abc", "Nhập ngày ở ô “Đến” theo dạng ngày/tháng/năm, ví dụ 03/02/1990."),
        ("until", "1/1/2031", "Ngày ở ô “Đến” phải từ 31/12/2030 trở về trước."),
        ("until", "31/12/2019", "Ngày ở ô “Đến” phải từ 01/01/2020 trở về sau."),
        ("full_name", "Nguyễn\x00An", "Họ và tên có ký tự không đọc được. Xóa ô này rồi gõ lại."),
        ("full_name", "Nguyễn Thị Phương Thảo Vy",
         "Họ và tên dài 25 ký tự; viết lại không quá 20 ký tự."),
        ("identity", "12345678901", "Số căn cước phải có 12 chữ số, đang có 11."),
        ("identity", "00109000O123", "Số căn cước chỉ gồm chữ số. Kiểm tra lại “00109000O123”."),
        ("card", "123456789", "Số thẻ đảng viên phải có 8 hoặc 12 chữ số, đang có 9."),
        ("people", "1,5", "Nhập số người bằng số nguyên, ví dụ 1.703."),
        ("people", "1.70", "Nhập số người bằng số nguyên, ví dụ 1.703."),
        ("people", "9" * 40, "Nhập số người bằng số nguyên, ví dụ 1.703."),
        ("people", "0", "Số người phải từ 1 trở lên."),
        ("people", "5001", "Số người không quá 5.000."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_plainly(field, typed, words):
    assert sentence(field, typed) == words


def test_a_day_after_today_is_refused_where_only_the_past_makes_sense():
    tomorrow = localdate() + timedelta(days=1)

    assert "sau ngày hôm nay" in sentence("admitted", tomorrow.strftime("%d/%m/%Y"))
    assert value("admitted", localdate().strftime("%d/%m/%Y")) == localdate()


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        ("full_name", "  Nguye\u0302\u0303n\u00a0 Văn\u200b  An ", "Nguyễn Văn An"),
        ("remark", " một  hai\r\n\r\nba ", "một hai\n\nba"),
        ("admitted", "03021990", date(1990, 2, 3)),
        ("admitted", "thứ Bảy, 03/02/1990", date(1990, 2, 3)),
        ("birth", "02/1990", PartialDate(1990, 2)),
        ("identity", "001.090.000-123", "001090000123"),
        ("identity", "００1090000123", "001090000123"),
        ("card", "01234567", "01234567"),
        ("people", " 1 703 ", 1703),
        ("people", "0012", 12),
    ],
)
def test_usual_spellings_are_taken(field, typed, expected):
    assert value(field, typed) == expected


def test_values_are_shown_back_as_people_write_them():
    form = Sheet(
        initial={
            "birth": PartialDate(1990, 2),
            "admitted": date(2012, 5, 3),
            "until": date(2025, 1, 2),
            "people": 1703,
        }
    )

    assert form["birth"].value() == "02/1990"
    assert form["admitted"].value() == "03/05/2012"
    assert form["people"].value() == "1703"
    assert Sheet(initial={"birth": date(1990, 2, 3)})["birth"].value() == "03/02/1990"
    assert 'value="03/05/2012"' in str(form["admitted"])


def test_what_was_typed_wrong_stays_in_the_box():
    assert 'value="31/11/2012"' in str(sheet(admitted="31/11/2012")["admitted"])


def test_another_spelling_of_the_same_value_is_no_change():
    initial = {
        "full_name": "Nguyễn Văn An",
        "birth": PartialDate(1990),
        "admitted": date(2012, 2, 3),
        "identity": "001090000123",
        "people": 1703,
    }

    assert not Sheet(GOOD, initial=initial).has_changed()
    assert Sheet({**GOOD, "admitted": "4/2/2012"}, initial=initial).changed_data == ["admitted"]
    assert Sheet({**GOOD, "admitted": "4/2"}, initial=initial).changed_data == ["admitted"]
    assert Sheet({**GOOD, "birth": "1990"}, initial={**initial, "birth": "1990"}).changed_data == []


def test_a_disabled_field_never_changes():
    assert not DayField(disabled=True).has_changed(date(2012, 2, 3), "4/2/2012")


def test_boxes_are_text_boxes_without_styles_or_native_dates():
    html = str(Sheet())

    assert 'type="date"' not in html
    assert "style=" not in html
    assert html.count('inputmode="numeric"') == 6
    assert "Ví dụ: 03/02/1990" in html
    assert html.count('autocomplete="off"') == 6


def test_a_noun_of_its_own_and_no_label():
    named = DayField(label="Từ", noun="ngày đầu kỳ")
    nameless = DayField()

    with pytest.raises(forms.ValidationError, match="Nhập ngày đầu kỳ theo dạng"):
        named.clean("")
    with pytest.raises(forms.ValidationError, match="Nhập ngày theo dạng"):
        nameless.clean("")


def test_a_label_given_late_and_a_sentence_of_the_form_s_own():
    form = Sheet({})
    form.fields["full_name"].label = "Họ tên khai sinh"
    own = {"required": "Ghi ngày trên giấy."}

    assert form.errors["full_name"] == ["Nhập họ tên khai sinh."]
    for field in (DayField(error_messages=own), TextField(error_messages=own), IntegerField(error_messages=own)):
        with pytest.raises(forms.ValidationError, match="Ghi ngày trên giấy"):
            field.clean("")

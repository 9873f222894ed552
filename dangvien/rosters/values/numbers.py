"""Numbers that name things: cards, citizens, files, certificates; counts and years. Lost zeros are asked for."""

from __future__ import annotations

import re
from datetime import date

from dangvien import rules
from dangvien.rosters.grid import Cell, CellKind
from dangvien.rosters.offers import CARD_DIGITS, CITIZEN_DIGITS
from dangvien.rosters.values.base import Reading, doubtful, shown, tidy, wrong
from dangvien.rosters.years import FIRST_YEAR, LAST_YEAR, written_years, years_of_cell
from dangvien.text import search_key

_SEPARATORS = re.compile(r"[\s.,\-/]")
_NONE_YET = re.compile(
    r"(?:chua|khong|chua co|khong co|chua cap|chua duoc cap|dang cho cap|cho cap|dang lam|mat|mat the)"
)
_FILE_NUMBER = re.compile(r"(\d{6})\s*[-./]?\s*([A-ZĐ]{2,4})")
_OLD_CARD = "Thẻ theo mẫu cũ có 8 chữ số"
_LETTERS_FOR_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "S": "5", "B": "8"})
_MOST_PEOPLE = 10**9
_WHOLE = re.compile(r"\d{1,3}(?:[.\s]\d{3})+|\d+")


def read_card(cell: Cell, *, as_of: date) -> Reading:
    """A number of a Party card: 8 digits, 12 from the day on which the new card is in use."""
    if cell.kind is CellKind.TEXT and len(cell.text) == CARD_DIGITS and cell.text.isascii() and cell.text.isdigit():
        return Reading(cell.text)  # nearly every card
    text = tidy(cell.text).strip("'’ ")
    if not text or (cell.kind is CellKind.TEXT and _NONE_YET.fullmatch(search_key(text))):
        return Reading()
    if cell.kind not in (CellKind.TEXT, CellKind.NUMBER):
        return wrong("card_format", f"“{shown(text)}” không phải số thẻ.", "Gõ lại số thẻ là chữ số.")
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        meant = digits.translate(_LETTERS_FOR_DIGITS)
        near = f" Có thể là {meant}: gõ lại nếu đúng." if meant.isascii() and meant.isdigit() else ""
        return wrong(
            "card_format", f"số thẻ “{shown(text)}” có ký tự không phải chữ số.{near}", "Gõ lại số thẻ chỉ gồm chữ số."
        )
    longest = rules.on(as_of).card_digits.value
    if len(digits) == CITIZEN_DIGITS and longest < CITIZEN_DIGITS:
        return doubtful(
            digits,
            "card_12_digits",
            f"số “{shown(text)}” có 12 chữ số, giống số căn cước hoặc thẻ mẫu mới; {_OLD_CARD.lower()}.",
            "Xem lại có ghi nhầm số căn cước không; sổ ghi đúng như trong tệp.",
        )
    if len(digits) in {CARD_DIGITS, longest}:
        if digits != text:
            return doubtful(
                digits, "card_format", f"số thẻ “{shown(text)}” có dấu ngăn; sổ ghi là {digits}.", f"Gõ {digits} vào ô."
            )
        return Reading(digits)
    if cell.kind is CellKind.NUMBER and CARD_DIGITS - 3 <= len(digits) < CARD_DIGITS:
        return _lost_zeros("card_leading_zero", "số thẻ", text, digits, CARD_DIGITS)
    if cell.kind is CellKind.NUMBER and longest > CARD_DIGITS and CITIZEN_DIGITS - 3 <= len(digits) < CITIZEN_DIGITS:
        return _lost_zeros("card_leading_zero", "số thẻ", text, digits, CITIZEN_DIGITS)
    return wrong(
        "card_format",
        f"số thẻ “{shown(text)}” có {len(digits)} chữ số. {_OLD_CARD}, thẻ mẫu mới có 12 chữ số.",
        "Xem thẻ rồi gõ lại đủ các số, kể cả số 0 ở đầu.",
    )


def read_citizen(cell: Cell) -> Reading:
    """A number of a citizen: 12 digits."""
    if cell.kind is CellKind.TEXT and len(cell.text) == CITIZEN_DIGITS and cell.text.isascii() and cell.text.isdigit():
        return Reading(cell.text)  # nearly every number
    text = tidy(cell.text).strip("'’ ")
    if not text or (cell.kind is CellKind.TEXT and _NONE_YET.fullmatch(search_key(text))):
        return Reading()
    digits = _SEPARATORS.sub("", text)
    if cell.kind not in (CellKind.TEXT, CellKind.NUMBER) or not (digits.isascii() and digits.isdigit()):
        return wrong(
            "citizen_format", f"số căn cước “{shown(text)}” có ký tự không phải chữ số.", "Gõ lại đủ 12 chữ số."
        )
    if len(digits) == CITIZEN_DIGITS:
        if digits != text:
            return doubtful(
                digits,
                "citizen_format",
                f"số căn cước “{shown(text)}” có dấu ngăn; sổ ghi là {digits}.",
                f"Gõ {digits} vào ô.",
            )
        return Reading(digits)
    if len(digits) == 9 and cell.kind is CellKind.TEXT:
        return wrong(
            "citizen_format",
            f"“{shown(text)}” có 9 chữ số: là số chứng minh nhân dân cũ hoặc số căn cước đã mất số 0 ở đầu.",
            "Gõ số căn cước đủ 12 chữ số.",
        )
    if 9 <= len(digits) < CITIZEN_DIGITS:
        return _lost_zeros("citizen_leading_zero", "số căn cước", text, digits, CITIZEN_DIGITS)
    return wrong(
        "citizen_format", f"số căn cước “{shown(text)}” có {len(digits)} chữ số, cần 12.", "Gõ lại đủ 12 chữ số."
    )


def _lost_zeros(code: str, what: str, text: str, digits: str, length: int) -> Reading:
    return wrong(
        code,
        f"{what} “{shown(text)}” là ô số nên số 0 ở đầu có thể đã mất: có thể là {digits.zfill(length)}.",
        f"Nếu đúng thì gõ {digits.zfill(length)} vào ô, định dạng ô là chữ.",
    )


def read_file_number(cell: Cell) -> Reading:
    """The number of a member's file: as it is written, letters of the province apart by one space."""
    text = tidy(cell.text).strip("'’ ")
    if cell.kind is CellKind.TEXT and not text[:1].isdigit() and _NONE_YET.fullmatch(search_key(text)):
        return Reading()
    found = _FILE_NUMBER.fullmatch(text.upper())
    return Reading(f"{found[1]} {found[2]}" if found and " " not in text and text.isupper() else text or None)


def read_certificate(cell: Cell) -> Reading:
    """The number of a certificate, as it is written."""
    text = tidy(cell.text).strip("'’ ")
    if cell.kind is CellKind.TEXT and _NONE_YET.fullmatch(search_key(text)):
        return Reading()
    if cell.kind is CellKind.DAY:
        return doubtful(
            text,
            "text_became_date",
            f"Excel đã đổi số giấy chứng nhận trong ô thành ngày {shown(cell.text)}.",
            "Định dạng ô là chữ rồi gõ lại, ví dụ 01/2024-GCN.",
        )
    return Reading(text or None)


def read_count(cell: Cell) -> Reading:
    """A whole number of people; the value is a number."""
    text = tidy(cell.text)
    if cell.kind is CellKind.NUMBER and cell.number is not None and _is_count(cell.number):
        return Reading(int(cell.number))
    if cell.kind is CellKind.TEXT and _WHOLE.fullmatch(text):
        return Reading(int(re.sub(r"\D", "", text)))
    return wrong("number_invalid", f"“{shown(text)}” không phải một số nguyên.", "Ghi số nguyên, ví dụ 12.")


def _is_count(number: float) -> bool:
    return 0 <= number < _MOST_PEOPLE and number == int(number)


def read_year(cell: Cell) -> Reading:
    """One year; the value is a number."""
    years = years_of_cell(tidy(cell.text))
    if years and years[0] == years[1]:
        return Reading(years[0])
    return _no_year(cell)


def read_years(cell: Cell) -> Reading:
    """One year or a span: "2019", "2015-2020"."""
    years = years_of_cell(tidy(cell.text))
    return Reading(written_years(*years)) if years else _no_year(cell)


def _no_year(cell: Cell) -> Reading:
    return wrong(
        "year_invalid",
        f"“{shown(cell.text)}” không phải năm từ {FIRST_YEAR} đến {LAST_YEAR}.",
        "Ghi năm, ví dụ 2019, hoặc 2015-2020.",
    )

"""Forms of yearly ratings: the list of cells of a year, and the grid of one cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from dangvien import codes
from dangvien.forms.choices import CodeField, OrganizationField
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import IntegerField
from dangvien.forms.filtering import FilterForm
from dangvien.forms.pasting import BlockLine, Grid, Listed, Pasted, read_block
from dangvien.models import Member, Rating
from dangvien.procedure.places import subtree_options
from dangvien.procedure.problem import Level, Problem
from dangvien.procedure.ratings import FIRST_YEAR, RatedYear, level_field
from dangvien.scope import Scope

NOT_RATED = ("", "– Chưa ghi –")


class RatingYearForm(FilterForm):
    """Which year, and below which organization."""

    nam = IntegerField(label="Năm", noun="năm xếp loại", required=False, least=FIRST_YEAR)
    to_chuc = OrganizationField(label="Tổ chức", required=False)

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data)
        self.scope = scope
        self.offer("to_chuc", subtree_options(scope, str(data.get("to_chuc", ""))))

    def clean_nam(self) -> int | None:
        year: int | None = self.cleaned_data["nam"]
        if year and year > self.scope.today.year:
            raise forms.ValidationError(f"Năm {year} chưa đến. Kiểm tra lại năm.")
        return year

    @property
    def year(self) -> int:
        """The year asked for; without one the year whose ratings are being written: this one from December on."""
        asked = self.cleaned_data.get("nam") if self.is_valid() else None
        return asked or (self.scope.today.year if self.scope.today.month == 12 else self.scope.today.year - 1)

    @property
    def chosen(self) -> Scope:
        """The scope, cut to the organization asked for."""
        asked = self.cleaned_data.get("to_chuc") if self.is_valid() else None
        return self.scope.within(asked) if asked else self.scope


@dataclass(frozen=True)
class RatingRow:
    """One line of the grid: the member, the rating that stands, or the box to choose one in."""

    member: Member
    rated: Rating | None
    box: forms.BoundField | None
    is_exempt: bool


class RatingsForm(ConfirmedForm):
    """One year's ratings of a cell: a box for each member who has none yet."""

    def __init__(self, data: Any = None, *, members: Sequence[Member], year: int, today: date) -> None:
        super().__init__(data)
        self.members, self.known = members, RatedYear.read(members, year, today)
        for member in members:
            if member.pk not in self.known.rated:
                box = CodeField(
                    noun="mức xếp loại",
                    choices=[NOT_RATED, *codes.of("rating").choices],
                    empty=None,
                    required=False,
                    label=f"Xếp loại: {member}",
                )
                box.widget.attrs["aria-label"] = f"Xếp loại: {member}"
                self.fields[level_field(member)] = box

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            found: list[Problem] = []
            for member in self.members:
                if level := cleaned.get(level_field(member)):
                    found += self.known.problems(member, level)
            self.confirm(item for item in found if item.level is Level.WARN)
        return cleaned

    @property
    def levels(self) -> dict[int, str]:
        """Member → the level chosen, of a valid form."""
        chosen = {member.pk: self.cleaned_data.get(level_field(member), "") for member in self.members}
        return {key: level for key, level in chosen.items() if level}

    @property
    def rows(self) -> list[RatingRow]:
        return [
            RatingRow(
                member,
                self.known.rated.get(member.pk),
                self[level_field(member)] if level_field(member) in self.fields else None,
                member.pk in self.known.exempt,
            )
            for member in self.members
        ]


def _level(line: BlockLine) -> tuple[dict[str, str], list[str]]:
    typed = line.cell("level")
    if not typed:
        return {}, []
    code = codes.of("rating").find(typed)
    if code is None:
        return {}, [f"Dòng {line.at}: không hiểu mức xếp loại “{typed}”. Chọn ở ô của người này."]
    return {"level": code}, []


_GRID = Grid(
    {"level": ("xep loai", "muc", "muc xep loai", "ket qua xep loai", "xep loai dang vien", "loai", "danh gia")},
    _level,
    "chi bộ",
    "Sửa tên cho đúng danh sách.",
)


def read_ratings(text: str, members: Sequence[Member], year: int, today: date) -> Pasted:
    """A block copied from Excel: name or running number, then the level in words or by its initials.

    Who is rated already keeps that rating; the block's word for them is told and left aside.
    """
    roster = [
        Listed(member.pk, number, member.person.full_name, member.person.birth)
        for number, member in enumerate(members, start=1)
    ]
    found = read_block(text, roster, today, _GRID)
    rated = RatedYear.read([member for member in members if member.pk in found.rows], year, today).rated
    kept = tuple(
        f"{member} đã có xếp loại năm {year}: {rated[member.pk].level_label}; giữ nguyên."
        for member in members
        if member.pk in rated
    )
    return Pasted({key: words for key, words in found.rows.items() if key not in rated}, (*found.faults, *kept))

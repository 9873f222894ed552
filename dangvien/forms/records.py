"""Forms of a member's record: one short form for each kind of line, and taking a line back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dangvien import codes
from dangvien.forms.base import HouseForm
from dangvien.forms.choices import CodeField, OrganizationField, offer, set_choices
from dangvien.forms.confirming import ConfirmedForm
from dangvien.forms.fields import IntegerField, PartialDayField, TextField
from dangvien.models import Member, Standing
from dangvien.procedure.awards import Award, award_problems, number_field
from dangvien.procedure.badges import levels_on
from dangvien.procedure.places import Option
from dangvien.procedure.problem import Problem, Refused
from dangvien.procedure.ratings import FIRST_YEAR, RatedYear, year_problems
from dangvien.procedure.record_checks import SCHOOLING
from dangvien.procedure.regulations import Regulations

HINT = "Ví dụ: 15/3/2019; không rõ ngày thì nhập 3/2019 hoặc 2019"
NOT_KNOWN = ("", "– Chưa ghi –")


class RecordForm(HouseForm):
    """A form about one member. `today` is the day on which it is filled."""

    def __init__(self, data: Any = None, *, member: Member, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.member, self.today = member, today


class StandingForm(HouseForm):
    """What somebody has learned and works as since a day; begins with what holds now."""

    since = PartialDayField(label="Từ ngày", noun="ngày bắt đầu", help_text=HINT)
    general_education = CodeField(
        label="Giáo dục phổ thông", noun="giáo dục phổ thông", choices=(), required=False, empty=None
    )
    professional = CodeField(label="Chuyên môn", noun="chuyên môn", choices=(), required=False, empty=None)
    theory = CodeField(label="Lý luận chính trị", noun="lý luận chính trị", choices=(), required=False, empty=None)
    occupation = CodeField(label="Nghề nghiệp", noun="nghề nghiệp", choices=(), required=False, empty=None)

    def __init__(self, data: Any = None, *, now: Standing | None, **kwargs: Any) -> None:
        super().__init__(data, initial={name: getattr(now, name, "") for name in SCHOOLING}, **kwargs)
        for name, (listed, _) in SCHOOLING.items():
            set_choices(self.fields[name], [NOT_KNOWN, *codes.of(listed).choices])

    @property
    def schooling(self) -> dict[str, str]:
        """The codes of a valid form by their columns."""
        return {name: self.cleaned_data[name] for name in SCHOOLING}


class ResidenceForm(RecordForm):
    """Where a member lives since a day."""

    since = PartialDayField(label="Từ ngày", noun="ngày bắt đầu", help_text=HINT)
    place = TextField(label="Nơi cư trú", max_length=250, help_text="Số nhà, khu phố hoặc thôn, xã hoặc phường, tỉnh")


class PostForm(RecordForm):
    """A post in the Party or where the member lives."""

    title = CodeField(label="Chức vụ", noun="chức vụ", choices=())
    organization = OrganizationField(label="Tại tổ chức đảng", required=False)
    place = TextField(
        label="Hoặc tại", noun="nơi giữ chức vụ", max_length=200, required=False, help_text="Ví dụ: Khu phố 3"
    )
    since = PartialDayField(label="Từ ngày", noun="ngày giữ chức vụ", help_text=HINT)
    until = PartialDayField(
        label="Thôi từ ngày", noun="ngày thôi chức vụ", required=False, help_text="Đang giữ thì để trống"
    )

    def __init__(self, data: Any = None, *, options: Iterable[Option], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        set_choices(self.fields["title"], [("", "– Chọn –"), *codes.of("post").choices])
        offer(self, "organization", options, empty=("", "– Không phải tổ chức đảng –"))


class EndPostForm(HouseForm):
    """From which day a post is held no more."""

    until = PartialDayField(label="Thôi từ ngày", noun="ngày thôi chức vụ", help_text=HINT)


class RatingForm(ConfirmedForm, RecordForm):
    """One year's rating of a member."""

    year = IntegerField(label="Năm", noun="năm xếp loại", least=FIRST_YEAR, help_text="Ví dụ: 2025")
    level = CodeField(label="Mức xếp loại", noun="mức xếp loại", choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["level"], [("", "– Chọn –"), *codes.of("rating").choices])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        year, level = cleaned.get("year"), cleaned.get("level")
        if year and level and not self.errors:
            found = year_problems(year, self.today)
            self.confirm(found or RatedYear.read([self.member], year, self.today).problems(self.member, level))
        return cleaned


class RewardForm(RecordForm):
    """A reward: title, number and day."""

    title = TextField(
        label="Hình thức khen thưởng", max_length=200, help_text="Ví dụ: Giấy khen của Đảng ủy; Huân chương Lao động"
    )
    number = TextField(label="Số quyết định", max_length=40, required=False)
    awarded_on = PartialDayField(label="Ngày", noun="ngày khen thưởng", help_text=HINT)


class DisciplineForm(RecordForm):
    """A measure of discipline: form, number and day. There is no box for what it was about."""

    form = CodeField(
        label="Hình thức kỷ luật",
        noun="hình thức kỷ luật",
        choices=(),
        help_text="Sổ chỉ ghi hình thức, số và ngày quyết định; nội dung vi phạm nằm trong hồ sơ giấy, không ghi ở đây",
    )
    number = TextField(label="Số quyết định", max_length=40, required=False)
    decided_on = PartialDayField(label="Ngày quyết định", help_text=HINT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self.fields["form"], [("", "– Chọn –"), *codes.of("discipline").choices])


class BadgeForm(ConfirmedForm, RecordForm):
    """A badge a member was given."""

    years = CodeField(label="Huy hiệu", noun="loại Huy hiệu", choices=())
    number = TextField(label="Số Huy hiệu", max_length=20, required=False)
    awarded_on = PartialDayField(label="Ngày trao, đợt", noun="ngày trao", help_text=HINT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = levels_on(self.today, Regulations.load())
        set_choices(self.fields["years"], [("", "– Chọn –"), *((str(each), f"{each} năm") for each in levels)])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and cleaned.get("awarded_on"):
            self.confirm(award_problems([self.award], cleaned["awarded_on"], self.today))
        return cleaned

    @property
    def award(self) -> Award:
        """What a valid form says."""
        return Award(self.member, int(self.cleaned_data["years"]), self.cleaned_data["number"])

    def take(self, refused: Refused) -> None:
        """A list names its boxes of numbers by the members; here there is one."""
        own = number_field(self.award)
        super().take(
            Refused(
                Problem("number" if item.field == own else item.field, item.sentence, item.level)
                for item in refused.problems
            )
        )


class TakeBackForm(HouseForm):
    """Why a line was a mistake."""

    reason = TextField(
        label="Lý do đính chính", max_length=250, help_text="Ví dụ: ghi nhầm người; số quyết định đúng là 15-QĐ/ĐU"
    )

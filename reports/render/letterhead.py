"""What surrounds the table on paper: heading, number, place and day, recipients, signature. Plain text, part by part.

The wording follows the Party's rule on the form of documents (Quy định 66-QĐ/TW, then 399-QĐ/TW; 36-HD/VPTW).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.timezone import localtime

from dangvien.models import Letterhead
from dangvien.text import day_long, day_short, nfc, two_digits

STATE_TITLE = "ĐẢNG CỘNG SẢN VIỆT NAM"
DRAFT_MARK = "DỰ THẢO"
DASHES = "-----"
APPENDIX = "PHỤ LỤC"
STAR = "*"
RECIPIENTS_TITLE = "Nơi nhận:"
BOARD = "BAN TỔ CHỨC"
"""Who makes statistical forms (11-HD/BTCTW)."""
MAKER = ("NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ và tên; số điện thoại di động", "và cố định liên hệ)")
HEAD = ("TRƯỞNG BAN", "(Ký, đóng dấu, ghi rõ họ và tên)")
"""Below a form: its maker on the left, the head of the board on the right; the second lines in italics."""

BLANK_NUMBER = " " * 6
"""Room to write a number by hand: "Số      -BC/TU"."""
BLANK_DAY = " " * 5
"""Room to write a day, a month or the end of a year by hand: "ngày     /6/2022"."""


@dataclass(frozen=True)
class Paper:
    """The parts of an issuing body's paper that stand around a table.

    `number` None leaves room for the number. `day` None leaves room for the day; then `month` (any day of it) gives
    month and year, and None leaves room for these as well. `digest` (SHA-256 in hex) and `frozen_at` belong to a frozen
    report: they go into the file's properties, and with `foot` also into a small line at the end. `record` are the
    sentences of a report issued although a check did not hold: which check, why, who took it on and when.
    """

    superior: str = ""
    body: str = ""
    place: str = ""
    symbol: str = ""
    attached_to: str = ""
    authority: str = ""
    position: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()
    number: int | None = None
    day: date | None = None
    month: date | None = None
    draft: bool = False
    type_code: str = "BC"
    type_label: str = "Báo cáo"
    digest: str = ""
    frozen_at: datetime | None = None
    foot: bool = False
    record: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.type_code or not self.type_label:
            raise ValueError("loại văn bản cần có ký hiệu và tên")
        if self.number is not None and self.number < 1:
            raise ValueError(f"số văn bản phải từ 1 trở lên, không phải {self.number}")

    @classmethod
    def of(
        cls,
        letterhead: Letterhead | None,
        *,
        day: date | None,
        month: date | None = None,
        number: int | None = None,
        draft: bool = False,
        digest: str = "",
        frozen_at: datetime | None = None,
        foot: bool | None = None,
        symbol: str = "",
        type_code: str = "BC",
        type_label: str = "Báo cáo",
    ) -> Paper:
        """The paper of an issuing body; without one (None) the parts it would give stay blank.

        `symbol` stands in the number instead of the letterhead's; `type_code` and `type_label` are the document's kind.

        `foot` None means: the line at the end stands on frozen reports (those with a digest) and on no others.
        Raises ValueError for a number below 1.
        """
        blank = cls(
            number=number,
            day=day,
            month=month,
            draft=draft,
            digest=digest,
            frozen_at=frozen_at,
            foot=bool(digest) if foot is None else foot,
            symbol=nfc(symbol),
            type_code=type_code,
            type_label=type_label,
        )
        if letterhead is None:
            return blank
        return replace(
            blank,
            superior=nfc(letterhead.superior),
            body=nfc(letterhead.body),
            place=nfc(letterhead.place),
            symbol=nfc(symbol or letterhead.symbol),
            attached_to=nfc(letterhead.attached_to),
            authority=nfc(letterhead.authority),
            position=nfc(letterhead.position),
            signer=nfc(letterhead.signer),
            recipients=tuple(line for line in map(nfc, letterhead.recipients.splitlines()) if line),
        )

    @property
    def type_name(self) -> str:
        """The kind of document in capitals, above the title: "BÁO CÁO"."""
        return self.type_label.upper()

    @property
    def number_and_symbol(self) -> str:
        """ "05-BC/TU", or with room for the number."""
        number = BLANK_NUMBER if self.number is None else f" {two_digits(self.number)}"
        return f"{number}-{self.type_code}/{self.symbol}"

    @property
    def number_line(self) -> str:
        """ "Số 05-BC/TU", "Số      -BC/TU"."""
        return f"Số{self.number_and_symbol}"

    @property
    def place_and_day(self) -> str:
        """ "Đông Hà, ngày 20 tháng 6 năm 2022"; room for the day when it is not known."""
        place = f"{self.place}, " if self.place else ""
        return f"{place}{self._day_in_words}"

    @property
    def attached_line(self) -> str:
        """ "(Kèm theo Báo cáo số 05-BC/TU, ngày 20/6/2022 của BTV Thành ủy)"."""
        of = f" của {self.attached_to}" if self.attached_to else ""
        return f"(Kèm theo {self.type_label} số{self.number_and_symbol}, {self._day_in_digits}{of})"

    @property
    def form_bodies(self) -> tuple[str, str]:
        """At the upper left of a statistical form: the committee, then its organization board."""
        if BOARD in self.body.upper():
            return self.superior, self.body
        return self.body, BOARD

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """The recipients as printed: a dash before each, a comma after each, a full stop after the last."""
        names = [line.lstrip("-–+• ").rstrip(",.; ") for line in self.recipients]
        named = [name for name in names if name]
        return tuple(f"- {name}{'.' if place == len(named) else ','}" for place, name in enumerate(named, start=1))

    @property
    def foot_line(self) -> str:
        """The small line at the end of a frozen report: when it was frozen and the digest; empty when not wanted."""
        if not self.foot:
            return ""
        parts = []
        if self.frozen_at:
            moment = localtime(self.frozen_at)
            parts.append(f"Số liệu chốt lúc {moment:%H:%M}, ngày {day_short(moment.date())}")
        if self.digest:
            parts.append(f"mã kiểm {self.digest}")
        return "; ".join(parts)

    @property
    def _day_in_words(self) -> str:
        if self.day:
            return day_long(self.day)
        if self.month:
            return f"ngày{BLANK_DAY}{day_long(self.month)[len('ngày 01 ') :]}"
        return f"ngày{BLANK_DAY}tháng{BLANK_DAY}năm{BLANK_DAY}"

    @property
    def _day_in_digits(self) -> str:
        if self.day:
            return f"ngày {day_short(self.day)}"
        if self.month:
            return f"ngày{BLANK_DAY}{day_short(self.month)[2:]}"
        return f"ngày{BLANK_DAY}/{BLANK_DAY}/{BLANK_DAY}"

"""Old records that break today's rules: accepted as their papers have them, and marked. Nothing refuses on them."""

from __future__ import annotations

from dangvien import rules
from dangvien.dates import add_months
from dangvien.models import Member
from dangvien.text import day_full


def old_record_notices(member: Member) -> list[str]:
    """What a member's dates do not fit, each a sentence; by the rules of the day of admission."""
    admitted, official = member.admitted_on, member.official_on
    if admitted is None:
        return ["Hồ sơ cũ: sổ chưa có ngày vào Đảng."] if official else []
    then = rules.on(admitted)
    found = []
    youngest = add_months(member.person.birth.earliest(), 12 * then.min_age.value)
    if admitted < youngest:
        found.append(
            f"Hồ sơ cũ: vào Đảng ngày {day_full(admitted)} khi chưa đủ {then.min_age.value} tuổi "
            f"(sinh {member.person.birth})."
        )
    months = then.probation_months.value
    due = add_months(admitted, months)
    if official == admitted:
        found.append("Hồ sơ cũ: ngày chính thức trùng ngày vào Đảng, không có thời gian dự bị.")
    elif official is not None and official < due:
        found.append(f"Hồ sơ cũ: thời gian dự bị ngắn hơn {months} tháng (chính thức ngày {day_full(official)}).")
    elif official is not None and official > due:
        found.append(f"Hồ sơ cũ: thời gian dự bị dài hơn {months} tháng (chính thức ngày {day_full(official)}).")
    return found

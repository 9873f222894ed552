"""What stands on the papers of the demo's committees. Signers are invented, the rest is as real papers have it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from dangvien.demo.figures import City
from dangvien.demo.papers import Desk
from dangvien.demo.tree import SINCE, Tree
from dangvien.models import FOREVER, Letterhead, Organization

PROVINCE = {
    "superior": "",
    "body": "TỈNH ỦY QUẢNG TRỊ",
    "place": "Quảng Trị",
    "symbol": "TU",
    "attached_to": "BTV Tỉnh ủy",
    "authority": "T/M BAN THƯỜNG VỤ",
    "position": "BÍ THƯ",
    "signer": "Hoàng Đức Hoàn",
    "recipients": ["Các ban đảng, Văn phòng Tỉnh ủy", "Các đảng ủy trực thuộc", "Lưu Văn phòng Tỉnh ủy"],
}
WARD_SIGNERS = (
    "Nguyễn Hữu Cảnh", "Lê Thị Thanh Nhàn", "Trần Quang Điền", "Phan Thị Diệu", "Hoàng Minh Khiêm", "Võ Đình Thịnh",
    "Đỗ Thị Thu Sương", "Hồ Công Định", "Bùi Ngọc Vượng",
)  # fmt: skip


def write(city: City, tree: Tree, reform: Mapping[str, Any] | None) -> dict[str, Desk]:
    """Save the letterheads of province, city, wards and, after the reform, of their heirs; gives the desks of those
    that issue decisions."""
    ended = tree.reformed_on
    lines = [_line(tree.city, city.letterhead, until=ended)]
    if not tree.province.letterheads.exists():
        lines.append(_line(tree.province, PROVINCE))
    for place, ward in enumerate(city.wards):
        text = {**city.ward_letterhead, "signer": WARD_SIGNERS[place % len(WARD_SIGNERS)]}
        text["body"] = text["body"].format(NAME=ward.short_name.upper())
        text["attached_to"] = text["attached_to"].format(name=ward.short_name)
        lines.append(_line(tree.units[ward.code], text, until=ended))
    for heir in reform["heir"] if reform else ():
        organization = Organization.objects.get(code=heir["code"])
        lines.append(_line(organization, heir["letterhead"], since=tree.reformed_on))
    Letterhead.objects.bulk_create(lines)
    province = Desk(str(PROVINCE["symbol"]), str(PROVINCE["signer"]))
    return {tree.province.code: province} | {line.organization.code: Desk(line.symbol, line.signer) for line in lines}


def _line(
    organization: Organization, text: Mapping[str, Any], since: date = SINCE, until: date = FOREVER
) -> Letterhead:
    return Letterhead(
        organization=organization,
        superior=text["superior"],
        body=text["body"],
        place=text["place"],
        symbol=text["symbol"],
        attached_to=text["attached_to"],
        authority=text["authority"],
        position=text["position"],
        signer=text["signer"],
        recipients="\n".join(text["recipients"]),
        valid_from=since,
        valid_to=until,
    )

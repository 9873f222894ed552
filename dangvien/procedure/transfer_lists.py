"""Lists of transfers: what waits for the other place, what waits here, stays for a time, what is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dangvien.models import Organization, Transfer
from dangvien.models.transfer import TransferQuerySet
from dangvien.procedure.places import Option, Place, cell_options, named_options, places_of
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.transfers import Running, TransferFile, clocks_of, files_of, heir_of, lines_above, ruled_by
from dangvien.scope import Scope

ELSEWHERE = "Đảng bộ, chi bộ cơ sở khác"
"""The heading of places that are known to a scope by name only."""


class Tab(StrEnum):
    """One of the four lists; the value stands in addresses."""

    CHO_NOI_DEN = "cho-noi-den"
    CHO_TIEP_NHAN = "cho-tiep-nhan"
    TAM_THOI = "tam-thoi"
    DA_XONG = "da-xong"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Tab.CHO_NOI_DEN: "Chuyển đi, chưa xong",
    Tab.CHO_TIEP_NHAN: "Chờ đơn vị tiếp nhận",
    Tab.TAM_THOI: "Đang tạm thời",
    Tab.DA_XONG: "Đã xong",
}


def waiting_here(scope: Scope) -> TransferQuerySet:
    """Those whose members wait to be taken in by an office in scope."""
    return scope.incoming_transfers.to_take_in()


def rows_of(scope: Scope, tab: Tab) -> TransferQuerySet:
    """The transfers of one list; what has waited longest stands first, of what is over the newest."""
    match tab:
        case Tab.CHO_TIEP_NHAN:
            return waiting_here(scope).oldest_first()
        case Tab.TAM_THOI:
            return scope.transfers.stays().oldest_first()
        case Tab.DA_XONG:
            return scope.transfers.ended().exclude(pk__in=_without_slip(scope)).newest_first()
        case _:
            under_way = scope.outgoing_transfers.running().exclude(pk__in=scope.transfers.stays().values("pk"))
            return (under_way | _without_slip(scope)).oldest_first()


def _without_slip(scope: Scope) -> TransferQuerySet:
    return scope.outgoing_transfers.without_slip()


@dataclass(frozen=True)
class TransferLine:
    """A transfer as a list shows it: both ends by name, where it stands, what is due, the member's page if in scope."""

    file: TransferFile
    origin: str
    destination: str
    clocks: list[Running]
    member_page: int | None

    @property
    def due(self) -> Running | None:
        """What ends first."""
        return self.clocks[0] if self.clocks else None

    @property
    def since(self) -> date | None:
        """The day of the last step."""
        return self.file.newest.occurred_on if self.file.newest else None

    @property
    def transfer(self) -> Transfer:
        return self.file.transfer


def lines_of(transfers: Iterable[Transfer], scope: Scope) -> list[TransferLine]:
    """The lines of some transfers, whose members and people were read with them (six queries, however many)."""
    files = files_of(transfers)
    regulations, today = Regulations.load(), scope.today
    lines = lines_above({ruled_by(file.transfer) for file in files}, today)
    ends = [key for file in files for key in (file.transfer.origin_id, file.transfer.destination_id)]
    places = places_of(ends, today)
    members = scope.members.filter(pk__in=[file.transfer.member_id for file in files])
    open_pages = set(members.values_list("pk", flat=True))
    return [
        TransferLine(
            file=file,
            origin=end_name(file.transfer.origin_id, file.transfer.origin_name, places),
            destination=end_name(file.transfer.destination_id, file.transfer.destination_name, places),
            clocks=clocks_of(file, regulations, lines[ruled_by(file.transfer)], today),
            member_page=file.transfer.member_id if file.transfer.member_id in open_pages else None,
        )
        for file in files
    ]


def due_of_transfers(scope: Scope, days: int) -> dict[str, tuple[int, int]]:
    """What runs → how many transfers in scope are past it and how many reach it in so many days: those that are sent
    from here, wait to be taken in here, or stay for a time. A transfer inside the scope counts once."""
    found: dict[int, TransferLine] = {}
    for tab in (Tab.CHO_NOI_DEN, Tab.CHO_TIEP_NHAN, Tab.TAM_THOI):
        rows = rows_of(scope, tab).select_related("member__person")
        found |= {line.transfer.pk: line for line in lines_of(rows, scope)}
    counts: dict[str, tuple[int, int]] = {}
    for clock in (clock for line in found.values() for clock in line.clocks):
        left = (clock.due.day - scope.today).days
        late, soon = counts.get(clock.clock.value, (0, 0))
        counts[clock.clock.value] = (late + (left < 0), soon + (0 <= left <= days))
    return {label: pair for label, pair in counts.items() if any(pair)}


def end_name(key: int | None, name: str, places: Mapping[int, Place]) -> str:
    """One end of a transfer in words: with what it hangs under; a place outside by the name that was typed."""
    if key is None:
        return name
    place = places.get(key)
    if place is None:
        return "Tổ chức đã kết thúc"
    return f"{place}, {place.above}" if place.above else str(place)


def destination_options(scope: Scope, origin: int | None) -> list[Option]:
    """Where a member may be sent: cells in scope, then communes and grassroots organizations known by name only.

    Of another committee its own office chooses the cell.
    """
    cells = [option for option in cell_options(scope) if option.organization.pk != origin]
    own = {option.organization.pk for option in cells}
    elsewhere = scope.neighbours.exclude(pk__in=[key for key in (origin, *own) if key is not None])
    return [*cells, *(replace(item, group=ELSEWHERE) for item in named_options(elsewhere, scope.today))]


def receiving_options(scope: Scope, transfer: Transfer) -> list[Option]:
    """The cells of the place a transfer leads to, or of its heir: the place itself, when it is a cell."""
    assert transfer.destination is not None
    return cell_options(scope.within(heir_of(transfer.destination, scope.today)))


def direct_cells(scope: Scope, transfers: Iterable[Transfer], cells: Iterable[Option]) -> dict[int, Organization]:
    """Those of the places that some transfers lead to which are cells, or have become part of one: place → cell."""
    known = {option.organization.pk: option.organization for option in cells}
    wanted = {item.destination.pk: item.destination for item in transfers if item.destination is not None}
    places = places_of(wanted, scope.today)
    found = {}
    for key, place in wanted.items():
        now = heir_of(place, scope.today) if key in places and places[key].archived else place
        if now.pk in known:
            found[key] = known[now.pk]
    return found

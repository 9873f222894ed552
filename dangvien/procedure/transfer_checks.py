"""What stands against a transfer, a step of it, or taking somebody in from outside of the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dangvien.dates import add_months
from dangvien.models import (
    Kind,
    Member,
    MemberStatus,
    Movement,
    Organization,
    OrganizationKind,
    Person,
    Placement,
    StatusKind,
    Transfer,
    TransferKind,
    TransferReason,
    TransferStep,
    TransferStepKind,
)
from dangvien.procedure.elsewhere import HELD_ELSEWHERE, is_held_elsewhere, is_known
from dangvien.procedure.places import superior_line
from dangvien.procedure.problem import Level, Met, Problem
from dangvien.procedure.regulations import Regulations
from dangvien.procedure.transfers import TransferFile, heir_of, longest_stay
from dangvien.scope import Scope
from dangvien.text import day_short

ABROAD = (TransferKind.NUOC_NGOAI, TransferKind.NUOC_NGOAI_TAM_THOI)


@dataclass(frozen=True)
class TransferFacts:
    """A transfer as somebody says it: where to, why, since when decided, and the paper when it was written already.

    Either `destination` or `destination_name`. `until` is the last day of a temporary stay.
    """

    kind: TransferKind
    reason: TransferReason = TransferReason.KHAC
    destination: Organization | None = None
    destination_name: str = ""
    decided_on: date | None = None
    introduced_on: date | None = None
    number: str = ""
    until: date | None = None


@dataclass(frozen=True)
class TransferStepFacts:
    """One step as typed; `organization` is the cell that takes in, `until` the last day of a temporary stay."""

    kind: TransferStepKind
    occurred_on: date
    number: str = ""
    organization: Organization | None = None
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class ArrivalFacts:
    """Somebody who comes with a paper of a place outside: which cell takes them in when, and what the paper says."""

    cell: Organization
    origin_name: str
    occurred_on: date
    kind: TransferKind = TransferKind.CHINH_THUC
    reason: TransferReason = TransferReason.KHAC
    number: str = ""
    until: date | None = None
    admitted_on: date | None = None
    official_on: date | None = None
    card_number: str = ""


# Starting one


def transfer_problems(member: Member, facts: TransferFacts, today: date) -> list[Problem]:
    """Every reason against sending a member elsewhere, and what to compare with the papers first."""
    problems = [*_not_here(member), *_where_to(member, facts), *_days(member, facts, today)]
    if not any(problem.level is Level.REFUSE for problem in problems):
        problems += _warnings(member, facts, facts.introduced_on or today)
    return problems


def _not_here(member: Member) -> Iterator[Problem]:
    if member.organization_id is None:
        yield Problem("", f"{member} không còn sinh hoạt ở tổ chức nào trong sổ này.")
        return
    running = Transfer.objects.running().of(member.pk).first()
    if running is None:
        return
    if running.kind in TransferKind.staying():
        sentence = "đang có lần chuyển sinh hoạt tạm thời chưa kết thúc. Ghi trở về nơi chính thức trước."
    else:
        sentence = "đang có một việc chuyển sinh hoạt chưa xong. Làm tiếp hoặc thôi việc ấy trước."
    yield Problem("", f"{member} {sentence}")


def _where_to(member: Member, facts: TransferFacts) -> Iterator[Problem]:
    place = facts.destination
    if place is None and not facts.destination_name:
        yield Problem("destination", "Chọn nơi đến; nơi ấy ngoài sổ này thì ghi tên vào ô “Nơi đến ngoài sổ”.")
    if place is not None and facts.destination_name:
        yield Problem("destination_name", "Đã chọn nơi đến trong sổ thì để trống ô này.")
    if place is None:
        return
    if facts.kind in ABROAD:
        yield Problem("destination", "Ra nước ngoài thì không chọn nơi trong sổ; ghi tên nơi đến vào ô bên dưới.")
    elif place.pk == member.organization_id:
        yield Problem("destination", f"{member} đang sinh hoạt chính ở nơi này. Chọn nơi khác.")


def _days(member: Member, facts: TransferFacts, today: date) -> Iterator[Problem]:
    day = facts.introduced_on
    if facts.decided_on is not None and facts.decided_on > today:
        yield Problem("decided_on", "Ngày quyết định chuyển ở tương lai. Kiểm tra lại ngày.")
    if day is None:
        if facts.number:
            yield Problem("introduced_on", "Nhập ngày giấy giới thiệu, hoặc để trống cả số và ngày khi chưa cấp.")
        return
    if facts.decided_on is not None and facts.decided_on > day:
        yield Problem("introduced_on", "Ngày giấy giới thiệu trước ngày quyết định chuyển. Kiểm tra lại hai ngày này.")
    yield from _possible(day, today, "introduced_on")
    yield from _after_the_ledger(member, day, "introduced_on")
    if member.organization is not None:
        yield from _standing(member.organization, day, "introduced_on", must_be_cell=False)
    if facts.destination is not None:
        yield from _standing(facts.destination, day, "destination", must_be_cell=False)
    if facts.kind in TransferKind.staying() and facts.until is None:
        yield Problem("until", "Nhập ngày cuối của thời hạn sinh hoạt tạm thời ghi trên giấy.")
    if facts.until is not None and facts.kind not in TransferKind.staying():
        yield Problem("until", "Chỉ chuyển tạm thời mới có thời hạn. Để trống ô này.")
    elif facts.until is not None and facts.until <= day:
        yield Problem("until", "Ngày cuối của thời hạn phải sau ngày giấy giới thiệu.")


def _warnings(member: Member, facts: TransferFacts, day: date) -> Iterator[Problem]:
    place, origin = facts.destination, member.organization
    rules = Regulations.load().on(day, _line(origin, day) if origin else ())
    source = rules.transfer_start_days.document.reference
    if origin is not None and place is not None and facts.kind in (TransferKind.NOI_BO, TransferKind.CHINH_THUC):
        together = _superior(origin, day) == _superior(place, day) is not None
        if together and facts.kind == TransferKind.CHINH_THUC:
            yield Problem(
                "kind",
                "Hai nơi cùng một cấp ủy cấp trên trực tiếp: dùng giấy chuyển sinh hoạt nội bộ.",
                Level.WARN,
                source=source,
            )
        elif not together and facts.kind == TransferKind.NOI_BO:
            yield Problem(
                "kind",
                "Hai nơi không cùng cấp ủy cấp trên trực tiếp: dùng giấy chuyển sinh hoạt chính thức.",
                Level.WARN,
                source=source,
            )
    if MemberStatus.objects.in_force_on(day).filter(member=member, kind=StatusKind.DINH_CHI).exists():
        yield Problem("", f"{member} đang bị đình chỉ sinh hoạt đảng.", Level.WARN)
    if facts.until is not None and facts.introduced_on is not None:
        told = Transfer(kind=facts.kind, reason=facts.reason)
        yield from _length(told, facts.introduced_on, facts.until, "until")


def _length(transfer: Transfer, start: date, until: date, field: str) -> Iterator[Problem]:
    rules = Regulations.load().on(start)
    shortest, (last, longest) = rules.temporary_min_months, longest_stay(transfer, start, rules)
    if until < add_months(start, shortest.value):
        sentence = f"Thời hạn tạm thời ngắn hơn {shortest.value} tháng. Đối chiếu với giấy."
        yield Problem(field, sentence, Level.WARN, source=shortest.cited)
    if until > last:
        sentence = f"Thời hạn tạm thời dài quá mức: theo quy định đến hết ngày {day_short(last)}. Đối chiếu với giấy."
        yield Problem(field, sentence, Level.WARN, source=longest.cited)


def _superior(organization: Organization, day: date) -> int | None:
    """The committee directly above the grassroots organization it is or belongs to, by which papers are told apart."""
    line = superior_line(organization, day)
    placement = organization.placement_on(day)
    whole = [(organization.pk, placement.kind), *line] if placement else line
    for kind in (OrganizationKind.CAP_TREN, OrganizationKind.TINH):
        for key, own in whole:
            if own == kind:
                return key
    return None


def _line(organization: Organization, day: date) -> tuple[int, ...]:
    return (organization.pk, *(key for key, _ in superior_line(organization, day)))


# A step of one


def transfer_step_problems(file: TransferFile, facts: TransferStepFacts, today: date) -> list[Problem]:
    """Every reason against a step, and what to compare with the papers first."""
    if sentence := file.obstacle(facts.kind):
        return [Problem("", sentence)]
    member, day = file.transfer.member, facts.occurred_on
    problems = [*_possible(day, today, "occurred_on"), *_in_order(file, facts)]
    match facts.kind:
        case TransferStepKind.TIEP_NHAN:
            problems += _taking_in(file, facts)
        case TransferStepKind.GIOI_THIEU:
            problems += _paper(file, facts)
        case TransferStepKind.GIA_HAN:
            problems += _extension(file, facts)
        case TransferStepKind.TU_CHOI | TransferStepKind.TRA_LAI if not facts.reason:
            problems.append(Problem("reason", "Ghi lý do, để nơi kia biết."))
    if facts.kind is TransferStepKind.GIOI_THIEU or (
        facts.kind is TransferStepKind.TIEP_NHAN and file.transfer.kind in TransferKind.moving()
    ):
        problems += _after_the_ledger(member, day, "occurred_on")
    return problems


def _in_order(file: TransferFile, facts: TransferStepFacts) -> Iterator[Problem]:
    before = max((step.occurred_on for step in file.steps), default=file.transfer.decided_on)
    if before is not None and facts.occurred_on < before:
        told = f"Ngày {day_short(facts.occurred_on)} trước việc đã ghi ngày {day_short(before)} của lần chuyển này."
        yield Problem("occurred_on", f"{told} Kiểm tra lại ngày.")


def _paper(file: TransferFile, facts: TransferStepFacts) -> Iterator[Problem]:
    transfer, day = file.transfer, facts.occurred_on
    yield from _still_here(transfer)
    if transfer.origin is not None:
        yield from _standing(transfer.origin, day, "occurred_on", must_be_cell=False)
    if transfer.destination is not None:
        yield from _standing(transfer.destination, day, "occurred_on", must_be_cell=False)
    if file.is_temporary:
        yield from _limited(file, facts, day)


def _extension(file: TransferFile, facts: TransferStepFacts) -> Iterator[Problem]:
    assert file.begun is not None  # only a stay that has begun can be extended
    if facts.until is not None and file.until is not None and facts.until <= file.until:
        yield Problem("until", f"Thời hạn mới phải sau thời hạn đang có ({day_short(file.until)}).")
    yield from _limited(file, facts, file.begun.occurred_on)


def _limited(file: TransferFile, facts: TransferStepFacts, start: date) -> Iterator[Problem]:
    if facts.until is None:
        yield Problem("until", "Nhập ngày cuối của thời hạn sinh hoạt tạm thời ghi trên giấy.")
    elif facts.until <= facts.occurred_on:
        yield Problem("until", "Ngày cuối của thời hạn phải sau ngày ghi bước này.")
    else:
        yield from _length(file.transfer, start, facts.until, "until")


def _taking_in(file: TransferFile, facts: TransferStepFacts) -> Iterator[Problem]:
    transfer, cell, day = file.transfer, facts.organization, facts.occurred_on
    yield from _still_here(transfer)
    if transfer.member.organization is not None:
        yield from _standing(transfer.member.organization, day, "occurred_on", must_be_cell=False)
    if cell is None:
        yield Problem("organization", "Chọn chi bộ tiếp nhận.")
        return
    yield from _standing(cell, day, "organization", must_be_cell=True)
    if cell.pk == transfer.member.organization_id:
        yield Problem("organization", f"{transfer.member} đang sinh hoạt ở chính chi bộ này. Chọn chi bộ khác.")
    elif transfer.destination is not None and heir_of(transfer.destination, day).pk not in _line(cell, day):
        yield Problem("organization", "Chi bộ này không thuộc nơi được chuyển đến. Chọn chi bộ khác.")


def _still_here(transfer: Transfer) -> Iterator[Problem]:
    """The member counts where the transfer leads from, or where a reorganization has taken them since."""
    member = transfer.member
    if member.organization_id == transfer.origin_id:
        return
    newest = Movement.objects.standing().filter(member=member).exclude(sign=0).order_by("-occurred_on", "-pk").first()
    if member.organization_id is None or newest is None or newest.kind != Kind.DEN_NOI_BO:
        yield Problem("", f"{member} không còn sinh hoạt ở nơi đi. Nơi đi ghi thôi chuyển, hoặc đính chính sổ trước.")


def taking_back_problems(file: TransferFile, step: TransferStep, reason: str) -> list[Problem]:
    """Every reason against taking back a mistaken step."""
    if not reason:
        return [Problem("reason", "Ghi lý do đính chính.")]
    if file.newest is None or step.pk != file.newest.pk:
        newest = file.newest
        told = f" (“{newest.get_kind_display()}”, {day_short(newest.occurred_on)})" if newest else ""
        return [Problem("", f"Chỉ đính chính được việc ghi sau cùng của lần chuyển này{told}.")]
    if step.kind == TransferStepKind.TRA_LAI and step.departure_id is not None:
        return [
            Problem(
                "", "Việc thôi chuyển đã đính chính dòng chuyển đi trong sổ. Nếu vẫn chuyển, ghi một lần chuyển mới."
            )
        ]
    others = Transfer.objects.running().of(file.transfer.member_id).exclude(pk=file.transfer.pk)
    closing = step.kind in (TransferStepKind.TRA_LAI, TransferStepKind.TRO_VE)
    if (closing or step.departure_id is not None) and others.exists():
        return [Problem("", f"{file.transfer.member} đang có một việc chuyển sinh hoạt khác chưa xong.")]
    return []


# From outside


def arrival_problems(person: Person, facts: ArrivalFacts, scope: Scope, today: date) -> list[Problem]:
    """Every reason against taking in somebody who comes from outside of the register, and what to compare first.

    `scope` is the writer's: of what the register says of people elsewhere no reason tells.
    """
    if not person._state.adding and is_held_elsewhere(scope, person):
        return [Problem("", HELD_ELSEWHERE)]
    day, temporary = facts.occurred_on, facts.kind in TransferKind.staying()
    problems = [*_possible(day, today, "occurred_on"), *_standing(facts.cell, day, "cell", must_be_cell=True)]
    if not facts.origin_name:
        problems.append(Problem("origin_name", "Ghi nơi đi: chi bộ, đảng bộ nào, tỉnh nào."))
    member = None if person._state.adding else Member.objects.filter(person=person).first()
    if member is not None:
        problems += _known(member, day, told=is_known(scope, person))
    problems += _limits(facts) if temporary else _membership(person, member, facts)
    return problems


def _known(member: Member, day: date, *, told: bool) -> Iterator[Problem]:
    """`told`: the writer may know what the register says of the member; else no reason says how or when they left."""
    if member.organization_id is not None:
        yield Problem("", f"{member} đang là đảng viên trong sổ. Nơi đang ghi làm giấy chuyển sinh hoạt trong sổ.")
        return
    if Transfer.objects.running().of(member.pk).exists():
        yield Problem("", f"{member} đang sinh hoạt tạm thời ở một nơi trong sổ. Ghi trở về trước.")
    newest = Movement.objects.standing().filter(member=member).exclude(sign=0).order_by("-occurred_on", "-pk").first()
    if newest is None:
        return
    if newest.kind != Kind.CHUYEN_DI and not told:
        yield Problem("", HELD_ELSEWHERE)
    elif newest.kind != Kind.CHUYEN_DI:
        yield Problem(
            "",
            f"{member} đã ra khỏi sổ: {newest.get_kind_display().lower()} ngày {day_short(newest.occurred_on)}. "
            "Chỉ người đã chuyển đi mới được tiếp nhận trở lại.",
        )
    elif day < newest.occurred_on:
        left = f" ({day_short(newest.occurred_on)})" if told else ""
        yield Problem("occurred_on", f"Ngày tiếp nhận trước ngày chuyển đi trong sổ{left}.")


def _limits(facts: ArrivalFacts) -> Iterator[Problem]:
    if facts.until is None:
        yield Problem("until", "Nhập ngày cuối của thời hạn sinh hoạt tạm thời ghi trên giấy.")
    elif facts.until <= facts.occurred_on:
        yield Problem("until", "Ngày cuối của thời hạn phải sau ngày tiếp nhận.")


def _membership(person: Person, member: Member | None, facts: ArrivalFacts) -> Iterator[Problem]:
    admitted = facts.admitted_on or (member.admitted_on if member else None)
    official = facts.official_on or (member.official_on if member else None)
    if facts.until is not None:
        yield Problem("until", "Chỉ chuyển tạm thời mới có thời hạn. Để trống ô này.")
    if admitted is None:
        yield Problem("admitted_on", "Nhập ngày vào Đảng ghi trên giấy giới thiệu hoặc thẻ đảng viên.")
        return
    if admitted > facts.occurred_on:
        yield Problem("admitted_on", "Ngày vào Đảng sau ngày tiếp nhận. Kiểm tra lại hai ngày này.")
    elif person.birth.earliest() >= admitted:
        yield Problem("admitted_on", "Ngày vào Đảng trước ngày sinh. Kiểm tra lại hai ngày này.")
    if official is not None and official < admitted:
        yield Problem("official_on", "Ngày chính thức trước ngày vào Đảng. Kiểm tra lại hai ngày này.")
    elif official is not None and official > facts.occurred_on:
        yield Problem("official_on", "Ngày chính thức sau ngày tiếp nhận. Kiểm tra lại hai ngày này.")
    others = Member.objects.exclude(pk=member.pk) if member else Member.objects.all()
    if facts.card_number and (holder := others.filter(card_number=facts.card_number).first()):
        met = Met.of(holder.person_id, "số thẻ đảng viên", facts.card_number)
        yield Problem("card_number", "Số thẻ này đã ghi cho một đảng viên khác trong sổ. Kiểm tra lại số.", met=met)


# Days and places


def _possible(day: date, today: date, field: str) -> Iterator[Problem]:
    if day > today:
        yield Problem(field, f"Ngày {day_short(day)} ở tương lai. Kiểm tra lại ngày.")


def _after_the_ledger(member: Member, day: date, field: str) -> Iterator[Problem]:
    newest = Movement.objects.standing().filter(member=member).order_by("-occurred_on", "-pk").first()
    if newest is not None and day < newest.occurred_on:
        yield Problem(
            field,
            f"Ngày {day_short(day)} trước dòng cuối trong sổ của {member} (“{newest.get_kind_display()}”, "
            f"{day_short(newest.occurred_on)}). Kiểm tra lại ngày.",
        )


def _standing(organization: Organization, day: date, field: str, *, must_be_cell: bool) -> Iterator[Problem]:
    placement: Placement | None = organization.placement_on(day)
    if placement is None or placement.is_archive:
        yield Problem(field, f"{organization.name_on(day)} không hoạt động vào ngày {day_short(day)}.")
    elif must_be_cell and not placement.is_cell:
        yield Problem(field, f"{placement.name} không phải chi bộ. Chọn chi bộ tiếp nhận.")

"""Transfers: the lists, one transfer with its steps, sending a member elsewhere, the next step, mistakes taken back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dangvien.actions import transferring
from dangvien.actions.reading import opened
from dangvien.forms.transfers import TakingBackForm, TransferFilterForm, TransferForm, TransferStepForm
from dangvien.http import Request, requires
from dangvien.models import Transfer
from dangvien.models.transfer import TransferStepKind
from dangvien.permissions import Permission
from dangvien.procedure.list_files import TRANSFERS
from dangvien.procedure.places import Option, places_of
from dangvien.procedure.transfer_lists import Tab, destination_options, lines_of, receiving_options
from dangvien.procedure.transfers import Side, TransferFile, stay_words
from dangvien.scope import Scope
from dangvien.views.acting import answer, sent
from dangvien.views.exporting import asks_for_file, list_file, too_many
from dangvien.views.listing import count_of, page_of

READ = ("member__person", "member__organization", "origin", "destination", "decision", "recorded_by")


@require_safe
@requires(Permission.VIEW)
def index(request: Request) -> HttpResponse:
    """The four lists of transfers, with what is due and by which clause."""
    form = TransferFilterForm(request.GET, scope=request.scope)
    tab = form.tab
    rows = form.rows(tab).select_related(*READ)
    if asks_for_file(request, form):
        title = f"Chuyển sinh hoạt: {tab.label.lower()}"
        return too_many(request, form, rows.count(), "chuyen-sinh-hoat") or list_file(
            request, form, title, TRANSFERS, lines_of(rows, request.scope)
        )
    page = page_of(request, rows)
    context = {
        "filter_form": form,
        "tab": tab,
        "tabs": [(one, form.rows(one).count()) for one in Tab],
        "page": page,
        "lines": lines_of(page, request.scope),
        "caption": count_of(page, "việc chuyển sinh hoạt"),
        "may_move": Permission.RECORD_MOVEMENT in request.held.permissions,
    }
    return render(request, "transfers/index.html", context)


@requires(Permission.VIEW)
def detail(request: Request, pk: int) -> HttpResponse:
    """One transfer: both ends, its steps, what is due, and what each side does next."""
    transfer = get_object_or_404(request.scope.transfers.select_related(*READ), pk=pk)
    opened(by=request.user, file=transfer.member)
    line = lines_of([transfer], request.scope)[0]
    sides = _sides(request.held.limited_to(Permission.RECORD_MOVEMENT), transfer)
    steps = transfer.steps.select_related("recorded_by").order_by("pk")
    kinds = [kind for kind in line.file.next_kinds if sides & set(line.file.sides_of(kind))]
    newest = line.file.newest
    context = {
        "transfer": transfer,
        "line": line,
        "stay": stay_words(line.file),
        "steps": steps,
        "places": places_of([step.organization_id for step in steps], request.scope.today),
        "kinds": [(kind, _slug(kind)) for kind in kinds],
        "newest": newest if newest and sides & set(line.file.sides_of(TransferStepKind(newest.kind))) else None,
        "waits_elsewhere": bool(line.file.next_kinds) and not kinds,
    }
    return render(request, "transfers/detail.html", context)


@requires(Permission.RECORD_MOVEMENT)
def start(request: Request, pk: int) -> HttpResponse:
    """Send a member elsewhere."""
    member = get_object_or_404(request.scope.members.select_related("person", "organization"), pk=pk)
    scope = request.scope
    places = destination_options(scope, member.organization_id)
    first = {"introduced_on": scope.today}
    form = TransferForm(sent(request), member=member, places=places, scope=scope, initial=first)

    def act() -> str:
        started = transferring.start_transfer(
            by=request.user, member=member, facts=form.transfer_facts, today=scope.today
        )
        return reverse("chuyen-sinh-hoat-chi-tiet", args=[started.pk])

    context = {
        "member": member,
        "place": places_of([member.organization_id], scope.today).get(member.organization_id or 0),
        "back": reverse("dang-vien-chi-tiet", args=[member.pk]),
    }
    return answer(request, form, act, template="transfers/start.html", done="Đã ghi việc chuyển.", context=context)


@requires(Permission.RECORD_MOVEMENT)
def step(request: Request, pk: int, kind: str) -> HttpResponse:
    """Record the next step of a transfer, on the side that takes it."""
    wanted = _kind_of(kind)
    transfer = get_object_or_404(request.scope.transfers.select_related(*READ), pk=pk)
    file = TransferFile.of(transfer)
    if not _sides(request.scope, transfer) & set(file.sides_of(wanted)):
        raise Http404
    cells = _cells(request.scope, transfer) if wanted is TransferStepKind.TIEP_NHAN else []
    form = TransferStepForm(
        sent(request),
        file=file,
        kind=wanted,
        cells=cells,
        scope=request.scope,
        initial={"occurred_on": request.scope.today},
    )
    back = reverse("chuyen-sinh-hoat-chi-tiet", args=[transfer.pk])

    def act() -> str:
        transferring.record_transfer_step(
            by=request.user, transfer=transfer, facts=form.facts, today=request.scope.today
        )
        return back

    context = {
        "transfer": transfer,
        "line": lines_of([transfer], request.scope)[0],
        "kind": wanted,
        "obstacle": file.obstacle(wanted) if request.method != "POST" else "",
        "back": back,
    }
    done = f"Đã ghi: {wanted.label.lower()}."
    return answer(request, form, act, template="transfers/step.html", done=done, context=context)


@requires(Permission.RECORD_MOVEMENT)
def take_back(request: Request, pk: int, step: int) -> HttpResponse:
    """Take back the last step of a transfer, with a reason."""
    transfer = get_object_or_404(request.scope.transfers.select_related(*READ), pk=pk)
    mistaken = get_object_or_404(transfer.steps.standing().select_related("transfer__member"), pk=step)
    file = TransferFile.of(transfer)
    if not _sides(request.scope, transfer) & set(file.sides_of(TransferStepKind(mistaken.kind))):
        raise Http404
    form = TakingBackForm(sent(request))
    back = reverse("chuyen-sinh-hoat-chi-tiet", args=[transfer.pk])

    def act() -> str:
        transferring.take_back_transfer_step(
            by=request.user, step=mistaken, reason=form.cleaned_data["reason"], today=request.scope.today
        )
        return back

    context = {
        "transfer": transfer,
        "step": mistaken,
        "lines": [line for line in (mistaken.departure, mistaken.arrival) if line],
        "places": places_of(_places(mistaken), request.scope.today),
        "back": back,
    }
    done = "Đã đính chính. Việc ghi nhầm vẫn còn trong danh sách các bước."
    return answer(request, form, act, template="transfers/take_back.html", done=done, context=context)


def _places(mistaken: object) -> list[int | None]:
    lines = [getattr(mistaken, name) for name in ("departure", "arrival")]
    return [line.organization_id for line in lines if line]


def _sides(scope: Scope, transfer: Transfer) -> set[Side]:
    """On which sides of a transfer somebody with this scope serves."""
    sides = set()
    if scope.outgoing_transfers.filter(pk=transfer.pk).exists():
        sides.add(Side.ORIGIN)
    if scope.incoming_transfers.filter(pk=transfer.pk).exists():
        sides.add(Side.DESTINATION)
    return sides


def _cells(scope: Scope, transfer: Transfer) -> list[Option]:
    return receiving_options(scope, transfer) if transfer.destination is not None else []


def _slug(kind: TransferStepKind) -> str:
    return kind.value.replace("_", "-")


def _kind_of(slug: str) -> TransferStepKind:
    known = {_slug(kind): kind for kind in TransferStepKind}
    if slug not in known:
        raise Http404
    return known[slug]

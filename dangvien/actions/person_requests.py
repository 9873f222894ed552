"""Requests of the people the register is about: writing one down, and answering it within the days the law gives."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dangvien.actions.auditing import note
from dangvien.models import Person, PersonRequest, User
from dangvien.procedure.people_search import last_place
from dangvien.procedure.person_requests import due_on
from dangvien.procedure.problem import Refused
from dangvien.text import day_full, day_short, nfc


@transaction.atomic
def record_request(
    *, by: User, person: Person, kind: PersonRequest.Kind, asked_on: date, asked_by: str, content: str, today: date
) -> PersonRequest:
    """Write down that somebody asked. `asked_by` is empty when they came themselves. Raises `Refused`."""
    place = last_place(person)
    if asked_on > today:
        raise Refused.at("asked_on", "Ngày nhận yêu cầu ở tương lai. Kiểm tra lại ngày.")
    if not content.strip():
        raise Refused.at("content", "Ghi người ấy yêu cầu điều gì.")
    if place is None:
        raise Refused.at("", "Người này không còn dòng nào ở chi bộ nào, nên không biết nơi nào trả lời.")
    made = PersonRequest.objects.create(
        person=person,
        organization_id=place,
        kind=kind,
        asked_on=asked_on,
        asked_by=nfc(asked_by),
        content=nfc(content),
        due_on=due_on(asked_on),
        recorded_by=by,
    )
    note(
        by=by,
        verb="ghi yêu cầu về dữ liệu",
        subject=made,
        organization=place,
        after={"yêu cầu": kind.label, "ngày nhận": day_full(asked_on), "hạn trả lời": day_full(made.due_on)},
    )
    return made


@transaction.atomic
def answer_request(
    *, by: User, request: PersonRequest, outcome: PersonRequest.Outcome, answer: str, answered_on: date, today: date
) -> PersonRequest:
    """Write down what somebody was answered; once answered it stays. Raises `Refused`."""
    request = PersonRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if not request.is_waiting:
        raise Refused.at("", "Yêu cầu này đã được trả lời. Người ấy yêu cầu thêm thì ghi một yêu cầu mới.")
    if not answer.strip():
        raise Refused.at("answer", "Ghi đã trả lời người ấy thế nào.")
    if answered_on < request.asked_on:
        raise Refused.at(
            "answered_on", f"Ngày trả lời trước ngày nhận yêu cầu ({day_short(request.asked_on)}). Kiểm tra lại ngày."
        )
    if answered_on > today:
        raise Refused.at("answered_on", "Ngày trả lời ở tương lai. Kiểm tra lại ngày.")
    request.outcome, request.answer = outcome, nfc(answer)
    request.answered_on, request.answered_by = answered_on, by
    request.save(update_fields=["outcome", "answer", "answered_on", "answered_by"])
    note(
        by=by,
        verb="trả lời yêu cầu về dữ liệu",
        subject=request,
        organization=request.organization_id,
        after={"yêu cầu": request.get_kind_display(), "kết quả": outcome.label, "ngày trả lời": day_full(answered_on)},
    )
    return request

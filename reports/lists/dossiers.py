"""The dossiers of a meeting: sent up together, and what became of each (R24)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from dangvien.models import BatchItem, DossierBatch
from dangvien.period import Period
from dangvien.procedure.batch_results import RESULT_LABELS, Answered, Result, answers_to, items_of
from dangvien.procedure.places import places_of
from dangvien.procedure.spots import Places
from dangvien.scope import Scope
from dangvien.text import day_short, thousands
from reports.definition import Choices, Item, Option
from reports.lists.words import birth

SHOWS = {
    "ngay_sinh": ("person.birth_date",),
    "chi_bo": ("case.organization",),
    "gui": ("batchitem.batch",),
    "ket_qua": ("batchitem.outcome", "step.outcome"),
    "van_ban": ("step.number", "step.occurred_on", "decision.number"),
    "ly_do": ("batchitem.missing",),
}

EVERY = "tat_ca"
MOST_BATCHES = 200
"""So many batches can be chosen by name, the newest; older ones are found by their period."""


def batches(scope: Scope, purpose: DossierBatch.Purpose | None = None) -> list[tuple[str, str]]:
    """The newest batches sent from scope or to it, each by its number, day and ends."""
    found = scope.batches.with_counts().newest_first()
    if purpose is not None:
        found = found.filter(purpose=purpose)
    rows = list(found[:MOST_BATCHES])
    names = places_of([key for row in rows for key in (row.from_organization_id, row.to_organization_id)], scope.today)

    def name(key: int) -> str:
        return names[key].name if key in names else "nơi đã kết thúc"

    return [
        (str(row.pk), _batch_words(row, name(row.from_organization_id), name(row.to_organization_id))) for row in rows
    ]


def _batch_words(batch: DossierBatch, sender: str, receiver: str) -> str:
    """A batch as it is chosen: its number, day, ends, what it is for and how many dossiers it held."""
    number = f"số {batch.number}, " if batch.number else ""
    what = f"{batch.get_purpose_display().lower()} ({vars(batch)['size']} hồ sơ)"
    return f"{number}ngày {day_short(batch.sent_on)}, {sender} gửi {receiver}, {what}"


BATCH = Option("lan_gui", "Lần gửi hồ sơ", ((EVERY, "mọi lần gửi trong kỳ"),), from_register=batches)
"""The dossiers of one meeting: one batch whenever it was sent, or all that were sent in the period."""


def results(scope: Scope, period: Period, choices: Choices) -> Iterator[Item]:
    """The dossiers with their answers, those of one result together; by cell and name.

    Of somebody whose dossier was sent more than once in the period, as it goes up from one organ to the next or comes
    again after having been returned, the last time counts.
    """
    chosen = choices[BATCH.code]
    found = items_of(scope, period.first, period.last, None if chosen == EVERY else int(chosen))
    answers = answers_to(_newest(found))
    places = Places.of(answer.item.subject.organization_id for answer in answers)
    spots = {a.item.pk: places.on(a.item.subject.organization_id, a.item.batch.sent_on) for a in answers}
    order = list(RESULT_LABELS)
    for answer in sorted(
        answers,
        key=lambda a: (order.index(a.result), spots[a.item.pk].order, a.item.subject.person.sort_key, a.item.pk),
    ):
        yield _item(answer, spots[answer.item.pk].full)


def _newest(items: Iterable[BatchItem]) -> list[BatchItem]:
    last: dict[tuple[str, int], BatchItem] = {}
    for item in sorted(items, key=lambda item: (item.batch.sent_on, item.pk)):
        last[item.batch.purpose, item.subject.person_id] = item
    return list(last.values())


def _item(answer: Answered, place: str) -> Item:
    person, batch = answer.item.subject.person, answer.item.batch
    return Item(
        key=f"s{answer.item.pk}",
        label=person.full_name,
        values={
            "ngay_sinh": birth(person),
            "chi_bo": place,
            "gui": f"{batch.get_purpose_display()}, {day_short(batch.sent_on)}",
            "ket_qua": RESULT_LABELS[answer.result],
            "van_ban": answer.paper,
            "ly_do": answer.reason,
        },
        thing=person.pk,
        group=answer.result.value,
    )


def groups(period: Period, choices: Choices) -> Sequence[tuple[str, str]]:
    """The results in the order in which minutes tell them."""
    return [(result.value, label) for result, label in RESULT_LABELS.items()]


def sum_of_results(scope: Scope, period: Period, choices: Choices, items: Sequence[Item]) -> Iterator[str]:
    """How the dossiers proposed divide by result: "Đề nghị 21 = đồng ý 16 + …"."""
    counts = Counter(item.group for item in items)
    parts = " + ".join(f"{RESULT_LABELS[result].lower()} {thousands(counts[result.value])}" for result in Result)
    if items:
        yield f"Đề nghị {thousands(len(items))} = {parts}."

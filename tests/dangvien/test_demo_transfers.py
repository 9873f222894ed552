"""The transfers the demo draws are such as somebody could have recorded, and change no count."""

from __future__ import annotations

from datetime import date

from dangvien.models import Transfer, TransferKind, TransferReason
from dangvien.procedure.transfer_checks import TransferFacts, transfer_problems
from dangvien.procedure.transfers import Stage, TransferFile

TODAY = date(2026, 11, 1)
"""The day after the demo's last one."""


def test_every_transfer_of_the_demo_would_have_been_recorded(dong_ha):
    _replayed()


def test_every_transfer_of_the_reformed_demo_too(dong_ha_after_reform):
    _replayed()


def _replayed() -> None:
    transfers = list(Transfer.objects.select_related("member__person", "member__organization", "destination"))
    files = [TransferFile.of(transfer) for transfer in transfers]
    found = []
    for file in files:
        transfer, paper = file.transfer, file.steps[0]
        facts = TransferFacts(
            TransferKind(transfer.kind), TransferReason(transfer.reason), transfer.destination,
            decided_on=transfer.decided_on, introduced_on=paper.occurred_on, number=paper.number, until=paper.until,
        )  # fmt: skip
        told = [problem.sentence for problem in transfer_problems(transfer.member, facts, TODAY)]
        found += [sentence for sentence in told if "chưa xong" not in sentence and "chưa kết thúc" not in sentence]

    assert found == []
    assert {file.stage for file in files} <= {Stage.CHO_NOI_DEN, Stage.BI_TU_CHOI}
    assert not any(step.departure_id or step.arrival_id for file in files for step in file.steps)
    assert files

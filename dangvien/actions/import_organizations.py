"""Founding the organizations of a list, each by an act of its own, superiors first; and taking them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dangvien.actions import restructuring_undo
from dangvien.actions.deciding import record_decision
from dangvien.actions.import_writing import Places, keep_made
from dangvien.actions.restructuring import carry_out
from dangvien.models import Decision, ImportBatch, ImportRow, Organization, Reorganization, User
from dangvien.models.import_batch import WritableRow
from dangvien.procedure.facts import DecisionFacts
from dangvien.procedure.problem import Problem, Refused
from dangvien.procedure.restructuring import Restructuring
from dangvien.procedure.restructuring.making import free_code
from dangvien.procedure.roster_organizations import FileOrganizations, OrganizationSaid, decision_number


def write_organizations(
    *,
    by: User,
    batch: ImportBatch,
    rows: Sequence[WritableRow],
    places: Places,
    today: date,
) -> Sequence[WritableRow]:
    """Found the organizations of these rows. Raises `Refused`, naming the row.

    `places` holds the superiors the register knows, and the issuers of decisions, by the words of the file.
    """
    told = [(row, OrganizationSaid.of(row.record or {})) for row in rows]
    before: list[tuple[WritableRow, OrganizationSaid]] = [
        (row, OrganizationSaid.of(row.record or {}))
        for row in batch.rows.data().filter(committed=True).exclude(made={}).in_order()
    ]
    file = FileOrganizations(said for _, said in (*before, *told))
    codes = {id(said): str(row.made["code"]) for row, said in before}
    known = dict(Organization.objects.filter(pk__in=set(places.values())).values_list("pk", "code"))
    waiting = list(told)
    while waiting:
        later: list[tuple[WritableRow, OrganizationSaid]] = []
        for row, said in waiting:
            key = places.get(said.parent or "")
            above = file.named(said.parent or "") if key is None else []
            parent = known[key] if key is not None else codes.get(id(above[0])) if len(above) == 1 else None
            if parent is None:
                later.append((row, said))
            else:
                main = parent if key is not None else batch.organization.code
                codes[id(said)] = _found(by, row, said, (main, parent), places, today)
        if len(later) == len(waiting):
            first = later[0][0]
            raise Refused.at("", f"Dòng {first.number}: không còn tổ chức cấp trên của dòng này. Kiểm tra lại tệp.")
        waiting = later
    keep_made(rows)
    return rows


def _found(
    by: User, row: WritableRow, said: OrganizationSaid, line: tuple[str, str], places: Places, today: date
) -> str:
    """Found one organization; gives its code. `line` are the codes of whom the act is filed under, and of its superior.

    An act below an organization of the same file is filed under the one the file is for: that one outlasts both.
    """
    main, parent = line
    assert said.founded_on is not None, "such a row is wrong"
    code = said.code or free_code(said.name or "", parent)
    plan = Restructuring(Reorganization.Kind.THANH_LAP, main, said.founded_on, founded={code: said.seat(parent)})
    try:
        decision = _decision(by, said, places, today)
        act = carry_out(by=by, restructuring=plan, decision=decision, today=today)
    except Refused as refused:
        raise Refused(
            Problem("", f"Dòng {row.number}: {problem.sentence}", problem.level, problem.rule, problem.source)
            for problem in refused.problems
        ) from refused
    row.made |= {"act": act.pk, "organization": Organization.objects.get(code=code).pk, "code": code}
    return code


def _decision(by: User, said: OrganizationSaid, places: Places, today: date) -> Decision | None:
    """The decision a row names with number, day and issuer: the one of the register, or entered now."""
    named = decision_number(said.decision or "")
    issuer = places.get(said.issuer or "")
    if named is None or issuer is None or said.decided_on is None:
        return None
    number, symbol = named
    facts = DecisionFacts(Organization.objects.get(pk=issuer), number, symbol, said.decided_on)
    held = Decision.objects.filter(
        issuer=issuer,
        document_type=facts.document_type,
        number=number,
        issued_on=said.decided_on,
        voided_at__isnull=True,
    ).first()
    return held or record_decision(by=by, facts=facts, subject=Decision.Subject.TO_CHUC, today=today)


def undo_organization_rows(
    *,
    by: User,
    batch: ImportBatch,  # noqa: ARG001 - all kinds are called alike
    rows: Sequence[ImportRow],
    reason: str,
    today: date,
) -> Mapping[int, str]:
    """Take the foundings of these rows back, the last first. Gives row → why it is left."""
    acts = Reorganization.objects.in_bulk([row.made.get("act", 0) for row in rows])
    left: dict[int, str] = {}
    for row in sorted(rows, key=lambda row: row.made.get("act", 0), reverse=True):
        act = acts.get(row.made.get("act", 0))
        if act is None:
            left[row.pk] = "Không còn việc thành lập của dòng này."
            continue
        try:
            restructuring_undo.take_back(by=by, act=act, reason=reason, today=today)
        except Refused as refused:
            left[row.pk] = str(refused)
    return left

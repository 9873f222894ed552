"""Candidates, organizations, targets and declared figures: how their rows are compared, written and taken back."""

from __future__ import annotations

from dangvien.actions.import_candidates import undo_candidate_rows, write_candidates
from dangvien.actions.import_figures import undo_figure_rows, write_figures
from dangvien.actions.import_organizations import undo_organization_rows, write_organizations
from dangvien.actions.import_undo import register_undo
from dangvien.imports.candidates import CandidateComparison
from dangvien.imports.figures import FigureComparison
from dangvien.imports.known import Register
from dangvien.imports.organizations import OrganizationComparison
from dangvien.imports.plan import Against, register_kind
from dangvien.imports.stages import register_writer
from dangvien.imports.units import RegisterUnits
from dangvien.models import ImportBatch, RosterKind
from dangvien.permissions import Permission
from dangvien.scope import Scope


def candidates(batch: ImportBatch, scope: Scope) -> Against:
    """People who are followed stand at a cell."""
    units = RegisterUnits.below(batch.organization, batch.as_of)
    register = Register(scope, batch.organization, batch.as_of)
    return Against(units, CandidateComparison(register, units, options=batch.options))


def organizations(batch: ImportBatch, scope: Scope) -> Against:
    """What is founded hangs under an organization of today."""
    comparison = OrganizationComparison(scope, batch.organization)
    return Against(comparison.units, comparison)


def figures(batch: ImportBatch, scope: Scope) -> Against:
    """Figures are of any organization, committees first of all."""
    units = RegisterUnits.below(batch.organization, batch.as_of, cells_only=False)
    comparison = FigureComparison(
        RosterKind(batch.kind),
        units,
        document=batch.document,
        today=scope.today,
        inside=scope.within(batch.organization).keys,
        setting=scope.limited_to(Permission.SET_TARGETS).keys,
    )
    return Against(units, comparison)


def register() -> None:
    """Tell the check, the writing and the taking back about these kinds; called when the program starts."""
    register_kind(RosterKind.CANDIDATES, candidates)
    register_writer(RosterKind.CANDIDATES, write_candidates)
    register_undo(RosterKind.CANDIDATES, undo_candidate_rows)
    register_kind(RosterKind.ORGANIZATIONS, organizations)
    register_writer(RosterKind.ORGANIZATIONS, write_organizations)
    register_undo(RosterKind.ORGANIZATIONS, undo_organization_rows)
    for kind in (RosterKind.TARGETS, RosterKind.DECLARED):
        register_kind(kind, figures)
        register_writer(kind, write_figures)
        register_undo(kind, undo_figure_rows)

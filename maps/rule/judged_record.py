"""What a judgement finds, kept in the record of the proposal: changes of the indicators and outcomes of the checks."""

from typing import Any

from maps.balance.admissibility import CheckKind, Outcome
from maps.balance.homogeneity import check_cameras
from maps.criteria_versions import in_use
from maps.project import Project
from maps.rule.evaluation import Judgement, touched_cameras

#: Field of `proposal` of each check.
CHECK_FIELDS = {
    CheckKind.NO_OVERLAP_WITH_FUNDED: "check_no_overlap_5y",
    CheckKind.PACT_IN_FORCE: "check_pact",
    CheckKind.MAINTENANCE: "check_maintenance_5y",
    CheckKind.COST_CEILING: "check_cap",
    CheckKind.NOT_A_REPLACEMENT: "check_not_replacement",
}
DECIMALS = 4


def judged_values(found: Judgement) -> dict[str, Any]:
    """Return the fields of `proposal` that a judgement settles.

    Changes are those of the proposal's purpose, shares rounded to four decimals (a hundredth of a point), None where
    an indicator cannot be computed. A check whose outcome is not known is left out: what the office declared stays.
    """
    effect = found.purposes[found.purpose]
    values: dict[str, Any] = {
        name: None if delta.change is None else round(delta.change, DECIMALS)
        for name, delta in (
            ("delta_uncovered", effect.uncovered),
            ("delta_hoover", effect.hoover),
            ("delta_overlap", effect.overlap),
        )
    }
    for check in found.checks:
        if check.kind in CHECK_FIELDS and check.outcome is not Outcome.UNKNOWN:
            values[CHECK_FIELDS[check.kind]] = check.outcome is Outcome.PASSED
    conforms = _conforms(found)
    return values if conforms is None else {**values, "check_profile": conforms}


def record_judgement(project: Project, found: Judgement) -> bool:
    """Write what a judgement settles into the proposal, in one undoable edit; False where nothing would change.

    Raises
    ------
    ProjectError
        READ_ONLY.
    """
    record, values = found.proposal.record, judged_values(found)
    changed = {name: value for name, value in values.items() if record.get(name) != value}
    if not changed:
        return False
    with project.file.edit(f"Esito del progetto {found.proposal.code}", origin="evaluation") as edit:
        edit.update("proposal", found.proposal.fid, changed)
    return True


def _conforms(found: Judgement) -> bool | None:
    """Whether the cameras that the proposal touches meet the technical requirements; None where it is not known."""
    cameras = found.scenario.frame("camera")
    touched = cameras.loc[cameras.index.intersection(touched_cameras(found.scenario))]
    outcomes = set(check_cameras(touched, in_use(found.scenario.base).criteria.technical)["outcome"])
    if Outcome.FAILED in outcomes:
        return False
    return None if Outcome.UNKNOWN in outcomes or not outcomes else True

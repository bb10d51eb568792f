"""A proposal judged on the open project: indicators before and after, and the checks of the call."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd

from maps.answers.uncertainty import Uncertainty, uncertainties
from maps.balance.admissibility import Call, Check, CheckKind, Outcome, ProjectFacts, admissibility
from maps.balance.balance import Balance, PurposeBalance, working_cameras
from maps.balance.proposals import Evaluation, PurposeEffect, evaluate
from maps.errors import AnalysisError
from maps.period import ALWAYS, Period
from maps.progress import Progress, no_progress, span
from maps.project import Project
from maps.rule.proposals import OperationKind, Proposal, Scenario, find_proposal, scenario_cameras
from maps.schema.layers.proposals import PRIVATE_KINDS

CALL_SETTING = "call"
#: Codes of art. 7, paragraph 1-bis, of DL 14/2017.
PRIVATE_CATEGORIES = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Judgement:
    """A proposal with what it changes.

    Attributes
    ----------
    proposal : Proposal
    scenario : Scenario
        The project with the proposal carried out.
    before, after : Balance
        Of the purposes that it touches.
    effects : Evaluation
    uncertainty : mapping
        Purpose -> (before, after).
    checks : list of Check
    missing : tuple of str
        uids of cameras that it changes and the census no longer has.
    """

    proposal: Proposal
    scenario: Scenario
    before: Balance
    after: Balance
    effects: Evaluation
    uncertainty: Mapping[str, tuple[Uncertainty | None, Uncertainty | None]]
    checks: list[Check]
    missing: tuple[str, ...]

    @property
    def purpose(self) -> str:
        """The purpose that it declares first and touches, else the first that it touches."""
        declared = self.proposal.record.get("purposes") or []
        return next((each for each in declared if each in self.effects.purposes), next(iter(self.purposes)))

    @property
    def purposes(self) -> dict[str, PurposeEffect]:
        """Effect on each purpose that it touches."""
        return self.effects.purposes

    def facts(self, purpose: str, *, after: bool) -> PurposeBalance | None:
        """Return the balance of a purpose; None where no camera has it."""
        return (self.after if after else self.before).purposes.get(purpose)


def judge_proposal(
    project: Project, wanted: str, period: Period = ALWAYS, progress: Progress = no_progress
) -> Judgement:
    """Judge the proposal with a uid or a code.

    Raises
    ------
    InvalidValue
        There is no such proposal, or its operations cannot be read.
    AnalysisError
        There are no zones, or the proposal changes nothing that is still in the census.
    """
    proposal = find_proposal(project, wanted)
    missing = scenario_cameras(project.frame("camera"), proposal)[1]
    scenario = Scenario(project, proposal)
    touched = touched_purposes(project, scenario)
    if not touched:
        raise AnalysisError(("proposal_cameras",))
    before = _of_purposes(project, touched, period, span(progress, 0.0, 0.5))
    after = _of_purposes(scenario, touched, period, span(progress, 0.5, 0.9))
    chance = uncertainties(project, before, period), uncertainties(project, after, period)
    around = {purpose: (chance[0].get(purpose), chance[1].get(purpose)) for purpose in touched}
    progress(1.0)
    checks = check_proposal(project, scenario)
    return Judgement(
        proposal, scenario, before, after, evaluate(before, after), around, checks, tuple(missing)
    )


def _of_purposes(project: Project, purposes: list[str], period: Period, progress: Progress) -> Balance:
    """Return the balance of some purposes; those that no camera has are left out."""
    found = project.balance(None, period, progress)
    kept = {purpose: found.purposes[purpose] for purpose in purposes if purpose in found.purposes}
    return Balance(kept, [each for each in found.findings if each.purpose in kept], found.missing)


def touched_cameras(scenario: Scenario) -> list[int]:
    """Return the fids of the cameras that a proposal adds, moves, upgrades or removes."""
    place = {uid: int(fid) for fid, uid in scenario.base.frame("camera")["uid"].items()}
    changed = [place[each.camera] for each in scenario.proposal.operations if each.camera in place]
    return sorted({*scenario.proposal.planned, *changed})


def touched_purposes(project: Project, scenario: Scenario) -> list[str]:
    """Return the purposes of the cameras that a proposal touches, in the order of the criteria."""
    found: set[str] = set()
    for cameras in (project.frame("camera"), scenario.frame("camera")):
        chosen = cameras.index.intersection(touched_cameras(scenario))
        for declared in cameras.loc[chosen, "purposes"]:
            found.update(declared if isinstance(declared, list) and declared else ["undeclared"])
    known = [purpose for purpose in project.criteria.purposes if purpose in found]
    return known + sorted(found.difference(known))


def call_of(project: Project) -> Call:
    """Return the limits of the call kept in the project; what is absent keeps its default."""
    kept = project.file.setting(CALL_SETTING) or {}
    names = {field.name for field in dataclasses.fields(Call)}
    values: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in kept.items() if name in names
    }
    return Call(**{"private_categories": PRIVATE_CATEGORIES, **values})


def check_proposal(project: Project, scenario: Scenario) -> list[Check]:
    """Run the checks of the call on a proposal, each with its evidence."""
    touched = touched_cameras(scenario)
    after, before = scenario.frame("camera"), project.frame("camera")
    standing = before.index[working_cameras(before)].difference(touched)
    planned = _prints(scenario, after.index.intersection(touched))
    existing = _prints(project, standing)
    granted = _granted(project)
    existing["funded_on"] = [granted.get(code) for code in before.loc[existing.index, "system_id"]]
    checks = admissibility(
        facts_of(scenario.proposal, _replaced(project, scenario)),
        call_of(project),
        planned,
        existing,
    )
    unseen = len(after.index.intersection(touched)) - len(planned)
    return [_honest(each, unseen) for each in checks]


def _honest(check: Check, unseen: int) -> Check:
    """Keep the check of overlap open where the ground of some cameras is not known."""
    kind, passed = CheckKind.NO_OVERLAP_WITH_FUNDED, Outcome.PASSED
    if check.kind is not kind or check.outcome is not passed or unseen == 0:
        return check
    return Check(kind, Outcome.UNKNOWN, {**check.evidence, "unseen": unseen})


def _prints(project: Project, cameras: pd.Index) -> gpd.GeoDataFrame:
    prints = project.footprints().loc[cameras]
    prints = prints[~(prints.geometry.isna() | prints.geometry.is_empty)]
    return prints.assign(purposes=project.frame("camera").loc[prints.index, "purposes"])


def _granted(project: Project) -> dict[Any, date]:
    """Return the day on which each system was funded, by code and by uid, where it is known."""
    systems = project.frame("system")
    found: dict[Any, date] = {}
    for code, uid, day in zip(systems["code"], systems["uid"], systems["grant_date"], strict=True):
        if pd.notna(day):
            found[code] = found[uid] = pd.Timestamp(day).date()
    return found


def _replaced(project: Project, scenario: Scenario) -> tuple[int, ...]:
    """Return the working cameras that a proposal takes away."""
    gone = {each.camera for each in scenario.proposal.operations if each.kind is OperationKind.REMOVE}
    cameras = project.frame("camera")
    chosen = working_cameras(cameras) & cameras["uid"].isin(gone).to_numpy()
    return tuple(int(fid) for fid in cameras.index[chosen])


def facts_of(proposal: Proposal, replaces: tuple[int, ...] = ()) -> ProjectFacts:
    """Return what the checks need to know of a proposal."""
    record = proposal.record
    category = record.get("private_category")
    return ProjectFacts(
        submitted_on=record.get("presented_on"),
        cost=record.get("cost_eur"),
        maintenance_years=record.get("maintenance_years"),
        replaces=replaces,
        pact_from=record.get("pact_signed_on"),
        pact_until=record.get("pact_until"),
        private=category is not None or record.get("proponent_kind") in PRIVATE_KINDS,
        private_category=category,
        sites=None if record.get("site_count") is None else int(record["site_count"]),
    )

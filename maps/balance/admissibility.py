"""Checks that the calls for funding ask of a project, each with its evidence.

The facts asked are those listed in the ministerial calls as the brief of the project reports them; the limits
are parameters of the call, never constants of the law.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

#: Shared ground below this is rounding of footprints, m2.
LEAST_SHARED_M2 = 1.0


class CheckKind(Enum):
    """What is checked."""

    NO_OVERLAP_WITH_FUNDED = "no_overlap_with_funded"
    COST_CEILING = "cost_ceiling"
    MAINTENANCE = "maintenance"
    NOT_A_REPLACEMENT = "not_a_replacement"
    PACT_IN_FORCE = "pact_in_force"
    LEAST_SITES = "least_sites"
    PRIVATE_CATEGORY = "private_category"


class Outcome(Enum):
    """Outcome of a check; UNKNOWN when a fact is missing, never a silent pass."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Check:
    """A check with its evidence: the numbers, labels or dates on which it rests."""

    kind: CheckKind
    outcome: Outcome
    evidence: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """Limits of a call.

    Attributes
    ----------
    funded_years : int
        No overlap with systems funded in so many years before the project.
    cost_ceiling : float or None
        Euro.
    maintenance_years : int
        Least duration of the maintenance that is provided for.
    least_sites : int
        For private projects (art. 7 c. 1-bis DL 14/2017).
    private_categories : tuple of str
        Codes of the categories admitted for private projects.
    """

    funded_years: int = 5
    cost_ceiling: float | None = None
    maintenance_years: int = 5
    least_sites: int = 10
    private_categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProjectFacts:
    """Facts of a project; None is unknown.

    Attributes
    ----------
    submitted_on : date or None
    cost : float or None
        Euro.
    maintenance_years : float or None
    replaces : tuple or None
        Labels of working cameras that it takes away; empty when none.
    pact_from, pact_until : date or None
    private : bool
    private_category : str or None
    sites : int or None
    """

    submitted_on: date | None = None
    cost: float | None = None
    maintenance_years: float | None = None
    replaces: tuple[Any, ...] | None = None
    pact_from: date | None = None
    pact_until: date | None = None
    private: bool = False
    private_category: str | None = None
    sites: int | None = None


def admissibility(
    facts: ProjectFacts, call: Call, planned: gpd.GeoDataFrame, existing: gpd.GeoDataFrame
) -> list[Check]:
    """Run every check that applies.

    Parameters
    ----------
    planned : GeoDataFrame
        Footprints of the project's cameras (metric CRS), ``purposes`` where known.
    existing : GeoDataFrame
        Footprints of the cameras in place, ``funded_on`` (date or None) and ``purposes``.
    """
    checks = [
        no_overlap_with_funded(facts, call, planned, existing),
        _at_most(CheckKind.COST_CEILING, facts.cost, call.cost_ceiling),
        _at_least(CheckKind.MAINTENANCE, facts.maintenance_years, call.maintenance_years),
        _not_a_replacement(facts),
        pact_in_force(facts),
    ]
    if facts.private:
        checks.append(_at_least(CheckKind.LEAST_SITES, facts.sites, call.least_sites))
        checks.append(_category(facts, call))
    return checks


def no_overlap_with_funded(
    facts: ProjectFacts, call: Call, planned: gpd.GeoDataFrame, existing: gpd.GeoDataFrame
) -> Check:
    """No planned footprint meets one of the same purpose funded in the last years.

    Evidence: ``pairs`` of (planned label, existing label, shared m2), the largest first, and ``without_date``.
    """
    kind = CheckKind.NO_OVERLAP_WITH_FUNDED
    if facts.submitted_on is None:
        return Check(kind, Outcome.UNKNOWN, {"missing": "submitted_on"})
    dates = list(existing["funded_on"]) if "funded_on" in existing else [None] * len(existing)
    known = [isinstance(day, date) for day in dates]
    first = _years_before(facts.submitted_on, call.funded_years)
    recent = np.array(
        [ok and first <= _as_date(day) <= facts.submitted_on for day, ok in zip(dates, known, strict=True)],
        bool,
    )
    pairs = _shared(planned, existing[recent] if len(existing) else existing)
    without = [label for label, ok in zip(existing.index, known, strict=True) if not ok]
    undated = _shared(planned, existing.loc[without]) if without else []
    evidence = {"pairs": pairs, "since": first, "without_date": undated}
    if pairs:
        return Check(kind, Outcome.FAILED, evidence)
    return Check(kind, Outcome.UNKNOWN if undated else Outcome.PASSED, evidence)


def pact_in_force(facts: ProjectFacts) -> Check:
    """The pact is in force on the day of submission."""
    evidence = {"from": facts.pact_from, "until": facts.pact_until, "on": facts.submitted_on}
    if facts.pact_from is None or facts.pact_until is None or facts.submitted_on is None:
        return Check(CheckKind.PACT_IN_FORCE, Outcome.UNKNOWN, evidence)
    return Check(
        CheckKind.PACT_IN_FORCE, _outcome(facts.pact_from <= facts.submitted_on <= facts.pact_until), evidence
    )


def _shared(planned: gpd.GeoDataFrame, existing: gpd.GeoDataFrame) -> list[tuple[Any, Any, float]]:
    """Pairs of footprints of a common purpose, with the ground they share."""
    ours, theirs = planned.geometry.to_numpy(), existing.geometry.to_numpy()
    if not len(ours) or not len(theirs):
        return []
    first, second = shapely.STRtree(theirs).query(ours, predicate="intersects")
    area = shapely.area(shapely.intersection(ours[first], theirs[second]))
    mine, other = _purposes(planned), _purposes(existing)
    found = [
        (planned.index[a], existing.index[b], float(m2))
        for a, b, m2 in zip(first, second, area, strict=True)
        if m2 > LEAST_SHARED_M2 and (not mine[a] or not other[b] or mine[a] & other[b])
    ]
    return sorted(found, key=lambda pair: -pair[2])


def _purposes(frame: gpd.GeoDataFrame) -> list[set[str]]:
    """Declared purposes of each row; an empty set, which meets any other, where none is declared."""
    if "purposes" not in frame:
        return [set()] * len(frame)
    return [set(value) if isinstance(value, list | tuple) else set() for value in frame["purposes"]]


def _not_a_replacement(facts: ProjectFacts) -> Check:
    if facts.replaces is None:
        return Check(CheckKind.NOT_A_REPLACEMENT, Outcome.UNKNOWN, {"missing": "replaces"})
    return Check(CheckKind.NOT_A_REPLACEMENT, _outcome(not facts.replaces), {"cameras": facts.replaces})


def _category(facts: ProjectFacts, call: Call) -> Check:
    evidence = {"found": facts.private_category, "wanted": call.private_categories}
    if facts.private_category is None or not call.private_categories:
        return Check(CheckKind.PRIVATE_CATEGORY, Outcome.UNKNOWN, evidence)
    return Check(
        CheckKind.PRIVATE_CATEGORY, _outcome(facts.private_category in call.private_categories), evidence
    )


def _at_most(kind: CheckKind, found: float | None, wanted: float | None) -> Check:
    evidence = {"found": found, "wanted": wanted}
    return Check(
        kind, Outcome.UNKNOWN if found is None or wanted is None else _outcome(found <= wanted), evidence
    )


def _at_least(kind: CheckKind, found: float | None, wanted: float) -> Check:
    evidence = {"found": found, "wanted": wanted}
    return Check(kind, Outcome.UNKNOWN if found is None else _outcome(found >= wanted), evidence)


def _outcome(passed: bool) -> Outcome:
    return Outcome.PASSED if passed else Outcome.FAILED


def _as_date(day: Any) -> date:
    return day.date() if hasattr(day, "date") else day


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)

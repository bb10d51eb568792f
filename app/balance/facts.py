"""What the balance panel needs beyond the balance itself: chance, certainty, and cameras zone by zone."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from maps.progress import Progress

#: Curves drawn for the band of the Lorenz chart.
_CURVES = 1000


@dataclass(frozen=True)
class Chance:
    """How far the index of a purpose is more than chance, and how sure the risk of each zone is.

    Attributes
    ----------
    uncertainty : Uncertainty
    band : tuple of ndarray or None
        Risk shares, low and high supply shares of random placement.
    stability : DataFrame or None
        Indexed like the zones; see `maps.balance.stability.rank_stability`.
    """

    uncertainty: Any
    band: Any
    stability: Any


def assess(project: Any, facts: Any, period: Any, progress: Progress) -> Chance:
    """Return what chance would give for a purpose.

    Parameters
    ----------
    project : maps.project.Project
    facts : PurposeBalance
    period : Period
    """
    from maps.answers.uncertainty import perturbed_risk
    from maps.balance.nulls import lorenz_band
    from maps.balance.uncertainty import uncertainty
    from maps.rule.risk_map import stability

    draws = perturbed_risk(project, period)
    progress(0.4)
    found = uncertainty(facts, draws)
    progress(0.7)
    demand = [share or 0.0 for share in facts.zones["risk_share"]]
    band = None if facts.hoover is None else lorenz_band(facts.camera_m2, demand, draws=_CURVES)
    told = Chance(found, band, stability(project, period))
    progress(1.0)
    return told


def lacks(project: Any, balance: Any, period: Any, progress: Progress) -> list[Any]:
    """Return what the data of a balance lack, as remarks."""
    from maps.rule.remarks import remarks

    found: list[Any] = remarks(project, balance, period)
    progress(1.0)
    return found


def every_purpose(project: Any, period: Any, progress: Progress) -> list[tuple[Any, Any]]:
    """Return the balance of every purpose with its Uncertainty, in the order of the criteria."""
    from maps.answers.uncertainty import uncertainties
    from maps.progress import span

    found = project.balance(None, period, span(progress, 0.0, 0.7))
    chances = uncertainties(project, found, period)
    progress(1.0)
    return [(facts, chances.get(purpose)) for purpose, facts in found.purposes.items()]


def surplus(facts: Any) -> dict[Any, int]:
    """Return the cameras that each zone has too many (+) or too few (-) against its risk.

    The shares of coverage and risk differ by ``sigma - rho``; times the cameras of the purpose and rounded so that
    both sides add up to the cameras that the Hoover index asks to move. Empty where there is no index.
    """
    if facts is None or facts.to_relocate is None:
        return {}
    table = facts.zones
    share = [
        np.array([each or 0.0 for each in table[name]], float) for name in ("supply_share", "risk_share")
    ]
    exact = (share[0] - share[1]) * facts.cameras
    rounded = _rounded(np.maximum(exact, 0.0), facts.to_relocate) - _rounded(
        np.maximum(-exact, 0.0), facts.to_relocate
    )
    return {label: int(value) for label, value in zip(table.index, rounded, strict=True)}


def _rounded(values: np.ndarray, total: int) -> np.ndarray:
    """Round values so that they add up to `total`, by the largest remainders."""
    floor = np.floor(values).astype(int)
    left = total - int(floor.sum())
    order = np.argsort(-(values - floor), kind="stable")
    step = 1 if left > 0 else -1
    for place in order[: abs(left)] if left > 0 else order[::-1][: abs(left)]:
        floor[place] += step
    return floor


def zone_classes(facts: Any, breaks: Any) -> dict[Any, tuple[int, int]]:
    """Return the class of risk and coverage (0-2 each) of each zone where both are known, by fid."""
    risk, coverage = (facts.zones[name].astype(float).to_numpy() for name in ("risk", "coverage"))
    of_risk, of_coverage = breaks
    cells = zip(np.digitize(risk, of_risk).tolist(), np.digitize(coverage, of_coverage).tolist(), strict=True)
    known = ~(np.isnan(risk) | np.isnan(coverage))
    return {fid: cell for fid, cell, sure in zip(facts.zones.index, cells, known, strict=True) if sure}


def class_counts(facts: Any, classes: dict[Any, tuple[int, int]]) -> tuple[dict[tuple[int, int], int], int]:
    """Return how many zones each class has, and how many lie where shortages lie but are still to be checked."""
    counts = Counter(classes.values())
    lacking = sum(verdict.value == "shortage" for verdict in facts.zones["verdict"])
    return dict(counts), max(counts[2, 0] - lacking, 0)

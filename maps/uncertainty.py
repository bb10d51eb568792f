"""How far an uneven distribution is more than chance, and how sure it is, for the purposes of a project."""

from dataclasses import dataclass

import numpy as np

from maps.balance.balance import Balance, PurposeBalance
from maps.balance.nulls import Null, null_hoover
from maps.balance.stability import Perturbed, hoover_interval, perturbed
from maps.period import ALWAYS, Period
from maps.project import Project


@dataclass(frozen=True)
class Uncertainty:
    """What surrounds a Hoover index.

    Attributes
    ----------
    null : Null or None
        The same cameras placed at random in proportion to risk.
    interval : tuple of float or None
        95 % interval of the index under other counts of offences and other weights of the risk.
    """

    null: Null | None
    interval: tuple[float, float] | None


def uncertainties(project: Project, result: Balance, period: Period = ALWAYS) -> dict[str, Uncertainty]:
    """Return purpose -> Uncertainty for each purpose of a balance.

    Parameters
    ----------
    project : Project
        The one that gave the balance, or the base of the scenario that gave it: only its risk is read.
    """
    draws = perturbed(project.risk(period))
    return {purpose: _uncertainty(facts, draws) for purpose, facts in result.purposes.items()}


def _uncertainty(facts: PurposeBalance, draws: Perturbed | None) -> Uncertainty:
    if facts.hoover is None:
        return Uncertainty(None, None)
    demand = np.array([share or 0.0 for share in facts.zones["risk_share"]], float)
    null = null_hoover(facts.camera_m2.to_numpy(float), demand, facts.hoover)
    supply = facts.zones["covered_m2"].to_numpy(float)
    return Uncertainty(null, None if draws is None else hoover_interval(supply, draws))

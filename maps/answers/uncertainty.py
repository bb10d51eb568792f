"""How far an uneven distribution is more than chance, and how sure it is, for the purposes of a project."""

from maps.balance.balance import Balance
from maps.balance.risk_terms import RISK_LAYERS
from maps.balance.stability import Perturbed, perturbed
from maps.balance.uncertainty import Uncertainty, uncertainty
from maps.period import ALWAYS, Period
from maps.project import Project

__all__ = ["Uncertainty", "perturbed_risk", "uncertainties"]


def uncertainties(project: Project, result: Balance, period: Period = ALWAYS) -> dict[str, Uncertainty]:
    """Return purpose -> Uncertainty for each purpose of a balance.

    Parameters
    ----------
    project : Project
        The one that gave the balance, or the base of the scenario that gave it: only its risk is read.
    """
    draws = perturbed_risk(project, period)
    return {purpose: uncertainty(facts, draws) for purpose, facts in result.purposes.items()}


def perturbed_risk(project: Project, period: Period = ALWAYS) -> Perturbed | None:
    """Return the risk of a period under other counts and weights; kept until a register of the risk changes."""
    return project.kept(("perturbed", period), RISK_LAYERS, lambda: perturbed(project.risk(period)))

"""How far an uneven distribution is more than chance, and how sure it is, for the purposes of a project."""

from maps.balance.balance import Balance
from maps.balance.stability import perturbed
from maps.balance.uncertainty import Uncertainty, uncertainty
from maps.period import ALWAYS, Period
from maps.project import Project

__all__ = ["Uncertainty", "uncertainties"]


def uncertainties(project: Project, result: Balance, period: Period = ALWAYS) -> dict[str, Uncertainty]:
    """Return purpose -> Uncertainty for each purpose of a balance.

    Parameters
    ----------
    project : Project
        The one that gave the balance, or the base of the scenario that gave it: only its risk is read.
    """
    draws = perturbed(project.risk(period))
    return {purpose: uncertainty(facts, draws) for purpose, facts in result.purposes.items()}

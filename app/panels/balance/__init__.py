"""The Equilibrio place: how evenly coverage follows risk, what to move, the projects and the sites."""

from app.panels.balance.effect import EffectLine, EffectTold
from app.panels.balance.figures import Figures, FindingText, Told, ZoneLine
from app.panels.balance.legend import BivariateLegend
from app.panels.balance.panel import BalancePanel
from app.panels.balance.projects import CheckLine, ProjectTold
from app.panels.balance.purposes import PurposeLine
from app.panels.balance.sites import SiteLine, SiteRequest

__all__ = [
    "BalancePanel",
    "BivariateLegend",
    "CheckLine",
    "EffectLine",
    "EffectTold",
    "Figures",
    "FindingText",
    "ProjectTold",
    "PurposeLine",
    "SiteLine",
    "SiteRequest",
    "Told",
    "ZoneLine",
]

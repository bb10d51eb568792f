"""The Equilibrio place: how evenly coverage follows risk, and what to move."""

from app.panels.balance.charts import BivariateLegend
from app.panels.balance.panel import BalancePanel, FindingText

__all__ = ["BalancePanel", "BivariateLegend", "FindingText"]

"""The edits of the project, newest first: who, when, what, and whether it was undone."""

from app.panels.history.panel import HistoryPanel
from app.panels.history.rows import Step

__all__ = ["HistoryPanel", "Step"]

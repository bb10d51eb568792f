"""The attribute table of any layer."""

from app.panels.table.data import TableData
from app.panels.table.panel import TablePanel

__all__ = ["TableData", "TablePanel"]

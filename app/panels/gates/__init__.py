"""The panel of the cordon: a boundary, how far it is closed, its gates."""

from app.panels.gates.panel import GatesPanel, Shares
from app.panels.gates.rows import GateLine, Heading

__all__ = ["GateLine", "GatesPanel", "Heading", "Shares"]

"""The card of the map layers."""

from app.panels.layers.card import LayersCard
from app.panels.layers.model import Entry, Kind

__all__ = ["Entry", "Kind", "LayersCard"]
